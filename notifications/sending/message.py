"""What every push says, whatever the provider."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.conf import settings

from notifications.models import Delivery
from notifications.wording import words_for

LONGEST = 300
"""Characters of a body: providers take four kilobytes in all."""


class Push(NamedTuple):
    """`tag`: a younger push of the same replaces this one. `seconds`: so long it is worth delivering."""

    title: str
    body: str
    link: str
    tag: str
    seconds: int
    urgent: bool
    data: dict[str, str]


def push_of(row: Delivery) -> Push:
    note = row.notification
    title, body = words_for(note, note.user)
    data: dict[str, Any] = {
        "notification_id": note.pk,
        "kind": note.kind,
        "link": note.link,
        "subject": note.subject,
    }
    return Push(
        title=title[:LONGEST],
        body=body[:LONGEST],
        link=f"{settings.SITE_URL}/notifications/{note.pk}",
        tag=str(note.pk),
        seconds=round(note.described.lasts.total_seconds()),
        urgent=note.described.urgent,
        data={name: str(value) for name, value in data.items()},
    )
