"""Who may ask what, where: role × action × area, asked in services and nowhere else.

Accounts come later; until then the app listens on loopback only and every call is made by `LOCAL`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Action(StrEnum):
    """What a call does."""

    READ = "read"
    READ_PERSONS = "read_persons"
    IMPORT = "import"


class Forbidden(PermissionError):
    """The viewer's role or area does not allow the action there."""


_ALLOWED = {
    "nation": {Action.READ},
    "province": {Action.READ, Action.IMPORT},
    "city": {Action.READ, Action.IMPORT},
    "county": {Action.READ, Action.READ_PERSONS, Action.IMPORT},
    "township": {Action.READ, Action.READ_PERSONS},
    "village": {Action.READ, Action.READ_PERSONS},
    "operator": set(Action),
}


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody who asks: `area` is a region code, `"0"` for the nation."""

    name: str
    role: str
    area: str

    def may(self, action: Action, region: str) -> bool:
        inside = self.area == "0" or region.startswith(self.area)
        return action in _ALLOWED.get(self.role, set()) and inside

    def check(self, action: Action, region: str) -> None:
        """Raises Forbidden, with what to do, when the viewer may not."""
        if not self.may(action, region):
            raise Forbidden(f"“{self.name}”的权限范围不含区划 {region} 的这项操作，请联系上级管理员开通。")


LOCAL = Viewer(name="本机", role="operator", area="0")
"""The person at the machine, while the app listens on loopback only."""
