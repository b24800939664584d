"""Work of the clock."""

from celery import shared_task

from calls import actions


@shared_task(ignore_result=True, expires=5)
def sweep() -> None:
    """Every 5 s (CELERY_BEAT_SCHEDULE); one that waited longer is overtaken by the next."""
    actions.sweep()
