"""An office's own borders: read, located, matched to regions, repaired, checked, and put in force version by version."""
