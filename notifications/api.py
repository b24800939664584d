"""REST: /api/v1/notifications."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.access import signed_in
from dreamseed.realtime.rest import CursorPages, checked
from notifications import access, actions, serializers, shapes
from notifications.addresses import check_address
from notifications.keys import web_push_key

QUIET: Sequence[str] = ("quiet_from", "quiet_until")


class LatestFirst(CursorPages):
    ordering: Any = ("-updated_at", "-id")


class NewestFirst(CursorPages):
    ordering: Any = ("-created_at", "-id")


class Notifications(APIView):
    @extend_schema(
        operation_id="notifications",
        parameters=[
            OpenApiParameter("unread", OpenApiTypes.BOOL, description="Only what is unread."),
            OpenApiParameter("cursor", OpenApiTypes.STR),
            OpenApiParameter("page_size", OpenApiTypes.INT),
        ],
        responses=shapes.NotificationPage,
    )
    def get(self, request: Request) -> Response:
        """One's own, what came or changed last first."""
        unread = request.query_params.get("unread", "").lower() in ("1", "true")
        pages = LatestFirst()
        rows = pages.paginate_queryset(access.notifications_of(signed_in(request), unread), request, self)
        return pages.get_paginated_response([serializers.notification(row) for row in rows or []])


class UnreadCount(APIView):
    @extend_schema(operation_id="notifications_unread_count", responses=shapes.CountShape)
    def get(self, request: Request) -> Response:
        """The number on the bell."""
        return Response({"unread": access.unread_count(signed_in(request))})


class ReadOne(APIView):
    @extend_schema(operation_id="notification_read", request=None, responses=shapes.NotificationShape)
    def post(self, request: Request, notification_id: UUID) -> Response:
        """Read on one page, read on all; twice changes nothing."""
        row = actions.read(user=signed_in(request), notification_id=notification_id)
        return Response(serializers.notification(row))


class ReadAll(APIView):
    @extend_schema(operation_id="notifications_read_all", request=None, responses=shapes.ReadAllShape)
    def post(self, request: Request) -> Response:
        return Response({"read": actions.read_all(user=signed_in(request))})


class Settings(APIView):
    @extend_schema(operation_id="notifications_settings", responses=shapes.SettingsShape)
    def get(self, request: Request) -> Response:
        """Every kind with every channel, and the quiet hours."""
        return Response(serializers.settings(access.settings_of(signed_in(request))))

    @extend_schema(
        operation_id="notifications_settings_change",
        request=shapes.SettingsShape,
        responses=shapes.SettingsShape,
    )
    def put(self, request: Request) -> Response:
        """Replaces what is named: choices, an end of the quiet hours (null: none); the rest stays."""
        wanted = checked(shapes.SettingsShape, request)
        quiet = {name: wanted.pop(name) for name in QUIET if name in wanted}
        row = actions.change_settings(user=signed_in(request), quiet=quiet, **wanted)
        return Response(serializers.settings(row))


class Devices(APIView):
    @extend_schema(operation_id="notifications_devices", responses=shapes.DevicesShape)
    def get(self, request: Request) -> Response:
        """Where one is pushed to, and the key that browsers subscribe with."""
        rows = [serializers.device(row) for row in access.devices_of(signed_in(request))]
        return Response({"results": rows, "web_push_key": web_push_key()})

    @extend_schema(
        operation_id="notifications_device_add",
        request=shapes.DeviceIn,
        responses={200: shapes.DeviceShape, 201: shapes.DeviceShape},
    )
    def post(self, request: Request) -> Response:
        """Push to this device until its sign-in ends. A known token answers 200, 409 `device_taken` when it
        belongs to somebody who is signed in there."""
        user, wanted = signed_in(request), checked(shapes.DeviceIn, request)
        check_address(**wanted)
        session = access.session_of(user, request)
        row, created = actions.register_device(user=user, session=session, **wanted)
        return Response(serializers.device(row), status=201 if created else 200)


class OneDevice(APIView):
    @extend_schema(operation_id="notifications_device_forget", responses={204: None})
    def delete(self, request: Request, device_id: UUID) -> Response:
        actions.forget_device(user=signed_in(request), device_id=device_id)
        return Response(status=204)


class Ledger(APIView):
    @extend_schema(
        operation_id="notifications_ledger",
        parameters=[
            OpenApiParameter("cursor", OpenApiTypes.STR),
            OpenApiParameter("page_size", OpenApiTypes.INT),
        ],
        responses=shapes.LedgerPage,
    )
    def get(self, request: Request) -> Response:
        """What was sent to one by push and e-mail, and what became of it."""
        pages = NewestFirst()
        rows = pages.paginate_queryset(access.ledger_of(signed_in(request)), request, self)
        return pages.get_paginated_response([serializers.delivery(row) for row in rows or []])
