"""What a student took out of a draft again does not lie about for ever; what was handed in does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from accounts.models import Classroom
from assignments import tasks
from files.models import StoredFile
from tests.assignments.steps import ask, hand_in, set_work
from tests.files.steps import PDF, send_file
from tests.people import Person

pytestmark = pytest.mark.django_db


def a_day_passes() -> None:
    StoredFile.objects.update(created_at=timezone.now() - timedelta(hours=25))


def left() -> set[str]:
    return {str(one) for one in StoredFile.objects.values_list("pk", flat=True)}


def test_only_what_no_version_and_no_draft_names_goes_after_a_day(
    teacher: Person, minji: Person, seojun: Person, algebra_class: Classroom
) -> None:
    sheet, first, second, wrong, drafted, others = (
        send_file(person, PDF)["id"] for person in (teacher, minji, minji, minji, minji, seojun)
    )
    work = set_work(teacher, algebra_class, attachment_ids=[sheet])
    hand_in(seojun, work, attachment_ids=[others])
    hand_in(minji, work, attachment_ids=[first])
    hand_in(minji, work, attachment_ids=[second])
    for ids in ([wrong, drafted], [drafted]):
        ask(minji, "put", f"/{work['id']}/draft", {"text": "", "attachment_ids": ids})

    tasks.sweep_files()
    assert wrong in left(), "a page on another device may still name it"

    a_day_passes()
    tasks.sweep_files()
    assert left() == {sheet, first, second, drafted, others}


def test_the_clock_knows_it() -> None:
    assert tasks.sweep_files.name in {one["task"] for one in settings.CELERY_BEAT_SCHEDULE.values()}
