"""Raised hands, in the order they were raised."""

from __future__ import annotations

from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from calls import access, events
from calls.actions.ground import State, locked
from calls.actions.record import record
from calls.models import Call, CallEvent
from dreamseed.realtime.acting import acting
from dreamseed.realtime.errors import Conflict


def raise_hand(*, user: User, call_id: Any, raised: bool, skip: str | None = None) -> Call:
    """One's own hand, up or down; raising it twice keeps its place. Conflict `not_joined` outside."""
    with acting(user.pk):
        call = locked(access.call_to_join, user, call_id)
        me = call.participants.filter(user=user, state=State.JOINED).first()
        if me is None:
            raise Conflict("not_joined", _("Join the call first."))
        if raised == (me.hand_raised_at is not None):
            return call
        me.hand_raised_at = timezone.now() if raised else None
        me.save(update_fields=["hand_raised_at"])
        Call.objects.filter(pk=call.pk).update(revision=F("revision") + 1)
        call.revision += 1
        record(call, user.pk, CallEvent.Kind.HAND_RAISED if raised else CallEvent.Kind.HAND_LOWERED)
        events.hand(me, call, skip)
    return call
