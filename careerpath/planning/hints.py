"""Routes of plans found before: part of one is often the way to another role, or the way of somebody like this person."""

from __future__ import annotations

from itertools import islice

from careerpath.model.profile import Profile
from careerpath.model.result import Plan, WorkStep
from careerpath.planning.bounds import Bounds
from careerpath.planning.problem import Problem

MOST = 12
"""Hints given for one question."""


class Hints:
    """What is remembered of plans, by the ids of their roles: the next question may number the roles in another way."""

    def __init__(self) -> None:
        self._entered: dict[tuple[str, ...], int] = {}  # the roles up to one, and the first month of its entry

    def __bool__(self) -> bool:
        return bool(self._entered)

    def remember(self, profile: Profile, plan: Plan) -> None:
        """Takes note of the plan's route, if it has one, and of every part of it from the present role on."""
        if not plan.steps:
            return
        is_held = profile.studying is None or profile.studying.mode != "full_time"
        entered = [(profile.present_role or "" if is_held else "", 0)]
        entered += [(one.role, one.start) for one in plan.steps if isinstance(one, WorkStep) and one.is_move]
        for stint, (_, month) in enumerate(entered):
            way = tuple(role for role, _ in entered[: stint + 1])
            self._entered[way] = min(month, self._entered.get(way, month))

    def towards(self, bounds: Bounds) -> list[tuple[int, ...]]:
        """At most `MOST` routes to the target, the present role or -1 first in each; those first that led soonest to a role from
        which it is entered."""
        numbers = {name: number for number, name in enumerate(bounds.problem.role_ids)}
        found: dict[tuple[int, ...], int] = {}
        for way, month in self._entered.items():
            roles = (bounds.problem.present, *(numbers.get(name, -1) for name in way[1:]))
            if way[0] == _name(bounds.problem, roles[0]) and _is_open(bounds.problem, roles[1:]):
                wait = _wait(bounds, roles[-1])
                if wait is not None:
                    route = roles if roles[-1] == bounds.problem.target else (*roles, bounds.problem.target)
                    found[route] = min(month + wait, found.get(route, month + wait))
        return list(islice(sorted(found, key=lambda route: (found[route], route)), MOST))


def _name(problem: Problem, role: int) -> str:
    return problem.role_ids[role] if role >= 0 else ""


def _is_open(problem: Problem, roles: tuple[int, ...]) -> bool:
    """Whether all of the roles may be entered, the target, if at all, last."""
    return all(role >= 0 and problem.can_enter[role] for role in roles) and problem.target not in roles[:-1]


def _wait(bounds: Bounds, role: int) -> int | None:
    """The months from the entry of the role to that of the target at the least; None where it does not lead there."""
    feeders = bounds.feeders[bounds.problem.target]
    if role == bounds.problem.target or feeders is None:
        return 0
    return feeders.get(role)
