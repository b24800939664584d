"""E-mail in text and HTML, in the person's language, with the one-click link of RFC 8058."""

from __future__ import annotations

import contextlib
import smtplib
from email.utils import make_msgid
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string

from notifications.models import Delivery
from notifications.sending.answers import Again, Answer, Rejected, Unclear, unsent
from notifications.unsubscribing import unsubscribe_url
from notifications.wording import spoken_to, words


def send(row: Delivery) -> str:
    """The Message-ID. A 5xx for this recipient is final; a line cut after it stood open leaves it unclear."""
    with unsent():
        message, connection = letter(row), get_connection()
    try:
        connection.open()
    except Exception as error:  # nothing was said yet
        raise _refused(error) from error
    try:
        connection.send_messages([message])
    except Exception as error:
        raise _answer(error) from error
    finally:
        _close(connection)
    return _number_of(message)


def letter(row: Delivery) -> EmailMultiAlternatives:
    """As it goes out; the subject is one line whatever the words hold."""
    note = row.notification
    out = unsubscribe_url(note.user, note.kind)
    with spoken_to(note.user):
        title, body = words(note)
        context = {
            "title": title,
            "body": body,
            "name": note.user.name,
            "kind": note.described.label,
            "link": f"{settings.SITE_URL}/notifications/{note.pk}",
            "unsubscribe": out,
            "settings_link": f"{settings.SITE_URL}/notifications/settings",
            "site_name": settings.SITE_NAME,
        }
        message = EmailMultiAlternatives(
            subject=" ".join(title.split()),
            body=render_to_string("notifications/mail.txt", context),
            to=[row.target],
            headers={
                "Message-ID": make_msgid(domain=settings.EMAIL_DOMAIN),
                "List-Unsubscribe": f"<{out}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
                "Auto-Submitted": "auto-generated",
            },
        )
        message.attach_alternative(render_to_string("notifications/mail.html", context), "text/html")
    return message


def _number_of(message: EmailMultiAlternatives) -> str:
    """The provider's own number when there is a provider, else ours."""
    status = getattr(message, "anymail_status", None)
    return str(getattr(status, "message_id", None) or message.extra_headers["Message-ID"])


def _refused(error: Exception) -> Answer:
    answer = _answer(error)
    return Again(answer.error) if isinstance(answer, Unclear) else answer


def _answer(error: Exception) -> Answer:
    text = f"{type(error).__name__}: {error}"
    match error:
        case smtplib.SMTPRecipientsRefused():
            return _by_code(max(code for code, _text in error.recipients.values()), text)
        case smtplib.SMTPAuthenticationError():
            return Again(f"{error.smtp_code}: sign-in refused")  # the operator mends it, the person waits
        case smtplib.SMTPResponseException():
            return _by_code(error.smtp_code, text)
    status = getattr(error, "status_code", None)  # anymail's AnymailAPIError
    if isinstance(status, int):
        return Again(text) if status == 429 or status >= 500 else Rejected(text)
    return Unclear(text)


def _by_code(code: int, text: str) -> Answer:
    return Rejected(text) if 500 <= code < 600 else Again(text)


def _close(connection: Any) -> None:
    with contextlib.suppress(Exception):  # it was sent, or not, before
        connection.close()
