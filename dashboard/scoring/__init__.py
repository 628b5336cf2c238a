"""Institution scores and village flags (青卫财务〔2020〕29号 一(二)3), as dated rules under presets and single readings."""

from dashboard.scoring.engine import Scored, score
from dashboard.scoring.files import write_files
from dashboard.scoring.gathering import gather
from dashboard.scoring.inputs import Inputs
from dashboard.scoring.passing import ways
from dashboard.scoring.recounted import with_recounted
from dashboard.scoring.rules import PRESETS, TIERS, Rules, readings_table
from dashboard.scoring.turning import Sensitivity, sensitivity
from dashboard.scoring.watch import village_facts, village_watch

__all__ = [
    "PRESETS",
    "TIERS",
    "Inputs",
    "Rules",
    "Scored",
    "Sensitivity",
    "gather",
    "readings_table",
    "score",
    "sensitivity",
    "village_facts",
    "village_watch",
    "ways",
    "with_recounted",
    "write_files",
]
