"""The whole nation through the product's own commands: every village of 31 provinces made, imported, published, drilled.

NATION_SCALE sets the persons (1 is 106 a village: 70 million), NATION_MONTHS the months, NATION_DATA a folder that is kept and
gone on with.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.figures import Figure, percentiles_ms
from dashboard import policy
from dashboard.access import LOCAL
from dashboard.publishing import Store, frames
from dashboard.publishing.cube import MonthCube, assemble
from dashboard.selection import Selection
from dashboard.services import children, overview
from dashboard.services.base import Context
from dashboard.settings import Settings

SCALE, MONTHS = os.environ.get("NATION_SCALE", "0.02"), os.environ.get("NATION_MONTHS", "1")
TITLE = "The nation"
ABOUT = (
    f"`python -m dashboard demo --province all --months {MONTHS} --scale {SCALE} --level county`: every division of the"
    " shipped pack, province after province, each read, checked row by row and published as the next version of the month, as 31"
    " offices would send it. A drill is the overview and the children of a random region; its map file is made once, on the"
    " first visit. The plain way groups the village counts of the month by the parent's children with pandas."
)
CALLS = 300
LENGTHS = {"0": 2, 2: 4, 4: 6, 6: 9, 9: 12}


def run() -> list[Figure]:
    kept = os.environ.get("NATION_DATA")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(kept or folder)
        seconds, peak = _made(home)
        settings = Settings(home)
        store = Store(settings.store)
        version = store.months()[-1]
        derived = [part / "derived" for part in store.parts(version.month)]
        start = time.perf_counter()
        assemble(derived, Path(folder) / "cube")
        assembled = time.perf_counter() - start
        cube = store.cube(version.month)
        context = Context(store, policy.load())
        nation, province = _drill(context, cube, version.month, ""), _drill(context, cube, version.month, "63")
        plain = _plain(derived, cube)
        disk = {name: _gigabytes(home / name) for name in ("store", "demo")}
    levels = cube.tree.level
    villages = int((levels == levels.max()).sum())
    return [
        Figure("regions, of which villages", "–", f"{len(cube.tree):,}, {villages:,}", "–"),
        Figure("rows accepted, refused (one month)", "–", f"{version.rows:,}, {version.refused:,}", "–"),
        Figure("made, imported and published: time, peak memory", "–", f"{seconds / 60:.0f} min, {peak:.1f} GB", "–"),
        Figure("publish one more province: the month assembled anew", "–", f"{assembled:.1f} s", "–"),
        Figure("disk: versions published, of which files sent", "–", f"{disk['store']:.1f} GB, {disk['demo']:.1f} GB", "–"),
        Figure(
            "drill anywhere in the nation, p50 / p99",
            f"{plain:.0f} ms (children only)",
            f"{nation[0]:.2f} / {nation[1]:.2f} ms",
            f"{plain / nation[0]:.0f}×",
        ),
        Figure("drill within one province of the same store", "–", f"{province[0]:.2f} / {province[1]:.2f} ms", "–"),
        Figure("growth of a drill, province → nation", "–", f"{nation[0] / province[0]:.2f}×", "–"),
    ]


def _made(home: Path) -> tuple[float, float]:
    """Seconds and peak memory (GB) of the command; it goes on where an earlier run in `home` stopped."""
    command = ["demo", "--province", "all", "--months", MONTHS, "--start", "2020-06", "--scale", SCALE, "--level", "county"]
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "dashboard", *command], check=True, stdout=sys.stderr, env={**os.environ, "DATA_DIR": str(home)}
    )
    return time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024**2


def _drill(context: Context, cube: MonthCube, month: str, within: str) -> tuple[float, float]:
    codes = [code.decode() for code in cube.tree.codes if len(code) < 12 and code.decode().startswith(within)]
    rng = np.random.default_rng(7)
    chosen = [codes[i] for i in rng.integers(0, len(codes), CALLS)]

    def drill(k: int) -> None:
        selection = Selection(region=chosen[k], month=month, layer="M-04")
        overview.overview(context, context.resolve(LOCAL, selection))
        children.children(context, month, chosen[k], "M-04", "default")

    for k in range(24):  # map the month's files once
        drill(k)
    return percentiles_ms(drill, CALLS)


def _plain(derived: list[Path], cube: MonthCube) -> float:
    counts = pd.concat([frames.read(part / "counts.arrow").to_pandas() for part in derived], ignore_index=True)
    codes = [code.decode() for code in cube.tree.codes if len(code) < 12]

    def group(k: int) -> None:
        parent = codes[k * len(codes) // 7]
        inside = counts["region_code"].str.startswith("" if parent == "0" else parent)
        rows = counts[(counts["indicator"] == "M-04") & inside]
        length = LENGTHS["0" if parent == "0" else len(parent)]
        rows.groupby(rows["region_code"].str[:length])[["numerator", "denominator"]].sum()

    return percentiles_ms(group, 5)[0]


def _gigabytes(folder: Path) -> float:
    """What the folder takes on disk; hard-linked files count once."""
    seen = {(s.st_dev, s.st_ino): s.st_size for s in (path.stat() for path in folder.rglob("*") if path.is_file())}
    return sum(seen.values()) / 1024**3
