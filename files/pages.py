"""Downloads by a browser: /files/<id>."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from accounts.access import signed_in
from dreamseed.realtime.errors import NotFound, Refused
from files import access, actions, serving

View = Callable[..., HttpResponseBase]


def _told(view: View) -> View:
    @wraps(view)
    def told(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except NotFound as error:
            raise Http404 from error
        except Refused as error:
            return HttpResponse(str(error.detail), status=error.status, headers={"Retry-After": "1"})

    return told


@login_required
@require_safe
@_told
def download(request: HttpRequest, file_id: UUID, name: str = "") -> HttpResponseBase:
    """The file, for those who may read it; a name in the address is decoration."""
    return serving.whole_file(request, access.file_to_read(signed_in(request), file_id))


@login_required
@require_safe
@_told
def preview(request: HttpRequest, file_id: UUID) -> HttpResponseBase:
    file = actions.with_preview(access.file_to_read(signed_in(request), file_id))
    return serving.small_picture(request, file)
