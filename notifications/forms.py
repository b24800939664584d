"""The settings page: one box a kind and channel."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dreamseed.realtime.errors import Invalid
from notifications.kinds import CHANNELS, KINDS
from notifications.models import NotificationSettings
from notifications.preferences import grid


class SettingsForm(forms.Form):
    quiet = forms.BooleanField(label=_("Quiet hours"), required=False)
    quiet_from = forms.TimeField(label=_("from"), required=False)
    quiet_until = forms.TimeField(label=_("until"), required=False)

    def __init__(self, data: Any = None, *, row: NotificationSettings | None):
        begins, ends = (row.quiet_from, row.quiet_until) if row else (None, None)
        initial: dict[str, Any] = {
            "quiet": begins is not None,
            "quiet_from": f"{begins:%H:%M}" if begins else "22:00",
            "quiet_until": f"{ends:%H:%M}" if ends else "07:30",
        }
        for kind, channels in grid(row).items():
            initial |= {f"{kind}.{channel}": on for channel, on in channels.items()}
        super().__init__(data, initial=initial)
        for name in initial:
            if "." in name:
                self.fields[name] = forms.BooleanField(required=False)

    def rows(self) -> Iterator[dict[str, Any]]:
        """A line a kind: what it is called, and its boxes."""
        for kind, described in KINDS.items():
            boxes = [
                {"name": f"{kind}.{one}", "on": self[f"{kind}.{one}"].value(), "channel": one}
                for one in CHANNELS
            ]
            yield {"kind": kind, "label": described.label, "icon": described.icon, "boxes": boxes}

    def wishes(self) -> dict[str, Any]:
        """What actions.change_settings takes."""
        values = self.cleaned_data
        kinds = {kind: {one: values[f"{kind}.{one}"] for one in CHANNELS} for kind in KINDS}
        quiet = {one: values[one] if values["quiet"] else None for one in ("quiet_from", "quiet_until")}
        return {"kinds": kinds, "quiet": quiet}

    def add_refusal(self, refusal: Invalid) -> None:
        """Show a refusal's sentences at the fields they belong to."""
        for name, sentences in refusal.extra["fields"].items():
            self.add_error(name if name in self.fields else None, sentences)
