import hashlib
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import OperationalError, connections
from django.db.migrations.executor import MigrationExecutor

from dreamseed.embedded.console import step
from notifications.keys import make_key


class Command(BaseCommand):
    """What must be done once before web and worker start; doing it again is quick and harmless."""

    help = (
        "Applies migrations, collects static files and, while DREAMSEED_DEMO is set, fills the demo school."
    )
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            migrate()
        except OperationalError as error:
            self.stderr.write(f"✗ The database does not answer: {' '.join(str(error).split())}")
            sys.exit(1)
        collect_static()
        make_key(settings.VAPID_KEY_FILE)
        if settings.DREAMSEED_DEMO:
            with step("Demo school"):
                call_command("demo", verbosity=0)


def migrate() -> None:
    """Apply what is missing; nothing else of `migrate` is needed then."""
    with step("Migrations") as note:
        executor = MigrationExecutor(connections["owner"])
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if missing:
            call_command("migrate", verbosity=0, interactive=False)
        note(f"{len(missing)} applied")


def collect_static() -> None:
    """Collect, hash and compress, unless no file has changed since the last time."""
    with step("Static files") as note:
        stamp, fingerprint = Path(settings.STATIC_ROOT) / ".fingerprint", _fingerprint()
        if stamp.exists() and stamp.read_text() == fingerprint:
            note("as before")
            return
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        stamp.write_text(fingerprint)
        note("collected")


def _fingerprint() -> str:
    """Changes with every name, size and time of a source file, and with the storage."""
    digest = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            stat = Path(storage.path(path)).stat()
            digest.update(f"{path} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()
