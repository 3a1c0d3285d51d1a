"""Lower bounds of what is still to come: months, cost and moves from a label to the target. None is ever too high.

Tables hold, for each role just entered, the least months (or entries) until the target is entered, over the `from` edges and the
stays alone. A role may also be left for one that an earlier role feeds, so each table comes with the least over what a role
opens to anyone who ever held it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property, lru_cache
from heapq import heappop, heappush
from typing import NamedTuple

from careerpath.planning.problem import Condition, Counter, Either, Holds, Months, Problem, mentioned

NEVER = 10**8


Span = tuple[float, float]
"""A month, and the months of work by then."""
Ways = tuple[tuple[int, int], ...]
"""Ways to a credential: (months of study, months of it full time)."""


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
        self._ways: dict[int, Ways] = {}
        self.study_cost = self._least_cost()
        self.study_ways = self._study_ways()
        self.soonest = self._soonest()
        self._to_feed: dict[int, Table] = {}

    def to_feed(self, counter: int) -> Table:
        """Months until some role that feeds the counter is entered."""
        if counter not in self._to_feed:
            problem = self.problem
            roles = [role for role in range(len(problem.role_ids)) if problem.counters[counter].roles >> role & 1]
            self._to_feed[counter] = self._table(roles, self._wait)
        return self._to_feed[counter]

    def _soonest(self) -> tuple[Span, ...]:
        """For each role the month of the first entry that its conditions and those of the roles before it allow, and the least
        months of work by then: the least solution of the equations (Knuth 1977)."""
        problem = self.problem
        start = float(problem.busy_until if problem.is_busy_full_time else 0)
        found: list[Span] = [(float(NEVER), float(NEVER))] * len(problem.role_ids)
        changed = True
        while changed:
            changed = False
            fed = [self._first_fed(counter, found, start) for counter in problem.counters]
            for role, conditions in enumerate(problem.conditions):
                if not problem.can_enter[role]:
                    continue
                worked = max((self._span(one, fed, 0.0)[1] for one in conditions), default=0.0)
                entry = (max((start, *(self._span(one, fed, worked)[0] for one in conditions))), worked)
                if entry < found[role]:
                    found[role], changed = entry, True
        return tuple(found)

    def _first_fed(self, counter: Counter, found: list[Span], start: float) -> Span:
        """When a role that feeds the counter can be entered at the soonest, less the months that it stands at already."""
        spans = [(start, 0.0) if role == self.problem.present else found[role] for role in bits(counter.roles)]
        return (
            min((one[0] for one in spans), default=NEVER) - counter.start,
            min((one[1] for one in spans), default=NEVER) - counter.start,
        )

    def _span(self, condition: Condition, fed: list[Span], worked: float) -> Span:
        """When the condition can hold at the soonest, and the least months of work by then."""
        if isinstance(condition, Holds):
            return self.held_from(condition.credentials, worked), 0.0
        if isinstance(condition, Months):
            month, work = fed[condition.counter]
            return month + condition.months, work + condition.months
        spans = [self._span(one, fed, worked) for one in condition.parts]
        pick = min if isinstance(condition, Either) else max
        return pick((one[0] for one in spans), default=0.0), pick((one[1] for one in spans), default=0.0)

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

    def least_cost(self, credentials: int) -> float:
        """The least cost of having one of `credentials`, with what it needs first."""
        return min(self.study_cost[number] for number in bits(credentials))

    def own_cost(self, credentials: int) -> float:
        """The least cost of one of `credentials` by itself."""
        return min(self.problem.studies[number].cost for number in bits(credentials))

    def ways(self, credentials: int) -> Ways:
        """The ways to have one of `credentials` that are not worse than another."""
        if credentials not in self._ways:
            self._ways[credentials] = _best_ways(way for number in bits(credentials) for way in self.study_ways[number])
        return self._ways[credentials]

    def part_time_months(self, credentials: int) -> float:
        """The soonest month in which one of `credentials` is held by study beside work alone."""
        return self.problem.busy_until + min((months for months, full in self.ways(credentials) if not full), default=NEVER)

    def track(self, sets: tuple[int, ...], load: int, worked: float) -> float:
        """The soonest end of one study of each set, one after the other from month `load` on, full time not beside work."""
        best = [(float(load), worked)]
        for credentials in sets:
            full, part = self._own_months(credentials)
            longer = [(end + full, work + full) for end, work in best] + [(end + part, work) for end, work in best]
            best = [one for one in longer if not any(o != one and o[0] <= one[0] and o[1] <= one[1] for o in longer)] or longer
        return min(max(one) if one[1] > worked else one[0] for one in best)

    def _own_months(self, credentials: int) -> tuple[float, float]:
        """The least months full time and part time of any one of them, itself alone."""
        studies = [self.problem.studies[number] for number in bits(credentials)]
        return min(_or_never(one.full_time) for one in studies), min(_or_never(one.part_time) for one in studies)

    @cached_property
    def study_counters(self) -> tuple[int, ...]:
        """The counters that the start of a study waits for."""
        return tuple(sorted({counter for needs in self.problem.study_conditions for counter in mentioned(needs)[0]}))

    def held_from(self, credentials: int, worked: float) -> float:
        """The soonest month in which one of `credentials` is held after `worked` months that no full-time study can share."""
        ways = ((self.problem.busy_until + months, worked + full if full else 0) for months, full in self.ways(credentials))
        return min((max(way) for way in ways), default=NEVER)

    def _study_ways(self) -> tuple[Ways, ...]:
        """For each credential the months of study that it takes with what it needs first, in every mix of modes."""
        problem = self.problem
        best: list[Ways] = [((0, 0),) if number == problem.under_way else () for number in range(len(problem.credential_ids))]
        changed = True
        while changed:
            changed = False
            for number, data in enumerate(problem.studies):
                before = self._ways_first(problem.study_conditions[number], best)
                own = [(full, full) for full in (data.full_time,) if full] + [(part, 0) for part in (data.part_time,) if part]
                longer = [(months + more, full + fully) for months, full in before for more, fully in own]
                found = _best_ways((*best[number], *longer))
                if found != best[number]:
                    best[number], changed = found, True
        return tuple(best)

    def _ways_first(self, needs: tuple[Condition, ...], best: list[Ways]) -> Ways:
        """The ways to what a study needs first: of several needs the one that takes longest."""
        ways = [self._ways_to(one, best) for one in needs]
        return max(ways, key=lambda one: min((months for months, _ in one), default=NEVER), default=((0, 0),))

    def _ways_to(self, condition: Condition, best: list[Ways]) -> Ways:
        if isinstance(condition, Holds):
            return _best_ways(way for number in bits(condition.credentials) for way in best[number])
        if isinstance(condition, Months):
            return ((0, 0),)
        if isinstance(condition, Either):
            return _best_ways(way for one in condition.parts for way in self._ways_to(one, best))
        return self._ways_first(condition.parts, best)

    def _least_cost(self) -> tuple[float, ...]:
        """For each credential its own cost and that of the dearest thing it needs first, at the least."""
        problem = self.problem
        best = [0.0 if number == problem.under_way else float(NEVER) for number in range(len(problem.credential_ids))]
        changed = True
        while changed:
            changed = False
            for number in range(len(best)):
                needs = (self._need(one, best) for one in problem.study_conditions[number])
                total = problem.studies[number].cost + max(needs, default=0)
                if total < best[number]:
                    best[number], changed = total, True
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


def _best_ways(ways: Iterable[tuple[int, int]]) -> Ways:
    """Those that no other beats in both figures."""
    kept: list[tuple[int, int]] = []
    for way in sorted(set(ways)):
        if all(way[1] < one[1] for one in kept):
            kept.append(way)
    return tuple(kept)


def _or_never(months: int | None) -> float:
    return NEVER if months is None else months


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


@lru_cache(maxsize=65_536)
def bits(mask: int) -> tuple[int, ...]:
    """The numbers of the bits that are set, lowest first."""
    found = []
    while mask:
        low = mask & -mask
        found.append(low.bit_length() - 1)
        mask ^= low
    return tuple(found)
