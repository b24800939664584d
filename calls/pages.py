"""The call room, and the list of lessons."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.access import signed_in
from accounts.models import User
from calls import access, serializers
from calls.ice import ice_servers
from calls.models import Call
from calls.pages_lessons import coming_days
from dreamseed.realtime.errors import NotFound
from messenger import sync
from messenger.models import Conversation
from messenger.serializers import conversation as conversation_shape
from messenger.serializers import conversations as conversation_shapes

PAGE = 20
ENDED = Call.Status.ENDED


@login_required
def room(request: HttpRequest, call_id: UUID) -> HttpResponse:
    """`call`, `conversation`, `numbers`, `ice_servers` are data for json_script.

    An ended call has its page too.
    """
    user = signed_in(request)
    try:
        call = access.call_for(user, call_id)
    except NotFound as error:
        raise Http404 from error
    context = {
        "numbers": sync.numbers(user.pk),
        "call": serializers.call(call),
        "conversation": conversation_shape(call.conversation, user),
        "ice_servers": ice_servers(),
        "may_end": access.may_end(call, user),
    }
    return render(request, "calls/room.html", context)


@login_required
def lessons(request: HttpRequest) -> HttpResponse:
    """`running`, `past`: [{"call": Call shape, "conversation": its shape, "row": Call}]; `page` turns.

    `days`: what is planned (pages_lessons.coming_days).
    """
    user = signed_in(request)
    calls = access.calls_of(user).select_related("conversation")
    page: Page[Call] = Paginator(calls.filter(status=ENDED), PAGE).get_page(request.GET.get("page"))
    running, past = list(calls.exclude(status=ENDED)), list(page)
    shown = with_conversations([*running, *past], user)
    context: dict[str, Any] = {"days": coming_days(user)}
    context |= {"running": shown[: len(running)], "past": shown[len(running) :], "page": page}
    context["may_plan"] = access.conversations_to_plan(user).exists()
    return render(request, "calls/lessons.html", context)


def with_conversations(rows: list[Call], user: User) -> list[dict[str, Any]]:
    """Rows as the list of lessons shows them."""
    conversations: dict[UUID, Conversation] = {row.conversation_id: row.conversation for row in rows}
    shapes = {shape["id"]: shape for shape in conversation_shapes(list(conversations.values()), user)}
    return [
        {"call": shape, "conversation": shapes[shape["conversation_id"]], "row": row}
        for row, shape in zip(rows, serializers.calls(rows), strict=True)
    ]
