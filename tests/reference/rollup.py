"""The indicators of indicators.md once more, row by row in plain Python, with no word in common with dashboard/rollup.

`tables`: table name → list of rows (dicts; a column that is not there is blank; money in fen). Tables that are not there were not
reported. Slow on purpose: every sentence of the rule is one condition.
"""

from __future__ import annotations

import calendar
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

import yaml

POLICIES = Path(__file__).resolve().parents[2] / "policies"
PAYERS = [
    "基本医保报销", "大病保险报销", "医疗救助", "商业健康保险", "其他补充保险", "新农合二次补偿",
    "健康扶贫专项基金", "医院兜底", "医疗减免", "慈善救助", "个人自付",
]  # fmt: skip
FLAGS = {
    "CN-2017": ["是否建档立卡", "是否低保对象", "是否特困人员", "是否贫困残疾人"],
    "QH-2020": ["是否建档立卡", "是否低保对象", "是否特困人员", "是否贫困残疾人"],
    "XB-2018": ["是否建档立卡", "是否低保对象", "是否特困人员", "是否贫困残疾人"],
    "LYG-2018": ["是否低收入人口"],
}
MAJOR_LIST = {"CN-2017": "CN-9+1", "QH-2020": "QH-35", "XB-2018": "XB-14", "LYG-2018": "LYG-20"}
CHRONIC_LIST = {"CN-2017": None, "QH-2020": "QH-CHRONIC", "XB-2018": "XB-CHRONIC-4", "LYG-2018": "LYG-CHRONIC-4"}


