"""/api/v1/messenger/calls/{id}/attendance: who was there."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.access import signed_in
from calls import access, actions, shapes
from calls.registers import register_of, shape
from dreamseed.realtime.rest import checked, rate_limited


class Attendance(APIView):
    @extend_schema(responses=shapes.AttendanceShape(many=True))
    def get(self, request: Request, call_id: UUID) -> Response:
        """The register, by name. Who does not lead the lesson gets their own line alone."""
        user = signed_in(request)
        call = access.call_for(user, call_id)
        only = None if access.may_moderate(call, user) else [user.pk]
        return Response([shape(entry) for entry in register_of(call, only)])


class Correction(APIView):
    @rate_limited("calls.correct", "60/60s")
    @extend_schema(request=shapes.CorrectionIn, responses=shapes.AttendanceShape)
    def put(self, request: Request, call_id: UUID, user_id: int) -> Response:
        """The teacher's word over the reckoned status; answers with the line as it then is."""
        user = signed_in(request)
        actions.correct_attendance(
            user=user, call_id=call_id, user_id=user_id, **checked(shapes.CorrectionIn, request)
        )
        entry = register_of(access.call_to_register(user, call_id), [user_id])[0]
        return Response(shape(entry))
