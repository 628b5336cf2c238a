"""`GET /api/v1/…` of the list screens: work lists, slices, costs, funds, tasks, policies. `format=xlsx` gives a workbook."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, request

from api.errors import Invalid
from api.render import answer
from dashboard.access import Viewer
from dashboard.hierarchy import LEVELS
from dashboard.rollup.slices import Where
from dashboard.selection import Selection
from dashboard.services import Services, exports
from dashboard.warned import SOURCES, STATES
from dashboard.workbook import Table, workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def add(api: Blueprint, services: Services, viewer: Callable[[], Viewer], selection: Callable[[], Selection]) -> None:
    """Adds the routes to the blueprint; a request for a file is recorded as an export of every row."""
    ask = services.lists

    @api.get("/worklists/treatment")
    def treatment() -> Response:
        sheet = ask.treatment(viewer(), selection(), _every())
        return _answer(sheet, sheet.rows, exports.treatment)

    @api.get("/worklists/duties")
    def duties() -> Response:
        sheet = ask.duties(viewer(), selection(), request.args.get("team"), _every())
        return _answer(sheet, sheet.rows, exports.duties)

    @api.get("/missing")
    def missing() -> Response:
        sheet = ask.missing(viewer(), selection(), _every())
        return _answer(sheet, sheet.rows, exports.missing)

    @api.get("/warnings")
    def warned() -> Response:
        source, state = _one("source", SOURCES), _one("state", STATES)
        sheet = ask.warned(viewer(), selection(), _every(), source, state)
        return _answer(sheet, sheet.rows, exports.warned)

    @api.get("/warnings/<household>")
    def warned_household(household: str) -> Response:
        return answer(ask.warned_household(viewer(), selection(), household))

    @api.post("/warnings/<household>/decisions")
    def decide(household: str) -> Response:
        body = request.get_json()  # anything but JSON is refused: no page elsewhere can send that unasked
        if not isinstance(body, dict) or not all(isinstance(body.get(key, ""), str) for key in ("verdict", "reason")):
            raise Invalid("body", '请求体应为 {"verdict": "已确认", "reason": "…"}')
        try:
            line = ask.decide_warned(viewer(), selection(), household, body.get("verdict", ""), body.get("reason", ""))
        except ValueError as wrong:
            raise Invalid("verdict", str(wrong)) from None
        return answer(line)

    @api.get("/rates")
    def rates() -> Response:
        view = ask.panel(viewer(), selection(), _where())
        return _answer(view, view.rows)

    @api.get("/funnel")
    def funnel() -> Response:
        level = request.args.get("level")
        if level is not None and level not in LEVELS:
            raise Invalid("level", f"level 只能是 {'、'.join(LEVELS)}")
        view = ask.funnel(viewer(), selection(), level)
        return _answer(view, view.funnel.units if view.funnel else ())

    @api.get("/costs")
    def costs() -> Response:
        sheet = ask.costs(viewer(), selection())
        return _answer(sheet, sheet.costs.payers, exports.costs)

    @api.get("/costs/over-standard")
    def over_standard() -> Response:
        found = ask.over_standard(viewer(), selection())
        return _answer({"stays": found}, found)

    @api.get("/funds")
    def funds() -> Response:
        sheet = ask.funds(viewer(), selection(), _every())
        return _answer(sheet, sheet.statement.lines if sheet.statement else (), exports.funds)

    @api.get("/tasks")
    def tasks() -> Response:
        sheet = ask.tasks(viewer(), selection())
        return _answer(sheet, sheet.rows, exports.tasks)

    @api.get("/policy")
    def policy() -> Response:
        sheet = ask.policy(viewer(), selection(), _day(), request.args.get("compare"), request.args.get("profile"))
        return _answer(sheet, sheet.differences or sheet.settings)

    @api.get("/audit")
    def audit() -> Response:
        found = ask.audit_log(viewer(), selection())
        return _answer({"entries": found}, found)


def _every() -> bool:
    """A file holds every row, a page the first."""
    return request.args.get("format") in ("csv", "xlsx")


def _answer(value: Any, rows: Any, tables: Callable[[Any], list[Table]] | None = None) -> Response:
    if request.args.get("format") != "xlsx":
        return answer(value, rows)
    if tables is None:
        raise Invalid("format", "这个接口没有 xlsx；可用 json、csv")
    made = tables(value)
    as_of = getattr(value, "as_of", None) or date(int(value.month[:4]), int(value.month[5:]), 1)
    response = Response(workbook(made, as_of), content_type=XLSX)
    name = quote(f"{made[0].title}-{value.month}.xlsx")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response


def _where() -> Where:
    where = Where(**{key: request.args[key] for key in Where.__slots__ if key in request.args})
    if wrong := where.invalid():
        raise Invalid(wrong[0], f"{wrong[0]} 只能是 {'、'.join(wrong[1])}")
    return where


def _one(field: str, allowed: tuple[str, ...]) -> str:
    value = request.args.get(field, "")
    if value and value not in allowed:
        raise Invalid(field, f"{field} 只能是 {'、'.join(allowed)}")
    return value


def _day() -> date | None:
    text = request.args.get("day")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Invalid("day", f"“{text}”不是日期；请写作 2020-06-30") from None
