"""One imported folder → its counts, verdicts, items and ways to pass, kept beside its records as Arrow files."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from dashboard import rollup, roster, scoring
from dashboard.hierarchy import month_regions
from dashboard.policy import PolicyBook, Profile
from dashboard.publishing import frames
from dashboard.records import MonthRecords
from dashboard.rollup.facts import Facts
from dashboard.scoring.rules import DEFAULT
from dashboard.selection import PRESETS

BY_PRESET = ("verdicts", "items", "institutions", "ways")
"""Frames of a scoring policy that carry a `preset` column."""
ONCE = ("reading_changes", "village_facts", "village_watch")
"""Frames of a scoring policy that do not depend on the preset; facts and watch are those of the default readings."""
_SITE = ["机构编码", "经度", "纬度", "主要负责人"]


def derive(records: MonthRecords, book: PolicyBook, progress: Callable[[str], None] | None = None) -> Path:
    """Evaluates a folder under the policies in force and writes `derived/` beside its records; returns that folder.

    A province may hold regions under a policy of their own (连云港 in 江苏): every village is counted once, by the profile of
    its nearest ancestor. Regions without a valid profile have no counts and no verdicts, "无适用口径".
    """
    tell = progress or (lambda _: None)
    into = records.root / "derived"
    into.mkdir(exist_ok=True)
    regions = month_regions(records)
    provinces = {code[:2] for code in regions["code"] if code != "0"}
    prefixes = book.prefixes_in_force(provinces, records.as_of)
    counted: list[pd.DataFrame] = []
    warned: list[pd.DataFrame] = []
    scored: dict[str, list[pd.DataFrame]] = {name: [] for name in (*BY_PRESET, *ONCE)}
    missing: dict[str, Any] = {}
    for profile in {p.id: p for p in prefixes.values() if p is not None}.values():
        tell(f"{profile.id} 指标汇总")
        facts = Facts(records, profile)
        counts = _of_profile(rollup.counts(records, profile, facts=facts), "region_code", prefixes, profile)
        counted.append(counts)
        missing[profile.id] = rollup.missing_tables(records, profile)
        if profile.get("warning", "years"):
            warned.append(_of_profile(rollup.warnings(records, profile, facts=facts), "region_code", prefixes, profile))
        if profile.scoring:
            tell(f"{profile.id} 机构测算")
            own = _of_profile(regions, "code", prefixes, profile)
            frames_of = _scored(facts, own, counts, book, profile)
            for name, frame in frames_of.items():
                scored[name].append(frame)
            verdicts = frames_of["verdicts"]
            counted.append(rollup.from_verdicts(verdicts[verdicts["preset"] == DEFAULT].reset_index(drop=True)))
    frames.write(regions, into / "regions.arrow")
    frames.write(_joined(counted, ["region_code", "indicator", "numerator", "denominator"]), into / "counts.arrow")
    if warned:
        frames.write(pd.concat(warned, ignore_index=True), into / "warnings.arrow")
    for name, found in scored.items():
        if found:
            frames.write(pd.concat(found, ignore_index=True), into / f"{name}.arrow")
    meta = {"provinces": sorted(provinces), "missing": missing, "list_year": roster.list_year(records)}
    (into / "meta.json").write_text(json.dumps(meta, ensure_ascii=False), encoding="utf-8")
    return into


def _scored(
    facts: Facts, regions: pd.DataFrame, counts: pd.DataFrame, book: PolicyBook, profile: Profile
) -> dict[str, pd.DataFrame]:
    """Verdicts under the three presets, what each single reading would change, and the facts behind the village flags."""
    records = facts.records
    inputs = scoring.gather(records, regions, scoring.with_recounted(records, book, profile, counts, facts=facts))
    sensitivity = scoring.sensitivity(inputs, book, profile, records.as_of)
    sites = records.frame("医疗卫生机构", _SITE).drop_duplicates("机构编码").astype({"经度": "float64", "纬度": "float64"})
    sites.columns = pd.Index(["institution_code", "lon", "lat", "responsible"])
    found: dict[str, list[pd.DataFrame]] = {name: [] for name in BY_PRESET}
    for preset in PRESETS:
        rules = scoring.Rules.load(book, profile, records.as_of, preset)
        result = scoring.score(inputs, rules, sensitivity)
        institutions = result.institutions.merge(sites, on="institution_code", how="left")
        ways = scoring.ways(inputs, rules, result)
        for name, frame in zip(BY_PRESET, (result.verdicts, result.items, institutions, ways), strict=True):
            found[name].append(frame.assign(preset=preset))
    default = scoring.Rules.load(book, profile, records.as_of)
    return {
        **{name: pd.concat(parts, ignore_index=True) for name, parts in found.items()},
        "reading_changes": sensitivity.changes,
        "village_facts": scoring.village_facts(inputs, default),
        "village_watch": scoring.village_watch(inputs, default),
    }


def _of_profile(frame: pd.DataFrame, column: str, prefixes: dict[str, Profile | None], profile: Profile) -> pd.DataFrame:
    """The rows whose longest known prefix belongs to `profile`."""
    codes = frame[column].astype(str)
    owner = np.full(len(frame), "", dtype=object)
    for prefix in sorted(prefixes, key=len):
        in_force = prefixes[prefix]
        owner[codes.str.startswith(prefix).to_numpy()] = in_force.id if in_force else ""
    return frame[owner == profile.id].reset_index(drop=True)


def _joined(parts: list[pd.DataFrame], columns: list[str]) -> pd.DataFrame:
    return pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns)
