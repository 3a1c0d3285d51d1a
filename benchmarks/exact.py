"""Against the exact model of the rules in CP-SAT: the same optimum, and how much longer that takes."""

from __future__ import annotations

import time

import msgspec

from benchmarks.generated import Solved, sample, worlds
from benchmarks.machine import missing
from benchmarks.ratios import spread

HORIZON, SECONDS, QUICK_SECONDS = 26, 30.0, 10.0
SIZES = ((1, 40), (3, 12), (6, 4))
"""How many times as long every figure in months is, and of how many worlds."""
QUICK_SIZES = ((1, 4), (2, 2))
EFFORT = 6_000
HEAD = """## Against CP-SAT

The worlds of the tests, of 4 to 8 roles, in all three orders and under every preference; the exact model of
`tests/oracle.py`, month by month up to {horizon} months or the plan's own if that is longer, by one worker. Where every
figure in months is drawn out the model grows with them. *Left out*: met on the way to so many worlds, but not proved by
ours within effort {effort:,}. *Same optimum*: in months, cost and moves. How many times as long as ours CP-SAT takes,
medians (least to most); out of time after {seconds:g} s counts as that long.

| months | worlds | left out | out of time | same optimum | CP-SAT takes |
|---|---|---|---|---|---|"""


class Judged(msgspec.Struct, frozen=True):
    """`agrees` is None out of time."""

    agrees: bool | None
    ratio: float


def exact(quick: bool) -> list[str]:
    seconds = QUICK_SECONDS if quick else SECONDS
    lines = HEAD.format(horizon=HORIZON, effort=EFFORT, seconds=seconds).splitlines()
    why_not = missing(("ortools",))
    if why_not:
        return [*lines, "", f"SKIPPED: CP-SAT: {why_not}"]
    return lines + [_row(times, wanted, seconds) for times, wanted in (QUICK_SIZES if quick else SIZES)]


def _row(times: int, wanted: int, seconds: float) -> str:
    chosen = sample(worlds(times), wanted, EFFORT)
    judged = [_judged(one, HORIZON * times, seconds) for one in chosen.solved]
    in_time = [one for one in judged if one.agrees is not None]
    agreed = sum(one.agrees is True for one in in_time)
    return (
        f"| x {times} | {len(judged)} | {chosen.unproved} | {len(judged) - len(in_time)} | {agreed} of {len(in_time)} "
        f"| {spread([one.ratio for one in judged])} |"
    )


def _judged(one: Solved, horizon: int, seconds: float) -> Judged:
    from oracle import best  # type: ignore[import-not-found]

    began = time.perf_counter()
    try:
        found = best(one.graph, one.profile, max(horizon, one.plan.months or 0), seconds)
    except TimeoutError:
        return Judged(None, (time.perf_counter() - began) / one.seconds)
    ratio = (time.perf_counter() - began) / one.seconds
    return Judged(found is not None and tuple(found) == (one.plan.months, one.plan.cost, one.plan.moves), ratio)
