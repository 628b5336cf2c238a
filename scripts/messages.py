"""Collects every Chinese text that a screen may show and keeps `locales/en.po` in step with it.

    python scripts/messages.py            lists texts without English, exits 1 if there are any
    python scripts/messages.py --update   adds them to the catalogue with an empty translation, drops what is no longer said

Command output and exported documents stay Chinese: `OUTSIDE`.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polib
import yaml

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from layouts.language import client, pieces  # noqa: E402
from layouts.language.translator import Translator  # noqa: E402

CATALOGUE = ROOT / "locales" / "en.po"
ROOMS = ("app.py", "layouts", "callbacks", "dashboard", "geodata")
OUTSIDE = (
    "dashboard/__main__.py",
    "dashboard/commands/",
    "dashboard/demo/",
    "dashboard/reports/",
    "dashboard/services/exports.py",
    "dashboard/importing/template.py",
    "dashboard/workbook.py",
    "geodata/names.py",
    "layouts/language/",
)
"""Commands, exported documents and demo data speak Chinese only."""
_NOT_TEXT = re.compile(
    r"\b(SELECT|WHERE|CASE WHEN|UNION|JOIN|OVER|IS NOT NULL|INSERT INTO|coalesce|concat|try_cast)\b"
    r"|^left\(|^\(?\{\d+\} (IN|=)|^[\"'].*[\"']$|\\[dsD(]|[\u3400-\u9fff]\|[\u3400-\u9fff]"
)
"""SQL and patterns are no texts."""
BY_HAND = "by-hand"
"""Flag of entries that no source says: parts of citations, names with an English of their own."""
NOT_SAID = frozenset({"aliases", "synonyms", "words", "issuer"})
"""Keys of policy files whose texts are compared with, not shown."""


def collect(root: Path = ROOT) -> dict[str, list[str]]:
    """msgid → the files that say it."""
    found: dict[str, list[str]] = {}
    for path, text in _texts(root):
        if _NOT_TEXT.search(text):
            continue
        for message in pieces.messages(text):
            places = found.setdefault(message, [])
            if path not in places:
                places.append(path)
    return found


def missing(root: Path = ROOT, catalogue: Path = CATALOGUE) -> dict[str, list[str]]:
    """Messages without English."""
    say = Translator(catalogue)
    return {message: places for message, places in collect(root).items() if not say.covers(message)}


def update(root: Path = ROOT, catalogue: Path = CATALOGUE) -> None:
    """The catalogue holds exactly the messages of the source, in their order, with the English known so far."""
    said = {entry.msgid: entry for entry in polib.pofile(str(catalogue))} if catalogue.exists() else {}
    book = polib.POFile(wrapwidth=0)
    book.metadata = {
        "Language": "en",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    say = Translator(catalogue) if catalogue.exists() else None
    for message, places in collect(root).items():
        old = said.get(message)
        if (old and old.msgstr) or not say or not say.covers(message):
            seen = [(place, "") for place in places]
            book.append(polib.POEntry(msgid=message, msgstr=old.msgstr if old else "", occurrences=seen))
    kept = {entry.msgid for entry in book}
    book.extend(entry for message, entry in said.items() if BY_HAND in entry.flags and message not in kept)
    book.save(str(catalogue))


def _texts(root: Path) -> Iterator[tuple[str, str]]:
    for room in ROOMS:
        for path in [root / room] if room.endswith(".py") else sorted((root / room).rglob("*.py")):
            place = path.relative_to(root).as_posix()
            if not place.startswith(OUTSIDE):
                yield from ((place, text) for text in _literals(path.read_text("utf-8")))
    for path in sorted((root / "assets").glob("*.js")):
        yield from ((path.relative_to(root).as_posix(), text) for text in client.script_messages(path.read_text("utf-8")))
    for path in sorted((root / "policies").rglob("*.yaml")):
        data = yaml.safe_load(path.read_text("utf-8"))
        texts = _columns(data) if path.parent.name == "columns" else _strings(data)
        yield from ((path.relative_to(root).as_posix(), text) for text in texts)


def _literals(source: str) -> Iterator[str]:
    """Strings but docstrings; an f-string is a template with its values numbered."""
    tree = ast.parse(source)
    passed = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    yield from _walk(tree, passed)


def _walk(node: ast.AST, passed: set[int]) -> Iterator[str]:
    if isinstance(node, ast.JoinedStr):
        values = [part for part in node.values if isinstance(part, ast.FormattedValue)]
        yield "".join(part.value if isinstance(part, ast.Constant) else f"{{{values.index(part)}}}" for part in node.values)
        for value in values:
            yield from _walk(value.value, passed)
    elif isinstance(node, ast.Constant):
        if isinstance(node.value, str) and id(node) not in passed:
            yield node.value
    else:
        for child in ast.iter_child_nodes(node):
            yield from _walk(child, passed)


def _columns(schema: dict[str, Any]) -> Iterator[str]:
    yield schema["table"]
    yield from schema["columns"]


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, one in value.items():
            if key not in NOT_SAID:
                yield str(key)
                yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)


def main() -> int:
    if "--update" in sys.argv:
        update()
    lacking = missing()
    for message, places in lacking.items():
        print(f"{message}\t{places[0]}")
    print(f"{len(lacking)} texts without English", file=sys.stderr)
    return 1 if lacking else 0


if __name__ == "__main__":
    raise SystemExit(main())
