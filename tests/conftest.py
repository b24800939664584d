"""What every test stands on. People come from tests/people.py, real processes from tests/processes.py.

A test marked `django_db` runs in a transaction that is rolled back, and `writer` is then the same
connection as `default`. An async test, one that asks for `transactional_db`, and one with
`transaction=True` see committed data, each role on its own connection; afterwards all tables are emptied.
"""

import inspect
from collections.abc import Iterator

import django.test
import pytest
import redis
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connections
from pytest_django import DjangoDbBlocker

from dreamseed.realtime.floor import floor
from tests import databases
from tests.people import *  # noqa: F403  the cast, for every test
from tests.sockets import lines  # noqa: F401  their sockets


def pytest_configure(config: pytest.Config) -> None:
    # Rendering a page in a test needs no collected files; tests with real processes collect them.
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    # Nor does it list the collected ones: another test process may be collecting them at this moment.
    settings.WHITENOISE_AUTOREFRESH = True
    # Real hashes that other processes can check, at the least possible price.
    Argon2PasswordHasher.time_cost = 1
    Argon2PasswordHasher.memory_cost = 8
    Argon2PasswordHasher.parallelism = 1
    django.test.TransactionTestCase.databases = {"default", "writer"}
    # Instead of Django's flush, which makes every permission anew.
    django.test.TransactionTestCase._fixture_teardown = lambda self: databases.empty()  # type: ignore[attr-defined]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Async tests reach the database from other threads, which no test's transaction covers."""
    for item in items:
        asks = item.get_closest_marker("django_db") or "db" in getattr(item, "fixturenames", ())
        if asks and inspect.iscoroutinefunction(getattr(item, "function", None)):
            item.add_marker(pytest.mark.django_db(transaction=True), append=False)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Without commits the writer could not see what the test wrote: then it shares the connection."""
    if _commits(item):
        if connections["writer"] is connections["default"]:
            connections["writer"] = connections.create_connection("writer")
    else:
        connections["writer"] = connections["default"]


def _commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    asked = {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    return bool(asked or (marker and marker.kwargs.get("transaction")))


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Replaces pytest-django's: nothing is dropped at the end, the whole cluster is."""
    with django_db_blocker.unblock():
        databases.make_database()
    yield
    for connection in connections.all(initialized_only=True):
        connection.close()
    connections["default"].close_pool()  # type: ignore[attr-defined]


@pytest.fixture(scope="session")
def _valkey() -> Iterator[redis.Redis]:
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        yield client
    floor.end_thread()


@pytest.fixture(autouse=True)
def _nothing_cached(_valkey: redis.Redis) -> Iterator[None]:
    """Rate limits and presence of one test do not reach the next."""
    yield
    _valkey.flushall()
