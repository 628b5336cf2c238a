"""What a profile says, key by key with its clause; how two profiles differ; which held when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from dashboard import words, yaml_files
from dashboard.naming import area_name
from dashboard.policy.book import PolicyBook
from dashboard.policy.profile import Profile, Target

LABELS = {
    "documents": "文件",
    "region": "适用区划",
    "population": "人群",
    "warning_population": "预警人群",
    "base_year": "基准年",
    "data_years": "救治信息录入年度",
    "followup_interval_days": "随访间隔（天）",
    "small_number": "小样本线（分母）",
    "scoring": "机构评分规则",
    "writeoff": "销号规则",
    "disease_lists": "病种目录",
    "targets": "目标",
    "filing.inpatient_days": "住院信息填报时限（天）",
    "filing.chronic": "慢病填报",
    "filing.list_refresh": "名单更新",
    "filing.year_end_signoff": "年度核查签字",
    "warning.per_capita_self_pay_fen": "预警线（人均自付，元）",
    "warning.years": "预警年度",
    "warning.two_step_sources": "须县卫健、县扶贫两级核实核准的预警来源",
    "cadence.first_round": "首次报送",
    "cadence.then": "此后报送",
    "cadence.bulletin_institutions": "机构监测通报",
    "cadence.bulletin_costs": "住院费用通报",
    "cadence.bulletin_warning": "因病返贫通报",
    "village_rules.clinics_min": "每村卫生室（个，至少）",
    "village_rules.qualified_doctors_min": "每村合格村医（人，至少）",
    "funds.signing_yuan": "签约补助（元/人/年）",
    "funds.checkup_yuan": "体检补助（元/人）",
    "funds.chronic_drugs_cap_yuan": "慢病投药限额（元/人/年）",
    "funds.free_fees": "免收费用",
    "funds.discount_percent": "减收比例（%）",
    "funds.discount_items": "减收项目",
    "funds.cover_limit_yuan": "兜底限额（元/人/年）",
    "funds.extended_cover": "未脱贫人员其他病种兜底",
    "funds.near_cap_percent": "投药限额提示线（%）",
    "funds.paid_states": "台账“已支付”的写法",
    "funds.rejected_states": "台账“未通过”的写法",
}
WORDS = {
    "cured": "治愈后销号",
    "treated_and_filed": "救治并填报后销号",
    "monthly": "每月",
    "bimonthly": "每两月",
    "monthly_by_county": "每月按县",
    "month_end": "每月底",
}
UNDEFINED = "未规定"
_EACH_YEAR = re.compile(r"(\d\d)-(\d\d)")
"""A day of every year as month and day."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One value of a profile in words, and the clause it comes from."""

    key: str
    label: str
    value: str
    clause: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One key in two profiles; None where the profile does not define it."""

    key: str
    label: str
    one: Setting | None
    other: Setting | None

    @property
    def same(self) -> bool:
        return (self.one and self.one.value) == (self.other and self.other.value)


@dataclass(frozen=True, slots=True)
class Span:
    """A profile in force from a day to a day; `profile` None: 无适用口径."""

    since: date
    until: date
    profile: Profile | None


def settings(book: PolicyBook, profile: Profile) -> tuple[Setting, ...]:
    """Everything the profile says, inherited keys included, in the order of the labels."""
    found = {setting.key: setting for setting in _settings(book, profile)}
    order = list(LABELS)
    return tuple(sorted(found.values(), key=lambda s: (order.index(s.key.split(":")[0]), s.key)))


def difference(book: PolicyBook, one: Profile, other: Profile) -> tuple[Difference, ...]:
    """Key by key, equal ones included, so that a reader sees what is common too."""
    left, right = ({s.key: s for s in settings(book, p)} for p in (one, other))
    order = list(LABELS)
    keys = sorted({*left, *right}, key=lambda key: (order.index(key.split(":")[0]), key))
    return tuple(Difference(key, (left.get(key) or right[key]).label, left.get(key), right.get(key)) for key in keys)


def history(book: PolicyBook, region: str) -> tuple[Span, ...]:
    """Which profile held in the region, oldest first, from the first that ever did to the last; gaps stand as their own span."""
    own = [p for p in book.profiles.values() if p.region == "0" or region.startswith(p.region)]
    edges = sorted({day for p in own for day in (p.valid_from, p.valid_to + timedelta(days=1))})
    spans: list[Span] = []
    for first, after in pairwise(edges):
        held = book.in_force(region, first)
        if spans and spans[-1].profile is held:
            spans[-1] = Span(spans[-1].since, after - timedelta(days=1), held)
        else:
            spans.append(Span(first, after - timedelta(days=1), held))
    return tuple(spans)


def _settings(book: PolicyBook, profile: Profile) -> Iterator[Setting]:
    yield Setting("documents", LABELS["documents"], book.clause_of(profile), "")
    yield Setting("region", LABELS["region"], "全国" if profile.region == "0" else area_name(profile.region), "")
    for name, list_id in profile.disease_lists.items():
        entry = yaml_files.read(book.root / "diseases" / f"{list_id}.yaml")
        yield Setting(f"disease_lists:{name}", f"病种目录·{name}", f"{list_id}　{entry['name']}", str(entry["clause"]))
    for indicator, dated in profile.targets.items():
        name = book.indicators.get(indicator, {}).get("name", "")
        said = "；".join(_target(target) for target in dated)
        yield Setting(f"targets:{indicator}", f"目标·{indicator} {name}".strip(), said, dated[-1].clause)
    for key, entry in profile.values.items():
        if key == "inherits":
            continue
        if isinstance(entry, Mapping) and "value" not in entry:
            for part, value in entry.items():
                yield _setting(f"{key}.{part}", value)
        else:
            yield _setting(key, entry)


def _setting(key: str, entry: Any) -> Setting:
    value, clause = (entry["value"], entry.get("clause", "")) if isinstance(entry, Mapping) else (entry, "")
    said = _yuan(value) if key.endswith("_fen") else _words(value)
    return Setting(key, LABELS[key], said, clause or "")


def _yuan(fen: int) -> str:
    yuan, rest = divmod(fen, 100)
    return f"{yuan:,}.{rest:02d}" if rest else f"{yuan:,}"


def _words(value: Any) -> str:
    if value is None:
        return UNDEFINED
    if isinstance(value, date):
        return _day(value)
    if isinstance(value, str) and (each := _EACH_YEAR.fullmatch(value)):
        return f"每年{int(each[1])}月{int(each[2])}日"
    if isinstance(value, list):
        return "、".join(_words(part) for part in value)
    return WORDS.get(value, str(value).removeprefix("是否")) if isinstance(value, str) else str(value)


def _day(when: date) -> str:
    return f"{when.year}年{words.day(when)}"


def _target(target: Target) -> str:
    goal = f"{target.op.replace('==', '').replace('>=', '≥').replace('<=', '≤')}{target.value}%"
    by = f"（{_day(target.by)}前）" if target.by else ""
    aim = f"，力争 {target.aspiration}%" if target.aspiration else ""
    since = f"{_day(target.since)}起 " if target.since else ""
    return f"{since}{goal}{by}{aim}"
