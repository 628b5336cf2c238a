"""What may be changed, and a set of changes as text: it travels in the URL and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.scoring.gathering import COUNTY_FLAGS, DEVICES, TEAM_ANSWER


@dataclass(frozen=True, slots=True)
class Field:
    """An input of an institution. `flag`: 是 or 否, else a count up to `most`."""

    name: str
    tier: str
    flag: bool = False
    unit: str = ""
    most: int = 10_000


@dataclass(frozen=True, slots=True)
class Value:
    """A number of the rules in force."""

    key: str
    name: str
    unit: str
    most: int


FIELDS: dict[str, Field] = {
    one.name: one
    for one in (
        *(Field(name, "county", flag=True) for name in COUNTY_FLAGS if name != TEAM_ANSWER),  # the number says it
        Field("帮扶团队人数", "county", unit="人", most=100),
        *(Field(f"是否有{device}", "township", flag=True) for device in DEVICES),
        *(Field(f"{device}能否操作", "township", flag=True) for device in DEVICES),
        Field("执业医师数", "township", unit="人", most=1000),
        Field("全科医师数", "township", unit="人", most=1000),
        Field("药品种数", "township", unit="种"),
        Field("三种慢病已签约人数", "township", unit="人", most=1_000_000),
        Field("三种慢病已随访人数", "township", unit="人", most=1_000_000),
    )
}
VALUES: dict[str, Value] = {
    one.key: one
    for one in (
        Value("county.pass_line", "县级医院及格线", "分", 100),
        Value("county.policy.team_min", "帮扶团队最少人数", "人", 100),
        Value("county.in_county_rate.full_percent", "县域内就诊率满分线", "%", 100),
        Value("township.pass_line", "卫生院及格线", "分", 100),
        Value("township.physicians.large_above", "须配医师的乡镇人口（超过）", "人", 1_000_000),
        Value("township.signing.percent", "三种慢病签约率线", "%", 100),
        Value("township.follow_up.percent", "三种慢病随访率线", "%", 100),
        Value("township.drugs.more_than", "卫生院药品（多于）", "种", 10_000),
        Value("village.young.residents_below", "年轻村医对应人口（少于）", "人", 100_000),
        Value("village.old.age", "村医年龄上限", "岁", 120),
        Value("village.drugs.fixed", "村卫生室药品下限", "种", 10_000),
        Value("village.drugs.mobile", "流动卫生室药品下限", "种", 10_000),
    )
}
_SEPARATOR = "~"


@dataclass(frozen=True, slots=True)
class Changes:
    """`fields`: (institution, input) → number, 1 for 是; `values`: rule key → number; `targets`: indicator → percent."""

    fields: tuple[tuple[tuple[str, str], int], ...] = ()
    values: tuple[tuple[str, int], ...] = ()
    targets: tuple[tuple[str, int], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.fields or self.values or self.targets)

    @classmethod
    def parse(cls, texts: list[str]) -> Changes:
        """From `v~county.pass_line~60`, `t~M-04~95`, `f~机构编码~药品种数~20`; ValueError, in the user's language, for others."""
        fields, values, targets = {}, {}, {}
        for text in texts:
            match text.split(_SEPARATOR):
                case ["v", key, number] if key in VALUES:
                    values[key] = _number(number, VALUES[key].most, VALUES[key].name)
                case ["t", indicator, number] if indicator:
                    targets[indicator] = _number(number, 100, indicator)
                case ["f", institution, name, number] if name in FIELDS and institution:
                    fields[institution, name] = _number(number, 1 if FIELDS[name].flag else FIELDS[name].most, name)
                case _:
                    raise ValueError(f"测算条件“{text}”无法识别，请清除后重新设定。")
        return cls(tuple(fields.items()), tuple(values.items()), tuple(targets.items()))

    def texts(self) -> list[str]:
        """As `parse` reads them."""
        return [
            *(_SEPARATOR.join(("v", key, str(number))) for key, number in self.values),
            *(_SEPARATOR.join(("t", key, str(number))) for key, number in self.targets),
            *(_SEPARATOR.join(("f", institution, name, str(number))) for (institution, name), number in self.fields),
        ]


def _number(text: str, most: int, name: str) -> int:
    if not (text.isascii() and text.isdigit()) or int(text) > most:
        raise ValueError(f"“{name}”应是 0 到 {most:,} 的整数，收到的是“{text}”。")
    return int(text)
