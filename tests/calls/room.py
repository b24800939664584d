"""A page in a call, in tests: one socket and the peer it claimed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from messenger.models import Conversation
from tests.people import Person
from tests.sockets import Line, Lines, Refusal


@dataclass
class Page:
    line: Line
    call_id: str
    peer_id: str = field(default_factory=lambda: str(uuid4()))

    async def says(self, type: str, **fields: Any) -> dict[str, Any]:
        return await self.line.says(type, call_id=self.call_id, **fields)

    async def answers(self, **fields: Any) -> dict[str, Any]:
        return await self.says("call.answer", peer_id=self.peer_id, **fields)

    async def hears(self, type: str, **fields: Any) -> dict[str, Any]:
        return await self.line.hears(type, **fields)

    async def heard(self, *types: str) -> list[dict[str, Any]]:
        return [frame for frame in await self.line.heard() if frame["type"] in types]

    async def refused(self, type: str, **fields: Any) -> dict[str, Any]:
        """The error a frame is answered with."""
        try:
            answer = await self.says(type, **fields)
        except Refusal as refusal:
            return refusal.frame
        raise AssertionError(f"taken: {answer}")


async def start(
    line: Line, conversation: Conversation, call_type: str = "video", **fields: Any
) -> dict[str, Any]:
    fields = {
        "conversation_id": str(conversation.pk),
        "call_type": call_type,
        "invited_user_ids": [],
        **fields,
    }
    return (await line.says("call.initiate", **fields))["call"]


async def meet(lines: Lines, conversation: Conversation, *people: Person) -> list[Page]:
    """The first starts a call and all of them come in, in this order."""
    call = await start(await lines.of(people[0]), conversation)
    pages = [Page(await lines.of(person), call["id"]) for person in people]
    for page in pages:
        await page.answers()
    return pages
