"""The worker's side of the outbox: claim a delivery, hand it over, write down what became of it.

A delivery is claimed by a conditional UPDATE, so two workers never send one twice. What stays claimed for
longer than LEASE was in the hands of a worker that died: nobody knows whether the provider took it, so it
becomes `unknown` and is not sent again.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from random import random
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils import timezone

from notifications.deciding import Now, Verdict, verdict
from notifications.models import Delivery, Device
from notifications.nudging import nudge
from notifications.sending import senders
from notifications.sending.answers import Again, Gone, Rejected, Unclear, unsent

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
"""Longer than any sender's timeouts."""
TRIES = 8
FIRST_WAIT = 5.0
LONGEST_WAIT = 3600.0
MOST = 500
"""Deliveries one sweep hands on."""

State = Delivery.State
WAITING = (State.PENDING, State.HELD)


def deliver(notification_ids: Iterable[str | UUID]) -> None:
    """Everything that is due of these; one that fails does not keep the others."""
    due = Delivery.objects.filter(
        notification__in=list(notification_ids), state__in=WAITING, next_at__lte=timezone.now()
    )
    for delivery_id in due.order_by("next_at", "pk").values_list("pk", flat=True):
        deliver_one(delivery_id)


def deliver_one(delivery_id: int) -> None:
    """Nothing happens when another worker has it, or it waits for later."""
    row = _claim(delivery_id)
    if row is None:
        return
    try:
        with unsent():
            decided = verdict(row, timezone.now())
        taken = senders.send(row) if decided is Now else None
    except Again as answer:
        _try_again(row, answer)
    except Gone as answer:
        _finish(row, State.DEAD, error=answer.error)
        Device.objects.filter(deliveries=row).delete()
    except Rejected as answer:
        _finish(row, State.FAILED, error=answer.error)
    except Unclear as answer:
        _finish(row, State.UNKNOWN, reason="cut", error=answer.error)
    except Exception as error:
        log.exception("delivery %s", row.pk)
        _finish(row, State.UNKNOWN, reason="error", error=type(error).__name__)
    else:
        if taken is None:
            _put_off(row, decided)
        else:
            _finish(row, State.SENT, provider_id=taken[:300])


def _claim(delivery_id: int) -> Delivery | None:
    """Whoever's UPDATE counts has it."""
    now = timezone.now()
    mine = Delivery.objects.filter(pk=delivery_id, state__in=WAITING, next_at__lte=now).update(
        state=State.CLAIMED, claimed_at=now, attempts=F("attempts") + 1
    )
    if not mine:
        return None
    rows = Delivery.objects.select_related(
        "notification__user",
        "notification__actor",
        "device__session",
        "notification__user__notification_settings",
    )
    return rows.get(pk=delivery_id)


def _put_off(row: Delivery, decided: Verdict) -> None:
    """Held back until then, or not needed any more; nothing was tried."""
    if decided.until is None:
        _finish(row, State.DROPPED, reason=decided.reason, attempts=row.attempts - 1)
    else:
        values = {"reason": decided.reason, "attempts": row.attempts - 1, "due_at": decided.until}
        _give_back(row, decided.until, State.HELD, **values)


def _try_again(row: Delivery, answer: Again) -> None:
    wait = max(FIRST_WAIT * 2 ** (row.attempts - 1) * (0.5 + random()), answer.after or 0)  # noqa: S311
    at = timezone.now() + timedelta(seconds=min(wait, LONGEST_WAIT))
    if row.attempts >= TRIES or at > row.due_at + row.notification.described.lasts:
        _finish(row, State.FAILED, reason="given_up", error=answer.error)
    else:
        _give_back(row, at, State.PENDING, reason="retry", error=answer.error)


def _give_back(row: Delivery, at: datetime, state: str, **values: object) -> None:
    """To those that wait; merged into a younger one that waits for the same device already."""
    twin = Delivery.objects.filter(
        notification=row.notification_id, channel=row.channel, device=row.device_id, state__in=WAITING
    )
    if twin.exists():
        _finish(row, State.DROPPED, reason="merged")
    else:
        _mine(row).update(state=state, next_at=at, claimed_at=None, **_short(values))


def _finish(row: Delivery, state: str, **values: object) -> None:
    told = {"reason": "", **_short(values)}
    _mine(row).update(state=state, finished_at=timezone.now(), claimed_at=None, **told)


def _mine(row: Delivery) -> QuerySet[Delivery]:
    """Still ours: a sweep may have given up on us meanwhile, and what it wrote stands."""
    return Delivery.objects.filter(pk=row.pk, state=State.CLAIMED, claimed_at=row.claimed_at)


def _short(values: dict[str, object]) -> dict[str, object]:
    return {name: value[:500] if isinstance(value, str) else value for name, value in values.items()}


def sweep(now: datetime | None = None) -> int:
    """What is due goes to the workers again; what a dead worker held becomes unknown; how many those were."""
    now = now or timezone.now()
    lost = Delivery.objects.filter(state=State.CLAIMED, claimed_at__lt=now - LEASE).update(
        state=State.UNKNOWN, reason="worker_died", claimed_at=None, finished_at=now
    )
    due = Delivery.objects.filter(state__in=WAITING, next_at__lte=now).order_by("next_at")
    nudge(list(dict.fromkeys(due.values_list("notification_id", flat=True)[:MOST])))
    return lost
