"""The command line: each module wires one verb to the core and prints; no rule lives here."""
