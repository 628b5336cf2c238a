"""`GET /api/v1/…` of supervision: the blank-spot work list, readings, comparisons, triggers, ways to pass, 三个“三”."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, request

from api.errors import Invalid
from api.render import answer
from dashboard.access import Viewer
from dashboard.blankspots import FLAG_MARKS, WATCH_WORDS
from dashboard.selection import PRESETS, Selection
from dashboard.services import Services, comparing, triggers
from dashboard.services.blank_spots import GROUPS
from dashboard.services.oversight_models import Wanted


def add(api: Blueprint, services: Services, viewer: Callable[[], Viewer], selection: Callable[[], Selection]) -> None:
    """Adds the routes to the blueprint."""
    ask = services.oversight

    @api.get("/worklists/villages")
    def village_worklist() -> Response:
        wanted = Wanted(_one("group", GROUPS), _one("flag", tuple(FLAG_MARKS)), _one("watch", tuple(WATCH_WORDS)))
        found = ask.blank_spots(viewer(), selection(), wanted, number("limit", 200) or None)
        return answer(found, found.rows)

    @api.get("/readings")
    def readings() -> Response:
        found = ask.readings(viewer(), selection())
        return answer(found, found.rows)

    @api.get("/comparison")
    def comparison() -> Response:
        chosen = selection()
        month, preset = request.args.get("than_month", ""), _one("than_preset", PRESETS)
        if month and month not in services.context.months():
            raise Invalid("than_month", f"没有已发布的月份“{month}”")
        found = ask.compare(viewer(), chosen, *comparing.base(chosen, month, preset))
        return answer(found, found.rows)

    @api.get("/supervision")
    def supervision() -> Response:
        sort = _one("sort", tuple(triggers.SORTS)) or next(iter(triggers.SORTS))
        only = tuple(name for name in request.args.get("only", "").split(",") if name)
        if unknown := set(only) - set(triggers.FILTERS):
            raise Invalid("only", f"没有筛选项 {'、'.join(sorted(unknown))}；可用：{'、'.join(triggers.FILTERS)}")
        found = ask.triggers(viewer(), selection(), sort, only, number("k", 5))
        return answer(found, found.rows)

    @api.get("/ways")
    def ways() -> Response:
        found = ask.ways(viewer(), selection())
        return answer(found, [row for county in found.counties for row in county.rows])

    @api.get("/threes")
    def threes() -> Response:
        found = ask.threes(viewer(), selection())
        return answer(found, found.cells)


def _one(field: str, allowed: tuple[str, ...]) -> str:
    value = request.args.get(field, "")
    if value and value not in allowed:
        raise Invalid(field, f"{field} 只能是 {'、'.join(allowed)}")
    return value


def number(field: str, default: int) -> int:
    """A query value that counts something."""
    text = request.args.get(field, str(default))
    if not (text.isascii() and text.isdigit()):
        raise Invalid(field, f"{field} 应是不小于 0 的整数，收到的是“{text}”")
    return int(text)
