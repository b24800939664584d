"""How well a person is connected, as their pages report it."""

from __future__ import annotations

from uuid import UUID

from calls.actions.ground import State
from calls.models import CallConnection, CallParticipant
from calls.quality import QUALITIES, Verdict
from dreamseed.realtime.acting import acting


def report_connection(
    *, user_id: int, call_id: UUID, peer_id: UUID, quality: str, cause: str
) -> Verdict | None:
    """A page's quality has changed. Answers the person's, the worst of their pages, when it has changed.

    Takes no lock: nothing else depends on it, and the last one to report is right.
    """
    with acting(user_id):
        mine = CallConnection.objects.live().filter(participant__call=call_id, participant__user=user_id)
        if not mine.filter(peer_id=peer_id).update(quality=quality, quality_cause=cause):
            return None
        known = mine.exclude(quality="").values_list("quality", "quality_cause")
        worst = max((Verdict(*row) for row in known), key=lambda one: QUALITIES.index(one.quality))
        person = CallParticipant.objects.filter(call=call_id, user=user_id, state=State.JOINED)
        values = {"connection_quality": worst.quality, "connection_cause": worst.cause}
        return worst if person.exclude(**values).update(**values) else None
