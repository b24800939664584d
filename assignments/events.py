"""One function an outgoing event (docs/protocol.md, "Server to client")."""

from __future__ import annotations

from collections.abc import Iterable

from accounts.models import Enrollment
from assignments.models import Assignment
from dreamseed.realtime.publishing import Event, publish_all
from messenger.events import person_topic
from messenger.models import Conversation

EVENTS = {"assignment.changed": "assignment_id conversation_id"}


def changed(assignment: Assignment, student_ids: Iterable[int] = ()) -> None:
    """Its teachers and these students: what pages show of it is to be read again."""
    teachers = Enrollment.objects.filter(classroom=assignment.classroom_id, role=Enrollment.Role.TEACHER)
    people = {*teachers.values_list("user_id", flat=True), *student_ids}
    classes = Conversation.objects.filter(classroom=assignment.classroom_id, type=Conversation.Type.GROUP)
    event = {
        "type": "assignment.changed",
        "assignment_id": assignment.pk,
        "conversation_id": next((str(one) for one in classes.values_list("pk", flat=True)), None),
    }
    publish_all(Event(person_topic(one), event) for one in sorted(people))
