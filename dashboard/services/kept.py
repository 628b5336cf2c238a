"""Frames that a published version answers with: computed on the first request, kept beside the store for every worker.

A version never changes, so its name is the key and nothing is ever stale; the folder may be deleted at any time.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from dashboard.publishing import Store, frames


def of_part(store: Store, part: Path, name: str, build: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    """A frame of one imported folder; its name below the store is unique for ever."""
    return _kept(store, f"{name}-{part.name}", build)


def of_months(store: Store, months: tuple[str, ...], name: str, build: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    """A frame of the versions now in force of several months."""
    current = store.current()
    return _kept(store, "-".join([name, *(f"{month}v{current[month]}" for month in months)]), build)


def _kept(store: Store, key: str, build: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    path = store.root / "kept" / f"{key}.arrow"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(f".{uuid.uuid4().hex}")
        frames.write(build(), fresh)
        os.replace(fresh, path)  # two workers may build at once: either file is whole, and both are equal
    return frames.read(path).to_pandas()
