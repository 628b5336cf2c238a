"""Service answers as JSON or CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from flask import Response, json, request

from dashboard.ratio import Ratio


def plain(value: Any) -> Any:
    """Dataclasses, ratios and dates as JSON types; a ratio carries its counts and its truncated percentage."""
    if isinstance(value, Ratio):
        return {"numerator": value.numerator, "denominator": value.denominator, "percent": value.percent()}
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def answer(value: Any, rows: Sequence[Any] | None = None) -> Response:
    """JSON of `value`, or with `?format=csv` its `rows` flattened (nested members joined by a dot), UTF-8 with BOM."""
    if request.args.get("format") == "csv" and rows is not None:
        return Response(_csv([_flat(plain(row)) for row in rows]), content_type="text/csv; charset=utf-8")
    return Response(json.dumps(plain(value), ensure_ascii=False), content_type="application/json; charset=utf-8")


def _flat(value: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, item in value.items():
        if isinstance(item, Mapping):
            flat.update(_flat(item, f"{prefix}{key}."))
        elif isinstance(item, list):
            flat[prefix + key] = ";".join("" if part is None else str(part) for part in item)
        else:
            flat[prefix + key] = item
    return flat


def _csv(rows: list[dict[str, Any]]) -> str:
    header = list(dict.fromkeys(key for row in rows for key in row))
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.DictWriter(out, header, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
