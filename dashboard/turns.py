"""From which month on another rule is followed: another profile, other targets, other scoring values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dashboard import months
from dashboard.policy.book import PolicyBook
from dashboard.policy.profile import Profile, Target
from dashboard.scoring.rules import RuleSet

_SIGNS = {">=": "≥", "<=": "≤", "==": "", ">": "＞", "<": "＜"}


@dataclass(frozen=True, slots=True)
class Turn:
    """`month` is the first that follows it; `words` say what changed against the month before."""

    month: str
    words: str


def turns(book: PolicyBook, held: Iterable[tuple[str, Profile | None]]) -> tuple[Turn, ...]:
    """The turns among months and the profiles in force at their ends, in order of months."""
    found: list[Turn] = []
    before: tuple[str, Profile | None] | None = None
    for month, profile in held:
        if before is not None and (said := _changes(book, *before, month, profile)):
            found.append(Turn(month, f"{months.label(month)}起" + "，".join(said)))
        before = (month, profile)
    return tuple(found)


def _changes(book: PolicyBook, earlier: str, one: Profile | None, later: str, other: Profile | None) -> list[str]:
    if one is None or other is None:
        return [] if one is other else [f"适用口径 {other.id}" if other else "无适用口径"]
    said = [f"口径由 {one.id} 改为 {other.id}"] if one.id != other.id else []
    days = months.as_of(earlier), months.as_of(later)
    for indicator in dict.fromkeys([*one.targets, *other.targets]):
        was, now = one.target(indicator, days[0]), other.target(indicator, days[1])
        if str(was) != str(now):
            info = book.indicators.get(indicator, {})
            said.append(f"{info.get('short') or info.get('name') or indicator}目标由{_words(was)}改为{_words(now)}")
    changed = _scoring(book, one, days[0], other, days[1])
    return [*said, f"机构评分规则有 {changed} 项改动"] if changed else said


def _words(target: Target | None) -> str:
    return f" {_SIGNS[target.op]}{target.value}% " if target else "无"


def _scoring(book: PolicyBook, one: Profile, first: date, other: Profile, second: date) -> int:
    """How many values of the institutions' scoring differ."""
    was, now = _values(book, one, first), _values(book, other, second)
    return sum(was.get(key) != now.get(key) for key in {*was, *now})


def _values(book: PolicyBook, profile: Profile, day: date) -> dict[str, object]:
    return RuleSet.read(profile.scoring, book.root).values(day) if profile.scoring else {}
