"""Hits are sorted by the search's own table. What it holds is made again by the worker."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

ANEW = "DELETE FROM message_search; UPDATE conversation_notices SET searchable_seq = 0"


class Migration(migrations.Migration):
    dependencies = [("messenger", "0007_own_side_school_search")]

    operations = [
        migrations.RunSQL(ANEW, migrations.RunSQL.noop),
        migrations.RemoveIndex("searchentry", "idx_message_search_place"),
        migrations.RemoveField("searchentry", "seq"),
        migrations.AddField(
            "searchentry",
            "sent_at",
            models.DateTimeField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.AlterField(
            "searchentry",
            "conversation",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="messenger.conversation",
            ),
        ),
    ]
