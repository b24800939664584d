"""/api/v1/messenger/conversations/{id}/calls/statistics: a conversation's lessons in numbers."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers as drf
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.access import signed_in
from calls import access
from calls.statistics import figures


class StatisticsShape(drf.Serializer):
    total_calls = drf.IntegerField(help_text="In which two people met; as of the last refresh.")
    total_duration = drf.FloatField(help_text="Seconds.")
    avg_duration = drf.FloatField(help_text="Seconds a call; 0 without calls.")
    participants = drf.IntegerField(help_text="People who were in at least one.")
    attendance_rate = drf.IntegerField(allow_null=True, help_text="Percent of those asked who came.")
    missed_rings = drf.IntegerField()


class Statistics(APIView):
    @extend_schema(responses=StatisticsShape)
    def get(self, request: Request, conversation_id: UUID) -> Response:
        """For its teachers and the school's administrators; 403 for others of the conversation."""
        conversation = access.conversation_to_count(signed_in(request), conversation_id)
        counted = figures([conversation])[conversation.pk]
        return Response(
            {
                "total_calls": counted.lessons,
                "total_duration": counted.seconds,
                "avg_duration": counted.seconds / counted.lessons if counted.lessons else 0,
                "participants": counted.people,
                "attendance_rate": counted.rate,
                "missed_rings": counted.missed,
            }
        )
