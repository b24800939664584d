"""Forwarding servers and those who watch over them."""

from __future__ import annotations

from calls import nodes
from calls.management.commands.media import BEAT


def test_a_dead_server_is_noticed_well_within_five_seconds() -> None:
    """Its last word runs out, and the others miss it twice."""
    assert nodes.EXPIRES_MS / 1000 + 2 * BEAT <= 4


def test_a_server_that_is_late_once_is_not_dead() -> None:
    assert nodes.EXPIRES_MS / 1000 >= 4 * BEAT
