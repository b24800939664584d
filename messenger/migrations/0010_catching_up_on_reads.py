"""Reads are found by the transaction that wrote them, thread reads by the person's own number."""

import django.db.models.deletion
from django.db import migrations, models

import messenger.models.messages

XACT = messenger.models.messages.current_transaction()


class Migration(migrations.Migration):
    dependencies = [("messenger", "0009_report_files")]

    operations = [
        migrations.AddField(
            "personstate", "receipts_xact", models.BigIntegerField(db_default=0, default=0, editable=False)
        ),
        migrations.AddField("threadreader", "change", models.BigIntegerField(db_default=0, default=0)),
        # In two steps: a default that is not the same for all rows would rewrite the table
        migrations.AddField("readreceipt", "xact", models.BigIntegerField(db_default=0, editable=False)),
        migrations.AlterField("readreceipt", "xact", models.BigIntegerField(db_default=XACT, editable=False)),
        migrations.AlterField(
            "readreceipt",
            "conversation",
            models.ForeignKey(
                "messenger.conversation",
                django.db.models.deletion.CASCADE,
                related_name="read_receipts",
                db_index=False,
            ),
        ),
    ]
