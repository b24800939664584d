"""Dates that nobody means."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers as drf

from dreamseed.realtime.errors import Invalid

FIRST, LAST = 2000, 2100
"""Years. At the ends of the calendar a moment cannot be told in every reader's zone."""


def check_years(**moments: datetime | None) -> None:
    """{field: moment}; Invalid at the first that lies outside."""
    for field, moment in moments.items():
        if moment is not None and not FIRST <= moment.year <= LAST:
            text = _("Choose a year between %(first)d and %(last)d.")
            raise Invalid(fields={field: [text % {"first": FIRST, "last": LAST}]})


class MomentField(drf.DateTimeField):
    """DRF's own breaks at a moment without a zone that lies before the calendar of another zone."""

    def enforce_timezone(self, value: datetime) -> datetime:
        try:
            return super().enforce_timezone(value)
        except OverflowError:
            self.fail("overflow")
