"""Likely routes: for each way into the target the roles that would support it soonest, as a relaxed plan does (Hoffmann and
Nebel 2001). They prove nothing; a good plan known early lets the search discard the rest."""

from __future__ import annotations

from collections.abc import Iterator

from careerpath.planning.bounds import NEVER, Bounds, bits
from careerpath.planning.problem import All, Condition, Either, Holds, Months

Route = tuple[int, ...]
FED = 24  # months later at which a way through a role of the route anyway is as good as one through another role


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
        self.studies: set[int] = set()

    def route(self) -> Route:
        self._enter(self.problem.target)
        before = self.roles - {self.problem.target, self.problem.present}
        inner = sorted(before, key=lambda role: (self.bounds.soonest[role], role))
        return (self.problem.present, *inner, self.problem.target)

    def _enter(self, role: int) -> None:
        if role not in self.roles:
            self.roles.add(role)
            for condition in sorted(self.problem.conditions[role], key=self._is_not_of_roles):
                self._support(condition)

    def _is_not_of_roles(self, condition: Condition) -> bool:
        """Feeders come first: the roles that they bring in serve much of the rest."""
        parts = condition.parts if isinstance(condition, Either) else (condition,)
        return not all(isinstance(one, Months) and self.problem.counters[one.counter].roles.bit_count() == 1 for one in parts)

    def _is_fed(self, condition: Condition) -> bool:
        """Whether a role of the route serves the months."""
        if not isinstance(condition, Months):
            return False
        roles = self.problem.counters[condition.counter].roles
        return any(roles >> role & 1 for role in (*self.roles, self.problem.present) if role >= 0)

    def _support(self, condition: Condition) -> None:
        if isinstance(condition, Months):
            roles = self.problem.counters[condition.counter].roles
            if not self._is_fed(condition):
                self._enter(min(bits(roles), key=lambda role: (self.bounds.soonest[role], role)))
        elif isinstance(condition, Holds):
            self._study(min(bits(condition.credentials), key=lambda number: (self._studied(number), number)))
        elif isinstance(condition, All):
            for part in condition.parts:
                self._support(part)
        elif isinstance(condition, Either) and condition.parts:
            self._support(min(condition.parts, key=self._preference))  # the parts stand in a fixed order, which breaks ties

    def _study(self, number: int) -> None:
        if number not in self.studies:
            self.studies.add(number)
            for condition in self.problem.study_conditions[number]:
                self._support(condition)

    def _studied(self, number: int) -> float:
        """When the credential could be held, what its study asks for included."""
        months = min((months for months, _ in self.bounds.study_ways[number]), default=NEVER)
        return max((float(months), *(self._month(one) for one in self.problem.study_conditions[number])))

    def _preference(self, condition: Condition) -> tuple[bool, float]:
        soonest = self._month(condition)
        return condition is not self.chosen, soonest - (FED if self._is_fed(condition) else 0)

    def _month(self, condition: Condition) -> float:
        """When the condition could hold at the soonest."""
        key = id(condition)  # the problem keeps every condition alive
        if key not in self.months:
            self.months[key] = NEVER  # while it is being worked out: what needs itself first is no way
            self.months[key] = self._month_of(condition)
        return self.months[key]

    def _month_of(self, condition: Condition) -> float:
        if isinstance(condition, Holds):
            return min((self._studied(number) for number in bits(condition.credentials)), default=NEVER)
        if isinstance(condition, Months):
            counter = self.problem.counters[condition.counter]
            entries = [0.0 if role == self.problem.present else self.bounds.soonest[role][0] for role in bits(counter.roles)]
            return min(entries, default=NEVER) + condition.months - counter.start
        months = [self._month(part) for part in condition.parts]
        return max(months, default=0.0) if isinstance(condition, All) else min(months, default=NEVER)
