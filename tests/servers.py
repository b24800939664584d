"""pytest plugin (`-p tests.servers`): a throwaway PostgreSQL and Valkey before Django reads its settings.

One PostgreSQL a run, one Valkey a test process (its channels know no database numbers). Both end
with the process that started them, also when that one is killed; what a killed run left behind in
the temporary folder is swept by the next.
"""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from dreamseed.embedded.errors import CannotStart
from dreamseed.embedded.postgres import Postgres
from dreamseed.embedded.runtime import claim, make_folder
from dreamseed.embedded.valkey import Valkey

PREFIX = f"dreamseed-tests-{os.getuid()}-"
# Tests see these whatever the developer's shell or .env says.
ENVIRONMENT = {
    "SECRET_KEY": "only-for-tests-" + "0" * 50,
    "JWT_SECRET": "",
    "DEBUG": "False",
    "TLS": "False",
    "DREAMSEED_DEMO": "False",
    "DATABASE_POOL": "4",
    "CELERY_BROKER_URL": "",
    "STUN_SERVER_URL": "",
    "TURN_SERVER_URL": "",
    "TURN_USERNAME": "",
    "TURN_PASSWORD": "",
    "SITE_URL": "",
    "EMAIL_HOST": "",
    "EMAIL_PROVIDER": "",
    "FCM_API_KEY": "",
    "APNS_KEY": "",
    "VAPID_PRIVATE_KEY": "",
    "ASGI_SERVER": "daphne",
    "ALLOWED_HOSTS": "localhost,127.0.0.1,testserver",
    "CSRF_TRUSTED_ORIGINS": "",
    "CORS_ALLOWED_ORIGINS": "",
    "SECURE_COOKIES": "False",
    "SECURE_SSL_REDIRECT": "False",
    "SECURE_HSTS_SECONDS": "0",
    "BEHIND_PROXY": "False",
}


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Iterator[None]:
    """A wrapper, since pytest-django loads the settings in its own `tryfirst` hook."""
    try:
        if "PYTEST_XDIST_WORKER" not in os.environ:
            _start_run(early_config)
        _start_valkey(early_config)
    except CannotStart as error:
        raise pytest.UsageError(str(error)) from error
    yield


def process_name() -> str:
    """`gw0`, `gw1`… under pytest-xdist, `main` without."""
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


def folder() -> Path:
    """The temporary folder of this run, shared by its test processes."""
    return Path(os.environ["DREAMSEED_VAR"])


def _start_run(config: pytest.Config) -> None:
    _sweep()
    # Not TMPDIR: a socket's path must be short.
    place = Path(tempfile.mkdtemp(prefix=PREFIX, dir="/tmp"))
    config.add_cleanup(lambda: shutil.rmtree(place, ignore_errors=True))
    config.add_cleanup(claim(place / "alive", busy="never").close)
    make_folder(place / "static")
    postgres = Postgres(place / "postgres", place / "pg", place / "postgres.log", durable=False)
    postgres.start()
    config.add_cleanup(postgres.stop)
    os.environ.update(
        ENVIRONMENT, **postgres.environment(), DREAMSEED_VAR=str(place), MEDIA_ROOT=str(place / "media")
    )


def _start_valkey(config: pytest.Config) -> None:
    valkey = Valkey(folder() / f"{process_name()}.sock", folder() / "valkey.log")
    valkey.start()
    config.add_cleanup(valkey.stop)
    os.environ.update(valkey.environment())


def _sweep() -> None:
    """Remove folders of runs that were killed: nobody holds their lock."""
    for place in Path("/tmp").glob(PREFIX + "*"):
        with contextlib.suppress(CannotStart, OSError):
            claim(place / "alive", busy="still running").close()
            shutil.rmtree(place, ignore_errors=True)
