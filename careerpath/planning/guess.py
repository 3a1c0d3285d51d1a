"""Likely routes: for each way into the target the roles that would support it soonest, as a relaxed plan does (Hoffmann and
Nebel 2001). They prove nothing; a good plan known early lets the search discard the rest."""

from __future__ import annotations

from collections.abc import Iterator

from careerpath.planning.bounds import NEVER, Bounds, bits
from careerpath.planning.problem import All, Condition, Either, Holds, Months

Route = tuple[int, ...]


def likely_routes(bounds: Bounds) -> list[Route]:
    """Sequences of roles from the present one (-1 for none) to the target, the soonest first."""
    months: dict[int, float] = {}
    found = {_Guess(bounds, part, months).route() for part in _ways_in(bounds)}
    return sorted((route for route in found if route), key=lambda route: (_soonest(bounds, route), len(route), route))


def _ways_in(bounds: Bounds) -> Iterator[Condition | None]:
    """Each alternative of each `any` of the target, one at a time; None leaves every choice open."""
    yield None
    for condition in bounds.problem.conditions[bounds.problem.target]:
        if isinstance(condition, Either):
            yield from (part for part in condition.parts if not isinstance(part, Holds))


def _soonest(bounds: Bounds, route: Route) -> float:
    return max((bounds.soonest[role][0] + bounds.months.last[role] for role in route[1:]), default=0.0)


class _Guess:
    """`chosen` is the alternative to take wherever it is offered; `months` remembers when each condition could hold."""

    def __init__(self, bounds: Bounds, chosen: Condition | None, months: dict[int, float]) -> None:
        self.months = months
        self.bounds = bounds
        self.problem = bounds.problem
        self.chosen = chosen
        self.roles: set[int] = set()

    def route(self) -> Route:
        self._enter(self.problem.target)
        before = self.roles - {self.problem.target, self.problem.present}
        inner = sorted(before, key=lambda role: (self.bounds.soonest[role], role))
        return (self.problem.present, *inner, self.problem.target)

    def _enter(self, role: int) -> None:
        if role not in self.roles:
            self.roles.add(role)
            for condition in self.problem.conditions[role]:
                self._support(condition)

    def _support(self, condition: Condition) -> None:
        if isinstance(condition, Months):
            roles = self.problem.counters[condition.counter].roles
            if not any(roles >> role & 1 for role in self.roles | {self.problem.present} if role >= 0):
                self._enter(min(bits(roles), key=lambda role: (self.bounds.soonest[role], role)))
        elif isinstance(condition, All):
            for part in condition.parts:
                self._support(part)
        elif isinstance(condition, Either):
            self._support(min(condition.parts, key=self._preference))  # the parts stand in a fixed order, which breaks ties

    def _preference(self, condition: Condition) -> tuple[bool, float]:
        return condition is not self.chosen, self._month(condition)

    def _month(self, condition: Condition) -> float:
        """When the condition could hold at the soonest."""
        key = id(condition)  # the problem keeps every condition alive
        if key not in self.months:
            self.months[key] = self._month_of(condition)
        return self.months[key]

    def _month_of(self, condition: Condition) -> float:
        if isinstance(condition, Holds):
            return self.bounds.held_from(condition.credentials, 0.0)
        if isinstance(condition, Months):
            counter = self.problem.counters[condition.counter]
            entries = [0.0 if role == self.problem.present else self.bounds.soonest[role][0] for role in bits(counter.roles)]
            return min(entries, default=NEVER) + condition.months - counter.start
        months = [self._month(part) for part in condition.parts]
        return max(months, default=0.0) if isinstance(condition, All) else min(months, default=NEVER)
