"""Whom to supervise: which few counties hold most of a named measure, and the least that has to be done to pass (S06)."""

from dashboard.supervision.cover import Chosen, cover
from dashboard.supervision.rescue import rescue_steps

__all__ = ["Chosen", "cover", "rescue_steps"]
