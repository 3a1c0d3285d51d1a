"""Best-first search for the best plan: sketches of routes, and the plans along whole ones.

Everything in the queue has a lower bound in the chosen order; what is not below the best plan so far is dropped, so that the
search has proved its plan when the queue is empty. It looks below a *ceiling* first, near to what the bounds of the graph allow:
the lower the ceiling, the less there is to look at, and a ceiling below which nothing is found is a bound itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from heapq import heappop, heappush
from itertools import islice
from math import ceil, floor, inf, nextafter
from typing import NamedTuple

from careerpath.model.profile import Prefer
from careerpath.planning.bounds import NEVER, Bounds
from careerpath.planning.draft import Drafts
from careerpath.planning.fit import WORST, Along, Fit, Key, Label, Soonest
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
"""Commitments and timings weighed along one route at a time."""
ANY = 1_000
"""The same, while there is no plan at all."""
ASKED = 150
"""The effort for how soon a role on the way can be entered."""
PROOF = 0.6
"""The share of the effort after which some plan is sought, and bettered."""
ANY_PLAN = 0.15
"""The share of the effort for finding a plan at all."""
DRAFTED, LEAST_DRAFTED, TRIED = 0.05, 50, 12
"""Drafts carried on, as a share of the effort and at the least, and how many of their routes are made the best of."""
AT_ONCE = 0.05
"""The share of the effort for what may be quick to prove of the plan found."""
NEIGHBOURS = 0.1
"""The share of the effort for the neighbours of the best plan."""
NOTHING: Key = (0.0, 0.0, 0.0)


class Found(NamedTuple):
    """`label` is the best plan found or None; `bound` a lower bound of the chosen order's first component; `is_proved`: the
    label is the best, or that there is none is certain."""

    label: Label | None
    bound: float
    is_proved: bool
    effort: int


class _Entry(NamedTuple):
    """A place in the queue: of equal bounds the plans along whole routes first, then what has the most roles."""

    key: Key
    rank: int
    serial: int
    item: Sketch | Gap | Along


def search(bounds: Bounds, prefer: Prefer, effort: int = EFFORT, *, drafts: float = inf) -> Found:
    """The best plan in the order of `prefer`. `drafts`: the most that are carried on where nothing else leads to a plan,
    inf: until one does."""
    return _Search(bounds, prefer, drafts=drafts).run(effort)


class _Search:
    def __init__(self, bounds: Bounds, prefer: Prefer, above: _Search | None = None, *, drafts: float = 0) -> None:
        """`above`: the search for which it is asked how soon its target can be entered."""
        self.bounds = bounds
        self.problem: Problem = bounds.problem
        self.prefer = prefer
        self.drafts = drafts
        self.fit = Soonest(bounds, prefer) if above else Fit(bounds, prefer)
        self.moves: list[float] = above.moves if above else least_moves(self.fit)
        self.costs: list[float] = above.costs if above else least_costs(self.fit)
        self.earliest: list[float] = above.earliest if above else [month for month, _ in bounds.soonest]
        self.asked: dict[int, float] = above.asked if above else {}
        self.label: Label | None = None
        self.best = WORST
        self.unknown = WORST
        self.tried: set[tuple[int, ...]] = set()
        self.heap: list[_Entry] = []
        self.closed: set[tuple[int, ...]] = set()
        self.sketches = self._sketches(WORST)
        self.spent = 0
        self.serial = 0

    def run(self, effort: int) -> Found:
        bound = self._prove(effort * PROOF)
        if bound < self.best:
            self._find_any(effort)
            self._look_below(self.best, self.spent + effort * AT_ONCE)
            if self.heap:
                self._better_neighbours(self.spent + effort * NEIGHBOURS)
                self._look_below(self.best, effort)
            bound = max(bound, min([self.best, *(entry.key for entry in self.heap)]))
        while self._settle_tie():
            pass
        bound = min(bound, self.best, self.unknown)
        is_whole = self.prefer != "cheapest" and bound < WORST
        return Found(self.label, ceil(bound[0]) if is_whole else bound[0], bound >= self.best, self.spent)

    def _prove(self, effort: float) -> Key:
        """No plan but the best found comes to less."""
        sketches, settled = self.sketches.weigh(self.sketches.first())
        known = min([one.key for one in sketches], default=settled.sketch.key if settled else WORST)
        last = NOTHING
        for ceiling in self._ceilings(known):
            limit, before = min(ceiling, self.best), self.best
            if last < limit and known < limit:
                last = limit
                self._look_below(limit, effort, is_any_enough=True)
                known = max(known, min([limit, self.best, *(entry.key for entry in self.heap)]))
                if self.heap or self.best < before or known >= before:
                    break
        return known

    def _ceilings(self, known: Key) -> Iterator[Key]:
        """Each above the one before: for the second figure, where that is in months, and then for the first."""
        if self.fit.order[1] == 0:
            for rise in RISES[:-1]:
                yield known[0], _above(known[1], rise), 0.0
        for rise in RISES:
            yield _above(known[0], rise), 0.0, 0.0

    def _look_below(self, limit: Key, effort: float, *, is_any_enough: bool = False, is_straight: bool = False) -> None:
        """Until the queue is empty or the effort spent, or a plan is found where any is enough. What was made of an entry is gone
        on with for as long as its first figure is no higher, so that there is a whole plan soon; or in any case, straight on."""
        before = self.label
        self.heap = []
        self.closed = set()
        self.sketches = self._sketches(limit)
        self._push(self._entry(self.sketches.first().key, self.sketches.first()))
        while self.heap and self.spent < effort and not (is_any_enough and self.label is not before):
            entry: _Entry | None = heappop(self.heap)
            while entry is not None and entry.key < self.sketches.limit:
                made = sorted(self._step(entry.item))
                is_near = bool(made) and (is_straight or made[0].key[0] <= entry.key[0]) and self.spent < effort
                for one in made[is_near:]:
                    self._push(one)
                entry = made[0] if is_near else None

    def _sketches(self, limit: Key) -> Sketches:
        return Sketches(self.bounds, self.fit, self.earliest, self.moves, self.costs, limit)

    def _step(self, item: Sketch | Gap | Along) -> list[_Entry]:
        if isinstance(item, Along):
            return self._carry_on(item)
        if isinstance(item, Gap):
            return self._fill(item)
        sketches, settled = self.sketches.weigh(item)
        self.spent += 1
        made = [self._entry(one.key, one) for one in sketches]
        if settled is None:
            return made
        if self._is_sooner_than_can_be(settled.sketch):
            return [self._entry(settled.sketch.key, settled.sketch)]
        weighed = self.sketches.weighed
        gap = self.sketches.gap(settled)
        self.spent += self.sketches.weighed - weighed
        return [*self._close(settled.sketch), *([self._entry(gap.key, gap)] if gap else [])]

    def _fill(self, gap: Gap) -> list[_Entry]:
        weighed = self.sketches.weighed
        filled = self.sketches.filled(gap)
        self.spent += 1 + self.sketches.weighed - weighed
        return [self._entry(one.key, one) for one in filled]

    def _is_sooner_than_can_be(self, sketch: Sketch) -> bool:
        """Whether a role of the sketch turns out to be entered later at the earliest than was known."""
        for role, month in self.sketches.hinges(sketch):
            if self.asked.get(role, -1.0) < month and self._ask_how_soon(role, month):
                return True
        return False

    def _ask_how_soon(self, role: int, month: float) -> bool:
        self.asked[role] = month
        asking = _Search(self.bounds.towards(self.problem._replace(target=role)), "fastest", above=self)
        asking.best = (month + HALF, 0.0, 0.0)
        known = asking._prove(ASKED)
        self.spent += asking.spent
        if asking.label is not None and known >= asking.best:
            self.asked[role] = NEVER
        if known[0] <= self.earliest[role]:
            return False
        self.earliest[role] = float(ceil(known[0]))
        return True

    def _close(self, sketch: Sketch) -> list[_Entry]:
        """The plans along the roles of the sketch as they are, whatever was decided, once for all that have the same."""
        if sketch.roles in self.closed:
            return []
        self.closed.add(sketch.roles)
        along = self.fit.along(sketch.roles, self.sketches.limit)
        return [self._entry(along.bound, along)] if along.heap else []

    def _carry_on(self, along: Along) -> list[_Entry]:
        work = along.work
        label = along.carry_on(self.sketches.limit, LATER)
        self.spent += WEIGHT * (along.work - work)
        self.unknown = min(self.unknown, along.unknown)
        if label is not None:
            self._keep(label)
        return [self._entry(along.bound, along)] if along.heap else []

    def _keep(self, label: Label) -> None:
        self.label, self.best = label, self.fit.key(label.months, label.cost, label.moves)
        self.sketches.limit = min(self.sketches.limit, self.best)

    def _entry(self, key: Key, item: Sketch | Gap | Along) -> _Entry:
        self.serial += 1
        roles = NEVER if isinstance(item, Along) else len(item.settled.sketch.roles if isinstance(item, Gap) else item.roles)
        return _Entry(key, -roles, -self.serial, item)

    def _push(self, entry: _Entry) -> None:
        if entry.key < self.sketches.limit:
            heappush(self.heap, entry)

    # Plans to begin with, and better ones

    def _find_any(self, effort: int) -> None:
        """Some plan, where there is none yet: straight on through the sketches, else along a draft."""
        if self.label is None:
            self._look_below(WORST, self.spent + effort * ANY_PLAN, is_any_enough=True, is_straight=True)
        if self.label is None and self.heap and self.drafts:
            self._try_drafts(min(self.drafts, max(LEAST_DRAFTED, effort * DRAFTED)))

    def _try_drafts(self, expanded: float) -> None:
        """The routes of greedy drafts, each made the best of; where drafts are few, until some give a plan."""
        for prefer, is_full_time in dict.fromkeys([(self.prefer, False), ("fastest", False), (self.prefer, True)]):
            if self.label is not None and self.drafts < inf:
                break
            drafts = Drafts(self.bounds, prefer, is_full_time=is_full_time)
            for roles in islice(drafts.routes(int(expanded), self.drafts), TRIED):
                self._try(roles)

    def _try(self, roles: tuple[int, ...]) -> bool:
        """Whether a better plan than any so far was found along these roles."""
        if roles in self.tried:
            return False
        self.tried.add(roles)
        along = self.fit.along(roles, self.best)
        label = along.carry_on(self.best, LATER if self.label else ANY)
        self.spent += 1 + WEIGHT * along.work
        if label is not None:
            self._keep(label)
        return label is not None

    def _better_neighbours(self, effort: float) -> None:
        """One role left out, put in or exchanged, for as long as that gives a better plan."""
        while self.label is not None and self.spent < effort:
            if not any(self.spent < effort and self._try(roles) for roles in self._neighbours(self.label.route.roles)):
                break

    def _settle_tie(self) -> bool:
        """Whether another role in the place of one, smaller by id, gives a plan with the same figures."""
        if self.label is None:
            return False
        tied = (self.best[0], self.best[1], nextafter(self.best[2], inf))
        for roles in _smaller(self.label.route.roles, self._leading_to):
            along = self.fit.along(roles, tied)
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


def _above(figure: float, rise: float) -> float:
    return floor(figure + rise * max(1.0, figure)) + HALF if rise < inf else float(NEVER)


def _smaller(roles: tuple[int, ...], leading_to: Callable[[int], Iterable[int]]) -> Iterator[tuple[int, ...]]:
    """The routes with one role exchanged for one with a smaller id, the first role first."""
    for place in range(1, len(roles) - 1):
        for role in leading_to(roles[place + 1]):
            if role < roles[place] and role not in roles:
                yield (*roles[:place], role, *roles[place + 1 :])
