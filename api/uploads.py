"""What the import page sends and takes away besides its callbacks: uploads, lists of refused rows, templates."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from flask import Blueprint, Response, abort, jsonify, request, send_file
from werkzeug.exceptions import Forbidden, RequestEntityTooLarge

from api.v1 import viewer
from dashboard import importing
from dashboard.access import Action
from dashboard.records import TABLES
from dashboard.services import Services
from dashboard.services.boundaries import FORMATS
from dashboard.uploads import LARGEST_BYTES, Uploads

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def uploads(services: Services) -> Blueprint:
    """`/import/upload`, `/import/rejects.csv`, `/import/template/<table>.xlsx`."""
    blueprint = Blueprint("uploads", __name__, url_prefix="/import")
    kept = Uploads(services.imports.settings.jobs)

    @blueprint.post("/upload")
    def upload() -> Response | tuple[Response, int]:
        return _receive(kept, Action.IMPORT)

    @blueprint.get("/rejects.csv")
    def rejects() -> Response:
        asked = request.args
        path = services.imports.rejects(viewer(), asked.get("job"), asked.get("month", ""), asked.get("area", ""))
        return send_file(path, mimetype="text/csv", as_attachment=True, download_name="rejects.csv")

    @blueprint.get("/template/<table>.xlsx")
    def template(table: str) -> Response:
        if table not in TABLES:
            abort(404, f"没有表“{table}”")
        disposition = f"attachment; filename*=UTF-8''{quote(table)}.xlsx"
        return Response(importing.template(table), mimetype=_XLSX, headers={"Content-Disposition": disposition})

    return blueprint


def boundary_uploads(services: Services) -> Blueprint:
    """`/boundaries/upload`: the files of an office's own borders."""
    blueprint = Blueprint("boundary_uploads", __name__, url_prefix="/boundaries")
    kept = Uploads(services.boundaries.jobs.root, FORMATS)

    @blueprint.post("/upload")
    def upload() -> Response | tuple[Response, int]:
        return _receive(kept, Action.SET_BORDERS)

    return blueprint


def _receive(kept: Uploads, action: Action) -> Response | tuple[Response, int]:
    """One file of a page's visit."""
    viewer().check(action, viewer().area)
    origin = request.headers.get("Origin")
    if origin and urlsplit(origin).netloc != request.host:
        raise Forbidden("只接受本页面上传的文件")
    if (request.content_length or 0) > LARGEST_BYTES:
        raise RequestEntityTooLarge(f"文件超过 {LARGEST_BYTES >> 30} GB；请放到服务器上，由运维人员导入")
    file = request.files.get("file")
    try:
        if file is None:
            raise ValueError("没有收到文件")
        kept.keep(request.form.get("uploadId", ""), file.filename or "", file.stream)
    except ValueError as problem:
        return jsonify(detail=str(problem)), 422
    return jsonify(filename=file.filename)
