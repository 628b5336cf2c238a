"""Every component id, in one place."""

from __future__ import annotations

from enum import StrEnum
from typing import Any


class Page(StrEnum):
    """The frame around every page."""

    URL = "page-url"
    MAP = "page-map"
    OTHER = "page-other"
    BESIDE = "page-beside"
    FAULT = "page-fault"
    WAIT = "page-wait"
    WAIT_FOR = "page-wait-for"


class Head(StrEnum):
    """Path, month, layer, preset, search."""

    PATH = "head-path"
    MONTH = "head-month"
    MONTH_BEFORE = "head-month-before"
    MONTH_AFTER = "head-month-after"
    LAYERS = "head-layers"
    PRESET = "head-preset"
    SEARCH = "head-search"
    SINK = "head-sink"
    MENU = "head-menu"


class Map(StrEnum):
    """The map, its legend and its notes."""

    GRAPH = "map-graph"
    VIEW = "map-view"
    CLASSES = "map-classes"
    LEGEND = "map-legend"
    POINTS = "map-points"
    STRIP = "map-strip"
    NOTE = "map-note"
    PANES = "map-panes"
    BESIDE = "map-beside"
    CAPTION = "map-caption"
    CAPTION_BESIDE = "map-caption-beside"
    COMPARE = "map-compare"
    PLAY = "map-play"


class Find(StrEnum):
    """Looking for units: filters, drawn areas, the list behind them."""

    OPEN = "find-open"
    PANEL = "find-panel"
    BOX = "find-box"
    LASSO = "find-lasso"
    ASK = "find-ask"
    FOUND = "find-found"


class Borders(StrEnum):
    """The page of borders, by patterns: it is not there on other pages."""

    FIELD = "borders-field"
    ACT = "borders-act"
    SAID = "borders-said"
    STEP = "borders-step"
    LOOK = "borders-look"


def border(which: Borders) -> dict[str, str]:
    """What stands once on the page of borders."""
    return {"type": which.value, "of": "page"}


def border_field(name: str) -> dict[str, str]:
    return {"type": Borders.FIELD.value, "name": name}


def border_act(what: str, key: str = "") -> dict[str, str]:
    """A button of the page; `key` says on which examination."""
    return {"type": Borders.ACT.value, "act": what, "key": key}


class Wall(StrEnum):
    """The big screen (`?mode=wall`)."""

    ENTER = "wall-enter"
    BAR = "wall-bar"
    CLOCK = "wall-clock"
    TOUR_START = "wall-tour-start"
    THEME = "wall-theme"
    FULL = "wall-full"
    LEAVE = "wall-leave"
    TOUR = "wall-tour"
    STOPS = "wall-stops"
    LOST = "wall-lost"
    BEAT = "wall-beat"


class Panel(StrEnum):
    """What stands beside and below the map."""

    FINDING = "panel-finding"
    STAMP = "panel-stamp"
    RATES = "panel-rates"
    RANKING = "panel-ranking"
    TIERS = "panel-tiers"
    TABS = "panel-tabs"
    BODY = "panel-body"


class WhatIf(StrEnum):
    """The form of 测算."""

    RUN = "whatif-run"
    CLEAR = "whatif-clear"
    UNIT = "whatif-unit"
    FIELD = "whatif-field"


def control(which: WhatIf) -> dict[str, str]:
    """A control of the form, by pattern: the form is not there on other pages."""
    return {"type": which.value, "of": "form"}


def tried(kind: str, key: str) -> dict[str, str]:
    """An input of the form: `v` a rule value, `t` a target, `f` an institution's input."""
    return {"type": WhatIf.FIELD.value, "kind": kind, "key": key}


class Units(StrEnum):
    """The drawer that lists judged units."""

    DRAWER = "units-drawer"
    BODY = "units-body"
    ASK = "units-ask"


def open_units(tier: str, status: str) -> dict[str, Any]:
    """Marks a button that lists the units of one tier and status ("" for all that do not pass)."""
    return {"data-units": f"{tier} {status}"}


def print_page(which: str = "list") -> dict[str, str]:
    """The button that prints a list page."""
    return {"type": "print-page", "which": which}


class Warned(StrEnum):
    """The decision on a warned household, by patterns: it is not there on other pages."""

    REASON = "warned-reason"
    ACT = "warned-act"
    SAID = "warned-said"


def warned(which: Warned, of: Any = "household") -> dict[str, Any]:
    """What stands once beside the household; a button by its verdict."""
    return {"type": which.value, "of": of}


class Import(StrEnum):
    """The import page, by patterns: it is not there on other pages."""

    FIELD = "import-field"
    ACT = "import-act"
    REASON = "import-reason"
    SAID = "import-said"
    STEP = "import-step"
    LOOK = "import-look"


def field(name: str) -> dict[str, str]:
    """A field of the import form."""
    return {"type": Import.FIELD.value, "name": name}


def act(what: str, key: str = "") -> dict[str, str]:
    """A button of the import page; `key` says on which month, version or job."""
    return {"type": Import.ACT.value, "act": what, "key": key}


def reason(key: str) -> dict[str, str]:
    """Why a version is put in force again."""
    return {"type": Import.REASON.value, "key": key}


def alone(which: Import) -> dict[str, str]:
    """What stands once on the import page: a message, the step under way, the clock that looks at it again."""
    return {"type": which.value, "of": "page"}


class Threes(StrEnum):
    """The editor of a cell of 三个“三”, by patterns: it is not there on other pages."""

    NAME = "threes-name"
    CHOICE = "threes-choice"
    NUMBER = "threes-number"
    SINCE = "threes-since"
    ACT = "threes-act"
    SAID = "threes-said"


def criterion(which: Threes, row: int) -> dict[str, str | int]:
    """A field of the editor's row of that number."""
    return {"type": which.value, "row": row}


def threes(which: Threes, of: Any = "editor") -> dict[str, Any]:
    """What stands once in the editor; a button by what it does."""
    return {"type": which.value, "of": of}
