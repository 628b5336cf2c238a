"""Chinese text → English: whole messages first, then templates, then piece by piece; names are romanised.

A text that no message covers still leaves no Chinese behind: it is spelled in pinyin, at a cost that makes every message better.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import polib

from layouts.language import clauses, names, pieces

CATALOGUE = Path(__file__).resolve().parents[2] / "locales" / "en.po"
MOST_KEPT = 20_000
"""Texts kept translated; a full memory starts anew."""
_DEEPEST = 6
_HOLE = re.compile(r"\{(\d+)\}")
_CUTS = re.compile(r"([，；。、：（）·\u3000]|\s+|(?<=[\u3400-\u9fff])[(]|[)](?=[\u3400-\u9fff])|→|／|/|＋|(?<=[\u3400-\u9fff])\.(?=[\u3400-\u9fff]))")
_MARKS = str.maketrans(
    dict(zip("！？～〔〕％《》＞＜", "!?–[]%“”><", strict=True))
    | {"，": ", ", "；": "; ", "。": ". ", "、": ", ", "：": ": ", "（": " (", "）": ") ", "\u3000": "  "}
)
_TIDY = ((re.compile(r" {2,}(?=[,;:.)])| (?=[,;:)])"), ""), (re.compile(r"\( +"), "("), (re.compile(r" {2,}"), " "))


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
    english: str
    weight: int


class Translator:
    """Over one catalogue, which is read when the first English reader comes."""

    def __init__(self, catalogue: Path = CATALOGUE) -> None:
        self._catalogue = catalogue
        self._kept: dict[str, Said] = {}

    @cached_property
    def exact(self) -> dict[str, str]:
        """Messages without placeholders."""
        return {key: text for key, text in self._entries if not _HOLE.search(key)}

    @cached_property
    def _entries(self) -> list[tuple[str, str]]:
        return [(one.msgid, one.msgstr) for one in polib.pofile(str(self._catalogue), encoding="utf-8") if one.msgstr]

    @cached_property
    def _templates(self) -> list[_Template]:
        made = [_template(key, text) for key, text in self._entries if _HOLE.search(key)]
        return sorted(made, key=lambda one: -one.weight)

    def catalogue_text(self, msgid: str) -> str:
        """The English of one message, its placeholders still in it; the message itself when it has none."""
        before, core, after = pieces.trim(msgid)
        return _tidy(before.translate(_MARKS) + self._by_id.get(core, core) + after.translate(_MARKS)).strip()

    def covers(self, msgid: str) -> bool:
        """Has English, of its own or put together from that of its parts (clause numbers, dates, `表.列`)."""
        return msgid in self._by_id or (not _HOLE.search(msgid) and not self.text(msgid).cost)

    @cached_property
    def _by_id(self) -> dict[str, str]:
        return dict(self._entries)

    def text(self, chinese: str) -> Said:
        """A text without mark-up; what is not Chinese stays as it is."""
        if not pieces.is_chinese(chinese):
            return Said(_marked(chinese))
        before, core, after = pieces.trim(chinese)
        said = self._core(core, 0)
        if not (before or after):
            return said
        return Said(_tidy(before.translate(_MARKS) + said.text + after.translate(_MARKS)), said.cost)

    def _core(self, text: str, depth: int) -> Said:
        if not pieces.is_chinese(text):
            return Said(text.translate(_MARKS))
        if found := self._kept.get(text):
            return found
        said = self._made(text, depth)
        if len(self._kept) >= MOST_KEPT:
            self._kept.clear()
        self._kept[text] = said
        return said

    def _made(self, text: str, depth: int) -> Said:
        if (whole := self.exact.get(text)) is not None:
            return Said(whole)
        if (figure := clauses.figure(text)) is not None:
            return Said(figure)
        best = Said(names.romanised(text), 0.5 if names.is_name(text) else 1.0 + len(pieces.CHINESE.findall(text)), name=True)
        if depth >= _DEEPEST:
            return best
        for template in self._templates:
            if template.literal in text and (found := template.form.fullmatch(text)):
                parts = [self._part(part, depth) for part in found.groups()]
                cost = sum(part.cost for part in parts)
                if cost < best.cost or (best.name and cost <= best.cost):
                    best = Said(_tidy(_filled(template.english, parts)), cost)
                if not cost:
                    return best
        cut = self._cut(text, depth) if best.cost else best
        return cut if cut.cost < best.cost else best

    def _part(self, text: str, depth: int) -> Said:
        before, core, after = pieces.trim(text)
        said = self._core(core, depth + 1)
        return Said(before.translate(_MARKS) + said.text + after.translate(_MARKS), said.cost) if before or after else said

    def _cut(self, text: str, depth: int) -> Said:
        """Between marks of punctuation, each piece for itself."""
        parts = _CUTS.split(text)
        if len(parts) == 1:
            return Said(text, float("inf"))
        said = [self._core(part, depth + 1) if n % 2 == 0 else Said(part.translate(_MARKS)) for n, part in enumerate(parts)]
        return Said(_tidy("".join(part.text for part in said)), sum(part.cost for part in said))


def _filled(english: str, parts: list[Said]) -> str:
    return _HOLE.sub(lambda hole: parts[int(hole[1])].text, english)


def _template(key: str, english: str) -> _Template:
    fixed = _HOLE.split(key)[::2]
    order = [int(hole) for hole in _HOLE.findall(key)]
    if order != list(range(len(order))):
        raise ValueError(f"placeholders of {key!r} do not count from 0")
    form = "(.*?)".join(re.escape(part) for part in fixed)
    return _Template(max(fixed, key=len), re.compile(form, re.DOTALL), english, sum(len(part) for part in fixed))


def _marked(text: str) -> str:
    translated = text.translate(_MARKS)
    return text if translated == text else _tidy(translated)


def _tidy(text: str) -> str:
    for form, instead in _TIDY:
        text = form.sub(instead, text)
    return text
