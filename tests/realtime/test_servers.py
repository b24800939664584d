"""What only a real daphne and a real uvicorn show: slow readers, huge frames, the end of the process."""

import asyncio
import json
import signal
from collections.abc import AsyncIterator, Iterator

import pytest
from asgiref.sync import sync_to_async
from websockets.exceptions import ConnectionClosed

from messenger.actions import NewMessage, send_messages
from messenger.models import Conversation
from tests.people import Person
from tests.processes import Site, web_processes
from tests.realtime.phones import Phone
from tests.realtime.raw import Raw
from tests.sockets import token_of

pytestmark = pytest.mark.timeout(120)
MIB = 1024 * 1024


@pytest.fixture(scope="module", params=["daphne", "uvicorn"])
def process(request: pytest.FixtureRequest, django_db_setup: None) -> Iterator[Site]:
    with web_processes(server=request.param) as [running]:
        yield running


@pytest.fixture
def site(process: Site, transactional_db: None) -> Site:
    """One process for all tests; started again after a test that ended it."""
    if process.process.poll() is not None:
        process.start()
    return process


@pytest.fixture
async def phone(site: Site, minji: Person, algebra: Conversation) -> AsyncIterator[Phone]:
    connected = await Phone(minji, algebra).connect(site)
    yield connected
    await connected.hang_up()


@pytest.fixture
async def deaf(site: Site, seojun: Person, algebra: Conversation) -> AsyncIterator[Raw]:
    """A client of seojun that reads `ready` and then nothing any more."""
    path = f"/api/v1/messenger/ws/{seojun.id}?token={await token_of(seojun)}"
    client = await asyncio.to_thread(Raw, site, path)
    _opcode, payload = await asyncio.to_thread(client.receive)
    assert json.loads(payload)["type"] == "ready"
    yield client
    client.close()


def megabytes(person: Person, conversation: Conversation) -> None:
    """A million characters of history."""
    new = NewMessage
    send_messages(
        [
            new(sender_id=person.id, conversation_id=conversation.pk, content="가" * 20_000)
            for _one in range(50)
        ]
    )


def memory_of(site: Site) -> int:
    """Bytes resident."""
    with open(f"/proc/{site.pid}/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmRSS"))


async def test_who_does_not_read_is_cut_off_and_others_are_served(
    site: Site, phone: Phone, deaf: Raw, teacher: Person, algebra: Conversation
) -> None:
    await sync_to_async(megabytes)(teacher, algebra)
    before = memory_of(site)
    for number in range(18):  # nearly a megabyte each
        deaf.send(
            json.dumps({"type": "sync.request", "ref": str(number), "conversations": {str(algebra.pk): 0}})
        )
        await phone.ask("presence.watch", user_ids=[])
    assert await asyncio.to_thread(deaf.is_cut)
    assert memory_of(site) - before < 150 * MIB
    assert (await phone.says("아직 여기"))["seq"] == 51


async def test_a_frame_over_a_mebibyte_closes_that_socket_alone(
    site: Site, phone: Phone, teacher: Person, algebra: Conversation
) -> None:
    other = await Phone(teacher, algebra).connect(site)
    with pytest.raises((ConnectionError, ConnectionClosed, AssertionError)):
        await other.ask("message.send", conversation_id=str(algebra.pk), content="x" * MIB)
    assert await other.loses_connection() == 1009
    await other.hang_up()
    assert (await phone.says("아직 여기"))["seq"] == 1


async def test_a_frame_below_that_is_only_too_large(phone: Phone) -> None:
    with pytest.raises(AssertionError, match="too_large"):
        await phone.ask("presence.watch", user_ids=[], padding="x" * (MIB - 300))
    assert (await phone.says("아직 여기"))["seq"] == 1


async def test_a_subprotocol_pair_is_answered_by_its_name(
    site: Site, minji: Person, algebra: Conversation
) -> None:
    from websockets.asyncio.client import connect
    from websockets.typing import Subprotocol

    pair = [Subprotocol("dreamseed.v1"), Subprotocol(await token_of(minji))]
    async with connect(f"{site.socket_url}/{minji.id}", subprotocols=pair) as wire:
        assert wire.subprotocol == "dreamseed.v1"
        assert json.loads(await wire.recv())["user_id"] == minji.id


async def test_the_refused_see_the_code(site: Site, minji: Person) -> None:
    from websockets.asyncio.client import connect

    async with connect(f"{site.socket_url}/{minji.id}?token=nonsense") as wire:
        with pytest.raises(ConnectionClosed):
            await wire.recv()
        assert wire.close_code == 4001


async def test_a_process_that_ends_tells_every_socket_to_come_back(site: Site, phone: Phone) -> None:
    ending = asyncio.create_task(asyncio.to_thread(site.stop))
    assert await phone.loses_connection() == 1012
    await ending


async def test_no_client_keeps_a_process_from_ending(site: Site, phone: Phone, deaf: Raw) -> None:
    await asyncio.to_thread(site.stop)
    assert site.process.returncode != -signal.SIGKILL
    assert await asyncio.to_thread(deaf.is_cut)


async def test_after_a_restart_the_phone_has_everything_once(
    site: Site, phone: Phone, teacher: Person, algebra: Conversation
) -> None:
    await phone.says("전")
    await asyncio.to_thread(site.restart)
    await phone.loses_connection()
    await sync_to_async(megabytes)(teacher, algebra)
    await phone.connect(site)
    await phone.knows(51)
    assert (await phone.says("후"))["seq"] == 52
