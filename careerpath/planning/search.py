"""Best-first search for the best plan: endings of routes, carried back to the present role, and the plans along whole routes.

Everything in the queue has a lower bound in the chosen order; what is not below the best plan so far is dropped, so that the
search has proved its plan when the queue is empty. It begins in haste, with what is nearest to a whole route."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from heapq import heappop, heappush
from itertools import islice
from math import inf, nextafter
from typing import NamedTuple

from careerpath.model.profile import Prefer
from careerpath.planning.bounds import NEVER, Bounds
from careerpath.planning.draft import Drafts
from careerpath.planning.endings import Ending, Endings
from careerpath.planning.fit import ORDERS, WORST, Along, Fit, Key, Label, higher
from careerpath.planning.problem import Problem

EFFORT = 6_000
"""Endings and commitments weighed before the search settles for a plan and a bound."""
WEIGHT = 5
"""A commitment counts as so many endings."""
LAST_RESORT = 3
"""So many times the effort is spent where no plan was found yet."""
HASTE = ((0.3, 1.0), (0.3, 0.3), (0.4, 0.0))
"""Shares of the effort, and what all that an ending still asks for weighs, beside the one thing that takes longest."""
GLANCE = 0.2
"""The share of the effort in which it may turn out that there is no plan, or which is the best."""
SCOUT = 0.1
"""The share of the effort, once more, for a fast plan where another figure counts first."""
PASSING = 6
"""Months that a role taken in passing is put back by."""
LATER, MOST = 25, 0.1
"""Commitments weighed along one route at a time; and the share of the effort for a draft where there is no plan yet."""
DRAFTED, AGAIN = 0.05, 6
"""Drafts carried on before the search, as a share of the effort; so many times more where that gave no plan."""
TRIED = 12
"""Drafts whose routes are made the best of."""
NOTHING: Key = (0.0, 0.0, 0.0)


class Found(NamedTuple):
    """`label` is the best plan found or None; `bound` a lower bound of the chosen order's first component; `is_proved`: the
    label is the best, or that there is none is certain."""

    label: Label | None
    bound: float
    is_proved: bool
    effort: int


class _Entry(NamedTuple):
    """A place in the queue: an ending to carry back, or a route to find plans along and the `ending` that it was made of.
    `is_in_passing`: only by roles that serve what a short study meets."""

    place: tuple[float, ...]
    key: Key
    item: Ending | Along
    ending: Ending | None
    is_in_passing: bool


def search(bounds: Bounds, prefer: Prefer, effort: int = EFFORT, routes: Iterable[tuple[int, ...]] = ()) -> Found:
    """The best plan in the order of `prefer`; where none is found in that order and nothing limits it, one found in another.
    `routes` are tried before all others."""
    found = _Search(bounds, prefer).run(effort, routes)
    for other in ORDERS if _is_free(bounds.problem) else ():
        if found.label is None and not found.is_proved and other != prefer:
            found = found._replace(label=_Search(bounds, other).run(effort).label)
    return found


def _is_free(problem: Problem) -> bool:
    return problem.deadline >= NEVER and problem.budget >= NEVER


class _Search:
    def __init__(self, bounds: Bounds, prefer: Prefer) -> None:
        self.problem = bounds.problem
        self.prefer = prefer
        self.fit = Fit(bounds, prefer)
        self.tried: set[tuple[int, ...]] = set()
        self.endings = Endings(bounds, self.fit)
        self.limit = WORST
        self.unknown = WORST
        self.label: Label | None = None
        self.heap: list[_Entry] = []
        self.spent = 0
        self.serial = 0
        self.haste = 0.0
        self.routes: set[tuple[int, ...]] = set()
        self.passed: set[tuple[int, ...]] = set()
        self.passing = self.fit.key(0.0, 0.0, 1.0)

    def run(self, effort: int, routes: Iterable[tuple[int, ...]] = ()) -> Found:
        for roles in routes:
            self._try(roles, LATER)
        first = self.endings.first(self.limit)
        if first is not None:
            self._offer(first.key, first)
        self._carry_on(effort * GLANCE)
        if self.heap:
            self._try_fastest(effort)
            self._try_drafts(effort)
            self._better_neighbours()
        until = 0.0
        for share, self.haste in HASTE:
            until += share * effort
            self._again()
            self._carry_on(until)
            self._better_neighbours()
        while self.heap and self.label is None and self.spent < LAST_RESORT * effort and _is_free(self.problem):
            self._step(heappop(self.heap))
        while self._settle_tie():
            pass
        bound = min([self.limit, self.unknown, *(entry.key for entry in self.heap)])
        return Found(self.label, bound[0], bound >= self.limit, self.spent)

    def _carry_on(self, until: float) -> None:
        while self.heap and self.spent < until:
            self._step(heappop(self.heap))

    def _try_fastest(self, effort: int) -> None:
        """The route of a plan that is quickly found to be fast: often it is cheap, or has few moves, as well."""
        if self.prefer != "fastest":
            label = _Search(self.endings.bounds, "fastest").run(int(effort * SCOUT)).label
            if label is not None:
                self._try(label.route.roles, LATER)

    def _try_drafts(self, effort: int) -> None:
        """The routes of greedy drafts, each made the best of."""
        usual = effort * DRAFTED
        ways = [(self.prefer, False, usual), ("fastest", False, usual), (self.prefer, True, usual)]
        for prefer, is_full_time, expanded in dict.fromkeys([*ways, ("fastest", False, AGAIN * usual)]):
            drafts = Drafts(self.endings.bounds, prefer, is_full_time=is_full_time)
            for roles in islice(drafts.routes(int(expanded)), TRIED):
                self._try(roles, LATER if self.label else int(effort * MOST))
            if self.label is not None:
                break

    def _try(self, roles: tuple[int, ...], work: int) -> bool:
        """Whether a better plan than any so far was found along these roles."""
        if roles in self.tried:
            return False
        self.tried.add(roles)
        along = self.fit.along(roles, NOTHING)
        label = along.carry_on(self.limit, work)
        self.spent += 1 + WEIGHT * along.work
        if label is None:
            return False
        self._keep(label)
        return True

    def _keep(self, label: Label) -> None:
        self.label, self.limit = label, self.fit.key(label.months, label.cost, label.moves)

    def _better_neighbours(self) -> None:
        """One role left out, put in or exchanged, for as long as that gives a better plan."""
        while self.label is not None and any(self._try(roles, LATER) for roles in self._neighbours(self.label.route.roles)):
            pass

    def _settle_tie(self) -> bool:
        """Whether another role in the place of one, smaller by id, gives a plan with the same figures."""
        if self.label is None:
            return False
        tied = (self.limit[0], self.limit[1], nextafter(self.limit[2], inf))
        for roles in _smaller(self.label.route.roles, self._leading_to):
            along = self.fit.along(roles, NOTHING)
            label = along.carry_on(tied, LATER)
            self.spent += 1 + WEIGHT * along.work
            if label is not None:
                self._keep(label)
                return True
        return False

    def _neighbours(self, roles: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        for place in range(1, len(roles) - 1):
            yield (*roles[:place], *roles[place + 1 :])
        for place in range(1, len(roles)):
            for role in self._leading_to(roles[place]):
                if role not in roles:
                    yield (*roles[:place], role, *roles[place:])
                    if place > 1:
                        yield (*roles[: place - 1], role, *roles[place:])

    def _leading_to(self, role: int) -> Iterator[int]:
        feeders = self.endings.bounds.feeders[role]
        return (one for one in sorted(feeders or ()) if self.problem.can_enter[one])

    def _again(self) -> None:
        """The queue in another haste."""
        entries = [entry for entry in self.heap if entry.key < self.limit]
        self.heap = []
        for entry in entries:
            self._offer(entry.key, entry.item, entry.ending, is_in_passing=entry.is_in_passing)

    def _step(self, entry: _Entry) -> None:
        if entry.key >= self.limit:
            return
        if isinstance(entry.item, Along):
            assert entry.ending is not None
            self._along(entry.item, entry.ending)
            return
        count = self.endings.made
        if entry.is_in_passing:
            made = self.endings.before_in_passing(entry.item, self.limit)
        else:
            self._close(entry.item)
            made = self.endings.before(entry.item, self.limit)
        for ending in made:
            self._offer(ending.key, ending)
        self.spent += self.endings.made - count

    def _close(self, ending: Ending) -> None:
        """The route that begins with the present role and goes on with the ending."""
        self._offer_route((self.problem.present, *ending.roles), ending)
        if self.endings.may_pause(ending):
            self._offer_route((self.problem.present, self.problem.present, *ending.roles), ending)

    def _offer_route(self, roles: tuple[int, ...], ending: Ending) -> None:
        if roles not in self.routes and self.endings.is_sensible_route(ending):
            self.routes.add(roles)
            self._offer_along(self.fit.along(roles, ending.key), ending)
            self._offer_along(self.fit.along(roles, NOTHING, is_relaxed=True), ending)

    def _along(self, along: Along, ending: Ending) -> None:
        work = along.work
        limit = _less(self.limit, self.passing) if along.is_relaxed else self.limit
        label = along.carry_on(limit, LATER)
        self.spent += WEIGHT * (along.work - work)
        self.unknown = min(self.unknown, along.unknown)
        if label is not None and along.is_relaxed:
            self._offer_passing(ending)
            return
        if label is not None:
            self._keep(label)
        self._offer_along(along, ending)

    def _offer_along(self, along: Along, ending: Ending) -> None:
        key = along.bound
        if along.is_relaxed:  # a plan with a role taken in passing, which the ending leaves open
            key = higher(_more(key, self.passing), ending.key)
        self._offer(key, along, ending)

    def _offer_passing(self, ending: Ending) -> None:
        """Were a role taken for what short studies do otherwise, some plan with this ending might be better."""
        rest: Ending | None = ending
        while rest is not None and rest.roles not in self.passed:
            self.passed.add(rest.roles)
            self._offer(rest.key, rest, is_in_passing=True)
            rest = rest.rest

    def _offer(self, key: Key, item: Ending | Along, ending: Ending | None = None, *, is_in_passing: bool = False) -> None:
        if key < self.limit:
            self.serial += 1
            place = self._place(key, item, PASSING if is_in_passing else 0)
            heappush(self.heap, _Entry(place, key, item, ending, is_in_passing))

    def _place(self, key: Key, item: Ending | Along, later: int) -> tuple[float, ...]:
        """By the bound, in haste with more for what an ending still asks for."""
        if isinstance(item, Along):
            return (*key, 0, -self.serial)
        own = sum(item.least)
        rest = sorted((max(0.0, min(one.by_months, one.by_study) - own) for one in item.open), reverse=True)
        first = max(self.fit.months(key) - own, self.endings.soonest[item.roles[0]])
        hasty = own + first + self.haste * sum(rest[1:]) + later
        order = tuple(hasty if figure == 0 else value for figure, value in zip(self.fit.order, key, strict=True))
        return (*order, 1, -self.serial)


def _smaller(roles: tuple[int, ...], leading_to: Callable[[int], Iterable[int]]) -> Iterator[tuple[int, ...]]:
    """The routes with one role exchanged for one with a smaller id, the first role first."""
    for place in range(1, len(roles) - 1):
        for role in leading_to(roles[place + 1]):
            if role < roles[place] and role not in roles:
                yield (*roles[:place], role, *roles[place + 1 :])


def _more(one: Key, other: Key) -> Key:
    return one[0] + other[0], one[1] + other[1], one[2] + other[2]


def _less(one: Key, other: Key) -> Key:
    return one[0] - other[0], one[1] - other[1], one[2] - other[2]
