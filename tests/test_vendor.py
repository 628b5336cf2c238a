"""The part of plotly.js that is shipped is the one Dash's graphs are written for."""

from pathlib import Path

from plotly.offline import get_plotlyjs_version

ROOT = Path(__file__).resolve().parents[1]


def test_the_shipped_plotly_is_of_the_version_that_plotly_py_brings():
    (script,) = (ROOT / "assets" / "vendor").glob("plotly-geo-*.min.js")
    version = get_plotlyjs_version()
    assert script.name == f"plotly-geo-{version}.min.js"
    assert f"plotly.js (geo - minified) v{version}" in script.read_text("utf-8")[:200]
    assert "MIT License" in script.with_name("plotly-geo.LICENSE").read_text("utf-8")
