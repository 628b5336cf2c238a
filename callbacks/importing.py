"""`/import`: buttons start steps and write them into the URL; the URL draws them."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

from dash import ALL, Dash, Input, Output, State, ctx, no_update
from dash.exceptions import PreventUpdate

from callbacks import ask, steps
from dashboard.access import Forbidden
from dashboard.services import Services, Unknown
from dashboard.uploads import Uploads
from layouts import ids
from layouts.address import Address
from layouts.importing import desk
from layouts.importing import steps as drawn

PATH = desk.PATH


def page(services: Services, address: Address) -> Any:
    """Works before the first month is published: this is where it comes from."""
    who = ask.viewer()
    shown = services.imports.desk(who)
    return desk.page(shown, _step(services, address.get("job")), uuid.uuid4().hex, who.role == "operator", address)


def _step(services: Services, job_id: str) -> Any:
    if not job_id:
        return None
    imports = services.imports
    job = imports.job(ask.viewer(), job_id)
    found = imports.tried(job) if job.kind == "read" and job.result else None
    return drawn.of(job, found, kept=found is not None and not imports.can_stage(job))


def register(app: Dash, services: Services) -> None:
    @app.callback(
        Output(ids.Page.URL, "search", allow_duplicate=True),
        Output({"type": ids.Import.SAID.value, "of": ALL}, "children"),
        Input({"type": ids.Import.ACT.value, "act": ALL, "key": ALL}, "n_clicks"),
        *steps.form(ids.Import.FIELD.value),
        State({"type": ids.Import.REASON.value, "key": ALL}, "id"),
        State({"type": ids.Import.REASON.value, "key": ALL}, "value"),
        State(ids.Page.URL, "search"),
        prevent_initial_call=True,
    )
    def act(clicks: list, keys: list[dict], values: list, data: list, files: list, reasons: list[dict], told: list, search: str):
        if not any(clicks) or not ctx.triggered_id:
            raise PreventUpdate
        fields = steps.fields(keys, values, data, files)
        fields |= {f"reason {key['key']}": text for key, text in zip(reasons, told, strict=True)}
        try:
            job = _do(services, ctx.triggered_id["act"], ctx.triggered_id["key"], fields)
        except (Unknown, Forbidden, ValueError) as problem:
            return no_update, [str(problem)]
        return Address.parse(PATH, search).again(job=job), [""]

    steps.watch(app, PATH, ids.Import.STEP.value, ids.Import.LOOK.value, services.imports.job, drawn.under_way)


def _do(services: Services, act: str, key: str, fields: steps.Fields) -> str:
    """Does or starts what a button asks; the id of the job it started, if any."""
    who, imports = ask.viewer(), services.imports
    one, _, two = key.partition("|")
    match act:
        case "try":
            return _try_out(services, fields)
        case "stage":
            imports.stage(who, key)
        case "preview":
            return imports.preview(who, one, two)
        case "publish" | "publish-rest":
            return imports.publish(who, one, two, accept_refused=act == "publish-rest")
        case "drop":
            imports.drop(who, one, two)
        case "roll-back":
            imports.roll_back(who, one, int(two), fields.get(f"reason {key}") or "")
    return ""


def _try_out(services: Services, fields: steps.Fields) -> str:
    who, imports = ask.viewer(), services.imports
    month, area, kind = (fields["month"] or "").strip(), fields["area"], fields["kind"]

    def start(source: Path) -> str:
        if kind == "national":
            return imports.national.start(who, month, area, source)
        return imports.try_out(who, month, area, kind == "whole", source)

    if path := (fields.get("path") or "").strip():
        return start(imports.on_server(who, path))
    names = steps.uploaded(fields)
    if not names:
        raise ValueError("请先上传文件")
    return start(Uploads(imports.settings.jobs).only(fields["upload"], names))
