"""/api/v1/messenger/calls/{id}/quality: how well the people of a call are connected."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers as drf
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.access import signed_in
from accounts.serializers import PersonSerializer
from calls import access, serializers
from calls.quality import CAUSES, QUALITIES


class PageQualityShape(drf.Serializer):
    peer_id = drf.UUIDField()
    device = drf.CharField(help_text="The browser's or program's User-Agent.")
    quality = drf.ChoiceField(QUALITIES, allow_null=True)
    cause = drf.ChoiceField(CAUSES, allow_null=True)


class QualityShape(drf.Serializer):
    user = PersonSerializer()
    quality = drf.ChoiceField(QUALITIES, allow_null=True, help_text="Null: nothing was reported yet.")
    cause = drf.ChoiceField(CAUSES, allow_null=True, help_text="Null while it is good.")
    pages = PageQualityShape(many=True)


class Quality(APIView):
    @extend_schema(operation_id="calls_quality_list", responses=QualityShape(many=True))
    def get(self, request: Request, call_id: UUID) -> Response:
        """Everybody who is in, for those who moderate; 403 for others of the conversation."""
        call = access.call_to_watch(signed_in(request), call_id)
        return Response(serializers.qualities(call))
