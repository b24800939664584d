"""What people type on the pages of assignments."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Classroom, User
from accounts.names import check_seen
from assignments.models import Assignment
from assignments.models.work import MOST_POINTS, TITLE, WORDS
from assignments.rubric_field import RubricField, rubric_json, short
from dreamseed.realtime.errors import Refused

MORNING, EVENING = time(7, 30), time(23, 59)
PLACES = {
    "due_date": "due_day",
    "cut_off": "cut_off_day",
    "class_id": "class_id",
    "attachment_ids": "attachments",
    "student_ids": "students",
    "until": "until_day",
    "publish_at": "publish_day",
}
"""Fields of the actions and where this page shows what is said of them."""


class RefusedForm(forms.Form):
    def add_refusal(self, refusal: Refused) -> None:
        """Its sentences at the fields they speak of."""
        sentences = refusal.extra.get("fields") or {None: [refusal.detail]}
        for name, texts in sentences.items():
            place = PLACES.get(name, name)
            for text in texts:
                self.add_error(place if place in self.fields else None, text)


def moment_of(day: date, hour: time) -> datetime:
    """Of the wall clock of who fills it in; a time that the clock skips is moved on."""
    return timezone.make_aware(datetime.combine(day, hour))


class AssignmentForm(RefusedForm):
    """`students` empty: the whole class. With a rubric the points are its sum."""

    class_id = forms.TypedChoiceField(label=_("Class"), coerce=int)
    title = forms.CharField(label=_("Title"), max_length=TITLE, validators=[check_seen])
    assignment_type = forms.ChoiceField(label=_("Type"), choices=Assignment.Type.choices)
    instructions = forms.CharField(
        label=_("Instructions"), max_length=WORDS, required=False, strip=False, empty_value=""
    )
    attachments = forms.CharField(required=False, max_length=2000)
    total_points = forms.DecimalField(
        label=_("Points"), min_value=Decimal("0.01"), max_value=MOST_POINTS, decimal_places=2, required=False
    )
    due_day = forms.DateField(label=_("Due on"))
    due_hour = forms.TimeField(label=_("at"))
    publish_day = forms.DateField(label=_("Goes out on"), required=False)
    publish_hour = forms.TimeField(label=_("at"), required=False)
    late_policy = forms.ChoiceField(label=_("Late work"), choices=Assignment.LatePolicy.choices)
    cut_off_day = forms.DateField(label=_("Cut-off on"), required=False)
    cut_off_hour = forms.TimeField(label=_("at"), required=False)
    rubric = RubricField(required=False, max_length=200_000)
    students = forms.TypedMultipleChoiceField(label=_("Students"), coerce=int, required=False)
    for_whom = forms.ChoiceField(
        label=_("For whom"), choices=[("class", _("The whole class")), ("chosen", _("Chosen students"))]
    )

    def __init__(
        self,
        data: Any = None,
        *,
        classes: Iterable[Classroom] = (),
        students: Iterable[User] = (),
        initial: Any = None,
    ):
        super().__init__(data, initial=initial)
        self._choose("class_id", [(one.pk, one.name) for one in classes])
        self._choose("students", [(one.pk, one.name) for one in students])

    def _choose(self, name: str, choices: list[tuple[int, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    @staticmethod
    def ids_in(text: str) -> list[UUID]:
        """The files' ids; ValueError for anything else."""
        try:
            return [UUID(one) for one in json.loads(text or "[]")]
        except (TypeError, AttributeError, RecursionError) as error:
            raise ValueError from error

    def clean_attachments(self) -> list[UUID]:
        try:
            return self.ids_in(self.cleaned_data["attachments"])
        except ValueError:
            raise forms.ValidationError(_("One of these files is not here any more.")) from None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        nothing = "rubric" in data and not data["rubric"] and not data.get("total_points")
        if nothing and "total_points" not in self.errors:
            self.add_error("total_points", _("How many points are there?"))
        if data.get("for_whom") == "chosen" and not data.get("students") and "students" not in self.errors:
            self.add_error("students", _("Choose at least one student."))
        if data.get("rubric") and sum(one["points"] for one in data["rubric"]) > MOST_POINTS:
            self.add_error("rubric", _("All criteria together give too many points."))
        return data

    def fields_of_assignment(self) -> dict[str, Any]:
        """As the actions take them."""
        data = self.cleaned_data
        rubric, cut_off = data["rubric"], data["cut_off_day"]
        out = None if self.data.get("then") == "publish" else data["publish_day"]
        taken = data["late_policy"] == Assignment.LatePolicy.ACCEPT
        return {
            "class_id": data["class_id"],
            "title": data["title"],
            "assignment_type": data["assignment_type"],
            "instructions": data["instructions"],
            "attachment_ids": data["attachments"],
            "total_points": sum((one["points"] for one in rubric), Decimal(0)) or data["total_points"],
            "due_date": moment_of(data["due_day"], data["due_hour"]),
            "late_policy": data["late_policy"],
            "cut_off": moment_of(cut_off, data["cut_off_hour"] or EVENING) if cut_off and taken else None,
            "publish_at": moment_of(out, data["publish_hour"] or MORNING) if out else None,
            "rubric": rubric,
            "student_ids": data["students"] if data["for_whom"] == "chosen" else [],
        }


