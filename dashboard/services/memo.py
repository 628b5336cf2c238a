"""Answers that cost a pass over rows, kept for the versions in force."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable
from typing import Any, Protocol, TypeVar, cast

from cachelib import SimpleCache

Answer = TypeVar("Answer")
_DAY_SECONDS = 24 * 3600


class Backend(Protocol):
    """What flask-caching offers: one cache of this process, or one in Redis that all machines share."""

    def get(self, key: str) -> Any: ...

    def set(self, key: str, value: Any, timeout: int) -> Any: ...


class Memo:
    """Keys hold the month's version, so that a new version can never show old numbers; old answers only run out."""

    def __init__(self, backend: Backend | None = None) -> None:
        self._backend: Backend = backend or cast(Backend, SimpleCache(threshold=200))

    def get(self, key: Hashable, make: Callable[[], Answer]) -> Answer:
        """The kept answer, or a fresh one. Two askers at once may both make it; both get the same figures."""
        name = hashlib.sha256(repr(key).encode()).hexdigest()
        found = self._backend.get(name)
        if found is not None:
            return found[0]
        made = make()
        self._backend.set(name, (made,), timeout=_DAY_SECONDS)  # in a tuple: an answer may be None
        return made
