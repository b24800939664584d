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
from notifications.kinds import CHANNELS, KINDS
from notifications.models import NotificationSettings

Hours = tuple[time | None, time | None]
"""From and until, in the person's zone; twice None: there are none."""


def change_settings(
    *, user: User, kinds: Mapping[str, Mapping[str, bool]] = MappingProxyType({}), quiet: Hours | None = None
) -> NotificationSettings:
    """Replace the choices named and, unless None, the quiet hours.

    Invalid for a kind or channel there is not.
    """
    _check(kinds, quiet or (None, None))
    with acting(user.pk):
        row = _locked(user)
        _choose(row, kinds)
        if quiet is not None:
            row.quiet_from, row.quiet_until = quiet
        row.save()
    return row


def switch_off(*, user: User, kind: str, channel: str) -> None:
    """As the link below an e-mail does it: this kind, by this channel, no more."""
    _check({kind: {channel: False}}, (None, None))
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


def _check(kinds: Mapping[str, Any], quiet: Hours) -> None:
    start, end = quiet
    fields: dict[str, list[Any]] = {}
    for kind, channels in kinds.items():
        if kind not in KINDS:
            fields[f"kinds.{kind}"] = [_("There is no such kind of notification.")]
        elif not isinstance(channels, Mapping) or set(channels) - set(CHANNELS):
            fields[f"kinds.{kind}"] = [_("The channels are in_app, push and email.")]
        elif not all(isinstance(on, bool) for on in channels.values()):
            fields[f"kinds.{kind}"] = [_("Say true or false.")]
    if (start is None) != (end is None):
        missing = "quiet_from" if start is None else "quiet_until"
        fields[missing] = [_("Quiet hours need a beginning and an end.")]
    elif start is not None and start == end:
        fields["quiet_until"] = [_("Quiet hours cannot end when they begin.")]
    if fields:
        raise Invalid(fields=fields)
