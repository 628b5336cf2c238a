"""Whether a judged unit meets a criterion: met, not met, or not known; silence is never a pass."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.threes.criteria import Criterion

MET, GAP, UNKNOWN = "具备", "缺口", "不明"
_UNHEARD = "缺报"

Items = Mapping[str, Mapping[str, Any]]
"""Item → its row with `state`, `points`, `maximum` and `inputs` (a mapping), of the deciding institution."""


def standing(criterion: Criterion, status: str, flags: frozenset[str], items: Items) -> str:
    """One unit against one criterion."""
    test = criterion.test
    if "status" in test:
        return MET if status in test["status"] else UNKNOWN if status == _UNHEARD else GAP
    if "status_not" in test:
        return GAP if status in test["status_not"] else MET
    if "flags_absent" in test:
        wanted = {str(flag) for flag in test["flags_absent"]}
        return GAP if flags & wanted else UNKNOWN if status == _UNHEARD else MET
    item = items.get(test["item"])
    if item is None:
        return GAP if status == "无机构" else UNKNOWN
    if test.get("full"):
        return UNKNOWN if item["state"] == "missing" else MET if item["points"] == item["maximum"] else GAP
    return _at_least(test["input_at_least"], item["inputs"])


def _at_least(wanted: Mapping[str, Any], inputs: Mapping[str, Any]) -> str:
    found = [_one(inputs.get(name), inputs.get(least) if isinstance(least, str) else least) for name, least in wanted.items()]
    return GAP if GAP in found else UNKNOWN if UNKNOWN in found else MET


def _one(value: Any, least: Any) -> str:
    if value is None or least is None:
        return UNKNOWN
    return MET if float(value) >= float(least) else GAP
