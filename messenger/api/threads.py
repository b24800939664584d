"""/api/v1/messenger/messages/{id}/thread: its replies, and how far one has read them."""

from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.access import signed_in
from dreamseed.realtime.rest import checked, rate_limited
from messenger import access, actions, serializers, shapes
from messenger.api.messages import LARGEST_PAGE, PAGE, number
from messenger.models import Message


class Thread(APIView):
    @extend_schema(
        operation_id="thread_list",
        parameters=[
            OpenApiParameter("after", int, description="Replies with a larger seq."),
            OpenApiParameter("before", int, description="The last ones with a smaller seq."),
            OpenApiParameter("page_size", int),
        ],
        responses=shapes.ThreadPage,
    )
    def get(self, request: Request, message_id: UUID) -> Response:
        """Replies, oldest first, with the first message; `next` is newer, `previous` older."""
        me = signed_in(request)
        root = access.thread_for(me, message_id)
        asked = request.query_params
        size = max(1, min(number(asked, "page_size") or PAGE, LARGEST_PAGE))
        before = number(asked, "before")
        found = access.replies_to(root).filter(seq__gt=number(asked, "after") or 0)
        if before is None:
            rows = list(found.order_by("seq")[:size])
        else:
            rows = list(found.filter(seq__lt=before).order_by("-seq")[:size])[::-1]
        return Response(
            {
                "root": serializers.message(root, me.pk),
                "my": serializers.my_thread(root, me),
                **_links(root, rows, request.build_absolute_uri(request.path), size),
                "results": serializers.messages(rows, me.pk),
            }
        )


def _links(root: Message, rows: list[Message], address: str, size: int) -> dict[str, str | None]:
    if not rows:
        return {"next": None, "previous": None}
    first, last = rows[0].seq, rows[-1].seq
    newer = root.replies.filter(seq__gt=last).exists()
    older = root.replies.filter(seq__lt=first).exists()
    return {
        "next": f"{address}?page_size={size}&after={last}" if newer else None,
        "previous": f"{address}?page_size={size}&before={first}" if older else None,
    }


class ThreadRead(APIView):
    @rate_limited("thread.read", "50/10s")
    @extend_schema(operation_id="thread_read", request=shapes.ReadIn, responses=shapes.PositionShape)
    def post(self, request: Request, message_id: UUID) -> Response:
        fields = checked(shapes.ReadIn, request)
        return Response(
            {"seq": actions.read_thread(user=signed_in(request), message_id=message_id, **fields)}
        )
