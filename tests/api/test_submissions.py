"""Provincial systems: records judged row by row, idempotent by key, published by a separate act, seen by their sender alone."""

import json

import pytest
from flask import Flask

import api
from dashboard.__main__ import main
from dashboard.publishing import Store
from dashboard.records import MonthRecords
from dashboard.services import Services
from dashboard.settings import Settings
from tests.importing.conftest import MONTH, base, visit

URL = f"/api/v1/submissions/{MONTH}"


@pytest.fixture
def settings(tmp_path, monkeypatch) -> Settings:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    return Settings.from_env()


@pytest.fixture
def client(settings):
    server = Flask("test")
    api.register(server, Services.from_settings(settings))
    return server.test_client()


@pytest.fixture
def sender(capsys):
    def made(name="省平台", area="63") -> dict[str, str]:
        assert main(["token", "add", "--name", name, "--area", area]) == 0
        return {"Authorization": f"Bearer {capsys.readouterr().out.strip()}"}

    return made


def post(client, headers, table, rows):
    return client.post(f"{URL}/{table}", json=rows, headers=headers)


def send_base(client, headers) -> None:
    for table, rows in base().items():
        answered = post(client, headers, table, rows)
        assert (answered.status_code, answered.json["refused"]) == (200, 0), answered.json


def test_sent_twice_stands_once_and_is_published_by_a_separate_act(client, sender, settings):
    headers = sender()
    send_base(client, headers)
    send_base(client, headers)
    assert Store(settings.store).months() == []
    answered = client.post(f"{URL}/publish", headers=headers)
    assert (answered.status_code, answered.json["version"]) == (200, 1)
    (part,) = Store(settings.store).parts(MONTH)
    assert MonthRecords.open(part).rows == sum(map(len, base().values()))
    assert client.get(f"/api/v1/regions/63?month={MONTH}").status_code == 200


def test_refused_rows_are_answered_and_stop_the_publication_until_it_is_said(client, sender, settings):
    headers = sender()
    send_base(client, headers)
    answered = post(client, headers, "诊疗费用", [visit("V2", 住院押金=-1), visit("V3", 人员编号="P9"), visit("V4")]).json
    assert (answered["rows"], answered["accepted"], answered["refused"]) == (3, 1, 2)
    assert [(line["row"], line["column"], line["value"]) for line in answered["rejects"]] == [
        (2, "住院押金", "-1"),
        (3, "人员编号", "P9"),
    ]
    stopped = client.post(f"{URL}/publish", headers=headers)
    assert (stopped.status_code, stopped.content_type) == (409, "application/problem+json")
    corrected = post(client, headers, "诊疗费用", [visit("V2", 住院押金=1)]).json
    assert (corrected["refused"], corrected["waiting_refused"]) == (0, 1)
    assert client.post(f"{URL}/publish?accept_rejects=1", headers=headers).status_code == 200
    assert Store(settings.store).months()[0].refused == 1


def test_later_records_are_put_over_the_version_in_force(client, sender, settings):
    headers = sender()
    send_base(client, headers)
    client.post(f"{URL}/publish", headers=headers)
    header = "就诊编号,人员编号,疾病编码,就诊类型,入院日期,出院日期,就诊日期,医疗总费用,个人自付"
    csv = f"{header}\nV9,P1,D1,门诊,,,2020-05-02,10元,10\n".encode("gb18030")
    answered = client.post(f"{URL}/诊疗费用", data=csv, content_type="text/csv", headers=headers).json
    assert (answered["accepted"], answered["repairs"]) == (1, {"数字写法": 1})
    assert client.post(f"{URL}/publish", headers=headers).json["version"] == 2
    (part,) = Store(settings.store).parts(MONTH)
    assert MonthRecords.open(part).frame("诊疗费用")["就诊编号"].tolist() == ["V1", "V9"]


def test_a_sender_sees_its_own_ledger_and_sends_only_for_its_area(client, sender):
    province, county = sender(), sender("县医院", "632802")
    send_base(client, province)
    elsewhere = post(client, county, "贫困户", [dict(base()["贫困户"][0])]).json
    assert (elsewhere["accepted"], elsewhere["refused"]) == (0, 1)  # a household of 632801
    sent = client.get(URL, headers=province).json
    assert len(sent["submissions"]) == len(base())
    assert all(entry["by"] == "省平台" and entry["files"][0]["sha256"] for entry in sent["submissions"])
    assert [entry["rows"] for entry in client.get(URL, headers=county).json["submissions"]] == [1]


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic eDp5"}])
def test_without_a_token_nothing_is_accepted(client, headers, settings):
    answered = post(client, headers, "诊疗费用", [visit()])
    assert (answered.status_code, answered.json["status"]) == (401, 401)
    assert answered.headers["WWW-Authenticate"].startswith("Bearer")
    assert not (settings.data_dir / "staged").exists()


def test_a_revoked_token_is_nobody(client, sender):
    headers = sender()
    assert main(["token", "revoke", "--name", "省平台"]) == 0
    assert client.get(URL, headers=headers).status_code == 401


def test_only_the_hash_of_a_token_is_kept(sender, settings):
    secret = sender()["Authorization"].split()[1]
    assert secret not in settings.tokens.read_text()
    assert settings.tokens.stat().st_mode & 0o077 == 0
    assert main(["token", "add", "--name", "省平台", "--area", "63"]) == 2
    assert main(["token", "add", "--name", "乡", "--area", "632801001"]) == 2


@pytest.mark.parametrize(
    ("path", "body", "kind", "status"),
    [
        (f"{URL}/诊疗费用", "[]", "application/json", 422),
        (f"{URL}/诊疗费用", "{", "application/json", 422),
        (f"{URL}/诊疗费用", '[{"就诊编号": {"a": 1}}]', "application/json", 422),
        (f"{URL}/诊疗费用", '[{"就诊编号": "V1"}, {}]', "application/json", 422),
        (f"{URL}/诊疗费用", '[{"就诊编号": "V1"}]', "application/json", 422),
        (f"{URL}/诊疗费用", "x", "text/plain", 415),
        (f"{URL}/没有此表", "[{}]", "application/json", 422),
        ("/api/v1/submissions/2020-13/诊疗费用", '[{"就诊编号": "V1"}]', "application/json", 422),
        (f"{URL}/publish", "", "application/json", 404),
    ],
)
def test_what_cannot_be_read_is_a_problem_document(client, sender, path, body, kind, status):
    answered = client.post(path, data=body, content_type=kind, headers=sender())
    assert (answered.status_code, answered.content_type) == (status, "application/problem+json"), answered.data
    assert json.loads(answered.data)["detail"]
