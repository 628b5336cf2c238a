"""What the browser needs for English: the page's language and title, and the few texts that scripts write themselves."""

from __future__ import annotations

import json
import re
from pathlib import Path

from layouts.language import pieces
from layouts.language.translator import Translator

_ASSETS = Path(__file__).resolve().parents[2] / "assets"
_SAID = re.compile(r"\bsay`((?:[^`$]|\$\{(?:[^{}`]|\{[^{}]*\})*\})*)`")
_VALUE = re.compile(r"\$\{(?:[^{}]|\{[^{}]*\})*\}")
_TITLE = re.compile(r"(?<=<title>)[^<]*(?=</title>)")


def script_messages(script: str) -> list[str]:
    """The texts that a script says (say`巡览 ${a}/${b}`), as msgids: 巡览 {0}/{1}."""
    return [pieces.numbered(_VALUE.split(said)) for said in _SAID.findall(script)]


def words(say: Translator) -> dict[str, str]:
    """Every text of the scripts → English, for `assets/language.js`."""
    texts = (text for path in sorted(_ASSETS.glob("*.js")) for text in script_messages(path.read_text("utf-8")))
    return {text: say.catalogue_text(text) for text in texts if pieces.is_chinese(text)}


def page(html: str, say: Translator) -> str:
    """The index page in English."""
    html = html.replace('<html lang="zh-CN">', '<html lang="en">', 1)
    html = _TITLE.sub(lambda title: say.text(title[0]).text, html, count=1)
    data = json.dumps(words(say), ensure_ascii=False).replace("<", "\\u003c")
    return html.replace("</head>", f'<script id="words" type="application/json">{data}</script></head>', 1)
