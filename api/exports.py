"""`GET /export/<kind>.xlsx?region=…&month=…`: what a page lists, all rows, as a workbook; `map.png`, `map.svg`: the map."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, Response, abort, request

from api import pictures
from api.v1 import viewer
from dashboard.reports import KINDS, build
from dashboard.selection import Selection
from dashboard.services import Services

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def exports(services: Services) -> Blueprint:
    """One route for every kind of report."""
    blueprint = Blueprint("exports", __name__, url_prefix="/export")

    @blueprint.get("/map.<any(png, svg):form>")
    def picture(form: str) -> Response:
        return pictures.answer(services, viewer(), Selection.from_query(request.query_string.decode()), form)

    @blueprint.get("/<kind>.xlsx")
    def export(kind: str) -> Response:
        if kind not in KINDS:
            abort(404, f"没有报表“{kind}”；可用：{'、'.join(KINDS)}")
        selection = Selection.from_query(request.query_string.decode())
        name, content = build(KINDS[kind], services, viewer(), selection, request.args)
        disposition = f"attachment; filename*=UTF-8''{quote(name)}"
        return Response(content, mimetype=_XLSX, headers={"Content-Disposition": disposition, "Cache-Control": "no-store"})

    return blueprint
