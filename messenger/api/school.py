"""Announcements confirmed, and messages shown to the school."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.access import signed_in
from dreamseed.realtime.rest import checked, rate_limited
from dreamseed.realtime.wire import moment
from messenger import access, actions, serializers, shapes


class Acknowledgements(APIView):
    @extend_schema(operation_id="acknowledgements_list", responses=shapes.AcknowledgementsShape)
    def get(self, request: Request, message_id: UUID) -> Response:
        """`12 of 27`: who has confirmed an announcement and who has not; for the board's administrators."""
        message = access.announcement_to_follow(signed_in(request), message_id)
        return Response(serializers.acknowledgements(message))

    @extend_schema(
        operation_id="acknowledge",
        request=None,
        responses={201: shapes.MessageShape, 200: shapes.MessageShape},
    )
    def post(self, request: Request, message_id: UUID) -> Response:
        """I have read and understood; a second time answers 200."""
        me = signed_in(request)
        message, created = actions.acknowledge(user=me, message_id=message_id)
        return Response(
            serializers.message(message, me.pk),
            status=status.HTTP_201_CREATED if created else status.HTTP_200_OK,
        )


class Reminder(APIView):
    @rate_limited("remind", "6/600s")
    @extend_schema(operation_id="acknowledgements_remind", request=None, responses=shapes.RemindedShape)
    def post(self, request: Request, message_id: UUID) -> Response:
        """Tell those who have not confirmed it; how many they are."""
        return Response({"reminded": actions.remind(user=signed_in(request), message_id=message_id)})


class Reports(APIView):
    @rate_limited("report", "10/600s")
    @extend_schema(
        operation_id="message_report",
        request=shapes.ReportIn,
        responses={201: shapes.ReportShape, 200: shapes.ReportShape},
    )
    def post(self, request: Request, message_id: UUID) -> Response:
        """Show it to the school, with its words of this moment; nobody else learns of it."""
        fields = checked(shapes.ReportIn, request)
        report, created = actions.report_message(user=signed_in(request), message_id=message_id, **fields)
        return Response(
            {"id": report.pk, "reason": report.reason, "created_at": moment(report.created_at)},
            status=status.HTTP_201_CREATED if created else status.HTTP_200_OK,
        )
