"""What is answered where no view answers: pages get a page, programs the one error shape."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext_lazy as _
from django.views import defaults

from dreamseed.realtime.errors import Forbidden, NotFound, Refused

API = "/api/"


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _told(request, NotFound()) or defaults.page_not_found(request, exception)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _told(request, Forbidden()) or defaults.permission_denied(request, exception)


def failed(request: HttpRequest) -> HttpResponse:
    broken = Refused(_("Something went wrong here. Please try again."), code="server_error", status=500)
    return _told(request, broken) or defaults.server_error(request)


def _told(request: HttpRequest, refusal: Refused) -> HttpResponse | None:
    if not request.path.startswith(API):
        return None
    shape: dict[str, Any] = refusal.as_dict()
    return JsonResponse(shape, status=refusal.status)
