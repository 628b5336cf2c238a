"""A synthetic province: one world simulated once, month folders as contract.md describes them, published like any other folder.

Nothing in it describes a real person: names read 示例…, ids DEMO-…, identity numbers have no valid form.
"""

from dashboard.demo.month import MadeMonth, make_month
from dashboard.demo.world import World, simulate, tables

__all__ = ["MadeMonth", "World", "make_month", "simulate", "tables"]
