"""The pages beside the map, as the header's menu lists them. A new page is one line here and one in `callbacks/pages.py`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dash import dcc, html

from layouts.address import Address


@dataclass(frozen=True, slots=True)
class Item:
    """`with_map`: the page stands beside the map, which shows the same selection. `layer`: what the map colours on entering.

    `by_rate`: the page is of one rate, which the header's layers choose.
    """

    path: str
    name: str
    about: str
    with_map: bool = False
    layer: str | None = None
    by_rate: bool = False


ITEMS = (
    Item("/villages", "空白点清单", "哪些村无医无室或有风险，谁来补", with_map=True, layer="blank_spots"),
    Item("/supervision", "重点督导对象", "哪些县该督、督几个县能管住多少", with_map=True, layer="institutions"),
    Item("/ways", "及格办法", "每个县最少做几件事，救活几家卫生院"),
    Item("/readings", "口径与敏感性", "换一种读法，哪些单位变结论"),
    Item("/whatif", "测算", "改一项投入或一条线，数字怎么变"),
    Item("/three", "三个“三”", "机构、人员、能力的缺口在哪一级"),
    Item("/panel", "三率面板", "差在哪里、差多少人，名次有多可靠", by_rate=True),
    Item("/funnel", "漏斗图", "哪些单位的差异不是人数少造成的", by_rate=True),
    Item("/missing", "缺口名单", "还差的人和病例是谁", by_rate=True),
    Item("/treatment", "大病救治工作单", "谁未救治、未填报、未销号"),
    Item("/duties", "签约与随访工作单", "到下月底要签、要访、要体检的人"),
    Item("/warned", "预警户", "谁待确认、待核准，谁还没有措施"),
    Item("/costs", "费用构成", "谁承担了多少，谁自付最多"),
    Item("/funds", "专项基金与减免", "按规定应补、已付、待付多少"),
    Item("/tasks", "任务分工", "各项任务进展到哪一步"),
    Item("/policy", "口径", "此时此地按什么规定，与别处有何不同"),
    Item("/filing", "填报及时性", "谁迟报、谁未报，迟了几天"),
    Item("/reporting", "报送看板", "各市州报了没有，离下次截止几天"),
    Item("/roster", "花名册", "名单变了什么，对各指标的分母影响多大"),
    Item("/quality", "数据质量", "哪些数字需要核对"),
    Item("/import", "数据导入", "上传、试导入、更正、发布、恢复"),
    Item("/boundaries", "边界导入", "本单位的县、乡、村边界：核对、对照、启用、撤销"),
)
WITH_MAP = frozenset({"/", *(item.path for item in ITEMS if item.with_map)})
BY_RATE = frozenset(item.path for item in ITEMS if item.by_rate)
LISTED = frozenset({"/", *(item.path for item in ITEMS)})
"""Pages under the common header."""


def links(address: Address) -> list[Any]:
    """One link per page, each with the month, region and preset in view."""
    return [
        dcc.Link(
            [html.Strong(item.name), html.Small(item.about)],
            href=address.href(item.path, points="", compare="", show="", find="", **_layer(item)),
            className="menu-item active" if item.path == address.path else "menu-item",
        )
        for item in ITEMS
    ]


def _layer(item: Item) -> dict[str, str]:
    return {"layer": item.layer} if item.layer else {}
