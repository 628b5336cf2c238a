"""One policy profile: what a document asks of a region between two dates."""

from __future__ import annotations

import operator
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

_COMPARE = {"==": operator.eq, ">=": operator.ge, ">": operator.gt, "<=": operator.le, "<": operator.lt}


@dataclass(frozen=True, slots=True)
class Target:
    """A dated target in percent, compared exactly with counts."""

    op: str
    value: int
    clause: str
    since: date | None = None
    by: date | None = None
    aspiration: int | None = None

    def met_by(self, numerator: int, denominator: int) -> bool | None:
        """Whether `100 n/d` meets the target, by integers; None for 0/0."""
        if not denominator:
            return None
        return bool(_COMPARE[self.op](100 * numerator, self.value * denominator))

    def short_by(self, numerator: int, denominator: int) -> int:
        """How many more must enter the numerator to meet an at-least target ("还差 n 例"); 0 when it is met."""
        if self.met_by(numerator, denominator) is not False:
            return 0
        need = -(-self.value * denominator // 100)  # ceiling
        if self.op == ">" and 100 * need == self.value * denominator:
            need += 1
        return max(0, need - numerator)

    def __str__(self) -> str:
        return f"{self.op}{self.value}"


@dataclass(frozen=True, slots=True)
class Profile:
    """A policy profile with inherited keys already merged in.

    `values` holds each setting as `{value, clause}`, nested settings under their group (`warning`, `funds`, …).
    A key that no document of the profile defines is absent: indicators that need it are absent too, not zero.
    """

    id: str
    name: str
    region: str
    valid_from: date
    valid_to: date
    documents: tuple[str, ...]
    targets: Mapping[str, tuple[Target, ...]]
    disease_lists: Mapping[str, str]
    values: Mapping[str, Any] = field(repr=False)

    def valid_on(self, day: date) -> bool:
        return self.valid_from <= day <= self.valid_to

    def get(self, *keys: str) -> Any:
        """The value of a setting (`get("base_year")`, `get("warning", "years")`), None when it is not defined."""
        entry = self._entry(keys)
        return entry["value"] if isinstance(entry, Mapping) and "value" in entry else entry

    def clause(self, *keys: str) -> str | None:
        """The clause a setting comes from."""
        entry = self._entry(keys)
        return entry.get("clause") if isinstance(entry, Mapping) else None

    def _entry(self, keys: tuple[str, ...]) -> Any:
        node: Any = self.values
        for key in keys:
            if not isinstance(node, Mapping) or key not in node:
                return None
            node = node[key]
        return node

    def target(self, indicator: str, day: date) -> Target | None:
        """The target in force on `day`: the last one whose `since` has come."""
        in_force = [t for t in self.targets.get(indicator, ()) if t.since is None or t.since <= day]
        return in_force[-1] if in_force else None

    @property
    def population(self) -> tuple[str, ...]:
        """The roster flags any of which puts a person in the population (requirements 5.1)."""
        return tuple(self.get("population") or ())

    @property
    def warning_population(self) -> tuple[str, ...]:
        return tuple(self.get("warning_population") or ())

    @property
    def base_year(self) -> int | None:
        return self.get("base_year")

    @property
    def followup_interval_days(self) -> int | None:
        return self.get("followup_interval_days")

    @property
    def small_number(self) -> int:
        return self.get("small_number") or 0

    @property
    def scoring(self) -> str | None:
        """The id of the rule set under `policies/scoring/`, None when the region has no institution scores."""
        return self.get("scoring")
