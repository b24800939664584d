"""The demo school in the database, and a line between browser and server that can be cut."""

import asyncio
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from django.core.management import call_command

from calls.media import aiortc_inside
from tests.e2e.classmates import Classmate
from tests.e2e.line import Cable

if TYPE_CHECKING:
    from tests.processes import Site


@pytest.fixture
def demo_school(transactional_db: None) -> None:
    """김서연 teaches student1 … student6. Each test has others: no site remembers them."""
    call_command("demo", verbosity=0)


@pytest_asyncio.fixture
async def cable(site: "Site") -> AsyncIterator[Cable]:
    """`cable.url` leads to the site; `cable.cut()` ends its sockets, `cable.mend()` lets them come back."""
    cable = Cable(site.port)
    await cable.open()
    yield cable
    await cable.close()


@pytest_asyncio.fixture
async def classmates() -> AsyncIterator[list[Classmate]]:
    """Who is put in here leaves at the end."""
    aiortc_inside.install()
    there: list[Classmate] = []
    yield there
    await asyncio.gather(*(one.leaves() for one in there))
