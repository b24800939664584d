from django.core.management.base import CommandParser
from django.core.management.commands import migrate


class Command(migrate.Command):
    """Tables belong to the role `owner`; pages and API connect as one that cannot change them."""

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(database="owner")
