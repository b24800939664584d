import os
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from dreamseed.embedded.errors import CannotStart
from dreamseed.embedded.options import Options
from dreamseed.embedded.school import School


class Command(BaseCommand):
    """Runs until Ctrl-C; a reason not to start is one sentence and exit code 1."""

    help = "Starts everything: PostgreSQL and Valkey where no address is given, migrations, web and worker."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            School(Options.read(os.environ, settings.BASE_DIR), settings.BASE_DIR).run()
        except CannotStart as error:
            self.stderr.write(f"✗ {error}")
            sys.exit(1)
