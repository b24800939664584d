"""The only doors to people and their sign-ins."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib.auth import authenticate
from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from accounts.limits import limited_failures
from accounts.managers import PersonQuerySet
from accounts.models import Enrollment, Organization, Session, User
from dreamseed.realtime.errors import NotFound, NotSignedIn


def signed_in(request: HttpRequest | Request) -> User:
    """Who asks; NotSignedIn for nobody."""
    if not isinstance(request.user, User):
        raise NotSignedIn
    return request.user


def may_do_more(person: User, than: User) -> bool:
    """Whether the first has rights that the second lacks."""
    if person.is_superuser or than.is_superuser:
        return not than.is_superuser
    # not get_all_permissions(), which is empty for whom is switched off: they are switched on again
    rights = Permission.objects.filter(Q(user=person) | Q(group__user=person))
    names = rights.values_list("content_type__app_label", "codename")
    return not than.has_perms([f"{app}.{right}" for app, right in names])


@limited_failures("sign-in", person="10/5m", address="300/5m")
def person_by_password(request: HttpRequest, *, email: str, password: str) -> User:
    """The active person with this e-mail and password.

    NotSignedIn says the same, in the same time, for a wrong password, an unknown e-mail and a deactivated
    person. RateLimited after ten failures for one e-mail from one address in five minutes.
    """
    person = authenticate(request, username=email, password=password)
    if person is None:
        raise NotSignedIn(_("The e-mail or the password is wrong."), code="wrong_credentials")
    assert isinstance(person, User)
    return person


def people_for(user: User, search: str = "") -> QuerySet[User]:
    """People one may write to, by name: the whole school for its staff, their classes for students."""
    people = _reach(user).active().exclude(pk=user.pk)
    return people.named(search) if search else people


def _reach(user: User) -> PersonQuerySet:
    if user.teaches and user.organization_id is not None:
        return User.objects.filter(organization=user.organization_id)
    if user.is_superuser:
        return User.objects.all()
    if user.role == User.Role.STUDENT:
        return User.objects.filter(pk__in=_classmates(user))
    return User.objects.none()


def _classmates(user: User) -> QuerySet[Enrollment, Any]:
    """Those of one's classes; where the school wants it so, only their teachers."""
    mine = Enrollment.objects.filter(user=user)
    found = Enrollment.objects.filter(classroom__in=mine.values("classroom"))
    school = user.organization
    if school is not None and school.students_write_to == Organization.Reach.TEACHERS:
        found = found.filter(role=Enrollment.Role.TEACHER)
    return found.values("user")


def may_write_to(user: User, ids: Iterable[int]) -> set[int]:
    """Those of these people one may write to."""
    return set(people_for(user).filter(pk__in=set(ids)).values_list("pk", flat=True))


def sessions_of(user: User) -> QuerySet[Session]:
    """One's own sign-ins that still work, last used first."""
    return Session.objects.live().filter(user=user)


def session_to_end(user: User, session_id: UUID) -> Session:
    """One's own live sign-in; NotFound for any other."""
    session = sessions_of(user).filter(pk=session_id).first()
    if session is None:
        raise NotFound()
    return session


def picture_for(viewer: User, user_id: int, filename: str) -> User:
    """The person whose current picture this is; NotFound for people of other schools."""
    owner = User.objects.filter(pk=user_id, avatar=f"avatars/{filename}").first()
    if owner is None or not (viewer.is_superuser or _together(viewer, owner)):
        raise NotFound()
    return owner


def _together(one: User, other: User) -> bool:
    return one.pk == other.pk or (
        one.organization_id is not None and one.organization_id == other.organization_id
    )
