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
    SET_RULES = "set_rules"
    SET_BORDERS = "set_borders"
    CONFIRM_WARNINGS = "confirm_warnings"
    APPROVE_WARNINGS = "approve_warnings"


class Forbidden(PermissionError):
    """The viewer's role or area does not allow the action there."""


_ALLOWED = {
    "nation": {Action.READ},
    "province": {Action.READ, Action.IMPORT, Action.SET_RULES, Action.SET_BORDERS},
    "city": {Action.READ, Action.IMPORT},
    "county": {Action.READ, Action.READ_PERSONS, Action.IMPORT, Action.CONFIRM_WARNINGS},
    "poverty_office": {Action.READ, Action.READ_PERSONS, Action.APPROVE_WARNINGS},
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


def mask(kind: str, value: str | None) -> str:
    """A personal value with only so much left that its owner's doctor can tell it from the next: 姓名 keeps the first character,
    联系电话 the last four digits, 身份证号 the first six and last two; any other personal value is hidden whole."""
    if not value:
        return ""
    match kind:
        case "姓名" | "户主姓名" | "成员姓名" | "随访医生":
            return value[0] + "＊" * max(1, len(value) - 1)
        case "联系电话" if len(value) > 4:
            return "＊" * (len(value) - 4) + value[-4:]
        case "身份证号" if len(value) > 8:
            return value[:6] + "＊" * (len(value) - 8) + value[-2:]
    return "＊＊＊"


def personal(viewer: Viewer, region: str, kind: str, value: str | None) -> str:
    """The value as the viewer may see it: whole for those who may read persons of the region, else masked (requirements 3.1)."""
    return (value or "") if viewer.may(Action.READ_PERSONS, region) else mask(kind, value)
