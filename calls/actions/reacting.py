"""Reactions that float over the pictures and are kept nowhere."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from calls import access, events
from calls.actions.ground import State
from calls.models import Call
from dreamseed.realtime.acting import acting
from dreamseed.realtime.errors import Conflict

EMOJI = ("👏", "👍", "❤️", "😂", "😮", "🎉")


def react(*, user: User, call_id: Any, emoji: str, skip: str | None = None) -> Call:
    """Show everybody in the call one of EMOJI. Conflict `not_joined` outside."""
    with acting(user.pk):
        call = access.call_to_join(user, call_id)
        if not call.participants.filter(user=user, state=State.JOINED).exists():
            raise Conflict("not_joined", _("Join the call first."))
        events.reaction(call, user.pk, emoji, skip)
    return call
