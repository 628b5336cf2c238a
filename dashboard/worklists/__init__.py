"""Who is missing, as work to do: 大病救治工作单 (S09) and 签约与随访工作单 (S10)."""

from dashboard.worklists.duties import DutyList, duties, loads, month_after
from dashboard.worklists.models import Duty, Funnel, Person, TeamLoad, TreatmentCase
from dashboard.worklists.treatment import STEPS, TreatmentList, treatment

__all__ = [
    "STEPS",
    "Duty",
    "DutyList",
    "Funnel",
    "Person",
    "TeamLoad",
    "TreatmentCase",
    "TreatmentList",
    "duties",
    "loads",
    "month_after",
    "treatment",
]
