"""What the command costs before it does anything, as multiples of `python -c pass` in the same run."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from statistics import median

COMMANDS = (
    ("--version",),
    ("--help",),
    ("roles",),
    ("plan", "examples/no-degree.yaml"),
    ("plan", "examples/call-centre-agent.yaml"),
)
RUNS, QUICK_RUNS = 15, 1


def startup(quick: bool) -> list[str]:
    runs = QUICK_RUNS if quick else RUNS
    with tempfile.TemporaryDirectory() as folder:
        cached = {**os.environ, "CAREERPATH_CACHE": folder}
        _medians(1, cached)  # fills the cache
        taken = _medians(runs, cached)
    cold = _medians(max(1, runs // 3), {**os.environ, "CAREERPATH_CACHE": ""})
    lines = ["## Start-up", "", f"Multiples of `python -c pass`, medians of {runs} interleaved runs.", ""]
    lines += ["| command | cached graph | no cache |", "|---|---|---|"]
    return lines + [f"| `careerpath {' '.join(one)}` | {taken[one]:.1f} | {cold[one]:.1f} |" for one in COMMANDS]


def _medians(runs: int, environment: dict[str, str]) -> dict[tuple[str, ...], float]:
    seconds: dict[tuple[str, ...], list[float]] = {one: [] for one in ((), *COMMANDS)}
    for _ in range(runs):
        for one, taken in seconds.items():
            began = time.perf_counter()
            arguments = ["-m", "careerpath", *one] if one else ["-c", "pass"]
            subprocess.run([sys.executable, *arguments], capture_output=True, check=True, env=environment)
            taken.append(time.perf_counter() - began)
    return {one: median(taken) / median(seconds[()]) for one, taken in seconds.items()}
