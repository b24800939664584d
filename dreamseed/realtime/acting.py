"""The one helper that opens a transaction in actions, and tells PostgreSQL who acts in it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections, transaction


@contextmanager
def acting(user_id: int | None, using: str = "default") -> Iterator[None]:
    """Atomic block with `app.user_id` set in it for row-level policies; None is the program itself."""
    with transaction.atomic(using=using):
        with connections[using].cursor() as cursor:
            cursor.execute("SELECT set_config('app.user_id', %s, true)", [str(user_id or "")])
        yield
