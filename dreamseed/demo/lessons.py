"""Calls that ended days ago, as the calls' own actions would have left them behind."""

from datetime import datetime, timedelta
from uuid import uuid4

from accounts.models import User
from calls.access import moderators_of
from calls.models import Call, CallConnection, CallEvent, CallParticipant
from dreamseed.demo.people import School
from dreamseed.demo.script import Held
from messenger.actions import post_system_message
from messenger.models import Conversation, Participant

RINGS = timedelta(seconds=45)
State, EndReason = CallParticipant.State, Call.EndReason


def hold_call(school: School, conversation: Conversation, held: Held, when: datetime) -> tuple[int, datetime]:
    """One ended call and its line in the conversation: (seq, when it ended)."""
    starter = school.people[held.who]
    absent = {school.people[key].pk for key in held.absent}
    late, early = (
        {school.people[key].pk: minutes for key, minutes in parts.items()}
        for parts in (held.late, held.early)
    )
    ended = when + (timedelta(minutes=held.minutes) or RINGS)
    call = Call(
        conversation=conversation,
        initiator=starter,
        call_type=held.call_type,
        status=Call.Status.ENDED,
        started_at=when if held.minutes else None,
        ended_at=ended,
        end_reason=EndReason.COMPLETED if held.minutes else EndReason.MISSED,
        created_at=when,
    )
    call.leaders = sorted(moderators_of(call))
    call.save()
    people = User.objects.filter(
        pk__in=Participant.objects.active().filter(conversation=conversation).values("user_id")
    )
    for number, person in enumerate(people):
        came = person == starter or (held.minutes > 0 and person.pk not in absent)
        joined = when + timedelta(seconds=7 * number, minutes=late.get(person.pk, 0))
        _take_part(call, person, came, joined, ended - timedelta(minutes=early.get(person.pk, 0)))
    data = {"call_id": str(call.pk), "call_type": call.call_type, "seconds": call.seconds}
    message = post_system_message(
        conversation, "call_ended", {**data, "reason": call.end_reason, "initiator_id": starter.pk}
    )
    return message.seq, ended


def _take_part(call: Call, person: User, came: bool, joined: datetime, left: datetime) -> None:
    participant = CallParticipant.objects.create(
        call=call,
        user=person,
        state=State.LEFT if came else State.MISSED,
        is_initiator=person.pk == call.initiator_id,
        answered=came,
        audio_enabled=came,
        video_enabled=came and call.call_type == Call.Type.VIDEO,
        invited_at=None if person.pk == call.initiator_id else call.created_at,
        joined_at=joined if came else None,
        left_at=left if came else None,
    )
    if came:
        page = uuid4()
        CallConnection.objects.create(
            peer_id=page, participant=participant, joined_at=joined, seen_at=left, left_at=left
        )
        for kind, at in ((CallEvent.Kind.JOINED, joined), (CallEvent.Kind.LEFT, left)):
            CallEvent.objects.create(call=call, user=person, kind=kind, peer_id=page, at=at)
