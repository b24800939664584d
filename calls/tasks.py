"""Work of the clock."""

from celery import shared_task
from django.utils import timezone

from calls import actions, statistics

STARTED = timezone.now()
"""Of this process: where everything ran again at once, no page was heard of before."""


@shared_task(ignore_result=True, expires=5)
def sweep() -> None:
    """Every 5 s (CELERY_BEAT_SCHEDULE); one that waited longer is overtaken by the next."""
    actions.sweep(heard_since=STARTED)


@shared_task(ignore_result=True, expires=60)
def remind_of_lessons() -> None:
    """Every minute (CELERY_BEAT_SCHEDULE)."""
    actions.remind_of_lessons()


@shared_task(ignore_result=True, expires=300)
def refresh_statistics() -> None:
    """Every 5 min (CELERY_BEAT_SCHEDULE): pages read the view while it is renewed."""
    statistics.refresh()
