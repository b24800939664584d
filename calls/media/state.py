"""What the forwarding server has to know of a call."""

from typing import NamedTuple
from uuid import UUID


class Member(NamedTuple):
    """A page that is in the call, and what its person may be heard and seen with."""

    user_id: int
    audio: bool
    video: bool
    screen: bool
    screen_audio: bool


class CallState(NamedTuple):
    """The live peers of one call."""

    peers: dict[UUID, Member]
