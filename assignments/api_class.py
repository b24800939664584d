"""REST: /api/assignments, a whole class: who handed in, numbers, grades, all work at once."""

from __future__ import annotations

from django.http import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.access import signed_in
from accounts.pictures import AnyAccept
from assignments import access, archive, gradebook, serializers, shapes, shapes_in
from assignments.overview import lines, totals
from assignments.spread import spread
from dreamseed.realtime.rest import checked_query, rate_limited
from files.names import clean_name
from files.serving import made_meanwhile
from files.tables import csv_file, xlsx_file


class Submissions(APIView):
    @extend_schema(operation_id="assignment_submissions", responses=shapes.LineShape(many=True))
    def get(self, request: Request, assignment_id: int) -> Response:
        """Everybody it is for and who handed in, by name: also those of whom nothing came."""
        found = access.assignment_to_edit(signed_in(request), assignment_id)
        return Response([serializers.line(one) for one in lines(found)])


class Statistics(APIView):
    @extend_schema(operation_id="assignment_statistics", responses=shapes.NumbersShape)
    def get(self, request: Request, assignment_id: int) -> Response:
        """As of now; those of many assignments stand in the view `assignment_statistics`."""
        found = access.assignment_to_edit(signed_in(request), assignment_id)
        everybody = lines(found)
        missing = [line.student for line in everybody if line.state == "missing"]
        numbers = spread(everybody, found.total_points)
        return Response(serializers.statistics(totals(everybody), numbers, missing))


class Archive(APIView):
    content_negotiation_class = AnyAccept

    @rate_limited("assignments.archive", "10/60s")
    @extend_schema(
        operation_id="assignment_files",
        responses={(200, "application/zip"): OpenApiResponse(OpenApiTypes.BINARY)},
    )
    def get(self, request: Request, assignment_id: int) -> HttpResponseBase:
        """The newest version of everybody, a folder each, as one ZIP."""
        found = access.assignment_to_edit(signed_in(request), assignment_id)
        body = archive.pieces(archive.folders(found))
        return made_meanwhile(request._request, body, f"{clean_name(found.title)}.zip", "application/zip")


class ClassGradebook(APIView):
    content_negotiation_class = AnyAccept

    @extend_schema(
        operation_id="class_gradebook",
        parameters=[OpenApiParameter("as", OpenApiTypes.STR, enum=["json", "csv", "xlsx"])],
        responses=shapes.GradebookShape,
    )
    def get(self, request: Request, class_id: int) -> HttpResponseBase:
        """A line a student, a cell an assignment that is out; as a file for spreadsheets with `as`."""
        wanted = checked_query(shapes_in.GradebookIn, request)["as"]
        book = gradebook.gradebook(access.class_to_teach(signed_in(request), class_id))
        name = clean_name(book.classroom.name)
        if wanted == "csv":
            return csv_file(name, gradebook.table(book))
        if wanted == "xlsx":
            return xlsx_file(name, gradebook.table(book))
        return Response(gradebook.shape(book))
