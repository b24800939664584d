"""Lessons in numbers, and the calls of one conversation."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.access import signed_in
from calls import access
from calls.models import Call
from calls.pages import PAGE, with_conversations
from calls.statistics import Week, figures, together, weeks
from dreamseed.realtime.errors import NotFound
from messenger.access import conversation_for
from messenger.serializers import conversation as conversation_shape

BAR_WIDTH, BAR_HEIGHT = 60, 160
"""Room of a week in the drawn chart, in its own units."""


@login_required
def statistics(request: HttpRequest) -> HttpResponse:
    """`classes`: [(Conversation, Figures)], most lessons first; `total`; `bars` of the last weeks."""
    user = signed_in(request)
    if not user.teaches:
        raise PermissionDenied
    found = list(access.conversations_to_count(user).select_related("classroom").order_by("title", "pk"))
    counted = figures(found)
    classes = sorted(((one, counted[one.pk]) for one in found), key=lambda pair: -pair[1].lessons)
    context = {
        "classes": [(one, numbers) for one, numbers in classes if numbers.lessons or numbers.asked],
        "total": together(counted.values()),
        "bars": list(_bars(weeks(found))),
    }
    return render(request, "calls/statistics.html", context)


def _bars(found: Sequence[Week]) -> Iterator[dict[str, Any]]:
    most = max((week.minutes for week in found), default=0) or 1
    for number, week in enumerate(found):
        height = round(week.minutes / most * BAR_HEIGHT)
        x = number * BAR_WIDTH
        yield {"week": week, "x": x, "middle": x + BAR_WIDTH // 2, "y": BAR_HEIGHT - height, "height": height}


@login_required
def history(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """Ended calls of a conversation one is in, newest first; `past` as in the list of lessons."""
    user = signed_in(request)
    try:
        conversation = conversation_for(user, conversation_id)
    except NotFound as error:
        raise Http404 from error
    calls = access.calls_of(user).filter(conversation=conversation, status=Call.Status.ENDED)
    page: Page[Call] = Paginator(calls.select_related("conversation"), PAGE).get_page(request.GET.get("page"))
    shape = conversation_shape(conversation, user)
    context = {"conversation": shape, "past": with_conversations(list(page), user), "page": page}
    return render(request, "calls/history.html", context)
