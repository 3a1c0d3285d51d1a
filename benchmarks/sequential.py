"""Fast Downward and ENHSP on the sequential variant of the problem, in which one thing is done at a time.

The variant is the rules of a plan under these settings, and all three planners are asked for the same: the fastest plan
where study is full time only, so that no role is held during it and studies follow upon one another, without budget,
deadline, roles to avoid or to pass through, or a study under way. A plan is then a row of stints and studies, and its
months are the sum of theirs, so that the least sum of action costs is the fewest months. Ours solves it by its own
rules under the preference `study: full_time`; the peers are given `benchmarks.encoding`: entering a role takes its
fewest months (`stay`), each further month in it is an action of one month, a study one of all its months, leaving costs
nothing. Equal optima wherever both are proved say that the problems are the same."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import msgspec

from benchmarks.generated import Sample, Solved, sample, worlds
from benchmarks.growth import laddered
from benchmarks.machine import missing
from benchmarks.people import person
from benchmarks.ratios import spread
from careerpath.model.graph import Graph
from careerpath.model.profile import Profile

WORLDS, QUICK_WORLDS = 8, 2
TIMES, QUICK_TIMES = (1, 6, 12), (1,)
SIZES, QUICK_SIZES = (6, 12), (6,)
TOPS, QUICK_TOPS = ("supervisor-0", "manager-0", "director-0"), ("specialist-0",)
SECONDS, QUICK_SECONDS = 10.0, 3.0
EFFORT = 1_000


class Peer(msgspec.Struct, frozen=True):
    """`needs` are packages, `engine` and `settings` unified-planning's; `grounding` and `search` find in its log how long each
    took, in units of which there are `parts` to a second."""

    name: str
    needs: tuple[str, ...]
    engine: str
    settings: dict[str, str]
    is_numeric: bool
    grounding: str
    search: str
    parts: int


PEERS = (
    Peer(
        name="Fast Downward",
        needs=("unified-planning", "up-fast-downward"),
        engine="fast-downward",
        settings={"fast_downward_search_config": "astar(hmax())"},
        is_numeric=False,
        grounding=r"Done! \[.*, ([\d.]+)s wall-clock\]",
        search=r"Search time: ([\d.]+)s",
        parts=1,
    ),
    Peer(
        name="ENHSP",
        needs=("unified-planning", "up-enhsp", "java"),
        engine="enhsp-opt",
        settings={},
        is_numeric=True,
        grounding=r"Grounding Time: (\d+)",
        search=r"Search Time \(msec\): (\d+)",
        parts=1000,
    ),
)
HEAD = """## Against Fast Downward and ENHSP

Full-time study only, so that one thing is done at a time and the fewest months are the least sum of action costs:
generated worlds of 4 to 8 roles, their months as they are and drawn out, and ladders of roles in months as they are in
life, with all credentials of the shipped graph. Fast Downward is A* with hmax, months counted by facts (LM-cut, the
default of unified-planning, refuses effects that depend on the state, and is slower where they are compiled away, see
`docs/decisions`); ENHSP is A* with hrmax, months counted by numbers. *Left out*: not proved by ours within effort
{effort:,}. *Whole* is what somebody waits for: PDDL written, process started, grounding, search. *Reported* is what the
planner itself says of grounding and search, *search* of search alone. Ours is always the whole, in one process.
Multiples of our time, medians (least to most); out of time after {seconds:g} s counts as that long, and reports
nothing.

| problems | left out | planner | out of time | same optimum | whole | reported | search |
|---|---|---|---|---|---|---|---|"""


class Run(msgspec.Struct, frozen=True):
    """`months` is None out of time, and so is what the planner reports; the others are multiples of our time."""

    months: int | None
    whole: float
    reported: float | None = None
    search: float | None = None


def sequential(graph: Graph, quick: bool) -> list[str]:
    seconds = QUICK_SECONDS if quick else SECONDS
    why_not = {peer.name: missing(peer.needs) for peer in PEERS}
    peers = [peer for peer in PEERS if not why_not[peer.name]]
    lines = HEAD.format(effort=EFFORT, seconds=seconds).splitlines()
    if peers:
        lines += [_row(label, peer, chosen, seconds) for label, chosen in _problems(graph, quick) for peer in peers]
    return lines + [line for name, why in why_not.items() if why for line in ("", f"SKIPPED: {name}: {why}")]


def _problems(graph: Graph, quick: bool) -> Iterator[tuple[str, Sample]]:
    for times in QUICK_TIMES if quick else TIMES:
        wanted = QUICK_WORLDS if quick else WORLDS
        yield f"{wanted} worlds, months x {times}", sample(worlds(times, one_thing_at_a_time), wanted, EFFORT)
    tops = QUICK_TOPS if quick else TOPS
    for size in QUICK_SIZES if quick else SIZES:
        ladders = laddered(graph, size)
        asked = [(ladders, one_thing_at_a_time(person(ladders, "entry-0", 7, top))) for top in tops]
        chosen = sample(asked, len(asked), EFFORT)
        yield f"{len(chosen.solved)} on ladders, {size} roles", chosen


def one_thing_at_a_time(profile: Profile) -> Profile:
    return msgspec.structs.replace(
        profile, study="full_time", prefer="fastest", budget=None, deadline=None, avoid=(), via=(), studying=None
    )


def _row(label: str, peer: Peer, chosen: Sample, seconds: float) -> str:
    runs = [run(peer, one, seconds) for one in chosen.solved]
    in_time = [(ours, theirs) for ours, theirs in zip(chosen.solved, runs, strict=True) if theirs.months is not None]
    agreed = sum(ours.plan.months == theirs.months for ours, theirs in in_time)
    figures = [[getattr(one, name) for one in runs] for name in ("whole", "reported", "search")]
    spreads = [spread([one for one in figure if one is not None]) for figure in figures]
    parts = [label, str(chosen.unproved), peer.name, str(len(runs) - len(in_time)), f"{agreed} of {len(in_time)}", *spreads]
    return f"| {' | '.join(parts)} |"


def run(peer: Peer, world: Solved, seconds: float) -> Run:
    """One world solved by a peer. Raises RuntimeError where it ends neither with a plan nor out of time."""
    from unified_planning.shortcuts import OneshotPlanner

    from benchmarks.encoding import Encoding

    encoding = Encoding(world.graph, world.profile, is_numeric=peer.is_numeric)
    with OneshotPlanner(name=peer.engine, params=peer.settings) as planner:
        planner.skip_checks = True
        began = time.perf_counter()
        result = planner.solve(encoding.problem, timeout=seconds)
        taken = time.perf_counter() - began
    if result.status.name == "TIMEOUT":
        return Run(None, seconds / world.seconds)
    log = "".join(one.message for one in result.log_messages)
    if result.plan is None:
        raise RuntimeError(f"{peer.name}: {result.status.name}: {log[-500:]}")
    months = sum(encoding.months[one.action.name] for one in result.plan.actions)
    grounding, search = (_reported(one, log) / peer.parts / world.seconds for one in (peer.grounding, peer.search))
    return Run(months, taken / world.seconds, grounding + search, search)


def _reported(pattern: str, log: str) -> float:
    """In the planner's units. Raises RuntimeError where its log has changed."""
    found = re.search(pattern, log)
    if found is None:
        raise RuntimeError(f"nothing like {pattern} in: {log[:2000]}")
    return float(found[1])
