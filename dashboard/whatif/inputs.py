"""A private copy of gathered inputs with some institutions changed; the original is never written to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

import numpy as np

from dashboard.scoring import Inputs
from dashboard.scoring.inputs import CountyInputs, Places, TownshipInputs
from dashboard.scoring.rates import REPORTED, Share

Given = Mapping[tuple[str, str], int]
"""(institution, input) → number, 1 for 是."""
_SHARES = {"三种慢病已签约人数": ("signing",), "三种慢病已随访人数": ("follow_up", "follow_up_strict")}
Tier = TypeVar("Tier", CountyInputs, TownshipInputs)


def with_fields(inputs: Inputs, given: Given) -> Inputs:
    """The inputs with these set; LookupError names an institution that is not among them."""
    known = set(inputs.county.places.code) | set(inputs.township.places.code)
    if unknown := sorted({institution for institution, _ in given} - known):
        raise LookupError(f"本区域没有参评机构 {'、'.join(unknown)}。")
    county, township = inputs.county, inputs.township
    for (institution, name), number in given.items():
        county, township = _county(county, institution, name, number), _township(township, institution, name, number)
    return replace(inputs, county=county, township=township)


def _county(inputs: CountyInputs, institution: str, name: str, number: int) -> CountyInputs:
    at = inputs.places.code == institution
    if not at.any():
        return inputs
    if name == "帮扶团队人数":
        unsaid = {**inputs.flags, "帮扶团队是否不少于5人": _set(inputs.flags["帮扶团队是否不少于5人"], at, -1)}
        return _heard(replace(inputs, team=_set(inputs.team, at, number), flags=unsaid), at)
    if name in inputs.flags:
        return _heard(replace(inputs, flags={**inputs.flags, name: _set(inputs.flags[name], at, number)}), at)
    return inputs


def _township(inputs: TownshipInputs, institution: str, name: str, number: int) -> TownshipInputs:
    at = inputs.places.code == institution
    if not at.any():
        return inputs
    if name in _SHARES:
        shares: dict[str, Any] = {key: _share(getattr(inputs, key), at, number) for key in _SHARES[name]}
        return _heard(replace(inputs, **shares), at)
    if name in inputs.flags:
        return _heard(replace(inputs, flags={**inputs.flags, name: _set(inputs.flags[name], at, number)}), at)
    if name in inputs.numbers:
        return _heard(replace(inputs, numbers={**inputs.numbers, name: _set(inputs.numbers[name], at, number)}), at)
    return inputs


def _heard(inputs: Tier, at: np.ndarray) -> Tier:
    """An institution with an answer is one that reports."""
    places: Places = inputs.places
    return replace(inputs, places=replace(places, reported=_set(places.reported, at, True)))


def _share(share: Share, at: np.ndarray, number: int) -> Share:
    """The numerator set, at most the denominator: nobody is signed who need not be."""
    most = np.where(share.denominator >= 0, np.minimum(number, share.denominator), number)
    numerator = np.where(at, most, share.numerator)
    return replace(share, numerator=numerator, source=_set(share.source, at, REPORTED))


def _set(values: np.ndarray, at: np.ndarray, value: int | bool) -> np.ndarray:
    changed = values.copy()
    changed[at] = value
    return changed
