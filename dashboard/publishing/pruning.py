"""What a crash left behind: folders of imports that were cut short, versions that never came into force.

Published versions stay for ever: rolling back, the ledger and the reports refer to them.
"""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from dashboard.publishing.store import Store

ABANDONED_SECONDS = 86_400
"""What nothing was written to for a day belongs to no import under way."""


def prune(data_dir: Path, store: Store, now: float | None = None) -> list[Path]:
    """Removes it and says what; safe beside any number of imports and readers. `now`: seconds since 1970."""
    limit = (time.time() if now is None else now) - ABANDONED_SECONDS
    found = [path for place in (data_dir / "staging", store.root / "staging") for path in inside(place) if touched(path) < limit]
    found += [path for path in inside(data_dir) if path.name.startswith(".rejects-") and touched(path) < limit]
    for path in found:
        remove(path)
    return found + store.drop_unpublished()


def inside(place: Path) -> list[Path]:
    return sorted(place.iterdir()) if place.is_dir() else []


def touched(path: Path) -> float:
    """When anything in it was last written (seconds since 1970); infinity for what vanishes meanwhile."""
    try:
        return max(one.stat().st_mtime for one in (path, *path.rglob("*")))
    except FileNotFoundError:
        return float("inf")


def remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
