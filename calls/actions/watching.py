"""Students are not left alone: when their last teacher has gone, the call ends after a minute."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from calls import access
from calls.models import Call, CallParticipant

ALONE_FOR = timedelta(seconds=60)


def watch(call: Call, people: Sequence[CallParticipant]) -> None:
    """Set or clear `ends_at`, unsaved. `people`: all of the call, with their users.

    Only calls that a teacher led are concerned: students who call each other need none.
    """
    alone = _were_led(call, people) and not any(_is_staff(one) for one in people if one.state == "joined")
    call.ends_at = (call.ends_at or timezone.now() + ALONE_FOR) if alone else None


def _were_led(call: Call, people: Sequence[CallParticipant]) -> bool:
    came = {one.user_id for one in people if one.joined_at is not None and _is_staff(one)}
    return bool(came) and not came.isdisjoint(access.moderators_of(call))


def _is_staff(one: CallParticipant) -> bool:
    return one.user.role in (User.Role.TEACHER, User.Role.ADMINISTRATOR)
