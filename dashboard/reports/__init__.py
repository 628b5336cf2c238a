"""Tables to take away: the same answers as on screen, all rows, as Excel workbooks."""

from dashboard.reports.kinds import KINDS, Kind, build
from dashboard.reports.workbook import Column, Sheet, workbook

__all__ = ["KINDS", "Column", "Kind", "Sheet", "build", "workbook"]
