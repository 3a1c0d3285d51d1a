"""Best-first search over role moves.

A label is a route with its earliest schedule. It is extended by one role; what that entry still asks for is supplied on demand:
months by longer stays in roles of the route, credentials by studies placed where the one study track has room, back in time too,
with whatever they need first. Labels leave the queue in the chosen order of their lower bounds, so that the first to arrive is
the best. Of two labels the one that is nowhere worse makes the other superfluous.

The method is A* (Hart, Nilsson and Raphael 1968) with dominance as in label-setting for resource-constrained shortest paths
(Desrochers and Soumis 1988), on partial expansions (Yoshizumi, Miura and Ishida 2000)."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import heappop, heappush
from typing import NamedTuple, TypeVar

from careerpath.model.profile import Prefer
from careerpath.planning.bounds import NEVER, Bounds, bits
from careerpath.planning.problem import All, Condition, Either, Holds, Months, Problem
from careerpath.planning.schedule import Route, Schedule, Study, earliest, served

Key = tuple[float, float, float]
Item = TypeVar("Item")
ORDERS: dict[Prefer, tuple[int, int, int]] = {"fastest": (0, 1, 2), "cheapest": (1, 0, 2), "fewest_moves": (2, 0, 1)}
"""Which of (months, cost, moves) counts first, second, third."""
EFFORT = 20_000
"""Labels expanded before the search settles for a plan and a bound."""


class Label(NamedTuple):
    """A route and what it comes to at the entry of its last stint. `months_on` are the counters then, `at_most` what they could
    be with the same arrival; `waited` the months of the arrival that no stay is obliged to fill."""

    route: Route
    schedule: Schedule
    months: int
    cost: float
    moves: int
    months_on: tuple[int, ...]
    at_most: tuple[int, ...]
    waited: int

    @property
    def last(self) -> int:
        return self.route.roles[-1]


class Found(NamedTuple):
    """`label` is the best arrival or None; `bound` a lower bound of (months, cost, moves) in the chosen order's first
    component; `is_proved`: the label is the best, or that there is none is certain."""

    label: Label | None
    bound: float
    is_proved: bool
    effort: int


class _Issue(NamedTuple):
    """A condition that does not hold: at the entry of `stint`, or at the start of study number `study`."""

    condition: Condition
    stint: int
    study: int


def search(problem: Problem, bounds: Bounds, prefer: Prefer, effort: int = EFFORT) -> Found:
    """The best plan in the order of `prefer`."""
    return _Search(problem, bounds, prefer, effort).run()


class _Search:
    def __init__(self, problem: Problem, bounds: Bounds, prefer: Prefer, effort: int) -> None:
        self.problem = problem
        self.bounds = bounds
        self.order = ORDERS[prefer]
        self.effort = effort
        self.expanded = 0
        self.kept: dict[int, list[Label]] = {}
        self.heap: list[tuple[Key, int, tuple[object, ...], int, Label, int]] = []
        self.serial = 0
        self.is_exact = True

    def run(self) -> Found:
        self._offer_moves(self._root())
        best: Label | None = None
        while self.heap:
            key, _, _, _, label, move = heappop(self.heap)
            if move < 0:
                if label.last == self.problem.target:
                    if label.schedule.is_exact:
                        return Found(label, key[0], True, self.expanded)
                    self.is_exact = False
                    return Found(best, key[0], False, self.expanded)
                if not self._is_dominated(label):
                    self._offer_moves(label)
                continue
            if self.expanded >= self.effort:
                return self._settle(key[0], label, move)
            self.expanded += 1
            for child in self._entering(label, move):
                self._push(child)
        return Found(None, NEVER, self.is_exact, self.expanded)

    def _settle(self, bound: float, label: Label, move: int) -> Found:
        """Out of effort: the nearest plan that a hasty search finds, and the bound reached."""
        heappush(self.heap, ((bound, 0.0, 0.0), 0, (), 0, label, move))
        hasty = [((entry[0][0] + 4 * (entry[0][0] - self._so_far(entry[4])), 0.0, 0.0), *entry[1:]) for entry in self.heap]
        hasty.sort()
        self.heap = hasty  # type: ignore[assignment]
        while self.heap:
            _, _, _, _, one, step = heappop(self.heap)
            if step < 0 and one.last == self.problem.target and one.schedule.is_exact:
                return Found(one, bound, False, self.expanded)
            if step < 0:
                if one.last != self.problem.target and not self._is_dominated(one):
                    self._offer_moves(one)
                continue
            self.expanded += 1
            for child in self._entering(one, step):
                self._push(child)
        return Found(None, bound, False, self.expanded)

    def _so_far(self, label: Label) -> float:
        return (label.months, label.cost, label.moves)[self.order[0]]

    def _root(self) -> Label:
        problem = self.problem
        route = Route((problem.present,), ((),), ((),), ())
        entry = problem.busy_until if problem.is_busy_full_time else 0
        schedule = Schedule((entry,), (), (), (), (0,))
        start = tuple(counter.start for counter in problem.counters)
        return Label(route, schedule, entry, 0.0, 0, start, start, 0)

    # The queue

    def _push(self, label: Label) -> None:
        key = self._key(label)
        if key is not None:
            self.serial += 1
            is_open = int(label.last != self.problem.target)
            heappush(self.heap, (key, is_open, self._names(label), self.serial, label, -1))

    def _names(self, label: Label) -> tuple[object, ...]:
        studies = tuple((one.credential, one.gap) for one in label.route.studies)
        return (*label.route.roles, studies)

    def _offer_moves(self, label: Label) -> None:
        """Queues each role that could come next, with a bound that costs nothing to work out."""
        wait = 0 if len(label.route.roles) == 1 else self.problem.stays[label.last]
        held = 0
        for role in label.route.roles:
            held |= 1 << role if role >= 0 else 0
        low = self._key(label) or (0.0, 0.0, 0.0)
        for role, feeders in enumerate(self.bounds.feeders):
            if role == label.last or not self.problem.can_enter[role] or self.bounds.months.last[role] >= NEVER:
                continue
            if feeders is not None and not any(held >> one & 1 for one in feeders):
                continue
            own = (
                label.months + wait + self.bounds.months.last[role],
                label.cost,
                label.moves + 1 + self.bounds.moves.last[role],
            )
            if role != self.problem.target:
                own = (
                    label.months + wait + self._rest_months(role, held),
                    label.cost,
                    label.moves + 1 + self._rest_moves(role, held),
                )
            if own[0] > self.problem.deadline:
                continue
            key = tuple(max(low[place], own[one]) for place, one in enumerate(self.order))
            self.serial += 1
            heappush(self.heap, (key, 2, (), self.serial, label, role))  # type: ignore[arg-type]

    def _rest_months(self, role: int, held: int) -> int:
        table = self.bounds.months
        return table.beyond(role, self.problem.stays[role], self._opened(table.opened, held | 1 << role))

    def _rest_moves(self, role: int, held: int) -> int:
        table = self.bounds.moves
        return table.beyond(role, 1, self._opened(table.opened, held | 1 << role))

    def _opened(self, opened: tuple[int, ...], held: int) -> int:
        return min((opened[one] for one in bits(held)), default=NEVER)

    # Bounds of a label

    def _key(self, label: Label) -> Key | None:
        """Lower bounds of the label's plans in the chosen order; None where no plan can come of it."""
        if label.last == self.problem.target:
            figures: tuple[float, float, float] = (label.months, label.cost, label.moves)
        else:
            figures = self._figures(label)
        if figures[0] > self.problem.deadline or figures[1] > self.problem.budget or figures[0] >= NEVER:
            return None
        return tuple(figures[one] for one in self.order)  # type: ignore[return-value]

    def _figures(self, label: Label) -> tuple[float, float, float]:
        held = 0
        for role in label.route.roles:
            held |= 1 << role if role >= 0 else 0
        stay = 0 if len(label.route.roles) == 1 else self.problem.stays[label.last]
        table, moves = self.bounds.months, self.bounds.moves
        rest = table.beyond(label.last, stay, self._opened(table.opened, held))
        rest_moves = 1 + moves.beyond(label.last, 1, self._opened(moves.opened, held)) - 1
        worked = label.months - label.waited
        months, cost = float(label.months + rest), 0.0
        for condition in self.problem.conditions[self.problem.target]:
            soonest, price = self._needed(label, condition, held, stay, worked + rest)
            months, cost = max(months, soonest), max(cost, price)
        return (months, label.cost + cost, label.moves + max(1, rest_moves))

    def _needed(self, label: Label, condition: Condition, held: int, stay: int, worked: float) -> tuple[float, float]:
        """When the condition can hold at the soonest, and what it costs at the least."""
        if isinstance(condition, Months):
            return self._months_needed(label, condition, held, stay), 0.0
        if isinstance(condition, Holds):
            return self._study_needed(label, condition, worked)
        parts = [self._needed(label, one, held, stay, worked) for one in condition.parts]
        pick = min if isinstance(condition, Either) else max
        return pick((one[0] for one in parts), default=0.0), pick((one[1] for one in parts), default=0.0)

    def _months_needed(self, label: Label, condition: Months, held: int, stay: int) -> float:
        missing = condition.months - label.at_most[condition.counter]
        if missing <= 0:
            return 0.0
        if self.problem.counters[condition.counter].roles & held:
            return label.months - label.waited + missing
        table = self.bounds.to_feed(condition.counter)
        return label.months + table.beyond(label.last, stay, self._opened(table.opened, held)) + missing

    def _study_needed(self, label: Label, condition: Holds, worked: float) -> tuple[float, float]:
        placed = self._placed(label.route)
        if placed & condition.credentials:
            return 0.0, 0.0
        load = self.problem.busy_until + sum(study.months for study in label.route.studies)
        soonest, price = float(NEVER), float(NEVER)
        for number in bits(condition.credentials):
            data = self.problem.studies[number]
            price = min(price, self.bounds.study_cost[number])
            if data.part_time is not None:
                soonest = min(soonest, load + data.part_time)
            if data.full_time is not None:
                soonest = min(soonest, max(worked, load) + data.full_time)
        return soonest, price

    def _placed(self, route: Route) -> int:
        placed = 1 << self.problem.under_way if self.problem.under_way >= 0 else 0
        for study in route.studies:
            placed |= 1 << study.credential
        return placed

    # Entering a role

    def _entering(self, label: Label, role: int) -> list[Label]:
        """The labels that enter `role` next, one for each way to supply what it asks for that no other makes superfluous."""
        route = label.route
        first = Route((*route.roles, role), (*route.needs, ()), (*route.dues, ()), route.studies)
        made: list[Label] = []
        for found, schedule in self._supplied(first):
            child = self._label(found, schedule)
            if child.cost <= self.problem.budget and child.months <= self.problem.deadline:
                made.append(child)
        return [one for one in made if not any(other is not one and self._covers(other, one) for other in made)] or made

    def _supplied(self, first: Route) -> Iterator[tuple[Route, Schedule]]:
        """Every way to make the route keep all its conditions, depth first."""
        stack = [first]
        seen = {first}
        while stack:
            route = stack.pop()
            schedule = earliest(self.problem, route)
            if schedule is None or schedule.arrival > self.problem.deadline:
                continue
            issue = self._issue(route, schedule) if schedule.is_exact else None
            if issue is None:
                yield route, schedule
                continue
            for option in self._options(route, schedule, issue):
                if option not in seen:
                    seen.add(option)
                    stack.append(option)

    def _label(self, route: Route, schedule: Schedule) -> Label:
        problem = self.problem
        stint = len(route.roles) - 1
        months_on = tuple(
            min(counter.most, served(problem, route, schedule.entries, schedule.leaves, stint, number))
            for number, counter in enumerate(problem.counters)
        )
        cost = float(sum(problem.studies[study.credential].cost for study in route.studies))
        full_time = sum(study.months for study in route.studies if study.gap >= 0)
        start = problem.busy_until if problem.is_busy_full_time else 0
        waited = schedule.arrival - start - sum(schedule.least[:-1]) - full_time
        at_most = self._at_most(route, schedule, months_on)
        return Label(route, schedule, schedule.arrival, cost, stint, months_on, at_most, max(0, waited))

    def _at_most(self, route: Route, schedule: Schedule, months_on: tuple[int, ...]) -> tuple[int, ...]:
        if not schedule.spare:
            return months_on
        more = list(months_on)
        for months, stints in schedule.spare:
            fed = {counter for stint in stints if route.roles[stint] >= 0 for counter in self.problem.feeds[route.roles[stint]]}
            for counter in fed:
                more[counter] = min(self.problem.counters[counter].most, more[counter] + months)
        return tuple(more)

    # What does not hold, and how to make it hold

    def _issue(self, route: Route, schedule: Schedule) -> _Issue | None:
        """The first condition that does not hold, by entry; a study's before the entry that waits for it."""
        for number, start in enumerate(schedule.starts):
            for condition in self.problem.study_conditions[route.studies[number].credential]:
                if not self._holds_at(route, schedule, condition, start):
                    return _Issue(condition, self._stint_at(schedule, start), number)
        for stint in range(1, len(route.roles)):
            at = schedule.entries[stint]
            for condition in self.problem.conditions[route.roles[stint]]:
                if not self._holds_at(route, schedule, condition, at):
                    return _Issue(condition, stint, -1)
        return None

    def _stint_at(self, schedule: Schedule, month: int) -> int:
        """The first stint entered after `month`, the last at the most."""
        later = [stint for stint, entry in enumerate(schedule.entries) if entry > month]
        return later[0] if later else len(schedule.entries) - 1

    def _holds_at(self, route: Route, schedule: Schedule, condition: Condition, month: int) -> bool:
        if isinstance(condition, Months):
            return self._served_by(route, schedule, condition.counter, month) >= condition.months
        if isinstance(condition, Holds):
            return bool(condition.credentials & self._held_at(route, schedule, month))
        parts = (self._holds_at(route, schedule, one, month) for one in condition.parts)
        return any(parts) if isinstance(condition, Either) else all(parts)

    def _held_at(self, route: Route, schedule: Schedule, month: int) -> int:
        held = 0
        if self.problem.under_way >= 0 and self.problem.busy_until <= month:
            held |= 1 << self.problem.under_way
        for study, end in zip(route.studies, schedule.ends, strict=False):
            if end <= month:
                held |= 1 << study.credential
        return held

    def _served_by(self, route: Route, schedule: Schedule, counter: int, month: int) -> int:
        roles = self.problem.counters[counter].roles
        total = self.problem.counters[counter].start
        for role, entry, leave in zip(route.roles, schedule.entries, schedule.leaves, strict=False):
            if entry < month and role >= 0 and roles >> role & 1:
                total += min(leave, month) - entry
        return total

    def _options(self, route: Route, schedule: Schedule, issue: _Issue) -> Iterator[Route]:
        condition = issue.condition
        if isinstance(condition, (Either, All)):
            at = schedule.starts[issue.study] if issue.study >= 0 else schedule.entries[issue.stint]
            parts = condition.parts
            if isinstance(condition, All):
                parts = tuple(one for one in parts if not self._holds_at(route, schedule, one, at))[:1]
            for part in parts:
                yield from self._options(route, schedule, issue._replace(condition=part))
        elif isinstance(condition, Months):
            yield from self._longer_stays(route, condition, issue)
        elif issue.study >= 0:
            yield from self._studies(route, schedule, condition, issue.stint, range(issue.study + 1), waits=False)
        else:
            yield from self._credentials_by(route, schedule, condition, issue.stint)

    def _longer_stays(self, route: Route, condition: Months, issue: _Issue) -> Iterator[Route]:
        roles = self.problem.counters[condition.counter].roles
        need = (condition.counter, condition.months)
        feeding = [stint for stint, role in enumerate(route.roles[:-1]) if role >= 0 and roles >> role & 1]
        if issue.study < 0:
            if any(stint < issue.stint for stint in feeding):
                yield _with_need(route, issue.stint, need)
            return
        study = route.studies[issue.study]
        if need in study.after or not feeding:
            return
        waiting = route._replace(studies=_replaced(route.studies, issue.study, study._replace(after=(*study.after, need))))
        yield waiting
        for stint in feeding[:-1]:
            yield _with_need(waiting, stint + 1, need)

    def _credentials_by(self, route: Route, schedule: Schedule, condition: Holds, stint: int) -> Iterator[Route]:
        """Waits for a study already on the track, or places another."""
        placed = self._placed(route)
        for number in bits(condition.credentials & placed):
            if number not in route.dues[stint]:
                yield _with_due(route, stint, number)
        yield from self._studies(route, schedule, condition, stint, range(len(route.studies) + 1), waits=True)

    def _studies(
        self, route: Route, schedule: Schedule, condition: Holds, stint: int, places: range, *, waits: bool
    ) -> Iterator[Route]:
        """The credential placed on the track in every way; `waits`: the entry of `stint` waits for it."""
        for number in bits(condition.credentials & ~self._placed(route)):
            data = self.problem.studies[number]
            for place in places:
                if not self._has_room(route, schedule, stint, place, places):
                    continue
                if data.part_time is not None:
                    yield _with_study(route, place, Study(number, data.part_time, -1), stint if waits else -1)
                if data.full_time is not None:
                    for gap in range(1, stint + 1):
                        yield _with_study(route, place, Study(number, data.full_time, gap), stint if waits else -1)

    def _has_room(self, route: Route, schedule: Schedule, stint: int, place: int, places: range) -> bool:
        """The last place always; an earlier one where the track lies idle before it, or waits for a later entry."""
        if place == places[-1]:
            return True
        free = schedule.ends[place - 1] if place else self.problem.busy_until
        is_idle = place < len(schedule.starts) and schedule.starts[place] > free
        after = {study.credential for study in route.studies[place:]}
        is_due_later = not any(after.intersection(route.dues[one]) for one in range(stint + 1))
        return is_idle or is_due_later or any(study.gap >= 0 for study in route.studies[place:])

    # Dominance

    def _is_dominated(self, label: Label) -> bool:
        """Whether a label kept is nowhere worse; if not, this one is kept."""
        kept = self.kept.setdefault(label.last, [])
        if any(self._covers(one, label) for one in kept):
            return True
        kept.append(label)
        return False

    def _covers(self, one: Label, other: Label) -> bool:
        """Whether whatever can follow `other` can follow `one` as well, as early, as cheaply and in as few moves."""
        if one.months > other.months or one.cost > other.cost or one.moves > other.moves:
            return False
        if one.months - one.waited > other.months - other.waited or not one.schedule.is_exact:
            return False
        if any(mine < theirs for mine, theirs in zip(one.months_on, other.at_most, strict=True)):
            return False
        return self._studies_cover(one, other) and self._roles_cover(one, other)

    def _studies_cover(self, one: Label, other: Label) -> bool:
        mine = dict(zip((study.credential for study in one.route.studies), one.schedule.ends, strict=False))
        theirs = dict(zip((study.credential for study in other.route.studies), other.schedule.ends, strict=False))
        if any(mine.get(credential, NEVER) > end for credential, end in theirs.items()):
            return False
        busy, other_busy = max(mine.values(), default=0), max(theirs.values(), default=0)
        return busy <= other_busy

    def _roles_cover(self, one: Label, other: Label) -> bool:
        """Each role of `other` that could still be stayed in longer is matched by one that feeds as much that is open."""
        feeds = self.problem.feeds
        mine = [set(feeds[role]) for role in one.route.roles if role >= 0]
        counters = self.problem.counters
        for role in set(other.route.roles) - set(one.route.roles) - {-1}:
            open_ones = {counter for counter in feeds[role] if one.months_on[counter] < counters[counter].most}
            if not any(open_ones <= own for own in mine):
                return False
        return True


def _with_need(route: Route, stint: int, need: tuple[int, int]) -> Route:
    return route._replace(needs=_replaced(route.needs, stint, (*route.needs[stint], need)))


def _with_due(route: Route, stint: int, credential: int) -> Route:
    return route._replace(dues=_replaced(route.dues, stint, (*route.dues[stint], credential)))


def _with_study(route: Route, place: int, study: Study, waiting: int) -> Route:
    """The study put on the track; the entry of stint `waiting` waits for it, -1 for none."""
    made = route._replace(studies=(*route.studies[:place], study, *route.studies[place:]))
    return made if waiting < 0 else _with_due(made, waiting, study.credential)


def _replaced(items: tuple[Item, ...], index: int, item: Item) -> tuple[Item, ...]:
    return (*items[:index], item, *items[index + 1 :])
