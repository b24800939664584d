"""Work of the outbox."""

from celery import shared_task

from notifications import actions, delivering


@shared_task(ignore_result=True)
def deliver(notification_ids: list[str]) -> None:
    """What is due of these notifications."""
    delivering.deliver(notification_ids)


@shared_task(ignore_result=True, expires=5)
def sweep() -> None:
    """Every 5 s (CELERY_BEAT_SCHEDULE): retries, what was held, what a crash left behind."""
    delivering.sweep()


@shared_task(ignore_result=True, expires=3600)
def forget_old() -> None:
    """Every night (CELERY_BEAT_SCHEDULE)."""
    actions.forget_old()
