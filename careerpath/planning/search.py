"""Best-first search over role moves.

A label is a route with its earliest schedule. It is extended by one role; what that entry still asks for is supplied on demand:
months by longer stays in roles of the route, credentials by studies placed where the one study track has room, back in time too,
with whatever they need first. Labels leave the queue in the chosen order of their lower bounds, so that the first to arrive is
the best. Of two labels the one that is nowhere worse makes the other superfluous.

The method is A* (Hart, Nilsson and Raphael 1968) with dominance as in label-setting for resource-constrained shortest paths
(Desrochers and Soumis 1988), on partial expansions (Yoshizumi, Miura and Ishida 2000)."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import heapify, heappop, heappush
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
    be with the same arrival; `waited` the months of the arrival that no stay is obliged to fill. `issue` is the first condition
    that does not hold yet; None: the last role can be entered."""

    route: Route
    schedule: Schedule
    months: int
    cost: float
    moves: int
    months_on: tuple[int, ...]
    at_most: tuple[int, ...]
    waited: int
    issue: _Issue | None = None

    @property
    def last(self) -> int:
        return self.route.roles[-1]


class Found(NamedTuple):
    """`label` is the best arrival found or None; `bound` a lower bound of the chosen order's first component; `is_proved`: the
    label is the best, or that there is none is certain."""

    label: Label | None
    bound: float
    is_proved: bool
    effort: int


class _Issue(NamedTuple):
    """A condition that does not hold: at the entry of `stint`, or at the start of study number `study`."""

    condition: Condition
    stint: int
    study: int


class _Entry(NamedTuple):
    """A place in the queue: `move` is the role to enter next from the label, -1 for the label itself."""

    key: Key
    rank: int
    serial: int
    label: Label
    move: int


def search(problem: Problem, bounds: Bounds, prefer: Prefer, effort: int = EFFORT) -> Found:
    """The best plan in the order of `prefer`."""
    return _Search(problem, bounds, prefer, effort).run()


