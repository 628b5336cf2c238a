"""`/api/v1/boundaries`: provincial systems examine borders, put them in force and take them back; known by a bearer token."""

from __future__ import annotations

import tempfile
from pathlib import Path

from flask import Blueprint, Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from api.errors import Invalid
from api.render import answer
from api.submissions import sender
from dashboard.services import Services
from dashboard.services.boundaries import FORMATS
from dashboard.tokens import Tokens
from dashboard.uploads import LARGEST_BYTES, Uploads


def add(api: Blueprint, services: Services) -> None:
    """Adds the routes to the blueprint of `/api/v1`; senders are known by their bearer token."""
    borders = services.boundaries
    tokens = Tokens(services.imports.settings.tokens)

    @api.get("/boundaries")
    def versions() -> Response:
        desk = borders.desk(sender(tokens))
        return answer(desk, desk.versions)

    @api.post("/boundaries")
    def examine() -> Response:
        who, agreed = sender(tokens), request.args.get("replace", "0")
        if agreed not in ("0", "1"):
            raise Invalid("replace", "replace 只能是 0 或 1")
        if (request.content_length or 0) > LARGEST_BYTES:
            raise RequestEntityTooLarge(f"文件超过 {LARGEST_BYTES >> 30} GB，请拆分")
        with tempfile.TemporaryDirectory(prefix="boundaries-") as folder:
            try:
                files = _received(Path(folder))
                level, system = request.args.get("level", ""), request.args.get("crs", "auto")
                found, version = borders.examine_now(who, files, level, system, agreed == "1")
            except ValueError as problem:
                raise Invalid("file", str(problem)) from None
        return answer({"version": version or None, **{name: getattr(found, name) for name in ("layers", "levels", "parents")}})

    @api.post("/boundaries/undo")
    def undo() -> Response:
        return answer({"version": borders.undo(sender(tokens))})


def _received(folder: Path) -> list[Path]:
    """The files of a multipart request, side by side under their plain names."""
    kept, visit = Uploads(folder, FORMATS), "0" * 32
    names = []
    for file in request.files.getlist("file"):
        kept.keep(visit, file.filename or "", file.stream)
        names.append(file.filename or "")
    if not names:
        raise ValueError("请以 multipart/form-data 的 file 字段上传文件。")
    return kept.each(visit, names)
