"""An office's own borders on screen and over HTTP: examined, compared on a map, put in force only when agreed, taken back."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from dashboard.access import Action, Forbidden, Viewer
from dashboard.audit import Audit
from dashboard.jobs import DONE, Job, Jobs, Told
from dashboard.services.base import Unknown
from dashboard.services.boundaries_models import BorderDesk, BorderVersion, Examined, Feature, LayerRow
from dashboard.services.geometry import Geometry
from dashboard.services.models import RegionRef
from geodata.boundaries import drawing, intake, store
from geodata.boundaries.drawing import Outlines
from geodata.boundaries.intake import LEVELS, Intake
from geodata.boundaries.read import READABLE, UnreadableError
from geodata.pack import LEVEL_OF_LENGTH, divisions

FORMATS = (*READABLE, ".zip", ".shx", ".dbf", ".prj", ".cpg")
"""What may be uploaded: the parts of a shapefile come as several files."""
SYSTEMS = ("auto", "wgs84", "gcj02", "bd09")
KIND = "boundaries"
_REPLACE, _UNDO = "启用边界", "撤销边界"
_LISTED = 50
_FOLDER = "intake"


@dataclass(frozen=True)
class Boundaries:
    """Every call names its viewer first: the province's office for its own regions, the operator for all."""

    geometry: Geometry
    audit: Audit
    jobs: Jobs

    def desk(self, viewer: Viewer) -> BorderDesk:
        """Imports so far, newest first."""
        self._check(viewer)
        root = self.geometry.files.root
        return BorderDesk(store.current_version(root), tuple(_version(one) for one in store.versions(root)))

    def examine(self, viewer: Viewer, files: list[Path], level: str, system: str) -> str:
        """Starts reading, matching and repairing; changes nothing. The job's id. ValueError for what cannot be asked.

        `level` "": told by codes and names; `system`: auto, wgs84, gcj02, bd09 or EPSG:n."""
        self._check(viewer)
        wanted, chosen = _level(level), _system(system)
        readable = _readable(files)

        def work(folder: Path, say: Callable[[str], None]) -> dict[str, Any]:
            say(f"读取、核对 {len(readable)} 个文件")
            found = self._examined(readable, wanted, chosen)
            found.save(folder / _FOLDER)
            return {}

        return self.jobs.start(KIND, viewer.name, {"area": viewer.area}, work)

    def examine_now(self, viewer: Viewer, files: list[Path], level: str, system: str, agreed: bool) -> tuple[Examined, str]:
        """As `examine`, but waits; with `agreed` the borders are put in force at once. The report, and the version or ""."""
        self._check(viewer)
        try:
            found = self._examined(_readable(files), _level(level), _system(system))
        except Told as told:
            raise ValueError(str(told)) from None
        return self._report(found), self._commit(viewer, found) if agreed else ""

    def job(self, viewer: Viewer, job_id: str) -> Job:
        """An examination; Unknown when there is none."""
        self._check(viewer)
        try:
            job = self.jobs.find(job_id)
        except KeyError:
            raise Unknown("没有这次导入的记录；超过七天的记录会被清除。") from None
        if job.kind != KIND or not viewer.may(Action.SET_BORDERS, job.about["area"]):
            raise Unknown("没有这次导入的记录。")
        return job

    def examined(self, viewer: Viewer, job_id: str) -> Examined:
        """The report of an examination that is done."""
        return self._report(self._kept(viewer, job_id))

    def preview(self, viewer: Viewer, job_id: str, parent: str) -> Outlines:
        """The borders of one parent region before and after. Unknown for a parent that the files do not touch."""
        found = self._kept(viewer, job_id)
        if parent not in drawing.parents(found.by_level):
            raise Unknown(f"这些文件不涉及“{parent}”。")
        return drawing.compare(self.geometry.files, found.by_level, parent)

    def replace(self, viewer: Viewer, job_id: str) -> str:
        """Puts the examined borders in force; the version. They are put in force once."""
        found = self._kept(viewer, job_id)
        version = self._commit(viewer, found)
        shutil.rmtree(self.jobs.folder(job_id) / _FOLDER)
        return version

    def undo(self, viewer: Viewer) -> str:
        """Takes the last import back; the version then in force (`pack`: the shipped borders)."""
        self._check(viewer)
        root = self.geometry.files.root
        last = next((one for one in store.versions(root) if one.in_force), None)
        if last is None:
            raise Unknown("没有可撤销的导入。")
        codes = [code for layer in last.report["layers"] for kind in ("by_code", "by_name", "unlisted") for code in layer[kind]]
        self._inside(viewer, codes)
        self.audit.record(viewer, _UNDO, f"边界版本 {last.version}", viewer.area, "", len(codes))
        return store.undo(root) or store.current_version(root)

    def _examined(self, files: list[Path], level: str | None, system: str) -> Intake:
        try:
            found = intake.examine(files, self.geometry.files.root, level, system)
        except UnreadableError as problem:
            raise Told(str(problem)) from problem
        if not found.codes:
            raise Told("没有一个要素能对上区划，边界未改动。请检查代码、名称列，或指明级别和坐标系。")
        return found

    def _kept(self, viewer: Viewer, job_id: str) -> Intake:
        folder = self.jobs.folder(self.job(viewer, job_id).id) / _FOLDER
        if self.job(viewer, job_id).status != DONE or not (folder / "report.json").exists():
            raise Unknown("这次导入还没有核对完，或已经启用。")
        return Intake.open(folder)

    def _commit(self, viewer: Viewer, found: Intake) -> str:
        self._inside(viewer, found.codes)
        self.audit.record(viewer, _REPLACE, "、".join(_sources(found)), viewer.area, "", len(found.codes))
        return intake.commit(found, self.geometry.files.root, {"by": viewer.name, "at": _now()})

    def _check(self, viewer: Viewer) -> None:
        viewer.check(Action.SET_BORDERS, viewer.area)

    def _inside(self, viewer: Viewer, codes: Iterable[str]) -> None:
        """Whoever changes a border must be in charge of it."""
        if outside := sorted(code for code in codes if not viewer.may(Action.SET_BORDERS, code)):
            named = "、".join(outside[:3])
            raise Forbidden(f"其中有“{viewer.name}”权限范围之外的区划（{named} 等 {len(outside)} 个），边界未改动。")

    def _report(self, found: Intake) -> Examined:
        parents = drawing.parents(found.by_level)
        named = divisions({code[:2] for code in parents}).set_index("code")["name"]
        refs = tuple(RegionRef(code, str(named.get(code, code)), LEVEL_OF_LENGTH[len(code)]) for code in parents)
        levels = {level: len(frame) for level, frame in found.by_level.items() if len(frame)}
        return Examined(tuple(_layer(one) for one in found.as_dict()["layers"]), levels, refs)


