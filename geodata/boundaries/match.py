"""Which region a feature is: by its code, else by its name within the county it lies in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from geodata import pack

LENGTH_OF_LEVEL = {word: length for length, word in pack.LEVEL_OF_LENGTH.items()}

_ENDINGS = re.compile(
    "(社区居民委员会|社区居委会|村民委员会|居民委员会|村委会|居委会|街道办事处|办事处|社区|街道|自治县|自治州|地区|嘎查|林区|特区|镇|乡|村|县|区|市|旗|盟|省)$"
)


def plain(name: str) -> str:
    """A name without blanks and the word for its kind: 香达镇 and 香达 are one place, as are 前买村 and 前买村委会."""
    name = re.sub(r"[\s（）()·]", "", name)
    for _ in range(2):
        shorter = _ENDINGS.sub("", name)
        if len(shorter) < 2:
            break
        name = shorter
    return name


def forms(raw: str) -> list[str]:
    """Codes that `raw` may mean, shortest first: without `.0`, blanks, the country prefix 156, and trailing zeros."""
    digits = re.sub(r"\.0+$", "", raw.strip())
    if not digits.isdecimal():
        return []
    bare = [digits]
    if digits.startswith("156") and len(digits) > 6:
        bare.append(digits[3:])
    found = []
    for text in bare:
        for length in pack.LEVEL_OF_LENGTH:
            if len(text) >= length and not text[length:].strip("0"):
                found.append(text[:length])
    return found


class Divisions:
    """The divisions of some provinces of the pack by code, and by parent and plain name."""

    def __init__(self, provinces: Iterable[str]) -> None:
        frame = pack.divisions(provinces)
        self.name = dict(zip(frame["code"], frame["name"], strict=True))
        differ = pack.differences()
        renamed = differ[differ["kind"] == pack.RENAMED]
        self.now = dict(zip(renamed["polygon"], renamed.index, strict=True))
        self.plain = {code: plain(name) for code, name in self.name.items()}
        self._by_name: dict[tuple[str, str], list[str]] = {}
        for code, name in self.plain.items():
            if len(code) in (6, 9, 12):
                above = code[:2] if len(code) == 6 else code[:6]
                self._by_name.setdefault((f"{above}/{len(code)}", name), []).append(code)

    def by_name(self, name: str, within: str, level: str) -> list[str]:
        """Codes of `level` named so in the county (or, for counties, the province) of `within`."""
        length = LENGTH_OF_LEVEL[level]
        above = within[:2] if length == 6 else within[:6]
        same = self._by_name.get((f"{above}/{length}", plain(name)), [])
        exact = [code for code in same if self.name[code] == name]
        return exact or same


@dataclass(frozen=True, slots=True)
class Columns:
    """Where a layer keeps codes and names; empty where it has none. `level` as guessed from the codes or names."""

    code: str
    name: str
    level: str


def columns(frame: pd.DataFrame, divisions: Divisions, level: str | None = None) -> Columns:
    """The columns with most known codes and most known names. A layer of villages often carries its township's code as well:
    among columns of known codes the one with most different values tells the level."""
    best_code, best_name, code_score, name_score, guessed = "", "", (0.0, 0), (0.0, 0), level or ""
    names = {name for code, name in divisions.plain.items() if not level or len(code) == LENGTH_OF_LEVEL[level]}
    for column in frame.columns:
        if column == "geometry":
            continue
        values = frame[column].astype(str)
        filled = max(1, int((values != "").sum()))
        read = [known(value, divisions, level) for value in values]
        hits = [code for code in read if code]
        score = (round(len(hits) / filled, 1), len(set(hits)))
        if hits and score[0] >= 0.3 and (score[1], score[0]) > (code_score[1], code_score[0]):
            best_code, code_score = column, score
            guessed = level or pack.LEVEL_OF_LENGTH[pd.Series([len(code) for code in hits]).mode().iloc[0]]
        score = (round(sum(plain(v) in names for v in values if v) / filled, 1), values.nunique())
        if score[0] >= 0.3 and (score[1], score[0]) > (name_score[1], name_score[0]):
            best_name, name_score = column, score
    if not guessed and best_name:
        guessed = _level_of_names(frame[best_name].tolist(), divisions)
    return Columns(best_code, best_name, guessed)


def _level_of_names(names: Sequence[str], divisions: Divisions) -> str:
    counts = dict.fromkeys(("county", "township", "village"), 0)
    wanted = {plain(name) for name in names}
    for code, name in divisions.plain.items():
        level = pack.LEVEL_OF_LENGTH[len(code)]
        if level in counts and name in wanted:
            counts[level] += 1
    endings = {"village": "村|社区|居委会|嘎查", "township": "镇|乡|街道", "county": "县|区|市|旗"}
    text = pd.Series(list(names))
    by_ending = {level: int(text.str.contains(f"(?:{words})$").sum()) for level, words in endings.items()}
    return max(counts, key=lambda level: (by_ending[level], counts[level]))


def known(raw: str, divisions: Divisions, level: str | None) -> str:
    """The code of the pack that `raw` means (at `level` when given), "" if none."""
    for code in forms(raw):
        code = divisions.now.get(code, code)
        if code in divisions.name and (level is None or len(code) == LENGTH_OF_LEVEL[level]):
            return code
    return ""


def unlisted(raw: str, divisions: Divisions, level: str) -> str:
    """A code of the right length below a county of the pack that the pack does not list (a newer or older roster), "" if none."""
    for code in forms(raw):
        if len(code) == LENGTH_OF_LEVEL[level] and len(code) > 6 and code[:6] in divisions.name:
            return code
    return ""
