"""Pages whose buttons start long steps: what their form says, and a look at the step until it is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dash import ALL, Dash, Input, Output, State, no_update
from dash.exceptions import PreventUpdate

from callbacks import ask
from dashboard.access import Viewer
from dashboard.jobs import RUNNING, Job
from layouts import ids
from layouts.address import Address

Fields = dict[str, Any]


def form(field: str) -> tuple[State, ...]:
    """States of every field of the form, for `fields`; `field`: the type of their ids."""
    told = ("id", "value", "data", "listUploadTaskRecord")
    return tuple(State({"type": field, "name": ALL}, prop) for prop in told)


def fields(keys: list[dict], values: list, data: list, files: list) -> Fields:
    """Name → what is in it, whichever property the kind of field keeps it in."""
    return {key["name"]: _first(*kept) for key, *kept in zip(keys, values, data, files, strict=True)}


def uploaded(given: Fields) -> list[str]:
    """Names of the files that arrived whole."""
    return [one["fileName"] for one in given["files"] or [] if one["taskStatus"] == "success"]


def watch(
    app: Dash, path: str, step: str, look: str, job_of: Callable[[Viewer, str], Job], under_way: Callable[..., Any]
) -> None:
    """Shows how far the step of the URL has come; once it is done the page is drawn again.

    `step`, `look`: types of the ids of its place and of its clock; `under_way(job, looking=)` draws it.
    """

    @app.callback(
        Output({"type": step, "of": ALL}, "children"),
        Output(ids.Page.URL, "search", allow_duplicate=True),
        Input({"type": look, "of": ALL}, "n_intervals"),
        State(ids.Page.URL, "search"),
        prevent_initial_call=True,
    )
    def shown(ticks: list, search: str) -> tuple[Any, Any]:
        if not any(ticks):
            raise PreventUpdate
        address = Address.parse(path, search)
        job = job_of(ask.viewer(), address.get("job"))
        if job.status == RUNNING:
            return [under_way(job)], no_update
        # the whole page, as what waits has changed too; once: a second look would draw it again under the pointer
        return [under_way(job, looking=False)], address.again()


def _first(*values: Any) -> Any:
    return next((value for value in values if value is not None), None)
