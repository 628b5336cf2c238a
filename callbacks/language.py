"""Which language a reader has chosen, and the one seam where what leaves the app becomes English.

The choice is `lang=en` in the address (links keep it), else the cookie of the last visit; Chinese without either.
"""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

from flask import Flask, Request, Response, request

from layouts.language import client
from layouts.language.outgoing import Outgoing
from layouts.language.translator import Translator

LANGUAGES = ("zh-CN", "en")
COOKIE = "lang"
_ONE_YEAR_SECONDS = 365 * 24 * 3600
_ANSWERS = ("/_dash-layout", "/_dash-update-component")


def of(asked: Request) -> str:
    """`en` or `zh-CN`: the address of the page decides, which a callback names as its referrer."""
    for query in (asked.query_string.decode(), urlsplit(asked.referrer or "").query):
        wanted = parse_qs(query).get("lang", [""])[-1]
        if wanted in LANGUAGES:
            return wanted
    kept = asked.cookies.get(COOKIE, "")
    return kept if kept in LANGUAGES else LANGUAGES[0]


def register(server: Flask, translator: Translator | None = None) -> None:
    """Call it last: what is registered last sees an answer first, before it is compressed."""
    say = translator or Translator()
    outgoing = Outgoing(say)

    @server.after_request
    def speak(response: Response) -> Response:
        if response.status_code != 200 or response.content_encoding:
            return response
        if response.mimetype == "text/html" and "lang" in request.args:
            response.set_cookie(COOKIE, of(request), max_age=_ONE_YEAR_SECONDS, samesite="Lax")
        if of(request) != "en":
            return response
        if request.path in _ANSWERS and response.mimetype == "application/json":
            said = outgoing.value(json.loads(response.get_data()))
            response.set_data(json.dumps(said, ensure_ascii=False, separators=(",", ":")))
        elif response.mimetype == "text/html":
            response.set_data(client.page(response.get_data(as_text=True), say))
        return response
