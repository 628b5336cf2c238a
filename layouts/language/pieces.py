"""How a text is cut for translation: the same rule for the sources (msgids) and for what is on its way to the browser."""

from __future__ import annotations

import re

CHINESE = re.compile(r"[\u3400-\u9fff]")
_TAG = re.compile(r"(<[^<>]*>|\n)")
_HOLE = re.compile(r"\{([a-z_]+|\d+)(?::[^{}]*)?\}")
_EDGE = " \u3000·，。；、：,;"
_OPENS = {"（": "）", "“": "”", "「": "」"}


def is_chinese(text: str) -> bool:
    return bool(CHINESE.search(text))


def tokens(text: str) -> list[str]:
    """Text and mark-up in turn: even positions are text, odd ones tags or line breaks."""
    return _TAG.split(text)


def trim(text: str) -> tuple[str, str, str]:
    """(what stands before, the core, what stands after): separators and a bracket around the whole are no part of a message."""
    core = text.strip(_EDGE)
    while core and _OPENS.get(core[0]) == core[-1] and core[1:-1].count(core[0]) == core[1:-1].count(core[-1]) == 0:
        core = core[1:-1].strip(_EDGE)
    at = text.find(core) if core else len(text)
    return text[:at], core, text[at + len(core) :]


def messages(text: str) -> list[str]:
    """The msgids in a text of the source; placeholders `{0}`, `{1}` … count anew in each."""
    found = [trim(part)[1] for part in tokens(text)[::2]]
    return [renumbered(part) for part in found if is_chinese(part)]


def renumbered(text: str) -> str:
    """Placeholders count from 0 in the order they stand."""
    return numbered(_HOLE.split(text)[::2])


def numbered(fixed: list[str]) -> str:
    """The fixed parts of a template, a numbered placeholder between each two."""
    return fixed[0] + "".join(f"{{{n}}}{part}" for n, part in enumerate(fixed[1:]))
