"""Where a person stands: unread totals, catching up, who is online."""

from asgiref.sync import async_to_sync
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.access import signed_in
from dreamseed.realtime.errors import Invalid
from dreamseed.realtime.rest import checked, rate_limited
from messenger import access, actions, presence, serializers, shapes, sync


class Unread(APIView):
    @extend_schema(responses=shapes.UnreadShape)
    def get(self, request: Request) -> Response:
        return Response(serializers.unread(signed_in(request)))


class Sync(APIView):
    @rate_limited("sync.request", "20/10s")
    @extend_schema(request=shapes.SyncIn, responses=shapes.SyncShape)
    def post(self, request: Request) -> Response:
        """What changed above the client's `change` of each conversation (docs/protocol.md)."""
        asked = checked(shapes.SyncIn, request)
        known = {access.as_uuid(key): value for key, value in asked["conversations"].items()}
        numbers = asked.get("own"), asked.get("reads")
        return Response(sync.catch_up(signed_in(request), known, *numbers))


class PresenceOf(APIView):
    @rate_limited("presence.watch", "20/10s")
    @extend_schema(
        parameters=[OpenApiParameter("user_ids", str, description="Comma-separated.")],
        responses=shapes.PresenceShape,
    )
    def get(self, request: Request) -> Response:
        """Of people one shares a conversation with."""
        asked = [one for one in request.query_params.get("user_ids", "").split(",") if one]
        if not all(one.isdecimal() and len(one) < 19 for one in asked):
            raise Invalid(fields={"user_ids": ["Numbers, separated by commas."]})
        users = async_to_sync(presence.look)(signed_in(request).pk, [int(one) for one in asked])
        return Response({"users": users})

    @rate_limited("presence.set", "10/10s")
    @extend_schema(
        operation_id="presence_set", request=shapes.ChosenStatusShape, responses=shapes.ChosenStatusShape
    )
    def put(self, request: Request) -> Response:
        """How one wants to be seen. `online` goes to away by itself, `invisible` looks offline to others."""
        fields = checked(shapes.ChosenStatusShape, request)
        return Response({"status": actions.choose_status(user=signed_in(request), **fields).status})


class PresenceMine(APIView):
    @extend_schema(operation_id="presence_mine", responses=shapes.ChosenStatusShape)
    def get(self, request: Request) -> Response:
        """What one has chosen."""
        return Response({"status": access.chosen_status(signed_in(request).pk)})
