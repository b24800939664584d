"""/api/v1/messenger/conversations/{id}/settings: one's own side of a conversation."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.access import signed_in
from dreamseed.realtime.rest import checked
from messenger import access, actions, serializers, shapes


class ConversationSettings(APIView):
    @extend_schema(operation_id="conversation_settings", responses=shapes.ConversationSettingsShape)
    def get(self, request: Request, conversation_id: UUID) -> Response:
        conversation = access.conversation_for(signed_in(request), conversation_id)
        return Response(serializers.settings(conversation.me))

    @extend_schema(
        operation_id="conversation_settings_change",
        request=shapes.ConversationSettingsShape,
        responses=shapes.ConversationSettingsShape,
    )
    def patch(self, request: Request, conversation_id: UUID) -> Response:
        """Muted until then: one is told nothing of it but by name. Null, or a time that is over, ends it."""
        fields = checked(shapes.ConversationSettingsShape, request)
        row = actions.mute_conversation(
            user=signed_in(request), conversation_id=conversation_id, until=fields["muted_until"]
        )
        return Response(serializers.settings(row.me))
