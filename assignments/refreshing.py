"""Renewing the numbers of assignments: by schedule, and soon after grading."""

from __future__ import annotations

import logging

from celery import current_app
from django.core.cache import cache
from django.db import connection, transaction

log = logging.getLogger(__name__)

TASK = "assignments.tasks.refresh_statistics"
ASKED = "assignments:refreshing"
"""In the cache while the worker has been asked."""
PAUSE = 60
"""Seconds. The first change waits for it, and so renews for all that follow meanwhile."""


def refresh() -> None:
    """Readers go on reading meanwhile; the function belongs to the view's owner (migration 0002)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT refresh_assignment_statistics()")


def refresh_soon() -> None:
    """Within a minute of the commit, at most once a minute; when the broker is away the schedule does it."""
    transaction.on_commit(_nudge)


def _nudge() -> None:
    if not cache.add(ASKED, True, timeout=PAUSE):
        return
    try:
        current_app.send_task(TASK, countdown=PAUSE, retry=False)
    except Exception as error:  # whatever a broker that is away raises
        log.warning("the worker was not asked to renew the statistics: %s", error)
