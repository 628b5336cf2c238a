"""The blank-spot work list (S07): villages without clinic or doctor, at risk or nearly so; why, since when, who is nearest."""

from dashboard.blankspots.near import Places, great_circle_km
from dashboard.blankspots.phrases import FLAG_MARKS, WATCH_WORDS, lacking, watched, why
from dashboard.blankspots.since import Since, run_starts

__all__ = ["FLAG_MARKS", "WATCH_WORDS", "Places", "Since", "great_circle_km", "lacking", "run_starts", "watched", "why"]
