"""`map_picture`: a map of the screen as a picture to print or send — the finding as title, legend with the target, source, 示意,
month, policy and version. One renderer for the screen, the command and HTTP: the same question gives the same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from xml.sax.saxutils import quoteattr

from dashboard import compared, legend, words
from dashboard.access import Viewer
from dashboard.audit import EXPORT
from dashboard.compared import CHANGE, Changes
from dashboard.legend import Key, Kind
from dashboard.looks import EDGE, INK, LINE, LOOKS, MARKER_FILL, PAPER, SOFT, Look, change_class, class_of, pattern_of, tile
from dashboard.reports.map_svg import Plane, lines_of, marker, placed, text, width_of
from dashboard.reports.png import NoFontError, png
from dashboard.selection import Selection
from dashboard.services import Services, Unknown
from dashboard.services.geometry import MapView
from dashboard.services.models import Child, Children, InstitutionPoint, Overview
from dashboard.services.points import drawable

__all__ = ["FORMATS", "HEIGHT", "MEDIA", "WIDTH", "ZOOM", "NoFontError", "map_picture"]
FORMATS = ("png", "svg")
WIDTH, HEIGHT = 1600, 1000
ZOOM = 2
"""Pixels of the PNG to one of the SVG: sharp on paper and on a projector."""
MEDIA = {"png": "image/png", "svg": "image/svg+xml"}
_FONT = "'Noto Sans CJK SC','Source Han Sans SC','PingFang SC','Microsoft YaHei',sans-serif"
_EDGE_PX, _TITLE_PX, _TEXT_PX, _NAME_PX, _SMALL_PX = 40, 34, 20, 17, 16
_AROUND, _OTHER = "#B8C4CF", "#FFFFFF"


@dataclass(frozen=True, slots=True)
class _Map:
    """What is drawn; `selection` is resolved."""

    selection: Selection
    layer: str
    overview: Overview
    children: Children
    points: tuple[InstitutionPoint, ...]
    view: MapView
    shapes: tuple[tuple[str, dict], ...]
    """Code and geometry of every child that has one."""
    around: tuple[dict, ...]
    lines: tuple[dict, ...]
    changes: Changes | None
    """By code, on the map that tells what changed since `selection.compare`."""

    def class_of(self, child: Child) -> str:
        """Its look by name."""
        if self.changes is not None:
            return change_class(self.changes.get(child.region.code))
        return class_of(child, self.selection.layer)

    @property
    def said(self) -> str:
        """What it shows."""
        return self.layer if self.changes is None else f"{self.layer}较{words.month(self.selection.compare)}的变化"


def map_picture(services: Services, viewer: Viewer, selection: Selection, form: str) -> tuple[str, bytes]:
    """File name and bytes of the selection's map as `png` (3200 × 2000 pixels) or `svg`; recorded as an export.

    Of a village its township is drawn, as on the screen. Forbidden, Unknown as everywhere; NoFontError for a PNG on a machine
    without any Chinese font.
    """
    asked = _asked(services, viewer, services.resolve(viewer, selection))
    svg = _svg(asked)
    month, region = str(asked.selection.month), asked.overview.region
    services.lists.audit.record(viewer, EXPORT, f"地图 {asked.said}", region.code, month, 0)  # no persons in it
    name = f"{region.name}{words.month(month)}{asked.said}.{form}"
    if form == "svg":
        return name, svg.encode()
    return name, png(svg, ZOOM)


def _asked(services: Services, viewer: Viewer, selection: Selection) -> _Map:
    overview = services.overview(viewer, selection)
    host = overview.path[-2] if overview.region.level == "village" else overview.region
    chosen = replace(selection, region=host.code)
    children = services.children(viewer, chosen)
    found = services.find(viewer, selection) if selection.find else None
    always = ("village",) if host.level == "township" else ()
    tiers = tuple(
        dict.fromkeys((*(tier for tier in selection.points.split(",") if tier), *(found.drawn if found else ()), *always))
    )
    tiers = drawable(tiers, overview, found)
    view = services.geometry(viewer, host.code)
    read = services.geometry.features
    return _Map(
        selection,
        dict(services.layers(viewer, selection)).get(selection.layer, selection.layer),
        overview,
        children,
        services.points(viewer, chosen, tiers) if tiers else (),
        view,
        tuple((str(shape["id"]), shape["geometry"]) for shape in read(view.children.name)),
        tuple(shape["geometry"] for shape in (read(view.outline.name) if view.outline else ())),
        tuple(shape["geometry"] for shape in (read(view.lines_url.rsplit("/", 1)[1]) if view.lines_url else ())),
        _changes(services, viewer, chosen, children),
    )


def _changes(services: Services, viewer: Viewer, chosen: Selection, now: Children) -> Changes | None:
    """None unless the change is asked for, and the other month is published and has the region."""
    published = {info.month for info in services.months(viewer)} - {chosen.month}
    if chosen.show != CHANGE or chosen.compare not in published:
        return None
    try:
        return compared.changes(now, services.children(viewer, replace(chosen, month=chosen.compare)))
    except Unknown:
        return None


def _svg(asked: _Map) -> str:
    title = lines_of(asked.overview.finding, _TITLE_PX, WIDTH - 2 * _EDGE_PX)
    head = _EDGE_PX + len(title) * (_TITLE_PX + 8)
    said = [
        text(line, _EDGE_PX, _EDGE_PX + 30 + n * (_TITLE_PX + 8), _TITLE_PX, font_weight="700") for n, line in enumerate(title)
    ]
    said.append(text(_subtitle(asked), _EDGE_PX, head + 26, _TEXT_PX, fill=SOFT))
    notes = lines_of(f"{_stamp(asked)}　{legend.note(asked.children, asked.view.children)}", _SMALL_PX, WIDTH - 2 * _EDGE_PX)
    first_note = HEIGHT - 24 - (len(notes) - 1) * (_SMALL_PX + 7)
    said += [text(line, _EDGE_PX, first_note + n * (_SMALL_PX + 7), _SMALL_PX, fill=SOFT) for n, line in enumerate(notes)]
    key_line = first_note - _SMALL_PX - 26
    box = (_EDGE_PX, head + 46, WIDTH - 2 * _EDGE_PX, key_line - 26 - (head + 46))
    drawn = _drawing(asked, box)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
        f' font-family={quoteattr(_FONT)} fill="{INK}"><title>{_name_of(asked)}</title><defs>{"".join(_tiles())}'
        f'<clipPath id="frame">{_rect(*box)}</clipPath></defs><rect width="{WIDTH}" height="{HEIGHT}" fill="#FFFFFF"/>'
        f"{drawn}{''.join(said)}{_legend(_keys(asked), key_line)}</svg>"
    )


def _keys(asked: _Map) -> tuple[Key, ...]:
    if asked.changes is not None:
        return legend.change_keys(str(asked.selection.month), asked.selection.compare)
    return legend.keys(asked.children, asked.points)


def _name_of(asked: _Map) -> str:
    """The title that programs show."""
    return f"{asked.overview.region.name} {words.month(str(asked.selection.month))} {asked.said}"


def _subtitle(asked: _Map) -> str:
    parts = (asked.overview.region.name, words.month(str(asked.selection.month)), asked.said)
    return " · ".join((*parts, words.PRESET[asked.selection.preset]))


def _stamp(asked: _Map) -> str:
    month, overview = asked.overview.month, asked.overview
    policy = f"{overview.policy_id} {overview.policy_name or ''}".strip() if overview.policy_id else "无适用口径"
    return f"数据截至 {month.as_of.year}年{words.day(month.as_of)} · 第{month.version}版 · 口径 {policy}。"


def _rect(x: float, y: float, width: float, height: float, more: str = "") -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"{more}/>'


def _tiles() -> Sequence[str]:
    return tuple(dict.fromkeys(tile(name, small) for name in LOOKS for small in (False, True)))


def _drawing(asked: _Map, box: tuple[float, float, float, float]) -> str:
    frame = _rect(*box, more=f' fill="{PAPER}" stroke="{LINE}"')
    bounds = asked.view.children.bounds
    if bounds is None:
        return frame + text("本级以下没有可绘制的边界。", box[0] + 24, box[1] + 40, _TEXT_PX, fill=SOFT)
    plane = Plane.of(bounds, *box)
    below = {child.region.code: child for child in asked.children.items}
    chosen = asked.overview.region.code
    parts = [f'<path d="{plane.path(shape)}" fill="{PAPER}" stroke="{_AROUND}"/>' for shape in asked.around]
    parts += [_region(plane.path(shape), below.get(code), asked, code == chosen) for code, shape in asked.shapes]
    parts += [f'<path d="{plane.path(line)}" fill="none" stroke="{SOFT}" stroke-width="1.6"/>' for line in asked.lines]
    parts.append(_names(asked, plane, below))
    parts += [marker(_look(p).marker, *plane.at(p.lon, p.lat), MARKER_FILL.get(p.status, _look(p).fill)) for p in asked.points]
    return f'{frame}<g clip-path="url(#frame)" stroke-linejoin="round">{"".join(parts)}</g>{_inset(asked, box, below)}'


def _inset(asked: _Map, box: tuple[float, float, float, float], below: dict[str, Child]) -> str:
    """Far islets in a small second picture, in the corner."""
    bounds = asked.view.children.inset
    if bounds is None:
        return ""
    width, height = box[2] * 0.16, box[3] * 0.46
    corner = (box[0] + box[2] - width - 12, box[1] + box[3] - height - 12, width, height)
    plane = Plane.of(bounds, *corner)
    parts = [_region(plane.path(shape), below.get(code), asked, False) for code, shape in asked.shapes]
    parts += [f'<path d="{plane.path(line)}" fill="none" stroke="{SOFT}" stroke-width="1.6"/>' for line in asked.lines]
    paper = _rect(*corner, more=f' fill="{PAPER}" stroke="{LINE}"')
    return paper + "".join(parts)


def _look(point: InstitutionPoint) -> Look:
    return LOOKS[point.status if point.status in LOOKS else "缺报"]


def _region(path: str, child: Child | None, asked: _Map, chosen: bool) -> str:
    if child is None:
        return f'<path d="{path}" fill="{_OTHER}" stroke="{_AROUND}"/>'
    name = asked.class_of(child)
    pattern = pattern_of(name, child.small_sample and asked.changes is None)
    fill = f"url(#{pattern})" if pattern else LOOKS[name].fill
    edge = (INK, 2.5) if chosen else (EDGE if LOOKS[name].pattern else "#FFFFFF", 1)
    return f'<path d="{path}" fill="{fill}" stroke="{edge[0]}" stroke-width="{edge[1]}"/>'


def _names(asked: _Map, plane: Plane, below: dict[str, Child]) -> str:
    """Worst first, above the points where there are any; a status also by its symbol."""
    at = asked.view.children.labels
    worst = sorted((child for code, child in below.items() if code in at), key=lambda child: -(child.missing or 0))
    marks = {c.region.code: "" if asked.points else LOOKS[asked.class_of(c)].symbol for c in worst}
    wanted = ((child.region.name, marks[child.region.code], *plane.at(*at[child.region.code])) for child in worst)
    up = 16 if asked.points else -_NAME_PX * 0.35
    halo = {
        "text_anchor": "middle",
        "stroke": "#FFFFFF",
        "stroke_width": "3.5",
        "paint_order": "stroke",
        "stroke_linejoin": "round",
    }
    return "".join(text(said, x, y - up, _NAME_PX, **halo) for said, x, y in placed(wanted, _NAME_PX))


def _legend(entries: Sequence[Key], y: float) -> str:
    x, parts = float(_EDGE_PX), []
    for key in entries:
        if key.kind is Kind.TICK:
            parts.append(_rect(x, y - 18, 4, 24))
            x += 14
        elif key.kind in (Kind.SWATCH, Kind.SAMPLE):
            pattern = pattern_of(key.look, key.kind is Kind.SAMPLE)
            fill = f"url(#{pattern})" if pattern else LOOKS[key.look].fill
            parts.append(_rect(x, y - 15, 30, 18, f' fill="{fill}" stroke="{EDGE}" stroke-width="0.6"'))
            x += 38
        if key.symbol:
            look = LOOKS[key.look]
            shape = marker(look.marker, x + 8, y - 6, MARKER_FILL.get(key.look, look.fill)) if look.marker else ""
            parts.append(shape or text(look.symbol, x, y, _TEXT_PX - 2))
            x += 22
        weight = "700" if key.kind is Kind.TICK else "400"
        parts.append(text(key.words, x, y, _TEXT_PX - 2, font_weight=weight, fill=SOFT if key.kind is Kind.LEAD else INK))
        x += width_of(key.words, _TEXT_PX - 2) + 24
    return "".join(parts)
