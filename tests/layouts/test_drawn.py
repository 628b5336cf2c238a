"""A table as one component: same cells, everything escaped; addresses keep what they should."""

from dash import dcc, html

from dashboard.selection import Selection
from layouts.address import Address
from layouts.drawn import as_text, drawn


def test_cells_links_and_attributes_survive():
    row = html.Tr([html.Td(dcc.Link("甲村", href="/?a=1&b=2"), className="x", **{"data-head": "村"}), html.Td(None), html.Td(3)])
    assert as_text(row) == '<tr><td class="x" data-head="村"><a href="/?a=1&amp;b=2">甲村</a></td><td></td><td>3</td></tr>'


def test_imported_text_stays_text():
    shown = drawn(html.Td("<script>alert(1)</script>", title='"><b>')).to_plotly_json()["props"]["data-html"]
    assert "<script>" not in shown
    assert '"><b>' not in shown


def test_an_address_reads_and_writes_its_own_keys():
    address = Address.parse("/villages", "?region=6327&flag=Z2&group=空白点")
    assert address.selection == Selection(region="6327")
    assert address.get("flag") == "Z2"
    assert Address.parse(*address.href(region="63").split("?")).get("flag") == "Z2"
    assert "flag" not in address.href(flag="")
    assert address.href("/ways", month="2020-05") == "/ways?region=6327&month=2020-05"


def test_a_style_is_written_as_css_has_it():
    bar = html.I(style={"backgroundColor": "#fff", "width": "3px"})
    assert as_text(bar) == '<i style="background-color: #fff; width: 3px"></i>'
