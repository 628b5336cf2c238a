"""Sending in, trying out, staging, publishing and rolling back: who may do it where is checked here."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from dashboard import importing, months, publishing
from dashboard.access import Action, Forbidden, Viewer
from dashboard.hierarchy import NATION
from dashboard.importing import ledger, staged
from dashboard.importing.ledger import Entry
from dashboard.importing.rejects import REJECTS, Group, grouped
from dashboard.importing.report import ImportReport
from dashboard.importing.staged import Staged
from dashboard.jobs import DONE, Job, Jobs, Told
from dashboard.naming import area_name
from dashboard.publishing import pruning
from dashboard.publishing.preview import preview
from dashboard.records import TABLES
from dashboard.services import imports_desk, kept
from dashboard.services.base import Context, Unknown
from dashboard.services.imports_models import Answer, Desk, FileRow, Refused, TryOut, Waiting
from dashboard.services.national import National
from dashboard.settings import Settings

_READ, _PREVIEW, _PUBLISH = "read", "preview", "publish"
_AREAS = (2, 4, 6)


class RefusedRowsError(ValueError):
    """A month with refused rows is published only when that is said."""


@dataclass(frozen=True)
class Imports:
    """Everything between a file that somebody has and a version in force."""

    context: Context
    settings: Settings

    @property
    def jobs(self) -> Jobs:
        return Jobs(self.settings.jobs)

    def tidy(self) -> None:
        """Clears away what crashes left and what was kept for versions no longer in force."""
        pruning.prune(self.settings.data_dir, self.context.store)
        kept.prune(self.context)

    @property
    def national(self) -> National:
        """Exports of the national system, compared and never published."""
        return National(self.context, self.settings)

    def desk(self, viewer: Viewer) -> Desk:
        """Everything the page shows before anything is uploaded."""
        viewer.check(Action.IMPORT, viewer.area)
        data = self.settings.data_dir
        inside = [one for one in staged.every(data) if viewer.may(Action.IMPORT, one.area)]
        sent = ledger.entries(data, area=viewer.area)[: imports_desk.ROWS]
        return Desk(
            tuple(map(self._waiting, inside)),
            tuple(imports_desk.versions(self.context.store, viewer)),
            tuple(sent),
            imports_desk.areas(self.context.store, viewer),
        )

    def try_out(self, viewer: Viewer, month: str, area: str, whole: bool, source: Path) -> str:
        """Starts a dry run of a folder, .zip or table file: nothing changes. The job's id.

        `whole`: the files are the area's month as such; otherwise they are put over what there is. ValueError when the area
        cannot be meant: only a province's month can be replaced as such, and only a province's can be added to.
        """
        self._check(viewer, month, area)
        if whole and len(area) > 2:
            raise ValueError("市、县的数据只能补报更正，不能替换全省当月的数据")
        if not whole and area == NATION:
            raise ValueError("补报更正须选定一个省份")
        about = {"month": month, "area": area, "whole": "1" if whole else ""}

        def work(folder: Path, say: Callable[[str], None]) -> dict[str, Any]:
            report = self._read(source, month, area, folder / "out", whole, say)
            found = {"groups": [asdict(group) for group in grouped(report.rejects.parent)]} if not report.unreadable else {}
            files = [asdict(one) for one in report.files]
            return {"files": files, "unreadable": report.unreadable, "notices": report.notices, "groups": [], **found}

        return self.jobs.start(_READ, viewer.name, about, work)

    def on_server(self, viewer: Viewer, path: str) -> Path:
        """A file or folder that lies on the server: only the operator may name one. Unknown when it is not there."""
        viewer.check(Action.IMPORT, NATION)
        if viewer.role != "operator":
            raise Forbidden("只有运维人员可以导入服务器上的文件，请改为上传。")
        found = Path(path.strip()).expanduser()
        if not found.is_absolute() or not found.exists():
            raise Unknown(f"服务器上没有“{path}”；请写绝对路径。")
        return found

    def job(self, viewer: Viewer, job_id: str) -> Job:
        """A job of the viewer's area; Unknown when there is none."""
        try:
            job = self.jobs.find(job_id)
        except KeyError:
            raise Unknown("没有这次操作的记录；超过七天的记录会被清除。") from None
        viewer.check(Action.IMPORT, job.about["area"])
        return job

    def tried(self, job: Job) -> TryOut:
        """The result of a dry run that is done."""
        result = job.result
        return TryOut(
            job.about["month"],
            job.about["area"],
            bool(job.about["whole"]),
            tuple(FileRow(**one) for one in result["files"]),
            tuple((file, reason) for file, reason in result["unreadable"]),
            tuple(result["notices"]),
            tuple(Group(**group) for group in result["groups"]),
        )

    def can_stage(self, job: Job) -> bool:
        """Whether a dry run found something to keep, and has not been kept yet."""
        out = self.jobs.folder(job.id) / "out"
        return job.kind == _READ and job.status == DONE and not job.result["unreadable"] and out.exists()

    def stage(self, viewer: Viewer, job_id: str) -> None:
        """Keeps what a dry run accepted: as the area's month, or put over what waits there already."""
        job = self.job(viewer, job_id)
        if not self.can_stage(job):
            raise Unknown("这次试导入没有可以存入的数据，或已经存入。")
        report = importing.ImportReport.reopen(self.jobs.folder(job_id) / "out", job.result["files"])
        self._keep(report, job.about["area"], bool(job.about["whole"]), viewer.name)

    def preview(self, viewer: Viewer, month: str, area: str) -> str:
        """Starts a comparison of a staged month with the version in force; the job's id."""
        waiting = self._find(viewer, month, area)

        def work(folder: Path, say: Callable[[str], None]) -> dict[str, Any]:
            say("汇总与测算")
            records, _ = publishing.candidate(waiting, self.context.store, folder / "candidate")
            found = preview(records, area, self.context.store, self.context.book, folder)
            shutil.rmtree(folder / "candidate")
            shutil.rmtree(folder / "cube")
            moved = [{**asdict(one), "name": self._indicator(one.indicator)} for one in found.moved]
            return {"finding": found.finding, **asdict(found), "moved": moved}

        return self.jobs.start(_PREVIEW, viewer.name, {"month": month, "area": area}, work)

    def publish(self, viewer: Viewer, month: str, area: str, accept_refused: bool, note: str = "") -> str:
        """Starts the publication of a staged month; rows still refused stay out if `accept_refused`. The job's id."""
        waiting = self._find(viewer, month, area)
        if waiting.refused and not accept_refused:
            raise RefusedRowsError(f"还有 {waiting.refused} 行被退回：更正后补报，或选择发布其余的行。")

        def work(_: Path, say: Callable[[str], None]) -> dict[str, Any]:
            version = self._publish(waiting, viewer.name, note, say)
            return {"month": version.month, "version": version.version}

        return self.jobs.start(_PUBLISH, viewer.name, {"month": month, "area": area}, work)

    def publish_now(self, viewer: Viewer, month: str, accept_refused: bool) -> tuple[int, int]:
        """As `publish`, but waits: (version, rows). The viewer's own area."""
        waiting = self._find(viewer, month, viewer.area)
        if waiting.refused and not accept_refused:
            raise RefusedRowsError(f"还有 {waiting.refused} 行被退回；更正后重新报送，或以 accept_rejects=1 发布其余的行")
        version = self._publish(waiting, viewer.name, "接口报送", lambda _: None)
        return version.version, version.rows

    def drop(self, viewer: Viewer, month: str, area: str) -> None:
        """Forgets a staged month."""
        self._find(viewer, month, area)
        staged.drop(self.settings.data_dir, month, area)

    def roll_back(self, viewer: Viewer, month: str, version: int, reason: str) -> None:
        """Puts an earlier version in force again; whoever does it must be in charge of every province in either version."""
        store = self.context.store
        if not reason.strip():
            raise Unknown("恢复较早的版本须写明理由。")
        if version not in {v.version for v in store.history() if v.month == month}:
            raise Unknown(f"{month} 没有第 {version} 版。")
        for number in {version, store.current()[month]}:
            for part in store.version(month, number).parts.values():
                for province in part.provinces:
                    viewer.check(Action.IMPORT, province)
        store.roll_back(month, version, at=_now(), by=viewer.name, reason=reason.strip())

    def submit(self, viewer: Viewer, month: str, table: str, content: bytes, suffix: str) -> Answer:
        """One table's records of a provincial system, judged and put into the staged month of its area by key.

        ValueError, in the sender's words, when they cannot be read at all; Unknown for a table that does not exist.
        """
        if table not in TABLES:
            raise Unknown(f"没有表“{table}”；可报送：{'、'.join(TABLES)}")
        self._check(viewer, month, viewer.area)
        place = self._place()
        try:
            source = place / f"{table}{suffix}"
            source.write_bytes(content)
            report = self._read(source, month, viewer.area, place / "out", False, lambda _: None)
            if report.unreadable:
                raise ValueError("；".join(reason for _, reason in report.unreadable))
            lines = duckdb.connect().execute(
                'SELECT "row", "column", coalesce(value, \'\'), reason, remedy FROM read_parquet(?) ORDER BY "row"',
                [str(place / "out" / REJECTS)],
            )
            rejects = tuple(Refused(*line) for line in lines.fetchall())
            (file,) = report.files
            kept = self._keep(report, viewer.area, False, viewer.name)
        finally:
            shutil.rmtree(place, ignore_errors=True)
        counts = (file.rows, file.accepted, file.refused)
        return Answer(month, table, *counts, file.repairs, rejects, kept.accepted, kept.refused)

    def sent(self, viewer: Viewer, month: str) -> tuple[list[Entry], Waiting | None]:
        """What a sender sent for a month, newest first, and what waits there for publication."""
        self._check(viewer, month, viewer.area)
        found = staged.find(self.settings.data_dir, month, viewer.area)
        return ledger.entries(self.settings.data_dir, month, viewer.name), self._waiting(found) if found else None

    def rejects(self, viewer: Viewer, job_id: str | None, month: str, area: str) -> Path:
        """rejects.csv of a dry run, or of a staged month."""
        if job_id:
            self.job(viewer, job_id)
            path = self.jobs.folder(job_id) / "rejects.csv"
            return path if path.exists() else self.jobs.folder(job_id) / "out" / "rejects.csv"
        return self._find(viewer, month, area).rejects

    def _read(self, source: Path, month: str, area: str, into: Path, whole: bool, say: Callable[[str], None]) -> ImportReport:
        waiting = None if whole else staged.find(self.settings.data_dir, month, area)
        known = [] if whole else publishing.earlier(waiting, self.context.store, month, area)
        inside = None if area == NATION else area
        report = importing.read_month(source, month, into, inside, say, self.settings.aliases, known)
        shutil.copyfile(report.rejects, into.parent / "rejects.csv")
        return report

    def _keep(self, report: ImportReport, area: str, whole: bool, by: str) -> Staged:
        data = self.settings.data_dir
        return staged.put(data, area, report, True, _now(), by) if whole else staged.add(data, area, report, _now(), by)

    def _publish(self, waiting: Staged, by: str, note: str, say: Callable[[str], None]) -> publishing.MonthVersion:
        try:
            return publishing.publish_staged(waiting, self.settings, by, note, say)
        except ValueError as problem:  # one province of a part that holds several
            raise Told(str(problem)) from problem

    def _find(self, viewer: Viewer, month: str, area: str) -> Staged:
        self._check(viewer, month, area)
        found = staged.find(self.settings.data_dir, month, area)
        if found is None:
            raise Unknown(f"{month} 没有 {area} 的待发布数据；可能已经发布或放弃。")
        return found

    def _check(self, viewer: Viewer, month: str, area: str) -> None:
        months.as_of(month)
        if area != NATION and not (area.isdigit() and len(area) in _AREAS):
            raise ValueError(f"导入范围应为省、市或县的代码，收到的是“{area}”")
        viewer.check(Action.IMPORT, area)

    def _place(self) -> Path:
        self.settings.jobs.mkdir(parents=True, exist_ok=True)
        return Path(tempfile.mkdtemp(prefix="submission-", dir=self.settings.jobs))

    def _waiting(self, one: Staged) -> Waiting:
        name = "全部省份" if one.area == NATION else area_name(one.area)
        groups = tuple(grouped(one.folder))
        return Waiting(one.month, one.area, name, one.whole, one.accepted, one.refused, groups, tuple(one.submissions))

    def _indicator(self, figure: str) -> str:
        """The name of the definition that a figure (`M-17.个人自付`) belongs to."""
        info = self.context.indicator_infos.get(figure.partition(".")[0])
        return info.name if info else figure


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
