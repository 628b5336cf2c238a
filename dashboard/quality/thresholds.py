"""The thresholds of the quality questions, from `policies/quality.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dashboard import yaml_files
from dashboard.policy import POLICIES


@dataclass(frozen=True)
class Thresholds:
    """Values with their reasons; `tests` by id, each with its question, reason and limits."""

    values: Mapping[str, Any]

    @classmethod
    def load(cls, root: Path = POLICIES) -> Thresholds:
        return cls(yaml_files.read(root / "quality.yaml"))

    def get(self, *keys: str) -> Any:
        """The value of a threshold: `get("excess", "significance")`."""
        node: Any = self.values
        for key in keys:
            node = node[key]
        return node["value"] if isinstance(node, Mapping) and "value" in node else node

    @property
    def tests(self) -> Mapping[str, Mapping[str, Any]]:
        return self.values["tests"]
