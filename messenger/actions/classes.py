"""A class has a conversation and an announcement board; enrolling brings one into both."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import Classroom, Enrollment
from accounts.registries import EnrollmentChange
from dreamseed.realtime.acting import acting
from messenger.actions.participants import give_role, let_in, put_out
from messenger.models import Conversation, Participant


def follow_enrollment(change: EnrollmentChange) -> None:
    """Keep the class's conversations in step, in the enrolment's transaction. Teachers administer them."""
    with acting(None):
        for conversation in _conversations_of(change.classroom):
            if change.enrolled:
                let_in(conversation, [change.user], _role(change.role))
                _keep_role(conversation, change)
            elif conversation.participants.active().filter(user=change.user).exists():
                put_out(conversation, change.user.pk)


def _keep_role(conversation: Conversation, change: EnrollmentChange) -> None:
    """One who was in already may have become a teacher of the class, or a student again."""
    row = conversation.participants.active().select_related("user").get(user=change.user)
    if row.role != _role(change.role):
        give_role(conversation, row, _role(change.role))


def _role(enrolled_as: str) -> str:
    return Participant.Role.ADMIN if enrolled_as == Enrollment.Role.TEACHER else Participant.Role.MEMBER


def _conversations_of(classroom: Classroom) -> list[Conversation]:
    """Its conversation and its board, locked."""
    for type in (Conversation.Type.GROUP, Conversation.Type.ANNOUNCEMENT):
        _make(classroom, type)
    rows = Conversation.objects.select_for_update(no_key=True).filter(classroom=classroom)
    return list(rows.order_by("pk"))


def _make(classroom: Classroom, type: str) -> None:
    """Unless it is there."""
    zone = classroom.zone
    with override("ko"):
        title = (
            classroom.name
            if type == Conversation.Type.GROUP
            else _("%(name)s announcements") % {"name": classroom.name}
        )
    Conversation.objects.get_or_create(
        classroom=classroom,
        type=type,
        defaults={"title": title, "zone": zone, "org_id": zone.organization_id},
    )
