"""Work of the clock."""

from celery import shared_task

from assignments import actions, refreshing


@shared_task(ignore_result=True, expires=300)
def refresh_statistics() -> None:
    """Every 5 min (CELERY_BEAT_SCHEDULE), and within a minute of grading."""
    refreshing.refresh()


@shared_task(ignore_result=True, expires=300)
def remind_due_soon() -> None:
    """Every 5 min (CELERY_BEAT_SCHEDULE): who has not handed in what is due within a day."""
    actions.remind_due_soon()
