"""`GET /api/v1/filing…`, `/reporting`, `/roster…`, `/quality…`: parse, ask services, answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from flask import Blueprint, Response, request

from api.errors import Invalid
from api.render import answer
from dashboard.access import Viewer
from dashboard.roster.difference import KINDS_OF_CHANGE
from dashboard.selection import Selection
from dashboard.services import Services

Ask = Callable[[], Selection]


def add(api: Blueprint, services: Services, viewer: Callable[[], Viewer], selected: Ask) -> None:
    """Adds the resources; `selected` gives the resolved selection of the request (`region=`, `month=`)."""
    trust = services.trust

    @api.get("/filing")
    def filing() -> Response:
        found = trust.filing(viewer(), selected())
        rows = [{"clock": m.clock, "region": row.region, **_counts(row.total)} for m in found.matrices for row in m.rows]
        return answer(found, rows)

    @api.get("/filing/overdue")
    def overdue() -> Response:
        every = request.args.get("format") == "csv"
        found = trust.overdue(viewer(), selected(), every)
        return answer({"overdue": found}, found)

    @api.get("/reporting")
    def reporting() -> Response:
        found = trust.board(viewer(), selected(), _day("on"))
        return answer(found, [*(task for round_ in found.rounds for task in round_.tasks), *found.others])

    @api.get("/roster")
    def roster() -> Response:
        found = trust.roster(viewer(), selected())
        return answer(found, found.rows)

    @api.get("/roster/persons")
    def persons() -> Response:
        kind = request.args.get("kind")
        if kind is not None and kind not in KINDS_OF_CHANGE:
            raise Invalid("kind", f"kind 只能是 {'、'.join(KINDS_OF_CHANGE)}")
        found = trust.changed_persons(viewer(), selected(), kind, request.args.get("format") == "csv")
        return answer({"persons": found}, found)

    @api.get("/quality")
    def quality() -> Response:
        found = trust.quality(viewer(), selected())
        return answer(found, found.questions)

    @api.get("/quality/questions/<test>")
    def question(test: str) -> Response:
        found = trust.question_rows(viewer(), selected(), test)
        return answer({"test": test, "rows": found}, found)

    @api.get("/quality/national")
    def national() -> Response:
        found = services.imports.national.found(viewer(), selected())
        return answer(found, found.rows)

    @api.get("/quality/contradictions")
    def contradictions() -> Response:
        found = trust.hits(viewer(), selected(), request.args.get("rule"))
        return answer({"contradictions": found}, found)


def _counts(counts: object) -> dict[str, int]:
    return {name: getattr(counts, name) for name in ("on_time", "late", "missing", "undated", "pending")}


def _day(field: str) -> date | None:
    text = request.args.get(field)
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid(field, f"日期应写作 2020-06-30 的形式，收到的是“{text}”") from None
