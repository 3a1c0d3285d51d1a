"""What is known of a problem before the search, in one order."""

from __future__ import annotations

from copy import copy
from math import ceil
from typing import NamedTuple

from careerpath.model.profile import Prefer
from careerpath.planning.ask import Ask
from careerpath.planning.bounds import NEVER, Bounds, Ways
from careerpath.planning.fit import WORST, Fit, Key, Soonest
from careerpath.planning.least import least_costs, least_moves
from careerpath.planning.problem import Condition, Either, Holds, Months, bits
from careerpath.planning.track import Track

NOTHING: Key = (0.0, 0.0, 0.0)


class Room(NamedTuple):
    """The `roles` and the `credentials` (bit sets) that plans below the limit have room for."""

    limit: Key
    roles: int
    credentials: int


NO_ROOM = Room(WORST, 0, 0)


class Alike(NamedTuple):
    """Credentials (a bit set) with the same ways and cost, what is needed first counted; held in month `held_from` at the
    soonest as far as months served decide it."""

    credentials: int
    ways: Ways
    cost: float
    held_from: float


class Known:
    """For each role the `earliest` month of its entry, the least `moves` and `costs` until then; `asked`: the months by which
    it was asked whether the role can be entered. `fed_from`: the first month in which some role feeds each counter. `alike`: the
    credentials. `floor`: no plan comes to less. `room`: what the problem was narrowed to."""

    def __init__(self, bounds: Bounds, prefer: Prefer, *, is_by_months: bool = False) -> None:
        """`is_by_months`: only the months count."""
        self.prefer, self.target = prefer, bounds.problem.target
        self.kind: type[Fit] = Soonest if is_by_months else Fit
        self.start = float(bounds.problem.busy_until if bounds.problem.is_busy_full_time else 0)
        self.earliest = [month for month, _ in bounds.soonest]
        self._see(bounds)
        if not bounds.least:
            bounds.least += [least_moves(self.fit), least_costs(self.fit)]
        self.moves, self.costs = bounds.least
        self.floor = NOTHING
        self.room = NO_ROOM

    def _see(self, bounds: Bounds) -> None:
        self.bounds, self.fit, self.track = bounds, self.kind(bounds, self.prefer), Track(bounds.problem)
        self.asked: dict[int, float] = {}
        self._asks: dict[tuple[int, int], Ask] = {}
        self._asks_of: dict[tuple[int, int], tuple[Ask, ...]] = {}
        self._entering: dict[int, list[Ask]] = {}
        counters, present = bounds.problem.counters, bounds.problem.present
        months = [self.start if role == present else month for role, month in enumerate(self.earliest)]
        self.fed_from = [min((months[role] for role in bits(one.roles)), default=float(NEVER)) for one in counters]
        self.alike = self._alike()

    def _alike(self) -> tuple[Alike, ...]:
        found: dict[tuple[Ways, float, float], int] = {}
        for number, ways in enumerate(self.bounds.study_ways):
            figures = ways, self.bounds.study_cost[number], self._held_from(number)
            found[figures] = found.get(figures, 0) | 1 << number
        return tuple(Alike(credentials, *figures) for figures, credentials in found.items())

    def _held_from(self, number: int) -> float:
        if number == self.bounds.problem.under_way:
            return float(self.bounds.problem.busy_until)
        data = self.bounds.problem.studies[number]
        months = min((one for one in (data.full_time, data.part_time) if one), default=NEVER)
        return months + max((self._served_from(one) for one in self.bounds.problem.study_conditions[number]), default=0.0)

    def _served_from(self, condition: Condition) -> float:
        if isinstance(condition, Months):
            return self.fed_from[condition.counter] + condition.months - self.bounds.problem.counters[condition.counter].start
        if isinstance(condition, Holds):
            return 0.0
        parts = [self._served_from(one) for one in condition.parts]
        return min(parts, default=float(NEVER)) if isinstance(condition, Either) else max(parts, default=0.0)

    def asks(self, role: int, able: int) -> tuple[Ask, ...]:
        """What the entry of the role asks for, of the credentials those that may be studied (a bit set)."""
        if (role, able) not in self._asks_of:
            self._asks_of[role, able] = tuple(self._ask(one, able) for one in self.bounds.problem.conditions[role])
        return self._asks_of[role, able]

    def _ask(self, condition: Condition, able: int) -> Ask:
        key = id(condition), able  # the problem keeps the conditions, so that no other takes its place
        if key not in self._asks:
            made = self._asks[key] = Ask(condition, self.fit, self.target, able)
            made.enter_from(self.earliest)
            for role, _ in made.served_in:
                self._entering.setdefault(role, []).append(made)
        return self._asks[key]

    def no_sooner(self, role: int, month: float) -> None:
        """Takes note that the role is not entered before the month."""
        self.earliest[role] = month
        for ask in self._entering.get(role, ()):
            ask.enter_from(self.earliest)

    def no_less(self, bound: Key) -> None:
        """Takes note that no plan comes to less than the bound; months and moves are whole numbers."""
        self.floor = bound
        for place, figure in enumerate(bound):
            if self.fit.order[place] != 1 and figure < NEVER and figure != ceil(figure):
                one, two, three = (*bound[:place], float(ceil(figure)), 0.0, 0.0)[:3]
                self.floor = one, two, three
                break

    def within(self, bounds: Bounds, room: Room) -> Known:
        """The same of the problem with only that in it for which there is room."""
        other = copy(self)
        other.room = room
        other.earliest = [max(now, before[0]) for now, before in zip(self.earliest, bounds.soonest, strict=True)]
        other._see(bounds)
        return other

    def towards(self, role: int) -> Known:
        """The same of the way to another role, where only the months count; what is found out there is known here too."""
        other = copy(self)
        other.fit = self.fit.towards(self.bounds.problem._replace(target=role))
        other.prefer, other.bounds, other.floor = "fastest", other.fit.bounds, NOTHING
        return other
