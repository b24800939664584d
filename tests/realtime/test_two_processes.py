"""Two web processes behind one address: nothing is lost and nothing comes twice, whatever dies."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async

from accounts import actions as people
from accounts.models import Organization, User
from messenger.models import Conversation, Message
from tests.messenger.steps import ask_async, where
from tests.people import Person, make_person
from tests.processes import OwnValkey, Site, own_valkey, web_processes
from tests.realtime.phones import Phone

pytestmark = pytest.mark.timeout(120)
EACH = 20  # messages a person may send at once, in each process


@pytest.fixture(scope="module")
def valkey() -> Iterator[OwnValkey]:
    with own_valkey() as running:
        yield running


@pytest.fixture(scope="module")
def processes(valkey: OwnValkey, django_db_setup: None) -> Iterator[list[Site]]:
    with web_processes(count=2, valkey=valkey) as running:
        yield running


@pytest.fixture
def sites(processes: list[Site], transactional_db: None) -> list[Site]:
    """The same two for all tests; started again after a test that killed one."""
    for site in processes:
        if site.process.poll() is not None:
            site.start()
    return processes


@pytest.fixture
def crowd(school: Organization, algebra: Conversation) -> list[Person]:
    """Five more of the class."""
    made = []
    for number in range(5):
        person = make_person(f"crowd{number}@school.example", f"학생{number}", User.Role.STUDENT, school)
        assert algebra.classroom is not None
        people.enroll(classroom=algebra.classroom, user=person.user, role="student")
        made.append(person)
    return made


@pytest.fixture
async def phones(sites: list[Site], crowd: list[Person], algebra: Conversation) -> AsyncIterator[list[Phone]]:
    """Each of the five on both processes: the first five on one, the others on the other."""
    made = [await Phone(person, algebra).connect(site) for site in sites for person in crowd]
    yield made
    await asyncio.gather(*(phone.hang_up() for phone in made))


async def stored(conversation: Conversation) -> dict[int, str]:
    rows = Message.objects.filter(conversation=conversation).values_list("seq", "id")
    return {seq: str(message_id) async for seq, message_id in rows}


async def test_everybody_hears_each_of_200_messages_exactly_once(
    phones: list[Phone], algebra: Conversation
) -> None:
    async def talk(phone: Phone) -> set[str]:
        return {(await phone.says(str(number)))["id"] for number in range(EACH)}

    own = await asyncio.gather(*(talk(phone) for phone in phones))
    everything = await stored(algebra)
    assert everything.keys() == set(range(1, 201))
    for phone, sent in zip(phones, own, strict=True):
        await phone.knows(200)
        assert phone.known == everything
        assert len(phone.heard) == len(set(phone.heard)) == 200 - EACH
        assert not sent & set(phone.heard)


async def test_one_process_dies_in_the_middle(
    sites: list[Site], phones: list[Phone], algebra: Conversation
) -> None:
    half = asyncio.Event()
    count = 0

    async def talk(phone: Phone) -> None:
        nonlocal count
        for number in range(EACH):
            await say_surely(phone, f"{phone.person.name} {number}")
            count += 1
            if count == 100:
                half.set()

    async def say_surely(phone: Phone, content: str) -> None:
        mark = str(uuid4())
        while True:
            try:
                await phone.says(content, mark)
                return
            except ConnectionError:
                await phone.loses_connection()
                await phone.connect(sites[1])

    talking = [asyncio.create_task(talk(phone)) for phone in phones[:5]]
    talking += [asyncio.create_task(talk(phone)) for phone in phones[5:]]
    await half.wait()
    sites[0].kill()
    for result in await asyncio.gather(*talking, return_exceptions=True):
        # a person's bucket of the second process may be empty after moving there
        assert not isinstance(result, BaseException) or "rate_limited" in str(result), result
    everything = await stored(algebra)
    assert everything.keys() == set(range(1, len(everything) + 1))
    assert len(everything) >= 100
    for phone in phones[:5]:
        if phone.closed is not None:
            await phone.connect(sites[1])
        await phone.catch_up()
        assert phone.known == everything
    for phone in phones[5:]:  # never lost its socket and never asked
        await phone.knows(len(everything))
        assert phone.known == everything
        assert len(phone.heard) == len(set(phone.heard))


async def test_valkey_dies_and_comes_back(
    valkey: OwnValkey, sites: list[Site], phones: list[Phone], algebra: Conversation, minji: Person
) -> None:
    here, there = phones[0], phones[5 + 1]
    await here.says("전")
    await there.knows(1)
    valkey.kill()
    for number in range(5):
        await here.says(f"이쪽 {number}")
        await there.says(f"저쪽 {number}")
    answer = await ask_async(minji, "post", where(algebra, "/messages"), {"content": "REST"}, 201)
    assert answer["seq"] == 12
    await pages_answer(sites, minji)
    assert all(phone.closed is None for phone in phones)
    late = await Phone(minji, algebra).connect(sites[0])
    await late.says("늦게 온 사람")
    everything = await stored(algebra)
    valkey.start()
    for phone in phones:
        await phone.hears("sync.required")
        await phone.knows(13)
        assert phone.known == everything
    await here.ask("typing.start", conversation_id=str(algebra.pk))  # nothing but the bus carries this
    await there.hears("typing")
    await here.says("다시 이쪽")
    await there.says("다시 저쪽")
    for phone in (*phones, late):
        await phone.knows(15) if phone is not late else await phone.hears("message.created")
    await late.hang_up()


async def pages_answer(sites: list[Site], person: Person) -> None:
    """Pages and REST of both processes, asked while Valkey is away."""
    import httpx

    browser = await sync_to_async(lambda: person.browser)()
    cookie = {"cookie": f"sessionid={browser.cookies['sessionid'].value}"}
    for site in sites:
        async with httpx.AsyncClient(timeout=20, headers=cookie) as client:
            for path in (
                "/messenger",
                "/api/v1/messenger/conversations",
                "/api/v1/messenger/unread",
                "/healthz",
            ):
                answer = await client.get(site.url + path)
                assert answer.status_code == 200, (path, answer.text[:500])
            answer = await client.get(f"{site.url}/api/v1/messenger/presence?user_ids={person.id}")
            assert answer.status_code == 200, answer.text[:500]
    async with httpx.AsyncClient(timeout=20) as client:
        signing_in = {"email": person.user.email, "password": person.password}
        answer = await client.post(f"{sites[0].url}/api/v1/auth/token", json=signing_in)
        assert answer.status_code == 200, answer.text[:500]
