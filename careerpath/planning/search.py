"""The search for the best plan, and for the proof that it is the best.

First it looks for the proof straight away (`look`). Where that takes long, some plan is found and made better, and the problem is
*narrowed* to what plans below a ceiling have room for (`narrow`); so ceiling by ceiling what is known to be the least rises
until it meets the best plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from math import ceil, floor, inf, nextafter
from typing import NamedTuple

from careerpath.model.profile import Prefer
from careerpath.planning.bounds import Bounds
from careerpath.planning.draft import Drafts
from careerpath.planning.fit import WORST, Key, Label
from careerpath.planning.known import NO_ROOM, Known
from careerpath.planning.look import HALF, LATER, WEIGHT, Look
from careerpath.planning.narrow import narrowed

EFFORT = 10_000
"""Sketches and commitments weighed before the search settles for a plan and a bound."""
QUICK, LEAST_QUICK = 0.16, 600
"""The effort for a proof straight away, as a share of the whole and at the least."""
ANY_PLAN = 0.1
"""The share of the effort for finding a plan at all."""
FAR = 8
"""Months from the bound at which a plan is not good enough to begin with."""
ANY = 1_000
"""Commitments and timings weighed along one route while there is no plan at all."""
DRAFTED, LEAST_DRAFTED, TRIED = 0.05, 50, 12
"""Drafts carried on, as a share of the effort and at the least, and how many of their routes are made the best of."""
NEIGHBOURS = 0.3
"""The share of the effort for the neighbours of the best plan, or of the hints."""
UNNARROWED = 200
"""The effort below a ceiling before the problem is narrowed to it."""
WORTH = 1_000
"""The effort that must be left for narrowing to be worth while."""
STEP, STEEP = 0.5, 0.05
"""A ceiling stands so much of the way to the best plan above what is known to be the least, and no more than so much of that."""
PROOF = 0.8
"""The share of the effort after which all that is left is looked for below the best plan."""


class Found(NamedTuple):
    """`label` is the best plan found or None; `bound` a lower bound of the chosen order's first component; `is_proved`: the
    label is the best, or that there is none is certain."""

    label: Label | None
    bound: float
    is_proved: bool
    effort: int


def search(
    bounds: Bounds,
    prefer: Prefer,
    effort: int = EFFORT,
    *,
    drafts: float = inf,
    hints: Iterable[tuple[int, ...]] = (),
    is_by_months: bool = False,
) -> Found:
    """The best plan in the order of `prefer`, or, `is_by_months`, one of those that arrive soonest. `drafts`: the most that are
    carried on where nothing else leads to a plan, inf: until one does. `hints`: routes, the present role or -1 first and the
    target last, that may lead to a plan."""
    return _Search(Known(bounds, prefer, is_by_months=is_by_months), drafts, hints).run(effort)


class _Search(Look):
    def __init__(self, known: Known, drafts: float, hints: Iterable[tuple[int, ...]]) -> None:
        super().__init__(known)
        self.hints = tuple(hints)
        self.whole = known
        self.drafts = drafts
        self.roomy = NO_ROOM
        self.end = 0
        self.tried: set[tuple[int, ...]] = set()

    def run(self, effort: int) -> Found:
        self.end = effort
        bound = self.prove(min(effort, max(effort * QUICK, LEAST_QUICK)))
        if bound < self.best:
            bound = self._close_in(bound, effort)
        self.stand_on(self.whole)
        while self._settle_tie():
            pass
        bound = min(bound, self.best, self.unknown)
        is_whole = self.known.prefer != "cheapest" and bound < WORST
        return Found(self.label, ceil(bound[0]) if is_whole else bound[0], bound >= self.best, self.spent)

    def _close_in(self, bound: Key, effort: int) -> Key:
        """No plan but the best found comes to less than what is given back."""
        for ceilings in self.ceilings(bound):
            if bound < self.best and self.spent < effort * PROOF:
                self.stand_on(self.whole)
                bound = max(bound, self._close_in_below(ceilings, bound, effort))
        if bound < self.best:
            self.stand_on(self.whole)
            before = self.label
            bound = max(bound, self._find_any(WORST, bound, effort))
            if self.label is not before:
                self._better_neighbours(min(effort, self.spent + effort * NEIGHBOURS))
            bound = max(bound, self._narrowly_below(self.best, bound, effort))
        return bound

    def _close_in_below(self, ceilings: list[Key], bound: Key, effort: int) -> Key:
        top = ceilings[-1]
        if not self._narrow(min(top, self.best), bound):
            return min(top, self.best)
        base = self.known
        bound = max(bound, self._find_any(top, bound, effort))
        while bound < min(top, self.best) and self.spent < effort * PROOF:
            self.stand_on(base)
            self._better_neighbours(self.spent + effort * NEIGHBOURS)
            bound = max(bound, self._narrowly_below(self._next(bound, ceilings), bound, effort * PROOF))
        return bound

    def _next(self, bound: Key, ceilings: list[Key]) -> Key:
        """The next ceiling above a bound: a part of the way to the months of the best plan, where only these are still apart;
        then what the other figures leave below it."""
        gap = self._gap(bound)
        if gap == inf:
            return min(self.best, ceilings[-1] if ceilings[-1] < WORST else next(one for one in ceilings if bound < one))
        months = bound[self._place]
        sooner = self._sooner(bound, floor(min(months + max(2.0, min(gap * STEP, months * STEEP)), months + gap - 1)))
        return sooner if bound < sooner else self.best

    @property
    def _place(self) -> int:
        """That of the months in a key."""
        return self.fit.order.index(0)

    def _gap(self, bound: Key) -> float:
        """The months between a bound and the best plan; infinite while there is none, or figures that count more are apart."""
        is_near = self.label is not None and self.best[: self._place] == bound[: self._place]
        return self.best[self._place] - bound[self._place] if is_near else inf

    def _sooner(self, bound: Key, month: int) -> Key:
        """The limit of plans that arrive in the month or earlier."""
        one, two, three = (*bound[: self._place], month + HALF, 0.0, 0.0)[:3]
        return one, two, three

    def _narrowly_below(self, limit: Key, bound: Key, effort: float) -> Key:
        """No plan but the best comes to less, after a look below the limit for a better one; narrowed where that takes long."""
        before = self.label
        self.known.no_less(bound)
        if limit != self.known.room.limit:
            self.below(limit, min(effort, self.spent + UNNARROWED), is_any_enough=True)
            if not self.heap or self.label is not before or self.spent >= effort:
                return self.left(limit)
        if self._narrow(limit, bound):
            self.below(limit, effort, is_any_enough=True)
        return self.left(limit)

    def _narrow(self, limit: Key, bound: Key) -> bool:
        """Goes on with what plans below the limit have room for, where that pays; whether there can be any."""
        self.known.no_less(bound)
        if limit in (WORST, self.known.room.limit) or self.end - self.spent < WORTH:
            return True
        narrow, weighed = narrowed(self.known, limit, self.roomy)
        self.spent += weighed
        self.heap = []
        if narrow is not None:
            self.roomy = narrow.room
            self.stand_on(narrow)
        return narrow is not None

    # Plans to begin with, and better ones

    def _find_any(self, limit: Key, bound: Key, effort: int) -> Key:
        """Some plan, where there is none yet: along a hint, or straight on through the sketches; else, or where that is far from
        the bound, along a draft. No plan comes to less than what is given back."""
        self._try_hints(self.spent + effort * NEIGHBOURS)
        if self.label is None:
            self.below(limit, min(effort, self.spent + effort * ANY_PLAN), is_any_enough=True, is_straight=True)
            if not self.heap and not self.sketches.is_cut:
                return self.left(limit)
        if self._gap(bound) >= FAR:
            self._try_drafts(min(self.drafts, max(LEAST_DRAFTED, effort * DRAFTED) if self.label is None else LEAST_DRAFTED))
        return bound

    def _try_hints(self, effort: float) -> None:
        """The routes of plans to other questions; where none of them leads to a plan, those near to them."""
        for roles in self.hints:
            self._try(roles)
        for roles in chain.from_iterable(map(self._neighbours, self.hints)):
            if self.label is not None or self.spent >= effort:
                break
            self._try(roles)

    def _try_drafts(self, expanded: float) -> None:
        """The routes of greedy drafts, each made the best of; where drafts are few, until some give a plan."""
        for prefer, is_full_time in dict.fromkeys([(self.known.prefer, False), ("fastest", False), (self.known.prefer, True)]):
            if self.label is not None and self.drafts < inf:
                break
            self.spent += int(expanded)
            drafts = Drafts(self.known.bounds, prefer, is_full_time=is_full_time)
            for roles in islice(drafts.routes(int(expanded), self.drafts), TRIED):
                self._try(roles)

    def _try(self, roles: tuple[int, ...]) -> bool:
        """Whether a better plan than any so far was found along these roles."""
        if roles in self.tried:
            return False
        self.tried.add(roles)
        along = self.fit.along(roles, self.best, self.known.earliest)
        label = along.carry_on(self.best, LATER if self.label else ANY)
        self.spent += 1 + WEIGHT * along.work
        if label is not None:
            self.keep(label)
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
            along = self.fit.along(roles, tied, self.known.earliest)
            label = along.carry_on(tied, LATER)
            self.spent += 1 + WEIGHT * along.work
            if label is not None:
                self.keep(label)
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
        feeders = self.known.bounds.feeders[role]
        return (one for one in sorted(feeders or ()) if self.known.bounds.problem.can_enter[one])


def _smaller(roles: tuple[int, ...], leading_to: Callable[[int], Iterable[int]]) -> Iterator[tuple[int, ...]]:
    """The routes with one role exchanged for one with a smaller id, the first role first."""
    for place in range(1, len(roles) - 1):
        for role in leading_to(roles[place + 1]):
            if role < roles[place] and role not in roles:
                yield (*roles[:place], role, *roles[place + 1 :])
