"""Who owns attachments says who may read them; filled in `ready()` of the apps above."""

from collections.abc import Callable
from uuid import UUID

from accounts.models import User

MayRead = Callable[[User, str, UUID], bool]

_owners: dict[str, MayRead] = {}


def owner(kind: str, *, may_read: MayRead) -> None:
    """Files of `kind` are read by whom `may_read(user, object_id, file_id)` allows, and nobody else."""
    _owners[kind] = may_read


def is_owner(kind: str) -> bool:
    return kind in _owners


def may_read(user: User, kind: str, object_id: str, file_id: UUID) -> bool:
    """False for a kind nobody registered."""
    check = _owners.get(kind)
    return check is not None and check(user, object_id, file_id)
