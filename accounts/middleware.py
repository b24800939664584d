"""Every page in the person's own language and time zone."""

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
