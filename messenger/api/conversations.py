"""/api/v1/messenger/conversations and the people in them."""

from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.access import signed_in
from dreamseed.realtime.rest import CursorPages, checked, rate_limited
from messenger import access, actions, serializers, shapes


class NewestActivity(CursorPages):
    ordering = ("-activity", "id")


class Conversations(APIView):
    @extend_schema(
        operation_id="conversations_list",
        parameters=[
            OpenApiParameter("cursor", str),
            OpenApiParameter("page_size", int),
            OpenApiParameter("archived", bool, description="Only those I have put away, or only the others."),
        ],
        responses=shapes.ConversationPage,
    )
    def get(self, request: Request) -> Response:
        """Mine, newest activity first: `{"next", "previous", "results"}`."""
        me = signed_in(request)
        archived = request.query_params.get("archived")
        rows = access.conversations_of(me, put_away=None if archived is None else archived in ("true", "1"))
        pages = NewestActivity()
        page = pages.paginate_queryset(rows, request, self)
        return pages.get_paginated_response(serializers.conversations(page or [], me))

    @rate_limited("conversations.create", "20/60s")
    @extend_schema(
        request=shapes.NewConversation,
        responses={201: shapes.ConversationShape, 200: shapes.ConversationShape},
    )
    def post(self, request: Request) -> Response:
        """Create; the same pair or a repeated client_id answers 200 with the one there is."""
        me = signed_in(request)
        conversation, created = actions.create_conversation(
            user=me, **checked(shapes.NewConversation, request)
        )
        shown = access.conversation_for(me, conversation.pk)
        return Response(
            serializers.conversation(shown, me),
            status=status.HTTP_201_CREATED if created else status.HTTP_200_OK,
        )


class OneConversation(APIView):
    @extend_schema(responses=shapes.ConversationShape)
    def get(self, request: Request, conversation_id: UUID) -> Response:
        me = signed_in(request)
        conversation = access.conversation_for(me, conversation_id)
        return Response(serializers.conversation(conversation, me))

    @rate_limited("conversations.change", "60/60s")
    @extend_schema(request=shapes.ConversationChange, responses=shapes.ConversationShape)
    def patch(self, request: Request, conversation_id: UUID) -> Response:
        me = signed_in(request)
        fields = checked(shapes.ConversationChange, request)
        if "avatar_id" in fields:
            fields["avatar_id"] = fields["avatar_id"] or ""
        row = actions.change_conversation(user=me, conversation_id=conversation_id, **fields)
        return Response(serializers.conversation(row, me))

    @rate_limited("conversations.change", "60/60s")
    @extend_schema(responses={204: None})
    def delete(self, request: Request, conversation_id: UUID) -> Response:
        """Archive for all."""
        actions.archive_conversation(user=signed_in(request), conversation_id=conversation_id)
        return Response(status=status.HTTP_204_NO_CONTENT)


class Participants(APIView):
    @extend_schema(operation_id="participants_list", responses=shapes.ParticipantShape(many=True))
    def get(self, request: Request, conversation_id: UUID) -> Response:
        """Everybody who is in now (500 at most), administrators first."""
        me = signed_in(request)
        rows = access.people_in(access.conversation_for(me, conversation_id))
        return Response([serializers.participant(row, me.pk) for row in rows])

    @rate_limited("participants.change", "60/60s")
    @extend_schema(request=shapes.PeopleIn, responses={201: shapes.ParticipantShape(many=True)})
    def post(self, request: Request, conversation_id: UUID) -> Response:
        """Add people; the answer holds those who are new."""
        fields = checked(shapes.PeopleIn, request)
        rows = actions.add_participants(user=signed_in(request), conversation_id=conversation_id, **fields)
        return Response([serializers.participant(row) for row in rows], status=status.HTTP_201_CREATED)


class OneParticipant(APIView):
    @rate_limited("participants.change", "60/60s")
    @extend_schema(request=shapes.RoleIn, responses=shapes.ParticipantShape)
    def patch(self, request: Request, conversation_id: UUID, user_id: int) -> Response:
        row = actions.change_role(
            user=signed_in(request),
            conversation_id=conversation_id,
            user_id=user_id,
            **checked(shapes.RoleIn, request),
        )
        return Response(serializers.participant(row))

    @rate_limited("participants.change", "60/60s")
    @extend_schema(responses={204: None})
    def delete(self, request: Request, conversation_id: UUID, user_id: int) -> Response:
        """Remove somebody, or leave when it is oneself."""
        actions.remove_participant(user=signed_in(request), conversation_id=conversation_id, user_id=user_id)
        return Response(status=status.HTTP_204_NO_CONTENT)


class Read(APIView):
    @rate_limited("message.read", "50/10s")
    @extend_schema(request=shapes.ReadIn, responses=shapes.PositionShape)
    def post(self, request: Request, conversation_id: UUID) -> Response:
        fields = checked(shapes.ReadIn, request)
        return Response(
            {"seq": actions.mark_read(user=signed_in(request), conversation_id=conversation_id, **fields)}
        )
