"""`make bench`: all figures, or those named, as in `python -m benchmarks messages forwarding`."""

import asyncio
import os
import platform
import resource
import sys
from collections.abc import Awaitable, Callable
from contextlib import ExitStack

from benchmarks import fanout, ground, held, joins, messages, signaling

SERVER = os.environ.get("ASGI_SERVER", "daphne")
MESSAGES_A_SECOND = (50, 500)


async def _messages() -> None:
    for count in (1, 2):
        with ground.web(count, SERVER) as webs:
            for rate in MESSAGES_A_SECOND:
                print("   ", await messages.measure(webs, rate), flush=True)


async def _fanout() -> None:
    bare = await fanout.through_bare()
    print(f"    bare socket server: {bare:,.0f} deliveries/s", flush=True)
    for name, query, count in (
        ("one process", "", 1),
        ("one process, joined frames", "&batch=1", 1),
        ("two processes", "", 2),
    ):
        with ground.web(count, SERVER) as webs:
            ours = await fanout.through_us(webs, query, f"f{count}{query}-")
        print(f"    {name}: {ours:,.0f} deliveries/s, {ours / bare:.2f} of bare", flush=True)


async def _held() -> None:
    with ground.web(1, SERVER) as [web]:
        print("   ", await held.measure(web), flush=True)


async def _picture() -> None:
    from benchmarks import picture  # Chromium is needed for this one alone

    await asyncio.to_thread(picture.prepare)
    with ground.web(1, SERVER) as [web], ground.media():
        for others in (0, 4):
            print("   ", await picture.measure(web, others), flush=True)


async def _scrolling() -> None:
    from benchmarks import picture, scrolling

    await asyncio.to_thread(picture.prepare)
    with ground.web(1, SERVER) as [web]:
        print("   ", await scrolling.measure(web), flush=True)


async def _signaling() -> None:
    for count in (1, 2):
        with ground.web(count, SERVER) as webs:
            print("   ", await signaling.measure(webs), flush=True)


async def _invitations() -> None:
    from benchmarks import invitations  # its push server is that of the tests

    with (
        invitations.push_server() as server,
        ground.web(1, SERVER) as [web],
        ground.worker(),
    ):
        print("   ", await invitations.measure(web, server), flush=True)


async def _joins() -> None:
    for count in (1, 2):
        with ground.web(count, SERVER) as webs, ground.media():
            print("   ", await joins.measure(webs), flush=True)


async def _takeover() -> None:
    from benchmarks import picture, takeover

    await asyncio.to_thread(picture.prepare)
    with ground.web(1, SERVER) as [web], ground.media() as first, ExitStack() as servers:
        print("   ", await takeover.measure(web, first, servers), flush=True)


async def _forwarding() -> None:
    from benchmarks import forwarding  # aiortc is slow to load

    for receivers, more_voices in ((20, 0), (70, 0), (50, 5)):
        print("   ", await forwarding.measure(receivers, more_voices), flush=True)
    for people, tiles in ((15, 9), (30, 9), (50, 4)):
        print("   ", await forwarding.measure_class(people, tiles), flush=True)


PARTS: dict[str, tuple[str, Callable[[], Awaitable[None]]]] = {
    "messages": ("One durable message, socket to socket", _messages),
    "fanout": (f"Fan-out in {fanout.ROOMS} rooms of {fanout.ROOM}", _fanout),
    "held": ("Sockets held", _held),
    "picture": ("Click to first remote picture, page to page and through the server", _picture),
    "scrolling": ("A wheel through ten thousand messages", _scrolling),
    "signaling": (f"{signaling.CALLS} calls of two signaling at once", _signaling),
    "invitations": ("From the invitation to a call to the push server's receipt", _invitations),
    "joins": (f"{joins.PEOPLE} people come into one call at once", _joins),
    "takeover": ("Death of a forwarding server to pictures through another", _takeover),
    "forwarding": (
        "Receivers of one 850 kbit/s speaker, and whole classes, on one forwarding server",
        _forwarding,
    ),
}


def main() -> None:
    chosen = sys.argv[1:] or list(PARTS)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard if hard > 0 else soft, hard))
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {SERVER}")
    with ground.ground():
        for name in chosen:
            title, part = PARTS[name]
            print(f"\n{title} ({name})", flush=True)
            asyncio.run(part())


main()
