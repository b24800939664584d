"""Telling the worker that something is due. Never an error for who caused it: a sweep finds what is left."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from uuid import UUID

from celery import current_app

log = logging.getLogger(__name__)

DELIVER = "notifications.tasks.deliver"
"""By name: web processes need not load what speaks with the providers."""
CHUNK = 10
"""Notifications a task: their deliveries go out one after the other, the tasks beside each other."""


def nudge(notification_ids: Sequence[UUID], urgent: bool = False) -> None:
    """Hand these to the worker now; `urgent` ones stand in a line of their own."""
    queue = "urgent" if urgent else None
    size = 1 if urgent else CHUNK
    try:
        for at in range(0, len(notification_ids), size):
            ids = [str(one) for one in notification_ids[at : at + size]]
            current_app.send_task(DELIVER, args=[ids], queue=queue, retry=False)
    except Exception as error:  # whatever a broker that is away raises
        log.warning("the worker was not told of %s notifications: %s", len(notification_ids), error)
