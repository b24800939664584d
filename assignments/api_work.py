"""REST: /api/assignments, what students hand in and how it is graded."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.access import signed_in
from assignments import access, actions, serializers, shapes, shapes_in
from dreamseed.realtime.rest import checked, rate_limited


class Draft(APIView):
    @extend_schema(operation_id="assignment_draft", responses=shapes.DraftShape)
    def get(self, request: Request, assignment_id: int) -> Response:
        """What one has begun and not handed in, on any device."""
        user = signed_in(request)
        found = access.assignment_to_do(user, assignment_id)
        return Response(serializers.draft(found.drafts.filter(student=user).first()))

    @rate_limited("assignments.draft", "120/60s")
    @extend_schema(
        operation_id="assignment_draft_save", request=shapes_in.DraftIn, responses=shapes.DraftShape
    )
    def put(self, request: Request, assignment_id: int) -> Response:
        """409 `changed_meanwhile` with the present `draft` when `version` is named and not the newest one."""
        fields = checked(shapes_in.DraftIn, request)
        kept = actions.save_draft(user=signed_in(request), assignment_id=assignment_id, **fields)
        return Response(serializers.draft(kept))


class Submit(APIView):
    @rate_limited("assignments.submit", "20/60s")
    @extend_schema(
        operation_id="assignment_submit",
        request=shapes_in.SubmitIn,
        responses={201: shapes.VersionShape, 200: shapes.VersionShape},
    )
    def post(self, request: Request, assignment_id: int) -> Response:
        """A new version, and its receipt. A repeated client_id answers 200 with the first one.

        409 `deadline_over` with `cut_off`, `already_graded` once the grade is out.
        """
        fields = checked(shapes_in.SubmitIn, request)
        fields["text"] = fields.pop("submission_text")
        version = actions.submit(user=signed_in(request), assignment_id=assignment_id, **fields)
        return Response(serializers.version(version), status=200 if version.repeated else 201)


class MySubmission(APIView):
    @extend_schema(operation_id="assignment_my_submission", responses=shapes.SubmissionShape)
    def get(self, request: Request, assignment_id: int) -> Response:
        """404 `not_submitted` while one has handed in nothing."""
        return Response(serializers.own_submission(access.own_submission(signed_in(request), assignment_id)))


class OneSubmission(APIView):
    @extend_schema(operation_id="submission", responses=shapes.SubmissionShape)
    def get(self, request: Request, submission_id: int) -> Response:
        user = signed_in(request)
        return Response(serializers.submission_for(access.submission_for(user, submission_id), user))


class Versions(APIView):
    @extend_schema(operation_id="submission_versions", responses=shapes.VersionsShape)
    def get(self, request: Request, submission_id: int) -> Response:
        """Everything that was handed in, newest first; who grades also sees what became of the grade,
        its student what was to be mended."""
        user = signed_in(request)
        found = access.submission_for(user, submission_id)
        changes = serializers.grade_changes_for(found, user)
        return Response(
            {
                "versions": [serializers.version(one) for one in found.versions.all()],
                "grade_changes": changes,
            }
        )


class Grade(APIView):
    @rate_limited("assignments.grade", "240/60s")
    @extend_schema(
        operation_id="submission_grade", request=shapes_in.GradeIn, responses=shapes.SubmissionShape
    )
    def post(self, request: Request, submission_id: int) -> Response:
        """Instead of the former grade. Words without points are kept as notes while the work waits: only
        graders see them, and `status` stays `submitted`. 409 `changed_meanwhile` with the present
        `score`, `grade`, `feedback`, `rubric_scores`, `graded_by`, `status`, `versions_count` and `version`
        when yours is not the newest."""
        fields = checked(shapes_in.GradeIn, request)
        graded = actions.grade_submission(user=signed_in(request), submission_id=submission_id, **fields)
        return Response(serializers.submission(graded))


class Return(APIView):
    @rate_limited("assignments.grade", "240/60s")
    @extend_schema(
        operation_id="submission_return", request=shapes_in.ReturnIn, responses=shapes.SubmissionShape
    )
    def post(self, request: Request, submission_id: int) -> Response:
        """For revision: the student reads the feedback and hands in again, after the cut-off too."""
        fields = checked(shapes_in.ReturnIn, request)
        back = actions.return_submission(user=signed_in(request), submission_id=submission_id, **fields)
        return Response(serializers.submission(back))
