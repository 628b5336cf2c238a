"""Frames that a published version answers with: computed on the first request, kept beside the store for every worker.

A version never changes; its name, the policies' fingerprint and `GENERATION` make the key, so nothing is ever stale. The folder
may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import os
import re
import time
import uuid
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pandas as pd

from dashboard.publishing import frames
from dashboard.publishing.pruning import ABANDONED_SECONDS, inside, remove, touched
from dashboard.services.base import Context

_PART, _VERSION = re.compile(r"-([0-9a-f]{12})\.arrow$"), re.compile(r"(\d{4}-\d{2})v(\d+)")

GENERATION = 1
"""To be raised when a kept frame is computed in another way."""


def of_part(context: Context, part: Path, name: str, build: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    """A frame of one imported folder; its name below the store is unique for ever."""
    return _kept(context, f"{name}-{part.name}", build)


def of_months(context: Context, months: tuple[str, ...], name: str, build: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    """A frame of the versions now in force of several months."""
    current = context.store.current()
    return _kept(context, "-".join([name, *(f"{month}v{current[month]}" for month in months)]), build)


def _kept(context: Context, key: str, build: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    path = _home(context) / f"{key}.arrow"
    try:
        return frames.read(path).to_pandas()
    except FileNotFoundError:
        found = build()
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{uuid.uuid4().hex}")
    frames.write(found, fresh)
    table = frames.read(fresh)
    os.replace(fresh, path)  # two workers may build at once: either file is whole, and both are equal
    return table.to_pandas()


def _home(context: Context) -> Path:
    return context.store.root / "kept" / f"{GENERATION}-{_fingerprint(context.book.root)}"


def prune(context: Context, now: float | None = None) -> list[Path]:
    """Removes frames of versions that are not in force (a roll-back makes them again), and, when untouched for a day, drafts
    and what other policies or an older program kept; says which."""
    limit = (time.time() if now is None else now) - ABANDONED_SECONDS
    current = context.store.current()
    parts = {name for version in context.store.months() for name in version.parts}
    found = []
    for folder in inside(context.store.root / "kept"):
        if folder != _home(context):
            found += [folder] if touched(folder) < limit else []
            continue
        for frame in inside(folder):
            part, versions = _PART.search(frame.name), _VERSION.findall(frame.name)
            stale = frame.suffix != ".arrow" and touched(frame) < limit
            stale |= part is not None and part[1] not in parts
            stale |= any(current.get(month) != int(number) for month, number in versions)
            found += [frame] if stale else []
    for path in found:
        remove(path)
    return found


@cache
def _fingerprint(policies: Path) -> str:
    """Of every policy file: another threshold or clause makes other frames. Policies never change while the process lives."""
    digest = hashlib.sha256()
    for path in sorted(policies.rglob("*.yaml")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
