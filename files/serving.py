"""Handing out bytes to somebody who may read them; the caller has asked `access` before."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Generator, Iterator
from typing import IO

from django.core.handlers.asgi import ASGIRequest
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotModified,
    StreamingHttpResponse,
)
from django.utils.cache import patch_vary_headers
from django.utils.http import content_disposition_header, parse_etags

from dreamseed.realtime.errors import NotFound
from files.models import StoredFile
from files.ranges import NotSatisfiable, Part, asked_part
from files.storage import opened
from files.types import INLINE, PAPER

CHUNK = 256 * 1024
SANDBOX = "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox"
"""What is shown may load nothing, run nothing, and is of no origin; nosniff keeps it what its content is."""


def whole_file(request: HttpRequest, file: StoredFile) -> HttpResponseBase:
    """The upload as it came, to be saved; with `?view=1` pictures, sound and film are shown instead."""
    inline = file.content_type in INLINE and request.GET.get("view") == "1"
    # Markup and the unknown keep their name, but not a type under which a browser might run them
    content_type = file.content_type if file.content_type in INLINE else "application/octet-stream"
    answer = _answer(request, file.blob.name or "", file.size, f'"{file.sha256}"', content_type)
    answer["Content-Disposition"] = content_disposition_header(not inline, file.name) or "attachment"
    if inline and file.content_type == PAPER:
        # Our own pages may frame it: who grades sees it beside the marks
        answer["Content-Security-Policy"] = f"{SANDBOX}; frame-ancestors 'self'"
        answer["X-Frame-Options"] = "SAMEORIGIN"
    return answer


def small_picture(request: HttpRequest, file: StoredFile) -> HttpResponseBase:
    """Its preview, a WebP without metadata."""
    answer = _answer(request, file.preview.name or "", file.preview.size, f'"p-{file.sha256}"', "image/webp")
    answer["Content-Disposition"] = "inline"
    return answer


def made_meanwhile(
    request: HttpRequest, pieces: Generator[bytes, None, None], name: str, content_type: str
) -> HttpResponseBase:
    """A download that is made while it is sent; `pieces` asks no database, since it runs in any thread."""
    body = _in_turn(pieces) if isinstance(request, ASGIRequest) else pieces
    answer = StreamingHttpResponse(body, content_type=content_type)
    answer._resource_closers.append(pieces.close)  # type: ignore[attr-defined]
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


async def _in_turn(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    while (piece := await asyncio.to_thread(next, pieces, None)) is not None:
        yield piece


def _answer(request: HttpRequest, name: str, size: int, etag: str, content_type: str) -> HttpResponseBase:
    answer = _body(request, name, size, etag, content_type)
    answer["ETag"] = etag
    # Asked again each time: who is removed from a conversation keeps no way to its files
    answer["Cache-Control"] = "private, no-cache"
    answer["Accept-Ranges"] = "bytes"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = SANDBOX
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    patch_vary_headers(answer, ["Cookie", "Authorization"])
    return answer


def _body(request: HttpRequest, name: str, size: int, etag: str, content_type: str) -> HttpResponseBase:
    known = parse_etags(request.headers.get("If-None-Match", ""))
    if etag in known or f"W/{etag}" in known:
        return HttpResponseNotModified()
    try:
        part = asked_part(request.headers.get("Range", ""), size) if _unchanged(request, etag) else None
    except NotSatisfiable:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    answer = _streamed(request, name, part or Part(0, size), content_type)
    answer["Content-Length"] = str(part.length if part else size)
    if part is not None:
        answer.status_code = 206
        answer["Content-Range"] = f"bytes {part.start}-{part.start + part.length - 1}/{size}"
    return answer


def _unchanged(request: HttpRequest, etag: str) -> bool:
    return request.headers.get("If-Range", etag) == etag


def _streamed(request: HttpRequest, name: str, part: Part, content_type: str) -> HttpResponseBase:
    if request.method == "HEAD":
        return HttpResponse(content_type=content_type)
    try:
        source = opened(name, part.start, part.length)
    except FileNotFoundError as error:
        raise NotFound from error
    # Under ASGI a plain iterator would be read into memory as a whole
    pieces = _later if isinstance(request, ASGIRequest) else _now
    answer = StreamingHttpResponse(pieces(source, part.length), content_type=content_type)
    answer._resource_closers.append(source.close)  # type: ignore[attr-defined]
    return answer


def _now(source: IO[bytes], left: int) -> Iterator[bytes]:
    while left and (chunk := source.read(min(CHUNK, left))):
        left -= len(chunk)
        yield chunk


async def _later(source: IO[bytes], left: int) -> AsyncIterator[bytes]:
    while left and (chunk := await asyncio.to_thread(source.read, min(CHUNK, left))):
        left -= len(chunk)
        yield chunk
