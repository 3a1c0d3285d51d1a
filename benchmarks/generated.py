"""The small worlds of the tests that have a plan, as they are or with every month drawn out."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import count
from pathlib import Path

import msgspec

from careerpath.model.graph import Graph
from careerpath.model.profile import Profile
from careerpath.model.result import Plan
from careerpath.planning import Undecided, plan

sys.path.append(str(Path(__file__).resolve().parent.parent / "tests"))  # the worlds, and the exact model


class Solved(msgspec.Struct, frozen=True):
    """A question with its proved plan, and the `seconds` that this took."""

    graph: Graph
    profile: Profile
    plan: Plan
    seconds: float


class Sample(msgspec.Struct, frozen=True):
    """`unproved` are left out of it: questions with a plan, or undecided, of which ours proves nothing within the effort."""

    solved: list[Solved]
    unproved: int


def sample(questions: Iterable[tuple[Graph, Profile]], wanted: int, effort: int) -> Sample:
    """Of the first questions, as many as wanted whose plan is proved and takes at least a month."""
    solved: list[Solved] = []
    unproved = 0
    for graph, profile in questions:
        began = time.perf_counter()
        found = _plan(graph, profile, effort)
        seconds = time.perf_counter() - began
        if found is None or found.status == "feasible":
            unproved += 1
        elif found.status == "optimal" and found.months:
            solved.append(Solved(graph, profile, found, seconds))
        if len(solved) == wanted:
            break
    return Sample(solved, unproved)


def worlds(times: int, asked: Callable[[Profile], Profile] = lambda one: one) -> Iterator[tuple[Graph, Profile]]:
    """One after another without end, every figure in months `times` as long; `asked` may change the question."""
    from worlds import drawn_out, world  # type: ignore[import-not-found]

    for seed in count():
        one = drawn_out(world(seed), times)
        yield one.graph, asked(one.profile)


def _plan(graph: Graph, profile: Profile, effort: int) -> Plan | None:
    try:
        return plan(graph, profile, effort=effort)
    except Undecided:
        return None
