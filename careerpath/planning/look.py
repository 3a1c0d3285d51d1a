"""Best-first search through the sketches below a limit.

Everything in the queue has a lower bound in the chosen order; what is not below the limit, or the best plan so far, is dropped,
so that an empty queue is a proof. It looks below a *ceiling* first, near to what the bounds of the graph allow: the lower the
ceiling, the less there is to look at, and a ceiling below which nothing is found is a bound itself."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import heappop, heappush
from itertools import chain
from math import ceil, floor, inf
from typing import NamedTuple

from careerpath.planning.bounds import NEVER
from careerpath.planning.fit import WORST, Along, Key, Label
from careerpath.planning.known import Known
from careerpath.planning.sketch import Gap, Sketch, Sketches

WEIGHT = 2
"""A commitment counts as so many sketches."""
RISES = (0.0, 0.02, 0.04, 0.06, 0.08, 0.1, 0.15, 0.2, 0.3, 0.5, 1.0)
"""How far each ceiling stands above what is known to be the least, as a share of that; there is none above the last."""
HALF = 0.5
"""Of a month, of a move or of a unit of money: what lies between one figure and the next."""
LATER = 25
"""Commitments and timings weighed along one route at a time."""
ASKED = 150
"""The effort for how soon a role on the way can be entered."""
FILLED = 100
"""Sketches weighed for one gap, where the search goes straight on to some plan."""


class _Entry(NamedTuple):
    """A place in the queue: of equal bounds the plans along whole routes first, then what has the most roles."""

    key: Key
    rank: int
    serial: int
    item: Sketch | Gap | Along


class Look:
    """`label` is the best plan so far and `best` its key; `unknown` a bound of the plans that were given up."""

    def __init__(self, known: Known) -> None:
        self.stand_on(known)
        self.label: Label | None = None
        self.best = WORST
        self.unknown = WORST
        self.heap: list[_Entry] = []
        self.closed: set[tuple[int, ...]] = set()
        self.spent = 0
        self.serial = 0

    def stand_on(self, known: Known) -> None:
        """Goes on with what is known there."""
        self.known, self.fit = known, known.fit
        self.sketches = Sketches(known, WORST)

    def prove(self, effort: float) -> Key:
        """No plan but the best found comes to less; ends with the first plan found."""
        sketches, settled = self.sketches.weigh(self.sketches.first())
        bound = min([one.key for one in sketches], default=settled.sketch.key if settled else WORST)
        self.known.no_less(bound)
        for ceiling in chain.from_iterable(self.ceilings(bound)):
            if bound < ceiling:
                self.below(ceiling, effort, is_any_enough=True)
                bound = max(bound, self.left(ceiling))
                if self.heap or self.label is not None or bound >= self.best:
                    break
        return bound

    def ceilings(self, bound: Key) -> Iterator[list[Key]]:
        """Each above the one before: for the second figure, where that is in months, and then for the first."""
        if self.fit.order[1] == 0:
            yield [*((bound[0], _above(bound[1], rise), 0.0) for rise in RISES), (bound[0], float(NEVER), 0.0)]
        yield [*((_above(bound[0], rise), 0.0, 0.0) for rise in RISES), WORST]

    def left(self, limit: Key) -> Key:
        """After a look below the limit: no plan but the best comes to less."""
        return min([limit, self.best, *(entry.key for entry in self.heap)])

    def below(self, limit: Key, effort: float, *, is_any_enough: bool = False, is_straight: bool = False) -> None:
        """Until the queue is empty or the effort spent, or a plan is found where any is enough. What was made of an entry is gone
        on with for as long as its first figure is no higher, so that there is a whole plan soon; or in any case, straight on."""
        before = self.label
        self.heap, self.closed = [], set()
        self.sketches = Sketches(self.known, min(limit, self.best))
        self._push(self._entry(self.sketches.first().key, self.sketches.first()))
        while self.heap and self.spent < effort and not (is_any_enough and self.label is not before):
            entry: _Entry | None = heappop(self.heap)
            while entry is not None and entry.key < self.sketches.limit:
                made = sorted(self._step(entry.item, FILLED if is_straight else inf))
                is_near = bool(made) and (is_straight or made[0].key[0] <= entry.key[0]) and self.spent < effort
                for one in made[is_near:]:
                    self._push(one)
                entry = made[0] if is_near else None

    def _step(self, item: Sketch | Gap | Along, most: float) -> list[_Entry]:
        if isinstance(item, Along):
            return self._carry_on(item)
        if isinstance(item, Gap):
            return self._fill(item, most)
        sketches, settled = self.sketches.weigh(item)
        self.spent += 1
        made = [self._entry(one.key, one) for one in sketches]
        if settled is None:
            return made
        if self.fit.order[0] == 0 and self._is_sooner_than_can_be(settled.sketch):
            return [self._entry(settled.sketch.key, settled.sketch)]
        weighed = self.sketches.weighed
        gap = self.sketches.gap(settled, most)
        self.spent += self.sketches.weighed - weighed
        return [*self._close(settled.sketch), *([self._entry(gap.key, gap)] if gap else [])]

    def _fill(self, gap: Gap, most: float) -> list[_Entry]:
        weighed = self.sketches.weighed
        filled = self.sketches.filled(gap, most)
        self.spent += 1 + self.sketches.weighed - weighed
        return [self._entry(one.key, one) for one in filled]

    def _is_sooner_than_can_be(self, sketch: Sketch) -> bool:
        """Whether a role of the sketch turns out to be entered later at the earliest than was known."""
        for role, month in self.sketches.hinges(sketch):
            if self.known.asked.get(role, -1.0) < month and self._ask_how_soon(role, month):
                return True
        return False

    def _ask_how_soon(self, role: int, month: float) -> bool:
        self.known.asked[role] = month
        asking = Look(self.known.towards(role))
        asking.best = (month + HALF, 0.0, 0.0)
        known = min(asking.prove(ASKED), asking.unknown)
        self.spent += asking.spent
        if asking.label is not None and known >= asking.best:
            self.known.asked[role] = NEVER
        if known[0] <= self.known.earliest[role]:
            return False
        self.known.no_sooner(role, float(ceil(known[0])))
        return True

    def _close(self, sketch: Sketch) -> list[_Entry]:
        """The plans along the roles of the sketch as they are, whatever was decided, once for all that have the same."""
        if sketch.roles in self.closed:
            return []
        self.closed.add(sketch.roles)
        along = self.fit.along(sketch.roles, self.sketches.limit, self.known.earliest)
        return [self._entry(along.bound, along)] if along.heap else []

    def _carry_on(self, along: Along) -> list[_Entry]:
        work = along.work
        label = along.carry_on(self.sketches.limit, LATER)
        self.spent += WEIGHT * (along.work - work)
        self.unknown = min(self.unknown, along.unknown)
        if label is not None:
            self.keep(label)
        return [self._entry(along.bound, along)] if along.heap else []

    def keep(self, label: Label) -> None:
        self.label, self.best = label, self.fit.key(label.months, label.cost, label.moves)
        self.sketches.look_below(min(self.sketches.limit, self.best))

    def _entry(self, key: Key, item: Sketch | Gap | Along) -> _Entry:
        self.serial += 1
        roles = NEVER if isinstance(item, Along) else len(item.settled.sketch.roles if isinstance(item, Gap) else item.roles)
        return _Entry(key, -roles, -self.serial, item)

    def _push(self, entry: _Entry) -> None:
        if entry.key < self.sketches.limit:
            heappush(self.heap, entry)


def _above(figure: float, rise: float) -> float:
    return floor(figure + rise * max(1.0, figure)) + HALF
