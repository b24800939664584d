"""One example a shape, shown in the API document; tests hold each to its shape."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework.serializers import BaseSerializer

from files.serializers import FileShape
from messenger.shapes import conversations, incoming, messages

CLASS, LESSON, ROOT = (
    "5f0c6a52-3b1e-4d53-9b0e-2f6f3a7c1d10",
    "0b9d5d0e-6a53-4f0b-8a55-0d3c8f5f9a21",
    "9a1e0c7d-58c4-4b0e-8d7a-6b1f2c3d4e5f",
)
AT = "2026-03-02T00:10:00.000Z"
TEACHER = {"id": 7, "name": "김서연", "avatar": "", "role": "teacher"}
STUDENT = {"id": 21, "name": "최민지", "avatar": "", "role": "student"}
MESSAGE = {
    "id": ROOT,
    "conversation_id": CLASS,
    "seq": 128,
    "change": 140,
    "sender": TEACHER,
    "message_type": "text",
    "content": "@최민지 37쪽을 읽어 주세요",
    "attachments": [],
    "thread_id": None,
    "thread": {"count": 2, "last_reply_at": AT, "last_reply_by": 21},
    "reply_to": {"id": LESSON, "seq": 41, "sender": {"id": 21, "name": "최민지"}, "excerpt": "몇 쪽이에요?"},
    "mentions": [21],
    "mentions_all": False,
    "reactions": [{"emoji": "👍", "count": 2, "user_ids": [21, 22], "mine": True}],
    "acknowledged": {"count": 0, "mine": False},
    "edited_at": None,
    "deleted_at": None,
    "pinned": False,
    "created_at": AT,
}
MINE = {
    "role": "member",
    "last_read_seq": 126,
    "from_seq": 0,
    "unread": 2,
    "muted_until": None,
    "pinned": True,
    "archived": False,
}
CONVERSATION = {
    "id": CLASS,
    "type": "group",
    "title": "수학 10반",
    "avatar": "",
    "partner": None,
    "participant_count": 28,
    "member_count": 27,
    "classroom_id": 3,
    "org_id": 1,
    "zone_id": 2,
    "seq": 128,
    "change": 140,
    "my": MINE,
    "last_message": MESSAGE,
    "active_call": {"id": LESSON, "call_type": "video", "joined": 12},
    "rules": {"post": True, "call": False, "pin": False, "manage": False, "history": "all"},
    "created_at": AT,
}
PARTICIPANT = {
    "user": STUDENT,
    "role": "member",
    "joined_at": AT,
    "left_at": None,
    "last_read_seq": 126,
    "from_seq": 0,
    "last_read_at": AT,
    "change": 12,
}
DRAFT = {
    "conversation_id": CLASS,
    "thread_id": None,
    "content": "선생님, ",
    "reply_to_id": None,
    "updated_at": AT,
    "change": 9,
}
SETTINGS = {"muted_until": None, "pinned": True, "archived": False}
PAGE: dict[str, Any] = {"next": None, "previous": None}
PLACE = {"id": CLASS, "type": "group", "title": "수학 10반"}
PARTS = [{"text": "수학", "hit": True}, {"text": "숙제를 내세요", "hit": False}]
FILE = {"id": LESSON, "name": [{"text": "숙제.pdf", "hit": False}]}
SENT_FILE = {
    "id": LESSON,
    "name": "숙제.pdf",
    "size": 48213,
    "content_type": "application/pdf",
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "url": f"/files/{LESSON}",
    "preview_url": None,
    "width": None,
    "height": None,
    "created_at": AT,
}
THREAD = {"conversation_id": CLASS, "message_id": ROOT, "last_read_seq": 130, "unread": 1}
OWN = {
    "head": 9,
    "more": False,
    "conversations": [{"conversation_id": CLASS, "seq": 128, "my": MINE}],
    "threads": [THREAD],
    "drafts": [DRAFT],
}
CAUGHT_UP = {
    "head": 140,
    "more": False,
    "messages": [MESSAGE],
    "participants": [],
    "threads": [THREAD],
    "conversation": CONVERSATION,
}
READS = {"head": 8134, "more": False, "positions": {CLASS: {"21": 126, "22": None}}}

EXAMPLES: dict[type[BaseSerializer[Any]], Any] = {
    messages.MessageShape: MESSAGE,
    messages.MessagePage: {**PAGE, "results": [MESSAGE]},
    messages.ReactedShape: {"emoji": "👍", "users": [STUDENT]},
    messages.ThreadPage: {
        **PAGE,
        "root": MESSAGE,
        "my": {"following": True, "last_read_seq": 130, "unread": 1},
        "results": [],
    },
    messages.ReceiptShape: {"user": STUDENT, "read_at": AT},
    messages.AcknowledgementsShape: {
        "count": 1,
        "of": 2,
        "acknowledged": [{"user": STUDENT, "at": AT}],
        "earlier": [],
        "waiting": [{**STUDENT, "id": 22, "name": "이서준"}],
    },
    FileShape: SENT_FILE,
    messages.SharedFilePage: {
        **PAGE,
        "results": [{**SENT_FILE, "message_id": ROOT, "seq": 128, "sender": TEACHER}],
    },
    messages.RemindedShape: {"reminded": 15},
    messages.ReportShape: {"id": 4, "reason": "bullying", "created_at": AT},
    messages.SearchPage: {
        **PAGE,
        "results": [{"message": MESSAGE, "conversation": PLACE, "excerpt": PARTS, "files": [FILE]}],
    },
    conversations.ConversationShape: CONVERSATION,
    conversations.ConversationPage: {**PAGE, "results": [CONVERSATION]},
    conversations.ParticipantShape: PARTICIPANT,
    conversations.SyncShape: {
        "own": OWN,
        "reads": READS,
        "conversations": {CLASS: CAUGHT_UP},
        "removed": [LESSON],
    },
    conversations.UnreadShape: {"total": 2, "conversations": {CLASS: 2}, "threads": {ROOT: 1}},
    conversations.PresenceShape: {"users": {"7": {"status": "in_lesson", "last_seen": AT}}},
    conversations.PositionShape: {"seq": 128},
    conversations.MessageDraftShape: DRAFT,
    conversations.ChosenStatusShape: {"status": "dnd"},
    incoming.NewConversation: {"type": "group", "title": "과학 조별 과제", "participant_ids": [21, 22]},
    incoming.ConversationChange: {"title": "과학 1조"},
    incoming.NewText: {"content": "책을 펴세요", "client_id": LESSON},
    incoming.EditedText: {"content": "책을 덮으세요"},
    incoming.EmojiIn: {"emoji": "👍🏽"},
    incoming.PeopleIn: {"user_ids": [21, 22]},
    incoming.RoleIn: {"role": "admin"},
    incoming.ReadIn: {"seq": 128},
    incoming.SyncIn: {"conversations": {CLASS: 120}, "own": 4, "reads": 7990},
    incoming.ConversationSettingsIn: {"muted_until": "2026-03-03T00:00:00Z"},
    conversations.ConversationSettingsShape: SETTINGS,
    conversations.PreferencesShape: {"read_receipts": False},
    incoming.MessageDraftIn: {"content": "선생님, "},
    incoming.ReportIn: {"reason": "bullying", "note": "매일 그래요"},
}


def describe() -> None:
    """Tell the API document."""
    for shape, value in EXAMPLES.items():
        extend_schema_serializer(examples=[OpenApiExample("Example", value)])(shape)
