"""REST's side of the common shapes: errors and cursor pages (docs/protocol.md, "Common")."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, ValidationError
from django.http import Http404, HttpResponseBase
from rest_framework import exceptions
from rest_framework.pagination import CursorPagination
from rest_framework.parsers import JSONParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import set_rollback

from dreamseed.realtime.errors import (
    Forbidden,
    Invalid,
    NotFound,
    NotSignedIn,
    RateLimited,
    Refused,
    TooLarge,
)
from dreamseed.realtime.limits import spend

View = Callable[..., HttpResponseBase]


def rate_limited(name: str, limit: str) -> Callable[[View], View]:
    """For a view's method: the person's bucket `name`, shared with the socket's frames of that name."""

    def decorate(view: View) -> View:
        @wraps(view)
        def limited(self: Any, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.user.pk is None:
                raise NotSignedIn
            wait = spend(request.user.pk, name, limit)
            if wait:
                raise RateLimited(wait)
            return view(self, request, *args, **kwargs)

        return limited

    return decorate


def checked(shape: type[Serializer[Any]], request: Request) -> dict[str, Any]:
    """The request's body as the serializer takes it; its complaints become `invalid` with fields."""
    body = shape(data=request.data)
    body.is_valid(raise_exception=True)
    return dict(body.validated_data)


def checked_query(shape: type[Serializer[Any]], request: Request) -> dict[str, Any]:
    """The same for what stands behind the question mark."""
    query = shape(data=request.query_params)
    query.is_valid(raise_exception=True)
    return dict(query.validated_data)


class Body(JSONParser):
    """JSON; brackets nested deeper than Python follows are malformed, not an error of ours."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        try:
            return super().parse(stream, media_type, parser_context)
        except RecursionError as error:
            raise exceptions.ParseError from error


class CursorPages(CursorPagination):
    """`{"next", "previous", "results"}`; views set `ordering`."""

    page_size = 50
    max_page_size = 200
    page_size_query_param = "page_size"
    ordering: Any = "-created_at"

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any] | None:
        """NotFound for a cursor that was made by hand, as DRF does it for one it cannot decode."""
        try:
            return super().paginate_queryset(queryset, request, view)
        except (ValidationError, ValueError) as error:
            raise exceptions.NotFound(self.invalid_cursor_message) from error


def answer_refusal(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's EXCEPTION_HANDLER: every refusal in the one error shape."""
    refusal = error if isinstance(error, Refused) else _translate(error)
    if refusal is None:
        return None
    set_rollback()
    response = Response(refusal.as_dict(), status=refusal.status)
    if "retry_after" in refusal.extra:
        response["Retry-After"] = str(max(1, round(refusal.extra["retry_after"])))
    if refusal.status == 401:
        response["WWW-Authenticate"] = "Bearer"
    return response


def _translate(error: Exception) -> Refused | None:
    match error:
        case exceptions.ValidationError():
            return Invalid(fields=_fields(error.detail))
        case exceptions.NotAuthenticated() | exceptions.AuthenticationFailed():
            return NotSignedIn()
        case Http404():
            return NotFound()
        case PermissionDenied():
            return Forbidden()
        case RequestDataTooBig():
            return TooLarge()
        case exceptions.Throttled():
            return RateLimited(error.wait or 1)  # type: ignore[attr-defined]  # the stubs forget it
        case exceptions.APIException():
            return Refused(error.detail, code=error.default_code, status=error.status_code)
    return None


def _fields(detail: Any, name: str = "") -> dict[str, list[Any]]:
    """DRF's nested error detail as flat `field` or `field.inner` -> sentences."""
    if isinstance(detail, dict):
        flat: dict[str, list[Any]] = {}
        for key, inner in detail.items():
            flat |= _fields(inner, f"{name}.{key}" if name else str(key))
        return flat
    if isinstance(detail, list) and any(isinstance(item, (dict, list)) for item in detail):
        return _fields({str(index): item for index, item in enumerate(detail) if item}, name)
    return {name or "non_field_errors": detail if isinstance(detail, list) else [detail]}
