"""What REST does in a call, it does as often as the socket; and descriptions have a limit for each page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from calls.frames import FRAMES
from calls.frames_lesson import FRAMES as LESSON_FRAMES
from dreamseed.realtime import limits
from messenger.models import Conversation
from tests.calls.room import meet
from tests.calls.steps import ROOT
from tests.people import Person
from tests.sockets import Lines

CALL = UUID(int=1)
DOORS: list[tuple[str, str, Any, str]] = [
    ("post", f"conversations/{CALL}/calls", {"call_type": "video"}, "call.initiate"),
    ("post", f"calls/{CALL}/answer", {}, "call.answer"),
    ("post", f"calls/{CALL}/reject", {}, "call.reject"),
    ("post", f"calls/{CALL}/leave", {}, "call.leave"),
    ("post", f"calls/{CALL}/end", {}, "call.end"),
    ("post", f"calls/{CALL}/invite", {"user_ids": [1]}, "call.invite"),
    ("patch", f"calls/{CALL}/media", {"audio_enabled": False}, "call.media"),
    ("post", f"calls/{CALL}/hand", {"raised": True}, "call.hand"),
    ("post", f"calls/{CALL}/moderate", {"action": "mute_all"}, "call.moderate"),
    ("post", f"calls/{CALL}/reaction", {"emoji": "🎉"}, "call.reaction"),
]


@pytest.fixture(autouse=True)
def _no_time_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "monotonic", lambda: 0.0)
    limits.forget()


@pytest.mark.django_db
@pytest.mark.parametrize(("method", "path", "body", "frame"), DOORS)
def test_rest_and_the_socket_draw_on_one_bucket(
    method: str, path: str, body: Any, frame: str, minji: Person
) -> None:
    limit = {**FRAMES, **LESSON_FRAMES}[frame].limit
    assert limit is not None
    while not limits.spend(minji.id, frame, limit):
        pass
    answer = getattr(minji.rest, method)(f"{ROOT}/{path}", body, format="json")
    assert (answer.status_code, answer.json()["code"]) == (429, "rate_limited")


@pytest.mark.parametrize("type", ["webrtc.offer", "webrtc.answer"])
async def test_a_page_is_described_to_twenty_times_at_once_and_no_more(
    lines: Lines, teacher: Person, minji: Person, seojun: Person, algebra: Conversation, type: str
) -> None:
    board, phone, villain = await meet(lines, algebra, teacher, minji, seojun)
    for _ in range(20):
        await villain.says(type, sdp="v=0", peer_id=board.peer_id)

    refusal = await villain.refused(type, sdp="v=0", peer_id=board.peer_id)

    assert (refusal["code"], refusal["retry_after"] > 0) == ("rate_limited", True)
    assert len(await board.heard(type)) == 20
    await villain.says(type, sdp="v=0", peer_id=phone.peer_id)
    await phone.says(type, sdp="v=0", peer_id=board.peer_id)
