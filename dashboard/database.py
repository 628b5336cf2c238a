"""The SQL database of decisions, accounts and audit: SQLite on one machine, PostgreSQL where several serve."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.engine import Engine


def connect(url: str, tables: sa.MetaData) -> Engine:
    """An engine whose `tables` exist: `sqlite:///…/warroom.db` or `postgresql+psycopg://…`."""
    engine = sa.create_engine(url)
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _share_with_readers)
    tables.create_all(engine)
    return engine


def aware(at: datetime) -> datetime:
    """SQLite keeps no zone; what is written is UTC."""
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def now() -> datetime:
    return datetime.now(UTC)


def _share_with_readers(connection, _) -> None:
    """Readers do not wait for a writer, and two writers wait for each other instead of failing."""
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA busy_timeout=10000")
