"""How regions and units look; the rules stand in `dashboard.looks`, which pictures and reports share with the screens."""

from dashboard.looks import (
    CHANGE_CLASSES,
    INSTITUTION_CLASSES,
    LOOKS,
    MARKER_FILL,
    ORDER,
    OWN_VERDICT,
    RATE_CLASSES,
    UNIT_WORDS,
    VILLAGE_CLASSES,
    Look,
    change_class,
    class_of,
    for_client,
    number_of,
)

__all__ = [
    "CHANGE_CLASSES",
    "INSTITUTION_CLASSES",
    "LOOKS",
    "MARKER_FILL",
    "ORDER",
    "OWN_VERDICT",
    "RATE_CLASSES",
    "UNIT_WORDS",
    "VILLAGE_CLASSES",
    "Look",
    "change_class",
    "class_of",
    "for_client",
    "number_of",
]
