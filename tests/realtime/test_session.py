"""The life of a sign-in while its socket is open."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import time_machine
from asgiref.sync import sync_to_async
from channels.db import database_sync_to_async
from rest_framework_simplejwt.tokens import AccessToken

from accounts import actions
from dreamseed.realtime.socket import ENDED, TOKEN_EXPIRED
from messenger.models import Conversation
from tests.people import Person
from tests.realtime.test_handshake import address, page
from tests.sockets import Lines, Refusal, token_of


@database_sync_to_async
def another_token(person: Person) -> str:
    return actions.issue_tokens(session=person.session)["access"]


async def test_revoking_a_session_closes_its_sockets_and_no_others(minji: Person, lines: Lines) -> None:
    phone, desk = await lines.of(minji), await page(minji, lines)
    await sync_to_async(actions.revoke_session)(session=minji.session)
    assert await phone.closes() == ENDED
    assert (await desk.says("presence.watch", user_ids=[]))["users"] == {}


async def test_signing_out_closes_the_sockets_of_that_page(minji: Person, lines: Lines) -> None:
    phone, desk = await lines.of(minji), await page(minji, lines)
    await sync_to_async(minji.browser.post)("/logout")
    assert await desk.closes() == ENDED
    assert (await phone.says("presence.watch", user_ids=[]))["users"] == {}


async def test_deactivating_a_person_closes_every_socket(minji: Person, seojun: Person, lines: Lines) -> None:
    phone, desk, other = await lines.of(minji), await page(minji, lines), await lines.of(seojun)
    await sync_to_async(actions.deactivate)(user=minji.user)
    assert (await phone.closes(), await desk.closes()) == (ENDED, ENDED)
    await other.heard()


@contextmanager
def near_the_end_of(token: str, seconds: float) -> Iterator[None]:
    """The clock stands so many seconds before the token runs out; timers run on."""
    expires = AccessToken(token)["exp"]  # type: ignore[arg-type]  # text is what it reads
    with time_machine.travel(expires - seconds, tick=False):
        yield


async def test_a_token_that_runs_out_closes_the_socket(minji: Person, lines: Lines) -> None:
    token = await token_of(minji)
    with near_the_end_of(token, 0.2):
        line = await lines.at(address(minji, token))
    assert await line.closes() == TOKEN_EXPIRED


async def test_a_younger_token_keeps_it_open(minji: Person, lines: Lines) -> None:
    token = await token_of(minji)
    with near_the_end_of(token, 2):
        line, witness = await lines.at(address(minji, token)), await lines.at(address(minji, token))
        await line.says("session.refresh", token=await another_token(minji))
    assert await witness.closes() == TOKEN_EXPIRED
    await line.heard()
    assert line.closed is None


@pytest.mark.parametrize("bad", ["nonsense", "", "somebody else's"])
async def test_a_bad_token_refreshes_nothing_and_closes_nothing(
    bad: str, minji: Person, seojun: Person, algebra: Conversation, lines: Lines
) -> None:
    line = await lines.of(minji)
    token = await token_of(seojun) if bad == "somebody else's" else bad
    with pytest.raises(Refusal, match="not_signed_in"):
        await line.says("session.refresh", token=token)
    await line.says("message.send", conversation_id=algebra.pk, content="아직 민지")
    heard = await lines.of(minji)
    assert heard.ready["user_id"] == minji.id
