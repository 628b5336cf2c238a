"""`/api/v1/submissions/…`: provincial systems send records, see what became of them, and publish — three separate acts.

Senders are known by a bearer token (`python -m dashboard token add`), never by the session of a screen.
"""

from __future__ import annotations

import csv
import io
from typing import Any

from flask import Blueprint, Response, request
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Conflict, RequestEntityTooLarge, Unauthorized, UnsupportedMediaType

from api.errors import Invalid
from api.render import answer
from dashboard import months
from dashboard.access import Viewer
from dashboard.services import Services
from dashboard.services.imports import RefusedRowsError
from dashboard.tokens import Tokens

LARGEST_BYTES = 64 << 20
"""Of one request; more comes in several, which is why records are put in by key."""


def add(api: Blueprint, services: Services) -> None:
    """Adds the routes to the blueprint of `/api/v1`."""
    imports = services.imports
    tokens = Tokens(imports.settings.tokens)

    @api.post("/submissions/<period>/<table>")
    def submit(period: str, table: str) -> Response:
        who = sender(tokens)
        content, suffix = _body()
        try:
            return answer(imports.submit(who, _month(period), table, content, suffix))
        except ValueError as error:
            raise Invalid("body", str(error)) from None

    @api.get("/submissions/<period>")
    def submissions(period: str) -> Response:
        sent, waiting = imports.sent(sender(tokens), _month(period))
        return answer({"month": period, "submissions": sent, "waiting": waiting}, sent)

    @api.post("/submissions/<period>/publish")
    def publish(period: str) -> Response:
        accept = request.args.get("accept_rejects", "0")
        if accept not in ("0", "1"):
            raise Invalid("accept_rejects", "accept_rejects 只能是 0 或 1")
        try:
            version, rows = imports.publish_now(sender(tokens), _month(period), accept == "1")
        except RefusedRowsError as error:
            raise Conflict(str(error)) from None
        return answer({"month": period, "version": version, "rows": rows})


def sender(tokens: Tokens) -> Viewer:
    """Who sends this request; 401 without a valid token."""
    given = request.authorization
    found = tokens.viewer(given.token) if given and given.type == "bearer" and given.token else None
    if found is None:
        detail = "须以 Authorization: Bearer 令牌 报送；令牌由管理员用 python -m dashboard token add 发放"
        raise Unauthorized(detail, www_authenticate=WWWAuthenticate("bearer", {"realm": "submissions"}))
    return found


def _month(text: str) -> str:
    try:
        months.as_of(text)
    except ValueError as error:
        raise Invalid("month", str(error)) from None
    return text


def _body() -> tuple[bytes, str]:
    """The records as a table file, and what kind of file."""
    if (request.content_length or 0) > LARGEST_BYTES:
        raise RequestEntityTooLarge(f"一次最多 {LARGEST_BYTES >> 20} MB；请分批报送，已收到的行按关键字段覆盖")
    if request.mimetype == "text/csv":
        return request.get_data(cache=False), ".csv"
    if request.mimetype == "application/json":
        return _as_csv(request.get_json(silent=True)), ".csv"
    raise UnsupportedMediaType("正文应为 application/json（记录的数组）或 text/csv")


def _as_csv(records: Any) -> bytes:
    """JSON records as the importer reads them: one column per member name, one line per record."""
    if not isinstance(records, list) or not records or not all(isinstance(record, dict) for record in records):
        raise Invalid("body", "正文应为非空的 JSON 数组，每个元素是一条记录（对象）")
    header = list(dict.fromkeys(name for record in records for name in record))
    if not header:
        raise Invalid("body", "记录没有任何字段")
    if blank := next((n for n, record in enumerate(records, start=1) if not any(map(_cell, record.values()))), 0):
        raise Invalid("body", f"第 {blank} 条记录是空的")  # a blank line of a file is no row, a record would vanish
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows([_cell(record.get(name)) for name in header] for record in records)
    return out.getvalue().encode()


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case list():
            return ";".join(map(_cell, value))
        case dict():
            raise Invalid("body", "字段的值应为文字、数字、是否、空值或它们的数组")
    return str(value)
