"""The questions that a screen, a report or an API call may ask. Access is checked here and nowhere else, so every answer for the
same region, month and policy is the same number."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from dashboard import policy
from dashboard.access import Action, Forbidden, Viewer
from dashboard.audit import Audit
from dashboard.finding import Filter
from dashboard.jobs import Jobs
from dashboard.policy import PolicyBook
from dashboard.publishing import Store
from dashboard.publishing.cube import TIER_STATUS, TIERS
from dashboard.rollup.definitions import Indicators
from dashboard.selection import UNIT_LAYERS, Selection
from dashboard.services import children, finding, ledger, overview, points, rates, scorecard, tour, units, village
from dashboard.services.base import Context, Unknown
from dashboard.services.boundaries import Boundaries
from dashboard.services.finding_models import Found
from dashboard.services.geometry import Geometry
from dashboard.services.imports import Imports
from dashboard.services.lists import Lists
from dashboard.services.memo import Backend, Memo
from dashboard.services.models import (
    Children,
    InstitutionPoint,
    InstitutionRow,
    LedgerRow,
    MonthInfo,
    Overview,
    RegionHit,
    Scorecard,
    TrendPoint,
    UnitRow,
)
from dashboard.services.oversight import Oversight
from dashboard.services.persons import Looks
from dashboard.services.scopes import kept as once  # the module of that name keeps its own
from dashboard.services.search import Search
from dashboard.services.tour import TourStop
from dashboard.services.trust import Trust
from dashboard.services.village_models import VillageCard
from dashboard.settings import Settings
from dashboard.warned import Decisions

__all__ = ["Forbidden", "Services", "Unknown"]


@dataclass(frozen=True)
class Services:
    """Made once per process by `app.create_app`; every call names its viewer first."""

    context: Context
    geometry: Geometry
    _search: Search = field(repr=False)
    lists: Lists = field(repr=False)
    """Work lists, slices, costs, funds, tasks, policies."""
    trust: Trust = field(repr=False)
    """Filing in time, changes of the list, data quality."""
    oversight: Oversight = field(repr=False)
    """Blank spots, readings, whom to supervise, ways to pass, what-if, the three threes."""
    imports: Imports = field(repr=False)
    """Sending in, trying out, staging, publishing, rolling back."""
    boundaries: Boundaries = field(repr=False)
    """An office's own borders: examined, put in force, taken back."""

    @classmethod
    def from_settings(cls, settings: Settings, book: PolicyBook | None = None, cache: Backend | None = None) -> Services:
        """`cache` keeps answers that cost a pass over rows; without one they are kept in this process."""
        context = Context(Store(settings.store), book or policy.load(), Memo(cache))
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        audit = Audit(settings.database)
        geometry = Geometry(settings.map_files)
        lists, trust = Lists(context, audit, Decisions(settings.database)), Trust(context, audit)
        borders = Boundaries(geometry, audit, Jobs(settings.jobs))
        oversight = Oversight(context, geometry, audit, settings.data_dir)
        return cls(context, geometry, Search(context), lists, trust, oversight, Imports(context, settings), borders)

    def months(self, viewer: Viewer) -> tuple[MonthInfo, ...]:
        """Published months, oldest first; empty before the first import."""
        viewer.check(Action.READ, viewer.area)
        return tuple(self.context.month_info(month) for month in self.context.months())

    def resolve(self, viewer: Viewer, selection: Selection) -> Selection:
        """Fills region, month and — when the layer is not one of the region's policy — the layer."""
        found = self.context.resolve(viewer, selection)
        offered = [layer for layer, _ in self.layers(viewer, found)]
        known = found.layer in offered or found.layer in self.known_indicators()
        return found if known or not offered else found.but(layer=offered[0])

    def layers(self, viewer: Viewer, selection: Selection) -> tuple[tuple[str, str], ...]:
        """Map layers (id, label) for a selection with region and month."""
        month, region = self._asked(viewer, selection)
        return overview.layers(self.context, month, region)

    def known_layers(self) -> tuple[str, ...]:
        return (*self.known_indicators(), *UNIT_LAYERS)

    def known_indicators(self) -> tuple[str, ...]:
        """Ids of the definitions and, where one has several figures, of each (`M-17.个人自付`)."""
        ids = [i for indicator in Indicators.shipped() for i in (indicator.id, *indicator.ids)]
        return tuple(dict.fromkeys(ids))

    def unit_statuses(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(word for words in TIER_STATUS.values() for word in words))

    def overview(self, viewer: Viewer, selection: Selection) -> Overview:
        """Everything beside the map."""
        self._asked(viewer, selection)
        return overview.overview(self.context, selection)

    def children(self, viewer: Viewer, selection: Selection) -> Children:
        """The child regions under the selection's layer."""
        month, region = self._asked(viewer, selection)
        undrawn = self.geometry.files.children(region).missing
        return children.children(self.context, month, region, selection.layer, selection.preset, undrawn)

    def nearby(self, viewer: Viewer, selection: Selection) -> tuple[str, ...]:
        """Codes of the region one level up and of those beside the selection's: where a reader may go next but down."""
        month, region = self._asked(viewer, selection)
        tree = self.context.cube(month).tree
        path = [tree.code(at) for at in tree.path(region)]
        if len(path) < 2:
            return ()
        beside = (tree.code(int(at)) for at in tree.children(path[-2]))
        return tuple(code for code in (path[-2], *beside) if code != region and viewer.may(Action.READ, code))

    def trend(self, viewer: Viewer, selection: Selection) -> tuple[TrendPoint, ...]:
        """The selection's region and indicator (its layer) over the published months."""
        _, region = self._asked(viewer, selection)
        return rates.trend(self.context, region, selection.layer)

    def tour(self, viewer: Viewer, selection: Selection) -> tuple[TourStop, ...]:
        """The counties (below a county: its children) that lack most under the layer, with up to three reasons each."""
        self._asked(viewer, selection)
        return tour.tour(self.context, selection)

    def unit_rows(
        self, viewer: Viewer, selection: Selection, tier: str | None = None, status: str | None = None, limit: int | None = None
    ) -> tuple[UnitRow, ...]:
        """Judged units of the region, worst first; without a status, those not passing."""
        month, region = self._asked(viewer, selection)
        return units.unit_rows(self.context, month, region, selection.preset, tier, status, limit)

    def institutions(
        self, viewer: Viewer, selection: Selection, tier: str | None = None, status: str | None = None
    ) -> tuple[InstitutionRow, ...]:
        """Every institution of the region with its own result, under the selection's filter."""
        month, region = self._asked(viewer, selection)
        wanted = Filter.parse(selection.find)
        wanted = replace(wanted, tier=(tier,)) if tier else wanted
        wanted = replace(wanted, status=(status,)) if status else wanted
        inside = {point.code for point in self.points(viewer, selection, TIERS)} if wanted.within else None
        return units.institutions(self.context, month, region, selection.preset, wanted, inside)

    def points(self, viewer: Viewer, selection: Selection, tiers: tuple[str, ...]) -> tuple[InstitutionPoint, ...]:
        """Institutions to draw on the map, under the selection's filter."""
        month, region = self._asked(viewer, selection)
        wanted = Filter.parse(selection.find)
        return points.points(self.context, self.geometry, month, region, selection.preset, tiers, wanted)

    def find(self, viewer: Viewer, selection: Selection, limit: int | None = 0) -> Found:
        """Judged units under the selection's filter: how many, where, what else to look for, and `limit` rows (None: all)."""
        month, region = self._asked(viewer, selection)
        wanted = Filter.parse(selection.find)
        asked = (self.context, self.geometry, month, region, selection.preset, wanted, limit)
        if limit is None:  # an export: too large to keep
            return finding.find(*asked)
        return once(self.context, month, ("find", region, selection.preset, wanted, limit), lambda: finding.find(*asked))

    def scorecard(self, viewer: Viewer, institution: str, month: str | None = None, preset: str = "default") -> Scorecard:
        """One institution's result, item by item."""
        known = self.context.resolve(viewer, Selection(month=month, region=None))
        card = scorecard.scorecard(self.context, str(known.month), institution, preset)
        viewer.check(Action.READ, card.region.code)
        return card

    def village(self, viewer: Viewer, selection: Selection) -> VillageCard:
        """The selection's village on one card; names of its doctors as the viewer may see them, the look recorded."""
        month, region = self._asked(viewer, selection)
        looks = Looks(viewer, self.trust.audit, "S07 村级卡片", region, month)
        return village.card(self.context, self.geometry, looks, selection.preset)

    def ledger(self, viewer: Viewer, selection: Selection, state: str | None = None) -> tuple[LedgerRow, ...]:
        """The supervision ledger as the month's 督战台账 brought it."""
        month, region = self._asked(viewer, selection)
        return ledger.rows(self.context, month, region, state)

    def map_file(self, name: str, encoding: str) -> bytes:
        """A stored map file by its content-hashed name; borders are public, so nobody is asked. LookupError when unknown."""
        return self.geometry.files.read(name, encoding)

    def search(self, viewer: Viewer, text: str, limit: int = 20, month: str | None = None) -> tuple[RegionHit, ...]:
        """Regions by name, pinyin, initials or code."""
        published = self.context.months()
        return self._search(viewer, month or published[-1], text, limit) if published else ()

    def _asked(self, viewer: Viewer, selection: Selection) -> tuple[str, str]:
        """Month and region of a resolved selection, checked against the viewer's rights."""
        return self.context.asked(viewer, selection)
