"""Colour means distance to the target, nothing else; no status is told by colour alone.

Chosen to stay apart for colour-blind readers: blue for met, orange growing darker with the gap, hatch for no data.
"""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.selection import UNIT_LAYERS
from dashboard.services.models import MET, NO_DATA, NO_POLICY, Child
from dashboard.statistics import Change


@dataclass(frozen=True, slots=True)
class Look:
    """How a class of regions or units is drawn: fill, pattern, symbol, and its words in the legend."""

    fill: str
    words: str
    symbol: str = ""
    marker: str = ""
    """plotly marker symbol of an institution point."""
    pattern: str = ""


LOOKS: dict[str, Look] = {
    "full": Look("#0072B2", "100%"),
    "met": Look("#9CC3DE", "达标"),
    "gap2": Look("#FBD3B4", "差2点内"),
    "gap5": Look("#F39C5A", "差2～5点"),
    "gap10": Look("#D55E00", "差5～10点"),
    "gap": Look("#8C2D04", "差10点以上"),
    "no_data": Look("#FFFFFF", "无数据", pattern="hatch"),
    "no_policy": Look("#E6EBF0", "无适用口径", pattern="grid"),
    "better": Look("#0072B2", "改善", "↑"),
    "better_maybe": Look("#9CC3DE", "上升，在波动范围内"),
    "same": Look("#E6EBF0", "持平"),
    "worse_maybe": Look("#FBD3B4", "下降，在波动范围内"),
    "worse": Look("#D55E00", "恶化", "↓"),
    "达标": Look("#9CC3DE", "达标", "●", "circle"),
    "未达标": Look("#F39C5A", "未达标", "▲", "triangle-up"),
    "缺报": Look("#FFFFFF", "缺报", "◇", "diamond-open", pattern="hatch"),
    "无机构": Look("#5B6770", "无机构", "✕", "x"),
    "无风险": Look("#9CC3DE", "无风险", "●", "circle"),
    "有风险": Look("#F39C5A", "有风险", "▲", "triangle-up"),
    "空白点": Look("#8C2D04", "空白点", "■", "square"),
    "不评定": Look("#DCE3EA", "不评定（社区等）", "－", "line-ew-open"),
}
ORDER = tuple(LOOKS)
"""Class numbers on the wire are positions in this order."""
MARKER_FILL = {"达标": "#0072B2", "无风险": "#0072B2", "未达标": "#D55E00", "有风险": "#D55E00", "缺报": "#5B6770"}
"""Points are small: they take the deeper tone of their status."""

CHANGE_CLASSES = ("better", "better_maybe", "same", "worse_maybe", "worse")
RATE_CLASSES = ("gap", "gap10", "gap5", "gap2", "met", "full")
INSTITUTION_CLASSES = ("达标", "未达标", "缺报", "无机构")
VILLAGE_CLASSES = ("无风险", "有风险", "空白点", "缺报", "不评定")
_GAPS = ((2, "gap2"), (5, "gap5"), (10, "gap10"))
"""Points below a rate's target, inclusive."""
_UNIT_GAPS = ((10, "gap2"), (20, "gap5"), (40, "gap10"))
"""Percent of units that do not pass: few regions have none, so the steps are wider."""
OWN_VERDICT = {"institutions": "township", "blank_spots": "village"}
"""Where a region is itself the judged unit and shows its verdict, not a share."""
UNIT_WORDS = {"gap2": "10%以内", "gap5": "10%～20%", "gap10": "20%～40%", "gap": "40%以上", "full": "无"}


def class_of(child: Child, layer: str) -> str:
    """The look of a region under a layer: its own verdict, or its distance to the target."""
    if child.status == NO_POLICY:
        return "no_policy"
    if child.region.level == OWN_VERDICT.get(layer) and child.status in LOOKS:
        return child.status
    if child.status == NO_DATA or child.ratio is None or not child.ratio.denominator:
        return "no_data"
    if child.status == MET:
        return "full" if child.ratio.missing == 0 else "met"
    gap = child.gap_points or 0.0
    return next((name for limit, name in (_UNIT_GAPS if layer in UNIT_LAYERS else _GAPS) if gap <= limit), "gap")


def change_class(change: Change | None) -> str:
    """Better or worse than the compared month; within noise the hue is muted and no arrow is drawn."""
    if change is None:
        return "no_data"
    if change.direction:
        return "better" if change.direction > 0 else "worse"
    return "same" if abs(change.points) < 0.05 else "better_maybe" if change.points > 0 else "worse_maybe"


def number_of(name: str) -> int:
    return ORDER.index(name)


INK, LINE, PAPER, SOFT, EDGE = "#1F2933", "#CBD5DF", "#F7F9FB", "#5B6770", "#93A1AE"
"""Text, thin lines, paper, quiet text, borders of what is hatched."""
_TILE = 8
"""Pixels of a pattern's square."""


def pattern_of(name: str, small_sample: bool) -> str:
    """Id of the pattern that fills a region of this class; empty for plain colour."""
    return LOOKS[name].pattern or (f"small-{number_of(name)}" if small_sample else "")


def tile(name: str, small_sample: bool) -> str:
    """That pattern as SVG: hatched for no data, a quiet grid without policy, a dot on the muted hue for a small sample."""
    inside = {
        "hatch": _sheet("#fff") + f'<path d="M-2 2L2 -2M0 8L8 0M6 10L10 6" stroke="{EDGE}" stroke-width="1.2"/>',
        "grid": _sheet("#EEF2F5") + '<path d="M0 4H8" stroke="#B8C4CF" stroke-width="1"/>',
    }
    dotted = _sheet("#fff") + _sheet(LOOKS[name].fill, 0.55) + f'<circle cx="4" cy="4" r="1.1" fill="{INK}"/>'
    key = pattern_of(name, small_sample)
    body = inside.get(LOOKS[name].pattern, dotted)
    return f'<pattern id="{key}" width="{_TILE}" height="{_TILE}" patternUnits="userSpaceOnUse">{body}</pattern>' if key else ""


def _sheet(fill: str, opacity: float = 1) -> str:
    return f'<rect width="{_TILE}" height="{_TILE}" fill="{fill}" fill-opacity="{opacity}"/>'


def for_client() -> list[dict[str, str]]:
    """The looks in class order, as `assets/map_dress.js` reads them."""
    return [
        {
            "fill": look.fill,
            "pattern": look.pattern,
            "tile": tile(name, small_sample=False),
            "small": tile(name, small_sample=True),
            "symbol": look.symbol,
            "marker": look.marker,
            "ink": MARKER_FILL.get(name, look.fill),
            "words": look.words,
        }
        for name, look in LOOKS.items()
    ]
