"""The last step of an import: derive, assemble, publish — or nothing at all."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from dashboard import policy
from dashboard.publishing.deriving import derive
from dashboard.publishing.store import MonthVersion, Part, Store
from dashboard.settings import Settings

if TYPE_CHECKING:
    from dashboard.importing import ImportReport


def publish_import(
    report: ImportReport,
    settings: Settings,
    by: str = "本机",
    note: str = "",
    progress: Callable[[str], None] | None = None,
) -> MonthVersion:
    """Publishes what an import accepted as the next version of its month; other provinces' parts of the month stay.

    The report's records folder is moved into the store. Nothing is visible to readers before the version is complete.
    """
    records = report.records
    derived = derive(records, policy.load(), progress)
    provinces = json.loads((derived / "meta.json").read_text("utf-8"))["provinces"]
    part = Part(
        provinces,
        rows=sum(f.accepted for f in report.files),
        refused=sum(f.refused for f in report.files),
        sources=[{"file": f.file, "sha256": f.sha256} for f in report.files],
    )
    at = datetime.now(UTC).isoformat(timespec="seconds")
    return Store(settings.store).publish(records.month, records.root, part, at=at, by=by, note=note)
