"""Where state lives and where the app listens; every setting is an environment variable named in the README."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """`data_dir` holds all state; everything below it can be rebuilt from the month folders but the ledger and accounts."""

    data_dir: Path
    host: str = "127.0.0.1"
    port: int = 8050
    cache_url: str = ""
    """`redis://…` shares the cache between machines; empty keeps it in the process (flask-caching)."""
    database_url: str = ""
    """SQLAlchemy URL of the ledger, accounts and audit, e.g. `postgresql+psycopg://…`; empty: a SQLite file below `data_dir`."""

    prepare: bool = True
    """Make in the background what the first visitors would wait for: map files, compressed scripts, answers over every row."""

    @classmethod
    def from_env(cls) -> Settings:
        """DATA_DIR (default `var/`), HOST, PORT, CACHE_URL, DATABASE_URL, PREPARE (0: off)."""
        return cls(
            data_dir=Path(os.environ.get("DATA_DIR") or "var").resolve(),
            host=os.environ.get("HOST") or "127.0.0.1",
            port=int(os.environ.get("PORT") or 8050),
            cache_url=os.environ.get("CACHE_URL", ""),
            prepare=os.environ.get("PREPARE", "1") != "0",
            database_url=os.environ.get("DATABASE_URL", ""),
        )

    @property
    def store(self) -> Path:
        """Published month versions."""
        return self.data_dir / "store"

    @property
    def database(self) -> str:
        """Where the SQL tables live."""
        return self.database_url or f"sqlite:///{self.data_dir / 'warroom.db'}"

    @property
    def map_files(self) -> Path:
        return self.data_dir / "geo"

    @property
    def aliases(self) -> Path:
        """A province's own header aliases, YAML files added without code."""
        return self.data_dir / "aliases"

    @property
    def tokens(self) -> Path:
        """Senders that may submit records over HTTP."""
        return self.data_dir / "tokens.json"

    @property
    def jobs(self) -> Path:
        """Long steps that pages started, and files uploaded for them."""
        return self.data_dir / "jobs"
