"""What was decided here about warned households, until the national system says it. Rows are only ever added."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from dashboard import database
from dashboard.access import Viewer

YES, DISMISSED, WITHDRAWN = "已确认", "不予确认", "撤回"
"""The first two are words of C18; the third takes the last decision of that step back."""

_METADATA = sa.MetaData()
_TABLE = sa.Table(
    "warning_decisions",
    _METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("who", sa.String(120), nullable=False),
    sa.Column("role", sa.String(40), nullable=False),
    sa.Column("household", sa.String(64), nullable=False, index=True),
    sa.Column("year", sa.Integer, nullable=False),
    sa.Column("region", sa.String(12), nullable=False, index=True),
    sa.Column("month", sa.String(7), nullable=False),
    sa.Column("step", sa.String(20), nullable=False),
    sa.Column("verdict", sa.String(20), nullable=False),
    sa.Column("reason", sa.String(400), nullable=False),
)


@dataclass(frozen=True, slots=True)
class Decision:
    """One line: who decided what on which step, on the data of which month, and why."""

    at: datetime
    who: str
    role: str
    household: str
    year: int
    region: str
    month: str
    step: str
    verdict: str
    reason: str


class Decisions:
    """The lines in the SQL database of the audit log."""

    def __init__(self, url: str, clock: Callable[[], datetime] = database.now) -> None:
        self._url, self._clock = url, clock

    @cached_property
    def _engine(self) -> Engine:
        return database.connect(self._url, _METADATA)

    def add(
        self, viewer: Viewer, household: str, year: int, region: str, month: str, step: str, verdict: str, reason: str
    ) -> Decision:
        """Adds a line, durable when this returns."""
        made = Decision(self._clock(), viewer.name, viewer.role, household, year, region, month, step, verdict, reason)
        with self._engine.begin() as connection:
            connection.execute(_TABLE.insert(), {name: getattr(made, name) for name in Decision.__slots__})
        return made

    def of(self, region: str, month: str) -> dict[tuple[str, int], tuple[Decision, ...]]:
        """(household, year) → its lines, oldest first, of a region and everything below it, taken on data up to `month`."""
        asked = sa.select(_TABLE).where(_TABLE.c.month <= month).order_by(_TABLE.c.id)
        if region != "0":
            asked = asked.where(_TABLE.c.region.startswith(region, autoescape=True))
        found: dict[tuple[str, int], tuple[Decision, ...]] = {}
        with self._engine.connect() as connection:
            for row in connection.execute(asked).mappings():
                line = Decision(**{**{k: v for k, v in row.items() if k != "id"}, "at": database.aware(row["at"])})
                key = line.household, line.year
                found[key] = (*found.get(key, ()), line)
        return found
