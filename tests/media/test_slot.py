"""When a line asks for whole pictures: too early it is lost, and the next request may wait half a second."""

from fractions import Fraction
from typing import Any
from uuid import uuid4

import pytest

from calls.media.aiortc_inside import Encoded
from calls.media.slot import Carried, Slot
from calls.media.source import Source
from tests.media.client import DELTA, KEY, until


class Receiver:
    """The publisher's end of a picture."""

    def __init__(self) -> None:
        self.track = self
        self.kind = "video"
        self.asked = 0
        self.on_frame: Any = None
        self.on_level: Any = None

    async def ask_for_keyframe(self) -> None:
        self.asked += 1

    def sends(self, data: bytes) -> None:
        self.on_frame(Encoded(data, 0, Fraction(1, 90_000)))


@pytest.fixture
def receiver() -> Receiver:
    return Receiver()


@pytest.fixture
def camera(receiver: Receiver) -> Source:
    return Source("camera", receiver)  # type: ignore[arg-type]


def line_of(camera: Source) -> tuple[Slot, list[Encoded]]:
    """A line that shows this camera to a page that cannot be reached yet, and what the page will get."""
    line = Slot("video")
    line.carry(Carried(uuid4(), 1, "camera"), camera)
    return line, []


def opens(line: Slot, got: list[Encoded]) -> None:
    line.forward = got.append
    line.opened()


async def test_a_whole_picture_is_asked_for_when_the_page_can_be_reached(
    camera: Source, receiver: Receiver
) -> None:
    line, got = line_of(camera)
    receiver.sends(DELTA)
    assert camera._asking is None

    opens(line, got)
    await until(lambda: receiver.asked == 1)
    receiver.sends(KEY)
    assert [one.data for one in got] == [KEY]


async def test_one_whole_picture_is_for_all_who_wait(camera: Source, receiver: Receiver) -> None:
    lines = [line_of(camera), line_of(camera)]
    for line, got in lines:
        opens(line, got)
    await until(lambda: receiver.asked == 1)
    receiver.sends(DELTA)  # both ask again, for later
    receiver.sends(KEY)
    assert [len(got) for _line, got in lines] == [1, 1]

    waiting = camera._asking
    assert waiting is not None
    await waiting
    assert receiver.asked == 1
