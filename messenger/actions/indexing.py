"""Making messages searchable, from the conversation's log: sending has nothing to do with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from accounts.models import User
from dreamseed.realtime.acting import acting
from messenger import words
from messenger.actions.changing import hold_log
from messenger.attached import with_files
from messenger.models import Conversation, Message, Notices, SearchEntry

A_PASS = 500
"""Messages at a time."""

WRITE = """
INSERT INTO message_search (message_id, conversation_id, sent_at, words)
SELECT t.id, t.conversation_id, t.sent_at,
       array_to_tsvector(t.lexemes::text[]) || to_tsvector('english', t.latin)
FROM unnest(%s::uuid[], %s::uuid[], %s::timestamptz[], %s::text[], %s::text[])
     AS t(id, conversation_id, sent_at, lexemes, latin)
ON CONFLICT (message_id) DO """
"""What is indexed already stays as it is, but for a message that has new words."""


def index_conversation(conversation_id: UUID, most: int | None = None) -> int:
    """Read the log on from where it was searchable, all of it or `most` messages; how many."""
    count = 0
    while most is None or count < most:
        done = _index_on(conversation_id)
        count += done
        if done < A_PASS:
            break
    return count


def index_all(conversation_ids: Iterable[UUID | str]) -> None:
    """Those that still exist."""
    found = Conversation.objects.filter(pk__in=list(conversation_ids)).values_list("pk", flat=True)
    for conversation_id in found:
        index_conversation(conversation_id)


def behind(user: User | None = None) -> list[UUID]:
    """Conversations whose log goes on behind what is searchable, of this person or of all."""
    rows = Conversation.objects.annotate(done=Coalesce("notices__searchable_seq", 0)).filter(
        seq__gt=F("done")
    )
    if user is not None:
        rows = rows.filter(Q(participants__user=user, participants__left_at__isnull=True))
    return list(rows.order_by("-last_message_at").values_list("pk", flat=True)[:A_PASS])


def index_again(message: Message) -> None:
    """New words of a message. The caller holds the conversation's log."""
    _write([message], "UPDATE SET words = excluded.words")


def forget(message: Message) -> None:
    """Its words are gone. The caller holds the conversation's log."""
    SearchEntry.objects.filter(message=message).delete()


def _index_on(conversation_id: UUID) -> int:
    with acting(None):
        notices = hold_log(conversation_id)
        log = Message.objects.filter(conversation=conversation_id, seq__gt=notices.searchable_seq)
        rows = list(log.order_by("seq")[:A_PASS])
        if not rows:
            return 0
        _write([row for row in rows if _is_sought(row)], "NOTHING")
        Notices.objects.filter(pk=notices.pk).update(searchable_seq=rows[-1].seq)
    return len(rows)


def _is_sought(row: Message) -> bool:
    return row.deleted_at is None and row.message_type != Message.Type.SYSTEM


def _write(rows: Sequence[Message], conflict: str) -> None:
    if not rows:
        return
    texts = [_text(row) for row in with_files(rows)]
    columns: list[list[Any]] = [
        [row.pk for row in rows],
        [row.conversation_id for row in rows],
        [row.created_at for row in rows],
        ["{" + ",".join(f'"{one}"' for one in words.lexemes(text)) + "}" for text in texts],
        [words.latin(text) for text in texts],
    ]
    with connection.cursor() as cursor:
        cursor.execute(WRITE + conflict, columns)


def _text(row: Message) -> str:
    """What it says and what its files are called."""
    return "\n".join([row.content, *(file.name for file in row.files)])
