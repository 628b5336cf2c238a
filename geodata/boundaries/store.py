"""An office's own borders, version by version, below the map files' root: an import adds a version, undo goes back one."""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd

from geodata.atlas import NO_BORDERS, Borders
from geodata.files import write_atomically

_POINTER = "boundaries/current.json"


def _history(root: Path) -> list[str]:
    try:
        return json.loads((root / _POINTER).read_bytes())["history"]
    except FileNotFoundError:
        return []


def current_version(root: Path) -> str:
    """`pack` when the office has no borders of its own in force."""
    history = _history(root)
    return history[-1] if history else NO_BORDERS.version


def load(root: Path, version: str) -> Borders:
    """The borders of one version."""
    if version == NO_BORDERS.version:
        return NO_BORDERS
    files = sorted((root / "boundaries" / version).glob("*.parquet"))
    return Borders({path.stem: gpd.read_parquet(path) for path in files}, version)


def replace(root: Path, by_level: dict[str, gpd.GeoDataFrame], report: dict) -> str:
    """Puts `by_level` in force as a new version (number and content; it is returned); the report is kept with it."""
    taken = [int(path.name.split("-")[0]) for path in (root / "boundaries").glob("[0-9]*-*")]
    content = {}
    for level, frame in sorted(by_level.items()):
        buffer = io.BytesIO()
        frame.to_parquet(buffer, compression="zstd", index=False)
        content[level] = buffer.getvalue()
    digest = hashlib.sha256(b"".join(content.values())).hexdigest()[:8]
    version = f"{max(taken, default=0) + 1:04d}-{digest}"
    folder = root / "boundaries" / version
    for level, written in content.items():
        write_atomically(folder / f"{level}.parquet", written)
    write_atomically(folder / "report.json", json.dumps(report, ensure_ascii=False, indent=1).encode())
    _point(root, [*_history(root), version])
    return version


def undo(root: Path) -> str | None:
    """Back to the borders before the last import; the version now in force, None when there was nothing to undo."""
    history = _history(root)
    if not history:
        return None
    _point(root, history[:-1])
    return current_version(root)


@dataclass(frozen=True, slots=True)
class Version:
    """One import: its report with who and when, whether it is in force, and whether undo can still come back to it."""

    version: str
    report: dict[str, Any]
    in_force: bool
    behind: bool


def versions(root: Path) -> list[Version]:
    """Every import there was, newest first; those neither in force nor behind it were undone."""
    history = _history(root)
    now = history[-1] if history else ""
    folders = sorted((root / "boundaries").glob("[0-9]*-*"), reverse=True)
    return [
        Version(path.name, json.loads((path / "report.json").read_bytes()), path.name == now, path.name in history)
        for path in folders
        if (path / "report.json").exists()
    ]


def _point(root: Path, history: list[str]) -> None:
    write_atomically(root / _POINTER, json.dumps({"history": history}).encode())
