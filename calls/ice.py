"""Where pages learn their address and, when nothing else helps, relay their media."""

from typing import Any

from django.conf import settings


def ice_servers() -> list[dict[str, Any]]:
    """A list of RTCIceServer (WebRTC 1.0, section 4.2.4); several addresses are separated by commas."""
    servers: list[dict[str, Any]] = []
    if stun := _urls(settings.STUN_SERVER_URL):
        servers.append({"urls": stun})
    if turn := _urls(settings.TURN_SERVER_URL):
        servers.append(
            {"urls": turn, "username": settings.TURN_USERNAME, "credential": settings.TURN_PASSWORD}
        )
    return servers


def _urls(value: str) -> list[str]:
    return [url.strip() for url in value.split(",") if url.strip()]
