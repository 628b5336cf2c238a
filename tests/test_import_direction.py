"""Imports run one way: app → callbacks / api → layouts → dashboard → geodata; the core knows no web library."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ALLOWED = {
    "geodata": set(),
    "dashboard": {"geodata"},
    "layouts": {"dashboard", "geodata"},
    "callbacks": {"layouts", "dashboard", "geodata"},
    "api": {"dashboard", "geodata"},
    "app": {"callbacks", "api", "layouts", "dashboard", "geodata"},
}
WEB = {"dash", "plotly", "flask", "feffery_antd_components", "feffery_utils_components", "flask_caching"}


def imported(path: Path) -> set[str]:
    tree = ast.parse(path.read_text("utf-8"))
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


def files(room: str) -> list[Path]:
    return [ROOT / "app.py"] if room == "app" else sorted((ROOT / room).rglob("*.py"))


@pytest.mark.parametrize("room", ALLOWED)
def test_rooms_import_only_what_lies_below(room):
    found = files(room)
    assert found, f"{room} holds no module"
    for path in found:
        above = (imported(path) & set(ALLOWED)) - ALLOWED[room] - {room}
        assert not above, f"{path.relative_to(ROOT)} imports {above}"


@pytest.mark.parametrize("room", ["dashboard", "geodata"])
def test_the_core_knows_no_web_library(room):
    for path in files(room):
        assert not imported(path) & WEB, path.relative_to(ROOT)
