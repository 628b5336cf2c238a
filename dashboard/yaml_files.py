"""One way to read the policies' YAML: libyaml's loader where it is built in (Python's own takes eight times as long)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read(path: Path) -> Any:
    """The document of a UTF-8 file; yaml.YAMLError when it is not YAML."""
    return yaml.load(path.read_bytes(), Loader=_Loader)
