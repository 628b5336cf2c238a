"""Killed or out of disk at any moment of an import: the month in force is the old version or the new one, whole."""

import io
import json
import multiprocessing
import os
import resource
import signal
import sys
from pathlib import Path

import pytest

from dashboard import importing, storage
from dashboard.__main__ import main
from dashboard.importing import ledger
from dashboard.publishing import Store, pruning, publish_import
from dashboard.settings import Settings
from tests.importing.conftest import MONTH, base, visit, write_csv

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["dashboard.publishing.publish", "dashboard.importing", "dashboard.rollup", "dashboard.scoring"])
CHANGES = ("open", "os.mkdir", "os.rename", "os.link", "os.truncate", "shutil.move")


def folder(place: Path, visits: int) -> Path:
    place.mkdir(parents=True)
    for table, rows in (base() | {"诊疗费用": [visit(f"V{n}") for n in range(visits)]}).items():
        write_csv(place, table, rows)
    return place


def publish(source: Path, data: Path) -> None:
    settings = Settings(data)
    into = data / "staging" / source.name
    into.mkdir(parents=True)
    publish_import(importing.read_month(source, MONTH, into, "63"), settings)


def until(change: int, source: Path, data: Path) -> None:
    """Publishes, and is killed when the data folder changes for the `change`-th time; says how many times it changes."""
    seen = 0

    def hook(event: str, arguments: tuple) -> None:
        nonlocal seen
        if event not in CHANGES or not str(arguments[0]).startswith(str(data)) or (event == "open" and arguments[1] == "r"):
            return
        seen += 1
        if seen == change:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)
    publish(source, data)
    (data.parent / "changes").write_text(str(seen))


def small(limit: int, source: Path, data: Path, answer) -> None:
    """The import command where no file may grow beyond `limit` bytes, as on a disk that is full."""
    os.environ["DATA_DIR"] = str(data)
    sys.stderr = io.StringIO()
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    status = main(["import", str(source), "--month", MONTH, "--province", "63"])
    answer.send((status, sys.stderr.getvalue()))


def run(target, *arguments) -> int | None:
    process = FORKS.Process(target=target, args=arguments)
    process.start()
    process.join()
    return process.exitcode


def whole(data: Path) -> int:
    """Visits of the version in force, every part of which can be read."""
    store = Store(data / "store")
    cube = store.cube(MONTH)
    assert cube.tree.names[cube.tree.position("63")]
    (part,) = store.parts(MONTH)
    assert json.loads((part / "derived" / "meta.json").read_text("utf-8"))["provinces"] == ["63"]
    for frame in (part / "derived").glob("*.arrow"):
        assert frame.stat().st_size
    return len(importing.report.MonthRecords.open(part).frame("诊疗费用"))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    made = tmp_path / "var"
    publish(folder(tmp_path / "old", 1), made)
    return made


def test_killed_at_any_change_of_the_disk(data, tmp_path):
    assert run(until, 0, folder(tmp_path / "counted", 2), data) == 0
    changes = int((tmp_path / "changes").read_text())
    before = 2
    for number, change in enumerate([1, *range(2, changes, max(1, changes // 6)), changes - 2, changes - 1, changes]):
        visits = 3 + number
        assert run(until, change, folder(tmp_path / f"new{number}", visits), data) == -signal.SIGKILL
        now = whole(data)
        assert now in (before, visits)
        before = now
    publish(folder(tmp_path / "last", 50), data)
    assert whole(data) == 50
    assert len(ledger.entries(data)) >= 3


@pytest.mark.parametrize("limit", [0, 400, 9_000])
def test_a_full_disk_is_told_and_changes_nothing(data, tmp_path, limit):
    source = folder(tmp_path / "new", 40)
    before = {path: path.stat().st_size for path in (data / "store" / "versions").rglob("*") if path.is_file()}
    ours, theirs = FORKS.Pipe(duplex=False)
    assert run(small, limit, source, data, theirs) == 0
    status, said = ours.recv()
    assert status == 1, said
    assert "磁盘已满" in said
    assert "Traceback" not in said
    assert whole(data) == 1
    assert {path: path.stat().st_size for path in (data / "store" / "versions").rglob("*") if path.is_file()} == before
    assert list((data / "staging").iterdir()) == list((data / "store" / "staging").iterdir()) == []
    publish(folder(tmp_path / "later", 2), data)
    assert whole(data) == 2


def test_a_full_disk_is_told_from_other_faults():
    assert storage.is_full(OSError(28, "No space left on device"))
    assert not storage.is_full(OSError(2, "No such file or directory"))
    later = RuntimeError("later")
    later.__cause__ = OSError(28, "No space left on device")
    assert storage.is_full(later)


def test_what_crashes_left_is_cleared_away_after_a_day(data):
    store = Store(data / "store")
    left = [data / "staging" / "2020-05-x", store.root / "staging" / "y"]
    for path in left:
        (path / "records").mkdir(parents=True)
    never = store.folder(MONTH, 7)
    never.mkdir()
    now = (data / "staging").stat().st_mtime
    assert pruning.prune(data, store, now) == [never]
    removed = pruning.prune(data, store, now + 90_000)
    assert set(left) <= set(removed)
    assert not any(path.exists() for path in left)
    assert whole(data) == 1
    (store.root / "CURRENT").rename(tmp := data / "CURRENT.kept")  # a pointer that is lost takes no version with it
    assert pruning.prune(data, Store(store.root), now) == []
    tmp.rename(store.root / "CURRENT")
    assert whole(data) == 1


def test_half_a_line_of_the_ledger_is_passed_over(data):
    with (data / "imports.jsonl").open("a", encoding="utf-8") as lines:
        lines.write('{"at": "2020-')
    (entry,) = ledger.entries(data)
    ledger.record(data, entry)
    assert ledger.entries(data) == [entry, entry]


def test_another_pointer_is_seen_although_its_inode_is_the_same(data):
    reader, store = Store(data / "store"), Store(data / "store")
    store.roll_back(MONTH, 1, at="2020-07-01T00:00:00+00:00", by="测试", reason="一")
    assert len(reader.events()) == 2
    for reason in ("二", "三"):
        store.roll_back(MONTH, 1, at="2020-07-01T00:00:00+00:00", by="测试", reason=reason)
    assert [event.reason for event in reader.events()] == ["", "一", "二", "三"]
