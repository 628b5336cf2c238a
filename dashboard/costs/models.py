"""What the cost analysis answers (S17, S14): integer fen and counts, sums of rows, never averages of averages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Payer:
    """One payer's part of 医疗总费用. `fen` is None when no file of the month has the column (未报送)."""

    name: str
    fen: int | None


@dataclass(frozen=True, slots=True)
class Place:
    """Visits by where they took place. `in_county`: 县域内, 县域外, 未填报; `grade`, `layer` of the institution or 未填报."""

    stay: bool
    in_county: str
    grade: str
    layer: str
    visits: int
    total_fen: int
    self_pay_fen: int


@dataclass(frozen=True, slots=True)
class DiseaseCost:
    """Visits of one disease; `out_*` are stays outside the county (M-23)."""

    code: str
    name: str
    visits: int
    stays: int
    total_fen: int
    self_pay_fen: int
    out_stays: int
    out_total_fen: int
    out_self_pay_fen: int


@dataclass(frozen=True, slots=True)
class Band:
    """Persons whose self-pay of the year lies in (`above_fen`, `up_to_fen`]; the first band is 0, the last has no upper end."""

    above_fen: int | None
    up_to_fen: int | None
    persons: int
    self_pay_fen: int


@dataclass(frozen=True, slots=True)
class Category:
    """A flag of the roster (是否低保对象 …); a person may hold several, so that categories do not add up to the region."""

    name: str
    persons: int
    total_fen: int
    self_pay_fen: int


@dataclass(frozen=True, slots=True)
class StandardCheck:
    """An institution's stays with a 病种收费标准, and those whose 医疗总费用 is above it (国卫财务发〔2017〕19号 二(一)3)."""

    code: str
    name: str
    stays: int
    over: int
    excess_fen: int


@dataclass(frozen=True, slots=True)
class OverStandard:
    """One stay above its standard. Case-level: services decide who may look."""

    visit: str
    region_code: str
    institution: str
    disease: str
    discharged: str
    total_fen: int
    standard_fen: int

    @property
    def excess_fen(self) -> int:
        return self.total_fen - self.standard_fen


@dataclass(frozen=True, slots=True)
class CostAnalysis:
    """One region, year to date. `persons`: persons of P with any visit."""

    year: int
    reported: bool
    """False: the month did not bring 诊疗费用, every figure below is empty, none is zero."""
    persons: int
    visits: int
    stays: int
    total_fen: int
    self_pay_fen: int
    payers: tuple[Payer, ...]
    places: tuple[Place, ...]
    diseases: tuple[DiseaseCost, ...]
    bands: tuple[Band, ...]
    categories: tuple[Category, ...]
    standards: tuple[StandardCheck, ...]

    @property
    def unexplained_fen(self) -> int:
        """医疗总费用 − Σ payers − 个人自付: rounding of the sources, or payers in columns that were not reported."""
        return self.total_fen - self.self_pay_fen - sum(payer.fen or 0 for payer in self.payers)

    def out_of_county(self, most: int = 10) -> tuple[DiseaseCost, ...]:
        """The diseases with most stays outside the county; ties by cost, then code."""
        found = sorted((d for d in self.diseases if d.out_stays), key=lambda d: (-d.out_stays, -d.out_total_fen, d.code))
        return tuple(found[:most])

    def by_self_pay(self, most: int = 10) -> tuple[DiseaseCost, ...]:
        """The diseases for which the poor themselves pay most."""
        found = sorted((d for d in self.diseases if d.self_pay_fen), key=lambda d: (-d.self_pay_fen, d.code))
        return tuple(found[:most])
