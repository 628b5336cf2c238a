"""What scoring reads of a month, as arrays: gathered once, judged under any rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from dashboard.scoring.logic import Ints
from dashboard.scoring.rates import Share


@dataclass(frozen=True)
class Units:
    """The judged regions of a tier, ascending by code; `residents` BLANK where not reported."""

    codes: np.ndarray
    names: np.ndarray
    residents: Ints

    def __len__(self) -> int:
        return len(self.codes)

    def positions(self, codes: np.ndarray) -> np.ndarray:
        """The unit of each code, −1 where it is not judged."""
        if not len(self):
            return np.full(len(codes), -1, dtype=np.int64)
        sought = np.asarray(codes, dtype=self._sorted.dtype)
        at = np.searchsorted(self._sorted, sought).clip(max=len(self) - 1)
        return np.where(self._sorted[at] == sought, at, -1)

    @cached_property
    def _sorted(self) -> np.ndarray:
        """As bytes, one longer than the longest code, so that a longer text never equals a code cut short."""
        return np.asarray(self.codes, dtype="S13")


@dataclass(frozen=True)
class Places:
    """Institution × unit pairs, sorted by (unit, institution code). An institution that serves two units stands twice."""

    unit: np.ndarray
    code: np.ndarray
    name: np.ndarray
    category: np.ndarray
    ownership: np.ndarray
    layer: np.ndarray
    located: np.ndarray  # stands in the unit
    listed: np.ndarray  # names the unit among those it serves
    reported: np.ndarray  # has a monitoring row this month
    official: Ints  # 系统评分 in millionths

    def __len__(self) -> int:
        return len(self.code)


@dataclass(frozen=True)
class CountyInputs:
    """`flags`: 是/否 columns of 县级医院监测 (int8); `visits`: by year, columns of 县域就诊汇总 per county."""

    units: Units
    places: Places
    flags: Mapping[str, np.ndarray]
    team: Ints
    visits: Mapping[int, Mapping[str, Ints]]
    computed: tuple[Ints, Ints]  # M-08 by the records


@dataclass(frozen=True)
class TownshipInputs:
    """`flags`, `numbers`: columns of 乡镇卫生院监测; shares of ③ per institution, of ⑤ per township and year."""

    units: Units
    places: Places
    flags: Mapping[str, np.ndarray]
    numbers: Mapping[str, Ints]
    signing: Share
    follow_up: Share
    follow_up_strict: Share  # with the interval of T-10 strict where it was computed, else as `follow_up`
    computed: Mapping[str, tuple[Ints, Ints]]  # M-05, M-06, M-09 by the records, per township
    visits: Mapping[int, Mapping[str, Ints]]


@dataclass(frozen=True)
class Doctors:
    """村医 × village pairs: one row per village that a doctor serves."""

    village: np.ndarray
    row: np.ndarray  # of the doctor, for those who serve several villages
    id: np.ndarray
    licence: np.ndarray  # int16 codes of `licence_words`
    licence_words: list[str]
    mode: np.ndarray
    mode_words: list[str]
    certificate_until: np.ndarray
    starts: np.ndarray
    ends: np.ndarray
    left: np.ndarray  # 在岗状态 is 离岗
    declared: np.ndarray  # 是否合格, int8
    local: np.ndarray  # 是否本地村医 at home, int8; 0 in the other villages served (V-13)
    home: np.ndarray
    birth: np.ndarray
    served: np.ndarray  # number of villages the doctor serves
    served_residents: Ints  # their residents together, BLANK where one is not known (V-8 option)


@dataclass(frozen=True)
class Clinics:
    """Clinic × village pairs, sorted by (village, code)."""

    village: np.ndarray
    code: np.ndarray
    name: np.ndarray
    category: np.ndarray
    mobile: np.ndarray
    drugs: Ints
    reported: np.ndarray


@dataclass(frozen=True)
class VillageInputs:
    units: Units
    doctors: Doctors
    clinics: Clinics
    service_mode: np.ndarray  # 村医疗服务方式, "" where blank
    doctors_known: bool  # the month brought 村医
    clinics_known: bool  # the month brought 医疗卫生机构


@dataclass(frozen=True)
class Inputs:
    """Everything scoring reads of one month. `registry_known`: the month brought 医疗卫生机构."""

    as_of: date
    registry_known: bool
    county: CountyInputs
    township: TownshipInputs
    village: VillageInputs
