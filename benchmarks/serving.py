"""Server time of a drill and of a recolour, for one province and for the whole nation, twelve months published."""

from __future__ import annotations

import json
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.figures import Figure, peak_mb, percentiles_ms
from dashboard import policy
from dashboard.access import LOCAL
from dashboard.publishing import Part, Store, frames
from dashboard.selection import Selection
from dashboard.services import children, overview
from dashboard.services.base import Context
from geodata import pack

TITLE = "Serving a drill and a recolour"
ABOUT = (
    "Every division of the shipped pack, made-up counts of four indicators in every village, twelve months. A drill is the"
    " finding, panels and children of a random region; a recolour is the children under another layer or month. The plain way"
    " groups the village table of the month by the parent's children with pandas, as a page that reads records would."
)
MONTHS = tuple(f"2020-{m:02d}" for m in range(1, 13))
INDICATORS = ("M-01", "M-02", "M-03", "M-04")
CALLS = 300


def made_up_store(root: Path, provinces: list[str] | None) -> tuple[Context, float, pd.DataFrame]:
    """A store of twelve made-up months; seconds to publish one; the village counts of the last month."""
    regions = pack.divisions(provinces)[["code", "name"]]
    regions = pd.concat([pd.DataFrame({"code": ["0"], "name": ["全国"]}), regions], ignore_index=True)
    villages = regions.loc[regions["code"].str.len() == 12, "code"].to_numpy()
    store = Store(root)
    took = 0.0
    for number, month in enumerate(MONTHS):
        rng = np.random.default_rng(number)
        parts = []
        for indicator in INDICATORS:
            denominator = rng.integers(0, 60, len(villages))
            numerator = rng.binomial(denominator, 0.9)
            parts.append(
                pd.DataFrame(
                    {"region_code": villages, "indicator": indicator, "numerator": numerator, "denominator": denominator}
                )
            )
        counts = pd.concat(parts, ignore_index=True)
        folder = store.staging()
        (folder / "derived").mkdir()
        frames.write(regions, folder / "derived" / "regions.arrow")
        frames.write(counts, folder / "derived" / "counts.arrow")
        (folder / "derived" / "meta.json").write_text(json.dumps({"provinces": [], "missing": {}, "list_year": None}))
        start = time.perf_counter()
        part = Part(sorted({code[:2] for code in villages}), len(counts), 0, [])
        store.publish(month, folder, part, at="2021-01-01T00:00:00+00:00", by="benchmark")
        took = time.perf_counter() - start
    return Context(store, policy.load()), took, counts


def _drill_and_recolour(context: Context, parents: list[str]) -> tuple[tuple[float, float], tuple[float, float]]:
    rng = np.random.default_rng(7)
    chosen = [parents[i] for i in rng.integers(0, len(parents), CALLS)]

    def drill(k: int) -> None:
        selection = Selection(region=chosen[k], month=MONTHS[k % 12], layer="M-04")
        overview.overview(context, context.resolve(LOCAL, selection))
        children.children(context, MONTHS[k % 12], chosen[k], "M-04", "default")

    def recolour(k: int) -> None:
        children.children(context, MONTHS[(k + 5) % 12], chosen[k], INDICATORS[k % 4], "default")

    for k in range(24):  # map every month's files once
        drill(k)
    return percentiles_ms(drill, CALLS), percentiles_ms(recolour, CALLS)


def _plain(counts: pd.DataFrame, parents: list[str]) -> tuple[float, float]:
    lengths = {1: 2, 2: 4, 4: 6, 6: 9, 9: 12}

    def group(k: int) -> None:
        parent = parents[k % len(parents)]
        rows = counts[(counts["indicator"] == "M-04") & counts["region_code"].str.startswith("" if parent == "0" else parent)]
        rows.groupby(rows["region_code"].str[: lengths[len(parent)]])[["numerator", "denominator"]].sum()

    return percentiles_ms(group, 5)


def run() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        province, _, small = made_up_store(Path(folder) / "63", ["63"])
        nation, publish_seconds, large = made_up_store(Path(folder) / "nation", None)
        parents = pack.divisions()
        parents = parents[parents["code"].str.len() < 12]["code"].tolist()
        qinghai = [code for code in parents if code.startswith("63")]
        ours_province = _drill_and_recolour(province, qinghai)
        ours_nation = _drill_and_recolour(nation, parents)
        plain_province, plain_nation = _plain(small, qinghai), _plain(large, parents)
        disk = sum(f.stat().st_size for f in (Path(folder) / "nation").rglob("*") if f.is_file()) / 1e6
    shown = lambda p: f"{p[0]:.2f} / {p[1]:.2f} ms"  # noqa: E731
    return [
        Figure(
            "drill, one province, p50 / p99",
            f"{plain_province[0]:.1f} ms (children only)",
            shown(ours_province[0]),
            f"{plain_province[0] / ours_province[0][0]:.0f}×",
        ),
        Figure(
            "drill, nation, p50 / p99",
            f"{plain_nation[0]:.0f} ms (children only)",
            shown(ours_nation[0]),
            f"{plain_nation[0] / ours_nation[0][0]:.0f}×",
        ),
        Figure(
            "recolour, nation, p50 / p99",
            f"{plain_nation[0]:.0f} ms",
            shown(ours_nation[1]),
            f"{plain_nation[0] / ours_nation[1][0]:.0f}×",
        ),
        Figure(
            "growth of a drill, province → nation",
            f"{plain_nation[0] / plain_province[0]:.1f}×",
            f"{ours_nation[0][0] / ours_province[0][0]:.2f}×",
            "–",
        ),
        Figure("publish one national month (cube only)", "–", f"{publish_seconds:.1f} s", "–"),
        Figure("disk of twelve national months (cube and derived counts)", "–", f"{disk:.0f} MB", "–"),
        Figure("peak memory of the whole run", "–", f"{peak_mb():.0f} MB", "–"),
    ]
