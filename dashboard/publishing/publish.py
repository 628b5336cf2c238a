"""The last step of an import: derive, assemble, publish — or nothing at all."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dashboard import policy
from dashboard.hierarchy import NATION
from dashboard.importing import ledger
from dashboard.importing import staged as staging
from dashboard.importing.merging import merge
from dashboard.importing.rejects import refused_rows
from dashboard.importing.staged import Staged
from dashboard.publishing.deriving import derive
from dashboard.publishing.store import MonthVersion, Part, Store
from dashboard.records import MonthRecords
from dashboard.settings import Settings

if TYPE_CHECKING:
    from dashboard.importing import ImportReport

Progress = Callable[[str], None]


def publish_import(
    report: ImportReport,
    settings: Settings,
    by: str = "本机",
    note: str = "",
    progress: Progress | None = None,
) -> MonthVersion:
    """Publishes what an import accepted as the next version of its month; other provinces' parts of the month stay.

    The report's records folder is moved into the store. Nothing is visible to readers before the version is complete.
    """
    provinces = _derived(report.records, progress)
    part = Part(
        provinces,
        rows=sum(f.accepted for f in report.files),
        refused=sum(f.refused for f in report.files),
        sources=[{"file": f.file, "sha256": f.sha256} for f in report.files],
    )
    area = provinces[0] if len(provinces) == 1 else NATION
    at = datetime.now(UTC).isoformat(timespec="seconds")
    ledger.record(settings.data_dir, report.entry(at, by, area))  # first: what cannot be put on record is not published
    return _publish(report.records, part, Store(settings.store), by, note)


def publish_staged(staged: Staged, settings: Settings, by: str, note: str = "", progress: Progress | None = None) -> MonthVersion:
    """Publishes a staged month; rows that are still refused stay out, and their number is on record.

    Anything published meanwhile is taken in: a staged month that adds to the version in force is put over the newest one.
    """
    store = Store(settings.store)
    with staging.locked(settings.data_dir, staged.month, staged.area):
        while True:
            number = store.current().get(staged.month)
            folder = store.staging()
            try:
                records, part = candidate(staged, store, folder / "records")
                part.provinces.extend(_derived(records, progress))
                if store.current().get(staged.month) == number:
                    version = _publish(records, part, store, by, note)
                    break
            finally:
                shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(staged.root)
    return version


def candidate(staged: Staged, store: Store, into: Path) -> tuple[MonthRecords, Part]:
    """What publishing the staged month would publish, as records below `into`, and its account (provinces left open)."""
    base = None if staged.whole else _in_force(store, staged.month, staged.area)
    sources: list[dict[str, Any]] = []
    if base is None:
        shutil.copytree(staged.folder, into, copy_function=os.link)
    else:
        folder, part = base
        merge(MonthRecords.open(folder), staged.records, into)
        staging.carry_over(folder, staged.records, into)
        sources = list(part.sources)
    sources += [{"file": f["file"], "sha256": f["sha256"], "by": s.by, "at": s.at} for s in staged.submissions for f in s.files]
    records = MonthRecords.open(into)
    return records, Part([], rows=records.rows, refused=refused_rows(into), sources=sources)


def earlier(staged: Staged | None, store: Store, month: str, area: str) -> list[MonthRecords]:
    """The records that a further import into the staged month may refer to."""
    found = [staged.records] if staged else []
    if staged is None or not staged.whole:
        base = _in_force(store, month, area)
        found += [MonthRecords.open(base[0])] if base else []
    return found


def _in_force(store: Store, month: str, area: str) -> tuple[Path, Part] | None:
    """The part of the month's version in force that holds the area's province."""
    number = store.current().get(month)
    if number is None:
        return None
    parts = store.version(month, number).parts
    name = next((name for name, part in parts.items() if area[:2] in part.provinces), None)
    return (store.folder(month, number) / "parts" / name, parts[name]) if name else None


def _derived(records: MonthRecords, progress: Progress | None) -> list[str]:
    """Derives beside the records; the provinces that they hold."""
    folder = derive(records, policy.load(), progress)
    return json.loads((folder / "meta.json").read_text("utf-8"))["provinces"]


def _publish(records: MonthRecords, part: Part, store: Store, by: str, note: str) -> MonthVersion:
    at = datetime.now(UTC).isoformat(timespec="seconds")
    return store.publish(records.month, records.root, part, at=at, by=by, note=note)
