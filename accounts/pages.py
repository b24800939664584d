"""Pages to sign in and out and to say who one is."""

from typing import Any

from django.conf import settings
from django.contrib import auth, messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts import access, actions
from accounts.forms import ProfileForm, SignInForm
from accounts.models import Session, User
from dreamseed.realtime.errors import Invalid, NotSignedIn, RateLimited


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """Sign in by e-mail and password, then go to `next` when it is a page of ours."""
    if request.user.is_authenticated and request.method != "POST":
        return HttpResponseRedirect(_next(request))
    form = SignInForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _login_page(request, form, 400 if form.is_bound else 200)
    try:
        person = access.person_by_password(request, **form.cleaned_data)
    except NotSignedIn as refusal:
        form.add_error("password", refusal.detail)
        return _login_page(request, form, 400)
    except RateLimited as refusal:
        form.add_error(None, refusal.detail)
        page = _login_page(request, form, 429)
        page["Retry-After"] = str(round(refusal.extra["retry_after"]))
        return page
    sign_in(request, person)
    return HttpResponseRedirect(_next(request))


def sign_in(request: HttpRequest, person: User) -> None:
    """Make this browser the person's, and write the sign-in down so that it can be listed and ended."""
    _end_own_session(request)
    auth.login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    session = actions.open_session(
        user=person,
        user_agent=request.headers.get("User-Agent", ""),
        page_key=request.session.session_key,
    )
    request.session["sid"] = str(session.pk)


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """Sign this browser out; its sockets close at once."""
    _end_own_session(request)
    auth.logout(request)
    return redirect(settings.LOGOUT_REDIRECT_URL)


def _end_own_session(request: HttpRequest) -> None:
    session = Session.objects.live().filter(page_key=request.session.session_key or "").first()
    if session is not None:
        actions.revoke_session(session=session)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """One's own name, picture, language and time zone."""
    person = request.user
    assert isinstance(person, User)
    form = ProfileForm(request.POST or None, request.FILES or None, person=person)
    if request.method == "POST" and form.is_valid():
        try:
            actions.update_profile(user=person, **form.cleaned_data)
        except Invalid as refusal:
            form.add_fields_errors(refusal.extra["fields"])
        else:
            messages.success(request, _("Your profile is saved."))
            return redirect("profile")
    context = {"form": form, "timezones": form.fields["timezone"].choices}  # type: ignore[attr-defined]
    return render(request, "accounts/profile.html", context, status=400 if form.errors else 200)


def admin_login(request: HttpRequest) -> HttpResponse:
    """The administration has no sign-in of its own; one who is signed in without the right stays out."""
    if request.user.is_authenticated:
        raise PermissionDenied
    return redirect(f"{reverse('login')}?{urlencode({'next': request.GET.get('next', '/admin/')})}")


def _next(request: HttpRequest) -> str:
    """Where to go after signing in; an address outside of this site is ignored."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    own = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if own else resolve_url(settings.LOGIN_REDIRECT_URL)


def _login_page(request: HttpRequest, form: SignInForm, status: int) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "next": _next(request), "demo_people": _demo_people()}
    return render(request, "accounts/login.html", context, status=status)


def _demo_people() -> list[tuple[str, str, str]]:
    """(name, e-mail, role) of those whose password everybody may know, while the demo is on."""
    if not settings.DREAMSEED_DEMO:
        return []
    people = User.objects.active().filter(email__endswith="@example.com").order_by("id")[:8]
    return [(person.name, person.email, person.get_role_display()) for person in people]
