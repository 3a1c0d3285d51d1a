"""Against the exact model of the rules in CP-SAT: the same optimum, and how much longer that takes."""

from __future__ import annotations

import importlib.util
import sys
import time
from pathlib import Path
from statistics import median

from careerpath.planning import Undecided, plan

TESTS = Path(__file__).resolve().parent.parent / "tests"
HORIZON, SECONDS = 26, 30.0
WORLDS, QUICK_WORLDS = 120, 8


def exact(quick: bool) -> list[str]:
    if importlib.util.find_spec("ortools") is None:
        return ["SKIPPED: CP-SAT is not installed; pip install ortools"]
    ratios, agreed = _ratios(QUICK_WORLDS if quick else WORLDS)
    return [
        "## Against CP-SAT",
        "",
        f"Generated worlds of 4 to 8 roles that have a plan, the model month by month with one worker, its horizon {HORIZON} "
        f"months. The same optimum in {agreed} of {len(ratios)}. CP-SAT takes {median(ratios):.0f} times as long (median; "
        f"least {min(ratios):.0f}, most {max(ratios):.0f}).",
    ]


def _ratios(count: int) -> tuple[list[float], int]:
    sys.path.insert(0, str(TESTS))
    from oracle import best  # type: ignore[import-not-found]
    from worlds import world  # type: ignore[import-not-found]

    ratios, agreed = [], 0
    for seed in range(count):
        one = world(seed)
        began = time.perf_counter()
        try:
            answer = plan(one.graph, one.profile)
        except Undecided:
            continue
        ours = time.perf_counter() - began
        if answer.status != "optimal" or not answer.steps:
            continue
        began = time.perf_counter()
        found = best(one.graph, one.profile, max(HORIZON, answer.months or 0), SECONDS)
        ratios.append((time.perf_counter() - began) / ours)
        agreed += tuple(found) == (answer.months, answer.cost, answer.moves)
    return ratios, agreed
