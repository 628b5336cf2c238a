"""S25 国省比对: an export of the national system beside the published month, table by table and county by county (D0-54)."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from dashboard import importing, months, quality
from dashboard.access import Action, Viewer
from dashboard.hierarchy import NATION
from dashboard.importing.report import UnreadableError
from dashboard.jobs import Jobs, Told
from dashboard.publishing import frames
from dashboard.publishing.pruning import inside
from dashboard.quality import national
from dashboard.quality.compare import DIFFERENCES
from dashboard.selection import Selection
from dashboard.services.base import Context, Unknown
from dashboard.services.quality_models import NationalRow, NationalView
from dashboard.services.questions import ref_of
from dashboard.services.scopes import parts
from dashboard.settings import Settings
from geodata.files import write_atomically

KIND = "national"
_ABOUT = "about.json"


@dataclass(frozen=True)
class National:
    """Differences are kept below `national/<month>/<area>/` of the data folder; a later comparison takes the place of one."""

    context: Context
    settings: Settings

    def start(self, viewer: Viewer, month: str, area: str, source: Path) -> str:
        """Begins a comparison of a folder, .zip, table file or counts file with the month in force; the job's id.

        Nothing published changes. ValueError without a province; Unknown for a month that is not published.
        """
        months.as_of(month)
        viewer.check(Action.IMPORT, area)
        if area == NATION:
            raise ValueError("国省比对须选定一个省份")
        self.context.cube(month)
        about = {"month": month, "area": area}

        def work(folder: Path, say: Callable[[str], None]) -> dict[str, Any]:
            return self._compare(viewer, month, area, source, folder, say)

        return Jobs(self.settings.jobs).start(KIND, viewer.name, about, work)

    def _compare(
        self, viewer: Viewer, month: str, area: str, source: Path, folder: Path, say: Callable[[str], None]
    ) -> dict[str, Any]:
        own = next((records for records, _ in parts(self.context, month, area)), None)
        if own is None:
            raise Told(f"{month} 没有 {area} 的已发布数据，无从比对。")
        counts, refused = next((path for path in _files(source) if national.is_counts(path)), None), 0
        if counts:
            try:
                found = national.compare_counts(national.read_counts(counts, folder), own)
            except UnreadableError as problem:
                raise Told(f"{counts.name}：{problem}") from problem
            files = [counts.name]
        else:
            report = importing.read_month(source, month, folder / "out", area, say, self.settings.aliases)
            if report.unreadable:
                raise Told("；".join(f"{file}：{reason}" for file, reason in report.unreadable))
            say("逐表、逐县比对")
            found = quality.compare(report.records, own, tuple(report.records.columns))
            files, refused = [one.file for one in report.files], report.refused
        found = found[found["county"].astype(str).map(lambda code: _related(code, area))].reset_index(drop=True)
        version = self.context.store.current()[month]
        about = {"at": _now(), "by": viewer.name, "version": version, "files": files, "refused": refused, "counts": bool(counts)}
        self._keep(month, area, found, about)
        return {"rows": len(found), "tables": int(found["table"].nunique()), "refused": refused}

    def _keep(self, month: str, area: str, found: pd.DataFrame, about: dict[str, Any]) -> None:
        """The rows first, then the note that names them: readers see the old comparison or the new one."""
        home = self.settings.data_dir / "national" / month / area
        home.mkdir(parents=True, exist_ok=True)
        rows = home / f"{uuid.uuid4().hex}.arrow"
        frames.write(found, rows)
        write_atomically(home / _ABOUT, json.dumps({**about, "rows": rows.name}, ensure_ascii=False).encode())
        for older in home.glob("*.arrow"):
            if older != rows:
                older.unlink(missing_ok=True)

    def view(self, viewer: Viewer, selection: Selection) -> NationalView | None:
        """The newest comparison that covers the region, else of areas in it; None when nobody compared."""
        month, region = self.context.asked(viewer, selection)
        kept = [home for home in inside(self.settings.data_dir / "national" / month) if (home / _ABOUT).exists()]
        kept = [home for home in kept if _related(home.name, region)]
        if not kept:
            return None
        told = {home: json.loads((home / _ABOUT).read_text("utf-8")) for home in kept}
        home = max(kept, key=lambda one: (region.startswith(one.name), told[one]["at"]))
        about, cube = told[home], self.context.cube(month)
        rows = frames.read(home / about["rows"]).to_pandas()
        rows = rows[rows["county"].astype(str).map(lambda code: _related(code, region))]
        at = self.context.position(cube, region)
        return NationalView(
            region=self.context.ref(cube, at),
            month=month,
            area=ref_of(cube, home.name),
            at=about["at"],
            by=about["by"],
            version=about["version"],
            stale=about["version"] != self.context.store.current()[month],
            files=tuple(about["files"]),
            refused=about["refused"],
            counts_only=about["counts"],
            rows=tuple(_row(cube, row) for row in rows.astype(object).to_dict("records")),
        )

    def found(self, viewer: Viewer, selection: Selection) -> NationalView:
        """As `view`; Unknown when nobody compared."""
        view = self.view(viewer, selection)
        if view is None:
            raise Unknown("本月还没有国省比对；请在“数据导入”页上传国家系统导出的数据。")
        return view


def _files(source: Path) -> list[Path]:
    return [path for path in inside(source) if path.is_file()] if source.is_dir() else [source]


def _related(code: str, area: str) -> bool:
    """One lies in the other; rows that nothing places belong to every area."""
    return NATION in (code, area) or code.startswith(area) or area.startswith(code)


def _row(cube: Any, row: dict) -> NationalRow:
    numbers = {name: None if pd.isna(row[name]) else int(row[name]) for name in DIFFERENCES}
    return NationalRow(row["table"], ref_of(cube, row["county"]) if row["county"] else None, **numbers)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
