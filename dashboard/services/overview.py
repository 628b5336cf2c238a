"""Everything beside the map, and the one sentence that opens the screen."""

from __future__ import annotations

from dashboard import months
from dashboard.hierarchy import NATION
from dashboard.publishing.cube import TIER_STATUS, TIERS, UNIT_KEYS
from dashboard.selection import PRESETS, UNIT_LAYERS, Selection
from dashboard.services.base import Context
from dashboard.services.children import children
from dashboard.services.models import BELOW, MET, NOT_JUDGED, Children, Overview, RateValue, TierCounts
from dashboard.services.rates import panel_indicators, panels, rate_value

LEVEL_WORDS = {"nation": "全国", "province": "省", "city": "市（州）", "county": "县", "township": "乡镇", "village": "村"}
LAYER_WORDS = {"institutions": "机构达标", "blank_spots": "空白点"}


def layers(context: Context, month: str, region: str) -> tuple[tuple[str, str], ...]:
    """Map layers (id, label) that the policy in force defines; institution layers only where it scores institutions."""
    profile = context.profile(region, month)
    rates = [(i, context.indicator_infos[i].short) for i in panel_indicators(profile) if i in context.indicator_infos]
    units = list(LAYER_WORDS.items()) if context.cube(month).judged and _scored(context, month, region) else []
    return (*rates, *units)


def _scored(context: Context, month: str, region: str) -> bool:
    """Whether a policy with institution scores holds in the region or somewhere below: the rest of the month may have some."""
    profile, day = context.profile(region, month), months.as_of(month)
    below = (p for p in context.book.profiles.values() if p.valid_on(day) and (region == NATION or p.region.startswith(region)))
    return (profile is not None and profile.scoring is not None) or any(p.scoring for p in below)


def overview(context: Context, selection: Selection) -> Overview:
    """For a resolved selection."""
    month, region = str(selection.month), str(selection.region)
    cube = context.cube(month)
    profile = context.profile(region, month)
    return Overview(
        region=context.ref(cube, context.position(cube, region)),
        path=context.path(cube, region),
        month=context.month_info(month),
        policy_id=profile.id if profile else None,
        policy_name=profile.name if profile else None,
        policy_documents=context.book.clause_of(profile) if profile else "",
        finding=finding(context, selection),
        rates=panels(context, month, region),
        tiers=tier_counts(context, month, region, selection.preset),
        not_reported=_not_reported(context, month, region),
    )


def tier_counts(context: Context, month: str, region: str, preset: str) -> tuple[TierCounts, ...]:
    """Units by tier and status; empty where no policy scores institutions."""
    cube = context.cube(month)
    if not cube.judged:
        return ()
    at = context.position(cube, region)
    earlier = context.before(month)
    then = _units(context, earlier, region, preset) if earlier else None
    now = cube.units[PRESETS.index(preset)][:, at]
    found = []
    for number, tier in enumerate(TIERS):
        counts = {word: int(now[UNIT_KEYS.index((tier, word))]) for word in TIER_STATUS[tier]}
        previous = {word: then[(tier, word)] for word in TIER_STATUS[tier]} if then else None
        if sum(counts.values()):
            found.append(TierCounts(tier, counts, int(cube.sensitive[number, at]), previous))
    return tuple(found)


def _units(context: Context, month: str, region: str, preset: str) -> dict[tuple[str, str], int] | None:
    cube = context.cube(month)
    at = cube.tree.find(region)
    if at < 0 or not cube.judged:
        return None
    return {key: int(n) for key, n in zip(UNIT_KEYS, cube.units[PRESETS.index(preset)][:, at], strict=True)}


def _not_reported(context: Context, month: str, region: str) -> tuple[str, ...]:
    profile = context.profile(region, month)
    missing = context.cube(month).missing(profile.id, region) if profile else {}
    return tuple(sorted({table for tables in missing.values() for table in tables}))


