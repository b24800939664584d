"""/api/v1/messenger/…/messages: pages of history, sending, editing, deleting."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.access import signed_in
from dreamseed.realtime.errors import Invalid, NotFound, Refused
from dreamseed.realtime.rest import checked, rate_limited
from messenger import access, actions, serializers, shapes
from messenger.actions.attachments import check_ids, type_of
from messenger.actions.sending import NewMessage
from messenger.content import check_content
from messenger.models import Conversation, Message, Participant

PAGE, LARGEST_PAGE = 50, 200


class Messages(APIView):
    @extend_schema(
        operation_id="messages_list",
        parameters=[
            OpenApiParameter("before", int, description="Messages with a smaller seq."),
            OpenApiParameter("after", int, description="Messages with a larger seq."),
            OpenApiParameter("around", UUID, description="A message id: what stands around it."),
            OpenApiParameter("page_size", int),
        ],
        responses=shapes.MessagePage,
    )
    def get(self, request: Request, conversation_id: UUID) -> Response:
        """Newest first: `{"next", "previous", "results"}`; `next` is older, `previous` newer."""
        me = signed_in(request)
        conversation = access.conversation_for(me, conversation_id)
        return Response(message_page(conversation, me, request.query_params, request.build_absolute_uri))

    @rate_limited("message.send", "20/10s")
    @extend_schema(request=shapes.NewText, responses={201: shapes.MessageShape, 200: shapes.MessageShape})
    def post(self, request: Request, conversation_id: UUID) -> Response:
        """Send; a repeated client_id answers 200 with the first one."""
        fields = checked(shapes.NewText, request)
        fields["attachment_ids"] = check_ids(fields["attachment_ids"])
        fields["message_type"] = type_of(fields["attachment_ids"], fields.get("message_type"))
        check_content(fields["content"], with_files=bool(fields["attachment_ids"]))
        new = NewMessage(sender_id=signed_in(request).pk, conversation_id=conversation_id, **fields)
        [answer] = actions.send_messages([new])
        if isinstance(answer, Refused):
            raise answer
        return Response(
            answer.message, status=status.HTTP_201_CREATED if answer.created else status.HTTP_200_OK
        )


class OneMessage(APIView):
    @extend_schema(responses=shapes.MessageShape)
    def get(self, request: Request, message_id: UUID) -> Response:
        me = signed_in(request)
        return Response(serializers.message(access.message_for(me, message_id), me.pk))

    @rate_limited("message.edit", "20/10s")
    @extend_schema(request=shapes.EditedText, responses=shapes.MessageShape)
    def put(self, request: Request, message_id: UUID) -> Response:
        me = signed_in(request)
        fields = checked(shapes.EditedText, request)
        row = actions.edit_message(user=me, message_id=message_id, **fields)
        return Response(serializers.message(row, me.pk))

    @rate_limited("message.delete", "20/10s")
    @extend_schema(responses={204: None})
    def delete(self, request: Request, message_id: UUID) -> Response:
        """Leaves a tombstone in its place."""
        actions.delete_message(user=signed_in(request), message_id=message_id)
        return Response(status=status.HTTP_204_NO_CONTENT)


class Receipts(APIView):
    @extend_schema(operation_id="receipts_list", responses=shapes.ReceiptShape(many=True))
    def get(self, request: Request, message_id: UUID) -> Response:
        """Who has read it, with the time their position first passed it; earliest first."""
        message = access.message_for(signed_in(request), message_id)
        return Response(serializers.receipts(message))


def message_page(conversation: Conversation, user: Any, asked: Any, address: Any) -> dict[str, Any]:
    """One page of a conversation's messages, as REST and the first data of pages show it."""
    size = min(number(asked, "page_size") or PAGE, LARGEST_PAGE)
    rows = _visible(conversation, conversation.me)
    if "around" in asked:
        page = _around(rows, _middle(user, conversation, asked["around"]), size)
    elif (after := number(asked, "after")) is not None:
        page = list(rows.filter(seq__gt=after).order_by("seq")[:size])[::-1]
    else:
        before = number(asked, "before")
        page = list((rows if before is None else rows.filter(seq__lt=before)).order_by("-seq")[:size])
    for row in page:
        row.since = {user.pk: conversation.me.from_seq}
    return {
        **_links(rows, page, size, address, conversation),
        "results": serializers.messages(page, user.pk),
    }


def _visible(conversation: Conversation, me: Participant) -> QuerySet[Message]:
    rows = Message.objects.shown()
    return rows.filter(conversation=conversation, thread__isnull=True, seq__gt=me.from_seq)


def _middle(user: Any, conversation: Conversation, message_id: str) -> Message:
    message = access.message_for(user, message_id)
    if message.conversation_id != conversation.pk:
        raise NotFound
    return message


def _around(rows: QuerySet[Message], middle: Message, size: int) -> list[Message]:
    newer = list(rows.filter(seq__gt=middle.seq).order_by("seq")[: size // 2])[::-1]
    return newer + list(rows.filter(seq__lte=middle.seq).order_by("-seq")[: size - len(newer)])


def _links(
    rows: QuerySet[Message], page: list[Message], size: int, address: Any, conversation: Conversation
) -> dict[str, Any]:
    if not page:
        return {"next": None, "previous": None}
    path = f"/api/v1/messenger/conversations/{conversation.pk}/messages?page_size={size}"
    older = rows.filter(seq__lt=page[-1].seq).exists()
    newer = rows.filter(seq__gt=page[0].seq).exists()
    return {
        "next": address(f"{path}&before={page[-1].seq}") if older else None,
        "previous": address(f"{path}&after={page[0].seq}") if newer else None,
    }


def number(asked: Any, name: str) -> int | None:
    value = asked.get(name)
    if value is None:
        return None
    if not value.isdecimal() or len(value) > 18:
        raise Invalid(fields={name: ["A whole number."]})
    return int(value)
