"""The messenger's page, with its first data inside."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.access import signed_in
from dreamseed.realtime.errors import Refused
from messenger import access, registries, serializers, sync
from messenger.api.messages import message_page

FIRST = 200


@login_required
def messenger(request: HttpRequest, conversation_id: UUID | None = None) -> HttpResponse:
    """The list, and the conversation the address names; a stranger's address is a 404."""
    me = signed_in(request)
    numbers = sync.numbers(me.pk)  # before what they are the numbers of
    rows = list(access.conversations_of(me)[:FIRST])
    context: dict[str, Any] = {
        "conversations": serializers.conversations(rows, me),
        "numbers": numbers,
        "cards": registries.cards(),
        "open_id": None,
        "first_page": None,
    }
    if conversation_id is not None:
        try:
            open_one = access.conversation_for(me, conversation_id)
            page = message_page(open_one, me, request.GET, request.build_absolute_uri)
        except Refused as error:  # not one's own, or no such place in it
            raise Http404 from error
        context |= {"open_id": str(open_one.pk), "first_page": page}
    return render(request, "messenger/page.html", context)
