"""The report of an intake in words (zh-CN), for a terminal or a screen."""

from __future__ import annotations

from geodata.boundaries.intake import Intake, LayerReport

LEVEL_WORDS = {"province": "省级", "city": "市级", "county": "县级", "township": "乡级", "village": "村级"}
SYSTEM_WORDS = {"wgs84": "WGS84/CGCS2000", "gcj02": "GCJ-02（高德、腾讯）", "bd09": "BD-09（百度）"}
MOST_LISTED = 20


def lines(intake: Intake) -> list[str]:
    """One block per layer, then how many regions would change."""
    text = [line for layer in intake.reports for line in _layer(layer)]
    for level, frame in intake.by_level.items():
        text.append(f"将启用{LEVEL_WORDS[level]}边界 {len(frame):,} 个。")
    return text


def _layer(layer: LayerReport) -> list[str]:
    distance = f"，与数据包相差约 {layer.distances_m[layer.system]:.0f} 米" if layer.distances_m else ""
    text = [
        f"{layer.source}：{LEVEL_WORDS[layer.level]}，要素 {layer.features:,} 个",
        f"  坐标系 {SYSTEM_WORDS[layer.system]}{distance}",
        f"  按代码对上 {len(layer.by_code):,}，按名称对上 {len(layer.by_name):,}，数据包未列代码 {len(layer.unlisted):,}，"
        f"修复 {len(layer.repaired):,}，隔离 {len(layer.quarantined):,}",
    ]
    text += [f"  说明：{note}" for note in layer.notes[:MOST_LISTED]]
    text += [f"  修复 {code}：{what}" for code, what in list(layer.repaired.items())[:MOST_LISTED]]
    text += [f"  隔离 第{q.row}个 {q.code} {q.name}：{q.reason}" for q in layer.quarantined[:MOST_LISTED]]
    if len(layer.quarantined) > MOST_LISTED:
        text.append(f"  ……另有 {len(layer.quarantined) - MOST_LISTED:,} 个隔离要素，见导入记录")
    return text
