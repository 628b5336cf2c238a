"""Month versions on disk. A version is written whole beside the others, then one small pointer names it: readers see the old
month or the new one, never a mix, and are never blocked."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dashboard.publishing.cube import MonthCube


@dataclass(frozen=True, slots=True)
class Part:
    """One imported folder inside a version."""

    provinces: list[str]
    rows: int
    refused: int
    sources: list[dict[str, Any]]
    """File name and SHA-256 of every file read."""


@dataclass(frozen=True, slots=True)
class Event:
    """A change of the pointer: a version published, or an earlier one put in force again."""

    month: str
    version: int
    at: str
    by: str
    action: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class MonthVersion:
    """A published version and the parts that it was built from."""

    month: str
    version: int
    published_at: str
    by: str
    parts: dict[str, Part]
    note: str = ""

    @property
    def rows(self) -> int:
        """Rows accepted."""
        return sum(part.rows for part in self.parts.values())

    @property
    def refused(self) -> int:
        return sum(part.refused for part in self.parts.values())


class Store:
    """The published months below `root`. One writer at a time (file lock); any number of readers in any number of processes."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._pointer = root / "CURRENT"
        self._cubes: dict[tuple[str, int], MonthCube] = {}
        self._versions: dict[tuple[str, int], MonthVersion] = {}
        self._seen: tuple[tuple[int, int, int], dict[str, int], list[Event]] | None = None

    def current(self) -> dict[str, int]:
        """Month → version in force, oldest month first."""
        return self._look()[0]

    def events(self) -> list[Event]:
        """Everything ever published or rolled back, oldest first."""
        return self._look()[1]

    def _look(self) -> tuple[dict[str, int], list[Event]]:
        """Reads the pointer when the file is another, so that every process sees a new version without restart.

        An inode alone does not tell: the next but one file may be given the same.
        """
        try:
            found_at = os.stat(self._pointer)
        except FileNotFoundError:
            return {}, []
        stamp = found_at.st_ino, found_at.st_mtime_ns, found_at.st_size
        if self._seen is None or self._seen[0] != stamp:
            found = json.loads(self._pointer.read_text("utf-8"))
            self._seen = (stamp, found["in_force"], [Event(**e) for e in found["events"]])
        return self._seen[1], self._seen[2]

    def months(self) -> list[MonthVersion]:
        """The version in force of each published month, oldest month first."""
        return [self.version(month, number) for month, number in self.current().items()]

    def history(self) -> list[MonthVersion]:
        """Every version ever published, in order of publication."""
        return [self.version(e.month, e.version) for e in self.events() if e.action == "publish"]

    def version(self, month: str, number: int) -> MonthVersion:
        """The record of a version; it never changes once published, so it is read once."""
        if (month, number) not in self._versions:
            self._versions[month, number] = _read(self.folder(month, number) / "version.json")
        return self._versions[month, number]

    def folder(self, month: str, number: int) -> Path:
        return self.root / "versions" / month / f"v{number:04d}"

    def parts(self, month: str) -> list[Path]:
        """The part folders (records and derived frames) of the version in force."""
        number = self.current()[month]
        return sorted((self.folder(month, number) / "parts").iterdir())

    def cube(self, month: str) -> MonthCube:
        """The cube of the version in force; KeyError when the month is not published."""
        key = (month, self.current()[month])
        if key not in self._cubes:
            for old in [k for k in self._cubes if k[0] == month]:
                del self._cubes[old]  # its maps close when the last request that holds it ends
            from dashboard.publishing.cube import MonthCube  # pandas: a second that a list of versions need not wait

            self._cubes[key] = MonthCube(self.folder(*key) / "cube")
        return self._cubes[key]

    def staging(self) -> Path:
        """A fresh private folder on the store's own file system."""
        folder = self.root / "staging" / uuid.uuid4().hex
        folder.mkdir(parents=True)
        return folder

    def publish(self, month: str, folder: Path, part: Part, *, at: str, by: str, note: str = "") -> MonthVersion:
        """Makes `folder` (staged records with their derived frames, moved in) and the parts of other provinces the next version.

        `at` is ISO time. Raises ValueError when the part covers some but not all provinces of an earlier part: splitting one is
        not possible without its source.
        """
        with self._lock():
            building = self.staging()
            try:
                version = self._build(building, month, folder, part, at, by, note)
                home = self.folder(month, version.version)
                home.parent.mkdir(parents=True, exist_ok=True)
                _sync(building)
                os.replace(building, home)
                _sync_folder(home.parent)
                self._point(Event(month, version.version, at, by, "publish", note))
            except BaseException:
                shutil.rmtree(building, ignore_errors=True)
                raise
        return version

    def roll_back(self, month: str, number: int, *, at: str, by: str, reason: str) -> MonthVersion:
        """Puts an earlier version in force again; the later one stays on disk and in the history."""
        with self._lock():
            if number not in {e.version for e in self.events() if e.month == month}:
                raise KeyError(f"{month} 没有第 {number} 版")
            self._point(Event(month, number, at, by, "roll_back", reason))
        return self.version(month, number)

    def drop_unpublished(self) -> list[Path]:
        """Removes versions that a crash left between their folder and the pointer, and drafts of the pointer; says which."""
        if not self._pointer.exists():  # nothing published yet, or a pointer to be restored: nothing is known to be left over
            return []
        with self._lock():  # a version being published is not between the two
            published = {(event.month, event.version) for event in self.events()}
            versions = [
                path for path in self.root.glob("versions/*/v*") if (path.parent.name, int(path.name[1:])) not in published
            ]
            drafts = list(self.root.glob("CURRENT.*"))
            for path in versions:
                shutil.rmtree(path, ignore_errors=True)
            for path in drafts:
                path.unlink(missing_ok=True)
        return versions + drafts

    def _build(self, building: Path, month: str, folder: Path, part: Part, at: str, by: str, note: str) -> MonthVersion:
        from dashboard.publishing.cube import assemble

        earlier = self.current().get(month)
        kept = self._carried_over(month, earlier, set(part.provinces)) if earlier else {}
        parts = building / "parts"
        parts.mkdir()
        for name in kept:
            shutil.copytree(self.folder(month, earlier or 0) / "parts" / name, parts / name, copy_function=os.link)
        own = uuid.uuid4().hex[:12]
        shutil.move(folder, parts / own)
        kept[own] = part
        assemble([parts / name / "derived" for name in sorted(kept)], building / "cube")
        number = max((int(path.name[1:]) for path in self.root.glob(f"versions/{month}/v*")), default=0) + 1
        version = MonthVersion(month, number, at, by, kept, note)
        (building / "version.json").write_text(json.dumps(asdict(version), ensure_ascii=False, indent=1), encoding="utf-8")
        return version

    def _carried_over(self, month: str, number: int, provinces: set[str]) -> dict[str, Part]:
        kept = {}
        for name, part in self.version(month, number).parts.items():
            overlap = provinces & set(part.provinces)
            if overlap and overlap != set(part.provinces):
                known = "、".join(part.provinces)
                raise ValueError(f"{month} 已发布的一份数据含省份 {known}，本次只带来其中一部分；请一次导入全部这些省份。")
            if not overlap:
                kept[name] = part
        return kept

    def _point(self, event: Event) -> None:
        in_force, events = self._look()
        pointer = {
            "in_force": dict(sorted({**in_force, event.month: event.version}.items())),
            "events": [asdict(e) for e in [*events, event]],
        }
        fresh = self._pointer.with_suffix(f".{uuid.uuid4().hex}")
        try:
            with fresh.open("w", encoding="utf-8") as handle:
                json.dump(pointer, handle, ensure_ascii=False)
                handle.flush()
                os.fsync(handle.fileno())
            os.replace(fresh, self._pointer)
        except BaseException:
            fresh.unlink(missing_ok=True)
            raise
        _sync_folder(self.root)

    @contextmanager
    def _lock(self) -> Iterator[None]:
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / ".lock").open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield


def _read(path: Path) -> MonthVersion:
    found = json.loads(path.read_text("utf-8"))
    found["parts"] = {name: Part(**part) for name, part in found["parts"].items()}
    return MonthVersion(**found)


def _sync(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as handle:
                os.fsync(handle.fileno())
    _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
