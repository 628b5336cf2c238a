"""Answers that cost a pass over rows, kept for the versions in force."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import TypeVar

Answer = TypeVar("Answer")


class Memo:
    """The answers used last. Keys hold the month's version, so that a new version can never show old numbers."""

    def __init__(self, most: int = 200) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, object] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], Answer]) -> Answer:
        """The kept answer, or a fresh one. Two askers at once may both make it; both get the same figures."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]  # type: ignore[return-value]
        made = make()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made
