"""`/boundaries`: buttons start steps and write them into the URL; the URL draws them."""

from __future__ import annotations

import uuid
from typing import Any

from dash import ALL, Dash, Input, Output, State, ctx, no_update
from dash.exceptions import PreventUpdate

from callbacks import ask, steps
from dashboard.access import Forbidden
from dashboard.jobs import DONE
from dashboard.services import Services, Unknown
from dashboard.services.boundaries import FORMATS
from dashboard.uploads import Uploads
from layouts import boundaries, ids
from layouts.address import Address

PATH = boundaries.PATH


def page(services: Services, address: Address) -> Any:
    """Works before the first month is published, as borders do not depend on one."""
    who = ask.viewer()
    return boundaries.page(services.boundaries.desk(who), _step(services, address), uuid.uuid4().hex, address)


def _step(services: Services, address: Address) -> Any:
    who, job_id = ask.viewer(), address.get("job")
    if not job_id:
        return None
    job = services.boundaries.job(who, job_id)
    if job.status != DONE:
        return boundaries.of(job, None, None, "", address)
    try:
        found = services.boundaries.examined(who, job_id)
    except Unknown:  # its borders are in force already
        return boundaries.of(job, None, None, "", address)
    codes = [one.code for one in found.parents]
    parent = address.get("parent") if address.get("parent") in codes else next(iter(codes), "")
    picture = services.boundaries.preview(who, job_id, parent) if parent else None
    return boundaries.of(job, found, picture, parent, address)


def register(app: Dash, services: Services) -> None:
    @app.callback(
        Output(ids.Page.URL, "search", allow_duplicate=True),
        Output({"type": ids.Borders.SAID.value, "of": ALL}, "children"),
        Input({"type": ids.Borders.ACT.value, "act": ALL, "key": ALL}, "n_clicks"),
        *steps.form(ids.Borders.FIELD.value),
        State(ids.Page.URL, "search"),
        prevent_initial_call=True,
    )
    def act(clicks: list, keys: list[dict], values: list, data: list, files: list, search: str) -> tuple[Any, list[str]]:
        if not any(clicks) or not ctx.triggered_id:
            raise PreventUpdate
        fields = steps.fields(keys, values, data, files)
        try:
            job = _do(services, ctx.triggered_id["act"], ctx.triggered_id["key"], fields)
        except (Unknown, Forbidden, ValueError) as problem:
            return no_update, [str(problem)]
        return Address.parse(PATH, search).again(job=job, parent=""), [""]

    steps.watch(app, PATH, ids.Borders.STEP.value, ids.Borders.LOOK.value, services.boundaries.job, boundaries.under_way)


def _do(services: Services, act: str, key: str, fields: steps.Fields) -> str:
    """Does or starts what a button asks; the id of the examination to show, if any."""
    who, borders = ask.viewer(), services.boundaries
    match act:
        case "examine":
            names = steps.uploaded(fields)
            if not names:
                raise ValueError("请先上传文件。")
            files = Uploads(borders.jobs.root, FORMATS).each(fields["upload"], names)
            return borders.examine(who, files, fields["level"] or "", (fields.get("epsg") or "").strip() or fields["system"])
        case "replace":
            borders.replace(who, key)
            return key
        case "undo":
            borders.undo(who)
    return ""
