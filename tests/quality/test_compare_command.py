"""`python -m dashboard compare`: two folders, one table of differences, and what is wrong with the input."""

import csv

from dashboard.__main__ import main

ROSTER = "人员编号,名单年度,家庭编号,行政村代码,是否建档立卡\n"


def folder(root, rows):
    root.mkdir()
    (root / "贫困人口花名册.csv").write_text(ROSTER + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return str(root)


def test_two_sources(tmp_path, capsys):
    village = "630102001001"
    one = folder(tmp_path / "one", [f"P1,2020,H1,{village},是", f"P2,2020,H1,{village},是"])
    two = folder(tmp_path / "two", [f"P1,2020,H1,{village},否"])
    out = tmp_path / "out" / "differences.csv"
    assert main(["compare", one, two, "--month", "2020-05", "--out", str(out)]) == 0
    with out.open(encoding="utf-8-sig") as handle:
        rows = list(csv.DictReader(handle))
    assert [(r["table"], r["county"], r["only_national"], r["differing"]) for r in rows] == [
        ("贫困人口花名册", "630102", "1", "1")
    ]
    assert capsys.readouterr().out == "differences.csv\t1\n"


def test_input_that_cannot_be_read(tmp_path, capsys):
    good = folder(tmp_path / "good", [])
    out = ["--month", "2020-05", "--out", str(tmp_path / "out.csv")]
    assert main(["compare", good, str(tmp_path / "absent"), *out]) == 2
    assert main(["compare", good, good, "--month", "May", "--out", str(tmp_path / "out.csv")]) == 2
    assert "absent" in capsys.readouterr().err
    assert not (tmp_path / "out.csv").exists()
