"""Work of the clock."""

from celery import shared_task

from assignments import actions, refreshing


@shared_task(ignore_result=True, expires=300)
def refresh_statistics() -> None:
    """Every 5 min (CELERY_BEAT_SCHEDULE), and within a minute of grading."""
    refreshing.refresh()


@shared_task(ignore_result=True, expires=15)
def publish_due() -> None:
    """Every 15 s (CELERY_BEAT_SCHEDULE): drafts whose time to go out has come."""
    actions.publish_due()


@shared_task(ignore_result=True, expires=300)
def remind_due_soon() -> None:
    """Every 5 min (CELERY_BEAT_SCHEDULE): who has not handed in what is due within a day."""
    actions.remind_due_soon()


@shared_task(ignore_result=True, expires=300)
def remind_overdue() -> None:
    """Every 5 min (CELERY_BEAT_SCHEDULE): who has not handed in what was due, and is still taken."""
    actions.remind_overdue()


@shared_task(ignore_result=True, expires=3600)
def sweep_files() -> None:
    """Every day (CELERY_BEAT_SCHEDULE): what was attached to a draft and taken out again."""
    actions.sweep_unused_files()
