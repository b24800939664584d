"""What a person sends."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from calls import access, events
from calls.actions.ground import State, locked
from calls.actions.record import record
from calls.actions.sharing import begin_sharing
from calls.models import Call, CallEvent, CallParticipant
from dreamseed.realtime.acting import acting
from dreamseed.realtime.errors import Conflict


def set_media(
    *, user: User, call_id: Any, peer_id: UUID | None = None, skip: str | None = None, **flags: bool
) -> Call:
    """One's own `audio_enabled`, `video_enabled`, `screen_sharing`, set by the page `peer_id`.

    Who speaks or shares anew is heard with the screen's sound too, unless everybody is held muted.
    Conflict `not_joined` outside; refusals of a screen: see begin_sharing.
    """
    with acting(user.pk):
        call = locked(access.call_to_join, user, call_id)
        me = call.participants.filter(user=user, state=State.JOINED).first()
        if me is None:
            raise Conflict("not_joined", _("Join the call first."))
        access.check_voice(call, user, flags.get("audio_enabled", False))
        changed = {name: value for name, value in flags.items() if getattr(me, name) != value}
        if "screen_sharing" in changed:
            _share(call, me, user, peer_id, changed["screen_sharing"])
        if changed.get("screen_sharing") or changed.get("audio_enabled"):
            changed["screen_audio_enabled"] = not access.is_held(call, user)
        if changed:
            _store(call, me, changed)
            events.media(me, call, skip)
    return call


def _share(call: Call, me: CallParticipant, user: User, peer_id: UUID | None, begins: bool) -> None:
    if not begins:
        record(call, me.user_id, CallEvent.Kind.SHARING_STOPPED)
        return
    former = begin_sharing(call, me, user, peer_id)
    if former is not None:
        record(call, former.user_id, CallEvent.Kind.SHARING_STOPPED)
        _store(call, former, {"screen_sharing": False})
        events.media(former, call)


def _store(call: Call, me: CallParticipant, values: dict[str, bool]) -> None:
    for name, value in values.items():
        setattr(me, name, value)
    me.save(update_fields=list(values))
    Call.objects.filter(pk=call.pk).update(revision=F("revision") + 1)
    call.revision += 1
