"""Locks by name, for as long as they are used."""

from __future__ import annotations

import asyncio
from collections.abc import Hashable
from typing import Generic, TypeVar
from weakref import WeakValueDictionary

Name = TypeVar("Name", bound=Hashable)


class Locks(Generic[Name]):
    """`async with locks.of(name)`: one after another under each name, in the order in which they came."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[Name, asyncio.Lock] = WeakValueDictionary()

    def of(self, name: Name) -> asyncio.Lock:
        """Lives as long as somebody holds it or waits for it."""
        return self._locks.setdefault(name, asyncio.Lock())
