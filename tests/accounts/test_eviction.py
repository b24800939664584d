"""Whoever is signed out loses their sockets at once, and nobody else does."""

from typing import Any

from channels.db import database_sync_to_async

from accounts import actions
from accounts.models import Session
from tests.people import Person
from tests.sockets import Line, Lines

PAGE = [(b"host", b"testserver"), (b"origin", b"http://testserver")]


@database_sync_to_async
def by(function: Any, *args: Any, **kwargs: Any) -> Any:
    """The same as a person at a page would do it, in a thread."""
    return function(*args, **kwargs)


async def page_of(lines: Lines, person: Person) -> Line:
    browser = await by(lambda: person.browser)
    cookie = f"sessionid={browser.cookies['sessionid'].value}".encode()
    return await lines.at(f"/api/v1/messenger/ws/{person.id}", headers=[*PAGE, (b"cookie", cookie)])


async def test_a_deactivated_persons_sockets_all_close(lines: Lines, minji: Person, seojun: Person) -> None:
    program, page, other = await lines.of(minji), await page_of(lines, minji), await lines.of(seojun)
    await by(actions.deactivate, user=minji.user)
    assert [await program.closes(), await page.closes()] == [4003, 4003]
    assert (await lines.of(minji)).closed == 4003
    assert await other.says("presence.watch", user_ids=[])


async def test_signing_out_closes_the_sockets_of_that_device_only(lines: Lines, minji: Person) -> None:
    program, page = await lines.of(minji), await page_of(lines, minji)
    await by(lambda: minji.browser.post("/logout"))
    assert await page.closes() == 4003
    assert await program.says("presence.watch", user_ids=[])


async def test_revoking_a_token_closes_its_socket(lines: Lines, minji: Person) -> None:
    program, page = await lines.of(minji), await page_of(lines, minji)
    await by(lambda: minji.rest.post("/api/v1/auth/token/revoke", {"refresh": minji.tokens["refresh"]}))
    assert await program.closes() == 4003
    assert await page.says("presence.watch", user_ids=[])


async def test_a_new_password_closes_every_socket(lines: Lines, minji: Person) -> None:
    program, page = await lines.of(minji), await page_of(lines, minji)
    await by(actions.change_password, user=minji.user, password="아주-새로운-비밀")
    assert [await program.closes(), await page.closes()] == [4003, 4003]
    assert not await by(Session.objects.live().exists)


async def test_a_socket_of_another_site_or_another_person_never_opens(
    lines: Lines, minji: Person, seojun: Person
) -> None:
    token = await by(lambda: minji.token)
    assert (await lines.at(f"/api/v1/messenger/ws/{seojun.id}?token={token}")).closed == 4001
    assert (await lines.at(f"/api/v1/messenger/ws/{minji.id}?token=nonsense")).closed == 4001
    browser = await by(lambda: minji.browser)
    cookie = (b"cookie", f"sessionid={browser.cookies['sessionid'].value}".encode())
    elsewhere = [(b"host", b"testserver"), (b"origin", b"https://evil.example"), cookie]
    assert (await lines.at(f"/api/v1/messenger/ws/{minji.id}", headers=elsewhere)).closed == 4001
