"""From files to borders ready to be put in force, with a report of what became of every feature."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from geodata import crs, pack
from geodata.atlas import Atlas
from geodata.boundaries import place, repair, store
from geodata.boundaries.match import Columns, Divisions, columns, known, unlisted
from geodata.boundaries.read import Layer, UnreadableError, layers


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A feature left out, one by one: where it stood, what it said it was, why it is out."""

    source: str
    row: int
    code: str
    name: str
    reason: str


@dataclass
class LayerReport:
    """What became of one layer. Codes in the lists are region codes."""

    source: str
    level: str
    features: int
    system: str
    distances_m: dict[str, float]
    by_code: list[str] = field(default_factory=list)
    by_name: list[str] = field(default_factory=list)
    unlisted: list[str] = field(default_factory=list)
    repaired: dict[str, str] = field(default_factory=dict)
    quarantined: list[Quarantined] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass
class Intake:
    """Borders by level (`code, name, geometry`, WGS84) and the reports of the layers they came from."""

    by_level: dict[str, gpd.GeoDataFrame]
    reports: list[LayerReport]

    def as_dict(self) -> dict:
        return {"layers": [asdict(report) for report in self.reports]}

    @property
    def codes(self) -> set[str]:
        """Of every region whose border it brings."""
        return {code for frame in self.by_level.values() for code in frame["code"]}

    def save(self, folder: Path) -> None:
        """Keeps what was examined until somebody agrees to it."""
        folder.mkdir(parents=True, exist_ok=True)
        for level, frame in self.by_level.items():
            frame.to_parquet(folder / f"{level}.parquet", index=False)
        (folder / "report.json").write_text(json.dumps(self.as_dict(), ensure_ascii=False), encoding="utf-8")

    @classmethod
    def open(cls, folder: Path) -> Intake:
        """What `save` kept."""
        kept = json.loads((folder / "report.json").read_text("utf-8"))["layers"]
        reports = [
            LayerReport(**{**one, "quarantined": [Quarantined(**feature) for feature in one["quarantined"]]}) for one in kept
        ]
        return cls({path.stem: gpd.read_parquet(path) for path in sorted(folder.glob("*.parquet"))}, reports)


def examine(files: Sequence[Path], root: Path, level: str | None = None, system: str = "auto") -> Intake:
    """Reads and checks; changes nothing. `system`: auto, wgs84, gcj02, bd09 or EPSG:n.

    UnreadableError for a file that cannot be used."""
    atlas = Atlas(root)
    found: dict[str, list[gpd.GeoDataFrame]] = {}
    reports = []
    for path in files:
        for layer in layers(Path(path)):
            frame, report = _layer(layer, atlas, level, system)
            found.setdefault(report.level, []).append(frame)
            reports.append(report)
    by_level = {word: repair.one_each(pd.concat(frames, ignore_index=True)) for word, frames in found.items()}
    for word, frame in by_level.items():
        notes = next(report for report in reports if report.level == word)
        by_level[word] = repair.coverage(frame, word, notes.repaired)
    _nesting(by_level, atlas, reports)
    return Intake(by_level, reports)


def commit(intake: Intake, root: Path, told: dict[str, str] | None = None) -> str:
    """Puts the borders in force beside those already there and returns the version. `told` (who, when) is kept with the report.
    Townships and villages replace all of the
    counties they belong to; higher levels replace code by code."""
    before = store.load(root, store.current_version(root)).by_level
    merged = dict(before)
    for level, fresh in intake.by_level.items():
        if not len(fresh):
            continue
        old = before.get(level)
        if old is not None:
            key = 6 if level in ("township", "village") else 12
            old = old[~old["code"].str[:key].isin(set(fresh["code"].str[:key]))]
            fresh = pd.concat([old, fresh])
        merged[level] = fresh.sort_values("code", ignore_index=True)
    return store.replace(root, merged, {**intake.as_dict(), **(told or {})})


