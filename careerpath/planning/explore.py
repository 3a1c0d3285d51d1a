"""How far every role of a kind is from one person."""

from __future__ import annotations

import msgspec

from careerpath.model.graph import Graph, ids
from careerpath.model.matching import Matcher
from careerpath.model.profile import Profile
from careerpath.model.result import Reach
from careerpath.planning import EFFORT, Planner, Tick, Undecided, silent

ORDER = {
    "fastest": ("months", "cost", "moves"),
    "cheapest": ("cost", "months", "moves"),
    "fewest_moves": ("moves", "months", "cost"),
}


def explore(
    graph: Graph,
    profile: Profile,
    *,
    effort: int = EFFORT,
    matcher: Matcher | None = None,
    within: int | None = None,
    function: str | None = None,
    level: str | None = None,
    tick: Tick = silent,
) -> tuple[Reach, ...]:
    """Every executive role, or every role of `level`, of `function` and its parts, in the order of `profile.prefer`; those that
    cannot be reached, not by month `within` either, come last. Avoided roles are left out."""
    planner = Planner(graph, effort=effort, matcher=matcher)
    limits = [one for one in (profile.deadline, within) if one is not None]
    asker = msgspec.structs.replace(profile, deadline=min(limits, default=None))
    targets = [one for one in _targets(planner, function, level) if one not in profile.avoid]
    reached = []
    for number, role in enumerate(targets):
        tick(number, len(targets))
        reached.append(_reach(planner, msgspec.structs.replace(asker, target=role)))
    return tuple(sorted(reached, key=lambda one: _rank(one, profile)))


def _targets(planner: Planner, function: str | None, level: str | None) -> list[str]:
    graph, wholes = planner.graph, planner.matcher.wholes
    return [
        name
        for name, role in sorted(graph.roles.items())
        if (graph.is_executive(name) if level is None else role.level == level)
        and (function is None or function in wholes(ids(role.function)))
    ]


def _reach(planner: Planner, profile: Profile) -> Reach:
    role = profile.target or ""
    try:
        plan = planner.best(profile)
    except Undecided:
        return Reach(role=role, status="undecided")
    return Reach(role=role, status=plan.status, months=plan.months, cost=plan.cost, moves=plan.moves)


def _rank(one: Reach, profile: Profile) -> tuple[bool, tuple[float, ...], bool, str]:
    figures = tuple(getattr(one, name) or 0 for name in ORDER[profile.prefer])
    return one.months is None, figures, one.status == "unreachable", one.role
