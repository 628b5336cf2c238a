"""A month is the old version or the new one, never a mix — also after a crash half-way and with two imports at once."""

import json
import multiprocessing
import os
import signal
import time

import pandas as pd
import pytest

from dashboard.publishing import Part, Store, cube, frames
from dashboard.publishing import store as store_module

AT = "2020-07-01T00:00:00+00:00"


def staged(store: Store, province: str, numerator: int, missing: dict[str, dict[str, list[str]]] | None = None):
    """A derived folder of one province with a single village, without verdicts."""
    folder = store.staging()
    derived = folder / "derived"
    derived.mkdir()
    codes = ["0", province, f"{province}01", f"{province}0102", f"{province}0102001", f"{province}0102001001"]
    frames.write(pd.DataFrame({"code": codes, "name": [f"区{c}" for c in codes]}), derived / "regions.arrow")
    counts = pd.DataFrame({"region_code": [codes[-1]], "indicator": ["M-01"], "numerator": [numerator], "denominator": [10]})
    frames.write(counts, derived / "counts.arrow")
    meta = {"provinces": [province], "missing": missing or {}, "list_year": None}
    (derived / "meta.json").write_text(json.dumps(meta), encoding="utf-8")
    return folder


def publish(store: Store, province: str, numerator: int, month: str = "2020-06"):
    part = Part([province], rows=7, refused=1, sources=[])
    return store.publish(month, staged(store, province, numerator), part, at=AT, by="测试")


def value(store: Store, region: str, month: str = "2020-06") -> tuple[int, int]:
    cube = store.cube(month)
    return tuple(cube.values("M-01", cube.tree.position(region)).tolist())


def test_a_second_version_replaces_the_first_and_keeps_it(tmp_path):
    store = Store(tmp_path)
    assert publish(store, "63", 4).version == 1
    assert publish(store, "63", 9).version == 2
    assert value(store, "63") == (9, 10)
    assert [v.version for v in store.history()] == [1, 2]


def test_other_provinces_of_the_month_stay(tmp_path):
    store = Store(tmp_path)
    publish(store, "62", 5)
    version = publish(store, "63", 4)
    assert value(store, "62") == (5, 10)
    assert value(store, "0") == (9, 20)
    assert version.rows == 14
    publish(store, "63", 10)
    assert value(store, "0") == (15, 20)


def test_what_a_province_did_not_bring_is_its_own(tmp_path):
    store = Store(tmp_path)
    for province, lacking in (("62", {"M-02": ["签约"], "M-04": ["随访"]}), ("63", {"M-04": ["随访"]})):
        folder = staged(store, province, 1, {"CN-2017": lacking})
        store.publish("2020-06", folder, Part([province], rows=1, refused=0, sources=[]), at=AT, by="测试")
    cube = store.cube("2020-06")
    assert cube.missing("CN-2017", "6201") == {"M-02": ["签约"], "M-04": ["随访"]}
    assert cube.missing("CN-2017", "63") == {"M-04": ["随访"]}
    assert cube.missing("CN-2017", "0") == {"M-04": ["随访"]}
    assert cube.missing("QH-2020", "63") == {}


def test_rolling_back_puts_the_earlier_version_in_force_with_its_reason(tmp_path):
    store = Store(tmp_path)
    publish(store, "63", 4)
    publish(store, "63", 9)
    store.roll_back("2020-06", 1, at=AT, by="测试", reason="上报有误")
    assert value(store, "63") == (4, 10)
    assert store.events()[-1].reason == "上报有误"
    with pytest.raises(KeyError):
        store.roll_back("2020-06", 7, at=AT, by="测试", reason="没有这一版")
    assert publish(store, "63", 6).version == 3


def test_another_reader_sees_the_new_version_without_restart(tmp_path):
    writer, reader = Store(tmp_path), Store(tmp_path)
    publish(writer, "63", 4)
    assert value(reader, "63") == (4, 10)
    publish(writer, "63", 9)
    assert value(reader, "63") == (9, 10)


def test_a_failure_while_building_changes_nothing_and_leaves_no_rubbish(tmp_path, monkeypatch):
    store = Store(tmp_path)
    publish(store, "63", 4)

    def full_disk(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(cube, "assemble", full_disk)
    with pytest.raises(OSError, match="No space"):
        publish(store, "63", 9)
    assert value(Store(tmp_path), "63") == (4, 10)
    assert not list((tmp_path / "staging").glob("*/parts"))


def _publish_slowly(root, started):
    store = Store(root)
    folder = staged(store, "63", 9)
    store_module._sync = lambda _: (started.set(), time.sleep(30))
    store.publish("2020-06", folder, Part(["63"], 1, 0, []), at=AT, by="测试")


def test_kill_9_half_way_leaves_the_old_version_and_the_next_import_works(tmp_path):
    store = Store(tmp_path)
    publish(store, "63", 4)
    fork = multiprocessing.get_context("fork")
    started = fork.Event()
    process = fork.Process(target=_publish_slowly, args=(tmp_path, started))
    process.start()
    assert started.wait(20)
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    assert value(Store(tmp_path), "63") == (4, 10)
    assert publish(Store(tmp_path), "63", 8).version == 2
    assert value(Store(tmp_path), "63") == (8, 10)


def _publish_many(root, province, numerator):
    for _ in range(5):
        publish(Store(root), province, numerator)


def test_two_imports_at_once_both_land(tmp_path):
    fork = multiprocessing.get_context("fork")
    workers = [fork.Process(target=_publish_many, args=(tmp_path, province, n)) for province, n in (("62", 3), ("63", 4))]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
        assert worker.exitcode == 0
    store = Store(tmp_path)
    assert value(store, "0") == (7, 20)
    assert sorted(v.version for v in store.history()) == list(range(1, 11))


def test_part_of_an_earlier_part_is_refused(tmp_path):
    store = Store(tmp_path)
    both = Part(["62", "63"], 1, 0, [])
    store.publish("2020-06", staged(store, "63", 4), both, at=AT, by="测试")
    with pytest.raises(ValueError, match="62、63"):
        publish(store, "63", 9)
