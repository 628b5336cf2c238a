"""`python -m benchmarks [name …]`: runs the named benchmarks (all by default) and writes docs/benchmarks.md from the results."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import platform
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "benchmarks.md"
RESULTS = ROOT / "docs" / "benchmarks.json"
LONG = ("nation",)
"""Take a quarter of an hour or more: only when named."""
SHORT = ("serving", "rollup", "scoring", "importing", "fuzz", "browser")
"""Modules with TITLE, ABOUT and `run() -> list[Figure]`; each runs in a process of its own, so that memory is its own."""
NAMES = SHORT + LONG


def measure(name: str) -> None:
    """Prints the module's figures as JSON."""
    module = importlib.import_module(f"benchmarks.{name}")
    json.dump({"title": module.TITLE, "about": module.ABOUT, "figures": [asdict(f) for f in module.run()]}, sys.stdout)


def page(results: dict[str, dict]) -> str:
    """The Markdown page of all results, newest run of each."""
    lines = [
        "# Benchmarks",
        "",
        "Ratios in one run on one machine; absolute times depend on the machine. Again: `make bench`, or one of them:",
        "`python -m benchmarks NAME`. CPU seconds are user + system of the process.",
        "",
    ]
    for name in NAMES:
        if name not in results:
            continue
        found = results[name]
        lines += [f"## {found['title']}", "", found["about"], "", f"`python -m benchmarks {name}` · {found['machine']}", ""]
        lines += ["| question | plain way | ours | ratio |", "|---|---|---|---|"]
        lines += [f"| {f['question']} | {f['plain']} | {f['ours']} | {f['ratio']} |" for f in found["figures"]]
        lines.append("")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("--measure", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.measure:
        measure(args.measure)
        return 0
    for name in args.names or SHORT:
        print(f"{name} …", file=sys.stderr, flush=True)
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks", "--measure", name], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        if done.returncode:
            print(f"{name} failed", file=sys.stderr)
            return 1
        results = (
            json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {}
        )  # now: another run may have written meanwhile
        results[name] = json.loads(done.stdout) | {"machine": f"Python {platform.python_version()}, {os.cpu_count()} cores"}
        RESULTS.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        PAGE.write_text(page(results), encoding="utf-8")
    print(PAGE.read_text("utf-8"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
