"""The map as a picture: what stands on it, and the same bytes from screen, command and HTTP."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET

import pytest
from PIL import Image

from app import create_app
from dashboard.__main__ import main
from dashboard.access import LOCAL, Forbidden, Viewer
from dashboard.looks import LOOKS, class_of
from dashboard.reports import png
from dashboard.reports.map_picture import HEIGHT, WIDTH, ZOOM, map_picture
from dashboard.reports.map_svg import Plane, lines_of, placed
from dashboard.selection import Selection
from dashboard.services import Unknown

SVG = "{http://www.w3.org/2000/svg}"
QUESTION = Selection(region="6327", month="2020-06", layer="M-04")


@pytest.fixture(scope="module")
def client(hand_settings, hand_services):
    return create_app(hand_settings, hand_services).server.test_client()


def drawn(services, selection: Selection) -> ET.Element:
    return ET.fromstring(map_picture(services, LOCAL, selection, "svg")[1])


def said(picture: ET.Element) -> str:
    return "\n".join(line.text or "" for line in picture.iter(f"{SVG}text"))


def fills(picture: ET.Element) -> list[str]:
    return [path.get("fill") or "" for path in picture.iter(f"{SVG}path") if (path.get("d") or "").endswith("Z")]


def test_it_says_the_finding_what_it_rests_on_and_what_the_colours_mean(hand_services):
    told = said(drawn(hand_services, QUESTION)).replace("\n", "")
    overview = hand_services.overview(LOCAL, QUESTION)
    assert overview.finding in told
    for part in ("2020年6月", "随访率", "默认口径", "第1版", "6月30日", overview.policy_id, "目标 ≥90%", "小样本", "无数据"):
        assert part in told, part
    for part in ("天地图", "示意图，不作划界依据"):
        assert part in told, part
    assert "玉树市" in told


def test_made_up_borders_are_called_so(hand_services):
    assert "乡、村边界为示意" in said(drawn(hand_services, QUESTION.but(region="632701"))).replace("\n", "")
    assert "乡、村边界为示意" not in said(drawn(hand_services, QUESTION)).replace("\n", "")


def test_colours_and_patterns_are_those_of_the_screen(hand_services):
    picture = drawn(hand_services, QUESTION)
    children = hand_services.children(LOCAL, QUESTION).items
    wanted = [LOOKS[class_of(child, "M-04")].fill for child in children if not child.small_sample and child.ratio]
    found = fills(picture)
    assert all(fill in found for fill in wanted)
    assert found.count("url(#hatch)") == sum(class_of(child, "M-04") == "no_data" for child in children if child.drawn)
    patterns = {one.get("id") for one in picture.iter(f"{SVG}pattern")}
    used = set(re.findall(r"url\(#([\w-]+)\)", " ".join(found)))
    assert used
    assert used <= patterns


def test_points_and_their_symbols_are_in_it(hand_services):
    judged = QUESTION.but(region="63", points="county,township,village")
    picture = drawn(hand_services, judged)
    marks = [group for group in picture.iter(f"{SVG}g") if (group.get("transform") or "").startswith("translate")]
    points = hand_services.points(LOCAL, judged, ("county", "township", "village"))
    assert points
    assert len(marks) == len(points) + len({point.status for point in points})  # on the map, and in the legend
    assert "点位" in said(picture)


def test_a_village_is_marked_in_its_township(hand_services):
    village = drawn(hand_services, QUESTION.but(region="632722100201"))
    assert [path for path in village.iter(f"{SVG}path") if path.get("stroke-width") == "2.5"]
    assert "萨呼腾镇" in said(drawn(hand_services, QUESTION.but(region="632722")))


def test_the_nation_shows_the_dashed_line(hand_services):
    nation = drawn(hand_services, QUESTION.but(region="0"))
    assert [path for path in nation.iter(f"{SVG}path") if path.get("fill") == "none" and path.get("stroke-width") == "1.6"]


def test_command_screen_and_api_give_the_same_bytes(client, hand_settings, hand_services, tmp_path, monkeypatch):
    monkeypatch.setenv("DATA_DIR", str(hand_settings.data_dir))
    asked = "region=6327&month=2020-06&layer=M-04"
    for form, kind in (("svg", "image/svg+xml"), ("png", "image/png")):
        out = tmp_path / f"map.{form}"
        command = ["report", "map", "--region", "6327", "--month", "2020-06", "--layer", "M-04", "--out", str(out)]
        assert main(command) == 0
        by_screen = client.get(f"/export/map.{form}?{asked}")
        by_api = client.get(f"/api/v1/reports/map?{asked}&format={form}")
        assert by_screen.mimetype == by_api.mimetype == kind
        assert out.read_bytes() == by_screen.data == by_api.data
        assert "attachment" in by_screen.headers["Content-Disposition"]
    image = Image.open(io.BytesIO(by_api.data))
    image.load()
    assert image.size == (WIDTH * ZOOM, HEIGHT * ZOOM)
    assert len(image.convert("RGB").resize((160, 100)).getcolors(16000)) > 50, "not an empty sheet"


def test_what_changed_is_drawn_as_on_the_screen(client, hand_settings, hand_services, tmp_path, monkeypatch):
    monkeypatch.setenv("DATA_DIR", str(hand_settings.data_dir))
    plain, out = drawn(hand_services, QUESTION), tmp_path / "change.svg"
    changed = drawn(hand_services, QUESTION.but(compare="2020-05", show="change"))
    for part in ("2020年6月较2020年5月", "随访率较2020年5月的变化", "改善", "恶化", "任一月无数据"):
        assert part in said(changed), part
    assert "目标 ≥90%" not in said(changed).replace("\n", "")
    assert fills(changed) != fills(plain)
    asked = "region=6327&month=2020-06&layer=M-04&compare=2020-05"
    command = ["report", "map", "--region", "6327", "--month", "2020-06", "--compare", "2020-05", "--out", str(out)]
    assert main(command) == 0
    by_api = client.get(f"/api/v1/reports/map?{asked}&show=change")
    assert out.read_bytes() == client.get(f"/export/map.svg?{asked}&show=change").data == by_api.data
    assert client.get(f"/export/map.svg?{asked}").data == client.get("/export/map.svg?region=6327&month=2020-06&layer=M-04").data
    assert fills(drawn(hand_services, QUESTION.but(compare="1999-01", show="change"))) == fills(plain)


def test_what_is_looked_for_is_in_it_without_asking_for_points(hand_services):
    def shown(**more) -> int:
        return len(list(drawn(hand_services, QUESTION.but(**more)).iter(f"{SVG}g")))

    assert shown(find="tier:county") == shown(points="county") > shown()


def test_it_is_recorded_and_kept_from_those_outside(hand_services):
    map_picture(hand_services, LOCAL, QUESTION.but(layer="M-02"), "svg")
    entry = hand_services.lists.audit.entries("6327")[0]
    assert (entry.action, entry.region) == ("导出", "6327")
    assert "签约率" in entry.object
    with pytest.raises(Forbidden):
        map_picture(hand_services, Viewer("海东市", "city", "6302"), QUESTION, "svg")
    with pytest.raises(Unknown):
        map_picture(hand_services, LOCAL, QUESTION.but(region="6399"), "svg")


def test_wrong_questions_are_told(client, hand_settings, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("DATA_DIR", str(hand_settings.data_dir))
    assert main(["report", "map", "--layer", "M-99", "--out", str(tmp_path / "a.png")]) == 2
    assert "M-99" in capsys.readouterr().err
    assert client.get("/api/v1/reports/map?format=gif").status_code == 422
    assert client.get("/api/v1/reports/map?points=ward").status_code == 422
    assert client.get("/api/v1/reports/map?region=6399").status_code == 404


def test_without_a_chinese_font_it_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.delenv("FONT_DIR", raising=False)
    with pytest.raises(png.NoFontError, match="FONT_DIR"):
        png.fonts((str(tmp_path),))
    (tmp_path / "NotoSansSC-Regular.otf").touch()
    (tmp_path / "NotoSansSC-Thin.otf").touch()
    assert [name.rsplit("-", 1)[1] for name in png.fonts((str(tmp_path), "nowhere"))] == ["Regular.otf", "Thin.otf"]


def test_the_plane_keeps_the_region_inside_its_box():
    plane = Plane.of((100.0, 30.0, 110.0, 36.0), 40, 50, 800, 300)
    for lon, lat in ((100, 30), (110, 36), (100, 36), (110, 30)):
        x, y = plane.at(lon, lat)
        assert 40 < x < 840
        assert 50 < y < 350
    assert plane.at(105, 33)[0] == pytest.approx(440)


def test_names_give_way_and_marks_stay():
    names = [("甲县", "", 0.0, 0.0), ("乙县", "", 5.0, 0.0), ("丙县", "▲", 6.0, 0.0), ("丁县", "", 300.0, 0.0)]
    assert [text for text, _, _ in placed(names, 16)] == ["甲县", "▲", "丁县"]


def test_lines_break_before_no_closing_mark():
    lines = lines_of("玉树州六县中四县随访率未达九成，还差一千人。", 20, 300)
    assert len(lines) > 1
    assert not [line for line in lines if line[0] in "，。"]
