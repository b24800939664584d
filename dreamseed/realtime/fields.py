"""The type of every field of every event; `{"$ref": "CallShape"}` is a shape of the OpenAPI document."""

from typing import Any

Schema = dict[str, Any]

ID: Schema = {"type": "string", "format": "uuid"}
ID_OR_NULL: Schema = {"type": ["string", "null"], "format": "uuid"}
TEXT: Schema = {"type": "string"}
TEXT_OR_NULL: Schema = {"type": ["string", "null"]}
NUMBER: Schema = {"type": "integer"}
NUMBER_OR_NULL: Schema = {"type": ["integer", "null"]}
FLAG: Schema = {"type": "boolean"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
MOMENT_OR_NULL: Schema = {"type": ["string", "null"], "format": "date-time"}
STATUS: Schema = {"enum": ["online", "away", "dnd", "invisible"]}
SOURCES = ["microphone", "camera", "camera_small", "screen", "screen_audio"]
PEER: Schema = {"type": "string", "description": "A UUID, or `sfu:send`, `sfu:recv`."}


def many(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def by_key(values: Schema) -> Schema:
    return {"type": "object", "additionalProperties": values}


def record(**fields: Schema) -> Schema:
    return {
        "type": "object",
        "properties": fields,
        "required": list(fields),
        "additionalProperties": False,
    }


FIELDS: dict[str, Schema] = {
    "action": TEXT,
    "active": FLAG,
    "all": FLAG,
    "archived": FLAG,
    "assignment_id": NUMBER,
    "audio_enabled": FLAG,
    "by": NUMBER,
    "call": {"$ref": "CallShape"},
    "call_id": ID,
    "calls": many({"$ref": "CallShape"}),
    "candidate": TEXT_OR_NULL,
    "causes": by_key({"enum": ["connection", "upload", "download", "delay", "device", None]}),
    "change": NUMBER,
    "code": TEXT,
    "content": TEXT,
    "conversation": {"$ref": "ConversationShape"},
    "conversation_id": ID,
    "detail": TEXT,
    "emoji": TEXT,
    "fields": by_key(many(TEXT)),
    "from": {"$ref": "Person"},
    "from_peer_id": PEER,
    "from_user_id": NUMBER,
    "hand_raised_at": MOMENT_OR_NULL,
    "heads": by_key(NUMBER),
    "ids": many(ID),
    "joined": NUMBER,
    "large": FLAG,
    "media_server": TEXT_OR_NULL,
    "message": {"$ref": "MessageShape"},
    "message_id": ID,
    "muted_until": MOMENT_OR_NULL,
    "notification": {"$ref": "NotificationShape"},
    "own": NUMBER,
    "participant": {"$ref": "ParticipantShape"},
    "peer_id": PEER,
    "pinned": FLAG,
    "protocol": TEXT,
    "qualities": by_key({"enum": ["good", "fair", "poor", "lost"]}),
    "read_receipts": FLAG,
    "reads": NUMBER,
    "reason": TEXT,
    "ref": TEXT,
    "reply_to_id": ID_OR_NULL,
    "retracted": FLAG,
    "retry_after": {"type": "number"},
    "revision": NUMBER,
    "screen_audio_enabled": FLAG,
    "screen_sharing": FLAG,
    "sdp": TEXT,
    "sdpMLineIndex": NUMBER_OR_NULL,
    "sdpMid": TEXT_OR_NULL,
    "seq": NUMBER,
    "server_time": MOMENT,
    "status": STATUS,
    "streams": by_key({"enum": ["camera", "screen"]}),
    "thread_id": ID_OR_NULL,
    "topology": {"enum": ["mesh", "sfu"]},
    "tracks": by_key({"enum": SOURCES}),
    "updated_at": MOMENT,
    "user_id": NUMBER,
    "user_ids": many(NUMBER),
    "usernameFragment": TEXT_OR_NULL,
    "users": by_key({"$ref": "StatusShape"}),
    "video_enabled": FLAG,
    "within": {"type": "number", "description": "Seconds."},
}
OF_ONE_EVENT: dict[tuple[str, str], Schema] = {
    ("assignment.changed", "conversation_id"): ID_OR_NULL,
    ("call.moderated", "user_id"): NUMBER_OR_NULL,
    ("call.participant_joined", "participant"): {"$ref": "CallParticipantShape"},
    ("call.participant_left", "participant"): {"$ref": "CallParticipantShape"},
    ("call.participant_updated", "participant"): {"$ref": "CallParticipantShape"},
    ("call.tracks", "tracks"): many(record(mid=TEXT, peer_id=ID, user_id=NUMBER, source={"enum": SOURCES})),
    ("conversation.updated", "conversation"): record(id=ID, title=TEXT, avatar=TEXT, change=NUMBER),
}
"""Fields that are something else there than in other events."""


def schema_of(event: str, field: str) -> Schema:
    return OF_ONE_EVENT.get((event, field)) or FIELDS[field]
