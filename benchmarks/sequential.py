"""Fast Downward and ENHSP on the sequential variant of the problem, in which one thing is done at a time.

The variant is the rules of a plan under five settings, and all three planners are asked for the same: the fastest plan where
study is full time only, so that no role is held during it and studies follow upon one another, without budget, deadline, roles to
avoid or to pass through, or a study under way. A plan is then a row of stints and studies, and its months are the sum of theirs, so
that the least sum of action costs is the fewest months. Ours solves it by its own rules under the preference
`study: full_time`; the peers are given `benchmarks.encoding`: entering a role takes its fewest months (`stay`), each further month
in it is an action of one month, a study one of all its months, leaving costs nothing. Equal optima on every world say that the
problems are the same."""

from __future__ import annotations

import re
import time
from statistics import median

import msgspec

from benchmarks.generated import Solved, solved
from benchmarks.machine import missing
from careerpath.model.profile import Profile

WORLDS, QUICK_WORLDS = 40, 2
TIMES, QUICK_TIMES = (1, 6, 12), (1,)
SECONDS, QUICK_SECONDS = 30.0, 5.0
EFFORT = 1_000


class Peer(msgspec.Struct, frozen=True):
    """`engine` and `settings` are unified-planning's; `own` finds in the log the time that the search reports, in units of
    which there are `parts` to a second; the least that it can report is one `tick` of them."""

    name: str
    package: str
    engine: str
    settings: dict[str, str]
    is_numeric: bool
    own: str
    parts: int
    tick: float


PEERS = (
    Peer(
        "Fast Downward",
        "up-fast-downward",
        "fast-downward",
        {"fast_downward_search_config": "astar(hmax())"},
        False,
        r"Search time: ([\d.]+)s",
        1,
        1e-6,
    ),
    Peer("ENHSP", "up-enhsp", "enhsp-opt", {}, True, r"Search Time \(msec\): (\d+)", 1000, 1),
)


class Run(msgspec.Struct, frozen=True):
    """`months` is None out of time; `ratio` and `own` are multiples of our time: of the whole, and of the search alone (None
    out of time)."""

    months: int | None
    ratio: float
    own: float | None


def sequential(quick: bool) -> list[str]:
    lines = [
        "## Against Fast Downward and ENHSP",
        "",
        "Generated worlds of 4 to 8 roles with full-time study only, so that one thing is done at a time and the fewest months are "
        "the least sum of action costs. Fast Downward: A* with hmax, months counted by facts (LM-cut, the default of "
        "unified-planning, refuses effects that depend on the state, and lost to hmax without them); ENHSP: A* with hrmax, months "
        "counted by numbers. *Whole*: writing PDDL, starting the process, grounding and search, as somebody who asks has to wait; "
        "*search*: what the planner reports of its search alone, its start and grounding left out. Ours is the whole, in one "
        "process. Multiples of our time, medians (least to most); "
        f"out of time after {QUICK_SECONDS if quick else SECONDS:g} s counts as that long.",
        "",
        "| planner | months | worlds | out of time | same optimum | whole | search |",
        "|---|---|---|---|---|---|---|",
    ]
    present = [(one, missing(_needs(one))) for one in PEERS]
    for times in QUICK_TIMES if quick else TIMES:
        worlds = solved(QUICK_WORLDS if quick else WORLDS, times, EFFORT, one_thing_at_a_time) if _any(present) else []
        lines += [_row(peer, times, worlds, QUICK_SECONDS if quick else SECONDS) for peer, why in present if not why]
    return lines + [line for peer, why in present if why for line in ("", f"SKIPPED: {peer.name}: {why}")]


def _needs(peer: Peer) -> tuple[str, ...]:
    return ("unified-planning", peer.package, *(["java"] if peer.name == "ENHSP" else []))


def _any(present: list[tuple[Peer, str]]) -> bool:
    return not all(why for _, why in present)


def one_thing_at_a_time(profile: Profile) -> Profile:
    return msgspec.structs.replace(
        profile, study="full_time", prefer="fastest", budget=None, deadline=None, avoid=(), via=(), studying=None
    )


def _row(peer: Peer, times: int, worlds: list[Solved], seconds: float) -> str:
    runs = [run(peer, one, seconds) for one in worlds]
    in_time = [(ours, theirs) for ours, theirs in zip(worlds, runs, strict=True) if theirs.months is not None]
    agreed = sum(ours.plan.months == theirs.months for ours, theirs in in_time)
    own = [one.own for one in runs if one.own is not None]
    return (
        f"| {peer.name} | x {times} | {len(worlds)} | {len(worlds) - len(in_time)} | {agreed} of {len(in_time)} "
        f"| {spread([one.ratio for one in runs])} | {spread(own)} |"
    )


def spread(ratios: list[float]) -> str:
    if not ratios:
        return "–"
    return f"{_short(median(ratios))} ({_short(min(ratios))} to {_short(max(ratios))})"


def _short(ratio: float) -> str:
    return f"{ratio:,.0f}" if ratio >= 10 else f"{ratio:.2g}"


def run(peer: Peer, world: Solved, seconds: float) -> Run:
    """One world solved by a peer. Raises RuntimeError where it ends in anything but a proved plan or out of time."""
    from unified_planning.shortcuts import OneshotPlanner

    from benchmarks.encoding import Encoding

    encoding = Encoding(world.graph, world.profile, is_numeric=peer.is_numeric)
    with OneshotPlanner(name=peer.engine, params=peer.settings) as planner:
        planner.skip_checks = True
        began = time.perf_counter()
        result = planner.solve(encoding.problem, timeout=seconds)
        taken = time.perf_counter() - began
    if result.status.name == "TIMEOUT":
        return Run(None, seconds / world.seconds, None)
    log = "".join(one.message for one in result.log_messages)
    if result.plan is None:
        raise RuntimeError(f"{peer.name}: {result.status.name}: {log[-500:]}")
    months = sum(encoding.months[one.action.name] for one in result.plan.actions)
    found = re.search(peer.own, log)
    own = max(float(found[1]), peer.tick) / peer.parts / world.seconds if found else None
    return Run(months, taken / world.seconds, own)
