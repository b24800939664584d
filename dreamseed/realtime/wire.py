"""JSON as it goes over the wire, and the form of times in it."""

from datetime import UTC, datetime
from typing import Any

import msgspec

_encoder = msgspec.json.Encoder(enc_hook=str)


def encode(event: Any) -> str:
    """Serialize once for everybody; UUIDs and lazy texts become strings."""
    return _encoder.encode(event).decode()


def moment(when: datetime | None) -> str | None:
    """ISO 8601, UTC, milliseconds: 2026-11-23T01:02:03.004Z."""
    if when is None:
        return None
    return when.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
