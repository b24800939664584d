"""Shapes of what is answered, as DRF serializers for the API document (tests hold both equal)."""

from __future__ import annotations

from rest_framework import serializers as drf

from accounts.serializers import PersonSerializer
from assignments.models import Assignment, GradeChange, Submission
from files.serializers import FileShape


class ClassShape(drf.Serializer):
    id = drf.IntegerField()
    name = drf.CharField()


class LevelShape(drf.Serializer):
    id = drf.IntegerField()
    title = drf.CharField()
    points = drf.FloatField()


class CriterionShape(drf.Serializer):
    id = drf.IntegerField()
    title = drf.CharField()
    description = drf.CharField()
    points = drf.FloatField(help_text="The most it gives.")
    levels = LevelShape(many=True)


class DeadlineShape(drf.Serializer):
    """For the student who asks, an extension reckoned in."""

    due = drf.DateTimeField()
    last = drf.DateTimeField(allow_null=True, help_text="Nothing is taken later; null: until it is closed.")
    extended = drf.BooleanField()
    open = drf.BooleanField(help_text="Work is taken now, by the server's clock.")
    late = drf.BooleanField(help_text="What is handed in now is late.")


class MarkShape(drf.Serializer):
    criterion = drf.IntegerField()
    level = drf.IntegerField(allow_null=True)
    points = drf.FloatField(allow_null=True, help_text="Null: a comment alone.")
    comment = drf.CharField()


class SubmissionShape(drf.Serializer):
    """To its student score, grade, feedback and rubric are null until they are released."""

    id = drf.IntegerField()
    assignment_id = drf.IntegerField()
    student = PersonSerializer()
    status = drf.ChoiceField(Submission.Status.choices)
    submission_text = drf.CharField()
    attachments = FileShape(many=True)
    is_late = drf.BooleanField()
    submitted_at = drf.DateTimeField()
    versions_count = drf.IntegerField()
    version = drf.IntegerField(help_text="Counts changes of work and grade; named when grading.")
    score = drf.FloatField(allow_null=True)
    grade = drf.CharField(allow_null=True)
    feedback = drf.CharField(allow_null=True)
    rubric_scores = MarkShape(many=True, allow_null=True)
    graded_by = PersonSerializer(allow_null=True, help_text="Or who wrote notes, while it is not graded.")
    graded_at = drf.DateTimeField(allow_null=True)
    released_at = drf.DateTimeField(allow_null=True)


class AssignmentShape(drf.Serializer):
    id = drf.IntegerField()
    title = drf.CharField()
    teacher = PersonSerializer()
    classroom = ClassShape()
    assignment_type = drf.ChoiceField(Assignment.Type.choices)
    total_points = drf.FloatField()
    due_date = drf.DateTimeField()
    cut_off = drf.DateTimeField(allow_null=True)
    late_policy = drf.ChoiceField(Assignment.LatePolicy.choices)
    status = drf.ChoiceField(Assignment.Status.choices)
    instructions = drf.CharField(help_text="Markdown.")
    attachments = FileShape(many=True)
    whole_class = drf.BooleanField()
    rubric = CriterionShape(many=True)
    published_at = drf.DateTimeField(allow_null=True)
    closed_at = drf.DateTimeField(allow_null=True)
    released_at = drf.DateTimeField(allow_null=True, help_text="From then on grades are seen at once.")
    created_at = drf.DateTimeField()
    updated_at = drf.DateTimeField()


class CountsShape(drf.Serializer):
    students = drf.IntegerField(help_text="Without those who are excused.")
    excused = drf.IntegerField()
    submitted = drf.IntegerField()
    late = drf.IntegerField()
    missing = drf.IntegerField(help_text="Their time is over, and nothing came.")
    to_grade = drf.IntegerField()
    returned = drf.IntegerField(help_text="For revision, and not handed in again.")
    to_release = drf.IntegerField()


class SetShape(AssignmentShape):
    """As its teachers see it."""

    metadata = drf.DictField()
    publish_at = drf.DateTimeField(allow_null=True, help_text="A draft goes out by itself then.")
    student_ids = drf.ListField(child=drf.IntegerField(), help_text="Empty: the whole class.")
    counts = CountsShape()


