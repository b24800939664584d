"""Work of the clock."""

from celery import shared_task

from files import actions, orphans


@shared_task(ignore_result=True, expires=3600)
def sweep() -> None:
    """What was uploaded and never attached within a day (CELERY_BEAT_SCHEDULE)."""
    actions.sweep()


@shared_task(ignore_result=True, expires=3600)
def sweep_orphans() -> None:
    """Bytes without a row, older than a day (CELERY_BEAT_SCHEDULE)."""
    orphans.sweep_orphans()


@shared_task(ignore_result=True, expires=600)
def make_preview(file_id: str) -> None:
    """The small copy of an uploaded picture."""
    actions.make_preview(file_id)
