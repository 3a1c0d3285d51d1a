"""The small worlds of the tests that have a plan, as they are or with every month drawn out."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from itertools import count, islice
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


def solved(wanted: int, times: int, effort: int, asked: Callable[[Profile], Profile] = lambda one: one) -> list[Solved]:
    """The first worlds whose plan is proved and takes at least a month, every figure in months `times` as long; `asked`
    may change the question."""
    return list(islice(_solved(times, effort, asked), wanted))


def _solved(times: int, effort: int, asked: Callable[[Profile], Profile]) -> Iterator[Solved]:
    from worlds import drawn_out, world  # type: ignore[import-not-found]

    for seed in count():
        one = drawn_out(world(seed), times)
        found = solved_one(one.graph, asked(one.profile), effort)
        if found is not None:
            yield found


def solved_one(graph: Graph, profile: Profile, effort: int) -> Solved | None:
    """None where the plan is not proved within the effort, or takes no time."""
    began = time.perf_counter()
    try:
        answer = plan(graph, profile, effort=effort)
    except Undecided:
        return None
    seconds = time.perf_counter() - began
    return Solved(graph, profile, answer, seconds) if answer.status == "optimal" and answer.months else None
