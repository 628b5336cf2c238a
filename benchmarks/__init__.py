"""Measured ratios: ours against the plain way, both in one run. `make bench` runs all and writes docs/benchmarks.md."""
