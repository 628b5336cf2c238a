"""`GET /api/v1/…`: parse, ask services, answer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import yaml
from flask import Blueprint, Response, json, request
from werkzeug.exceptions import NotFound

from api import boundaries, lists, oversight, pictures, submissions, trust
from api.errors import Invalid
from api.render import answer
from dashboard import months
from dashboard.access import LOCAL, Viewer
from dashboard.finding import Filter, WrongFilterError
from dashboard.hierarchy import level_of
from dashboard.selection import PRESETS, Selection
from dashboard.services import Services
from dashboard.services.units import FAILING

_SPEC = Path(__file__).with_name("openapi.yaml")


def viewer() -> Viewer:
    """Who calls. Until accounts come, the app listens on loopback only."""
    return LOCAL


def _selection(services: Services, region: str | None) -> Selection:
    month, preset = request.args.get("month"), request.args.get("preset", "default")
    if month is not None:
        try:
            months.as_of(month)
        except ValueError as error:
            raise Invalid("month", str(error)) from None
    if preset not in PRESETS:
        raise Invalid("preset", f"preset 只能是 {'、'.join(PRESETS)}")
    if region is not None:
        try:
            level_of(region if region.isdigit() else "")
        except ValueError as error:
            raise Invalid("region", str(error)) from None
    layer = _known("layer", services.known_layers()) or _known("indicator", services.known_indicators()) or Selection().layer
    return services.resolve(viewer(), Selection(region=region, month=month, preset=preset, layer=layer, find=_find()))


def _find() -> str:
    """tier=, status=, rule=, near=, within= as a link holds them."""
    try:
        return Filter.of(request.args).text()
    except WrongFilterError as error:
        raise Invalid(error.field, str(error)) from None


def _known(field: str, known: tuple[str, ...]) -> str | None:
    value = request.args.get(field)
    if value and value not in known:
        raise Invalid(field, f"没有“{value}”；可用：{'、'.join(known)}")
    return value


def resources(services: Services) -> Blueprint:
    """The read side of the contract."""
    api = Blueprint("v1", __name__, url_prefix="/api/v1")

    @api.get("/openapi.json")
    def openapi() -> Response:
        return Response(json.dumps(yaml.safe_load(_SPEC.read_text("utf-8")), ensure_ascii=False), content_type="application/json")

    @api.get("/months")
    def list_months() -> Response:
        found = services.months(viewer())
        return answer({"months": found}, found)

    @api.get("/regions/<code>")
    def region(code: str) -> Response:
        view = services.overview(viewer(), _selection(services, code))
        return answer(view, [panel.value for panel in view.rates])

    @api.get("/regions/<code>/children")
    def children(code: str) -> Response:
        view = services.children(viewer(), _selection(services, code))
        return answer(view, view.items)

    @api.get("/regions/<code>/trend")
    def trend(code: str) -> Response:
        selection = _selection(services, code)
        points = services.trend(viewer(), selection)
        told = [{"month": mark.month, "words": mark.words} for mark in services.trust.list_marks(viewer(), selection)]
        told += [{"month": turn.month, "words": turn.words} for turn in services.trust.rule_turns(viewer(), selection)]
        return answer({"region": code, "indicator": selection.layer, "points": points, "marks": told}, points)

    @api.get("/institutions")
    def institutions() -> Response:
        found = services.institutions(viewer(), _selection(services, request.args.get("region")))
        return answer({"institutions": found}, found)

    @api.get("/units")
    def units() -> Response:
        every = request.args.get("format") == "csv"
        limit = None if every else oversight.number("limit", 200) or None
        found = services.find(viewer(), _selection(services, request.args.get("region")), limit)
        return answer(found, found.rows)

    @api.get("/institutions/<code>")
    def institution(code: str) -> Response:
        selection = _selection(services, None)
        card = services.scorecard(viewer(), code, selection.month, selection.preset)
        return answer(card, card.items)

    @api.get("/villages")
    def villages() -> Response:
        selection = _selection(services, request.args.get("region"))
        wanted = Filter.parse(selection.find)
        wanted = replace(wanted, tier=("village",), status=wanted.status or FAILING)
        found = services.find(viewer(), selection.but(find=wanted.text()), None).rows
        return answer({"villages": found}, found)

    @api.get("/villages/<code>")
    def village(code: str) -> Response:
        card = services.village(viewer(), _selection(services, code))
        return answer(card, card.clinics)

    @api.get("/ledger")
    def ledger() -> Response:
        found = services.ledger(viewer(), _selection(services, request.args.get("region")), request.args.get("state"))
        return answer({"ledger": found}, found)

    @api.route("/<path:rest>", methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
    def nowhere(rest: str) -> Response:
        raise NotFound(f"没有接口 {rest}；接口目录见 /api/v1/openapi.json")  # else the screens' catch-all would answer

    oversight.add(api, services, viewer, lambda: _selection(services, request.args.get("region")))
    pictures.add(api, services, viewer, lambda: _selection(services, request.args.get("region")))
    lists.add(api, services, viewer, lambda: _selection(services, request.args.get("region")))
    submissions.add(api, services)
    boundaries.add(api, services)
    trust.add(api, services, viewer, lambda: _selection(services, request.args.get("region")))
    return api
