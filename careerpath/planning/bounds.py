"""Lower bounds of what is still to come: months, cost and moves from a label to the target. None is ever too high.

Tables hold, for each role just entered, the least months (or entries) until the target is entered, over the `from` edges and the
stays alone. A role may also be left for one that an earlier role feeds, so each table comes with the least over what a role
opens to anyone who ever held it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from heapq import heappop, heappush
from typing import NamedTuple

from careerpath.planning.problem import Condition, Counter, Either, Holds, Months, Problem, mentioned

NEVER = 10**8


class Table(NamedTuple):
    """`last[r]`: from just having entered `r`. `opened[r]`: from the end of the stay in another role, `r` held before.
    `free`: the same from no role at all."""

    last: tuple[int, ...]
    opened: tuple[int, ...]
    free: int

    def beyond(self, role: int, stay: int, opened: int) -> int:
        """Having entered `role` (-1 for none) and held others before, of which the best opens `opened`."""
        later = stay + min(opened, self.free)
        return min(self.last[role], later) if role >= 0 else min(opened, self.free)


class Bounds:
    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.feeders = tuple(_feeders(problem, role) for role in range(len(problem.role_ids)))
        self.months = self._table(problem.target, self._wait)
        self.moves = self._table(problem.target, lambda _, __: 1)
        self.study_months = self._cheapest_study(lambda number: _shortest_study(problem, number))
        self.study_cost = self._cheapest_study(lambda number: problem.studies[number].cost)
        self._to_feed: dict[int, Table] = {}

    def to_feed(self, counter: int) -> Table:
        """Months until some role that feeds the counter is entered."""
        if counter not in self._to_feed:
            problem = self.problem
            roles = [role for role in range(len(problem.role_ids)) if problem.counters[counter].roles >> role & 1]
            self._to_feed[counter] = self._table(roles, self._wait)
        return self._to_feed[counter]

    def _wait(self, role: int, wait: int) -> int:
        """The present role may be left at once."""
        return wait if role == self.problem.present else max(self.problem.stays[role], wait)

    def _table(self, targets: int | list[int], weigh: Callable[[int, int], int]) -> Table:
        """Dijkstra backwards from the targets."""
        size = len(self.problem.role_ids)
        goals = [targets] if isinstance(targets, int) else targets
        last, opened = [NEVER] * size, [NEVER] * size
        free = NEVER
        heap = [(0, role) for role in goals]
        done = [False] * size
        while heap:
            rest, role = heappop(heap)
            if done[role]:
                continue
            done[role] = True
            last[role] = min(last[role], rest)
            if not self.problem.can_enter[role]:
                continue
            feeders = self.feeders[role]
            if feeders is None:
                free = min(free, rest)
            for one, wait in self.reachable_from(feeders):
                if feeders is not None:
                    opened[one] = min(opened[one], rest)
                through = rest + weigh(one, wait)
                if not done[one] and through < last[one]:
                    last[one] = through
                    heappush(heap, (through, one))
        return Table(tuple(last), tuple(opened), free)

    def reachable_from(self, feeders: dict[int, int] | None) -> list[tuple[int, int]]:
        return [(role, 0) for role in range(len(self.problem.role_ids))] if feeders is None else list(feeders.items())

    def _cheapest_study(self, own: Callable[[int], float]) -> tuple[float, ...]:
        """For each credential not held, its own figure and that of the dearest thing it needs first, at the least."""
        size = len(self.problem.credential_ids)
        best = [float(NEVER)] * size
        for _ in range(size + 1):
            changed = False
            for number in range(size):
                needs = self.problem.study_conditions[number]
                total = own(number) + max((self._need(one, best) for one in needs), default=0)
                if number == self.problem.under_way:
                    total = 0
                if total < best[number]:
                    best[number], changed = total, True
            if not changed:
                break
        return tuple(best)

    def _need(self, condition: Condition, best: list[float]) -> float:
        if isinstance(condition, Holds):
            return min((best[number] for number in bits(condition.credentials)), default=NEVER)
        if isinstance(condition, Months):
            return 0
        values = [self._need(one, best) for one in condition.parts]
        if isinstance(condition, Either):
            return min(values, default=NEVER)
        return max(values, default=0)

    @cached_property
    def target_counters(self) -> tuple[int, ...]:
        """The counters that the target's conditions speak of."""
        return tuple(sorted(mentioned(self.problem.conditions[self.problem.target])[0]))


def _shortest_study(problem: Problem, number: int) -> float:
    data = problem.studies[number]
    return min((months for months in (data.full_time, data.part_time) if months is not None), default=NEVER)


def _feeders(problem: Problem, role: int) -> dict[int, int] | None:
    """The roles of which one must have been held, with the months still to serve there; None: none is needed.

    It is any condition made of nothing but months in single roles; `from` is the one that every graph has."""
    best: dict[int, int] | None = None
    for condition in problem.conditions[role]:
        found = _single_roles(problem.counters, condition)
        if found is not None and (best is None or len(found) < len(best)):
            best = found
    return best


def _single_roles(counters: tuple[Counter, ...], condition: Condition) -> dict[int, int] | None:
    parts = condition.parts if isinstance(condition, Either) else (condition,)
    found: dict[int, int] = {}
    for part in parts:
        if not isinstance(part, Months):
            return None
        counter = counters[part.counter]
        for one in bits(counter.roles):
            wait = part.months - counter.start if counter.roles == 1 << one else 0
            found[one] = min(wait, found.get(one, wait))
    return found


def bits(mask: int) -> list[int]:
    """The numbers of the bits that are set, lowest first."""
    found = []
    while mask:
        low = mask & -mask
        found.append(low.bit_length() - 1)
        mask ^= low
    return found
