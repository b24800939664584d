"""Celery: its broker, and what beat does when."""

from datetime import timedelta
from typing import Any

from dreamseed.settings.data import REDIS_URL
from dreamseed.settings.environment import env


def _broker(url: str) -> str:
    """Celery's spelling of the same Valkey, on the database beside the one in use."""
    if url.startswith("unix://"):
        path = url.removeprefix("unix://").partition("?")[0]
        return f"redis+socket://{path}?virtual_host={_database_number(url) + 1}"
    return url


def _database_number(url: str) -> int:
    number = url.partition("db=")[2].partition("&")[0]
    return int(number) if number.isdigit() else 0


CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default="") or _broker(REDIS_URL)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE: dict[str, Any] = {
    "accounts-forget-expired": {"task": "accounts.tasks.forget_expired", "schedule": timedelta(days=1)},
    "files-sweep": {"task": "files.tasks.sweep", "schedule": timedelta(hours=1)},
    "files-orphans": {"task": "files.tasks.sweep_orphans", "schedule": timedelta(days=1)},
    "messenger-notices": {"task": "messenger.tasks.sweep", "schedule": 15.0, "options": {"expires": 15}},
    "notifications-forget-old": {"task": "notifications.tasks.forget_old", "schedule": timedelta(days=1)},
    "notifications-sweep": {"task": "notifications.tasks.sweep", "schedule": 5.0, "options": {"expires": 5}},
    "calls-sweep": {"task": "calls.tasks.sweep", "schedule": 5.0, "options": {"expires": 5}},
    "assignments-due-soon": {"task": "assignments.tasks.remind_due_soon", "schedule": timedelta(minutes=5)},
    "assignments-overdue": {"task": "assignments.tasks.remind_overdue", "schedule": timedelta(minutes=5)},
    "assignments-publish": {
        "task": "assignments.tasks.publish_due",
        "schedule": 15.0,
        "options": {"expires": 15},
    },
    "assignments-files": {"task": "assignments.tasks.sweep_files", "schedule": timedelta(days=1)},
    "assignments-statistics": {
        "task": "assignments.tasks.refresh_statistics",
        "schedule": timedelta(minutes=5),
    },
    "calls-lessons-soon": {"task": "calls.tasks.remind_of_lessons", "schedule": timedelta(minutes=1)},
    "calls-statistics": {"task": "calls.tasks.refresh_statistics", "schedule": timedelta(minutes=5)},
}
