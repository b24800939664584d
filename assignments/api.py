"""REST: /api/assignments, what teachers set and students have to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, PolymorphicProxySerializer, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.access import signed_in
from accounts.models import User
from assignments import access, actions, serializers, shapes, shapes_in
from assignments.deadlines import own_deadlines
from assignments.models import Assignment, Excuse, Submission
from dreamseed.realtime.rest import CursorPages, checked, checked_query, rate_limited

PAGES = [OpenApiParameter("cursor", OpenApiTypes.STR), OpenApiParameter("page_size", OpenApiTypes.INT)]
EITHER = PolymorphicProxySerializer(
    "AssignmentForMe", [shapes.SetShape, shapes.ToDoShape], resource_type_field_name=None
)


class NewestFirst(CursorPages):
    ordering: Any = ("-created_at", "-id")


class SoonestFirst(CursorPages):
    ordering: Any = ("due_date", "id")


class Assignments(APIView):
    @rate_limited("assignments.write", "60/60s")
    @extend_schema(
        operation_id="assignment_create",
        request=shapes_in.AssignmentIn,
        responses={201: shapes.SetShape, 200: shapes.SetShape},
    )
    def post(self, request: Request) -> Response:
        """A draft for a class one teaches. A repeated client_id answers 200 with the first one."""
        user = signed_in(request)
        made = actions.create_assignment(user=user, **checked(shapes_in.AssignmentIn, request))
        return Response(_as_set(user, made), status=200 if made.repeated else 201)


class AsTeacher(APIView):
    @extend_schema(
        operation_id="assignments_as_teacher",
        parameters=[
            OpenApiParameter("class_id", OpenApiTypes.INT),
            OpenApiParameter("status", OpenApiTypes.STR, enum=Assignment.Status.values),
            *PAGES,
        ],
        responses=shapes.SetPage,
    )
    def get(self, request: Request) -> Response:
        """All of the classes one teaches, newest first."""
        rows = access.whole(access.assignments_to_teach(signed_in(request)))
        wanted = checked_query(shapes_in.FilterIn, request)
        pages = NewestFirst()
        page = pages.paginate_queryset(rows.filter(**wanted), request, self)
        return pages.get_paginated_response(serializers.assignments_set(page or []))


class AsStudent(APIView):
    @extend_schema(operation_id="assignments_as_student", parameters=PAGES, responses=shapes.ToDoPage)
    def get(self, request: Request) -> Response:
        """What was published for oneself, soonest due first, with one's own work."""
        user, pages = signed_in(request), SoonestFirst()
        page = pages.paginate_queryset(access.whole(access.assignments_to_do(user)), request, self)
        return pages.get_paginated_response(_as_to_do(user, page or []))


class OneAssignment(APIView):
    @extend_schema(operation_id="assignment", responses=EITHER)
    def get(self, request: Request, assignment_id: int) -> Response:
        """Who teaches the class sees the counts, a student their own time and work."""
        user = signed_in(request)
        found = access.assignment_for(user, assignment_id)
        if access.may_teach(user, found):
            return Response(_as_set(user, found))
        return Response(_as_to_do(user, [found])[0])

    @rate_limited("assignments.write", "60/60s")
    @extend_schema(operation_id="assignment_change", request=shapes_in.ChangeIn, responses=shapes.SetShape)
    def put(self, request: Request, assignment_id: int) -> Response:
        """What is left out stays as it is; `rubric`, `student_ids` and `attachment_ids` are replaced whole.

        409 `already_published` for another class, `rubric_in_use`, `score_above_points`.
        """
        user, fields = signed_in(request), checked(shapes_in.ChangeIn, request)
        changed = actions.change_assignment(user=user, assignment_id=assignment_id, **fields)
        return Response(_as_set(user, changed))

    @extend_schema(operation_id="assignment_remove", responses={204: None})
    def delete(self, request: Request, assignment_id: int) -> Response:
        """With its files; 409 `has_submissions` once somebody handed in."""
        actions.remove_assignment(user=signed_in(request), assignment_id=assignment_id)
        return Response(status=204)


class Publish(APIView):
    @extend_schema(operation_id="assignment_publish", request=None, responses=shapes.SetShape)
    def post(self, request: Request, assignment_id: int) -> Response:
        """Its students see it and are told; a closed one opens again. Twice changes nothing."""
        user = signed_in(request)
        return Response(_as_set(user, actions.publish_assignment(user=user, assignment_id=assignment_id)))


class Close(APIView):
    @extend_schema(operation_id="assignment_close", request=None, responses=shapes.SetShape)
    def post(self, request: Request, assignment_id: int) -> Response:
        """Nothing is taken any more, but from who has more time."""
        user = signed_in(request)
        return Response(_as_set(user, actions.close_assignment(user=user, assignment_id=assignment_id)))


class Release(APIView):
    @extend_schema(
        operation_id="assignment_release", request=shapes_in.ReleaseIn, responses=shapes.ReleasedShape
    )
    def post(self, request: Request, assignment_id: int) -> Response:
        """Grades given so far are seen by their students; without `student_ids` later ones at once."""
        fields = checked(shapes_in.ReleaseIn, request)
        found = actions.release_grades(user=signed_in(request), assignment_id=assignment_id, **fields)
        return Response({"released": len(found)})


class Extensions(APIView):
    @extend_schema(
        operation_id="assignment_extend",
        request=shapes_in.ExtensionIn,
        responses={201: shapes.ExtensionShape},
    )
    def post(self, request: Request, assignment_id: int) -> Response:
        """More time for one student, instead of what they were given before."""
        fields = checked(shapes_in.ExtensionIn, request)
        given = actions.extend(user=signed_in(request), assignment_id=assignment_id, **fields)
        return Response(serializers.extension(given), status=201)


class Excuses(APIView):
    @extend_schema(
        operation_id="assignment_excuse",
        request=shapes_in.ExcuseIn,
        responses={201: shapes.ExcuseShape},
    )
    def post(self, request: Request, assignment_id: int) -> Response:
        """One student need not do it: not missing, in no average. Their work stays, and does not count."""
        fields = checked(shapes_in.ExcuseIn, request)
        given = actions.excuse(user=signed_in(request), assignment_id=assignment_id, **fields)
        return Response(serializers.excuse(given), status=201)


class OneExcuse(APIView):
    @extend_schema(operation_id="assignment_excuse_lift", responses={204: None})
    def delete(self, request: Request, assignment_id: int, student_id: int) -> Response:
        """It is expected of them again. Twice changes nothing."""
        user = signed_in(request)
        actions.lift_excuse(user=user, assignment_id=assignment_id, student_id=student_id)
        return Response(status=204)


def _as_set(user: User, found: Assignment) -> dict[str, Any]:
    rows = access.whole(access.assignments_to_teach(user)).filter(pk=found.pk)
    return serializers.assignments_set(list(rows))[0]


def _as_to_do(user: User, rows: Sequence[Assignment]) -> list[dict[str, Any]]:
    mine = Submission.objects.filter(student=user, assignment__in=rows).select_related("student", "graded_by")
    done = {one.assignment_id: one for one in mine}
    limits = own_deadlines(user, rows, timezone.now())
    excused = {one.assignment_id for one in Excuse.objects.filter(student=user, assignment__in=rows)}
    return [
        serializers.assignment_to_do(one, limits[one.pk], done.get(one.pk), one.pk in excused) for one in rows
    ]
