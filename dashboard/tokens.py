"""Bearer tokens of provincial systems: only their hashes are kept, in `tokens.json` of the data folder."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from dashboard.access import Viewer

_ROLES = {2: "province", 4: "city", 6: "county"}


@dataclass(frozen=True, slots=True)
class Token:
    """A sender: `area` is what it may send for; `sha256` of a secret of 256 random bits, which needs no salt."""

    name: str
    area: str
    sha256: str
    created: str
    revoked: bool = False

    @property
    def viewer(self) -> Viewer:
        return Viewer(self.name, _ROLES[len(self.area)], self.area)


class Tokens:
    """The senders on file at `path`; names are unique, also among revoked ones, because the import ledger goes by them."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def every(self) -> list[Token]:
        if not self._path.exists():
            return []
        return [Token(**entry) for entry in json.loads(self._path.read_text("utf-8"))]

    def add(self, name: str, area: str, at: str) -> str:
        """The secret of a new sender, shown this once. ValueError, in the user's words, for a name or area that cannot be."""
        if not name.strip():
            raise ValueError("名称不能为空")
        if not area.isdigit() or len(area) not in _ROLES:
            raise ValueError(f"区划应为省（2 位）、市（4 位）或县（6 位）代码，收到的是“{area}”")
        with self._changing() as tokens:
            if any(token.name == name for token in tokens):
                raise ValueError(f"已有名为“{name}”的令牌")
            secret = secrets.token_urlsafe(32)
            tokens.append(Token(name, area, _hash(secret), at))
        return secret

    def revoke(self, name: str) -> None:
        """From now on the sender is nobody. LookupError when there is none of that name."""
        with self._changing() as tokens:
            at = next((n for n, token in enumerate(tokens) if token.name == name), None)
            if at is None:
                raise LookupError(f"没有名为“{name}”的令牌")
            tokens[at] = Token(**{**asdict(tokens[at]), "revoked": True})

    def viewer(self, secret: str) -> Viewer | None:
        """Who sends with this secret; None for an unknown or revoked one."""
        wanted = _hash(secret)
        found = [token for token in self.every() if secrets.compare_digest(token.sha256, wanted) and not token.revoked]
        return found[0].viewer if found else None

    @contextmanager
    def _changing(self) -> Iterator[list[Token]]:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.with_suffix(".lock").open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            tokens = self.every()
            yield tokens
            fresh = self._path.with_suffix(".new")
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
                json.dump([asdict(token) for token in tokens], out, ensure_ascii=False, indent=1)
            fresh.replace(self._path)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
