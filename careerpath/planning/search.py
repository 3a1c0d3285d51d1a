"""Best-first search for the best plan: sketches of routes, and the plans along whole ones.

Everything in the queue has a lower bound in the chosen order; what is not below the best plan so far is dropped, so that the
search has proved its plan when the queue is empty. It looks below a *ceiling* first, near to what the bounds of the graph allow:
the lower the ceiling, the less there is to look at, and a ceiling below which nothing is found is a bound itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from heapq import heappop, heappush
from math import ceil, floor, inf, nextafter
from typing import NamedTuple

from careerpath.model.profile import Prefer
from careerpath.planning.bounds import NEVER, Bounds
from careerpath.planning.fit import WORST, Along, Decided, Fit, Key, Label
from careerpath.planning.least import least_costs, least_moves
from careerpath.planning.problem import Problem
from careerpath.planning.sketch import Gap, Sketch, Sketches

EFFORT = 6_000
"""Sketches and commitments weighed before the search settles for a plan and a bound."""
WEIGHT = 2
"""A commitment counts as so many sketches."""
RISES = (0.0, 0.02, 0.04, 0.06, 0.08, 0.1, 0.15, 0.2, 0.3, 0.5, 1.0, inf)
"""How far each ceiling stands above what is known to be the least, as a share of that."""
HALF = 0.5
"""Of a month, of a move or of a unit of money: what lies between one figure and the next."""
LATER = 25
"""Commitments weighed along one route at a time."""
LAST_RESORT = 3
"""So many times the effort is spent where no plan was found yet."""
NOTHING: Key = (0.0, 0.0, 0.0)


class Found(NamedTuple):
    """`label` is the best plan found or None; `bound` a lower bound of the chosen order's first component; `is_proved`: the
    label is the best, or that there is none is certain."""

    label: Label | None
    bound: float
    is_proved: bool
    effort: int


class _Entry(NamedTuple):
    """A place in the queue: of equal bounds the one with more roles first, and the plans along a whole route before that."""

    key: Key
    rank: int
    serial: int
    item: Sketch | Gap | Along


def search(bounds: Bounds, prefer: Prefer, effort: int = EFFORT, routes: Iterable[tuple[int, ...]] = ()) -> Found:
    """The best plan in the order of `prefer`. `routes` are tried before all others."""
    return _Search(bounds, prefer).run(effort, routes)


class _Search:
    def __init__(self, bounds: Bounds, prefer: Prefer) -> None:
        self.bounds = bounds
        self.problem: Problem = bounds.problem
        self.prefer = prefer
        self.fit = Fit(bounds, prefer)
        self.moves, self.costs = least_moves(self.fit), least_costs(self.fit)
        self.label: Label | None = None
        self.best = WORST
        self.unknown = WORST
        self.tried: set[tuple[int, ...]] = set()
        self.heap: list[_Entry] = []
        self.sketches = self._sketches(WORST)
        self.spent = 0
        self.serial = 0

    def run(self, effort: int, routes: Iterable[tuple[int, ...]] = ()) -> Found:
        for roles in routes:
            self._try(roles)
        bound = self._prove(effort)
        if bound < self.best:
            self._better_neighbours()
        while self._settle_tie():
            pass
        bound = min(bound, self.best, self.unknown)
        is_whole = self.prefer != "cheapest" and bound < WORST
        return Found(self.label, ceil(bound[0]) if is_whole else bound[0], bound >= self.best, self.spent)

    def _prove(self, effort: int) -> Key:
        """No plan but the best found comes to less."""
        sketches, settled, _ = self.sketches.weigh(self.sketches.first())
        known = min([one.key for one in sketches], default=settled.key if settled else WORST)
        last = NOTHING
        for rise in RISES:
            ceiling = min(self.best, _above(known, rise))
            if ceiling > last:
                last, before = ceiling, self.best
                self._look_below(ceiling, effort)
                known = max(known, min([ceiling, self.best, *(entry.key for entry in self.heap)]))
                if self.heap or self.best < before or known >= before:
                    break
        return known

    def _look_below(self, limit: Key, effort: float) -> None:
        """Until the queue is empty or the effort spent."""
        self.heap = []
        self.sketches = self._sketches(limit)
        self._offer(self.sketches.first())
        while self.heap and self.spent < (effort if self.label is not None else LAST_RESORT * effort):
            entry = heappop(self.heap)
            if entry.key < self.sketches.limit:
                self._step(entry.item)

    def _sketches(self, limit: Key) -> Sketches:
        return Sketches(self.bounds, self.fit, self.moves, self.costs, limit)

    def _step(self, item: Sketch | Gap | Along) -> None:
        if isinstance(item, Along):
            self._carry_on(item)
        elif isinstance(item, Gap):
            self.spent += 1
            for one in self.sketches.filled(item):
                self._offer(one)
        else:
            self._weigh(item)

    def _weigh(self, sketch: Sketch) -> None:
        self.spent += 1
        sketches, settled, gaps = self.sketches.weigh(sketch)
        for one in sketches:
            self._offer(one)
        if settled is not None:
            self._close(settled)
        for gap in gaps:
            self._push(gap.key, len(gap.sketch.roles), gap)

    def _close(self, sketch: Sketch) -> None:
        """The plans along the sketch as it is."""
        by_months = frozenset((ask.condition, place) for ask, place in sketch.served)
        needs = tuple((place, counter, months) for counter, months, place in sketch.needs)
        decided = Decided(by_months, needs, sketch.dues)
        along = self.fit.along(sketch.roles, sketch.key, self.sketches.limit, decided)
        if along.heap:
            self._push(along.bound, NEVER, along)

    def _carry_on(self, along: Along) -> None:
        work = along.work
        label = along.carry_on(self.sketches.limit, LATER)
        self.spent += WEIGHT * (along.work - work)
        self.unknown = min(self.unknown, along.unknown)
        if label is not None:
            self._keep(label)
        if along.heap:
            self._push(along.bound, NEVER, along)

    def _keep(self, label: Label) -> None:
        self.label, self.best = label, self.fit.key(label.months, label.cost, label.moves)
        self.sketches.limit = min(self.sketches.limit, self.best)

    def _offer(self, sketch: Sketch) -> None:
        self._push(sketch.key, len(sketch.roles), sketch)

    def _push(self, key: Key, rank: int, item: Sketch | Gap | Along) -> None:
        if key < self.sketches.limit:
            self.serial += 1
            heappush(self.heap, _Entry(key, -rank, -self.serial, item))

    # Plans to begin with, and better ones

    def _try(self, roles: tuple[int, ...]) -> bool:
        """Whether a better plan than any so far was found along these roles."""
        if roles in self.tried:
            return False
        self.tried.add(roles)
        along = self.fit.along(roles, NOTHING, self.best)
        label = along.carry_on(self.best, LATER)
        self.spent += 1 + WEIGHT * along.work
        if label is not None:
            self._keep(label)
        return label is not None

    def _better_neighbours(self) -> None:
        """One role left out, put in or exchanged, for as long as that gives a better plan."""
        while self.label is not None and any(self._try(roles) for roles in self._neighbours(self.label.route.roles)):
            pass

    def _settle_tie(self) -> bool:
        """Whether another role in the place of one, smaller by id, gives a plan with the same figures."""
        if self.label is None:
            return False
        tied = (self.best[0], self.best[1], nextafter(self.best[2], inf))
        for roles in _smaller(self.label.route.roles, self._leading_to):
            along = self.fit.along(roles, NOTHING, tied)
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
        feeders = self.bounds.feeders[role]
        return (one for one in sorted(feeders or ()) if self.problem.can_enter[one])


def _above(known: Key, rise: float) -> Key:
    """Keys of which the first figure is higher by so much of it, or more, are not looked at yet."""
    most = known[0] + rise * max(1.0, known[0])
    return (floor(most) + HALF, 0.0, 0.0) if most < NEVER else WORST


def _smaller(roles: tuple[int, ...], leading_to: Callable[[int], Iterable[int]]) -> Iterator[tuple[int, ...]]:
    """The routes with one role exchanged for one with a smaller id, the first role first."""
    for place in range(1, len(roles) - 1):
        for role in leading_to(roles[place + 1]):
            if role < roles[place] and role not in roles:
                yield (*roles[:place], role, *roles[place + 1 :])
