"""The HTTP API over the hand-made months: same numbers as the services, RFC 9457 errors, a contract that names every route."""

from __future__ import annotations

import csv
import io

import pytest
import yaml
from openapi_spec_validator import validate

from api.v1 import _SPEC
from app import create_app
from tests.services.conftest import hand_services, hand_settings

__all__ = ["hand_services", "hand_settings"]


@pytest.fixture(scope="module")
def client(hand_settings, hand_services):
    return create_app(hand_settings, hand_services).server.test_client()


def test_the_contract_is_valid_and_names_every_route(client):
    spec = yaml.safe_load(_SPEC.read_text("utf-8"))
    validate(spec)
    served = {
        str(rule).removeprefix("/api/v1").replace("<", "{").replace(">", "}")
        for rule in client.application.url_map.iter_rules()
        if str(rule).startswith("/api/v1") and rule.endpoint != "v1.nowhere"
    }
    assert served == set(spec["paths"])


def test_months_and_operations(client):
    months = client.get("/api/v1/months").json["months"]
    assert [(m["month"], m["version"], m["refused"]) for m in months] == [("2020-05", 1, 0), ("2020-06", 1, 0)]
    assert client.get("/healthz").json == {"status": "ok"}
    assert client.get("/readyz").json["newest_month"] == "2020-06"
    assert b"warroom_requests_total" in client.get("/metrics").data


def test_children_as_json_and_csv_carry_the_same_counts(client):
    rows = client.get("/api/v1/regions/6327/children?layer=M-04&month=2020-05").json["items"]
    assert [(r["region"]["code"], r["ratio"]["numerator"], r["ratio"]["denominator"]) for r in rows] == [
        ("632701", 1, 2),
        ("632722", 1, 1),
    ]
    text = client.get("/api/v1/regions/6327/children?layer=M-04&month=2020-05&format=csv").data.decode("utf-8-sig")
    table = list(csv.DictReader(io.StringIO(text)))
    assert [(r["region.code"], r["ratio.numerator"], r["ratio.denominator"]) for r in table] == [
        ("632701", "1", "2"),
        ("632722", "1", "1"),
    ]


def test_newest_month_is_the_default(client):
    assert client.get("/api/v1/regions/632701").json["month"]["month"] == "2020-06"
    trend = client.get("/api/v1/regions/632701/trend?indicator=M-04").json
    assert [p["ratio"]["percent"] for p in trend["points"]] == ["50.0", "100.0"]
    assert trend["marks"] == []


def test_units_under_filters(client):
    found = client.get("/api/v1/units?region=63&month=2020-05&tier=county,township&status=未达标").json
    assert (found["total"], found["of"], found["by_child"]) == (1, 7, {"6327": 1})
    assert [(row["region"]["name"], row["institution_code"], row["total"]) for row in found["rows"]] == [("玉树市", "H1", "69")]
    assert client.get("/api/v1/units?region=63&month=2020-05&near=1").json["by_status"] == {"未达标": 1}
    assert client.get("/api/v1/units?region=63&rule=Z1&limit=0").json["rows"][0]["region"]["code"] == "632722100201"
    assert len(client.get("/api/v1/units?region=63&format=csv&limit=1").text.strip().splitlines()) == 8  # a file holds every row
    near = client.get("/api/v1/institutions?region=63&month=2020-05&rule=county.policy").json["institutions"]
    assert [one["code"] for one in near] == ["H1"]


def test_a_village_on_one_card(client):
    card = client.get("/api/v1/villages/632722100201").json
    assert (card["status"], card["nearest_doctor"]["km"], [case["code"] for case in card["cases"]]) == ("空白点", 9.3, ["Z4"])
    assert client.get("/api/v1/villages/632722").status_code == 404


def test_institutions_villages_and_ledger(client):
    found = client.get("/api/v1/institutions?region=63&tier=county&month=2020-05").json["institutions"]
    assert [(i["code"], i["total"], i["status"]) for i in found] == [("H1", "69", "未达标")]
    card = client.get("/api/v1/institutions/H1?month=2020-05").json
    assert [item["points"] for item in card["items"]] == ["10", "10", "20", "29"]
    villages = client.get("/api/v1/villages?region=63&status=空白点").json["villages"]
    assert sorted(v["region"]["code"] for v in villages) == ["632701100203", "632722100201"]
    assert [r["code"] for r in client.get("/api/v1/ledger?region=63&state=整改中").json["ledger"]] == ["Z1"]


@pytest.mark.parametrize(
    ("path", "status", "field"),
    [
        ("/regions/99", 404, None),
        ("/regions/12345", 422, "region"),
        ("/regions/63?month=2020-5", 422, "month"),
        ("/regions/63?month=2019-01", 404, None),
        ("/regions/63?preset=kind", 422, "preset"),
        ("/regions/63/children?layer=M-99", 422, "layer"),
        ("/regions/63/trend?indicator=M-99", 422, "indicator"),
        ("/institutions?tier=hospital", 422, "tier"),
        ("/units?rule=Z9", 422, "rule"),
        ("/units?near=0", 422, "near"),
        ("/units?within=101_36", 422, "within"),
        ("/units?limit=-1", 422, "limit"),
        ("/institutions/H9", 404, None),
        ("/nowhere", 404, None),
    ],
)
def test_errors_are_problem_documents(client, path, status, field):
    answer = client.get(f"/api/v1{path}")
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    assert {"type", "title", "status", "detail"} <= set(answer.json)
    assert answer.json.get("field") == field
