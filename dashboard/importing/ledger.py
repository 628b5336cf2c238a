"""Who sent what, when: one line per import, only ever added (`imports.jsonl` of the data folder)."""

import fcntl
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

_FILE = "imports.jsonl"


@dataclass(frozen=True)
class Entry:
    """One import: rows read = accepted + refused; `files` as in `FileReport`, with their SHA-256."""

    at: str  # ISO time
    by: str
    month: str
    area: str  # "0": no province was given
    rows: int
    accepted: int
    refused: int
    files: list[dict]


def record(data_dir: Path, entry: Entry) -> None:
    """Adds a line, durable when this returns; all of it or nothing, and never onto half a line that a crash left."""
    data_dir.mkdir(parents=True, exist_ok=True)
    line = json.dumps(asdict(entry), ensure_ascii=False).encode() + b"\n"
    with (data_dir / _FILE).open("a+b") as out:
        fcntl.flock(out, fcntl.LOCK_EX)
        end = out.seek(0, os.SEEK_END)
        if end and os.pread(out.fileno(), 1, end - 1) != b"\n":
            line = b"\n" + line
        try:
            out.write(line)
            out.flush()
            os.fsync(out.fileno())
        except OSError:
            os.ftruncate(out.fileno(), end)
            raise


def entries(data_dir: Path, month: str | None = None, by: str | None = None, area: str = "0") -> list[Entry]:
    """Imports of a month, by a sender, of an area and what lies in it; newest first."""
    if not (data_dir / _FILE).exists():
        return []
    with (data_dir / _FILE).open("rb") as lines:
        found = [entry for line in lines if (entry := _read(line))]
    inside = "" if area == "0" else area
    return [e for e in reversed(found) if month in (None, e.month) and by in (None, e.by) and e.area.startswith(inside)]


def _read(line: bytes) -> Entry | None:
    """None for what a crash left of a line."""
    try:
        return Entry(**json.loads(line))
    except ValueError:
        return None