def beginning(classes: Iterable[Classroom], class_id: str | None) -> dict[str, Any]:
    """A new one: due in a week, in the evening."""
    chosen = next((one for one in classes if str(one.pk) == class_id), None)
    return {
        "class_id": chosen.pk if chosen else None,
        "assignment_type": Assignment.Type.HOMEWORK,
        "total_points": "10",
        "due_day": timezone.localdate() + timedelta(days=7),
        "due_hour": EVENING,
        "late_policy": Assignment.LatePolicy.ACCEPT,
        "cut_off_hour": EVENING,
        "publish_hour": MORNING,
        "for_whom": "class",
        "rubric": "[]",
        "attachments": "[]",
        "students": [],
    }


def present(assignment: Assignment) -> dict[str, Any]:
    """One that is there, as the form shows it."""
    due = timezone.localtime(assignment.due_date)
    last = timezone.localtime(assignment.cut_off) if assignment.cut_off else None
    out = timezone.localtime(assignment.publish_at) if assignment.publish_at else None
    criteria = list(assignment.criteria.prefetch_related("levels"))
    return {
        "class_id": assignment.classroom_id,
        "title": assignment.title,
        "assignment_type": assignment.assignment_type,
        "instructions": assignment.instructions,
        "attachments": json.dumps([one["id"] for one in assignment.attachments]),
        "total_points": short(assignment.total_points),
        "due_day": due.date(),
        "due_hour": due.time(),
        "late_policy": assignment.late_policy,
        "cut_off_day": last.date() if last else None,
        "cut_off_hour": last.time() if last else EVENING,
        "publish_day": out.date() if out else None,
        "publish_hour": out.time() if out else MORNING,
        "rubric": rubric_json(criteria),
        "for_whom": "class" if assignment.whole_class else "chosen",
        "students": list(assignment.targets.values_list("student_id", flat=True)),
    }


class LiftForm(RefusedForm):
    """Of one student's line."""

    student_id = forms.IntegerField(widget=forms.HiddenInput)


class ExcuseForm(LiftForm):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        validators=[check_seen],
        error_messages={"required": _("Say why: it stays in the record.")},
    )

    @property
    def wishes(self) -> dict[str, Any]:
        """What the action takes."""
        return self.cleaned_data


class ExtensionForm(ExcuseForm):
    until_day = forms.DateField(label=_("Until"))
    until_hour = forms.TimeField(label=_("at"))

    @property
    def wishes(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "student_id": data["student_id"],
            "until": moment_of(data["until_day"], data["until_hour"]),
            "reason": data["reason"],
        }
