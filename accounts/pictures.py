"""Pictures of people, for signed-in people of their school."""

from typing import Any, cast

from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from accounts import access
from accounts.models import User
from dreamseed.realtime.errors import NotFound

A_YEAR = 365 * 24 * 3600


class AnyAccept(DefaultContentNegotiation):
    """An <img> asks for image/*; the answer does not depend on it."""

    def select_renderer(
        self, request: Request, renderers: Any, format_suffix: Any = None
    ) -> tuple[BaseRenderer, str]:
        return renderers[0], renderers[0].media_type


class PictureView(APIView):
    content_negotiation_class = AnyAccept

    @extend_schema(
        operation_id="avatar", responses={(200, "image/webp"): OpenApiResponse(OpenApiTypes.BINARY)}
    )
    def get(self, request: Request, user_id: int, filename: str) -> FileResponse:
        """A person's picture, 256 px square. A changed picture has another address."""
        owner = access.picture_for(cast("User", request.user), user_id, filename)
        try:
            file = owner.avatar.open("rb")
        except FileNotFoundError as error:
            raise NotFound() from error
        answer = FileResponse(file, content_type="image/webp", filename="avatar.webp")
        answer["Cache-Control"] = f"private, max-age={A_YEAR}, immutable"
        answer["X-Content-Type-Options"] = "nosniff"
        return answer
