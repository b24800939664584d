"""Where a person can be pushed to."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from accounts.models import Session, User
from dreamseed.realtime.acting import acting
from dreamseed.realtime.errors import Conflict
from notifications import access
from notifications.models import Device

MOST = 20
"""Devices a person: the oldest makes room."""


def register_device(
    *,
    user: User,
    session: Session,
    platform: str,
    token: str,
    keys: Mapping[str, str] | None = None,
    name: str = "",
) -> tuple[Device, bool]:
    """This device, and whether it is new; it hears until its sign-in ends.

    Conflict `device_taken` while somebody else who is signed in on it has it.
    """
    values = {"session": session, "platform": platform, "keys": dict(keys or {}), "name": name[:200]}
    try:
        return _register(user, token, values)
    except IntegrityError:  # two requests at once
        return _register(user, token, values)


def _register(user: User, token: str, values: dict[str, object]) -> tuple[Device, bool]:
    with acting(user.pk):
        known = Device.objects.select_for_update(of=("self",)).select_related("session__user")
        row = known.filter(token=token).first()
        if row is None:
            _make_room(user)
            return Device.objects.create(user=user, token=token, **values), True
        if row.user_id != user.pk and _in_use(row):
            raise Conflict("device_taken", _("Somebody else uses this device. They have to sign out first."))
        for name, value in {**values, "user": user}.items():
            setattr(row, name, value)
        row.save()
    return row, False


def _in_use(row: Device) -> bool:
    return row.session.revoked_at is None and row.session.user.is_active


def _make_room(user: User) -> None:
    kept = Device.objects.filter(user=user).order_by("-created_at").values("pk")[: MOST - 1]
    Device.objects.filter(user=user).exclude(pk__in=list(kept.values_list("pk", flat=True))).delete()


def forget_device(*, user: User, device_id: object) -> None:
    """NotFound for somebody else's."""
    with acting(user.pk):
        access.device_to_forget(user, device_id).delete()
