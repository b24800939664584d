"""Who is named in a message, found when it is sent and stored with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from messenger.mentions import means_all, mentioned
from messenger.models import Message, Participant

if TYPE_CHECKING:
    from messenger.actions.sending import NewMessage

Names = dict[UUID, dict[int, str]]


def columns(batch: Sequence[NewMessage], using: str) -> list[list[Any]]:
    """What the statement is told: ids as PostgreSQL writes an array, and whether everybody is called.

    Names are read only of conversations where somebody wrote an `@`.
    """
    names = _names({one.conversation_id for one in batch if "@" in one.content}, using)
    found = [sorted(mentioned(one.content, names.get(one.conversation_id, {}))) for one in batch]
    return [
        ["{" + ",".join(map(str, ids)) + "}" for ids in found],
        [means_all(one.content) for one in batch],
    ]


def values(message: Message, content: str) -> dict[str, Any]:
    """The same for new words of a message that is there."""
    names = _names({message.conversation_id} if "@" in content else set(), "default")
    named = mentioned(content, names.get(message.conversation_id, {}))
    everybody = message.sender is not None and message.sender.teaches and means_all(content)
    return {"mentions": sorted(named), "mentions_all": everybody}


def _names(conversation_ids: set[UUID], using: str) -> Names:
    found: Names = {}
    if conversation_ids:
        rows = Participant.objects.using(using).active().filter(conversation_id__in=conversation_ids)
        for conversation_id, user_id, name in rows.values_list("conversation_id", "user_id", "user__name"):
            found.setdefault(conversation_id, {})[user_id] = name
    return found
