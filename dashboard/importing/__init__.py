"""A month folder → repaired, validated, typed records; refused rows are told cell by cell, never lost."""

from dashboard.importing.reading import read_month
from dashboard.importing.report import FileReport, ImportReport
from dashboard.importing.template import template

__all__ = ["FileReport", "ImportReport", "read_month", "template"]
