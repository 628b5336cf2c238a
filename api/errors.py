"""Errors of `/api/` as RFC 9457 problem documents; other paths keep their HTML pages."""

from __future__ import annotations

import logging
from pathlib import Path

from flask import Flask, Response, json, request
from werkzeug.exceptions import HTTPException

from dashboard import storage
from dashboard.access import Forbidden
from dashboard.services import Unknown

log = logging.getLogger(__name__)


class Invalid(ValueError):
    """A query value that cannot be used; `field` names it."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def problem(status: int, title: str, detail: str, **extra: str) -> Response:
    """`application/problem+json` with type, title, status, detail, instance and any further members."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, "instance": request.path, **extra}
    return Response(json.dumps(body, ensure_ascii=False), status=status, content_type="application/problem+json")


def register_errors(server: Flask, data_dir: Path) -> None:
    """Maps what services raise to statuses: unknown 404, outside the caller's area 403, bad input 422, full disk 507."""

    @server.errorhandler(Unknown)
    def unknown(error: Unknown) -> Response:
        return problem(404, "不存在", str(error))

    @server.errorhandler(Forbidden)
    def forbidden(error: Forbidden) -> Response:
        return problem(403, "没有权限", str(error))

    @server.errorhandler(Invalid)
    def invalid(error: Invalid) -> Response:
        return problem(422, "参数有误", str(error), field=error.field)

    @server.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Response | HTTPException:
        if not request.path.startswith("/api/"):
            return error
        answer = problem(error.code or 500, error.name, error.description or "")
        answer.headers.update({key: value for key, value in error.get_headers() if key == "WWW-Authenticate"})
        return answer

    @server.errorhandler(Exception)
    def fault(error: Exception) -> Response:
        if storage.is_full(error):
            log.error("disk full at %s: %s", request.path, error)
            return problem(507, "磁盘已满", storage.words(data_dir))
        log.exception("fault at %s?%s", request.path, request.query_string.decode(errors="replace"))
        return problem(500, "系统故障", "系统处理这个请求时出错，已记录。请稍后重试；如仍出错，请把访问地址发给管理员。")