def finding(context: Context, selection: Selection) -> str:
    """玉树州 6 县中 4 县随访率未达 90%，达到目标还差 1,243 人，较上月 +2.1 个百分点。"""
    month, region, layer = str(selection.month), str(selection.region), selection.layer
    below = children(context, month, region, layer, selection.preset)
    if layer in UNIT_LAYERS:
        return _units_finding(context, selection, below)
    info = context.indicator_infos.get(layer)
    if info is None:
        return f"{below.parent.name}：没有指标“{layer}”。"
    value = rate_value(context, month, region, layer)
    name = below.parent.name
    if value.ratio is None:
        return f"{name}{months.label(month)}{info.short}无数据：{value.absent_because}。"
    behind = [child for child in below.items if child.status == BELOW]
    if value.target is None:
        said = f"{name}{info.short} {value.ratio.percent()}%，{_missing_words(value, info.unit)}"
        if behind:  # a region without a target of its own above regions that have one
            return f"{said}；按各地目标 {len(behind)} 个{LEVEL_WORDS[behind[0].region.level]}未达标{_change_words(value)}。"
        profile = context.profile(region, month)
        why = f"“{profile.name}”口径没有给它定目标" if profile else "该月无适用口径"
        return f"{said}；{why}，不作达标判定。"
    goal = value.target.lstrip("=><")
    change = _change_words(value)
    if value.status == MET and not behind:
        return f"{name}{info.short} {value.ratio.percent()}%，已达到 {goal}% 目标{change}。"
    where = ""
    if below.items:
        level = LEVEL_WORDS[below.items[0].region.level]
        judged = sum(child.status in (MET, BELOW) for child in below.items)
        where = f" {judged} 个{level}中 {len(behind)} 个" if judged else ""
    words = f"达到目标还差 {value.short:,} {info.unit}" if value.short else "本级已达标"
    return f"{name}{where}{info.short}未达 {goal}%，{words}{change}。"


def _missing_words(value: RateValue, unit: str) -> str:
    return f"还差 {value.ratio.missing:,} {unit}" if value.ratio else "无数据"


def _change_words(value: RateValue) -> str:
    if value.change_points is None:
        return ""
    if abs(value.change_points) < 0.05:
        return "，与上月持平"
    return f"，较上月 {_signed(value.change_points, 1)} 个百分点"


def _units_finding(context: Context, selection: Selection, below: Children) -> str:
    tiers = tier_counts(context, str(selection.month), str(selection.region), selection.preset)
    name = below.parent.name
    by_tier = {t.tier: t for t in tiers}
    profile = context.profile(str(selection.region), str(selection.month))
    if below.parent.level == "village" and profile and profile.scoring:
        counts = by_tier["village"].counts if tiers else {NOT_JUDGED: 1}
        return f"{name}：{'、'.join(word for word, units in counts.items() if units)}。"
    if not tiers:
        return f"{name}：该月没有对机构评分的政策口径，不作判定。"
    if selection.layer == "blank_spots":
        villages = by_tier.get("village")
        if villages is None:
            return f"{name}没有纳入判定的行政村。"
        blank, risk = villages.counts["空白点"], villages.counts["有风险"]
        since = _since(villages, ("空白点", "有风险"))
        return f"{name} {villages.units:,} 个行政村中有空白点 {blank:,} 个、有风险 {risk:,} 个{since}。"
    said = []
    for tier, words in (("county", "个县的县级医院"), ("township", "个乡镇的卫生院")):
        if tier in by_tier:
            found = by_tier[tier]
            behind = ("未达标", "缺报", "无机构")
            parts = "、".join(f"{w} {found.counts[w]:,}" for w in behind if found.counts[w])
            said.append(
                f"{found.units:,} {words}中{parts}{_since(found, behind)}" if parts else f"{found.units:,} {words}全部达标"
            )
    return f"{name} {'；'.join(said)}。"


def _since(tier: TierCounts, words: tuple[str, ...]) -> str:
    if tier.previous is None:
        return ""
    difference = sum(tier.counts[w] - tier.previous[w] for w in words)
    return f"（较上月 {_signed(difference, 0)}）" if difference else "（与上月持平）"


def _signed(number: float, decimals: int) -> str:
    """With a true minus sign: in a sentence the hyphen reads as a range."""
    return f"{number:+,.{decimals}f}".replace("-", "−")
