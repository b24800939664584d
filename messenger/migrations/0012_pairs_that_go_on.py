"""Whether the two of a direct conversation may still write to each other, by the rule of `accounts.access`.

A function, for lists ask it of many pairs at once; with its owner's rights, for `app_writer` reads no enrolments.
"""

from django.db import migrations

MAKE = """
CREATE FUNCTION pair_goes_on(pair_key text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  WITH pair AS (
    SELECT split_part(pair_key, ':', 1)::bigint AS one, split_part(pair_key, ':', 2)::bigint AS other
  )
  SELECT EXISTS (
    SELECT FROM pair
    JOIN users a ON a.id IN (one, other)
    JOIN users b ON b.id IN (one, other) AND b.id <> a.id
    WHERE a.is_active AND b.is_active AND CASE
      WHEN a.role IN ('teacher', 'administrator') AND a.organization_id IS NOT NULL
        THEN a.organization_id = b.organization_id
      WHEN a.is_superuser THEN true
      WHEN a.role = 'student' THEN EXISTS (
        SELECT FROM enrollments mine JOIN enrollments theirs ON theirs.classroom_id = mine.classroom_id
        WHERE mine.user_id = a.id AND theirs.user_id = b.id AND (
          theirs.role = 'teacher' OR NOT EXISTS (
            SELECT FROM organizations s WHERE s.id = a.organization_id AND s.students_write_to = 'teachers')))
      ELSE false END)
$$
"""
UNMAKE = "DROP FUNCTION pair_goes_on(text)"


class Migration(migrations.Migration):
    dependencies = [("messenger", "0011_indexes_of_reads"), ("accounts", "0003_names_are_seen")]

    operations = [migrations.RunSQL(MAKE, UNMAKE)]
