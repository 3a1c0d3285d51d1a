"""Persons to plan for, and how long that takes."""

from __future__ import annotations

import time
from itertools import product

import msgspec

from careerpath.model.graph import Graph, ids
from careerpath.model.matching import Matcher
from careerpath.model.profile import Held, Prefer, Profile, Served
from careerpath.model.result import Plan
from careerpath.planning import EFFORT, Undecided, plan

NOW = 2026 * 12 + 10
SERVED = (0, 7, 17, 31)
"""Months in the present role."""
ORDERS: tuple[Prefer, ...] = ("fastest", "cheapest", "fewest_moves")


class Timed(msgspec.Struct, frozen=True):
    """`plan` is None where planning ended undecided; the time is the processor's."""

    profile: Profile
    plan: Plan | None
    milliseconds: float


def person(graph: Graph, role: str, months: int, target: str, prefer: Prefer = "fastest") -> Profile:
    """Somebody with a secondary diploma who has been in the role for so many months."""
    part = graph.roles[role]
    job = Served(
        role=role,
        title=role,
        functions=ids(part.function),
        level=part.level,
        months=months,
        start=NOW - months,
        end=NOW,
        is_current=True,
    )
    school = Held(credential="secondary-diploma", title="", level="secondary", fields=())
    return Profile(as_of=NOW, target=target, work=(job,), education=(school,), prefer=prefer)


def pairs(graph: Graph) -> list[tuple[str, int, str]]:
    """Every entry role, months in it, and executive role, in an order in which any stride takes all kinds."""
    starts = sorted(name for name, role in graph.roles.items() if role.level == "entry")
    targets = sorted(name for name in graph.roles if graph.is_executive(name))
    return [(start, months, target) for months, start, target in product(SERVED, starts, targets)]


def timed(graph: Graph, profile: Profile, matcher: Matcher, effort: int = EFFORT) -> Timed:
    began = time.process_time()
    try:
        found: Plan | None = plan(graph, profile, effort=effort, matcher=matcher)
    except Undecided:
        found = None
    return Timed(profile, found, (time.process_time() - began) * 1000)


def at(share: float, values: list[float]) -> float:
    """The value below which that share lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
