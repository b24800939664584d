"""Pinned messages are found without reading a conversation; the batch of messages writes threads too."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

# A single-role database (one DATABASE_URL for everything) has no app_writer, and needs none.
GRANT = """
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'app_writer') THEN
    GRANT SELECT ON reactions TO app_writer;
    GRANT SELECT, INSERT ON thread_readers TO app_writer;
    GRANT UPDATE (last_read_seq) ON thread_readers TO app_writer;
    GRANT UPDATE (change, reply_count, last_reply_at, last_reply_by, updated_at) ON messages TO app_writer;
  END IF;
END $$
"""
REVOKE = """
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'app_writer') THEN
    REVOKE ALL ON reactions, thread_readers FROM app_writer;
    REVOKE UPDATE (change, reply_count, last_reply_at, last_reply_by, updated_at) ON messages FROM app_writer;
  END IF;
END $$
"""


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("messenger", "0005_reactions_threads_pins")]

    operations = [
        migrations.RunSQL(GRANT, REVOKE),
        AddIndexConcurrently(
            "message",
            models.Index(
                fields=["conversation", "-pinned_at"],
                name="idx_messages_pinned",
                condition=models.Q(pinned_at__isnull=False),
            ),
        ),
    ]
