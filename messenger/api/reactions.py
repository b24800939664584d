"""/api/v1/messenger/messages/{id}/reactions and …/pin."""

from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.access import signed_in
from dreamseed.realtime.rest import checked, rate_limited
from messenger import access, actions, serializers, shapes


class Reactions(APIView):
    @extend_schema(operation_id="reactions_list", responses=shapes.ReactedShape(many=True))
    def get(self, request: Request, message_id: UUID) -> Response:
        """Who reacted with what."""
        return Response(serializers.who_reacted(access.message_for(signed_in(request), message_id)))

    @rate_limited("reaction.add", "20/10s")
    @extend_schema(operation_id="reactions_add", request=shapes.EmojiIn, responses=shapes.MessageShape)
    def post(self, request: Request, message_id: UUID) -> Response:
        """One emoji; the same one twice changes nothing."""
        me = signed_in(request)
        row = actions.add_reaction(user=me, message_id=message_id, **checked(shapes.EmojiIn, request))
        return Response(serializers.message(row, me.pk))


class OneReaction(APIView):
    @rate_limited("reaction.remove", "20/10s")
    @extend_schema(
        operation_id="reactions_remove",
        parameters=[OpenApiParameter("emoji", str, OpenApiParameter.PATH)],
        responses={204: None},
    )
    def delete(self, request: Request, message_id: UUID, emoji: str) -> Response:
        """Take one's own back."""
        actions.remove_reaction(user=signed_in(request), message_id=message_id, emoji=emoji)
        return Response(status=status.HTTP_204_NO_CONTENT)


class Pin(APIView):
    @rate_limited("message.pin", "20/10s")
    @extend_schema(operation_id="message_pin", request=None, responses=shapes.MessageShape)
    def post(self, request: Request, message_id: UUID) -> Response:
        """In a class its teachers, elsewhere everybody; 50 at most."""
        me = signed_in(request)
        return Response(serializers.message(actions.pin_message(user=me, message_id=message_id), me.pk))

    @rate_limited("message.pin", "20/10s")
    @extend_schema(operation_id="message_unpin", responses={204: None})
    def delete(self, request: Request, message_id: UUID) -> Response:
        actions.unpin_message(user=signed_in(request), message_id=message_id)
        return Response(status=status.HTTP_204_NO_CONTENT)


class Pins(APIView):
    @extend_schema(operation_id="pins_list", responses=shapes.MessageShape(many=True))
    def get(self, request: Request, conversation_id: UUID) -> Response:
        """Pinned messages, last pinned first."""
        me = signed_in(request)
        conversation = access.conversation_for(me, conversation_id)
        return Response(serializers.messages(access.pinned_in(conversation), me.pk))
