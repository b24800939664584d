"""/api/v1/messenger/calls/{id}/…: keeping order in a lesson, over REST."""

from uuid import UUID

from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers as drf
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.access import signed_in
from calls import actions, serializers, shapes
from calls.actions.moderating import GENERAL, PERSONAL
from calls.actions.reacting import EMOJI
from dreamseed.realtime.rest import checked, rate_limited


@extend_schema_serializer(
    examples=[OpenApiExample("Example", {"action": "mute", "user_id": 21}, request_only=True)]
)
class ModerateIn(drf.Serializer):
    action = drf.ChoiceField([*PERSONAL, *GENERAL])
    user_id = drf.IntegerField(required=False, help_text="Whom it concerns, where it concerns one.")


@extend_schema_serializer(examples=[OpenApiExample("Example", {"emoji": "👏"}, request_only=True)])
class ReactionIn(drf.Serializer):
    emoji = drf.ChoiceField(EMOJI)


class Moderate(APIView):
    @rate_limited("call.moderate", "30/10s")
    @extend_schema(request=ModerateIn, responses=shapes.CallShape)
    def post(self, request: Request, call_id: UUID) -> Response:
        """The teacher's hand: mute, remove, lock and the like; 403 for everybody else."""
        fields = checked(ModerateIn, request)
        call = actions.moderate(user=signed_in(request), call_id=call_id, **fields)
        return Response(serializers.call(call))


class Reaction(APIView):
    @rate_limited("call.reaction", "10/10s")
    @extend_schema(request=ReactionIn, responses={204: None})
    def post(self, request: Request, call_id: UUID) -> Response:
        """Float over the pictures of everybody in the call."""
        actions.react(user=signed_in(request), call_id=call_id, **checked(ReactionIn, request))
        return Response(status=204)
