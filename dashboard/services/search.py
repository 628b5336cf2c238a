"""Find a region by name, pinyin, initials or code."""

from __future__ import annotations

from dashboard.access import Action, Viewer
from dashboard.publishing import MonthCube
from dashboard.services.base import Context
from dashboard.services.models import RegionHit
from geodata.names import NameIndex


class Search:
    """Keeps one name index per published version; an index serves every viewer, hits outside the area are dropped."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._indexes: dict[str, NameIndex] = {}

    def _index(self, cube: MonthCube) -> NameIndex:
        key = str(cube.root)
        if key not in self._indexes:
            self._indexes.clear()
            codes = [code.decode() for code in cube.tree.codes]
            self._indexes[key] = NameIndex(codes, [str(name) for name in cube.tree.names])
        return self._indexes[key]

    def __call__(self, viewer: Viewer, month: str, text: str, limit: int = 20) -> tuple[RegionHit, ...]:
        """Best first: higher levels before lower, exact beginnings before parts of a name."""
        text = text.strip()
        if not text:
            return ()
        context, cube = self._context, self._context.cube(month)
        hits = []
        for at in self._index(cube).find(text, limit * 5):
            ref = context.ref(cube, int(at))
            if not viewer.may(Action.READ, ref.code):
                continue
            above = [str(cube.tree.names[i]) for i in cube.tree.path(ref.code)[1:-1]]
            hits.append(RegionHit(ref, " › ".join(above)))
            if len(hits) == limit:
                break
        return tuple(hits)
