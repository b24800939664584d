"""/api/v1/messenger/search: messages and files one may see."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.utils.dateparse import parse_datetime
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.access import signed_in
from dreamseed.realtime.errors import Invalid
from dreamseed.realtime.rest import rate_limited
from dreamseed.realtime.years import check_years
from messenger import access, searching, serializers, shapes
from messenger.actions import indexing
from messenger.api.messages import number
from messenger.models import Message

PAGE, LARGEST_PAGE = 20, 50
AT_ONCE = 2000
"""Messages nobody has made searchable yet, which a search reads itself."""


class Search(APIView):
    @rate_limited("search", "30/10s")
    @extend_schema(
        operation_id="search",
        parameters=[
            OpenApiParameter("q", str, required=True, description="Words, `from:`, `in:`, `has:file`."),
            OpenApiParameter("conversation_id", UUID, description="Only there."),
            OpenApiParameter("page_size", int),
            OpenApiParameter("before", str, description="From `next`."),
        ],
        responses=shapes.SearchPage,
    )
    def get(self, request: Request) -> Response:
        """Newest first, hits marked; `messages?around={id}` shows what stands around one."""
        me, asked = signed_in(request), request.query_params
        place = asked.get("conversation_id")
        conversation = access.conversation_for(me, place) if place else None
        sought = searching.question(asked.get("q", ""), conversation.pk if conversation else None)
        size = max(1, min(number(asked, "page_size") or PAGE, LARGEST_PAGE))
        left = AT_ONCE
        for one in indexing.behind(me):
            left -= indexing.index_conversation(one, left)
            if left <= 0:
                break
        ids = searching.find(me, sought, size + 1, _before(asked.get("before")))
        rows = access.messages_by_id(ids[:size])
        more = _next(request, rows[-1]) if len(ids) > size and rows else None
        return Response({"next": more, "previous": None, "results": serializers.hits(rows, me, sought)})


def _before(text: str | None) -> tuple[datetime, UUID] | None:
    if text is None:
        return None
    time, _comma, message_id = text.partition(",")
    try:
        moment, id = parse_datetime(time), UUID(message_id)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise Invalid(fields={"before": ["As in `next`."]})
    check_years(before=moment)
    return moment, id


def _next(request: Request, last: Message) -> Any:
    asked = {**request.query_params.dict(), "before": f"{last.created_at.isoformat()},{last.pk}"}
    return f"{request.build_absolute_uri(request.path)}?{urlencode(asked)}"
