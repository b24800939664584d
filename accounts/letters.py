"""E-mails about the account itself; those about what happens are the notifications'."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from accounts.models import User


def send_new_password(user_id: int) -> None:
    """Nothing is sent to who was switched off meanwhile; errors of the mail server are the caller's."""
    user = User.objects.active().filter(pk=user_id).first()
    if user is None:
        return
    with translation.override(user.language or settings.LANGUAGE_CODE):
        context = {"name": user.name, "site_name": settings.SITE_NAME, "link": new_password_link(user)}
        letter = EmailMultiAlternatives(
            subject=_("New password for %(site)s") % {"site": settings.SITE_NAME},
            body=render_to_string("accounts/new_password_letter.txt", context),
            to=[user.email],
            headers={"Auto-Submitted": "auto-generated"},
        )
        html = render_to_string("accounts/new_password_letter.html", context)
    letter.attach_alternative(html, "text/html")
    letter.send()


def new_password_link(user: User) -> str:
    """Works once, for settings.PASSWORD_RESET_TIMEOUT seconds, until the next sign-in."""
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    return settings.SITE_URL + reverse("password-new", args=[uid, default_token_generator.make_token(user)])
