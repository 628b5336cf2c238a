"""Data frames as uncompressed Arrow files: written once, memory-mapped by every reader."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyarrow as pa


def write(frame: pd.DataFrame, path: Path) -> None:
    """One Arrow IPC file; the index is not kept."""
    table = pa.Table.from_pandas(frame, preserve_index=False)
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)


def read(path: Path) -> pa.Table:
    """The table, mapped from the file: a slice costs only the pages it touches."""
    return pa.ipc.open_file(pa.memory_map(str(path))).read_all()
