"""What a person chooses."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from types import MappingProxyType
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from dreamseed.realtime.acting import acting
from dreamseed.realtime.errors import Invalid
from notifications.actions.notifying import drop_waiting
from notifications.actions.owing import look_again
from notifications.kinds import CHANNELS, KINDS
from notifications.models import NotificationSettings

NOTHING: Mapping[str, Any] = MappingProxyType({})
Hours = Mapping[str, time | None]
"""`quiet_from` and `quiet_until`, in the person's zone. None: there are none; one alone keeps the other."""


def change_settings(
    *, user: User, kinds: Mapping[str, Mapping[str, bool]] = NOTHING, quiet: Hours = NOTHING
) -> NotificationSettings:
    """Replace the choices and the quiet hours that are named; what was held waits by the new hours.

    Invalid for a kind or channel there is not, and for hours without an end.
    """
    _check(kinds)
    with acting(user.pk):
        row = _locked(user)
        _choose(row, kinds)
        _rest(row, quiet)
        row.save()
        if quiet:
            look_again(user)
    return row


def switch_off(*, user: User, kind: str, channel: str) -> None:
    """As the link below an e-mail does it: this kind, by this channel, no more."""
    _check({kind: {channel: False}})
    with acting(user.pk):
        row = _locked(user)
        _choose(row, {kind: {channel: False}})
        row.save()
        drop_waiting(Q(notification__user=user, notification__kind=kind, channel=channel), "switched_off")


def _locked(user: User) -> NotificationSettings:
    NotificationSettings.objects.get_or_create(user=user)
    return NotificationSettings.objects.select_for_update().get(user=user)


def _choose(row: NotificationSettings, kinds: Mapping[str, Mapping[str, bool]]) -> None:
    for kind, channels in kinds.items():
        row.choices[kind] = {**row.choices.get(kind, {}), **channels}


def _rest(row: NotificationSettings, quiet: Hours) -> None:
    for name, value in quiet.items():
        setattr(row, name, value)
    if len(quiet) == 1 and None in quiet.values():
        row.quiet_from = row.quiet_until = None
    _check_hours(row.quiet_from, row.quiet_until)


def _check(kinds: Mapping[str, Any]) -> None:
    fields: dict[str, list[Any]] = {}
    for kind, channels in kinds.items():
        if kind not in KINDS:
            fields[f"kinds.{kind}"] = [_("There is no such kind of notification.")]
        elif not isinstance(channels, Mapping) or set(channels) - set(CHANNELS):
            fields[f"kinds.{kind}"] = [_("The channels are in_app, push and email.")]
        elif not all(isinstance(on, bool) for on in channels.values()):
            fields[f"kinds.{kind}"] = [_("Say true or false.")]
    if fields:
        raise Invalid(fields=fields)


def _check_hours(start: time | None, end: time | None) -> None:
    fields: dict[str, list[Any]] = {}
    if (start is None) != (end is None):
        missing = "quiet_from" if start is None else "quiet_until"
        fields[missing] = [_("Quiet hours need a beginning and an end.")]
    elif start is not None and start == end:
        fields["quiet_until"] = [_("Quiet hours cannot end when they begin.")]
    if fields:
        raise Invalid(fields=fields)
