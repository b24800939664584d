"""A class's morning over sockets, and the moments in which somebody comes or goes."""

import asyncio
from collections.abc import Iterator

import pytest
from asgiref.sync import sync_to_async

from accounts import actions as people
from accounts.models import Classroom, Organization, User
from messenger.models import Conversation
from tests.messenger.steps import ask_async, begin, stored, where
from tests.people import Person, make_person
from tests.processes import OwnValkey, Site, own_valkey, web_processes
from tests.realtime.phones import Phone
from tests.sockets import Lines, Refusal


async def test_a_morning_of_a_class(
    teacher: Person,
    minji: Person,
    seojun: Person,
    algebra: Conversation,
    announcements: Conversation,
    lines: Lines,
) -> None:
    desk, phone, tablet = await lines.of(teacher), await lines.of(minji), await lines.of(seojun)

    # The teacher greets; both hear it, and the teacher hears that they have read it.
    greeting = await desk.says("message.send", conversation_id=algebra.pk, content="좋은 아침이에요")
    for line in (phone, tablet):
        heard = (await line.hears("message.created"))["message"]
        assert (heard["content"], heard["seq"]) == ("좋은 아침이에요", 1)
        await line.says("message.read", conversation_id=algebra.pk, seq=heard["seq"])
    readers = {(await desk.hears("message.read"))["user_id"] for _one in range(2)}
    assert readers == {minji.id, seojun.id}

    # A student asks; the teacher answers with a quote.
    await phone.says("typing.start", conversation_id=algebra.pk)
    assert (await desk.hears("typing"))["user_ids"] == [minji.id]
    question = await phone.says("message.send", conversation_id=algebra.pk, content="몇 쪽인가요?")
    await desk.says("message.send", conversation_id=algebra.pk, content="42쪽", reply_to_id=question["id"])
    while (answer := (await tablet.hears("message.created"))["message"])["reply_to"] is None:
        pass
    assert answer["reply_to"] == {
        "id": question["id"],
        "seq": question["seq"],
        "sender": {"id": minji.id, "name": "최민지"},
        "excerpt": "몇 쪽인가요?",
    }

    # A slip of the pen is put right.
    await desk.says("message.edit", message_id=greeting["id"], content="좋은 아침입니다")
    assert (await phone.hears("message.updated"))["message"]["content"] == "좋은 아침입니다"

    # The board is the teacher's.
    with pytest.raises(Refusal, match="forbidden"):
        await phone.says("message.send", conversation_id=announcements.pk, content="쉬는 시간!")
    await desk.says("message.send", conversation_id=announcements.pk, content="내일은 시험입니다")
    while (await tablet.hears("message.created"))["message"]["content"] != "내일은 시험입니다":
        pass

    # One who was away catches up from the numbers of `ready` to exactly the same.
    everything = await tablet.says("sync.request", conversations={str(algebra.pk): 0})
    told = everything["conversations"][str(algebra.pk)]
    assert [one["content"] for one in sorted(told["messages"], key=lambda one: one["seq"])] == [
        "좋은 아침입니다",
        "몇 쪽인가요?",
        "42쪽",
    ]
    assert (await lines.of(seojun)).ready["heads"][str(algebra.pk)] == told["head"]


async def test_enrolling_brings_one_in_while_one_is_looking(
    teacher: Person, school: Organization, algebra: Conversation, algebra_class: Classroom, lines: Lines
) -> None:
    newcomer = await sync_to_async(make_person)("new@school.example", "한새싹", User.Role.STUDENT, school)
    desk, phone = await lines.of(teacher), await lines.of(newcomer)
    assert phone.ready["heads"] == {}
    await sync_to_async(people.enroll)(classroom=algebra_class, user=newcomer.user, role="student")
    created = [(await phone.hears("conversation.created"))["conversation"] for _one in range(2)]
    assert {one["type"] for one in created} == {"group", "announcement"}
    assert (await desk.hears("participant.added"))["participant"]["user"]["name"] == "한새싹"
    await desk.says("message.send", conversation_id=algebra.pk, content="어서 와요")
    assert (await phone.hears("message.created"))["message"]["content"] == "어서 와요"
    await phone.says("message.send", conversation_id=algebra.pk, content="안녕하세요")


async def test_a_new_conversation_appears_for_everybody_in_it(
    teacher: Person, minji: Person, seojun: Person, algebra: Conversation, lines: Lines
) -> None:
    desk, phone, outside = await lines.of(teacher), await lines.of(minji), await lines.of(seojun)
    body = {"type": "direct", "participant_ids": [minji.id]}
    made = await ask_async(teacher, "post", "conversations", body, 201)
    told = (await phone.hears("conversation.created"))["conversation"]
    assert (told["id"], told["title"]) == (made["id"], "김서연")
    assert (await desk.hears("conversation.created"))["conversation"]["title"] == "최민지"
    await phone.says("message.send", conversation_id=made["id"], content="선생님")
    assert (await desk.hears("message.created"))["message"]["content"] == "선생님"
    assert not {"conversation.created", "message.created"} & {
        frame["type"] for frame in await outside.heard()
    }


