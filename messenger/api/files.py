"""Files of a conversation."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.access import signed_in
from messenger import access, serializers, shapes
from messenger.api.messages import LARGEST_PAGE, PAGE, number
from messenger.attached import with_files
from messenger.models import Message


class Files(APIView):
    @extend_schema(
        operation_id="conversation_files_list",
        parameters=[
            OpenApiParameter("before", int, description="Of messages with a smaller seq."),
            OpenApiParameter("page_size", int, description="Messages that came with files."),
        ],
        responses=shapes.SharedFilePage,
    )
    def get(self, request: Request, conversation_id: UUID) -> Response:
        """What was shared here, newest first, of the messages one may see."""
        conversation = access.conversation_for(signed_in(request), conversation_id)
        asked = request.query_params
        size = max(1, min(number(asked, "page_size") or PAGE, LARGEST_PAGE))
        found = access.messages_with_files(conversation)
        if (before := number(asked, "before")) is not None:
            found = found.filter(seq__lt=before)
        rows = with_files(found[: size + 1])
        address = request.build_absolute_uri(request.path)
        more = f"{address}?page_size={size}&before={rows[size - 1].seq}" if len(rows) > size else None
        return Response({"next": more, "previous": None, "results": _shared(rows[:size])})


def _shared(rows: list[Message]) -> list[dict[str, Any]]:
    return [shape for row in rows for shape in serializers.shared_files(row)]
