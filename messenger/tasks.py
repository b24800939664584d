"""Work of the worker for messages."""

from celery import shared_task

from messenger.actions import indexing, noticing


@shared_task(ignore_result=True)
def tell_messages(conversation_ids: list[str]) -> None:
    """What is new in these conversations: people are told, and it can be found."""
    noticing.tell_all(conversation_ids)
    indexing.index_all(conversation_ids)


@shared_task(ignore_result=True, expires=15)
def sweep() -> None:
    """Every 15 s (CELERY_BEAT_SCHEDULE): conversations nobody was nudged about."""
    noticing.tell_all(noticing.forgotten())
    indexing.index_all(indexing.behind())
