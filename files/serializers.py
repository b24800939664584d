"""The shape of a file, the same for REST and socket."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers as drf

from dreamseed.realtime.wire import moment
from files.models import StoredFile


def described(file: StoredFile) -> dict[str, Any]:
    """What everybody who may read it is told; `width`, `height`, `preview_url` are null but for pictures."""
    return {
        "id": str(file.pk),
        "name": file.name,
        "size": file.size,
        "content_type": file.content_type,
        "sha256": file.sha256,
        "url": address(file.pk),
        "preview_url": f"/files/previews/{file.pk}" if file.has_preview else None,
        "width": file.width,
        "height": file.height,
        "created_at": moment(file.created_at),
    }


def address(file_id: Any) -> str:
    """Where it is downloaded, by those who may."""
    return f"/files/{file_id}"


class FileShape(drf.Serializer):
    id = drf.UUIDField()
    name = drf.CharField()
    size = drf.IntegerField(help_text="Bytes.")
    content_type = drf.CharField(help_text="Found in the content, whatever the name says.")
    sha256 = drf.CharField(help_text="Hexadecimal.")
    url = drf.CharField(help_text="The checked download, with ranges.")
    preview_url = drf.CharField(allow_null=True, help_text="A picture made small, as WebP.")
    width = drf.IntegerField(allow_null=True, help_text="Pixels of a picture, upright.")
    height = drf.IntegerField(allow_null=True)
    created_at = drf.DateTimeField()


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "Example",
            {"file": "(the bytes)", "client_id": "0b5b7a3e-6f0c-4f0e-9d8a-3a1c5d1f7e22"},
            media_type="multipart/form-data",
            request_only=True,
        )
    ]
)
class UploadIn(drf.Serializer):
    file = drf.FileField(allow_empty_file=True, max_length=None)
    client_id = drf.UUIDField(required=False)
