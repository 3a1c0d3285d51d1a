"""What the command costs before it does anything, as multiples of `python -c pass` in the same run."""

from __future__ import annotations

import compileall
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import careerpath

COMMANDS = (
    ("--version",),
    ("--help",),
    ("roles",),
    ("plan", "examples/no-degree.yaml"),
    ("plan", "examples/call-centre-agent.yaml"),
)
LIMITS = {("--version",): 1.5, ("--help",): 7, ("plan", "examples/no-degree.yaml"): 9}
"""What a command may cost at the most, with its graph cached."""
RUNS, QUICK_RUNS = 15, 1


def startup(quick: bool) -> list[str]:
    runs = QUICK_RUNS if quick else RUNS
    compileall.compile_dir(Path(careerpath.__file__).parent, quiet=1)  # as pip does
    with tempfile.TemporaryDirectory() as folder:
        cached = {**os.environ, "CAREERPATH_CACHE": folder}
        _medians(1, cached)  # fills the cache
        taken = _medians(runs, cached)
    cold = _medians(max(1, runs // 3), {**os.environ, "CAREERPATH_CACHE": ""})
    lines = ["## Start-up", "", f"Multiples of `python -c pass`, medians of {runs} interleaved runs.", ""]
    lines += ["| command | limit | cached graph | no cache |", "|---|---|---|---|"]
    rows = ((f"careerpath {' '.join(one)}", LIMITS.get(one, "–"), taken[one], cold[one]) for one in COMMANDS)
    return lines + [f"| `{name}` | {limit} | {cached:.1f} | {uncached:.1f} |" for name, limit, cached, uncached in rows]


def _medians(runs: int, environment: dict[str, str]) -> dict[tuple[str, ...], float]:
    seconds: dict[tuple[str, ...], list[float]] = {one: [] for one in ((), *COMMANDS)}
    for _ in range(runs):
        for one, taken in seconds.items():
            began = time.perf_counter()
            arguments = ["-m", "careerpath", *one] if one else ["-c", "pass"]
            subprocess.run([sys.executable, *arguments], capture_output=True, check=True, env=environment)
            taken.append(time.perf_counter() - began)
    return {one: median(taken) / median(seconds[()]) for one, taken in seconds.items()}
