"""Finding regions by name, pinyin, initials or code among hundreds of thousands, in milliseconds and without an index to keep."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from pypinyin import lazy_pinyin

from geodata.pack import is_placeholder

CAREFUL_LENGTH = 6
"""Down to the county names are read as phrases (重庆 chóngqìng); below, character by character."""
MOST_HITS_PER_LEVEL = 4_000


class NameIndex:
    """Search over `codes` (ascending) and their `names`. Placeholder levels are left out.

    Pinyin is made when the first Latin query comes (a second a province, three for the nation)."""

    def __init__(self, codes: Sequence[str], names: Sequence[str]) -> None:
        self._codes = np.asarray(codes, dtype="U12")
        self._names = [name.replace("\n", " ") for name in names]
        lengths = np.char.str_len(self._codes)
        place = np.array([not is_placeholder(c, n) for c, n in zip(codes, names, strict=True)], dtype=bool)
        self._levels = [np.flatnonzero((lengths == n) & place) for n in (1, 2, 4, 6, 9, 12)]

    def find(self, text: str, limit: int = 20, within: str = "") -> list[int]:
        """Positions, best first: higher levels first, then names that begin with `text`, then in order of code.

        Digits ask for codes that begin so, Latin letters for full pinyin or initials, all else for a part of the name.
        `within` keeps to codes that begin with it.
        """
        text = "".join(text.lower().split())
        if not text:
            return []
        if text.isdecimal() and text.isascii():
            return self._by_code(text, limit, within)
        texts = self._latin if text.isascii() else self._plain
        found: list[int] = []
        for number, level in enumerate(self._levels):
            hits: dict[int, bool] = {}
            for blob in texts[number]:
                for row, first in blob.lines(text):
                    at = int(level[row])
                    if not within or self._codes[at].startswith(within):
                        hits[at] = hits.get(at, False) or first
            found += sorted(hits, key=lambda at: (not hits[at], at))
            if len(found) >= limit:
                break
        return found[:limit]

    def _by_code(self, digits: str, limit: int, within: str) -> list[int]:
        low, high = np.searchsorted(self._codes, [digits, digits + "~"])
        found = [int(at) for at in range(low, high) if not within or self._codes[at].startswith(within)]
        return sorted(found, key=lambda at: (len(self._codes[at]), at))[:limit]

    @cached_property
    def _plain(self) -> list[list[_Lines]]:
        return [[_Lines("\n".join(self._names[at] for at in level).lower())] for level in self._levels]

    @cached_property
    def _latin(self) -> list[list[_Lines]]:
        characters = set().union(*self._names) if self._names else set()
        characters.discard("\n")
        full = {ord(c): lazy_pinyin(c, errors=lambda other: other)[0].lower() for c in characters}
        initials = {code: reading[:1] for code, reading in full.items()}
        texts = []
        for level in self._levels:
            if len(level) and len(self._codes[level[0]]) <= CAREFUL_LENGTH:
                read = [lazy_pinyin(self._names[at]) for at in level]
                texts.append(
                    [
                        _Lines("\n".join("".join(syllables) for syllables in read).lower()),
                        _Lines("\n".join("".join(s[:1] for s in syllables) for syllables in read).lower()),
                    ]
                )
            else:
                joined = "\n".join(self._names[at] for at in level)
                texts.append([_Lines(joined.translate(full)), _Lines(joined.translate(initials))])
        return texts


class _Lines:
    """One text with a line per name: a search is a few `str.find` calls over the whole."""

    def __init__(self, text: str) -> None:
        self._text = "\n" + text
        self._starts = np.flatnonzero(np.frombuffer(self._text.encode("utf-32-le"), dtype=np.uint32) == ord("\n"))

    def lines(self, query: str) -> list[tuple[int, bool]]:
        """(line number, whether it begins with the query), beginnings first."""
        found: dict[int, bool] = {}
        for pattern, first in (("\n" + query, True), (query, False)):
            at = self._text.find(pattern)
            spots: list[int] = []
            while at >= 0 and len(spots) < MOST_HITS_PER_LEVEL:
                spots.append(at)
                at = self._text.find(pattern, at + 1)
            for line in np.searchsorted(self._starts, spots, side="right") - 1:
                found.setdefault(int(line), first)
        return list(found.items())
