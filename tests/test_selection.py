from hypothesis import given
from hypothesis import strategies as st

from dashboard.selection import PRESETS, Selection

texts = st.text(alphabet="0123456789-abcMQ一,", max_size=12)


@given(
    region=st.one_of(st.none(), st.from_regex(r"[1-9]\d{1,11}", fullmatch=True)),
    month=st.one_of(st.none(), st.just("2020-06")),
    layer=st.sampled_from(["M-01", "M-04", "institutions"]),
    preset=st.sampled_from(PRESETS),
    points=st.sampled_from(["", "county", "county,village"]),
)
def test_a_link_holds_the_whole_view(region, month, layer, preset, points):
    chosen = Selection(region=region, month=month, layer=layer, preset=preset, points=points)
    assert Selection.from_query(chosen.query()) == chosen


def test_defaults_make_an_empty_link():
    assert Selection().query() == ""


def test_unknown_keys_and_presets_fall_back():
    assert Selection.from_query("?region=63&colour=red&preset=kind") == Selection(region="63")
