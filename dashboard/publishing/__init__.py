"""From accepted records to a published month: derive one part, assemble the cube, publish a version atomically."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dashboard.publishing.cube import MonthCube
    from dashboard.publishing.deriving import derive
    from dashboard.publishing.publish import candidate, earlier, publish_import, publish_staged
    from dashboard.publishing.store import MonthVersion, Part, Store

__all__ = ["MonthCube", "MonthVersion", "Part", "Store", "candidate", "derive", "earlier", "publish_import", "publish_staged"]

_HOMES = {"MonthCube": "cube", "derive": "deriving"} | dict.fromkeys(
    ("candidate", "earlier", "publish_import", "publish_staged"), "publish"
)


def __getattr__(name: str) -> Any:
    """What is public, loaded when first asked for: the list of versions needs none of the libraries that make one."""
    if name not in __all__:
        raise AttributeError(name)
    return getattr(import_module(f"dashboard.publishing.{_HOMES.get(name, 'store')}"), name)