class _Search:
    def __init__(self, problem: Problem, bounds: Bounds, prefer: Prefer, effort: int) -> None:
        self.problem = problem
        self.bounds = bounds
        self.order = ORDERS[prefer]
        self.effort = effort
        self.made = 0
        self.kept: dict[int, list[Label]] = {}
        self.seen: set[Route] = set()
        self.heap: list[_Entry] = []
        self.serial = 0

    def run(self) -> Found:
        self._offer_moves(self._root())
        inexact: float | None = None
        while self.heap:
            entry = heappop(self.heap)
            if self.made >= self.effort:
                return self._settle(entry, inexact)
            if not self._is_arrival(entry):
                self._expand(entry)
            elif entry.label.schedule.is_exact:
                bound = entry.key[0] if inexact is None else inexact
                return Found(entry.label, bound, inexact is None, self.made)
            elif inexact is None:
                inexact = entry.key[0]
        return Found(None, NEVER if inexact is None else inexact, inexact is None, self.made)

    def _is_arrival(self, entry: _Entry) -> bool:
        return entry.move < 0 and entry.label.issue is None and entry.label.last == self.problem.target

    def _expand(self, entry: _Entry) -> None:
        label = entry.label
        if entry.move >= 0:
            route = label.route
            self._offer(Route((*route.roles, entry.move), (*route.needs, ()), (*route.dues, ()), route.studies))
        elif label.issue is not None:
            for option in self._options(label.route, label.schedule, label.issue):
                self._offer(option)
        elif not self._is_dominated(label):
            self._offer_moves(label)

    def _settle(self, entry: _Entry, inexact: float | None) -> Found:
        """Out of effort: the plan that a hasty search finds, and the bound reached."""
        bound = entry.key[0] if inexact is None else min(inexact, entry.key[0])
        self.heap = [self._hastened(one) for one in (entry, *self.heap)]
        heapify(self.heap)
        limit = self.made + self.effort
        while self.heap and self.made < limit:
            entry = heappop(self.heap)
            if not self._is_arrival(entry):
                self._expand(entry)
            elif entry.label.schedule.is_exact:
                return Found(entry.label, bound, False, self.made)
        return Found(None, bound, False, self.made)

    def _hastened(self, entry: _Entry) -> _Entry:
        """What is still to come weighs more than what has been."""
        label = entry.label
        so_far = (label.months, label.cost, label.moves)[self.order[0]]
        return entry._replace(key=(entry.key[0] + 4 * (entry.key[0] - so_far), *entry.key[1:]))

    def _root(self) -> Label:
        problem = self.problem
        route = Route((problem.present,), ((),), ((),), ())
        entry = problem.busy_until if problem.is_busy_full_time else 0
        schedule = Schedule((entry,), (), (), (), (0,))
        start = tuple(counter.start for counter in problem.counters)
        return Label(route, schedule, entry, 0.0, 0, start, start, 0)

    # The queue

    def _offer(self, route: Route) -> None:
        """Queues the route, timed, unless it was seen or cannot be kept."""
        if route in self.seen:
            return
        self.seen.add(route)
        self.made += 1
        schedule = earliest(self.problem, route)
        if schedule is None or schedule.arrival > self.problem.deadline:
            return
        label = self._label(route, schedule)
        key = self._key(label)
        if key is not None:
            self._queue(key, label, -1)

    def _queue(self, key: Key, label: Label, move: int) -> None:
        self.serial += 1
        rank = 0 if label.last == self.problem.target and move < 0 else 1
        heappush(self.heap, _Entry(key, rank, -self.serial, label, move))

    def _offer_moves(self, label: Label) -> None:
        """Queues each role that could come next, with a bound that costs little to work out."""
        wait = 0 if len(label.route.roles) == 1 else self.problem.stays[label.last]
        held = self._held_roles(label.route)
        low = self._figures(label)
        for role, feeders in enumerate(self.bounds.feeders):
            if role == label.last or not self.problem.can_enter[role] or self.bounds.months.last[role] >= NEVER:
                continue
            if feeders is not None and not any(held >> one & 1 for one in feeders):
                continue
            is_target = role == self.problem.target
            months = label.months + wait + (0 if is_target else self._rest_months(role, held))
            moves = label.moves + 1 + (0 if is_target else self._rest_moves(role, held))
            if months > self.problem.deadline:
                continue
            own = (months, label.cost, moves)
            self._queue(self._ordered(tuple(map(max, low, own))), label, role)

    def _held_roles(self, route: Route) -> int:
        held = 0
        for role in route.roles:
            held |= 1 << role if role >= 0 else 0
        return held

    def _rest_months(self, role: int, held: int) -> int:
        table = self.bounds.months
        return table.beyond(role, self.problem.stays[role], self._opened(table.opened, held | 1 << role))

    def _rest_moves(self, role: int, held: int) -> int:
        table = self.bounds.moves
        return table.beyond(role, 0, self._opened(table.opened, held | 1 << role))

    def _opened(self, opened: tuple[int, ...], held: int) -> int:
        return min((opened[one] for one in bits(held)), default=NEVER)

    # Bounds of a label

    def _key(self, label: Label) -> Key | None:
        """Lower bounds of the label's plans in the chosen order; None where no plan can come of it."""
        figures = self._figures(label)
        if figures[0] > self.problem.deadline or figures[1] > self.problem.budget or figures[0] >= NEVER:
            return None
        return self._ordered(figures)

    def _ordered(self, figures: tuple[float, ...]) -> Key:
        first, second, third = self.order
        return figures[first], figures[second], figures[third]

    def _figures(self, label: Label) -> Key:
        """The least months, cost and moves of any plan that the label begins."""
        is_target = label.last == self.problem.target
        held = self._held_roles(label.route)
        months, cost = self._entered(label, held)
        if is_target:
            return months, label.cost + cost, label.moves
        stay = 0 if len(label.route.roles) == 1 else self.problem.stays[label.last]
        table, moves = self.bounds.months, self.bounds.moves
        rest = table.beyond(label.last, stay, self._opened(table.opened, held))
        least_moves = moves.beyond(label.last, 0, self._opened(moves.opened, held))
        worked = label.months - label.waited
        months += rest
        for condition in self.problem.conditions[self.problem.target]:
            soonest, price = self._needed(label, condition, held, stay, worked + rest)
            months, cost = max(months, soonest), max(cost, price)
        return months, label.cost + cost, label.moves + max(1, least_moves)

    def _entered(self, label: Label, held: int) -> tuple[float, float]:
        """When the last role can be entered at the soonest and what that costs, with all that it still asks for."""
        months, cost = float(label.months), 0.0
        if label.issue is not None and label.last >= 0:
            for condition in self.problem.conditions[label.last]:
                soonest, price = self._needed(label, condition, held, 0, label.months - label.waited)
                months, cost = max(months, soonest), max(cost, price)
        return months, cost

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

    # Labels

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
        issue = self._issue(route, schedule) if schedule.is_exact else None
        return Label(route, schedule, schedule.arrival, cost, stint, months_on, at_most, max(0, waited), issue)

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
        if not self._months_cover(one, other):
            return False
        return self._studies_cover(one, other) and self._roles_cover(one, other)

    def _months_cover(self, one: Label, other: Label) -> bool:
        """Whether every counter is as high, `one` staying on until the other arrives."""
        fed = set(self.problem.feeds[one.last]) if one.last >= 0 else set()
        longer = other.months - one.months
        return all(
            mine + (longer if counter in fed else 0) >= theirs
            for counter, (mine, theirs) in enumerate(zip(one.months_on, other.at_most, strict=True))
        )

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
