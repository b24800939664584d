"""Every answer in the person's own language and time zone, and for that person alone."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.authentication import speak_to


class PersonMiddleware:
    """After LocaleMiddleware, whose choice (the browser's) stays for those who made none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with timezone.override(None):  # whatever is activated on the way ends with this request
            if request.user.is_authenticated:
                speak_to(request.user)
            return self.get_response(request)


class PrivateMiddleware:
    """What somebody was shown is not kept by the browser of a computer that a class shares, nor shown again
    when they go back to a page that has changed meanwhile, unless the view says how long it may be."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response
