"""How a figure is measured and written down."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of docs/benchmarks.md: `ours` and `plain` are texts with units; `ratio` says how many times better ours is."""

    question: str
    plain: str
    ours: str
    ratio: str


def cpu_seconds(work: Callable[[], object]) -> float:
    """User and system seconds of this process: steadier than wall time on a shared machine."""
    before = resource.getrusage(resource.RUSAGE_SELF)
    work()
    after = resource.getrusage(resource.RUSAGE_SELF)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def percentiles_ms(work: Callable[[int], object], calls: int) -> tuple[float, float]:
    """Median and 99th percentile of `work(k)` in milliseconds."""
    times = np.empty(calls)
    for k in range(calls):
        start = time.perf_counter()
        work(k)
        times[k] = 1000 * (time.perf_counter() - start)
    return float(np.percentile(times, 50)), float(np.percentile(times, 99))


def peak_mb() -> float:
    """Peak resident memory of this process; `ru_maxrss` would give that of its parent where that was larger."""
    status = Path("/proc/self/status").read_text("utf-8")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:")) / 1024
