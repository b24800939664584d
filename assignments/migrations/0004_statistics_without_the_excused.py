"""The view again: who is excused is in none of its numbers."""

from django.db import migrations

CREATE = """
DROP MATERIALIZED VIEW assignment_statistics;
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
        {without}
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
      LEFT JOIN submissions s ON s.assignment_id = a.id {counting}
     WHERE a.status <> 'draft'
     GROUP BY a.id;
CREATE UNIQUE INDEX idx_assignment_statistics_assignment ON assignment_statistics (assignment_id);
"""
NEW = CREATE.format(
    without="EXCEPT SELECT assignment_id, student_id FROM assignment_excuses",
    counting="""AND NOT EXISTS (
           SELECT 1 FROM assignment_excuses x WHERE x.assignment_id = a.id AND x.student_id = s.student_id)""",
)
OLD = CREATE.format(without="", counting="")


class Migration(migrations.Migration):
    dependencies = [("assignments", "0003_excuses_and_going_out")]
    operations = [migrations.RunSQL(NEW, OLD)]