class Month:
    def __init__(self, tables, month, policy, roster_has_eligible=True):
        self.t = tables
        self.policy = policy
        self.y, m = int(month[:4]), int(month[5:])
        self.a = date(self.y, m, calendar.monthrange(self.y, m)[1])
        self.has_eligible = roster_has_eligible
        self.people = self.population()

    def rows(self, table):
        return self.t.get(table, [])

    # ---- population, signings, visits

    def population(self):
        roster = self.rows("贫困人口花名册")
        years = [r["名单年度"] for r in roster if r["名单年度"] <= self.y]
        if not years:
            return {}
        wanted = [r for r in roster if r["名单年度"] == max(years)]
        return {r["人员编号"]: r for r in wanted if any(r.get(flag) is True for flag in FLAGS[self.policy])}

    def village(self, person):
        return self.people[person]["行政村代码"]

    def valid_signings(self, person):
        """Signing dates of rows that cover the person at A."""
        found = []
        for row in self.rows("签约"):
            if row.get("人员编号") is not None:
                covers = row["人员编号"] == person
            else:
                covers = row.get("家庭编号") is not None and row["家庭编号"] == self.people[person]["家庭编号"]
            if not covers or row.get("签约日期") is None or row["签约日期"] > self.a:
                continue
            until = row.get("有效期止")
            if until is None:
                start = row["签约日期"]
                last_day = calendar.monthrange(start.year + 1, start.month)[1]
                until = date(start.year + 1, start.month, min(start.day, last_day)) - timedelta(days=1)
            if self.a <= until:
                found.append(row["签约日期"])
        return found

    def visits(self):
        return [r for r in self.rows("诊疗费用") if r["人员编号"] in self.people]

    @staticmethod
    def began(visit):
        return visit.get("入院日期") if visit["就诊类型"] == "住院" else visit.get("就诊日期")

    @staticmethod
    def dated(visit):
        return visit.get("出院日期") if visit["就诊类型"] == "住院" else visit.get("就诊日期")

    # ---- disease lists

    def in_force(self, row):
        first, last = row.get("生效日期"), row.get("失效日期")
        return (first is None or first <= self.a) and (last is None or self.a <= last)

    def shipped(self):
        for path in sorted((POLICIES / "diseases").glob("*.yaml")):
            entry = yaml.safe_load(path.read_text(encoding="utf-8"))
            for m in entry["members"]:
                yield {
                    "目录编号": entry["id"],
                    "疾病编码": m["code"],
                    "类别": entry["category"],
                    "上级病种": m.get("parent"),
                    "生效日期": m.get("valid_from"),
                    "失效日期": m.get("valid_to"),
                }

    def catalogue(self):
        """The month's rows, and shipped lists whose id the month does not bring."""
        month = list(self.rows("病种目录"))
        brought = {r["目录编号"] for r in month}
        return month + [r for r in self.shipped() if r["目录编号"] not in brought]

    def with_children(self, codes):
        parent_rows = [r for r in self.catalogue() if r.get("上级病种") and self.in_force(r)]
        codes = set(codes)
        for _ in range(len(parent_rows)):
            for r in parent_rows:
                if r["上级病种"] in codes:
                    codes.add(r["疾病编码"])
        return codes

    def major(self):
        listed = [r for r in self.catalogue() if r["目录编号"] == MAJOR_LIST[self.policy]]
        return self.with_children(r["疾病编码"] for r in listed if self.in_force(r) and r.get("类别") not in ("慢病", "重点慢病"))

    def chronic(self):
        own = [r for r in self.rows("病种目录") if r.get("类别") in ("慢病", "重点慢病")]
        rows = own or [r for r in self.shipped() if r["目录编号"] == CHRONIC_LIST[self.policy]]
        return self.with_children(r["疾病编码"] for r in rows if self.in_force(r))

    def key_chronic(self):
        own = [r for r in self.rows("病种目录") if r.get("类别") == "重点慢病"]
        rows = own or [r for r in self.shipped() if r["目录编号"] == "QH-KEY-3"]
        return self.with_children(r["疾病编码"] for r in rows if self.in_force(r))

    # ---- diagnoses

    def diagnoses(self):
        for row in self.rows("患病核实"):
            if row["人员编号"] in self.people and row["核实状态"] == "已核实" and row["核实日期"] <= self.a:
                yield row

    def ledger(self, diagnosis):
        rows = [r for r in self.rows("救治台账") if r["患病编号"] == diagnosis["患病编号"]]
        return max(rows, key=lambda r: (r.get("填报日期") or date.min, r["台账编号"]), default={})

    def visits_of(self, diagnosis):
        return [v for v in self.visits() if v["人员编号"] == diagnosis["人员编号"] and v["疾病编码"] == diagnosis["疾病编码"]]

    def out(self, diagnosis, for_treatment):
        row = self.ledger(diagnosis)
        closed, reason = row.get("销号日期"), row.get("销号原因")
        if closed is None:
            return False
        if closed < date(self.y, 1, 1):
            return True
        if closed > self.a:
            return False
        if reason in ("迁出", "误诊"):
            return True
        if reason == "转慢病管理":
            return for_treatment
        if reason == "死亡":
            first = row.get("首次救治日期")
            treated = first is not None and first < closed
            for visit in self.visits_of(diagnosis):
                if self.began(visit) is not None and self.began(visit) < closed:
                    treated = True
            return not treated
        return False

    def treated(self, diagnosis):
        row = self.ledger(diagnosis)
        if row.get("首次救治日期") is not None and row["首次救治日期"] <= self.a:
            return True
        if row.get("救治状态") in ("救治中", "已救治", "已治愈", "已销号"):
            return True
        days = [self.began(v) for v in self.visits_of(diagnosis)]
        return any(day is not None and diagnosis["核实日期"] <= day <= self.a for day in days)

    def chronic_patients(self, codes, by_class):
        """Person → earliest 核实日期 of the diagnoses that make the person a chronic patient."""
        found = {}
        for d in self.diagnoses():
            listed = d["疾病编码"] in codes or (by_class and "慢病签约服务" in (d.get("三个一批分类") or []))
            if listed and not self.out(d, for_treatment=False):
                person = d["人员编号"]
                found[person] = min(found.get(person, date.max), d["核实日期"])
        return found

    # ---- indicators: region → [numerator, denominator] at the level that owns the fact

    def all(self):
        own = {
            "M-01": self.m01(),
            "M-02": self.signed(self.chronic_patients(self.chronic(), True)),
            "M-03": self.signed(self.people),
            "M-04": self.followed(self.chronic_patients(self.chronic(), True)),
            "M-07": self.m07(),
        }
        if self.policy != "LYG-2018":
            own["M-10"] = self.m10()
        if self.policy == "QH-2020":
            own["M-05"] = self.signed(self.chronic_patients(self.key_chronic(), False))
            own["M-06"] = self.followed(self.chronic_patients(self.key_chronic(), False))
            own["M-08"] = self.m08()
            own["M-09"] = self.m09()
        return own | self.m17()

    def m01(self):
        codes, found = self.major(), Sums()
        for d in self.diagnoses():
            if d["疾病编码"] in codes and not self.out(d, for_treatment=True):
                found.add(self.village(d["人员编号"]), self.treated(d))
        return found

    def signed(self, persons):
        found = Sums()
        for person in persons:
            found.add(self.village(person), bool(self.valid_signings(person)))
        return found

    def followed(self, patients):
        found, since = Sums(), self.a - timedelta(days=92)
        for person, verified in patients.items():
            signings = self.valid_signings(person)
            if signings and max(max(signings), verified) <= since:
                days = [r["随访日期"] for r in self.rows("随访") if r["人员编号"] == person]
                found.add(self.village(person), any(since < day <= self.a for day in days))
        return found

    def m07(self):
        found = Sums()
        for person, row in self.people.items():
            if self.has_eligible and row.get("是否符合体检条件") is not True:
                continue
            days = [r["体检日期"] for r in self.rows("健康体检") if r["人员编号"] == person]
            found.add(self.village(person), any(date(self.y, 1, 1) <= day <= self.a for day in days))
        return found

    def in_base_year(self):
        return [v for v in self.visits() if self.dated(v) is not None and self.dated(v).year == 2019]

    def m08(self):
        found, brought = Sums(), set()
        for r in self.rows("县域就诊汇总"):
            if r["年度"] == 2019 and r.get("贫困人口就诊总人次") is not None and r.get("县域内就诊人次") is not None:
                found.add(r["县代码"], r["县域内就诊人次"], r["贫困人口就诊总人次"])
                brought.add(r["县代码"])
        for v in self.in_base_year():
            county = self.village(v["人员编号"])[:6]
            if county not in brought:
                found.add(county, v.get("是否县域内") is True)
        return found

    def m09(self):
        found, brought = Sums(), set()
        unrated, first = "乡村两级未评级医院诊疗人次", "乡村两级一级医院诊疗人次"
        for r in self.rows("乡镇诊疗汇总"):
            if r["年度"] == 2019 and None not in (r.get("诊疗总人次"), r.get(unrated), r.get(first)):
                found.add(r["乡代码"], r[unrated] + r[first], r["诊疗总人次"])
                brought.add(r["乡代码"])
        if "医疗卫生机构" not in self.t:
            return found
        places = {r["机构编码"]: r for r in self.rows("医疗卫生机构")}
        for v in self.in_base_year():
            township = self.village(v["人员编号"])[:9]
            if township not in brought:
                place = places.get(v.get("就诊机构编码"), {})
                found.add(township, place.get("机构层级") in ("乡", "村") and place.get("医院等级") in ("未评级", "一级"))
        return found

    def m10(self):
        found, codes = Sums(), self.major()
        for v in self.visits():
            left, filed = v.get("出院日期"), v.get("填报日期")
            if v["就诊类型"] != "住院" or left is None or not date(self.y, 1, 1) <= left <= self.a:
                continue
            if v["疾病编码"] not in codes and v.get("重病兜底标识") is not True:
                continue
            deadline = left + timedelta(days=15)
            if (filed is not None and filed <= self.a) or deadline <= self.a:
                found.add(self.village(v["人员编号"]), filed is not None and filed <= deadline)
        return found

    def m17(self):
        found = {f"M-17.{payer}": Sums() for payer in PAYERS}
        for v in self.visits():
            day = self.dated(v)
            if day is not None and date(self.y, 1, 1) <= day <= self.a:
                for payer in PAYERS:
                    found[f"M-17.{payer}"].add(self.village(v["人员编号"]), v.get(payer) or 0, v.get("医疗总费用") or 0)
        return found

    def warnings(self):
        """Household → (region, members, {year: self-pay fen}, candidate True/False/None)."""
        households = self.rows("贫困户")
        years = [r.get("名单年度") or 0 for r in households if (r.get("名单年度") or 0) <= self.y]
        homes = {r["家庭编号"]: r for r in households if (r.get("名单年度") or 0) == max(years, default=0)}
        found = {}
        for household in {r["家庭编号"] for r in self.people.values() if r.get("家庭编号")}:
            persons = {p: r for p, r in self.people.items() if r["家庭编号"] == household}
            if not any(r.get("是否建档立卡") is True for r in persons.values()):
                continue
            home = homes.get(household, {})
            paid = {2019: 0, 2020: 0}
            for v in self.visits():
                if v["人员编号"] in persons and self.dated(v) is not None and self.dated(v).year in paid:
                    paid[self.dated(v).year] += v.get("个人自付") or 0
            members = home.get("家庭人口数")
            candidate = None if not members else any(fen > 156000 * members for fen in paid.values())
            region = home.get("行政村代码") or min(r["行政村代码"] for r in persons.values())
            found[household] = (region, members, paid, candidate)
        return found


class Sums(dict):
    """Region → [numerator, denominator]."""

    def add(self, region, numerator, denominator=1):
        pair = self.setdefault(region, [0, 0])
        pair[0] += int(numerator)
        pair[1] += int(denominator)


def at_all_levels(own, regions):
    """Every region's sums: its own and those of every region whose code begins with its code."""
    found = defaultdict(lambda: [0, 0])
    for region in regions:
        for code, (n, d) in own.items():
            if region == "0" or code.startswith(region):
                found[region][0] += n
                found[region][1] += d
    return {region: tuple(found[region]) for region in regions}
