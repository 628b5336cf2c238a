"""What the import page shows of the past: versions of the months, and the areas that a viewer may import."""

from __future__ import annotations

from dashboard.access import Action, Viewer
from dashboard.hierarchy import NATION
from dashboard.naming import area_name
from dashboard.publishing import Store
from dashboard.services.imports_models import VersionRow

ROWS = 50


def versions(store: Store, viewer: Viewer) -> list[VersionRow]:
    """What was published and put in force again, newest first, where the viewer's area is concerned."""
    in_force = store.current()
    rows = []
    for event in reversed(store.events()):
        version = store.version(event.month, event.version)
        parts = [p for p in version.parts.values() if any(viewer.may(Action.IMPORT, area) for area in p.provinces)]
        parts = parts or [p for p in version.parts.values() if viewer.area[:2] in p.provinces]
        if parts:
            sources = tuple(source for part in parts for source in part.sources)
            in_use = in_force[event.month] == event.version
            told = (event.at, event.by, event.action, event.reason, version.rows, version.refused, in_use, sources)
            rows.append(VersionRow(event.month, event.version, *told))
    return rows[:ROWS]


def areas(store: Store, viewer: Viewer) -> tuple[tuple[str, str], ...]:
    """The viewer's own area; for the operator every province with data, and none in particular."""
    if viewer.area != NATION:
        return ((viewer.area, area_name(viewer.area)),)
    known = sorted({p for v in store.months() for part in v.parts.values() for p in part.provinces})
    return ((NATION, "文件里的全部省份"), *((code, area_name(code)) for code in known))
