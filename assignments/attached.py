"""Files of an assignment or of a student's work, claimed once and described where they are used."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from dreamseed.realtime.errors import Invalid, NotFound
from files import access as files_access
from files import actions as files
from files.serializers import described

FIELD = "attachment_ids"


def attached(*, user: User, kind: str, object_id: Any, file_ids: Iterable[Any]) -> list[dict[str, Any]]:
    """Descriptions of these files in this order; the new ones are claimed for the object.

    Invalid at `attachment_ids` for files of others, files of another object, and more than 20.
    """
    wanted = list(dict.fromkeys(_known_id(one) for one in file_ids))
    if len(wanted) > files.MOST:
        raise Invalid(fields={FIELD: [_("At most %(most)d files at once.") % {"most": files.MOST}]})
    here = {str(one.pk): one for one in files_access.files_of(kind, [object_id]).get(str(object_id), [])}
    fresh = [one for one in wanted if one not in here]
    if fresh:
        claimed = files.attach(user=user, file_ids=fresh, kind=kind, object_id=object_id, field=FIELD)
        here |= {str(one.pk): one for one in claimed}
    return [described(here[one]) for one in wanted]


def _known_id(value: Any) -> str:
    try:
        return str(files_access.as_uuid(value))
    except NotFound:
        raise Invalid(fields={FIELD: [_("One of these files is not here any more.")]}) from None