async def test_the_removed_hear_nothing_from_that_moment(
    teacher: Person, minji: Person, algebra: Conversation, algebra_class: Classroom, lines: Lines
) -> None:
    desk, phone, tablet = await lines.of(teacher), await lines.of(minji), await lines.of(minji)
    await sync_to_async(people.unenroll)(classroom=algebra_class, user=minji.user)
    for line in (phone, tablet):
        await line.hears("conversation.removed", conversation_id=str(algebra.pk))
    assert (await desk.hears("participant.removed"))["participant"]["user"]["name"] == "최민지"
    await desk.says("message.send", conversation_id=algebra.pk, content="민지는 없지요?")
    await desk.says("typing.start", conversation_id=algebra.pk)
    for line in (phone, tablet):
        assert not {"message.created", "typing", "message.read"} & {
            frame["type"] for frame in await line.heard()
        }
        with pytest.raises(Refusal, match="not_found"):
            await line.says("message.send", conversation_id=algebra.pk, content="들려요?")
        assert (await line.says("sync.request", conversations={str(algebra.pk): 0}))["removed"] == [
            str(algebra.pk)
        ]


async def test_archiving_and_renaming_are_told_to_everybody(
    minji: Person, seojun: Person, algebra: Conversation, lines: Lines
) -> None:
    made = await sync_to_async(begin)(minji, "group", seojun)
    group = await sync_to_async(stored)(made)
    phone, tablet = await lines.of(minji), await lines.of(seojun)
    await ask_async(minji, "patch", where(group), {"title": "새 이름"}, 200)
    for line in (phone, tablet):
        assert (await line.hears("conversation.updated"))["conversation"]["title"] == "새 이름"
    await ask_async(minji, "delete", where(group), None, 204)
    for line in (phone, tablet):
        await line.hears("conversation.removed", conversation_id=str(group.pk))
    with pytest.raises(Refusal, match="not_found"):
        await phone.says("message.send", conversation_id=group.pk, content="아직?")


# --- over two processes


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
    return processes


async def group_of(minji: Person, *others: Person) -> Conversation:
    return await sync_to_async(lambda: stored(begin(minji, "group", *others)))()


async def remove_at(site: Site, person: Person, group: Conversation, other: Person) -> None:
    """By REST on this process."""
    import httpx

    token = await sync_to_async(lambda: person.token)()
    path = f"/api/v1/messenger/conversations/{group.pk}/participants/{other.id}"
    async with httpx.AsyncClient(timeout=20) as client:
        answer = await client.delete(site.url + path, headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 204, answer.text


async def test_the_removed_leave_at_once_in_every_process(
    sites: list[Site], minji: Person, seojun: Person, teacher: Person, algebra: Conversation
) -> None:
    group = await group_of(minji, seojun, teacher)
    gone, stays, speaks = [
        await Phone(person, group).connect(sites[1]) for person in (seojun, teacher, minji)
    ]
    await remove_at(sites[0], minji, group, seojun)
    await gone.hears("conversation.removed")
    await speaks.says("서준이는 없지요?")
    await stays.knows(1)
    await gone.ask("presence.watch", user_ids=[])
    assert gone.heard == []
    await asyncio.gather(*(phone.hang_up() for phone in (gone, stays, speaks)))


async def test_a_removal_that_valkey_never_carried_counts_all_the_same(
    valkey: OwnValkey,
    sites: list[Site],
    minji: Person,
    seojun: Person,
    teacher: Person,
    algebra: Conversation,
) -> None:
    """seojun is removed in one process while Valkey is away; the other learns of it when it is back."""
    group = await group_of(minji, seojun, teacher)
    gone, stays, speaks = [
        await Phone(person, group).connect(sites[1]) for person in (seojun, teacher, minji)
    ]
    valkey.kill()
    await remove_at(sites[0], minji, group, seojun)
    valkey.start()
    await stays.hears("sync.required")
    await gone.hears("sync.required")
    await speaks.says("서준이는 없지요?")
    await stays.knows(1)
    await gone.ask("presence.watch", user_ids=[])
    assert gone.heard == []
    await asyncio.gather(*(phone.hang_up() for phone in (gone, stays, speaks)))


async def test_a_session_ended_while_valkey_was_away_is_closed_when_it_is_back(
    valkey: OwnValkey, sites: list[Site], minji: Person, seojun: Person, algebra: Conversation
) -> None:
    ended, stays = [await Phone(person, algebra).connect(sites[1]) for person in (minji, seojun)]
    valkey.kill()
    await sync_to_async(people.revoke_session)(session=minji.session)
    valkey.start()
    assert await ended.loses_connection() == 4003
    await stays.hears("sync.required")
    assert stays.closed is None
    await asyncio.gather(ended.hang_up(), stays.hang_up())
