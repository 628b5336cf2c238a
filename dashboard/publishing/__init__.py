"""From accepted records to a published month: derive one part, assemble the cube, publish a version atomically."""

from dashboard.publishing.cube import MonthCube
from dashboard.publishing.derive import derive
from dashboard.publishing.publish import publish_import
from dashboard.publishing.store import MonthVersion, Part, Store

__all__ = ["MonthCube", "MonthVersion", "Part", "Store", "derive", "publish_import"]
