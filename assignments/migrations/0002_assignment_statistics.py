"""The materialized view of assignments. Refreshing needs its owner: a function does it for the web's role."""

from django.db import migrations

CREATE = """
CREATE MATERIALIZED VIEW assignment_statistics AS
    WITH people AS (
        SELECT a.id AS assignment_id, e.user_id
          FROM assignments a
          JOIN enrollments e ON e.classroom_id = a.class_id AND e.role = 'student'
          JOIN users u ON u.id = e.user_id AND u.is_active
         WHERE a.status <> 'draft'
           AND (a.whole_class OR EXISTS (
                SELECT 1 FROM assignment_targets t WHERE t.assignment_id = a.id AND t.student_id = e.user_id))
        UNION
        SELECT assignment_id, student_id FROM submissions
    ), counted AS (
        SELECT assignment_id, count(*)::integer AS students FROM people GROUP BY assignment_id
    )
    SELECT a.id AS assignment_id,
           coalesce(max(c.students), 0) AS students,
           count(s.id)::integer AS submitted,
           count(s.id) FILTER (WHERE s.is_late)::integer AS late,
           count(s.score)::integer AS graded,
           coalesce(count(s.id)::double precision / nullif(max(c.students), 0), 0) AS submission_rate,
           avg(s.score)::double precision AS avg_score,
           (percentile_cont(0.5) WITHIN GROUP (ORDER BY s.score))::double precision AS median_score
      FROM assignments a
      LEFT JOIN counted c ON c.assignment_id = a.id
      LEFT JOIN submissions s ON s.assignment_id = a.id
     WHERE a.status <> 'draft'
     GROUP BY a.id;
CREATE UNIQUE INDEX idx_assignment_statistics_assignment ON assignment_statistics (assignment_id);
CREATE FUNCTION refresh_assignment_statistics() RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
    AS 'REFRESH MATERIALIZED VIEW CONCURRENTLY assignment_statistics';
"""
DROP = """
DROP FUNCTION refresh_assignment_statistics();
DROP MATERIALIZED VIEW assignment_statistics;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("assignments", "0001_homework"),
        ("accounts", "0001_initial"),
    ]
    operations = [migrations.RunSQL(CREATE, DROP)]
