"""Calls keep the plan and the leaders of their day; of those that were, what can be told now."""

import django.contrib.postgres.fields
from django.db import migrations, models
from django.db.models import Q

PLANS = """
WITH met AS (
    SELECT call.id, lesson.minutes, lesson.time_zone, lesson.repeat,
           lesson.starts_at AT TIME ZONE lesson.time_zone AS first,
           call.created_at AT TIME ZONE lesson.time_zone AS began
      FROM calls AS call JOIN lessons AS lesson ON lesson.id = call.lesson_id
), counted AS (
    SELECT *, CASE WHEN repeat = 'weekly'
                   THEN greatest(0, round(extract(epoch FROM began - first) / 604800)) ELSE 0 END AS weeks
      FROM met
)
UPDATE calls
   SET planned_at = (first + weeks * interval '7 days') AT TIME ZONE time_zone, planned_minutes = minutes
  FROM counted WHERE counted.id = calls.id;
"""
LEADERS = """
UPDATE calls
   SET leaders = ARRAY(
           SELECT user_id FROM conversation_participants
            WHERE conversation_id = place.id AND role = 'admin'
              AND joined_at <= coalesce(calls.ended_at, now())
            UNION
           SELECT calls.initiator_id WHERE place.classroom_id IS NULL AND place.type <> 'announcement'
            ORDER BY 1)
  FROM conversations AS place
 WHERE place.id = calls.conversation_id AND place.type <> 'direct';
"""
NOTHING = migrations.RunSQL.noop


class Migration(migrations.Migration):
    dependencies = [("calls", "0007_lessons_of_our_time")]
    operations = [
        migrations.AddField("call", "planned_at", models.DateTimeField(null=True, editable=False)),
        migrations.AddField(
            "call", "planned_minutes", models.PositiveSmallIntegerField(null=True, editable=False)
        ),
        migrations.AddField(
            "call",
            "leaders",
            django.contrib.postgres.fields.ArrayField(models.BigIntegerField(), default=list, editable=False),
        ),
        migrations.AddConstraint(
            "call",
            models.CheckConstraint(
                condition=Q(planned_at__isnull=True) ^ Q(planned_minutes__isnull=False),
                name="planned_calls_have_a_length",
            ),
        ),
        migrations.RunSQL(PLANS, NOTHING),
        migrations.RunSQL(LEADERS, NOTHING),
    ]
