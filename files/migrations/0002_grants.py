"""The batch of messages claims files for them."""

from django.db import migrations

# A single-role database (one DATABASE_URL for everything) has no app_writer, and needs none.
GRANT = """
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'app_writer') THEN
    GRANT SELECT ON stored_files TO app_writer;
    GRANT UPDATE (purpose, attached_to, position) ON stored_files TO app_writer;
  END IF;
END $$
"""
REVOKE = """
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'app_writer') THEN
    REVOKE ALL ON stored_files FROM app_writer;
  END IF;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("files", "0001_initial")]

    operations = [migrations.RunSQL(GRANT, REVOKE)]
