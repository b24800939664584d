"""From everybody with everybody to a forwarding server, and from a dead server to another."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from calls import events, nodes
from calls.actions.ground import State, lock
from calls.models import Call, CallParticipant
from calls.nodes import NodeState
from dreamseed.realtime.acting import acting
from dreamseed.realtime.errors import Conflict

MESH_PEOPLE = 4
CALL_PEOPLE = 50
STREAMS_A_PERSON = 14
"""Five voices and nine pictures."""


def make_room_for(call: Call, me: CallParticipant) -> None:
    """The fifth person takes the call to a forwarding server, and never back.

    Conflict `call_full` when there is no room, or no server to make it. The call's lock is held.
    """
    if me.state == State.JOINED:
        return
    joined = call.participants.filter(state=State.JOINED).count()
    if joined >= CALL_PEOPLE:
        raise Conflict("call_full", _("This call is full: at most 50 people."), limit=CALL_PEOPLE)
    if joined >= MESH_PEOPLE and call.topology == Call.Topology.MESH:
        _forward(call)


def _forward(call: Call) -> None:
    living = _weighed(nodes.known() or {})
    if not living:
        raise Conflict("call_full", _("This call is full: at most four people."), limit=MESH_PEOPLE)
    call.topology, call.media_node = Call.Topology.SFU, nodes.roomiest(living)
    call.save(update_fields=["topology", "media_node"])
    events.topology(call)


def adopt(living: Mapping[str, NodeState], spared: Collection[str] = ()) -> int:
    """Calls of a server that neither lives nor is `spared` go on, each with the one that has most room then.

    Answers how many they were.
    """
    lost = _lost({*living, *spared})
    room = _weighed(living) if lost else {}  # asked twice a second, with hardly ever anything to move
    moved = 0
    for call, people in lost:
        node = nodes.roomiest(room)
        room[node] = NodeState(room[node].load + people * STREAMS_A_PERSON, room[node].capacity)
        moved += _move(call, node)
    return moved


def _weighed(living: Mapping[str, NodeState]) -> dict[str, NodeState]:
    """With at least what the people who are in will want: classes begin at the same minute, and their pages
    take seconds to connect."""
    joined = CallParticipant.objects.filter(state=State.JOINED, call__media_node__in=living)
    counts = joined.filter(call__in=Call.objects.live()).values_list("call__media_node").annotate(Count("pk"))
    people = dict(counts)
    return {
        name: NodeState(max(one.load, people.get(name, 0) * STREAMS_A_PERSON), one.capacity)
        for name, one in living.items()
    }


def _lost(alive: Collection[str]) -> list[tuple[Call, int]]:
    """The largest first, each with how many people are in."""
    forwarded = Call.objects.live().filter(topology=Call.Topology.SFU).exclude(media_node__in=alive)
    people = Count("participants", filter=Q(participants__state=State.JOINED))
    calls = forwarded.only("pk", "conversation_id", "media_node").annotate(people=people)
    return [(call, call.people) for call in calls.order_by("-people")]


def _move(seen: Call, node: str) -> bool:
    """Only while it still is with the server it was seen with: another may have been quicker."""
    with acting(None):
        lock(seen.conversation_id)
        call = Call.objects.select_related("conversation").get(pk=seen.pk)
        if call.is_ended or call.media_node != seen.media_node:
            return False
        call.media_node = node
        call.revision += 1
        call.save(update_fields=["media_node", "revision"])
        events.topology(call)
        events.changed(call)
    return True
