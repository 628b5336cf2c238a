"""A month that is not published yet: what was accepted so far, what is still refused, and who sent which files.

`<data folder>/staged/<month>/<area>/`: a folder of records (accepted rows, the open refusals as rejects.csv and
rejects.parquet) and `staged.json`, which names it. A sender corrects the refused rows and sends only those: they are put over
the staged ones by their keys.
"""

import fcntl
import json
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

import duckdb

from dashboard.importing import ledger
from dashboard.importing.cells import quote
from dashboard.importing.keys import identity
from dashboard.importing.merging import merge
from dashboard.importing.rejects import REJECTS, REPAIRS, lines, refused_rows, write_rejects
from dashboard.importing.report import ImportReport
from dashboard.records import TABLES, MonthRecords

_STATE = "staged.json"


@dataclass
class Staged:
    """`whole`: it stands for the area's month as such; otherwise it is put over the version in force when it is published."""

    root: Path
    month: str
    area: str
    whole: bool
    folder: Path
    submissions: list[ledger.Entry] = field(default_factory=list)

    @property
    def records(self) -> MonthRecords:
        return MonthRecords.open(self.folder)

    @property
    def rejects(self) -> Path:
        """rejects.csv of the rows that are still refused."""
        return self.folder / "rejects.csv"

    @property
    def refused(self) -> int:
        """Rows still refused."""
        return refused_rows(self.folder)

    @property
    def accepted(self) -> int:
        return self.records.rows


def home(data_dir: Path, month: str, area: str) -> Path:
    return data_dir / "staged" / month / area


def find(data_dir: Path, month: str, area: str) -> Staged | None:
    """The staged month of an area (region code, "0" for an import without a province), if there is one."""
    root = home(data_dir, month, area)
    if not (root / _STATE).exists():
        return None
    found = json.loads((root / _STATE).read_text("utf-8"))
    return Staged(
        root, month, area, found["whole"], root / found["records"], [ledger.Entry(**one) for one in found["submissions"]]
    )


def every(data_dir: Path) -> list[Staged]:
    """All staged months, by month and area."""
    places = sorted((data_dir / "staged").glob(f"*/*/{_STATE}"))
    found = (find(data_dir, path.parts[-3], path.parts[-2]) for path in places)
    return [staged for staged in found if staged]


def put(data_dir: Path, area: str, report: ImportReport, whole: bool, at: str, by: str) -> Staged:
    """Keeps what an import accepted and refused as the area's staged month; replaces an earlier one. Moves the records."""
    with locked(data_dir, report.month, area):
        return _begin(data_dir, area, report, whole, at, by)


def add(data_dir: Path, area: str, report: ImportReport, at: str, by: str) -> Staged:
    """Puts the accepted rows over the staged ones by key; a refusal is settled when its key was accepted or refused anew.

    Without a staged month this begins one that is put over the version in force.
    """
    with locked(data_dir, report.month, area):
        staged = find(data_dir, report.month, area)
        if staged is None:
            return _begin(data_dir, area, report, False, at, by)
        fresh = report.records.root.with_name(f"merged-{uuid.uuid4().hex}")
        merge(staged.records, report.records, fresh)
        carry_over(staged.folder, report.records, fresh)
        return _write(staged, fresh, report, at, by)


def _begin(data_dir: Path, area: str, report: ImportReport, whole: bool, at: str, by: str) -> Staged:
    root = home(data_dir, report.month, area)
    return _write(Staged(root, report.month, area, whole, report.records.root), report.records.root, report, at, by)


def drop(data_dir: Path, month: str, area: str) -> None:
    """Forgets a staged month."""
    with locked(data_dir, month, area):
        shutil.rmtree(home(data_dir, month, area), ignore_errors=True)


@contextmanager
def locked(data_dir: Path, month: str, area: str) -> Iterator[None]:
    """One writer of a staged month at a time, in whatever process."""
    place = data_dir / "staged" / month
    place.mkdir(parents=True, exist_ok=True)
    with (place / f".{area}.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _write(staged: Staged, records: Path, report: ImportReport, at: str, by: str) -> Staged:
    """The records first, then the state that names them: a crash leaves the old staged month or the new one."""
    sent = report.entry(at, by, staged.area)
    staged.submissions.append(sent)
    staged.root.mkdir(parents=True, exist_ok=True)
    staged.folder = staged.root / f"records-{uuid.uuid4().hex}"
    shutil.move(records, staged.folder)
    submissions = [asdict(one) for one in staged.submissions]
    state = {"whole": staged.whole, "records": staged.folder.name, "submissions": submissions}
    fresh = staged.root / f".{_STATE}"
    fresh.write_text(json.dumps(state, ensure_ascii=False, indent=1), encoding="utf-8")
    fresh.replace(staged.root / _STATE)
    ledger.record(staged.root.parents[2], sent)
    for older in staged.root.glob("records-*"):
        if older != staged.folder:
            shutil.rmtree(older, ignore_errors=True)
    return staged


def carry_over(before: Path, later: MonthRecords, into: Path) -> None:
    """The refusals of `before` that the later import did not settle, and its own; the repairs of both."""
    keys = [f'SELECT "table", key FROM {quote(str(later.root / REJECTS))} WHERE key IS NOT NULL']
    for table in TABLES.values():
        if table.key and later.reported(table.name):
            key = f"concat_ws('+', {', '.join(identity(table))})"
            keys.append(f"SELECT {quote(table.name)}, {key} FROM {quote(str(later.path(table.name)))}")
    number = f"coalesce((SELECT max(sent) FROM {lines(before)}), 0)"
    settled = f'ANTI JOIN ({" UNION ALL ".join(keys)}) s ON o."table" = s."table" AND o.key = s.key'
    with duckdb.connect() as connection:
        for kept, which, numbered in ((REJECTS, settled, f"* REPLACE (sent + {number} AS sent)"), (REPAIRS, "", "*")):
            new = quote(str(later.root / kept))
            old = lines(before) if kept == REJECTS else f"(FROM {new} LIMIT 0)"
            if kept != REJECTS and (before / kept).exists():
                old = quote(str(before / kept))
            connection.execute(
                f"COPY (SELECT o.* FROM {old} o {which} UNION ALL SELECT {numbered} FROM {new}) "
                f"TO {quote(str(into / kept))} (FORMAT parquet, COMPRESSION zstd)"
            )
        write_rejects(connection, into)
