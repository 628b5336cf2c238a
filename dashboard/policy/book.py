"""Reads `policies/` and answers which profile is in force where and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from dashboard import yaml_files
from dashboard.policy.profile import Profile, Target

POLICIES = Path(__file__).resolve().parents[2] / "policies"
_NATION = "0"
_OWN_KEYS = {"id", "name", "region", "inherits", "valid_from", "valid_to", "documents", "targets", "disease_lists"}


@dataclass(frozen=True)
class PolicyBook:
    """All policies of a folder. Profiles are few; look-ups walk the region's ancestors, nearest first."""

    root: Path
    documents: Mapping[str, Mapping[str, Any]]
    profiles: Mapping[str, Profile]

    def profile(self, profile_id: str) -> Profile:
        """The profile of that id; KeyError with the known ids otherwise."""
        try:
            return self.profiles[profile_id]
        except KeyError:
            raise KeyError(f"没有口径方案“{profile_id}”；可用：{'、'.join(sorted(self.profiles))}") from None

    def in_force(self, region: str, day: date) -> Profile | None:
        """The nearest ancestor's profile that is valid on `day` (requirements 5.3); None → 无适用口径."""
        valid = [p for p in self.profiles.values() if p.valid_on(day) and (p.region == _NATION or region.startswith(p.region))]
        return max(valid, key=lambda p: (p.region != _NATION, len(p.region), p.valid_from), default=None)

    def prefixes_in_force(self, provinces: set[str], day: date) -> dict[str, Profile | None]:
        """Region prefix → profile, such that the longest prefix of a village's code names the profile that counts it."""
        prefixes = set(provinces) | {
            p.region for p in self.profiles.values() if p.valid_on(day) and p.region != _NATION and p.region[:2] in provinces
        }
        return {prefix: self.in_force(prefix, day) for prefix in prefixes}

    def clause_of(self, profile: Profile) -> str:
        """The numbers of the profile's documents, for a source line."""
        return "、".join(str(self.documents[d]["number"]) for d in profile.documents)

    @cached_property
    def indicators(self) -> dict[str, dict[str, Any]]:
        """Indicator id → its definition, in order of id (policies/indicators/*.yaml)."""
        found = [yaml_files.read(path) for path in sorted((self.root / "indicators").glob("*.yaml"))]
        return {entry["id"]: entry for entry in found}


def load(root: Path = POLICIES) -> PolicyBook:
    """Every document and profile below `root`, inherited keys merged: a child's key replaces the parent's whole entry."""
    documents = {d["id"]: d for d in yaml_files.read(root / "documents.yaml")}
    raw = {entry["id"]: entry for entry in (yaml_files.read(path) for path in sorted((root / "profiles").glob("*.yaml")))}
    return PolicyBook(root, documents, {pid: _profile(_merged(pid, raw)) for pid in raw})


def _merged(profile_id: str, raw: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    own = raw[profile_id]
    if not own.get("inherits"):
        return own
    parent = _merged(own["inherits"], raw)
    merged = {**parent, **own}
    for key in ("targets", "disease_lists"):
        merged[key] = {**parent.get(key, {}), **own.get(key, {})}
    return merged


def _profile(entry: Mapping[str, Any]) -> Profile:
    return Profile(
        id=entry["id"],
        name=entry["name"],
        region=str(entry["region"]),
        valid_from=entry["valid_from"],
        valid_to=entry["valid_to"],
        documents=tuple(entry["documents"]),
        targets={key: tuple(Target(**t) for t in dated) for key, dated in entry.get("targets", {}).items()},
        disease_lists=dict(entry.get("disease_lists", {})),
        values={key: value for key, value in entry.items() if key not in _OWN_KEYS},
    )
