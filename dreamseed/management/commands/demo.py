from typing import Any

from django.core.management.base import BaseCommand

from dreamseed.demo import make_demo
from dreamseed.demo.people import PASSWORD


class Command(BaseCommand):
    """Running it again changes nothing."""

    help = "Fills an empty installation with a small school to look around in."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        made = make_demo()
        if options["verbosity"]:
            self.stdout.write(
                f"The demo school is ready; everybody's password is “{PASSWORD}”."
                if made
                else "The demo school is there already; nothing was changed."
            )
