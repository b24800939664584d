"""Shapes of docs/protocol.md, the same for REST and socket."""

from messenger.serializers.conversations import (
    conversation,
    conversation_of_each,
    conversations,
    picture,
    unread,
)
from messenger.serializers.messages import (
    acknowledged,
    acknowledgements,
    bare,
    content_of,
    excerpt,
    message,
    messages,
    reactions,
    receipts,
    shared_files,
    thread,
    who_reacted,
)
from messenger.serializers.people import (
    draft,
    participant,
    settings,
    shows_reads,
)
from messenger.serializers.search import hits
from messenger.serializers.threads import my_thread, threads_among

__all__ = [
    "acknowledged",
    "acknowledgements",
    "bare",
    "content_of",
    "conversation",
    "conversation_of_each",
    "conversations",
    "draft",
    "excerpt",
    "hits",
    "message",
    "messages",
    "my_thread",
    "participant",
    "picture",
    "reactions",
    "receipts",
    "settings",
    "shared_files",
    "shows_reads",
    "thread",
    "threads_among",
    "unread",
    "who_reacted",
]
