"""From the invitation to a call to the receipt of a push server, by a web process and a worker."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from benchmarks import ground
from benchmarks.client import connect, ms, now, percentile
from benchmarks.signaling import Page
from tests.notifications.providers.base import Answer
from tests.notifications.providers.fcm import Fcm

CALLS, BETWEEN = 100, 0.25
"""One after the other, seconds apart."""
AT_ONCE = 50
PATIENCE = 60.0


class PushServer(Fcm):
    """`came`: when an invitation was received, by the page it leads to."""

    def reset(self) -> None:
        super().reset()
        self.invited: dict[str, float] = {}

    def take(self, what: dict[str, Any]) -> Answer:
        if what["data"]["kind"] == "call_invitation":
            self.invited.setdefault(what["data"]["link"], now())
        return super().take(what)


@contextmanager
def push_server() -> Iterator[PushServer]:
    """Running, and named in the environment of what is started meanwhile."""
    with PushServer().running() as server:
        assert isinstance(server, PushServer)
        account = json.dumps(server.account)
        with patch.dict(os.environ, {"FCM_API_KEY": account, "FCM_URL": server.url}):
            yield server


async def measure(web: ground.Web, server: PushServer) -> str:
    """p50 and p95 of calls one by one, and of many in one instant; everybody called has one phone."""
    members = await asyncio.to_thread(ground.people, (1 + CALLS + AT_ONCE) * 2, "i")
    await asyncio.to_thread(_give_phones, members)
    rooms = await asyncio.to_thread(ground.conversations, members, 2)
    callers = [await _ready(web, room, pair[0]) for room, pair in rooms]
    await _received(server, [await _call(*callers[0])])  # the worker is there, and has its token
    spaced = [
        asyncio.create_task(_later(n * BETWEEN, caller)) for n, caller in enumerate(callers[1 : CALLS + 1])
    ]
    one_by_one = await _received(server, await asyncio.gather(*spaced))
    together = await asyncio.gather(*(_call(*caller) for caller in callers[CALLS + 1 :]))
    at_once = await _received(server, together)
    for page, _room in callers:
        page.client.transport.disconnect()
    return f"one every {BETWEEN} s: {_figures(one_by_one)}; {AT_ONCE} at once: {_figures(at_once)}"


def _give_phones(members: list[ground.Person]) -> None:
    from accounts.models import Session
    from notifications.models import Device

    sessions = Session.objects.filter(user__in=[one.id for one in members[1::2]])
    Device.objects.bulk_create(
        Device(user_id=one.user_id, session=one, platform="fcm", token=f"phone-{one.user_id}")
        for one in sessions
    )


async def _ready(web: ground.Web, room: str, person: ground.Person) -> tuple[Page, str]:
    page = Page(lambda _frame: None)
    page.client = await connect(web.address(person), page.heard)
    return page, room


async def _later(seconds: float, caller: tuple[Page, str]) -> tuple[str, float]:
    await asyncio.sleep(seconds)
    return await _call(*caller)


async def _call(page: Page, room: str) -> tuple[str, float]:
    """The page an invitation leads to, and when it was sent."""
    began = now()
    answer = await page.asks(type="call.initiate", conversation_id=room, call_type="video")
    return f"/calls/{answer['call_id']}", began


async def _received(server: PushServer, calls: list[tuple[str, float]]) -> list[float]:
    deadline = now() + PATIENCE
    while any(link not in server.invited for link, _began in calls) and now() < deadline:
        await asyncio.sleep(0.05)
    return [server.invited.get(link, float("inf")) - began for link, began in calls]


def _figures(took: list[float]) -> str:
    lost = sum(one == float("inf") for one in took)
    return f"p50 {ms(percentile(took, 0.5))}, p95 {ms(percentile(took, 0.95))}, {lost} of {len(took)} lost"
