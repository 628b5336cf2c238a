"""Chinese text → English: whole messages first, then templates, then put together from parts; names are romanised.

A text that no message covers still leaves no Chinese behind: it is spelled in pinyin, at a cost that makes every message better.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path

import polib

from layouts.language import clauses, names, pieces

CATALOGUE = Path(__file__).resolve().parents[2] / "locales" / "en.po"
MOST_KEPT = 20_000
"""Texts kept translated; a full memory starts anew."""
_DEEPEST = 4
"""Templates within templates."""
_MOST_JOINED = 9
"""Pieces between marks that one message may span."""
_PER_PART, _PER_HOLE = 0.01, 0.004
"""What one more part costs: a message over the whole is better than the same words pieced together."""
_NAME, _SPELLED, _EMPTY, _ODD, _PAUSE, _WEAK = 0.5, 1.0, 0.002, 0.3, 0.05, 0.05
_STRONG = re.compile("[；。]|^[，：]")
"""Marks that seldom stand inside what fills a placeholder."""
_FIGURES = re.compile(r"[\d.,%+−-]+")
_WITH_PIECES = 100
"""Sets apart what is kept of a text as one thing and of the same text pieced together."""
_HOLE = re.compile(r"\{(\d+)\}")
_CUTS = re.compile(
    r"([，；。、：（）()<>·→／/＋“”\u3000①-⑳▲▼●■◆◇○✕☐]|\s+|(?<=[\u3400-\u9fff])\.(?=[\u3400-\u9fff])|\d+\.(?=[\u3400-\u9fff]))"
)
_CITED = re.compile(r"[，；。、：“”\s]|(?<=[\u3400-\u9fff])\.(?=[\u3400-\u9fff])")
"""What stands between the parts of a citation, or of a table and its column."""
_MARKS = str.maketrans(
    dict(zip("！？～〔〕％《》＞＜", "!?–[]%“”><", strict=True))
    | {"，": ", ", "；": "; ", "。": ". ", "、": ", ", "：": ": ", "（": " (", "）": ") ", "\u3000": "  "}
)
_TIDY = ((re.compile(r" +(?=[,;:)]|\.(?:\s|$))"), ""), (re.compile(r"([(“]) +"), r"\1"), (re.compile(r" {2,}"), " "))


@dataclass(frozen=True, slots=True)
class Said:
    """`cost` grows with what had to be spelled instead of translated; `name` says that the whole is a proper name."""

    text: str
    cost: float = 0.0
    name: bool = False


@dataclass(frozen=True, slots=True)
class _Template:
    literal: str
    """Its longest fixed part: texts without it are passed over quickly."""
    form: re.Pattern[str]
    holes: tuple[int, ...]
    """How many placeholders stand side by side, for each group of the form."""
    english: str
    weight: int
    doubt: float
    """What it costs by itself: one that fixes hardly a word fits by chance."""


class Translator:
    """Over one catalogue, which is read when the first English reader comes."""

    def __init__(self, catalogue: Path = CATALOGUE) -> None:
        self._catalogue = catalogue
        self._kept: dict[tuple[str, int], Said] = {}
        self._wholes: dict[str, Said | None] = {}

    @cached_property
    def _messages(self) -> dict[str, str]:
        return {one.msgid: one.msgstr for one in polib.pofile(str(self._catalogue), encoding="utf-8") if one.msgstr}

    @cached_property
    def _templates(self) -> list[_Template]:
        made = [_template(key, text) for key, text in self._messages.items() if _HOLE.search(key)]
        return sorted(made, key=lambda one: -one.weight)

    def catalogue_text(self, msgid: str) -> str:
        """The English of one message, its placeholders still in it; the message itself when it has none."""
        before, core, after = pieces.trim(msgid)
        return _tidy(before.translate(_MARKS) + self._messages.get(core, core) + after.translate(_MARKS)).strip()

    def covers(self, msgid: str) -> bool:
        """Has English, of its own or put together from that of its parts (clause numbers, dates, `表.列`)."""
        if msgid in self._messages or _HOLE.search(msgid):
            return msgid in self._messages
        parts = [part.strip() for part in _CITED.split(msgid)]
        return all(not pieces.is_chinese(part) or ((said := self._whole(part)) and not said.cost) for part in parts)

    def text(self, chinese: str) -> Said:
        """A text without mark-up; what is not Chinese stays as it is."""
        if not pieces.is_chinese(chinese):
            translated = chinese.translate(_MARKS)
            return Said(chinese if translated == chinese else _tidy(translated))
        return self._trimmed(chinese, 0)

    def _trimmed(self, text: str, depth: int) -> Said:
        before, core, after = pieces.trim(text)
        said = self._core(core, depth)
        if not (before or after):
            return said
        return Said(_tidy(before.translate(_MARKS) + said.text + after.translate(_MARKS)), said.cost)

    def _core(self, text: str, depth: int) -> Said:
        if not pieces.is_chinese(text):
            return Said(text.translate(_MARKS))
        key = (text, depth - _WITH_PIECES)
        if found := self._kept.get(key):
            return found
        said = self._alone(text, depth)
        if said.cost > _PER_PART and depth < _DEEPEST:
            said = min(said, self._pieced(text, depth), key=lambda one: one.cost)
        return self._keep(key, said)

    def _whole(self, text: str) -> Said | None:
        """A message, a figure or a proper name; None for anything else."""
        if text in self._wholes:
            return self._wholes[text]
        known = self._messages.get(text) or clauses.figure(text)
        said = Said(known) if known is not None else None
        if said is None and names.is_name(text):
            said = Said(names.romanised(text), _NAME, name=True)
        if len(self._wholes) >= MOST_KEPT:
            self._wholes.clear()
        self._wholes[text] = said
        return said

    def _alone(self, text: str, depth: int) -> Said:
        """As one thing, not pieced together."""
        key = (text, depth)
        if found := self._kept.get(key):
            return found
        whole = self._whole(text)
        if whole and not whole.cost:
            return whole
        ways = [*([whole] if whole else ()), *self._filled(text, depth), *self._joined(text)]
        said = min(ways, key=lambda one: one.cost, default=None)
        if said is None or said.cost > _SPELLED + len(pieces.CHINESE.findall(text)):
            said = _spelled(text)
        return self._keep(key, said)

    def _keep(self, key: tuple[str, int], said: Said) -> Said:
        if len(self._kept) >= MOST_KEPT:
            self._kept.clear()
        self._kept[key] = said
        return said

    def _filled(self, text: str, depth: int) -> Iterator[Said]:
        """By every template that fits, up to one that fits without rest."""
        if depth >= _DEEPEST:
            return
        for template in self._templates:
            if template.literal in text and (found := template.form.fullmatch(text)):
                parts = [part for chunk, holes in zip(found.groups(), template.holes, strict=True)
                         for part in self._shared(chunk, holes, depth + 1)]  # fmt: skip
                cost = _price(parts) + template.doubt
                yield Said(_tidy(_fill(template.english, parts)), cost)
                if cost <= template.doubt + _PER_HOLE * len(parts):
                    return

    def _shared(self, chunk: str, holes: int, depth: int) -> list[Said]:
        """A stretch of text over placeholders that stand side by side: a known thing first, a known thing last."""
        if holes == 1:
            return [self._part(chunk, depth)]
        inside = range(1, len(chunk))
        heads = [0, *(at for at in inside if self._whole(chunk[:at]))]
        tails = [*(at for at in inside if self._whole(chunk[at:]) or _FIGURES.fullmatch(chunk, at)), len(chunk)]
        cuts = [(at,) for at in {*heads, *tails}] if holes == 2 else [(a, b) for a in heads for b in tails if a <= b]
        ways = []
        for cut in cuts:
            edges = [0, *cut, *([len(chunk)] * (holes - len(cut)))]
            ways.append([self._part(chunk[a:b], depth) for a, b in pairwise(edges)])
        return min(ways, key=lambda parts: (round(_price(parts), 6), not parts[-1].text, not parts[0].text))

    def _part(self, text: str, depth: int) -> Said:
        """What fills a placeholder: as a rule something, and never a bare mark."""
        if not text.strip():
            return Said(text, _EMPTY)
        said = self._trimmed(text, depth)
        odd = _ODD * (len(_STRONG.findall(text)) + (text[-1] in "，：")) + _PAUSE * text.count("，")
        return Said(said.text, said.cost + odd, said.name) if odd else said

    def _joined(self, text: str) -> Iterator[Said]:
        """Two known things without anything between: 青海省 + 随访率, 玉树市 + 2020年3月."""
        for at in range(1, len(text)):
            if (left := self._whole(text[:at])) and (right := self._whole(text[at:])) and not (left.name and right.name):
                yield Said(f"{left.text} {right.text}", left.cost + right.cost + _PER_PART)

    def _pieced(self, text: str, depth: int) -> Said:
        """Between marks of punctuation: the cheapest way to part the text, a part reaching over any marks inside it."""
        cut = _CUTS.split(text)
        if len(cut) == 1:
            return Said(text, float("inf"))
        best: list[Said] = [Said("")]
        for end in range(1, len(cut) + 1):
            if end % 2 == 0:
                best.append(Said(best[-1].text + cut[end - 1].translate(_MARKS), best[-1].cost))
                continue
            first = max(0, end - 2 * _MOST_JOINED + 1)
            ways = (self._way(best[start], "".join(cut[start:end]), depth) for start in range(end - 1, first - 1, -2))
            best.append(min(ways, key=lambda one: one.cost))
        return Said(_tidy(best[-1].text), best[-1].cost)

    def _way(self, before: Said, text: str, depth: int) -> Said:
        said = self._alone(text, depth + 1) if pieces.is_chinese(text) else Said(text.translate(_MARKS))
        return Said(before.text + said.text, before.cost + said.cost + (_PER_PART if text else 0))


def _price(parts: list[Said]) -> float:
    return sum(part.cost + (_PER_HOLE if part.text else 0) for part in parts)


def _fill(english: str, parts: list[Said]) -> str:
    return _HOLE.sub(lambda hole: parts[int(hole[1])].text, english)


def _spelled(text: str) -> Said:
    return Said(_tidy(names.romanised(text).translate(_MARKS)), _SPELLED + len(pieces.CHINESE.findall(text)), name=True)


def _template(key: str, english: str) -> _Template:
    fixed = _HOLE.split(key)[::2]
    if _HOLE.findall(key) != [str(n) for n in range(len(fixed) - 1)]:
        raise ValueError(f"placeholders of {key!r} do not count from 0")
    form, holes = re.escape(fixed[0]), []
    for n, part in enumerate(fixed[1:], 1):
        if n == 1 or fixed[n - 1]:
            holes.append(0)
        holes[-1] += 1
        if part or n == len(fixed) - 1:
            form += _group(part if holes[-1] == 1 else "", dated=not "".join(fixed).strip("年月日")) + re.escape(part)
    weight = sum(len(part) for part in fixed)
    doubt = _WEAK if len(pieces.CHINESE.findall("".join(fixed))) < 2 else 0.0
    return _Template(max(fixed, key=len), re.compile(form, re.DOTALL), tuple(holes), english, weight, doubt)


def _group(part: str, dated: bool) -> str:
    """What stands before 年, 月, 日 is a number."""
    if dated:
        return r"([\d月日]+)"
    return r"(\d+)" if part[:1] in ("年", "月", "日") else "(.*?)"


def _tidy(text: str) -> str:
    for form, instead in _TIDY:
        text = form.sub(instead, text)
    return text
