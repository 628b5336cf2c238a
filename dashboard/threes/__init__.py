"""S20 三个“三”: editable criteria per board and level, and how the judged units stand against them."""

from dashboard.threes.criteria import BOARDS, LEVELS, Criteria, Criterion, load, own_file
from dashboard.threes.standing import GAP, MET, UNKNOWN, standing

__all__ = ["BOARDS", "GAP", "LEVELS", "MET", "UNKNOWN", "Criteria", "Criterion", "load", "own_file", "standing"]
