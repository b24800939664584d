"""The registry of events: what clients hear, and with which fields. The socket's document is made from it."""

from collections.abc import Mapping
from typing import NamedTuple


class Told(NamedTuple):
    """The fields of an event beside its `type`; those it may come without apart."""

    always: frozenset[str]
    sometimes: frozenset[str]


EVENTS: dict[str, Told] = {}


def register(events: Mapping[str, str]) -> None:
    """Add an app's events: `{"typing": "conversation_id thread_id …"}`, `?` after what may be missing."""
    for name, text in events.items():
        assert name not in EVENTS, name
        fields = text.split()
        sometimes = frozenset(one.rstrip("?") for one in fields if one.endswith("?"))
        EVENTS[name] = Told(frozenset(fields) - {f"{one}?" for one in sometimes}, sometimes)


ANSWERS = ("ack", "error")
"""They carry what their frame says besides."""
GROUND = {
    "ready": "user_id protocol server_time heads own reads status read_receipts calls",
    "ack": "ref",
    "error": "code detail ref? fields? retry_after?",
    "sync.required": "within",
}
