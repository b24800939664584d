"""The Call shape of docs/protocol.md, the same for REST and socket. A few queries for any number of calls."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, prefetch_related_objects

from accounts.serializers import person
from calls.models import Call, CallConnection, CallParticipant, Lesson
from dreamseed.realtime.wire import moment
from messenger.models import Conversation, Participant

Peers = dict[UUID, list[str]]


def calls(rows: Sequence[Call]) -> list[dict[str, Any]]:
    """Call shapes as everybody of the conversation sees them; reads who is in as it is now."""
    prefetch_related_objects(rows, "conversation", "lesson")  # once a call: fifty people share them
    ids = [row.pk for row in rows]
    people = (
        CallParticipant.objects.filter(call__in=ids)
        .select_related("user")
        .annotate(admin=Exists(_administrators()))
        .order_by("-is_initiator", "user_id")
    )
    present: dict[UUID, list[CallParticipant]] = {pk: [] for pk in ids}
    for one in people:
        present[one.call_id].append(one)
    peers = _peers(ids)
    return [_call(row, present[row.pk], peers) for row in rows]


def _peers(call_ids: Sequence[UUID]) -> Peers:
    """The live pages of each participant."""
    peers: Peers = defaultdict(list)
    live = CallConnection.objects.live().filter(participant__call__in=call_ids)
    for participant_id, peer_id in live.values_list("participant_id", "peer_id"):
        peers[participant_id].append(str(peer_id))
    return peers


def _administrators() -> QuerySet[Participant]:
    same = {"conversation": OuterRef("call__conversation"), "user": OuterRef("user")}
    return Participant.objects.active().filter(role=Participant.Role.ADMIN, **same)


def call(row: Call) -> dict[str, Any]:
    return calls([row])[0]


def _call(row: Call, people: Sequence[CallParticipant], peers: Peers) -> dict[str, Any]:
    """`people` begins with who started it."""
    return {
        "id": str(row.pk),
        "conversation_id": str(row.conversation_id),
        "conversation_title": row.conversation.title,
        "call_type": row.call_type,
        "status": row.status,
        "topology": row.topology,
        "media_server": row.media_node or None,
        "locked": row.is_locked,
        "hold_muted": row.hold_muted,
        "sharing_allowed": row.sharing_allowed,
        "spotlight": row.spotlight_id,
        "ends_at": moment(row.ends_at),
        "lesson": _lesson(row.lesson),
        "initiator": person(people[0].user),
        "started_at": moment(row.started_at),
        "ended_at": moment(row.ended_at),
        "end_reason": row.end_reason or None,
        "seconds": row.seconds if row.is_ended else None,
        "created_at": moment(row.created_at),
        "revision": row.revision,
        "participants": [_participant(one, row.conversation, peers[one.pk]) for one in people],
    }


def _participant(row: CallParticipant, conversation: Conversation, peers: list[str]) -> dict[str, Any]:
    return {
        "user": person(row.user),
        "state": row.state,
        "is_initiator": row.is_initiator,
        "moderator": _moderates(row, conversation),
        "answered": row.answered,
        "blocked": row.is_blocked,
        "audio_enabled": row.audio_enabled,
        "video_enabled": row.video_enabled,
        "screen_sharing": row.screen_sharing,
        "screen_audio_enabled": row.screen_audio_enabled,
        "hand_raised_at": moment(row.hand_raised_at),
        "connection_quality": row.connection_quality or None,
        "connection_cause": row.connection_cause or None,
        "joined_at": moment(row.joined_at),
        "left_at": moment(row.left_at),
        "peers": peers,
    }


def qualities(row: Call) -> list[dict[str, Any]]:
    """How well those who are in are connected, by all their pages."""
    people = row.participants.filter(state=CallParticipant.State.JOINED).select_related("user")
    pages = Prefetch("connections", CallConnection.objects.live())
    return [
        {
            "user": person(one.user),
            "quality": one.connection_quality or None,
            "cause": one.connection_cause or None,
            "pages": [_page(page) for page in one.connections.all()],
        }
        for one in people.prefetch_related(pages).order_by("user__name", "user_id")
    ]


def _page(row: CallConnection) -> dict[str, Any]:
    return {
        "peer_id": str(row.peer_id),
        "device": row.user_agent,
        "quality": row.quality or None,
        "cause": row.quality_cause or None,
    }


def _lesson(row: Lesson | None) -> dict[str, str] | None:
    return None if row is None else {"id": str(row.pk), "title": row.title}


def _moderates(row: CallParticipant, conversation: Conversation) -> bool:
    """As access.may_moderate, without a query a person."""
    if conversation.type == Conversation.Type.DIRECT:
        return False
    own = conversation.classroom_id is None and conversation.type != Conversation.Type.ANNOUNCEMENT
    return getattr(row, "admin", False) or (own and row.is_initiator)


def active_calls(conversation_ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    """For messenger.registries.active_call: `active_call` of conversation shapes, one query."""
    joined = Count("participants", filter=Q(participants__state=CallParticipant.State.JOINED))
    rows = Call.objects.live().filter(conversation__in=list(conversation_ids)).annotate(joined=joined)
    return {
        row.conversation_id: {"id": str(row.pk), "call_type": row.call_type, "joined": row.joined}
        for row in rows
    }
