"""The page of imports: sending in, what waits, what was published."""
