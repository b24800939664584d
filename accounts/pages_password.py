"""A new password for those who forgot theirs, by a link in an e-mail."""

from __future__ import annotations

import logging

from django.contrib import messages
from django.contrib.auth.tokens import default_token_generator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.encoding import force_str
from django.utils.http import urlsafe_base64_decode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import actions
from accounts.forms import ForgottenForm, NewPasswordForm
from accounts.limits import count_try
from accounts.models import User
from accounts.tasks import send_new_password_letter
from dreamseed.realtime.errors import RateLimited

log = logging.getLogger(__name__)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Asks for the e-mail, and says the same whether somebody has it or not."""
    form = ForgottenForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _forgotten_page(request, form, 400 if form.is_bound else 200)
    email: str = form.cleaned_data["email"].strip().lower()
    try:
        count_try(request, "new-password", email=email, person="5/h", address="50/h")
    except RateLimited as refusal:
        form.add_error(None, refusal.detail)
        return _forgotten_page(request, form, 429)
    person = User.objects.active().filter(email=email).first()
    if person is not None:
        _send(person)
    return render(request, "accounts/password_forgotten.html", {"sent": email})


def _forgotten_page(request: HttpRequest, form: ForgottenForm, status: int) -> HttpResponse:
    return render(request, "accounts/password_forgotten.html", {"form": form}, status=status)


def _send(person: User) -> None:
    """By the worker: how long it takes tells nobody whether the address is known."""
    try:
        send_new_password_letter.apply_async(args=[person.pk], retry=False)
    except Exception:  # whatever a broker that is away raises; they will ask again
        log.exception("the worker was not asked for a letter")


@sensitive_post_parameters("password", "again")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, uid: str, token: str) -> HttpResponse:
    """The link's page; using it ends every sign-in made with the old password."""
    person = _person_of(uid, token)
    if person is None:
        return render(request, "accounts/password_new.html", {"person": None}, status=404)
    form = NewPasswordForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        actions.change_password(user=person, password=form.cleaned_data["password"])
        messages.success(request, _("Your new password is saved. Sign in with it."))
        return redirect("login")
    context = {"person": person, "form": form}
    answer = render(request, "accounts/password_new.html", context, status=400 if form.errors else 200)
    answer["Referrer-Policy"] = "no-referrer"  # the address is the right
    return answer


def _person_of(uid: str, token: str) -> User | None:
    try:
        person = User.objects.active().get(pk=int(force_str(urlsafe_base64_decode(uid))))
    except (ValueError, OverflowError, UnicodeDecodeError, User.DoesNotExist):
        return None
    return person if default_token_generator.check_token(person, token) else None
