"""Work of the clock."""

from celery import shared_task

from accounts import actions, letters


@shared_task(ignore_result=True, expires=3600)
def forget_expired() -> None:
    """Every night (CELERY_BEAT_SCHEDULE)."""
    actions.forget_expired()


@shared_task(
    ignore_result=True,
    autoretry_for=(OSError,),
    retry_backoff=10,
    retry_kwargs={"max_retries": 4},
    expires=1800,
)
def send_new_password_letter(user_id: int) -> None:
    """The link by which somebody who forgot the password chooses a new one."""
    letters.send_new_password(user_id)
