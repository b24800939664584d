"""/api/v1/messenger/lessons: the timetable, and planning."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.access import signed_in
from accounts.models import User
from accounts.serializers import person
from calls import access, actions, serializers, shapes
from calls.lessons import Occurrence, beginning, timetable
from calls.models import Lesson
from calls.overlaps import overlaps_of
from dreamseed.realtime.errors import Invalid
from dreamseed.realtime.rest import checked, rate_limited
from dreamseed.realtime.wire import moment
from dreamseed.realtime.years import check_years

FORTNIGHT, LONGEST = timedelta(days=14), timedelta(days=100)


class Timetable(APIView):
    @extend_schema(parameters=[shapes.TimetableIn], responses=shapes.LessonShape(many=True))
    def get(self, request: Request) -> Response:
        """Meetings of one's conversations between `start` and `end`, by time."""
        body = shapes.TimetableIn(data=request.query_params)
        body.is_valid(raise_exception=True)
        start = body.validated_data.get("start") or timezone.now()
        check_years(start=start, end=body.validated_data.get("end"))
        end = body.validated_data.get("end") or start + FORTNIGHT
        if end <= start:
            raise Invalid(fields={"end": [_("The end is before the start.")]})
        if end > start + LONGEST:
            raise Invalid(fields={"end": [_("Ask for at most 100 days.")]})
        rows = access.lessons_of(signed_in(request))
        if "conversation_id" in body.validated_data:
            rows = rows.filter(conversation=body.validated_data["conversation_id"])
        return Response([shape(one) for one in timetable(rows, start, end)])


class Plan(APIView):
    @rate_limited("lessons.plan", "30/60s")
    @extend_schema(request=shapes.LessonIn, responses={201: shapes.PlannedShape})
    def post(self, request: Request, conversation_id: UUID) -> Response:
        """Plan one. 409 `lessons_overlap` with the `title` of the lesson that stands there at that time."""
        fields, user = checked(shapes.LessonIn, request), signed_in(request)
        lesson = actions.plan_lesson(user=user, conversation_id=conversation_id, **fields)
        return Response(_planned(user, lesson), status=status.HTTP_201_CREATED)


class OneLesson(APIView):
    @extend_schema(responses=shapes.LessonShape)
    def get(self, request: Request, lesson_id: UUID) -> Response:
        """Its next meeting; its first, when none comes."""
        return Response(_answer(access.lesson_for(signed_in(request), lesson_id)))

    @rate_limited("lessons.plan", "30/60s")
    @extend_schema(
        parameters=[shapes.DayIn],
        request=shapes.LessonIn(partial=True),
        responses=shapes.PlannedShape,
    )
    def patch(self, request: Request, lesson_id: UUID) -> Response:
        """Change the whole series; with `on` one date alone, which is a lesson of its own from now on.

        What is sent as it was changes nothing.
        """
        body = shapes.LessonIn(data=request.data, partial=True)
        body.is_valid(raise_exception=True)
        user, on = signed_in(request), _day(request).get("on")
        lesson = actions.change_lesson(user=user, lesson_id=lesson_id, on=on, **body.validated_data)
        return Response(_planned(user, lesson, on))

    @rate_limited("lessons.plan", "30/60s")
    @extend_schema(parameters=[shapes.DayIn], responses={204: None})
    def delete(self, request: Request, lesson_id: UUID) -> Response:
        """Call it off: all of it, or its meeting `on` one date."""
        actions.cancel_lesson(user=signed_in(request), lesson_id=lesson_id, **_day(request))
        return Response(status=status.HTTP_204_NO_CONTENT)


def _day(request: Request) -> dict[str, date]:
    body = shapes.DayIn(data=request.query_params.dict())  # of a form DRF leaves out what is empty
    body.is_valid(raise_exception=True)
    return dict(body.validated_data)


class StartLesson(APIView):
    @rate_limited("call.initiate", "10/60s")
    @extend_schema(request=None, responses=shapes.CallShape)
    def post(self, request: Request, lesson_id: UUID) -> Response:
        """Its call: started now, or the one that runs, which becomes this lesson when a teacher asks.

        409 `not_time` with `starts_at` earlier than 15 minutes before or after its hours, `other_lesson` with
        `title`.
        """
        call = actions.start_lesson(user=signed_in(request), lesson_id=lesson_id)
        return Response(serializers.call(call))


def shape(one: Occurrence) -> dict[str, Any]:
    """As docs/protocol.md has it."""
    lesson = one.lesson
    until = lesson.repeat_until
    return {
        "id": str(lesson.pk),
        "conversation_id": str(lesson.conversation_id),
        "title": lesson.title,
        "starts_at": moment(one.starts_at),
        "ends_at": moment(one.ends_at),
        "on": one.on.isoformat(),
        "minutes": lesson.minutes,
        "time_zone": lesson.time_zone,
        "repeat": lesson.repeat,
        "repeat_until": until.isoformat() if until else None,
        "created_by": person(lesson.created_by),
    }


def _answer(lesson: Lesson, on: date | None = None) -> dict[str, Any]:
    """Its next meeting, or that of this date when it has one."""
    now = timezone.now()
    coming = timetable([lesson], now, now + timedelta(days=366)) or [beginning(lesson)]
    return shape(next((one for one in coming if one.on == on), coming[0]))


def _planned(user: User, lesson: Lesson, on: date | None = None) -> dict[str, Any]:
    return {**_answer(lesson, on), "overlaps": [_overlap(one) for one in overlaps_of(user, lesson)]}


def _overlap(one: Occurrence) -> dict[str, Any]:
    return {
        "id": str(one.lesson.pk),
        "title": one.lesson.title,
        "conversation_id": str(one.lesson.conversation_id),
        "conversation_title": one.lesson.conversation.title,
        "starts_at": moment(one.starts_at),
        "ends_at": moment(one.ends_at),
    }