def _layer(layer: Layer, atlas: Atlas, level: str | None, system: str) -> tuple[gpd.GeoDataFrame, LayerReport]:
    report = LayerReport(layer.source, level or "", len(layer.frame), "wgs84", {}, notes=list(layer.notes))
    geometry = repair.valid(_in_degrees(layer, system, report))
    provinces = place.provinces_of(geometry, atlas)
    if not provinces:
        [(why, _)] = Counter(place.impossible(geometry)).most_common(1)
        raise UnreadableError(f"{layer.source}：没有一个要素落在国内省份的范围内，{why or '请核对坐标系（--crs）'}")
    divisions = Divisions(provinces)
    told = columns(layer.frame, divisions, level)
    if not told.level:
        raise UnreadableError(f"{layer.source}：没有认得出的区划代码或名称，请检查编码，或指明级别（--level）")
    report.level = told.level
    frame = pd.DataFrame(
        {
            "row": np.arange(1, len(geometry) + 1),
            "raw": layer.frame[told.code].to_numpy() if told.code else "",
            "name": layer.frame[told.name].to_numpy() if told.name else "",
        }
    )
    shapes = gpd.GeoDataFrame(frame, geometry=geometry, crs=4326)
    shapes["code"] = [known(raw, divisions, told.level) for raw in shapes["raw"]]
    shapes = _out(shapes, place.impossible(shapes.geometry.to_numpy()), report)
    seen = shapes.assign(code=[code for code, _, _ in _matches(shapes, divisions, atlas, told.level)])
    system = _system(seen[seen["code"] != ""], atlas, told, system, report)
    shapes.geometry = shapely.transform(shapes.geometry.to_numpy(), lambda c: crs.to_wgs84(c, system))
    for at, (before, after) in enumerate(zip(layer.frame.geometry, geometry, strict=True)):
        if before is not None and not before.is_valid and not after.is_empty:
            report.repaired[str(shapes["code"].get(at) or at + 1)] = "几何无效，已修复"
    shapes = _identify(shapes, divisions, atlas, told, report)
    shapes = _out(shapes, place.elsewhere(shapes, told.level, atlas), report)
    shapes["name"] = [name or divisions.name.get(code, code) for code, name in zip(shapes["code"], shapes["name"], strict=True)]
    for code, names in shapes.groupby("code")["name"].unique().items():
        if len(names) > 1:
            report.notes.append(f"{code}：{'、'.join(names)} 填了同一代码，已合为一个区划，请核对")
    return shapes[["code", "name", "geometry"]], report


def _in_degrees(layer: Layer, system: str, report: LayerReport) -> np.ndarray:
    """Longitude and latitude, still in whatever shifted system they may be."""
    declared = CRS.from_user_input(system) if system.upper().startswith("EPSG:") else layer.crs
    geometry = layer.frame.geometry.to_numpy()
    if declared is None:
        middle = shapely.get_coordinates(shapely.centroid(geometry))
        if (
            len(middle) and np.median(np.abs(middle).max(axis=1)) > 180
        ):  # the median: one wild feature is quarantined, not the file
            raise UnreadableError(f"{layer.source}：坐标不是经纬度，又没有坐标系说明（.prj），请用 EPSG:n 指明坐标系（--crs）")
        return geometry
    datum = f"{declared.name} {declared.datum.name if declared.datum else ''}".lower()
    if any(word in datum for word in ("beijing", "xian", "xi'an")):
        if not system.upper().startswith("EPSG:"):
            raise UnreadableError(
                f"{layer.source}：{declared.name} 需要转换参数，请先转为 CGCS2000，或指明 EPSG:n（--crs）接受约百米的误差"
            )
        report.notes.append(f"{declared.name} 按公开参数近似转换，误差可达百米")
    if declared.is_geographic and not any(word in datum for word in ("beijing", "xian")):
        return geometry
    return gpd.GeoSeries(geometry, crs=declared).to_crs(4326).to_numpy()


