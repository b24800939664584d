"""One function an outgoing event (docs/protocol.md, "Server to client")."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from accounts.models import User
from dreamseed.realtime import publishing
from dreamseed.realtime.publishing import Event, publish, publish_all, unsubscribe, whisper
from messenger import serializers
from messenger.models import Conversation, Draft, Message, Participant

EVENTS = {
    "conversation.created": "conversation",
    "conversation.updated": "conversation",
    "conversation.changed": "conversation_id change",
    "conversation.removed": "conversation_id",
    "conversation.settings": "conversation_id muted_until pinned archived change",
    "draft.updated": "conversation_id thread_id reply_to_id content updated_at change",
    "message.created": "message",
    "message.updated": "message",
    "message.deleted": "conversation_id message_id change",
    "message.acknowledged": "conversation_id message_id",
    "message.read": "conversation_id user_id seq",
    "participant.added": "conversation_id participant change",
    "participant.removed": "conversation_id participant change",
    "preferences.changed": "read_receipts",
    "presence": "users",
    "presence.chosen": "status",
    "reaction.added": "conversation_id message_id emoji user_id change message",
    "reaction.removed": "conversation_id message_id emoji user_id change message",
    "thread.read": "conversation_id message_id seq",
    "typing": "conversation_id thread_id user_ids active",
}


def topic(conversation_id: UUID | str) -> str:
    return f"conversation:{conversation_id}"


person_topic = publishing.person_topic


def message_created(message: dict[str, Any], skip: str | None = None) -> Event:
    """For everybody, hence without the `client_id` that only its maker is told."""
    told = {name: value for name, value in message.items() if name != "client_id"}
    told["acknowledged"] = {"count": message["acknowledged"]["count"]}
    told["reactions"] = [
        {name: value for name, value in one.items() if name != "mine"} for one in message["reactions"]
    ]
    event = {"type": "message.created", "message": told}
    return Event(topic(message["conversation_id"]), event, message["change"], skip, _unseen(event, told))


def _unseen(event: dict[str, Any], message: dict[str, Any]) -> list[tuple[int, dict[str, Any]]]:
    """For whom the message is of a past they do not see: its number alone, so that theirs have no hole.

    Who sees it, but not what it quotes, hears it without those words.
    """
    number = {
        "type": "conversation.changed",
        "conversation_id": message["conversation_id"],
        "change": message["change"],
    }
    unseen = [(message["seq"], number)]
    quote = message["reply_to"]
    if quote is not None and "message" in event:
        bare = {**message, "reply_to": serializers.bare(quote)}
        unseen.append((quote["seq"], {**event, "message": bare}))
    return unseen


def message_changed(row: Message, skip: str | None = None) -> Event:
    """`message.updated`, or `message.deleted` for a tombstone."""
    message = serializers.message(row)
    if row.deleted_at is None:
        event: dict[str, Any] = {"type": "message.updated", "message": message}
    else:
        event = {
            "type": "message.deleted",
            "conversation_id": str(row.conversation_id),
            "message_id": str(row.pk),
            "change": row.change,
        }
    return Event(topic(row.conversation_id), event, row.change, skip, _unseen(event, message))


def tell_changed(row: Message, skip: str | None = None) -> None:
    publish_all([message_changed(row, skip)])


def reaction_changed(row: Message, emoji: str, user_id: int, *, added: bool, skip: str | None = None) -> None:
    """With the whole message: who hears two of these in the wrong order keeps the newer one."""
    row.__dict__.pop("reacted", None)
    message = serializers.message(row)
    event = {
        "type": "reaction.added" if added else "reaction.removed",
        "conversation_id": str(row.conversation_id),
        "message_id": str(row.pk),
        "emoji": emoji,
        "user_id": user_id,
        "change": row.change,
        "message": message,
    }
    publish_all([Event(topic(row.conversation_id), event, row.change, skip, _unseen(event, message))])


def thread_read(root: Message, user_id: int, seq: int) -> None:
    """To one's own pages and devices."""
    event = {
        "type": "thread.read",
        "conversation_id": str(root.conversation_id),
        "message_id": str(root.pk),
        "seq": seq,
    }
    publish(person_topic(user_id), event)


def message_read(conversation_id: UUID, user_id: int, seq: int, *, to_all: bool) -> None:
    """To everybody, or to oneself alone when others are not to know."""
    event = {"type": "message.read", "conversation_id": str(conversation_id), "user_id": user_id, "seq": seq}
    publish(topic(conversation_id) if to_all else person_topic(user_id), event)


def message_acknowledged(row: Message, user_id: int) -> None:
    """To one's own pages and devices: what all hear does not say whose confirmation it was."""
    event = {
        "type": "message.acknowledged",
        "conversation_id": str(row.conversation_id),
        "message_id": str(row.pk),
    }
    publish(person_topic(user_id), event)


def draft_updated(row: Draft) -> None:
    """To one's own pages and devices."""
    publish(person_topic(row.user_id), {"type": "draft.updated", **serializers.draft(row)})


def typing(conversation_id: UUID, thread_id: UUID | None, user_id: int, active: bool, skip: str) -> None:
    event = {
        "type": "typing",
        "conversation_id": str(conversation_id),
        "thread_id": thread_id and str(thread_id),
        "user_ids": [user_id],
        "active": active,
    }
    whisper(topic(conversation_id), event, skip)


def conversation_created(row: Conversation, people: Iterable[User]) -> None:
    """Each sees their own side of it: role, unread, rules."""
    publish_all(
        Event(
            person_topic(one.pk),
            {"type": "conversation.created", "conversation": shape},
        )
        for one, shape in serializers.conversation_of_each(row, people)
    )


def conversation_updated(row: Conversation) -> Event:
    """What is the same for everybody; each client keeps its own side of it."""
    fields = {
        "id": str(row.pk),
        "title": row.title,
        "avatar": serializers.picture(row),
        "change": row.own_change,
    }
    return Event(topic(row.pk), {"type": "conversation.updated", "conversation": fields}, row.own_change)


def settings_changed(row: Conversation) -> None:
    """To one's own pages and devices."""
    fields = {**serializers.settings(row.me), "change": row.me.own_change}
    event = {"type": "conversation.settings", "conversation_id": str(row.pk), **fields}
    publish(person_topic(row.me.user_id), event)


def preferences_changed(user_id: int, read_receipts: bool) -> None:
    """To one's own pages and devices."""
    publish(person_topic(user_id), {"type": "preferences.changed", "read_receipts": read_receipts})


def status_chosen(user_id: int, status: str) -> None:
    """To one's own pages and devices."""
    publish(person_topic(user_id), {"type": "presence.chosen", "status": status})


def conversation_removed(conversation_id: UUID, user_ids: Iterable[int]) -> None:
    event = {"type": "conversation.removed", "conversation_id": str(conversation_id)}
    publish_all(Event(person_topic(user_id), event) for user_id in user_ids)


def participant_changed(row: Participant) -> Event:
    """`participant.added` (also for a new role), or `participant.removed`."""
    event = {
        "type": "participant.added" if row.left_at is None else "participant.removed",
        "conversation_id": str(row.conversation_id),
        "participant": serializers.participant(row),
        "change": row.change,
    }
    return Event(topic(row.conversation_id), event, row.change)


def evict(conversation_id: UUID, user_ids: Iterable[int]) -> None:
    """After commit: their sockets hear nothing more of it."""
    unsubscribe(user_ids, [topic(conversation_id)])
