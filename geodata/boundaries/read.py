"""Files as offices keep them: shapefile (GBK without saying so), GeoJSON, GeoPackage, or a zip of any of these."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import geopandas as gpd
import pyogrio
import shapefile
from pyproj import CRS
from shapely.geometry import shape

READABLE = (".shp", ".geojson", ".json", ".gpkg")
MOST_UNZIPPED_BYTES = 8 << 30


class UnreadableError(ValueError):
    """A file that cannot be used; the message says why and what to do (zh-CN)."""


@dataclass
class Layer:
    """One layer as read: all columns as text but `geometry`; `crs` as declared, None where the file does not say."""

    source: str
    frame: gpd.GeoDataFrame
    crs: CRS | None
    notes: list[str] = field(default_factory=list)


def layers(path: Path) -> list[Layer]:
    """Every layer with polygons. UnreadableError when the file is missing, damaged, of another kind, or holds none."""
    if not path.exists():
        raise UnreadableError(f"找不到文件：{path.name}")
    if path.suffix.lower() == ".zip":
        with _unzipped(path) as folder:
            inside = sorted(p for p in folder.rglob("*") if p.suffix.lower() in READABLE)
            if not inside:
                raise UnreadableError(f"{path.name}：压缩包里没有 shp、GeoJSON 或 GeoPackage 文件")
            return [layer for part in inside for layer in layers(part)]
    if path.suffix.lower() not in READABLE:
        raise UnreadableError(f"{path.name}：不认识的格式，请用 shp、GeoJSON、GeoPackage 或它们的 zip")
    try:
        found = [_shapefile(path)] if path.suffix.lower() == ".shp" else _others(path)
    except (OSError, ValueError, RuntimeError, shapefile.ShapefileException) as fault:
        raise UnreadableError(f"{path.name}：读不出来（{fault}），文件可能损坏或不完整") from fault
    found = [layer for layer in found if layer.frame.geom_type.isin(["Polygon", "MultiPolygon", "GeometryCollection"]).any()]
    if not found:
        raise UnreadableError(f"{path.name}：没有面要素，边界须是多边形")
    return found


@contextmanager
def _unzipped(path: Path) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="boundaries-"))
    try:
        try:
            with zipfile.ZipFile(path) as archive:
                members = [m for m in archive.infolist() if not m.is_dir() and not m.filename.startswith("__MACOSX")]
                if sum(m.file_size for m in members) > MOST_UNZIPPED_BYTES:
                    raise UnreadableError(f"{path.name}：解压后超过 8 GB，请拆分")
                for member in members:
                    target = (folder / _true_name(member)).resolve()
                    if not target.is_relative_to(folder.resolve()):
                        raise UnreadableError(f"{path.name}：压缩包里有越界的路径")
                    target.parent.mkdir(parents=True, exist_ok=True)
                    with archive.open(member) as source, target.open("wb") as out:
                        shutil.copyfileobj(source, out)
        except zipfile.BadZipFile as fault:
            raise UnreadableError(f"{path.name}：不是完整的 zip 文件") from fault
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _true_name(member: zipfile.ZipInfo) -> str:
    """Chinese Windows packs names in GBK without saying so; Python then reads them as cp437."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return member.filename


def _others(path: Path) -> list[Layer]:
    names = [str(name) for name, kind in pyogrio.list_layers(path) if kind is not None]
    found = []
    for name in names:
        frame = pyogrio.read_dataframe(path, layer=name)
        source = path.name if len(names) == 1 else f"{path.name}:{name}"
        found.append(Layer(source, _as_text(frame), frame.crs))
    return found


def _shapefile(path: Path) -> Layer:
    encoding = _encoding(path)
    notes = [] if encoding == "utf-8" else ["属性表按 GB18030 解码"]
    try:
        frame = pyogrio.read_dataframe(path, encoding=encoding)
        return Layer(path.name, _as_text(frame), frame.crs, notes)
    except (UnicodeError, RuntimeError, ValueError):  # a field name cut in the middle of a character
        return _by_pyshp(path, encoding, notes)


def _encoding(path: Path) -> str:
    """From the bytes of the table, not from the .cpg, which is often absent or wrong: the decoding with fewer faults."""
    table = next((p for p in path.parent.glob("*") if p.stem == path.stem and p.suffix.lower() == ".dbf"), None)
    if table is None:
        return "utf-8"
    content = table.read_bytes()[32:]
    faults = {name: content.decode(name, errors="replace").count("�") for name in ("utf-8", "gb18030")}
    return "gb18030" if faults["gb18030"] < faults["utf-8"] else "utf-8"


def _by_pyshp(path: Path, encoding: str, notes: list[str]) -> Layer:
    with shapefile.Reader(str(path), encoding=encoding, encodingErrors="replace") as reader:
        names = [item[0] for item in reader.fields if item[0] != "DeletionFlag"]
        records = [list(record) for record in reader.iterRecords()]
        geometry = [shape(s.__geo_interface__) if s.shapeType else None for s in reader.iterShapes()]
    projection = path.with_suffix(".prj")
    crs = CRS.from_wkt(projection.read_text(errors="replace")) if projection.exists() else None
    frame = gpd.GeoDataFrame([dict(zip(names, r, strict=True)) for r in records], geometry=geometry)
    return Layer(path.name, _as_text(frame), crs, [*notes, "字段名被截断，改用备用读法"])


def _as_text(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    columns = {}
    for name in frame.columns:
        if name != frame.geometry.name:
            columns[str(name)] = [_text(value) for value in frame[name]]
    return gpd.GeoDataFrame(columns, geometry=list(frame.geometry))


def _text(value: object) -> str:
    if value is None or value != value:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
