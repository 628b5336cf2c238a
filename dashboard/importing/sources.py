"""The files of a month folder (or of a .zip of one) and the table each of them brings."""

import difflib
import hashlib
import re
import shutil
import struct
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from dashboard import storage
from dashboard.importing.report import UnreadableError
from dashboard.records import TABLES, Table

FORMATS = (".csv", ".xlsx", ".parquet")
_SIMILAR = 0.7
_TELLING = 4
"""Letters from which on a table's name inside another says that the table is meant."""
_ADDED = re.compile(r"[\d\s年月日季度.\-_()（）【】\[\]]|副本|表$|最终版?|新版?")
_BROKEN = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error,
    EOFError, NotImplementedError, RuntimeError, OSError, ValueError,
)  # fmt: skip
"""What the zip module raises at archives that are damaged, encrypted, or packed in a way it does not know."""


@dataclass(frozen=True)
class Source:
    path: Path
    name: str  # as the user knows the file
    table: Table

    @property
    def sha256(self) -> str:
        with self.path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()


@dataclass
class Folder:
    sources: list[Source] = field(default_factory=list)
    unreadable: list[tuple[str, str]] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)


def find(source: Path, unpack_into: Path) -> Folder:
    """The tables' files below `source` in a stable order: tables as in the schema, split files by their number."""
    found = Folder()
    try:
        paths = _files(source, unpack_into)
    except UnreadableError as error:
        found.unreadable.append((source.name, str(error)))
        return found
    for path in paths:
        if path.is_dir():
            found.notices.append(f"子文件夹 {path.name}：未读取。一个月的文件应放在同一个文件夹里")
        else:
            _sort_in(path, found)
    if not found.sources and not found.unreadable:
        found.unreadable.append((source.name, "没有任何可识别的表。文件应以表名命名，如 乡镇卫生院监测.csv、诊疗费用.parquet"))
    order = list(TABLES)
    found.sources.sort(key=lambda one: (order.index(one.table.name), _natural(one.name)))
    return found


def _sort_in(path: Path, found: Folder) -> None:
    plain = path.name.strip()
    suffix = Path(plain).suffix.lower()
    stem = re.sub(r"_\d+$", "", plain[: -len(suffix)].strip()) if suffix else plain
    table = _by_name().get(stem)
    if table and suffix in FORMATS:
        if path.stat().st_size == 0:
            found.unreadable.append((path.name, "文件是空的（0 字节）。请重新导出"))
        else:
            found.sources.append(Source(path, path.name, table))
    elif table:
        found.unreadable.append((path.name, f"不支持的格式 {suffix or '（无扩展名）'}。请另存为 .csv、.xlsx 或 .parquet"))
    elif suffix in FORMATS and (near := _meant(stem)):
        found.unreadable.append((path.name, f"文件名不是已知的表，是否为“{near}”？请改名，或移出该文件夹"))
    else:
        found.notices.append(f"{path.name}：不是已知的表，已忽略")


def _meant(stem: str) -> str | None:
    """The table that a file's name most likely means: 2020年5月诊疗费用(1) is no other than 诊疗费用."""
    bare = _ADDED.sub("", stem)
    if bare in _by_name():
        return bare
    near = difflib.get_close_matches(stem, list(_by_name()), 1, _SIMILAR)
    inside = [name for name in _by_name() if len(name) >= _TELLING and name in stem]
    return near[0] if near else max(inside, key=len, default=None)


def _by_name() -> dict[str, Table]:
    return {name: table for table in TABLES.values() for name in (*table.aliases, table.name)}


def _natural(name: str) -> list[tuple[int, str]]:
    return [(int(part) if part.isdigit() else 0, part) for part in re.split(r"(\d+)", name)]


def _files(source: Path, unpack_into: Path) -> Sequence[Path]:
    if source.is_dir():
        return _visible(source)
    if not source.exists():
        raise UnreadableError("找不到该文件或文件夹")
    if source.suffix.lower() == ".zip":
        return _visible(_unzip(source, unpack_into))
    return [source]


def _visible(folder: Path) -> list[Path]:
    """What is in a folder, or in its only sub-folder; office lock files and hidden files are nobody's data."""
    inside = sorted(path for path in folder.iterdir() if not path.name.startswith((".", "~$", "__MACOSX")))
    folders = [path for path in inside if path.is_dir()]
    if len(folders) == 1 and not any(path.suffix.lower() in FORMATS for path in inside if path.is_file()):
        return _visible(folders[0])
    return inside


def _unzip(archive: Path, into: Path) -> Path:
    try:
        with zipfile.ZipFile(archive) as opened:
            _check_size(opened, into.parent)
            for member in opened.infolist():
                parts = PurePosixPath(_member_name(member).replace("\\", "/")).parts
                if member.is_dir() or ".." in parts or not parts:
                    continue
                target = into.joinpath(*(part for part in parts if part != "/"))
                if target.exists():
                    raise UnreadableError(f"压缩包里有两个“{'/'.join(parts)}”，不知以哪一个为准。请只留一个")
                target.parent.mkdir(parents=True, exist_ok=True)
                with opened.open(member) as packed, target.open("wb") as unpacked:
                    shutil.copyfileobj(packed, unpacked)
    except _BROKEN as error:
        if storage.is_full(error):
            raise
        raise UnreadableError(f"压缩包损坏或加密，无法解开（{error}）。请重新打包为普通 .zip") from error
    into.mkdir(parents=True, exist_ok=True)
    return into


def _check_size(opened: zipfile.ZipFile, place: Path) -> None:
    """UnreadableError when the disk would not hold what is packed, as with an archive made to fill it."""
    unpacked, free = sum(member.file_size for member in opened.infolist()), shutil.disk_usage(place).free
    if unpacked > free:
        raise UnreadableError(f"解开后约 {unpacked / 1e9:,.1f} GB，而磁盘只剩 {free / 1e9:,.1f} GB。请核对压缩包，或腾出空间")


def _member_name(member: zipfile.ZipInfo) -> str:
    """Windows packs Chinese names as GBK without saying so; zipfile then reads them as cp437."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return member.filename
