"""What would happen if (测算): an institution's inputs or a policy value changed on a private copy, never published."""

from dashboard.whatif.changes import FIELDS, VALUES, Changes, Field, Value
from dashboard.whatif.inputs import with_fields

__all__ = ["FIELDS", "VALUES", "Changes", "Field", "Value", "with_fields"]
