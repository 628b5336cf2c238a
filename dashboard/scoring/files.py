"""The files of the `score` command."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from dashboard.scoring.engine import Scored


def write_files(scored: Scored, ways: pd.DataFrame, out: Path) -> dict[str, int]:
    """Writes `verdicts.csv`, `items.csv` and `ways_to_pass.csv` (UTF-8 with BOM) into `out`; rows per file."""
    out.mkdir(parents=True, exist_ok=True)
    written = {"verdicts.csv": scored.verdicts, "items.csv": scored.items, "ways_to_pass.csv": ways}
    for name, frame in written.items():
        frame.to_csv(out / name, index=False, encoding="utf-8-sig", lineterminator="\r\n")
    return {name: len(frame) for name, frame in written.items()}
