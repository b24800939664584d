"""Work of the clock."""

from celery import shared_task

from accounts import actions


@shared_task(ignore_result=True, expires=3600)
def forget_expired() -> None:
    """Every night (CELERY_BEAT_SCHEDULE)."""
    actions.forget_expired()
