"""People of a call who are programs: real sockets, real media from the forwarding server, no browser."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from websockets.asyncio.client import ClientConnection, connect

from accounts.models import Organization, User
from messenger.actions import create_conversation
from messenger.models import Conversation
from tests.media.client import Client, Made, until
from tests.media.counting import Counted, count
from tests.media.recorded import Recorded
from tests.people import Person, make_person
from tests.processes import Site
from tests.sockets import Refusal, token_of

PATIENCE = 30.0
AT_ONCE = 4
Crowd = tuple[Conversation, list[Person]]
MID, SSRC = re.compile(r"^a=mid:(\S+)", re.MULTILINE), re.compile(r"^a=ssrc:(\d+)", re.MULTILINE)


class Classmate(Client):
    """Speaks as a page does. What it sends was encoded before; what it gets is counted, not decrypted."""

    lines = [("microphone", "audio"), ("camera_small", "video")]

    def __init__(self, person: Person, call_id: str, *, listens: bool = False) -> None:
        super().__init__(None, UUID(call_id), person.id)
        self.person = person
        self.sends = () if listens else tuple(name for name, _kind in self.lines)
        self.call: dict[str, Any] = {}
        self.counted: Counted | None = None
        self._answers: dict[str, asyncio.Future[dict[str, Any]]] = {}
        self._wire: ClientConnection | None = None
        self._reading: asyncio.Future[None]
        self._ssrcs: dict[str, set[int]] = {}

    async def comes(self, socket_url: str) -> Classmate:
        """Claims a place in the call; Refusal when there is none."""
        token = await token_of(self.person)
        self._wire = await connect(f"{socket_url}/{self.user_id}?token={token}&batch=1", max_size=None)
        self._reading = asyncio.ensure_future(self._read(self._wire))
        on = {"audio_enabled": bool(self.sends), "video_enabled": bool(self.sends)}
        self.call = (await self.asks("call.answer", peer_id=str(self.peer_id), **on))["call"]
        return self

    async def connects(self) -> None:
        """Sends what it came with, and looks at who started the call: the teacher."""
        starter = self.call["initiator"]["id"]
        [peer] = next(one["peers"] for one in self.call["participants"] if one["user"]["id"] == starter)
        await self.joins(*self.sends)
        await self.says("call.view", tiles=[peer], large=[])
        await until(lambda: self.counted is not None, PATIENCE)

    async def says(self, type: str, **fields: Any) -> None:
        await self.asks(type, **fields)

    async def asks(self, type: str, **fields: Any) -> dict[str, Any]:
        """A frame's ack."""
        assert self._wire is not None
        ref = uuid4().hex
        self._answers[ref] = asked = asyncio.get_running_loop().create_future()
        await self._wire.send(json.dumps({"type": type, "ref": ref, "call_id": str(self.call_id), **fields}))
        answer = await asyncio.wait_for(asked, PATIENCE)
        if answer["type"] == "error":
            raise Refusal(answer)
        return answer

    def makes(self, name: str, kind: str, size: int) -> Made:
        return Recorded(kind)

    def told(self, event: dict[str, Any]) -> None:
        """What pages of the mesh say is not answered: it speaks with the server alone."""
        if event.get("from_peer_id", "").startswith("sfu:") or not event["type"].startswith("webrtc."):
            super().told(event)

    @property
    def is_shown_large(self) -> bool:
        """As the server said last."""
        told = [event["large"] for event in self.events if event["type"] == "call.wanted"]
        return bool(told and told[-1])

    def packets_of(self, user_id: int, source: str) -> int:
        """How many have come on the line this person's source is on now."""
        if self.receiving is None or self.counted is None:
            return 0
        lines = {one["mid"] for one in self.tracks if (one["user_id"], one["source"]) == (user_id, source)}
        return sum(self.counted.by_source.get(ssrc, 0) for mid in lines for ssrc in self._ssrcs[mid])

    async def gets_from(self, user_id: int, source: str, more: int) -> None:
        """Waits until that many more packets of this person have come."""
        before = self.packets_of(user_id, source)
        await until(lambda: self.packets_of(user_id, source) >= before + more, PATIENCE)

    async def leaves(self) -> None:
        await super().leaves()
        if self._wire is None:
            return
        await self._wire.close()
        await asyncio.gather(self._reading, return_exceptions=True)

    async def _offered(self, sdp: str) -> None:
        await super()._offered(sdp)
        sections = sdp.split("\r\nm=")[1:]
        self._ssrcs = {MID.findall(one)[0]: {int(ssrc) for ssrc in SSRC.findall(one)} for one in sections}
        link = self.receiving
        assert link is not None
        await until(lambda: link.connectionState == "connected", PATIENCE)
        self.counted = count(link)

    async def _read(self, wire: ClientConnection) -> None:
        async for text in wire:
            frames = json.loads(text)
            for frame in frames if isinstance(frames, list) else [frames]:
                answer = self._answers.pop(frame.get("ref") or "", None)
                if answer is not None:
                    answer.set_result(frame)
                elif frame.get("call_id") == str(self.call_id):
                    self.told(frame)


async def all_come(classmates: Sequence[Classmate], site: Site) -> None:
    """Into a call of pages: the first three make it five, so that there is a server to speak to."""
    first = classmates[:3]
    for one in first:
        await one.comes(site.socket_url)
    gate = asyncio.Semaphore(AT_ONCE)

    async def enter(classmate: Classmate) -> None:
        async with gate:
            if classmate not in first:
                await classmate.comes(site.socket_url)
            await classmate.connects()

    await asyncio.gather(*(enter(one) for one in classmates))


def make_crowd(school: Organization, teacher: Person, count: int) -> Crowd:
    """A conversation of the teacher and that many others."""
    people = [
        make_person(f"class{number}@school.example", f"학생{number}", User.Role.STUDENT, school)
        for number in range(count)
    ]
    ids = [one.id for one in people]
    made = create_conversation(user=teacher.user, type="group", title="전교 조회", participant_ids=ids)
    return made[0], people
