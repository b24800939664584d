"""/api/v1/messenger/…/calls: the life of a call over REST."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.access import signed_in
from calls import access, actions, serializers, shapes
from calls.ice import ice_servers
from calls.models import Call
from dreamseed.realtime.errors import NotFound
from dreamseed.realtime.rest import CursorPages, checked, rate_limited
from messenger.access import conversation_for


class NewestCalls(CursorPages):
    ordering = ("-created_at", "id")


class Calls(APIView):
    @rate_limited("call.initiate", "10/60s")
    @extend_schema(request=shapes.NewCall, responses={201: shapes.CallShape, 200: shapes.CallShape})
    def post(self, request: Request, conversation_id: UUID) -> Response:
        """Start and ring. 200 for a repeated client_id; 409 `call_running` with the live one's `call_id`."""
        call, created = actions.start_call(
            user=signed_in(request), conversation_id=conversation_id, **checked(shapes.NewCall, request)
        )
        return Response(
            serializers.call(call), status=status.HTTP_201_CREATED if created else status.HTTP_200_OK
        )


class ActiveCall(APIView):
    @extend_schema(responses=shapes.CallShape)
    def get(self, request: Request, conversation_id: UUID) -> Response:
        """The live call of the conversation; 404 when there is none."""
        conversation = conversation_for(signed_in(request), conversation_id)
        call = Call.objects.live().filter(conversation=conversation).first()
        if call is None:
            raise NotFound
        return Response(serializers.call(call))


class CallHistory(APIView):
    @extend_schema(operation_id="calls_history_list", responses=shapes.CallPage)
    def get(self, request: Request, conversation_id: UUID) -> Response:
        """Ended calls, newest first: `{"next", "previous", "results"}`."""
        conversation = conversation_for(signed_in(request), conversation_id)
        pages = NewestCalls()
        rows = Call.objects.ended().filter(conversation=conversation)
        page = pages.paginate_queryset(rows, request, self)
        return pages.get_paginated_response(serializers.calls(page or []))


class OneCall(APIView):
    @extend_schema(responses=shapes.CallShape)
    def get(self, request: Request, call_id: UUID) -> Response:
        return Response(serializers.call(access.call_for(signed_in(request), call_id)))


class Answer(APIView):
    @rate_limited("call.answer", "30/60s")
    @extend_schema(request=shapes.AnswerIn, responses=shapes.AnsweredShape)
    def post(self, request: Request, call_id: UUID) -> Response:
        """Come in with a page. Its socket then claims the same `peer_id` by `call.answer` within 30 s."""
        answered = actions.answer_call(
            user=signed_in(request),
            call_id=call_id,
            user_agent=request.headers.get("User-Agent", ""),
            **checked(shapes.AnswerIn, request),
        )
        return Response({**answered.call, "peer_id": str(answered.peer_id)})


class Reject(APIView):
    @rate_limited("call.reject", "20/10s")
    @extend_schema(request=None, responses=shapes.CallShape)
    def post(self, request: Request, call_id: UUID) -> Response:
        """Decline. Changes nothing when it was answered on another page."""
        return Response(serializers.call(actions.reject_call(user=signed_in(request), call_id=call_id)))


class Leave(APIView):
    @rate_limited("call.leave", "20/10s")
    @extend_schema(request=shapes.LeaveIn, responses=shapes.CallShape)
    def post(self, request: Request, call_id: UUID) -> Response:
        """Leave with all of one's pages, or with one."""
        peer_id = checked(shapes.LeaveIn, request).get("peer_id")
        peers = None if peer_id is None else [peer_id]
        return Response(
            serializers.call(actions.leave_call(user=signed_in(request), call_id=call_id, peer_ids=peers))
        )


class End(APIView):
    @rate_limited("call.end", "10/10s")
    @extend_schema(request=None, responses=shapes.CallShape)
    def post(self, request: Request, call_id: UUID) -> Response:
        """End for everybody."""
        return Response(serializers.call(actions.end_call(user=signed_in(request), call_id=call_id)))


class Invite(APIView):
    @rate_limited("call.invite", "10/60s")
    @extend_schema(request=shapes.InviteIn, responses=shapes.CallShape)
    def post(self, request: Request, call_id: UUID) -> Response:
        """Ring members of the conversation, also those who declined or missed it."""
        fields = checked(shapes.InviteIn, request)
        return Response(
            serializers.call(actions.invite_to_call(user=signed_in(request), call_id=call_id, **fields))
        )


class Media(APIView):
    @rate_limited("call.media", "30/10s")
    @extend_schema(request=shapes.MediaIn, responses=shapes.CallShape)
    def patch(self, request: Request, call_id: UUID) -> Response:
        """What one sends: microphone, camera, screen."""
        flags: dict[str, Any] = checked(shapes.MediaIn, request)
        call = actions.set_media(user=signed_in(request), call_id=call_id, **flags)
        return Response(serializers.call(call))


class Hand(APIView):
    @rate_limited("call.hand", "10/10s")
    @extend_schema(request=shapes.HandIn, responses=shapes.CallShape)
    def post(self, request: Request, call_id: UUID) -> Response:
        """Raise one's hand, or take it down."""
        raised = checked(shapes.HandIn, request)["raised"]
        return Response(
            serializers.call(actions.raise_hand(user=signed_in(request), call_id=call_id, raised=raised))
        )


class IceServers(APIView):
    @extend_schema(responses=shapes.IceServersShape)
    def get(self, request: Request) -> Response:
        """For `new RTCPeerConnection({iceServers})`."""
        return Response({"ice_servers": ice_servers()})
