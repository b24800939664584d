"""The files of a conversation are found without reading its messages."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("messenger", "0002_grants"), ("files", "0002_grants")]

    operations = [
        AddIndexConcurrently(
            "message",
            models.Index(
                fields=["conversation", "seq"],
                name="idx_messages_files",
                condition=models.Q(message_type="file", deleted_at__isnull=True),
            ),
        ),
    ]
