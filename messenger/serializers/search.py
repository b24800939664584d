"""Shapes of what a search found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from accounts.models import User
from messenger import marking
from messenger.models import Conversation, Message, Participant
from messenger.searching import Question
from messenger.serializers.messages import messages


def hits(rows: Sequence[Message], user: User, asked: Question) -> list[dict[str, Any]]:
    """[{message, conversation, excerpt, files}]: `excerpt` in parts {text, hit}, `files` names likewise."""
    marks = marking.pattern(asked)
    places = _places(rows, user)
    return [
        {
            "message": shape,
            "conversation": places[shape["conversation_id"]],
            "excerpt": marking.excerpt(shape["content"], marks),
            "files": [
                {"id": file["id"], "name": marking.excerpt(file["name"], marks)}
                for file in shape["attachments"]
            ],
        }
        for shape in messages(rows, user.pk)
    ]


def _places(rows: Sequence[Message], user: User) -> dict[str, dict[str, Any]]:
    """{id: {id, type, title}}; a direct conversation is called as the other person."""
    found = Conversation.objects.in_bulk({row.conversation_id for row in rows})
    direct = [one.pk for one in found.values() if one.type == Conversation.Type.DIRECT]
    others = Participant.objects.filter(conversation__in=direct).exclude(user=user)
    names = dict(others.values_list("conversation_id", "user__name"))
    return {
        str(key): {"id": str(key), "type": one.type, "title": one.title or names.get(key, "")}
        for key, one in found.items()
    }
