"""Chinese proper names in Latin letters: 玉树藏族自治州 → Yushu Prefecture, 香达镇卫生院 → Xiangda Town Hospital."""

from __future__ import annotations

import re

from pypinyin import lazy_pinyin

_KINDS = {
    "自治区": "Autonomous Region",
    "自治州": "Prefecture",
    "自治县": "County",
    "自治旗": "Banner",
    "地区": "Prefecture",
    "林区": "Forest District",
    "开发区": "Development Zone",
    "工业园区": "Industrial Park",
    "园区": "Park",
    "管理委员会": "Administration",
    "管委会": "Administration",
    "行政委员会": "Administrative Committee",
    "产业园": "Industrial Park",
    "工业园": "Industrial Park",
    "省": "Province",
    "市": "City",
    "州": "Prefecture",
    "盟": "League",
    "县": "County",
    "区": "District",
    "旗": "Banner",
    "街道办事处": "Subdistrict",
    "街道": "Subdistrict",
    "民族乡": "Township",
    "乡": "Township",
    "镇": "Town",
    "苏木": "Sumu",
    "林场": "Forest Farm",
    "农场": "Farm",
    "牧场": "Pasture",
    "村民委员会": "Village",
    "村村民委员会": "Village",
    "村村委会": "Village",
    "牧民委员会": "Herders' Village",
    "牧委会": "Herders' Village",
    "村委会": "Village",
    "嘎查": "Gacha",
    "村": "Village",
    "社区居民委员会": "Community",
    "居民委员会": "Community",
    "社区居委会": "Community",
    "社区委员会": "Community",
    "居委会": "Community",
    "社区": "Community",
    "中心卫生院": "Central Hospital",
    "卫生院": "Hospital",
    "流动村卫生室": "Mobile Clinic",
    "流动卫生室": "Mobile Clinic",
    "村卫生室": "Village Clinic",
    "卫生室": "Clinic",
    "社区卫生服务中心": "Community Health Centre",
    "社区卫生服务站": "Community Health Station",
    "综合医院": "General Hospital",
    "人民医院": "People's Hospital",
    "第一人民医院": "First People's Hospital",
    "第二人民医院": "Second People's Hospital",
    "中医院": "TCM Hospital",
    "藏医院": "Tibetan Medicine Hospital",
    "蒙医院": "Mongolian Medicine Hospital",
    "妇幼保健院": "Maternal and Child Hospital",
    "妇幼保健计划生育服务中心": "Maternal and Child Health Centre",
    "专科医院": "Specialist Hospital",
    "疾病预防控制中心": "CDC",
    "疾控中心": "CDC",
    "医院": "Hospital",
    "卫生健康委员会": "Health Commission",
    "卫生健康委": "Health Commission",
    "卫生健康局": "Health Bureau",
    "卫健局": "Health Bureau",
    "医疗保障局": "Medical Security Bureau",
    "医保局": "Medical Security Bureau",
    "民政局": "Civil Affairs Bureau",
    "残联": "Disabled Persons' Federation",
    "扶贫开发局": "Poverty Alleviation Bureau",
    "扶贫局": "Poverty Alleviation Bureau",
    "人民政府": "Government",
    "家庭医生签约团队": "Family Doctor Team",
    "家庭医生团队": "Family Doctor Team",
    "签约团队": "Doctor Team",
    "团队": "Team",
}
_ENDS = tuple(sorted(_KINDS, key=len, reverse=True))
_PEOPLES = (
    "藏|回|土|撒拉|蒙古|满|维吾尔|壮|苗|彝|侗|瑶|白|傣|哈尼|黎|傈僳|佤|"
    "畲|拉祜|水|东乡|纳西|景颇|柯尔克孜|达斡尔|仫佬|羌|布朗|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|"
    "鄂温克|保安|裕固|朝鲜|哈萨克|土家|布依|各|独龙|基诺|德昂|鄂伦春|塔塔尔|俄罗斯|乌孜别克|高山|京|赫哲|"
    "门巴|珞巴"
)
_PEOPLE = re.compile(rf"(?<=.)(?:(?:{_PEOPLES})族)+(?=自治|乡)")
_UPPER = re.compile(r"(.{2,}?(?:自治州|自治县|[省市县]))(?=.{3,})")
_PERSON = re.compile(r"[\u3400-\u9fff·]{0,3}[*＊某×]+")
_COUNTED = re.compile(r"(.*(?:院|室|站|中心))([一二三四五六七八九十])")
"""Several of a kind in one place: 卫生室二."""
_ALL_CHINESE = re.compile(r"[\u3400-\u9fff·]+")


def is_name(text: str) -> bool:
    """Ends as a place or an institution does, or is a masked person."""
    text = _COUNTED.sub(r"\1", text)
    place = text.endswith(_ENDS) and text not in _KINDS and _ALL_CHINESE.fullmatch(text)
    return bool(place or _PERSON.fullmatch(text))


def romanised(text: str) -> str:
    """The whole name, its kind in English; letters, digits and marks stay as they are."""
    plain = _PEOPLE.sub("", text)
    if counted := _COUNTED.fullmatch(plain):
        return f"{romanised(counted[1])} No. {'一二三四五六七八九十'.index(counted[2]) + 1}"
    end = next((end for end in _ENDS if plain.endswith(end) and len(plain) > len(end)), None)
    if end is None:
        return _spelled(plain)
    own = plain[: -len(end)]
    upper = _UPPER.match(own)
    if upper:
        return f"{romanised(upper[1])} {romanised(own[upper.end() :])} {_KINDS[end]}"
    return f"{romanised(own) if len(own) > 2 else _spelled(own)} {_KINDS[end]}"


def _spelled(text: str) -> str:
    """Pinyin as one capitalised word for each run of Chinese: Xi'an, Golmud stays what its characters say."""
    return re.sub(r"[\u3400-\u9fff]+", lambda run: _word(lazy_pinyin(run[0])), text)


def _word(syllables: list[str]) -> str:
    joined = "".join("'" + one if n and one[:1] in "aeo" else one for n, one in enumerate(syllables))
    return joined.capitalize()
