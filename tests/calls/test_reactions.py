"""Reactions float over everybody's pictures and are kept nowhere."""

from __future__ import annotations

from uuid import uuid4

from messenger.models import Conversation
from tests.calls.room import Page, meet
from tests.calls.steps import do, join, start
from tests.people import Person
from tests.sockets import Lines


async def test_everybody_in_the_call_sees_a_reaction(
    lines: Lines, teacher: Person, minji: Person, seojun: Person, algebra: Conversation
) -> None:
    board, phone, other = await meet(lines, algebra, teacher, minji, seojun)
    await phone.says("call.reaction", emoji="👏")
    for page in (board, other):
        event = await page.hears("call.reaction")
        assert (event["user_id"], event["emoji"]) == (minji.id, "👏")


async def test_only_a_handful_of_emoji_and_only_from_those_who_are_in(
    lines: Lines, teacher: Person, minji: Person, stranger: Person, algebra: Conversation
) -> None:
    board, *_ = await meet(lines, algebra, teacher)
    assert (await board.refused("call.reaction", emoji="💩"))["code"] == "invalid"
    assert (await board.refused("call.reaction", emoji="<b>"))["code"] == "invalid"
    outside = Page(await lines.of(minji), board.call_id)
    assert (await outside.refused("call.reaction", emoji="👍"))["code"] == "not_joined"
    strange = Page(await lines.of(stranger), board.call_id)
    assert (await strange.refused("call.reaction", emoji="👍"))["code"] == "not_found"


async def test_a_shower_of_reactions_is_held_back(
    lines: Lines, teacher: Person, algebra: Conversation
) -> None:
    board, *_ = await meet(lines, algebra, teacher)
    for _each in range(10):
        await board.says("call.reaction", emoji="🎉")
    assert (await board.refused("call.reaction", emoji="🎉"))["code"] == "rate_limited"


def test_reactions_over_rest(
    db: None, teacher: Person, minji: Person, stranger: Person, algebra: Conversation
) -> None:
    call = start(teacher, algebra)
    join(teacher, call)
    url = f"/api/v1/messenger/calls/{call['id']}/reaction"
    assert teacher.rest.post(url, {"emoji": "👍"}, format="json").status_code == 204
    assert do(minji, call, "reaction", status=409, emoji="👍")["code"] == "not_joined"
    assert do(stranger, call, "reaction", status=404, emoji="👍")["code"] == "not_found"
    assert do(teacher, {"id": uuid4()}, "reaction", status=404, emoji="👍")["code"] == "not_found"
    assert do(teacher, call, "reaction", status=400, emoji="x")["code"] == "invalid"
