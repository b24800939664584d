"""Channel and platform to the function that sends."""

from __future__ import annotations

from collections.abc import Callable

from notifications.models import Delivery, Device
from notifications.sending import apns, fcm, mail, webpush

Sender = Callable[[Delivery], str]

PLATFORMS: dict[str, Sender] = {
    Device.Platform.FCM: fcm.send,
    Device.Platform.APNS: apns.send,
    Device.Platform.WEBPUSH: webpush.send,
}


def send(row: Delivery) -> str:
    """Hand it to its provider; the provider's number for it. Raises an Answer."""
    if row.channel == Delivery.Channel.EMAIL:
        return mail.send(row)
    assert isinstance(row.device, Device)
    return PLATFORMS[row.device.platform](row)
