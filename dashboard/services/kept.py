"""Frames that a published version answers with: computed on the first request, kept beside the store for every worker.

A version never changes; its name, the policies' fingerprint and `GENERATION` make the key, so nothing is ever stale. The folder
may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import os
import uuid
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pandas as pd

from dashboard.publishing import frames
from dashboard.services.base import Context

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
    folder = context.store.root / "kept" / f"{GENERATION}-{_fingerprint(context.book.root)}"
    path = folder / f"{key}.arrow"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(f".{uuid.uuid4().hex}")
        frames.write(build(), fresh)
        os.replace(fresh, path)  # two workers may build at once: either file is whole, and both are equal
    return frames.read(path).to_pandas()


@cache
def _fingerprint(policies: Path) -> str:
    """Of every policy file: another threshold or clause makes other frames. Policies never change while the process lives."""
    digest = hashlib.sha256()
    for path in sorted(policies.rglob("*.yaml")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
