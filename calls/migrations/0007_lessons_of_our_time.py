"""A lesson of the calendar's first years cannot even be read: it is called off, and none comes in again."""

from datetime import UTC, datetime

from django.db import migrations, models
from django.db.models import Q

FIRST, LAST = datetime(1999, 12, 31, tzinfo=UTC), datetime(2101, 1, 2, tzinfo=UTC)
CALL_OFF = """
UPDATE lessons
   SET cancelled_at = coalesce(cancelled_at, now()),
       starts_at = greatest(least(starts_at, '2100-01-01Z'), '2000-01-01Z'),
       reminded_of = NULL
 WHERE starts_at < '1999-12-31Z' OR starts_at >= '2101-01-02Z';
"""


class Migration(migrations.Migration):
    dependencies = [("calls", "0006_connection_causes")]
    operations = [
        migrations.RunSQL(CALL_OFF, migrations.RunSQL.noop),
        migrations.AddConstraint(
            "lesson",
            models.CheckConstraint(
                condition=Q(starts_at__gte=FIRST, starts_at__lt=LAST), name="lessons_are_of_our_time"
            ),
        ),
    ]
