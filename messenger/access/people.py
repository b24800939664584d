"""One's own side, and those one shares something with."""

from django.db.models import QuerySet

from accounts.models import User
from messenger.models import Draft, Participant, PersonState


def state_of(user_id: int) -> PersonState:
    """Somebody's own side; as it is at the beginning when they have chosen nothing yet."""
    return PersonState.objects.filter(user_id=user_id).first() or PersonState(user_id=user_id)


def chosen_status(user_id: int) -> str:
    """How somebody wants to be seen."""
    return state_of(user_id).status


def is_undisturbed(user_id: int) -> bool:
    return chosen_status(user_id) == PersonState.Status.DND


def drafts_of(user: User) -> QuerySet[Draft]:
    """What one has begun to write, of conversations one is in."""
    mine = Participant.objects.active().filter(user=user, conversation__archived_at__isnull=True)
    return Draft.objects.filter(user=user, conversation__in=mine.values("conversation"))


def people_shared_with(user_id: int) -> QuerySet[Participant, int]:
    """Ids of everybody with whom one shares a conversation."""
    mine = Participant.objects.active().filter(user_id=user_id).values("conversation_id")
    return (
        Participant.objects.active()
        .filter(conversation_id__in=mine)
        .values_list("user_id", flat=True)
        .distinct()
    )
