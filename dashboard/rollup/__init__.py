"""Roll-up: accepted records → integer counts per region and indicator, warned households, and who is missing."""

from dashboard.rollup.counting import counts, missing_tables
from dashboard.rollup.people import missing_people
from dashboard.rollup.tables import table
from dashboard.rollup.verdicts import from_verdicts
from dashboard.rollup.warned import warnings

__all__ = ["counts", "from_verdicts", "missing_people", "missing_tables", "table", "warnings"]
