"""Who leads the conversation leads its running call: a new role is told to the pages at once."""

from __future__ import annotations

from uuid import UUID

from calls import access, serializers
from calls.actions.ground import SILENT, conclude
from calls.changes import Shape
from calls.models import Call, CallParticipant


def follow_role(conversation_id: UUID, user_id: int) -> None:
    """For messenger.registries: inside the role's transaction, which holds the conversation's lock."""
    call = Call.objects.live().select_related("conversation").filter(conversation=conversation_id).first()
    if call is None:
        return
    row = call.participants.select_related("user").filter(user=user_id).first()
    if row is not None:
        before = _with_another_role(serializers.call(call), user_id)
        _hold(call, row)
        conclude(call, before)


def _hold(call: Call, row: CallParticipant) -> None:
    """Who moderates no longer is held muted as the others are, and who does from now on is not."""
    if call.hold_muted:
        leads = row.user_id in access.moderators_of(call)
        values = {"screen_audio_enabled": True} if leads else SILENT
        call.participants.filter(pk=row.pk).update(**values)


def _with_another_role(call: Shape, user_id: int) -> Shape:
    """The call before the role, for comparison."""
    people = [
        {**one, "moderator": None} if one["user"]["id"] == user_id else one for one in call["participants"]
    ]
    return {**call, "participants": people}
