"""REST for files: /api/v1/messenger/attachments."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.access import signed_in
from accounts.pictures import AnyAccept
from dreamseed.realtime.rest import checked, rate_limited
from files import access, actions, serving
from files.serializers import FileShape, UploadIn, described
from files.uploads import LimitedUpload

BYTES = OpenApiResponse(OpenApiTypes.BINARY)


class Attachments(APIView):
    parser_classes = (MultiPartParser,)

    def initialize_request(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Request:
        # Before anything asks for the body, as the check of CSRF does
        request.upload_handlers = [LimitedUpload(request)]
        return super().initialize_request(request, *args, **kwargs)

    @rate_limited("files.upload", "60/60s")
    @extend_schema(
        operation_id="attachments_create",
        request={"multipart/form-data": UploadIn},
        responses={201: FileShape, 200: FileShape},
    )
    def post(self, request: Request) -> Response:
        """Upload a file, to name it in `attachment_ids` within a day. A repeated client_id answers 200.

        413 `too_large` with `limit` in bytes (20 MiB for students, 200 MiB for teachers); 415 `type_refused`
        for programs and for content that is not what the name says; 400 for an empty file.
        """
        fields = checked(UploadIn, request)
        file = actions.upload(
            user=signed_in(request),
            name=fields["file"].name,
            stream=fields["file"],
            client_id=fields.get("client_id"),
        )
        answer = status.HTTP_200_OK if file.repeated else status.HTTP_201_CREATED
        return Response(described(file), status=answer)


class OneAttachment(APIView):
    @extend_schema(operation_id="attachments_retrieve", responses=FileShape)
    def get(self, request: Request, file_id: UUID) -> Response:
        """What it is; its content is at `/content`."""
        return Response(described(access.file_to_read(signed_in(request), file_id)))

    @extend_schema(operation_id="attachments_destroy", responses={204: None})
    def delete(self, request: Request, file_id: UUID) -> Response:
        """Throw one's own away before it is attached; 409 `attached` afterwards."""
        actions.discard(user=signed_in(request), file_id=file_id)
        return Response(status=status.HTTP_204_NO_CONTENT)


class Content(APIView):
    content_negotiation_class = AnyAccept

    @extend_schema(
        operation_id="attachments_content",
        parameters=[OpenApiParameter("Range", str, OpenApiParameter.HEADER)],
        responses={(200, "application/octet-stream"): BYTES, (206, "application/octet-stream"): BYTES},
    )
    def get(self, request: Request, file_id: UUID) -> HttpResponseBase:
        """The bytes as they came, with ETag and ranges."""
        return serving.whole_file(request._request, access.file_to_read(signed_in(request), file_id))


class Preview(APIView):
    content_negotiation_class = AnyAccept

    @extend_schema(operation_id="attachments_preview", responses={(200, "image/webp"): BYTES})
    def get(self, request: Request, file_id: UUID) -> HttpResponseBase:
        """A picture made small, at most 640 px a side; 503 `not_ready` while it is being made."""
        file = actions.with_preview(access.file_to_read(signed_in(request), file_id))
        return serving.small_picture(request._request, file)
