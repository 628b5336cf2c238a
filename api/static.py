"""Scripts and styles go out pre-compressed and cacheable: compressing plotly.js for every visitor costs 0.2 s a time."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterable
from pathlib import Path

import brotli
from flask import Flask, Request, Response, request

from geodata.files import write_atomically

_KINDS = ("text/javascript", "application/javascript", "text/css", "application/json", "text/html", "image/svg+xml")
_PREFIXES = ("/_dash-component-suites/", "/assets/")
_LEAST_BYTES = 600


class Squeezed:
    """Compressed bodies by content hash, kept below `root`: best quality made in the background, quick until then."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir(parents=True, exist_ok=True)

    def body(self, data: bytes, encoding: str) -> bytes:
        """`data` as `br` or `gzip`; from the disk when it was prepared."""
        kept = self._path(data, encoding)
        return kept.read_bytes() if kept.exists() else quick(data, encoding)

    def prepare(self, bodies: Iterable[bytes]) -> None:
        """Best quality of every body, both encodings; those already there are left alone."""
        for data in bodies:
            for encoding in ("br", "gzip"):
                kept = self._path(data, encoding)
                if not kept.exists():
                    best = brotli.compress(data, quality=11) if encoding == "br" else gzip.compress(data, 9, mtime=0)
                    write_atomically(kept, best)

    def _path(self, data: bytes, encoding: str) -> Path:
        return self.root / f"{hashlib.sha256(data).hexdigest()[:24]}.{encoding}"


def quick(data: bytes, encoding: str) -> bytes:
    return brotli.compress(data, quality=4) if encoding == "br" else gzip.compress(data, 5, mtime=0)


def accepted(asked: Request) -> str | None:
    """The better encoding that the client accepts."""
    return next((encoding for encoding in ("br", "gzip") if asked.accept_encodings[encoding]), None)


def serve(server: Flask, root: Path) -> Squeezed:
    """Compresses what the server answers; call `prepare` on what is given back, in the background."""
    squeezed = Squeezed(root)

    @server.after_request
    def compress(response: Response) -> Response:
        encoding = accepted(request)
        fixed = request.path.startswith(_PREFIXES)
        if fixed and (request.args or ".v" in request.path):
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        if not encoding or response.status_code != 200 or response.mimetype not in _KINDS or response.content_encoding:
            return response
        response.direct_passthrough = False
        data = response.get_data()
        if len(data) >= _LEAST_BYTES:
            response.set_data(squeezed.body(data, encoding) if fixed else quick(data, encoding))
            response.content_encoding = encoding
            response.vary.add("Accept-Encoding")
        return response

    return squeezed
