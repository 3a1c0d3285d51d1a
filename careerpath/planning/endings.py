"""Which roles a plan goes through, found backwards from the target.

An *ending* is the last roles of a route with the least months of each stint but the target's. What it still asks for must come
from the stints before it, so its bound adds to its own months the soonest month in which each of that can be had. Only a role
that serves something still asked for is ever put before an ending. The method is A* (Hart, Nilsson and Raphael 1968) in the
space of regressions, with forward distances as the heuristic (Bonet and Geffner 1999)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from careerpath.planning.bounds import NEVER, Bounds, bits
from careerpath.planning.fit import Asked, Atom, Fit, Key, higher


class Item(NamedTuple):
    """Something asked for by the role at `place` from the end. `is_fed`: months in a feeder role, from before the ending.
    `feeding`: the roles that serve it (a bit set). The soonest arrival with it met `by_months` served, and `by_study` alone; its
    least cost."""

    place: int
    asked: Asked
    is_fed: bool
    feeding: int
    by_months: float = 0.0
    by_study: float = 0.0
    cost: float = 0.0


class Ending(NamedTuple):
    """`roles` in order, the target last; `least` months of each. `open`: what is not met by the ending itself, but for what a
    short study meets. `key`: no plan with this ending comes to less. `rest`: the ending without its first role."""

    roles: tuple[int, ...]
    least: tuple[int, ...]
    open: tuple[Item, ...]
    key: Key
    rest: Ending | None = None


class Least(NamedTuple):
    """A figure, at the least, until each role is entered and until a role that feeds each counter is."""

    of_role: list[float]
    of_counter: list[float]

    def feed(self, counters: tuple[int, ...], figure: float) -> None:
        for counter in counters:
            self.of_counter[counter] = min(self.of_counter[counter], figure)


class Endings:
    """Makes endings of one problem."""

    def __init__(self, bounds: Bounds, fit: Fit) -> None:
        self.bounds = bounds
        self.fit = fit
        self.problem = problem = bounds.problem
        self.start = problem.busy_until if problem.is_busy_full_time else 0
        self.soonest = tuple(int(one[0]) for one in bounds.soonest)
        self.worked = tuple(one[1] for one in bounds.soonest)
        self.fed_from = tuple(self._fed_from(counter) for counter in range(len(problem.counters)))
        self.has_full_time = any(one.full_time for one in problem.studies)
        self.made = 0
        self._met: dict[Asked, float] = {}
        self._items: dict[int, tuple[tuple[Item, ...], tuple[Asked, ...]]] = {}
        self.moves = self._least(1.0, lambda _: 0.0)
        self.costs = self._least(0.0, bounds.least_cost)
        self._cost_met: dict[Asked, float] = {}

    def _fed_from(self, counter: int) -> float:
        """The first month in which some role feeds the counter."""
        roles = bits(self.problem.counters[counter].roles)
        return min((self.start if role == self.problem.present else self.soonest[role] for role in roles), default=NEVER)

    def _least(self, own: float, of: Callable[[int], float]) -> Least:
        """For each role the least figure until it is entered: `own` for each entry, and `of` a set of credentials; and for each
        counter that of the role that feeds it at the least."""
        problem = self.problem
        least = Least([float(NEVER)] * len(problem.role_ids), [float(NEVER)] * len(problem.counters))
        if problem.present >= 0:
            least.feed(problem.feeds[problem.present], 0.0)
        enterable = [role for role in range(len(problem.role_ids)) if problem.can_enter[role]]
        asked = {role: [self.fit.asked(one) for one in problem.conditions[role]] for role in enterable}
        order = sorted(enterable, key=self.soonest.__getitem__)
        changed = True
        while changed:
            changed = False
            for role in order:
                figure = own + max((self._least_for(one, least, of) for one in asked[role]), default=0.0)
                if figure < least.of_role[role]:
                    least.of_role[role] = figure
                    least.feed(problem.feeds[role], figure)
                    changed = True
        return least

    def _least_for(self, asked: Asked, least: Least, of: Callable[[int], float]) -> float:
        figure = of(asked.credentials) if asked.credentials else float(NEVER)
        for role in asked.by_role:
            figure = min(figure, self._least_from(role, least))
        for way in asked.others:
            figures = (of(wanted) if counter < 0 else self._least_with(counter, wanted, least) for counter, wanted, _ in way)
            figure = min(figure, max(figures, default=0.0))
        return figure

    def _least_from(self, role: int, least: Least) -> float:
        return 0.0 if role == self.problem.present else least.of_role[role]

    def _least_with(self, counter: int, months: int, least: Least) -> float:
        return 0.0 if self.problem.counters[counter].start >= months else least.of_counter[counter]

    # What a role asks for

    def items(self, role: int) -> tuple[tuple[Item, ...], tuple[Asked, ...]]:
        """What weighs, and what a short study meets."""
        if role not in self._items:
            major, minor = [], []
            for condition in self.problem.conditions[role]:
                asked = self.fit.asked(condition)
                if self.fit.is_minor(asked):
                    minor.append(asked)
                else:
                    is_fed = not asked.credentials and not asked.others
                    major.append(Item(0, asked, is_fed, self._feeding(asked)))
            self._items[role] = tuple(major), tuple(minor)
        return self._items[role]

    def _feeding(self, asked: Asked) -> int:
        found = sum(1 << role for role in asked.by_role)
        for way in asked.others:
            for counter, _, _ in way:
                found |= self.problem.counters[counter].roles if counter >= 0 else 0
        return found

    # Making endings

    def first(self, limit: Key) -> Ending | None:
        return self._made(Ending((), (), (), (0.0, 0.0, 0.0)), self.problem.target, 0, limit)

    def before(self, ending: Ending, limit: Key) -> Iterator[Ending]:
        """The endings with one more role in front that serves something open, below `limit`."""
        yield from self._with(ending, self._choices(ending), limit)

    def before_in_passing(self, ending: Ending, limit: Key) -> Iterator[Ending]:
        """The same with a role that serves only what a short study would do as well."""
        served = set(self._choices(ending))
        stays = self.problem.stays
        choices = {(role, stays[role]) for role in self._of_minor(ending)} - served
        yield from self._with(ending, choices, limit)

    def _with(self, ending: Ending, choices: Iterable[tuple[int, int]], limit: Key) -> Iterator[Ending]:
        own = sum(ending.least)
        for role, months in sorted(choices):
            least = self.fit.key(
                own + months + self.soonest[role], self.costs.of_role[role], len(ending.roles) + self.moves.of_role[role]
            )
            if self.problem.can_enter[role] and higher(least, ending.key) < limit and self._is_sensible(ending, role):
                self.made += 1
                made = self._made(ending, role, months, limit)
                if made is not None:
                    yield made

    def _is_sensible(self, ending: Ending, role: int) -> bool:
        """Not where all months in a role could be served at once. What lies before an ending with the present role is not
        known yet; the whole route is looked at again."""
        if role == self.problem.target or ending.roles.count(role) > 1:
            return False
        if role == self.problem.present:
            return bool(self.bounds.study_counters) or self.has_full_time
        return role not in ending.roles or self._is_return(role, ending.roles[: ending.roles.index(role)])

    def is_sensible_route(self, ending: Ending) -> bool:
        """Whether the present role, held first, may well be held again in the ending."""
        present = self.problem.present
        return present not in ending.roles or self._is_return(present, ending.roles[: ending.roles.index(present)])

    def may_pause(self, ending: Ending) -> bool:
        """Whether it may pay to leave the present role for a full-time study and come back: the next study can then be done
        beside it."""
        present = self.problem.present
        return present >= 0 and self.has_full_time and self.problem.can_enter[present] and present not in ending.roles

    def _is_return(self, role: int, between: tuple[int, ...]) -> bool:
        """Going back to a role makes sense only where it, or what was done in between, had to be done first for a study's sake,
        or where just a full-time study lies in between: else all of its months could be served at once, with no entry later and
        one fewer."""
        if not between and self.has_full_time:
            return True
        counters = [self.problem.counters[one].roles for one in self.bounds.study_counters]
        return any(roles >> other & 1 for roles in counters for other in (role, *between))

    def _choices(self, ending: Ending) -> set[tuple[int, int]]:
        """Roles that serve what is open, with the months to serve: what a feeder asks for, or just the stay."""
        stays = self.problem.stays
        found = set()
        for item in ending.open:
            for role, ways in item.asked.by_role.items():
                months = ways[0][0][1] - self._served(ending, ways[0][0][0], item.place) if item.is_fed else 0
                found.add((role, max(stays[role], months)))
            for way in item.asked.others:
                for counter, _, _ in way:
                    found.update((role, stays[role]) for role in self._feeding_alone(counter))
        return found

    def _feeding_alone(self, counter: int) -> tuple[int, ...]:
        """The roles that feed the counter, where the present role does not: staying in that would do as well."""
        present = self.problem.present
        roles = self.problem.counters[counter].roles if counter >= 0 else 0
        return () if present >= 0 and roles >> present & 1 else bits(roles)

    def _of_minor(self, ending: Ending) -> Iterator[int]:
        """Roles that serve what a short study meets, or the start of a study."""
        for counter in self.bounds.study_counters:
            yield from self._feeding_alone(counter)
        for place, role in enumerate(reversed(ending.roles)):
            for asked in self.items(role)[1]:
                if not self._is_met(ending, asked, place):
                    yield from asked.by_role
                    for way in asked.others:
                        for counter, _, _ in way:
                            yield from self._feeding_alone(counter)

    def _is_met(self, ending: Ending, asked: Asked, place: int) -> bool:
        ways = [way for role in ending.roles[: len(ending.roles) - 1 - place] for way in asked.by_role.get(role, ())]
        return any(
            all(atom[0] >= 0 and self._served(ending, atom[0], place) >= atom[1] for atom in way)
            for way in (*ways, *asked.others)
        )

    def _served(self, ending: Ending, counter: int, place: int) -> int:
        """What the counter stands at by the ending alone when its role at `place` is entered."""
        roles, served, _ = self.problem.counters[counter]
        for number in range(len(ending.roles) - 1 - place):
            if roles >> ending.roles[number] & 1:
                served += ending.least[number]
        return served

    def _made(self, ending: Ending, role: int, months: int, limit: Key) -> Ending | None:
        """The ending with `role` in front, and its bound; None where that is not below `limit`."""
        roles, least = (role, *ending.roles), (months, *ending.least)
        bare = Ending(roles, least, (), ending.key)
        own = sum(least)
        if own + self.soonest[role] > self.problem.deadline:
            return None
        key = higher(
            ending.key,
            self.fit.key(own + self.soonest[role], self.costs.of_role[role], len(ending.roles) + self.moves.of_role[role]),
        )
        carried = (self._carried(bare, item, own, months) for item in ending.open)
        asked = (self._weighed(bare, item._replace(place=len(roles) - 1), own) for item in self.items(role)[0])
        still = []
        for found in chain(carried, asked):
            if found is not None:
                still.append(found)
                soonest = min(found.by_months, found.by_study)
                key = higher(key, self.fit.key(soonest, found.cost, 0))
                if key >= limit or soonest > self.problem.deadline or found.cost > self.problem.budget:
                    return None
        return Ending(roles, least, tuple(still), key, ending if ending.roles else None)

    def _carried(self, ending: Ending, item: Item, own: int, months: int) -> Item | None:
        """What was open, after `months` in one more role in front; a role that serves it may be stayed in longer instead."""
        count = len(ending.roles) - 1 - item.place
        if any(item.feeding >> role & 1 for role in ending.roles[:count]):
            return self._weighed(ending, item, own)
        return item._replace(by_months=item.by_months + months)

    def _weighed(self, ending: Ending, item: Item, own: int) -> Item | None:
        """The item with its figures; None where the ending itself meets it."""
        if item.is_fed:
            found = self._by_feeder(ending, item, own)
            return item._replace(by_months=found, by_study=float(NEVER)) if found > 0 else None
        asked = item.asked
        count = len(ending.roles) - 1 - item.place
        after = sum(ending.least[count:])
        best = own + self._first_met(asked)
        for role in ending.roles[:count]:
            for way in asked.by_role.get(role, ()):
                best = min(best, self._by_months(ending, way[0][0], way[0][1], item.place, own))
        study, cost = float(NEVER), self._cheapest(ending, asked, count)
        if asked.credentials:
            study = self._by_study(asked.credentials, after, own, ending.roles[0])
            cost = min(cost, self.bounds.least_cost(asked.credentials))
        for way in asked.others:
            found = max(self._by_atom(ending, atom, item.place, own) for atom in way)
            cost = min(cost, max(self._cost_of(ending, atom, count) for atom in way))
            if any(counter < 0 for counter, _, _ in way):
                study = min(study, found)
            else:
                best = min(best, found)
        return item._replace(by_months=best, by_study=study, cost=cost) if min(best, study) > 0 else None

    def _by_atom(self, ending: Ending, atom: Atom, place: int, own: int) -> float:
        counter, figure, _ = atom
        if counter >= 0:
            return self._by_months(ending, counter, figure, place, own)
        after = sum(ending.least[len(ending.roles) - 1 - place :])
        return self._by_study(figure, after, own, ending.roles[0])

    def _cost_of(self, ending: Ending, atom: Atom, count: int) -> float:
        """The least cost of an atom; nothing for months that a role of the ending serves."""
        counter, figure, _ = atom
        if counter < 0:
            return self.bounds.least_cost(figure)
        roles = self.problem.counters[counter].roles
        is_within = any(roles >> role & 1 for role in ending.roles[:count])
        return 0.0 if is_within else self._least_with(counter, figure, self.costs)

    def _cheapest(self, ending: Ending, asked: Asked, count: int) -> float:
        """The least cost of meeting it by months in a single role: nothing where the ending has one already."""
        if any(role in asked.by_role for role in ending.roles[:count]):
            return 0.0
        if asked not in self._cost_met:
            self._cost_met[asked] = min((self._least_from(role, self.costs) for role in asked.by_role), default=float(NEVER))
        return self._cost_met[asked]

    def _first_met(self, asked: Asked) -> float:
        """The first month in which months in a single role can meet it."""
        if asked not in self._met:
            spans = ((self._first(role), way[0]) for role, ways in asked.by_role.items() for way in ways)
            self._met[asked] = min(
                (first + months - self.problem.counters[counter].start for first, (counter, months, _) in spans), default=NEVER
            )
        return self._met[asked]

    def _first(self, role: int) -> int:
        return self.start if role == self.problem.present else self.soonest[role]

    def _by_feeder(self, ending: Ending, item: Item, own: int) -> float:
        """By a role before the ending, or by what the ending serves already."""
        best = own + self._first_met(item.asked)
        for role in ending.roles[: len(ending.roles) - 1 - item.place]:
            for way in item.asked.by_role.get(role, ()):
                lacking = way[0][1] - self._served(ending, way[0][0], item.place)
                best = min(best, own + self._first(role) + lacking) if lacking > 0 else 0.0
        return best

    def _by_months(self, ending: Ending, counter: int, months: int, place: int, own: int) -> float:
        lacking = months - self._served(ending, counter, place)
        if lacking <= 0:
            return 0.0
        first = self.fed_from[counter]
        roles = self.problem.counters[counter].roles
        if any(roles >> role & 1 for role in ending.roles[: len(ending.roles) - 1 - place]):
            first = min(first, self.soonest[ending.roles[0]])
        return own + lacking + first

    def _by_study(self, credentials: int, after: int, own: int, first: int) -> float:
        """By study that is done `after` months before the arrival."""
        busy, worked = self.problem.busy_until + after, own + self.worked[first]
        best = float(NEVER)
        for months, full in self.bounds.ways(credentials):
            found = max(busy + months, worked + full) if full else busy + months
            if found < best:
                best = found
        return best