def _system(shapes: gpd.GeoDataFrame, atlas: Atlas, told: Columns, system: str, report: LayerReport) -> str:
    """The shifted system, told by comparing whole counties (provinces, prefectures) with the pack's."""
    if system != "auto":
        chosen = "wgs84" if system.upper().startswith("EPSG:") else system
        report.system = chosen
        return chosen
    seen, true = place.centroids(shapes, told.level, atlas)
    report.system, report.distances_m = crs.detect(seen, true)
    if not len(seen):
        report.notes.append("没有可对照的整县，坐标系按 WGS84/CGCS2000 处理；若是高德或百度坐标请指明坐标系（--crs）")
    elif report.distances_m[report.system] > 400:
        report.notes.append(f"与数据包的县界相差约 {report.distances_m[report.system]:.0f} 米，请核对坐标系")
    return report.system


def _identify(
    shapes: gpd.GeoDataFrame, divisions: Divisions, atlas: Atlas, told: Columns, report: LayerReport
) -> gpd.GeoDataFrame:
    lists = {"code": report.by_code, "name": report.by_name, "unlisted": report.unlisted}
    found = _matches(shapes, divisions, atlas, told.level)
    for code, how, _ in found:
        if how:
            lists[how].append(code)
    return _out(shapes.assign(code=[code for code, _, _ in found]), [reason for _, _, reason in found], report)


def _matches(shapes: gpd.GeoDataFrame, divisions: Divisions, atlas: Atlas, level: str) -> list[tuple[str, str, str]]:
    """For each feature its region's code, what told it (code, name, unlisted), or why there is none."""
    within = place.county_of(shapes.geometry.to_numpy(), atlas)
    taken = set(shapes["code"])
    found = []
    for raw, code, name, county in zip(shapes["raw"], shapes["code"], shapes["name"], within, strict=True):
        other = unlisted(raw, divisions, level)
        above = other[:6] or county
        named = [] if code else [c for c in divisions.by_name(name, above, level) if c not in taken] if name and above else []
        if code:
            found.append((code, "code", ""))
        elif len(named) == 1:
            found.append((named[0], "name", ""))
        elif other and not named:
            found.append((other, "unlisted", ""))
        else:
            found.append(("", "", "同一县内有多个同名区划，须填代码" if named else "代码和名称都对不上"))
    return found


def _out(shapes: gpd.GeoDataFrame, reasons: Sequence[str], report: LayerReport) -> gpd.GeoDataFrame:
    """Without the features that have a reason, which go to the report."""
    for row, code, raw, name, reason in zip(shapes["row"], shapes["code"], shapes["raw"], shapes["name"], reasons, strict=True):
        if reason:
            report.quarantined.append(Quarantined(report.source, int(row), str(code or raw), str(name), reason))
            for matched in (report.by_code, report.by_name, report.unlisted):
                if code in matched:
                    matched.remove(code)
    return shapes[[not reason for reason in reasons]].reset_index(drop=True)


def _nesting(by_level: dict[str, gpd.GeoDataFrame], atlas: Atlas, reports: list[LayerReport]) -> None:
    """Notes where townships or villages do not fill the county they belong to, or reach beyond it."""
    counties: dict[str, BaseGeometry] = dict(zip(atlas.counties()["code"], atlas.counties().geometry, strict=True))
    if "county" in by_level:
        counties |= dict(zip(by_level["county"]["code"], by_level["county"].geometry, strict=True))
    for level in ("township", "village"):
        frame = by_level.get(level)
        if frame is None:
            continue
        notes = next(report for report in reports if report.level == level).notes
        for county, rows in frame.groupby(frame["code"].str[:6]):
            outline = counties.get(str(county))
            if outline is None:
                continue
            whole = shapely.union_all(rows.geometry.to_numpy())
            outside = whole.difference(outline).area / whole.area
            filled = whole.intersection(outline).area / outline.area
            if outside > 0.05:
                notes.append(f"{county}：{outside:.0%} 的面积在县界之外")
            if filled < 0.95:
                notes.append(f"{county}：只盖住县域的 {filled:.0%}，其余由示意边界补足")


LEVELS = tuple(pack.LEVEL_OF_LENGTH.values())
