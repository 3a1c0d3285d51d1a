"""Lower bounds: how soon each role can be entered and each credential held, and how long it is from each role to the target.
None is ever too high."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from functools import cached_property
from heapq import heappop, heappush
from itertools import chain

from careerpath.planning.problem import All, Condition, Counter, Either, Holds, Months, Problem, bits, mentioned, union

NEVER = 10**8


Span = tuple[float, float]
"""A month, and the months of work by then."""
Ways = tuple[tuple[int, int], ...]
"""Ways to a credential: (months of study, months of it full time)."""


class Bounds:
    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.feeders = _feeders(problem)
        self._mentioned: dict[int, tuple[set[int], int]] = {}  # by id: the problem keeps every condition alive
        self.waiting = self._waiting()
        self._starts = [one.start for one in problem.counters]
        self._ways: dict[int, Ways] = {}
        self._held: dict[tuple[int, float], float] = {}
        self._parts: dict[int, tuple[tuple[tuple[int, int], ...], tuple[Condition, ...]]] = {}
        self._served: dict[int, Span] = {}
        for condition in {id(one): one for one in chain.from_iterable(problem.conditions)}.values():
            self._sort(condition)
        self.study_cost = self._least_cost()
        self.study_ways = self._study_ways()
        self.soonest = self._soonest()
        self.least: list[list[float]] = []  # moves and costs, the same towards whatever is asked

    def _soonest(self) -> tuple[Span, ...]:
        """For each role the month of the first entry that its conditions and those of the roles before it allow, and the least
        months of work by then: the least solution of the equations (Knuth 1977)."""
        problem = self.problem
        start = float(problem.busy_until if problem.is_busy_full_time else 0)
        found: list[Span] = [(float(NEVER), float(NEVER))] * len(problem.role_ids)
        fed: list[Span] = [(float(NEVER), float(NEVER))] * len(problem.counters)
        if problem.present >= 0:
            self._feed(fed, problem.present, (start, 0.0))
        open_ones = sum(1 << role for role, can_enter in enumerate(problem.can_enter) if can_enter)
        while open_ones:
            later = 0
            self._served = {}
            for role in bits(open_ones):
                entry = self._entry(role, fed, start)
                if entry < found[role]:
                    found[role] = entry
                    later |= union(self.waiting[counter] for counter in self._feed(fed, role, entry))
            open_ones = later
        return tuple(found)

    def _waiting(self) -> list[int]:
        """For each counter the roles whose conditions speak of it (a bit set)."""
        asking: dict[int, int] = {}
        for role, conditions in enumerate(self.problem.conditions):
            for one in conditions if self.problem.can_enter[role] else ():
                if id(one) not in asking:
                    self._mentioned[id(one)] = mentioned([one])
                asking[id(one)] = asking.get(id(one), 0) | 1 << role
        waiting = [0] * len(self.problem.counters)
        for condition, roles in asking.items():
            for counter in self._mentioned[condition][0]:
                waiting[counter] |= roles
        return waiting

    def _feed(self, fed: list[Span], role: int, entry: Span) -> list[int]:
        """Notes that the role is entered by then; the counters that it feeds sooner than any other, less what they stand at."""
        sooner = []
        entered, worked = entry
        for counter in self.problem.feeds[role]:
            first, least = fed[counter]
            start = self._starts[counter]
            if entered - start < first or worked - start < least:
                fed[counter] = min(first, entered - start), min(least, worked - start)
                sooner.append(counter)
        return sooner

    def _entry(self, role: int, fed: list[Span], start: float) -> Span:
        conditions = self.problem.conditions[role]
        spans = [self._span(one, fed, 0.0) for one in conditions]
        worked = max((work for _, work in spans), default=0.0)
        if worked:  # what is studied full time comes on top
            both = zip(conditions, spans, strict=True)
            spans = [self._span(one, fed, worked) if self._mentioned[id(one)][1] else span for one, span in both]
        return max((start, *(month for month, _ in spans))), worked

    def _span(self, condition: Condition, fed: list[Span], worked: float) -> Span:
        """When the condition can hold at the soonest, and the least months of work by then."""
        if isinstance(condition, Holds):
            return self.held_from(condition.credentials, worked), 0.0
        if isinstance(condition, Months):
            month, work = fed[condition.counter]
            return month + condition.months, work + condition.months
        if isinstance(condition, Either):
            return self._either_span(condition, fed, worked)
        spans = [self._span(one, fed, worked) for one in condition.parts]
        return max((one[0] for one in spans), default=0.0), max((one[1] for one in spans), default=0.0)

    def _either_span(self, condition: Either, fed: list[Span], worked: float) -> Span:
        soonest, least = self._served_span(condition, fed)
        for one in self._parts[id(condition)][1]:
            month, work = self._span(one, fed, worked)
            soonest, least = min(soonest, month), min(least, work)
        return soonest, least

    def _served_span(self, condition: Either, fed: list[Span]) -> Span:
        """That of its months alone, once a round: of a skill that many roles teach there are hundreds, and many ask for it."""
        key = id(condition)  # the problem keeps every condition alive
        if key not in self._served:
            soonest = least = float(NEVER)
            for counter, months in self._parts[key][0]:
                month, work = fed[counter]
                if month + months < soonest:
                    soonest = month + months
                if work + months < least:
                    least = work + months
            self._served[key] = soonest, least
        return self._served[key]

    def _sort(self, condition: Condition) -> None:
        """Sets the months that an alternative speaks of apart from its other parts."""
        others = [one for one in condition.parts if not isinstance(one, Months)] if isinstance(condition, (Either, All)) else []
        if isinstance(condition, Either):
            served = tuple((one.counter, one.months) for one in condition.parts if isinstance(one, Months))
            self._parts[id(condition)] = served, tuple(others)
        for one in others:
            self._sort(one)

    def _wait(self, role: int, wait: int) -> int:
        """The present role may be left at once."""
        return wait if role == self.problem.present else max(self.problem.stays[role], wait)

    def towards(self, problem: Problem) -> Bounds:
        """The bounds of the same problem with another target, budget or deadline."""
        other = copy(self)
        other.problem = problem
        other.__dict__.pop("rest", None)
        return other

    @cached_property
    def rest(self) -> tuple[int, ...]:
        """From just having entered each role, the least months until the target is entered over `from` edges and stays: Dijkstra
        backwards from the target."""
        rest = [NEVER] * len(self.problem.role_ids)
        rest[self.problem.target] = 0
        heap = [(0, self.problem.target)]
        while heap:
            months, role = heappop(heap)
            if months > rest[role] or not self.problem.can_enter[role]:
                continue
            for one, wait in self.reachable_from(self.feeders[role]):
                through = months + self._wait(one, wait)
                if through < rest[one]:
                    rest[one] = through
                    heappush(heap, (through, one))
        return tuple(rest)

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
            self._ways[credentials] = not_worse(way for number in bits(credentials) for way in self.study_ways[number])
        return self._ways[credentials]

    @cached_property
    def study_counters(self) -> tuple[int, ...]:
        """The counters that the start of a study waits for."""
        return tuple(sorted({counter for needs in self.problem.study_conditions for counter in mentioned(needs)[0]}))

    def held_from(self, credentials: int, worked: float) -> float:
        """The soonest month in which one of `credentials` is held after `worked` months that no full-time study can share."""
        if (credentials, worked) not in self._held:
            ways = ((self.problem.busy_until + months, worked + full if full else 0) for months, full in self.ways(credentials))
            self._held[credentials, worked] = min((max(way) for way in ways), default=NEVER)
        return self._held[credentials, worked]

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
                found = not_worse((*best[number], *longer))
                if found != best[number]:
                    best[number], changed = found, True
        return tuple(best)

    def _ways_first(self, needs: tuple[Condition, ...], best: list[Ways]) -> Ways:
        """The ways to what a study needs first: of several needs the one that takes longest."""
        ways = [self._ways_to(one, best) for one in needs]
        return max(ways, key=lambda one: min((months for months, _ in one), default=NEVER), default=((0, 0),))

    def _ways_to(self, condition: Condition, best: list[Ways]) -> Ways:
        if isinstance(condition, Holds):
            return not_worse(way for number in bits(condition.credentials) for way in best[number])
        if isinstance(condition, Months):
            return ((0, 0),)
        if isinstance(condition, Either):
            return not_worse(way for one in condition.parts for way in self._ways_to(one, best))
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


def not_worse(pairs: Iterable[tuple[int, int]]) -> Ways:
    """Those that no other beats in both figures."""
    kept: list[tuple[int, int]] = []
    least = NEVER
    for one in sorted(set(pairs)):
        if one[1] < least:
            kept.append(one)
            least = one[1]
    return tuple(kept)


def _feeders(problem: Problem) -> tuple[dict[int, int] | None, ...]:
    """For each role those of which one must have been held, with the months still to serve there; None: none is needed.

    It is any condition made of nothing but months in single roles; `from` is the one that every graph has."""
    conditions = {id(one): one for one in chain.from_iterable(problem.conditions)}
    found = {key: _single_roles(problem.counters, one) for key, one in conditions.items()}
    all_of = ([one for one in (found[id(one)] for one in items) if one is not None] for items in problem.conditions)
    return tuple(min(those, key=len, default=None) for those in all_of)


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