def _readable(files: list[Path]) -> list[Path]:
    """The files that hold layers; the other parts of a shapefile lie beside it."""
    found = [path for path in files if path.suffix.lower() in (*READABLE, ".zip")]
    if not found:
        raise ValueError("请上传 shp（连同 dbf、shx、prj）、GeoJSON、GeoPackage，或它们的 zip。")
    return found


def _level(text: str) -> str | None:
    if text and text not in LEVELS:
        raise ValueError(f"级别只能是 {'、'.join(LEVELS)}，收到的是“{text}”")
    return text or None


def _system(text: str) -> str:
    plain = text.strip().lower() or SYSTEMS[0]
    if plain in SYSTEMS:
        return plain
    if plain.startswith("epsg:") and plain[5:].isdecimal():
        return plain.upper()
    raise ValueError(f"不认识的坐标系“{text}”，请用 {'、'.join(SYSTEMS)} 或 EPSG:n")


def _sources(found: Intake) -> list[str]:
    return list(dict.fromkeys(report.source for report in found.reports))


def _layer(one: dict[str, Any]) -> LayerRow:
    distances = one["distances_m"]
    return LayerRow(
        one["source"],
        one["level"],
        one["features"],
        one["system"],
        distances.get(one["system"]),
        len(one["by_code"]),
        len(one["by_name"]),
        len(one["unlisted"]),
        len(one["repaired"]),
        len(one["quarantined"]),
        dict(list(one["repaired"].items())[:_LISTED]),
        tuple(Feature(**feature) for feature in one["quarantined"][:_LISTED]),
        tuple(one["notes"]),
    )


def _version(one: store.Version) -> BorderVersion:
    told = one.report
    layers = tuple(_layer(layer) for layer in told["layers"])
    return BorderVersion(one.version, told.get("at", ""), told.get("by", ""), layers, one.in_force, one.behind)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
