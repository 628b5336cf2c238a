"""Map files: content-hashed names, pre-compressed bytes, cached for ever."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, abort, request

from api.static import accepted


def blueprint(read: Callable[[str, str], bytes]) -> Blueprint:
    """`GET /geo/<name>`; `read(name, encoding)` gives the stored bytes for br, gzip or identity, LookupError/OSError for none."""
    geo = Blueprint("geo", __name__, url_prefix="/geo")

    @geo.get("/<name>")
    def file(name: str) -> Response:
        encoding = accepted(request) or "identity"
        try:
            answer = Response(read(name, encoding), mimetype="application/geo+json")
        except (LookupError, OSError):
            abort(404)
        answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        answer.vary.add("Accept-Encoding")
        if encoding != "identity":
            answer.content_encoding = encoding
        return answer

    return geo
