"""The only place that changes people, classes and sign-ins."""

from datetime import timedelta

from django.contrib.sessions.models import Session as PageSession
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _
from rest_framework_simplejwt.exceptions import TokenError
from rest_framework_simplejwt.token_blacklist.models import OutstandingToken
from rest_framework_simplejwt.tokens import RefreshToken

from accounts.authentication import session_of
from accounts.avatars import square_webp
from accounts.models import Classroom, Enrollment, Session, User
from accounts.registries import EnrollmentChange, tell_activity, tell_enrollment
from dreamseed.realtime.acting import acting
from dreamseed.realtime.errors import Invalid, NotSignedIn
from dreamseed.realtime.publishing import disconnect

SESSION_ENDED = 4003
KEPT_AFTER_USE = timedelta(days=90)  # longer than any token or cookie lives


# --- classes


def enroll(*, classroom: Classroom, user: User, role: str) -> Enrollment:
    """Bring a person of the school into a class, or change the role there; doing it twice changes nothing."""
    with acting(None):
        if user.organization_id != classroom.organization_id:
            raise Invalid(fields={"user": [_("This person belongs to another school.")]})
        enrollment, created = Enrollment.objects.select_for_update().get_or_create(
            classroom=classroom, user=user, defaults={"role": role}
        )
        if not created and enrollment.role == role:
            return enrollment
        if not created:
            enrollment.role = role
            enrollment.save(update_fields=["role"])
        tell_enrollment(EnrollmentChange(classroom, user, role, enrolled=True))
        return enrollment


def unenroll(*, classroom: Classroom, user: User) -> None:
    """Take a person out of a class; nothing happens when they were not in it."""
    with acting(None):
        enrollment = Enrollment.objects.select_for_update().filter(classroom=classroom, user=user).first()
        if enrollment is not None:
            enrollment.delete()
            tell_enrollment(EnrollmentChange(classroom, user, enrollment.role, enrolled=False))


# --- people


def update_profile(
    *,
    user: User,
    name: str | None = None,
    language: str | None = None,
    timezone: str | None = None,
    avatar: UploadedFile | None = None,
    remove_avatar: bool = False,
) -> User:
    """Change one's own name, language, time zone or picture; None leaves a thing as it is.

    Invalid names the field that is wrong.
    """
    with acting(user.pk):
        person = User.objects.select_for_update().get(pk=user.pk)
        for field, value in {"name": name, "language": language, "timezone": timezone}.items():
            if value is not None:
                setattr(person, field, value)
        _check(person)
        if avatar is not None or remove_avatar:
            _replace_picture(person, avatar)
        person.save(update_fields=["name", "language", "timezone", "avatar"])
        return person


def _check(person: User) -> None:
    try:
        person.clean_fields(exclude=["password", "avatar"])
    except ValidationError as error:
        raise Invalid(fields=error.message_dict) from error


def _replace_picture(person: User, upload: UploadedFile | None) -> None:
    storage, old = person.avatar.storage, person.avatar.name
    if upload is None:
        person.avatar = ""
    else:
        person.avatar.save("avatar.webp", square_webp(upload), save=False)
    if old:
        transaction.on_commit(lambda: storage.delete(old), robust=True)


def deactivate(*, user: User) -> None:
    """Switch a person off: no sign-in any more, every session and socket ends at once."""
    with acting(None):
        User.objects.filter(pk=user.pk).update(is_active=False)
        user.is_active = False
        end_all_sessions(user=user)
        tell_activity(user)


def reactivate(*, user: User) -> None:
    """Switch a person on again: they sign in anew."""
    with acting(None):
        User.objects.filter(pk=user.pk).update(is_active=True)
        user.is_active = True
        tell_activity(user)


def change_password(*, user: User, password: str) -> None:
    """Set a new password; everywhere this person was signed in with the old one it ends."""
    with acting(None):
        user.set_password(password)
        user.save(update_fields=["password"])
        end_all_sessions(user=user)


# --- sign-ins


def open_session(*, user: User, user_agent: str = "", page_key: str | None = None) -> Session:
    """Write down a sign-in. `page_key`: Django's session when it is a browser."""
    with acting(None):
        return Session.objects.create(user=user, user_agent=user_agent[:300], page_key=page_key)


def revoke_session(*, session: Session) -> None:
    """End one sign-in: its tokens, its page and its sockets."""
    with acting(None):
        Session.objects.filter(pk=session.pk, revoked_at=None).update(revoked_at=now())
        PageSession.objects.filter(pk=session.page_key).delete()
        disconnect(session.user_id, SESSION_ENDED, session_id=str(session.pk))


def end_all_sessions(*, user: User) -> None:
    """End every sign-in of a person."""
    with acting(None):
        live = Session.objects.filter(user=user, revoked_at=None)
        PageSession.objects.filter(
            pk__in=list(live.exclude(page_key=None).values_list("page_key", flat=True))
        ).delete()
        live.update(revoked_at=now())
        disconnect(user.pk, SESSION_ENDED)


def issue_tokens(*, session: Session) -> dict[str, str]:
    """An access and a refresh token that name this sign-in."""
    # the copy simplejwt keeps in its table is made before `sid` is set, and is no good without it
    refresh = RefreshToken.for_user(session.user)
    refresh["sid"] = str(session.pk)
    return {"access": str(refresh.access_token), "refresh": str(refresh)}


def refresh_tokens(*, refresh: str) -> dict[str, str]:
    """New tokens for an unused refresh token; NotSignedIn for any other, and for one used before."""
    with acting(None):
        session = session_of(_refresh_token(refresh))
        # two requests with one token: the second waits here and then finds it used
        Session.objects.select_for_update().get(pk=session.pk)
        _refresh_token(refresh).blacklist()
        Session.objects.filter(pk=session.pk).update(last_used_at=now())
        return issue_tokens(session=session)


def revoke_tokens(*, refresh: str) -> None:
    """End the sign-in of a refresh token; an invalid one asks for nothing (RFC 7009, 2.2)."""
    try:
        session = session_of(_refresh_token(refresh))
    except NotSignedIn:
        return
    revoke_session(session=session)


def forget_expired() -> None:
    """Delete tokens and page sessions that have run out, and sign-ins nobody can use any more.

    A sign-in is kept for ninety days after its end, so that one can look back at where one was signed in.
    """
    with acting(None):
        OutstandingToken.objects.filter(expires_at__lt=now()).delete()
        PageSession.objects.filter(expire_date__lt=now()).delete()
        Session.objects.filter(last_used_at__lt=now() - KEPT_AFTER_USE).delete()


def _refresh_token(raw: str) -> RefreshToken:
    try:
        return RefreshToken(raw)  # type: ignore[arg-type]
    except TokenError as error:
        raise NotSignedIn() from error
