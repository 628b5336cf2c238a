"""What demo data a data folder already has: with which arguments it was made, and which of its months are published."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from geodata.files import write_atomically


@dataclass
class Record:
    """A small JSON file beside the month folders; `arguments` is empty when there are no demo data."""

    path: Path
    arguments: dict[str, Any] = field(default_factory=dict)
    published: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, data_dir: Path, province: str) -> Record:
        path = data_dir / "demo" / f"{province}.json"
        found = json.loads(path.read_text("utf-8")) if path.exists() else {}
        return cls(path, found.get("arguments", {}), found.get("published", []))

    def begin(self, arguments: Mapping[str, Any]) -> None:
        """Starts over when the arguments are new, goes on where it stopped when they are the same."""
        if self.arguments != arguments:
            self.published = []
        self.arguments = dict(arguments)
        self._save()

    def forget(self) -> None:
        self.arguments, self.published = {}, []

    def add(self, month: str) -> None:
        self.published.append(month)
        self._save()

    def _save(self) -> None:
        kept = asdict(self)
        del kept["path"]
        self.path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(self.path, json.dumps(kept, ensure_ascii=False, indent=1).encode())