class ToDoShape(AssignmentShape):
    """As a student sees it."""

    deadline = DeadlineShape()
    excused = drf.BooleanField(help_text="One need not do it.")
    submission = SubmissionShape(allow_null=True)


class SetPage(drf.Serializer):
    next = drf.CharField(allow_null=True)
    previous = drf.CharField(allow_null=True)
    results = SetShape(many=True)


class ToDoPage(drf.Serializer):
    next = drf.CharField(allow_null=True)
    previous = drf.CharField(allow_null=True)
    results = ToDoShape(many=True)


class DraftShape(drf.Serializer):
    text = drf.CharField()
    files = FileShape(many=True)
    saved_at = drf.DateTimeField(allow_null=True, help_text="Null: there is nothing in it.")
    version = drf.IntegerField(help_text="Counts its changes, handing in too; 0: nothing was begun.")


class VersionShape(drf.Serializer):
    """What was handed in once: the receipt."""

    id = drf.IntegerField()
    submission_id = drf.IntegerField()
    number = drf.IntegerField()
    text = drf.CharField()
    files = FileShape(many=True)
    sha256 = drf.CharField(help_text="Of the SHA-256 of the text and of the files, a line each.")
    is_late = drf.BooleanField()
    submitted_at = drf.DateTimeField(help_text="By the server's clock.")


class ReleasedShape(drf.Serializer):
    released = drf.IntegerField(help_text="Grades that are seen from now on.")


class ExtensionShape(drf.Serializer):
    student_id = drf.IntegerField()
    until = drf.DateTimeField()
    reason = drf.CharField()
    granted_by = PersonSerializer()
    created_at = drf.DateTimeField()


class ExcuseShape(drf.Serializer):
    student_id = drf.IntegerField()
    reason = drf.CharField()
    excused_by = PersonSerializer()
    created_at = drf.DateTimeField()


STANDING = ["expected", "missing", "to_grade", "returned", "graded", "released", "excused"]


class LineShape(drf.Serializer):
    """One student of an assignment."""

    student = PersonSerializer()
    standing = drf.ChoiceField(STANDING)
    excuse = ExcuseShape(allow_null=True)
    deadline = DeadlineShape()
    submission = SubmissionShape(allow_null=True)


class BarShape(drf.Serializer):
    least = drf.IntegerField(help_text="Per cent of the points.")
    most = drf.IntegerField()
    count = drf.IntegerField()


class NumbersShape(CountsShape):
    graded = drf.IntegerField()
    submission_rate = drf.FloatField(allow_null=True, help_text="Of 1; null without students.")
    average_score = drf.FloatField(allow_null=True)
    median_score = drf.FloatField(allow_null=True)
    distribution = BarShape(many=True)
    missing_students = PersonSerializer(many=True)


class GradeChangeShape(drf.Serializer):
    kind = drf.ChoiceField(GradeChange.Kind.choices)
    work_version = drf.IntegerField()
    score = drf.FloatField(allow_null=True)
    grade = drf.CharField()
    feedback = drf.CharField()
    rubric_scores = MarkShape(many=True)
    by = PersonSerializer()
    at = drf.DateTimeField()


class VersionsShape(drf.Serializer):
    versions = VersionShape(many=True)
    grade_changes = GradeChangeShape(many=True, help_text="To its student only what was `returned`.")


class ColumnShape(drf.Serializer):
    id = drf.IntegerField()
    title = drf.CharField()
    total_points = drf.FloatField()


class CellShape(drf.Serializer):
    standing = drf.ChoiceField(STANDING)
    score = drf.FloatField(allow_null=True)
    is_late = drf.BooleanField()


class RowShape(drf.Serializer):
    student = PersonSerializer()
    cells = CellShape(many=True, help_text="In the order of the assignments; null: not for this student.")
    points = drf.FloatField(help_text="Of what is graded.")
    most = drf.FloatField(help_text="Points of what is graded.")
    percent = drf.FloatField(allow_null=True)


class GradebookShape(drf.Serializer):
    classroom = ClassShape()
    assignments = ColumnShape(many=True)
    students = RowShape(many=True)
