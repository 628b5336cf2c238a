"""The two funds of 新宾 (S18): due by rule, recorded, paid, pending."""

from dashboard.funds.models import REDUCTION, SPECIAL, FundStatement
from dashboard.funds.statement import statement

__all__ = ["REDUCTION", "SPECIAL", "FundStatement", "statement"]
