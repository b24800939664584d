"""The batch of messages has a role of its own, which may do just what its statement does."""

from django.db import migrations

# A single-role database (one DATABASE_URL for everything) has no app_writer, and needs none.
GRANT = """
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'app_writer') THEN
    GRANT SELECT (id, name, avatar, role, is_active) ON users TO app_writer;
    GRANT SELECT ON conversations, conversation_participants, messages TO app_writer;
    GRANT INSERT ON messages TO app_writer;
    GRANT UPDATE (seq, change, last_message_at) ON conversations TO app_writer;
  END IF;
END $$
"""
REVOKE = """
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'app_writer') THEN
    REVOKE ALL ON users, conversations, conversation_participants, messages FROM app_writer;
  END IF;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("messenger", "0001_initial"), ("accounts", "0001_initial")]

    operations = [migrations.RunSQL(GRANT, REVOKE)]
