"""The tables of a month: their schemas (data under `policies/columns/`) and the accepted rows of one imported month."""

from dashboard.records.month import MonthRecords
from dashboard.records.schema import TABLES, Balance, Codes, Column, Table

__all__ = ["TABLES", "Balance", "Codes", "Column", "MonthRecords", "Table"]
