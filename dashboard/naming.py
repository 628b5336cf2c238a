"""Names for the codes in a month's records: diseases, institutions, teams."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from dashboard import yaml_files
from dashboard.policy import POLICIES
from dashboard.records import MonthRecords
from geodata.pack import divisions


def area_name(code: str) -> str:
    """Of a region as shipped, whether or not any month has it; the code itself where nothing names it."""
    found = divisions([code[:2]])
    names = found.loc[found["code"] == code, "name"]
    return str(names.iloc[0]) if len(names) else code


def disease_names(records: MonthRecords) -> dict[str, str]:
    """疾病编码 → name: the month's 病种目录, then the shipped lists, then what the month's 患病核实 calls it most often, then the
    name of its ICD-10 category."""
    found = records.frame("患病核实", ["疾病编码", "疾病名称"]).dropna()
    counted = found.value_counts().reset_index().drop_duplicates("疾病编码")
    listed = records.frame("病种目录", ["疾病编码", "疾病名称"]).dropna()
    return {
        **_categories(POLICIES),
        **dict(zip(counted["疾病编码"], counted["疾病名称"], strict=True)),
        **_shipped(POLICIES),
        **dict(zip(listed["疾病编码"], listed["疾病名称"], strict=True)),
    }


def disease_name(names: Mapping[str, str], code: str) -> str:
    """The name of a code; one with decimals (J18.9) may take that of its category; a code that nothing names is itself."""
    return names.get(code) or names.get(code.partition(".")[0]) or code


@cache
def _shipped(root: Path) -> MappingProxyType[str, str]:
    """Shipped data never change while the process lives."""
    files = [yaml_files.read(path) for path in sorted((root / "diseases").glob("*.yaml"))]
    return MappingProxyType({m["code"]: m["name"] for entry in files for m in entry["members"]})


@cache
def _categories(root: Path) -> MappingProxyType[str, str]:
    """Names of frequent ICD-10 categories, for display only."""
    return MappingProxyType(yaml_files.read(root / "disease_names.yaml"))


def institution_names(records: MonthRecords) -> dict[str, str]:
    """机构编码 → 机构名称."""
    return _pairs(records, "医疗卫生机构", "机构编码", "机构名称")


def team_names(records: MonthRecords) -> dict[str, str]:
    """团队编号 → 团队名称."""
    return _pairs(records, "家医团队", "团队编号", "团队名称")


def _pairs(records: MonthRecords, table: str, code: str, name: str) -> dict[str, str]:
    rows = records.frame(table, [code, name]).dropna()
    return dict(zip(rows[code], rows[name], strict=True))
