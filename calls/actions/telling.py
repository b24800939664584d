"""What people are told of calls where they are not looking: an invitation, and that they missed it."""

from __future__ import annotations

from collections.abc import Iterable

from accounts.models import User
from calls.models import Call
from messenger.models import Conversation
from notifications import actions as notifications


def subject(call: Call) -> str:
    return f"call:{call.pk}"


def tell_invited(call: Call, by: User, user_ids: Iterable[int]) -> None:
    """It rings on their phones too; ringing again is one more of the same."""
    notifications.notify(
        kind="call_invitation",
        recipients=user_ids,
        actor_id=by.pk,
        link=f"/calls/{call.pk}",
        data=_data(call),
        subject=subject(call),
        key=f"ring:{call.pk}",
    )


def tell_missed(call: Call, user_ids: Iterable[int]) -> None:
    """The ring is over for these people; what they are told leads to the conversation."""
    missed = list(user_ids)
    if not missed:
        return
    notifications.retract(subject=subject(call), kinds=["call_invitation"], user_ids=missed)
    notifications.notify(
        kind="call_missed",
        recipients=missed,
        actor_id=call.initiator_id,
        link=f"/messenger/{call.conversation_id}",
        data=_data(call),
        subject=subject(call),
        key=f"missed:{call.conversation_id}",
    )


def stop_telling(call: Call, user_ids: Iterable[int] | None = None) -> None:
    """It rings no longer: for who came in or declined, or for everybody."""
    notifications.retract(subject=subject(call), kinds=["call_invitation"], user_ids=user_ids)


def _data(call: Call) -> dict[str, str]:
    """A direct call says enough by who calls."""
    conversation = call.conversation
    lesson = call.lesson.title if call.lesson else ""
    title = "" if conversation.type == Conversation.Type.DIRECT else conversation.title
    return {"title": lesson or title, "call_id": str(call.pk), "call_type": call.call_type}
