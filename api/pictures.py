"""The map as a picture: `GET /export/map.png?…` for the screen, `GET /api/v1/reports/map?…` for programs; the same bytes."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from flask import Blueprint, Response, request
from werkzeug.exceptions import ServiceUnavailable

from api.errors import Invalid
from dashboard.access import Viewer
from dashboard.publishing.cube import TIERS
from dashboard.reports.map_picture import FORMATS, MEDIA, NoFontError, map_picture
from dashboard.selection import Selection
from dashboard.services import Services


def add(api: Blueprint, services: Services, viewer: Callable[[], Viewer], selection: Callable[[], Selection]) -> None:
    @api.get("/reports/map")
    def report_map() -> Response:
        form, points = request.args.get("format", "svg"), request.args.get("points", "")
        compare, show = request.args.get("compare", ""), request.args.get("show", "")
        if form not in FORMATS:
            raise Invalid("format", f"format 只能是 {'、'.join(FORMATS)}")
        if unknown := [tier for tier in points.split(",") if tier and tier not in TIERS]:
            raise Invalid("points", f"没有“{unknown[0]}”；可用：{'、'.join(TIERS)}")
        return answer(services, viewer(), selection().but(points=points, compare=compare, show=show), form)


def answer(services: Services, viewer: Viewer, selection: Selection, form: str) -> Response:
    """The picture as a file to keep; 503 where this machine cannot make it."""
    try:
        name, content = map_picture(services, viewer, selection, form)
    except NoFontError as lacking:
        raise ServiceUnavailable(str(lacking)) from None
    disposition = f"attachment; filename*=UTF-8''{quote(name)}"
    return Response(content, mimetype=MEDIA[form], headers={"Content-Disposition": disposition, "Cache-Control": "no-store"})
