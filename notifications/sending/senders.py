"""Channel and platform to the function that sends."""

from __future__ import annotations

from collections.abc import Callable

from notifications.models import Delivery, Device
from notifications.sending import mail
from notifications.sending.answers import Rejected

Sender = Callable[[Delivery], str]

PLATFORMS: dict[str, Sender] = {}


def send(row: Delivery) -> str:
    """Hand it to its provider; the provider's number for it. Raises an Answer."""
    if row.channel == Delivery.Channel.EMAIL:
        return mail.send(row)
    assert isinstance(row.device, Device)
    sender = PLATFORMS.get(row.device.platform)
    if sender is None:
        raise Rejected("Nothing is set up for this platform.")
    return sender(row)
