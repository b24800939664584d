"""One function an outgoing event (docs/protocol.md, "Server to client")."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from accounts.models import User
from accounts.serializers import person
from calls import changes, roster, serializers
from calls.changes import Peer, Shape
from calls.models import Call, CallParticipant
from calls.quality import Verdict
from dreamseed.realtime.publishing import Event, publish, publish_all, unsubscribe, whisper
from dreamseed.realtime.wire import moment
from messenger import presence
from messenger.events import person_topic
from messenger.events import topic as conversation_topic

PERSON = "call_id conversation_id user_id participant joined revision"
SIGNAL = "call_id peer_id from_peer_id from_user_id?"
EVENTS = {
    "call.invitation": "call from",
    "call.updated": "call",
    "call.ended": "call",
    "call.participant_joined": f"{PERSON} peer_id",
    "call.participant_left": f"{PERSON} peer_id",
    "call.participant_updated": PERSON,
    "call.media": "call_id user_id audio_enabled video_enabled screen_sharing screen_audio_enabled revision",
    "call.hand": "call_id user_id hand_raised_at revision",
    "call.moderated": "call_id action user_id by",
    "call.reaction": "call_id user_id emoji",
    "call.quality": "call_id qualities causes",
    "call.topology": "call_id topology media_server",
    "call.tracks": "call_id peer_id tracks",
    "call.wanted": "call_id peer_id large",
    "lessons.changed": "conversation_id",
    "webrtc.offer": f"{SIGNAL} sdp streams? tracks?",
    "webrtc.answer": f"{SIGNAL} sdp streams?",
    "webrtc.ice_candidate": f"{SIGNAL} candidate sdpMid sdpMLineIndex usernameFragment",
    "webrtc.renegotiate": f"{SIGNAL} reason",
}


def call_topic(call_id: UUID | str) -> str:
    return f"call:{call_id}"


def peer_topic(peer_id: UUID | str) -> str:
    return f"peer:{peer_id}"


def invitation(call: Call, by: User, user_ids: Iterable[int]) -> None:
    """It rings on every page and device of these people."""
    event = {"type": "call.invitation", "call": serializers.call(call), "from": person(by)}
    publish_all(Event(person_topic(user_id), event) for user_id in user_ids)


def changed(
    call: Call,
    before: Shape | None = None,
    came: Sequence[Peer] = (),
    went: Sequence[Peer] = (),
    skip: str | None = None,
) -> Shape:
    """What differs from `before`, to the whole conversation; who went hears nothing more. Its shape now."""
    topic = conversation_topic(call.conversation_id)
    shape = serializers.call(call)
    told = changes.told(before, shape, came, went)
    publish_all(
        [
            Event(roster.TOPIC, {"call_id": str(call.pk)}),
            *(Event(topic, event, skip=skip) for event in told),
        ]
    )
    moved = {one.user_id for one in (*came, *went)}
    if call.status == Call.Status.ENDED:
        moved.update(call.participants.values_list("user_id", flat=True))
    if moved:
        presence.recheck(moved)
    for one in went:
        unsubscribe([one.user_id], [peer_topic(one.peer_id), *([call_topic(call.pk)] if one.left else [])])
    return shape


def topology(call: Call) -> None:
    """From now on pages connect with this forwarding server."""
    event = {
        "type": "call.topology",
        "call_id": str(call.pk),
        "topology": call.topology,
        "media_server": call.media_node or None,
    }
    publish_all([Event(roster.TOPIC, {"call_id": str(call.pk)}), Event(call_topic(call.pk), event)])


def media(row: CallParticipant, call: Call, skip: str | None = None) -> None:
    event = {
        "type": "call.media",
        "call_id": str(call.pk),
        "user_id": row.user_id,
        "audio_enabled": row.audio_enabled,
        "video_enabled": row.video_enabled,
        "screen_sharing": row.screen_sharing,
        "screen_audio_enabled": row.screen_audio_enabled,
        "revision": call.revision,
    }
    publish_all(
        [Event(roster.TOPIC, {"call_id": str(call.pk)}), Event(call_topic(call.pk), event, skip=skip)]
    )


def hand(row: CallParticipant, call: Call, skip: str | None = None) -> None:
    event = {
        "type": "call.hand",
        "call_id": str(call.pk),
        "user_id": row.user_id,
        "hand_raised_at": moment(row.hand_raised_at),
        "revision": call.revision,
    }
    publish(call_topic(call.pk), event, skip=skip)


def moderated(call: Call, action: str, by: int, user_id: int | None, skip: str | None = None) -> None:
    """What was done, and to whom; None: to everybody. The roster that follows says how things stand."""
    event = {
        "type": "call.moderated",
        "call_id": str(call.pk),
        "action": action,
        "user_id": user_id,
        "by": by,
    }
    publish(call_topic(call.pk), event, skip=skip)


def reaction(call: Call, user_id: int, emoji: str, skip: str | None = None) -> None:
    event = {"type": "call.reaction", "call_id": str(call.pk), "user_id": user_id, "emoji": emoji}
    publish(call_topic(call.pk), event, skip=skip)


def lessons_changed(conversation_id: UUID) -> None:
    """Planned, moved or called off: pages read the timetable again."""
    event = {"type": "lessons.changed", "conversation_id": str(conversation_id)}
    publish(conversation_topic(conversation_id), event)


def qualities(call_id: UUID, verdicts: Mapping[int, Verdict]) -> None:
    """How well these people are connected from now on; also to the pages that reported it."""
    event = {
        "type": "call.quality",
        "call_id": str(call_id),
        "qualities": {str(user_id): one.quality for user_id, one in verdicts.items()},
        "causes": {str(user_id): one.cause or None for user_id, one in verdicts.items()},
    }
    whisper(call_topic(call_id), event)
