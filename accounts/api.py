"""REST for signing in and for oneself: /api/v1/auth."""

from typing import Any, cast
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from accounts import access, actions
from accounts.models import Session, User
from accounts.serializers import (
    CredentialsSerializer,
    FoundPersonSerializer,
    MeSerializer,
    ProfileSerializer,
    RefreshSerializer,
    SessionSerializer,
    TokensSerializer,
)
from dreamseed.realtime.rest import CursorPages


class OpenView(APIView):
    """A door for those not signed in; a stale Authorization header does not close it."""

    authentication_classes = ()
    permission_classes = (AllowAny,)


class TokenView(OpenView):
    @extend_schema(operation_id="auth_token", request=CredentialsSerializer, responses=TokensSerializer)
    def post(self, request: Request) -> Response:
        """Sign in. 401 `wrong_credentials`; 429 after ten failures in five minutes."""
        credentials = _checked(CredentialsSerializer, request)
        person = access.person_by_password(request._request, **credentials)
        session = actions.open_session(user=person, user_agent=request.headers.get("User-Agent", ""))
        return Response(actions.issue_tokens(session=session))


class RefreshView(OpenView):
    @extend_schema(operation_id="auth_token_refresh", request=RefreshSerializer, responses=TokensSerializer)
    def post(self, request: Request) -> Response:
        """New tokens for a refresh token, which then is used up; 401 for a used one."""
        return Response(actions.refresh_tokens(**_checked(RefreshSerializer, request)))


class RevokeView(OpenView):
    @extend_schema(operation_id="auth_token_revoke", request=RefreshSerializer, responses={204: None})
    def post(self, request: Request) -> Response:
        """Sign out: the session of this refresh token ends, its access tokens and sockets with it."""
        actions.revoke_tokens(**_checked(RefreshSerializer, request))
        return Response(status=204)


class MeView(APIView):
    parser_classes = (JSONParser, MultiPartParser)

    @extend_schema(operation_id="auth_me", responses=MeSerializer)
    def get(self, request: Request) -> Response:
        """Oneself."""
        return Response(MeSerializer(access.signed_in(request)).data)

    @extend_schema(operation_id="auth_me_change", request=ProfileSerializer, responses=MeSerializer)
    def patch(self, request: Request) -> Response:
        """Change one's name, language, time zone, or picture (multipart; null removes it)."""
        changes = _checked(ProfileSerializer, request)
        removed = "avatar" in changes and changes["avatar"] is None
        person = actions.update_profile(user=access.signed_in(request), remove_avatar=removed, **changes)
        return Response(MeSerializer(person).data)


class ByName(CursorPages):
    ordering: Any = ("name", "id")


class LastUsedFirst(CursorPages):
    ordering: Any = ("-last_used_at", "id")


class PeopleView(ListAPIView[User]):
    serializer_class = FoundPersonSerializer
    pagination_class = ByName

    @extend_schema(
        operation_id="auth_people",
        parameters=[OpenApiParameter("search", OpenApiTypes.STR, description="Words of a name or e-mail.")],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """People one may write to, by name."""
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[User]:
        if getattr(self, "swagger_fake_view", False):
            return User.objects.none()
        words = self.request.query_params.get("search", "").replace("\x00", "")
        return access.people_for(access.signed_in(self.request), words[:100])


class SessionsView(ListAPIView[Session]):
    serializer_class = SessionSerializer
    pagination_class = LastUsedFirst

    @extend_schema(operation_id="auth_sessions")
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The devices one is signed in on."""
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Session]:
        if getattr(self, "swagger_fake_view", False):
            return Session.objects.none()
        return access.sessions_of(access.signed_in(self.request))

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "sid": _session_id(self.request)}


class SessionView(APIView):
    @extend_schema(operation_id="auth_session_end", responses={204: None})
    def delete(self, request: Request, session_id: UUID) -> Response:
        """Sign a device out; its tokens and sockets end at once."""
        actions.revoke_session(session=access.session_to_end(access.signed_in(request), session_id))
        return Response(status=204)


def _checked(shape: type[Serializer[Any]], request: Request) -> dict[str, Any]:
    body = shape(data=request.data)
    body.is_valid(raise_exception=True)
    return cast("dict[str, Any]", body.validated_data)


def _session_id(request: Request) -> str | None:
    """The sign-in that asks, by token or by page; absent while the API document is made."""
    token = getattr(request, "auth", None)
    return token.get("sid") if token is not None else request.session.get("sid")
