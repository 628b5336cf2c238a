"""Who looked at, changed or took away what, and when (T35 审计日志). Rows are only ever added."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from dashboard import database
from dashboard.access import Viewer

_METADATA = sa.MetaData()
_LOG = sa.Table(
    "audit_log",
    _METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False, index=True),
    sa.Column("who", sa.String(120), nullable=False, index=True),
    sa.Column("role", sa.String(40), nullable=False),
    sa.Column("action", sa.String(40), nullable=False),
    sa.Column("object", sa.String(200), nullable=False),
    sa.Column("region", sa.String(12), nullable=False, index=True),
    sa.Column("month", sa.String(7), nullable=False),
    sa.Column("rows", sa.Integer, nullable=False),
)

LOOK, EXPORT, CHANGE = "查看", "导出", "修改"
"""Actions: on person-level rows, and on what decides."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log; `rows` is how many persons or cases were shown."""

    at: datetime
    who: str
    role: str
    action: str
    object: str
    region: str
    month: str
    rows: int


class Audit:
    """The log in any SQL database: `sqlite:///…/audit.db` on one machine, `postgresql+psycopg://…` where several serve.

    A failure to write is raised: what cannot be recorded is not shown.
    """

    def __init__(self, url: str, clock: Callable[[], datetime] = database.now) -> None:
        self._url, self._clock = url, clock

    @cached_property
    def _engine(self) -> Engine:
        return database.connect(self._url, _METADATA)

    def record(self, viewer: Viewer, action: str, about: str, region: str, month: str, rows: int) -> None:
        """Adds one line, durable when this returns."""
        line = {"at": self._clock(), "who": viewer.name, "role": viewer.role, "action": action, "object": about}
        with self._engine.begin() as connection:
            connection.execute(_LOG.insert(), {**line, "region": region, "month": month, "rows": rows})

    def entries(self, region: str = "0", who: str | None = None, limit: int = 200) -> tuple[Entry, ...]:
        """The newest lines about a region and everything below it."""
        asked = sa.select(_LOG).order_by(_LOG.c.id.desc()).limit(limit)
        if region != "0":
            asked = asked.where(_LOG.c.region.startswith(region, autoescape=True))
        if who is not None:
            asked = asked.where(_LOG.c.who == who)
        with self._engine.connect() as connection:
            found = connection.execute(asked).mappings().all()
        return tuple(Entry(**{**{k: v for k, v in row.items() if k != "id"}, "at": database.aware(row["at"])}) for row in found)
