"""One's own side: settings of a conversation and of the messenger, drafts."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.access import signed_in
from dreamseed.realtime.rest import checked, rate_limited
from messenger import access, actions, serializers, shapes

MOST_DRAFTS = 500


class ConversationSettings(APIView):
    @extend_schema(operation_id="conversation_settings", responses=shapes.ConversationSettingsShape)
    def get(self, request: Request, conversation_id: UUID) -> Response:
        conversation = access.conversation_for(signed_in(request), conversation_id)
        return Response(serializers.settings(conversation.me))

    @extend_schema(
        operation_id="conversation_settings_change",
        request=shapes.ConversationSettingsIn,
        responses=shapes.ConversationSettingsShape,
    )
    def patch(self, request: Request, conversation_id: UUID) -> Response:
        """What is not named stays. Muted until then one is told nothing of it but by name."""
        fields = checked(shapes.ConversationSettingsIn, request)
        row = actions.change_settings(user=signed_in(request), conversation_id=conversation_id, **fields)
        return Response(serializers.settings(row.me))


class Settings(APIView):
    @extend_schema(operation_id="messenger_settings", responses=shapes.PreferencesShape)
    def get(self, request: Request) -> Response:
        return Response({"read_receipts": access.state_of(signed_in(request).pk).read_receipts})

    @extend_schema(
        operation_id="messenger_settings_change",
        request=shapes.PreferencesShape,
        responses=shapes.PreferencesShape,
    )
    def patch(self, request: Request) -> Response:
        """Without `read_receipts` nobody is told how far one has read."""
        fields = checked(shapes.PreferencesShape, request)
        state = actions.change_preferences(user=signed_in(request), **fields)
        return Response({"read_receipts": state.read_receipts})


class Drafts(APIView):
    @extend_schema(operation_id="drafts_list", responses=shapes.MessageDraftShape(many=True))
    def get(self, request: Request) -> Response:
        """What one has begun to write, last changed first."""
        rows = access.drafts_of(signed_in(request)).exclude(content="").order_by("-updated_at")[:MOST_DRAFTS]
        return Response([serializers.draft(row) for row in rows])


class OneDraft(APIView):
    @rate_limited("draft", "30/10s")
    @extend_schema(
        operation_id="draft_keep", request=shapes.MessageDraftIn, responses=shapes.MessageDraftShape
    )
    def put(self, request: Request, conversation_id: UUID) -> Response:
        """What stands in the box of the conversation or of one of its threads; empty when it is done."""
        fields = checked(shapes.MessageDraftIn, request)
        row = actions.keep_draft(user=signed_in(request), conversation_id=conversation_id, **fields)
        return Response(serializers.draft(row))
