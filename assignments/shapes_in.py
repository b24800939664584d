"""Shapes of what comes in, as DRF serializers that check it."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers as drf

from accounts.names import check_seen
from assignments.models import Assignment
from assignments.models.work import MOST_POINTS, TITLE, WORDS
from assignments.storable import is_storable
from dreamseed.realtime.years import MomentField

MOST_CRITERIA, MOST_LEVELS, MOST_STUDENTS, MOST_METADATA = 30, 10, 500, 10_000
SOME = Decimal("0.01")


def _points(least: Decimal | int = 0, **options: Any) -> drf.DecimalField:
    """NaN and infinity are refused by DRF itself."""
    return drf.DecimalField(max_digits=6, decimal_places=2, min_value=least, max_value=MOST_POINTS, **options)


def _title(**options: Any) -> drf.CharField:
    return drf.CharField(max_length=TITLE, validators=[check_seen], **options)


class LevelIn(drf.Serializer):
    title = _title()
    points = _points()


class CriterionIn(drf.Serializer):
    id = drf.IntegerField(required=False, help_text="Of one that is kept.")
    title = _title()
    description = drf.CharField(max_length=1000, allow_blank=True, default="")
    points = _points(SOME)
    levels = drf.ListField(child=LevelIn(), default=list, max_length=MOST_LEVELS)


class ChangeIn(drf.Serializer):
    """Nothing is required. (`partial` would not require anything of a rubric's lines either.)"""

    title = _title(required=False)
    class_id = drf.IntegerField(required=False, help_text="Changed only while it is a draft.")
    assignment_type = drf.ChoiceField(Assignment.Type.choices, required=False)
    total_points = _points(SOME, required=False)
    due_date = MomentField(required=False)
    cut_off = MomentField(required=False, allow_null=True)
    publish_at = MomentField(
        required=False, allow_null=True, help_text="It goes out by itself then; null: when you publish it."
    )
    late_policy = drf.ChoiceField(Assignment.LatePolicy.choices, required=False)
    instructions = drf.CharField(required=False, allow_blank=True, max_length=WORDS, help_text="Markdown.")
    attachment_ids = drf.ListField(child=drf.UUIDField(), required=False)
    metadata = drf.DictField(required=False)
    student_ids = drf.ListField(
        child=drf.IntegerField(),
        required=False,
        max_length=MOST_STUDENTS,
        help_text="Empty: all.",
    )
    rubric = drf.ListField(child=CriterionIn(), required=False, max_length=MOST_CRITERIA)

    def validate_metadata(self, value: dict[str, Any]) -> dict[str, Any]:
        """What jsonb can keep, and not a shelf for files."""
        if len(json.dumps(value, ensure_ascii=False)) > MOST_METADATA:
            raise drf.ValidationError(_("At most %(most)d characters.") % {"most": MOST_METADATA})
        if not is_storable(value):
            raise drf.ValidationError(_("There are signs in it that are no text."))
        return value


class AssignmentIn(ChangeIn):
    title = _title()
    class_id = drf.IntegerField()
    total_points = _points(SOME)
    due_date = MomentField()
    client_id = drf.UUIDField(required=False)


class DraftIn(drf.Serializer):
    text = drf.CharField(allow_blank=True, trim_whitespace=False, max_length=WORDS)
    attachment_ids = drf.ListField(child=drf.UUIDField(), default=list)
    version = drf.IntegerField(
        required=False, allow_null=True, help_text="The draft's, as this device knows it."
    )


class SubmitIn(drf.Serializer):
    submission_text = drf.CharField(allow_blank=True, default="", trim_whitespace=False, max_length=WORDS)
    attachment_ids = drf.ListField(child=drf.UUIDField(), default=list)
    client_id = drf.UUIDField(required=False)


class MarkIn(drf.Serializer):
    criterion = drf.IntegerField()
    level = drf.IntegerField(required=False, allow_null=True)
    points = _points(required=False, allow_null=True, help_text="Null: a comment alone, and no sum.")
    comment = drf.CharField(required=False, allow_blank=True, max_length=2000)


class GradeIn(drf.Serializer):
    version = drf.IntegerField(help_text="The submission's, as it was seen.")
    score = _points(required=False, allow_null=True, help_text="Left out: the sum of the rubric.")
    grade = drf.CharField(required=False, allow_blank=True, max_length=20)
    feedback = drf.CharField(required=False, allow_blank=True, max_length=WORDS)
    rubric_scores = drf.ListField(child=MarkIn(), required=False, max_length=MOST_CRITERIA)


class ReturnIn(drf.Serializer):
    version = drf.IntegerField()
    feedback = drf.CharField(max_length=WORDS, help_text="What is to be mended.")


class ReleaseIn(drf.Serializer):
    student_ids = drf.ListField(
        child=drf.IntegerField(),
        required=False,
        max_length=MOST_STUDENTS,
        help_text="Left out: all.",
    )


class ExtensionIn(drf.Serializer):
    student_id = drf.IntegerField()
    until = MomentField()
    reason = drf.CharField(allow_blank=True, default="", max_length=500)


class ExcuseIn(drf.Serializer):
    student_id = drf.IntegerField()
    reason = drf.CharField(allow_blank=True, default="", max_length=500)


class FilterIn(drf.Serializer):
    class_id = drf.IntegerField(required=False, source="classroom")
    status = drf.ChoiceField(Assignment.Status.choices, required=False)


GradebookIn = type(
    "GradebookIn", (drf.Serializer,), {"as": drf.ChoiceField(["json", "csv", "xlsx"], default="json")}
)
"""A class statement cannot have a field named `as`."""
