"""Who may open a socket, and what tells them no."""

from typing import Any

import pytest
import time_machine
from asgiref.sync import sync_to_async

from accounts import actions
from dreamseed.realtime.floor import floor
from dreamseed.realtime.socket import ENDED, MAX_SOCKETS, NOT_SIGNED_IN, TOO_MANY
from messenger.models import Conversation
from tests.people import Person
from tests.sockets import Line, Lines, token_of

HOST = "localhost:8001"


def address(person: Person, token: str = "") -> str:
    return f"/api/v1/messenger/ws/{person.id}" + (f"?token={token}" if token else "")


async def page(
    person: Person, lines: Lines, origin: str | None = f"http://{HOST}", cookie: str | None = None
) -> Line:
    """A socket as a browser's page opens it: with the session cookie, which every site's page would send."""
    if cookie is None:
        browser = await sync_to_async(lambda: person.browser)()
        cookie = browser.cookies["sessionid"].value
    headers = [(b"host", HOST.encode()), (b"cookie", f"sessionid={cookie}".encode())]
    if origin is not None:
        headers.append((b"origin", origin.encode()))
    return await lines.at(address(person), headers=headers)


async def test_a_token_in_the_address(minji: Person, lines: Lines) -> None:
    line = await lines.of(minji)
    assert (line.ready["user_id"], line.accepted["subprotocol"]) == (minji.id, None)


async def test_a_token_as_the_subprotocol_pair(minji: Person, lines: Lines) -> None:
    offered = ["dreamseed.v1", await token_of(minji)]
    line = await lines.at(address(minji), subprotocols=offered)
    assert (line.ready["user_id"], line.accepted["subprotocol"]) == (minji.id, "dreamseed.v1")


async def test_a_page_with_its_cookie(minji: Person, lines: Lines) -> None:
    assert (await page(minji, lines)).ready["user_id"] == minji.id


@pytest.mark.parametrize("origin", ["http://evil.example", "http://localhost:9999", "null", None])
async def test_a_cookie_from_another_origin_is_no_sign_in(
    origin: str | None, minji: Person, lines: Lines
) -> None:
    assert (await page(minji, lines, origin)).closed == NOT_SIGNED_IN


@pytest.mark.parametrize("cookie", ["", "nonsense", "%00", '"aaaaaaaaaaaa\\000"', "\x00aaaaaaaaaaaa"])
async def test_a_bad_cookie_is_no_sign_in(cookie: str, minji: Person, lines: Lines) -> None:
    assert (await page(minji, lines, cookie=cookie)).closed == NOT_SIGNED_IN


@pytest.mark.parametrize("token", ["", "nonsense", "a.b.c", "%ff", "%00"])
async def test_nobody_without_a_good_token(token: str, minji: Person, lines: Lines) -> None:
    assert (await lines.at(address(minji, token))).closed == NOT_SIGNED_IN


async def test_nobody_as_somebody_else(minji: Person, seojun: Person, lines: Lines) -> None:
    token = await token_of(minji)
    assert (await lines.at(address(seojun, token))).closed == NOT_SIGNED_IN
    for path in ("0", "x", "", f"{minji.id}0", f"0{minji.id}", f"{minji.id}/x"):
        line = await lines.at(f"/api/v1/messenger/ws/{path}?token={token}")
        assert line.closed == NOT_SIGNED_IN, path


async def test_an_expired_token_is_refused(minji: Person, lines: Lines) -> None:
    token = await token_of(minji)
    with time_machine.travel("2099-01-01"):
        assert (await lines.at(address(minji, token))).closed == NOT_SIGNED_IN


async def test_an_ended_session_is_told_so(minji: Person, lines: Lines) -> None:
    token = await token_of(minji)
    await sync_to_async(actions.revoke_session)(session=minji.session)
    assert (await lines.at(address(minji, token))).closed == ENDED


async def test_a_deactivated_person_is_told_so(minji: Person, lines: Lines) -> None:
    token = await token_of(minji)
    await sync_to_async(actions.deactivate)(user=minji.user)
    assert (await lines.at(address(minji, token))).closed == ENDED


async def test_the_refused_leave_nothing_behind(minji: Person, seojun: Person, lines: Lines) -> None:
    line = await lines.at(address(seojun, await token_of(minji)))
    await line.close()
    assert not floor.hub.sockets_of([minji.id, seojun.id])


async def test_a_person_has_ten_sockets_and_room_for_another_when_one_closes(
    minji: Person, lines: Lines
) -> None:
    ten = [await lines.of(minji) for _one in range(MAX_SOCKETS)]
    for _one in range(3):
        assert (await lines.of(minji)).closed == TOO_MANY
    await ten[0].close()
    assert (await lines.of(minji)).closed is None


async def test_too_many_sockets_of_one_do_not_shut_out_another(
    minji: Person, seojun: Person, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dreamseed.realtime.socket.MAX_SOCKETS", 1)
    await lines.of(minji)
    assert (await lines.of(minji)).closed == TOO_MANY
    assert (await lines.of(seojun)).closed is None


async def test_everything_that_reached_a_closed_socket_is_gone(
    minji: Person, algebra: Conversation, lines: Lines
) -> None:
    line = await lines.of(minji)
    assert floor.hub.rooms.keys() >= {f"conversation:{algebra.pk}", f"user:{minji.id}"}
    await line.close()
    assert not floor.hub.rooms.keys() & {f"conversation:{algebra.pk}", f"user:{minji.id}"}
    assert await floor.online([minji.id]) == set()


async def test_a_page_may_close_before_it_is_greeted(minji: Person, lines: Lines) -> None:
    line = Line(address(minji, await token_of(minji)))
    await line.wire.send_input({"type": "websocket.connect"})
    await line.wire.send_input({"type": "websocket.disconnect", "code": 1001})
    await line.wire.wait(10)
    assert not floor.hub.sockets_of([minji.id])


async def test_an_unknown_address_is_accepted_and_closed_so_that_browsers_see_the_code(lines: Lines) -> None:
    line = await lines.at("/api/v2/elsewhere")
    assert line.closed == NOT_SIGNED_IN


def ready_fields(line: Line) -> dict[str, Any]:
    """But for the clock and the number that goes on with every writing transaction."""
    return {name: value for name, value in line.ready.items() if name not in ("server_time", "reads")}


async def test_every_device_is_greeted_alike(minji: Person, algebra: Conversation, lines: Lines) -> None:
    program, browser = await lines.of(minji), await page(minji, lines)
    assert ready_fields(program) == ready_fields(browser)
    assert program.ready["server_time"].endswith("Z")
