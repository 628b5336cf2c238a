"""Numbers, months and changes as officials write them."""

from __future__ import annotations

from datetime import date

from dashboard.ratio import Ratio

TIER = {"county": "县级医院", "township": "乡镇卫生院", "village": "行政村"}
LEVEL = {"nation": "全国", "province": "省", "city": "市州", "county": "县", "township": "乡镇", "village": "村"}
PRESET = {"default": "默认口径", "strict": "严格口径", "lenient": "宽松口径"}
SOURCE = "边界：天地图公开轮廓（WGS84，已简化）；区划：国家统计局统计用区划代码2023年版。示意图，不作划界依据。"
_SPARKS = "▁▂▃▄▅▆▇█"


def count(number: int) -> str:
    return f"{number:,}"


def percent(ratio: Ratio | None) -> str:
    """`84.3%`, truncated; 无数据 for 0/0 or no figures."""
    shown = ratio.percent() if ratio else None
    return "无数据" if shown is None else f"{shown}%"


def fraction(ratio: Ratio | None) -> str:
    return f"{count(ratio.numerator)}/{count(ratio.denominator)}" if ratio else ""


def month(text: str) -> str:
    """`2020-06` → `2020年6月`."""
    year, number = text.split("-")
    return f"{year}年{int(number)}月"


def day(when: date) -> str:
    return f"{when.month}月{when.day}日"


def target(text: str | None) -> str:
    """`>=90` → `≥90%`; `==100` → `100%`."""
    if not text:
        return ""
    for operator, sign in ((">=", "≥"), ("<=", "≤"), ("==", ""), (">", "＞"), ("<", "＜")):
        if text.startswith(operator):
            return f"{sign}{text[len(operator) :]}%"
    return f"{text}%"


def target_value(text: str | None) -> float | None:
    """The number of a target such as `>=90`."""
    return float(text.lstrip("<>=")) if text else None


def change(points: float | None) -> str:
    """`较上月 +2.1 个百分点`; empty without a month before."""
    if points is None:
        return ""
    return "较上月持平" if abs(points) < 0.05 else f"较上月 {points:+.1f} 个百分点".replace("-", "−")


def interval(bounds: tuple[float, float] | None) -> str:
    return f"95%区间 {bounds[0]:.1f}%～{bounds[1]:.1f}%" if bounds else ""


def spark(values: tuple[float | None, ...]) -> str:
    """Twelve months in block characters, scaled to their own span; a gap is a dot."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return ""
    low, span = min(known), (max(known) - min(known)) or 1.0
    return "".join("·" if v is None else _SPARKS[min(7, int((v - low) / span * 7.999))] for v in values)
