"""The demo world, simulated once; a month folder is its state at the end of that month."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from dashboard.demo import (
    care,
    cells,
    diseases,
    institutions,
    monitoring,
    people,
    places,
    regional,
    services,
    special_funds,
    staff,
    supervision,
    totals,
    visits,
)
from dashboard.demo.clock import Clock
from geodata.atlas import Atlas


@dataclass(frozen=True, slots=True)
class World:
    """Everything that happens in one province from the base year to the last month."""

    clock: Clock
    seed: int
    place: places.Places
    every: institutions.Institutions
    monitoring: monitoring.Monitoring
    staff: staff.Staff
    folk: people.People
    catalogue: diseases.Catalogue
    ill: diseases.Diagnoses
    care: care.Care
    visits: visits.Visits
    signings: services.Signings
    rounds: services.Rounds
    supervision: supervision.Supervision
    offices: pa.Array
    funded: np.ndarray
    """Per county, whether it keeps a fund of its own."""


def simulate(
    province: str = "63",
    start: str = "2020-01",
    months: int = 12,
    seed: int = 1,
    scale: float = 1.0,
    atlas: Atlas | None = None,
) -> World:
    """The world of `province` (two digits) over `months` months from `start`; the same arguments always give the same world.

    With an `atlas`, institutions stand in the cells of their villages, else anywhere in their county. `scale` 1 means about 106
    persons a village (500,000 in Qinghai). Raises LookupError for an unknown province.
    """
    clock = Clock(start, months)
    place = places.places(province, seed)
    every = institutions.institutions(place, clock, seed, atlas)
    watched = monitoring.monitoring(place, every, clock, seed)
    posts = staff.staff(place, every, clock, seed)
    folk = people.people(place, clock, seed, scale)
    catalogue = diseases.Catalogue.load()
    ill = diseases.diagnoses(folk, catalogue, clock, place, seed)
    treated = care.care(ill, folk, place, every, clock, seed)
    seen = visits.visits(ill, treated, folk, catalogue, place, every, watched, clock, seed)
    funded = regional.fund_counties(place, clock)
    seen = special_funds.carried(seen, ill, folk, place.villages["county"].to_numpy()[folk.village], funded)
    signed = services.signings(folk, ill, place, clock, seed)
    rounds = services.rounds(folk, ill, signed, catalogue, place, clock, seed)
    watch = supervision.supervision(place, every, watched, posts, folk, seen, clock, seed)
    hospital = every.first_of("county", len(place.counties), institutions.GENERAL)
    county = place.villages["county"].to_numpy()[folk.village[ill.person]]
    names = cells.text(every.table["name"])
    return World(
        clock, seed, place, every, watched, posts, folk, catalogue, ill, treated, seen, signed, rounds, watch,
        cells.pick(names, hospital[county]), funded,
    )  # fmt: skip


def tables(world: World, month: str) -> dict[str, Callable[[], pa.Table]]:
    """The tables of the folder of `month`, by Chinese table name, each made when it is asked for."""
    w, as_of = world, world.clock.as_of(month)
    clock = w.clock
    return {
        "行政区划": lambda: places.table(w.place, clock.base_year, regional.labels(w.place)),
        "医疗卫生机构": lambda: institutions.institutions_table(w.every, as_of),
        "县级医院监测": lambda: monitoring.county_table(w.monitoring, w.every, clock, month),
        "县域就诊汇总": lambda: totals.county_visits(w.place, w.folk, w.monitoring, clock),
        "乡镇卫生院监测": lambda: monitoring.township_table(w.monitoring, w.every, clock, month, _key_counts(w, month)),
        "乡镇诊疗汇总": lambda: totals.township_visits(w.place, w.folk, w.monitoring, clock),
        "村卫生室监测": lambda: staff.clinics_table(w.staff, w.monitoring, w.every, w.place, clock, month),
        "村医": lambda: staff.doctors_table(w.staff, w.place, as_of),
        "卫生院医师": lambda: staff.physicians_table(w.monitoring, w.every, as_of),
        "贫困户": lambda: people.households(w.folk, w.place, clock, month, w.staff.team_of, w.staff.team_ids),
        "贫困人口花名册": lambda: people.roster(w.folk, w.place, clock, month),
        "患病核实": lambda: diseases.diagnoses_table(w.ill, w.folk, w.catalogue, w.offices, as_of),
        "救治台账": lambda: care.ledger(w.care, w.ill, w.every, as_of),
        "诊疗费用": lambda: visits.visits_table(w.visits, w.folk, w.every, w.catalogue, as_of),
        "病种目录": lambda: diseases.catalogue_table(
            w.catalogue, clock, regional.catalogue_rows(w.catalogue, clock, w.place.province)
        ),
        "家医团队": lambda: staff.teams_table(w.staff, w.every),
        "签约": lambda: services.signings_table(w.signings, w.folk, w.staff, as_of),
        "随访": lambda: services.follow_ups_table(w.rounds, w.folk, w.catalogue, as_of),
        "健康体检": lambda: services.checkups_table(w.rounds, w.folk, as_of),
        "督战台账": lambda: supervision.problems_table(w.supervision, as_of),
        "因病返贫预警户": lambda: supervision.warnings_table(w.supervision, w.folk, as_of),
        "预警帮扶措施": lambda: supervision.measures_table(w.supervision, w.folk, as_of),
        "报送任务": lambda: supervision.filings_table(w.place, w.monitoring, clock, month),
        **regional.tables(w, month),
    }


def _key_counts(w: World, month: str) -> dict:
    year, as_of = w.clock.list_year(month), w.clock.as_of(month)
    return services.key_counts(w.signings, w.rounds, w.ill, w.folk, w.catalogue, w.place, year, as_of)
