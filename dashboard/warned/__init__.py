"""因病返贫预警户 (青卫财务〔2020〕29号 二): who is in the queue, what was decided, what comes next."""

from dashboard.warned.cases import SOURCES, Case, Measure, read
from dashboard.warned.decisions import DISMISSED, WITHDRAWN, YES, Decision, Decisions
from dashboard.warned.standing import APPROVE, CONFIRM, STATES, STEPS, Standing, standing

__all__ = [
    "APPROVE", "CONFIRM", "DISMISSED", "SOURCES", "STATES", "STEPS", "WITHDRAWN", "YES", "Case", "Decision", "Decisions",
    "Measure", "Standing", "read", "standing",
]  # fmt: skip
