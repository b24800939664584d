"""The list of what one was told, the ledger, the settings, and the way out of e-mails."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.staticfiles import finders
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import signed_in
from dreamseed.realtime.errors import Invalid, NotFound
from notifications import access, actions, serializers
from notifications.forms import SettingsForm
from notifications.keys import web_push_key
from notifications.kinds import KINDS
from notifications.models import Notification
from notifications.unsubscribing import wish_of
from notifications.wording import spoken_to

WORKER = "js/notifications/worker.js"
ON_A_PAGE = 40
IN_THE_MENU = 8


@login_required
@never_cache
@require_GET
def centre(request: HttpRequest) -> HttpResponse:
    """What one was told, day by day."""
    user = signed_in(request)
    only_unread = request.GET.get("show") == "unread"
    page = Paginator(access.notifications_of(user, only_unread), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "days": _by_day([_line(row) for row in page]),
        "only_unread": only_unread,
        "unread": access.unread_count(user),
    }
    return render(request, "notifications/centre.html", context)


def _line(row: Notification) -> dict[str, Any]:
    return {**serializers.notification(row), "at": row.updated_at}


def _by_day(lines: list[dict[str, Any]]) -> list[tuple[Any, list[dict[str, Any]]]]:
    days: dict[Any, list[dict[str, Any]]] = {}
    for line in lines:
        days.setdefault(timezone.localtime(line["at"]).date(), []).append(line)
    return list(days.items())


@login_required
@never_cache
@require_GET
def menu(request: HttpRequest) -> HttpResponse:
    """What came last, for the bell: a piece of HTML."""
    user = signed_in(request)
    context = {
        "lines": [_line(row) for row in access.notifications_of(user)[:IN_THE_MENU]],
        "unread": access.unread_count(user),
    }
    return render(request, "notifications/menu.html", context)


@login_required
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    actions.read_all(user=signed_in(request))
    return redirect("notifications")


@login_required
@never_cache
@require_GET
def follow(request: HttpRequest, notification_id: UUID) -> HttpResponse:
    """Read it, and go where it leads: the address of e-mails, pushes and lists."""
    try:
        row = actions.read(user=signed_in(request), notification_id=notification_id)
    except NotFound as refusal:
        raise Http404 from refusal
    return redirect(row.link)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """Kind by channel, quiet hours, and the devices one is pushed to."""
    user = signed_in(request)
    form = SettingsForm(request.POST or None, row=access.settings_of(user))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_settings(user=user, **form.wishes())
        except Invalid as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("Your settings are saved."))
            return redirect("notifications-settings")
    context = {"form": form, "devices": access.devices_of(user), "web_push_key": web_push_key()}
    return render(request, "notifications/settings.html", context, status=400 if form.errors else 200)


@login_required
@never_cache
@require_GET
def ledger(request: HttpRequest) -> HttpResponse:
    """What was sent to one, by which way, and what became of it."""
    rows = access.ledger_of(signed_in(request))
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    lines = [{**serializers.delivery(row), "row": row} for row in page]
    return render(request, "notifications/ledger.html", {"page": page, "lines": lines})


@require_GET
def service_worker(request: HttpRequest) -> HttpResponse:
    """At the root, so that its scope is the whole site; browsers look for a younger one by themselves."""
    path = finders.find(WORKER)
    assert path is not None
    answer = HttpResponse(Path(path).read_bytes(), content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer


@csrf_exempt  # the mail program's one click (RFC 8058) carries no cookie; the token is the right
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Asks by GET, since mail scanners follow links; switches off by POST."""
    try:
        wish = wish_of(token)
    except NotFound as refusal:
        raise Http404 from refusal
    done = request.method == "POST"
    if done:
        actions.switch_off(user=wish.user, kind=wish.kind, channel="email")
    with spoken_to(wish.user):
        context = {"kind": KINDS[wish.kind].label, "email": wish.user.email, "done": done}
        return render(request, "notifications/unsubscribe.html", context)
