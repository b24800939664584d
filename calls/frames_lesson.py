"""Frames of a lesson's order: the teacher's hand, and reactions."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from calls.actions.moderating import moderate as moderate_call
from calls.actions.reacting import react
from calls.frames import act, person_of
from dreamseed.realtime.frames import Frame, Incoming
from dreamseed.realtime.socket import Socket


class ModerateCall(Incoming, tag="call.moderate"):
    """`user_id` of whom it concerns, where it concerns one (docs/protocol.md, "Keeping order")."""

    call_id: UUID
    action: Literal[
        "mute", "stop_camera", "stop_sharing", "lower_hand", "spotlight", "remove", "unblock",
        "mute_all", "hold_muted", "allow_unmuting", "allow_sharing", "forbid_sharing", "lower_hands",
        "lock", "unlock", "unspotlight",
    ]  # fmt: skip
    user_id: int | None = None


class React(Incoming, tag="call.reaction"):
    call_id: UUID
    emoji: Literal["👏", "👍", "❤️", "😂", "😮", "🎉"]


async def moderate(socket: Socket, frame: ModerateCall) -> dict[str, Any]:
    fields = {"call_id": frame.call_id, "action": frame.action, "user_id": frame.user_id}
    return await act(socket, moderate_call, **fields)


async def reaction(socket: Socket, frame: React) -> None:
    def run() -> None:
        react(user=person_of(socket), call_id=frame.call_id, emoji=frame.emoji, skip=socket.id)

    await socket.database(run)


FRAMES = {
    "call.moderate": Frame(ModerateCall, moderate, limit="30/10s"),
    "call.reaction": Frame(React, reaction, limit="10/10s"),
}
