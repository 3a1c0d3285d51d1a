"""Best-first search over role moves.

A label is a route with its earliest schedule. It is extended by one role; what that entry still asks for is supplied on demand.
Months come from longer stays in roles of the route. Credentials are *owed* at first: the entry waits only until one could be
held at the soonest. When the route has arrived, what is owed is chosen and placed where the one study track has room, with
whatever it needs first, part time or full time. Labels leave the queue in the chosen order of their lower bounds, so the
first that has arrived and owes nothing is the best. Of two labels the one that is nowhere worse makes the other superfluous.

The method is A* (Hart, Nilsson and Raphael 1968) with dominance as in label-setting for resource-constrained shortest paths
(Desrochers and Soumis 1988), on partial expansions (Yoshizumi, Miura and Ishida 2000)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from heapq import heappop, heappush
from itertools import islice
from typing import NamedTuple, TypeVar

from careerpath.model.profile import Prefer
from careerpath.planning.bounds import NEVER, Bounds, Span, bits
from careerpath.planning.draft import Drafts
from careerpath.planning.problem import All, Condition, Either, Holds, Months, Problem, StudyData, mentioned, useful_credentials
from careerpath.planning.schedule import Route, Schedule, Study, earliest

Key = tuple[float, float, float]
Item = TypeVar("Item")
ORDERS: dict[Prefer, tuple[int, int, int]] = {"fastest": (0, 1, 2), "cheapest": (1, 0, 2), "fewest_moves": (2, 0, 1)}
"""Which of (months, cost, moves) counts first, second, third."""
EFFORT = 800
"""Labels expanded before the search settles for a plan and a bound."""


class Label(NamedTuple):
    """A route and what it comes to at the entry of its last stint. `worked` months of the arrival are committed to stays and to
    full-time study, the others are free. `on` are the counters by committed months alone, `spared` with those that another role
    could have served as well, `most` with the free months too. `issue` is the first condition that does not hold yet."""

    route: Route
    schedule: Schedule
    months: int
    cost: float
    moves: int
    worked: int
    on: tuple[int, ...]
    spared: tuple[int, ...]
    most: tuple[int, ...]
    issue: _Issue | None = None

    @property
    def last(self) -> int:
        return self.route.roles[-1]

    @property
    def is_owing(self) -> bool:
        return any(self.route.owed)


class Need(NamedTuple):
    """The soonest month, the least months of work by then, and the least cost."""

    months: float
    worked: float
    cost: float


class _Sides(NamedTuple):
    """An `any` sorted for quick answers: the `credentials` that would do, the months that would, by each role that feeds them,
    and when they could be served and worked at the soonest where none of their roles is held yet."""

    credentials: int
    roles: int
    by_role: dict[int, list[Months]]
    by_month: tuple[tuple[float, int], ...]
    by_work: tuple[tuple[float, int], ...]
    others: tuple[Condition, ...]


class Found(NamedTuple):
    """`label` is the best arrival found or None; `bound` a lower bound of the chosen order's first component; `is_proved`: the
    label is the best, or that there is none is certain."""

    label: Label | None
    bound: float
    is_proved: bool
    effort: int


class _Issue(NamedTuple):
    """A condition that does not hold: at the entry of `stint`, or at the start of study number `study`. `is_owed`: the route
    counts on it and it is time to say how."""

    condition: Condition
    stint: int
    study: int = -1
    is_owed: bool = False


class _Step(NamedTuple):
    """One search of several. `share` of the effort; `is_along`: only the roles of the best plan so far."""

    haste: int
    share: float
    is_along: bool = False
    is_last_resort: bool = False


STEPS = (
    _Step(0, 0.1, is_along=True),
    _Step(0, 0.2),
    _Step(2, 0.5, is_last_resort=True),
    _Step(3, 4.0, is_last_resort=True),
    _Step(1, 0.3, is_along=True),
)
HASTE = ((0, 0), (3, 9), (12, 36), (1_000, 20_000))
"""For each haste the months that an open question on the way and a move still to make are taken to be worth."""
MONTH_WORTH = 3_000
"""In haste, so much money weighs as one month."""
TRIMMED = 0.15
"""The share of the effort that goes into doing without one role."""
DRAFTED = 0.4
"""The drafts that are carried on, as a share of the effort."""
TRIED = 6
"""The drafts that are timed exactly."""


class _Entry(NamedTuple):
    """A place in the queue. `key` is a lower bound; `move` is the role to enter next from the label, -1 for the label itself."""

    place: tuple[float, ...]
    key: Key
    label: Label
    move: int


def search(problem: Problem, bounds: Bounds, prefer: Prefer, effort: int = EFFORT) -> Found:
    """The best plan in the order of `prefer`: drafts give one, its own roles are timed as well as can be, and a thorough search
    improves and proves it. Where no draft is a plan, hasty searches look for one."""
    memo = _Memo(problem)
    best, spent = _best_draft(problem, bounds, memo, prefer, effort)
    bound, is_proved = 0.0, False
    for step in STEPS:
        if (step.is_along and best is None) or (step.is_last_resort and best is not None):
            continue
        along = best.route.roles if step.is_along and best is not None else ()
        found = _Search(problem, bounds, memo, prefer, int(effort * step.share), haste=step.haste, best=best, along=along).run()
        best, spent = found.label, spent + found.effort
        if step.is_along and best is not None:
            best, more = _trimmed(problem, bounds, memo, prefer, effort, best)
            spent += more
        if not along:
            bound, is_proved = max(bound, found.bound), found.is_proved
        if is_proved:
            break
    return Found(best, bound, is_proved, spent)


def _best_draft(problem: Problem, bounds: Bounds, memo: _Memo, prefer: Prefer, effort: int) -> tuple[Label | None, int]:
    """The best of the drafts that are plans, and the effort that they took."""
    best: Label | None = None
    spent = 0
    for is_full_time in (False, True) if memo.has_gaps else (False,):
        drafts = Drafts(bounds, prefer, is_full_time=is_full_time)
        trial = _Search(problem, bounds, memo, prefer, effort, best=best)
        for route in islice(drafts.routes(int(effort * DRAFTED)), TRIED):
            trial.attempt(route)
        best, spent = trial.best, spent + trial.made
    return best, spent


def _trimmed(problem: Problem, bounds: Bounds, memo: _Memo, prefer: Prefer, effort: int, best: Label) -> tuple[Label, int]:
    """The plan without the roles that it can do without, and the effort that this took."""
    spent, place = 0, 1
    while place < len(best.route.roles) - 1:
        along = (*best.route.roles[:place], *best.route.roles[place + 1 :])
        found = _Search(problem, bounds, memo, prefer, int(effort * TRIMMED), haste=3, best=best, along=along).run()
        spent += found.effort
        if found.label is best or found.label is None:
            place += 1
        else:
            best = found.label
    return best, spent


class _Memo:
    """What is worked out once for all the searches of one problem."""

    def __init__(self, problem: Problem) -> None:
        self.users = _users(problem)
        self.has_gaps = any(_is_sooner_full_time(one) for one in problem.studies)
        self.useful: dict[frozenset[int], int] = {}
        self.opened: dict[tuple[int, int], int] = {}
        self.soonest: dict[int, Span] = {}
        self.sides: dict[int, _Sides] = {}


class _Search:
    """`haste`: 0 follows the bounds and proves; 1 goes for the nearest arrival among the lowest first bounds; 2 for any.
    `best`: an arrival known already. `along`: the only roles to go through, in this order; empty: any."""

    def __init__(
        self,
        problem: Problem,
        bounds: Bounds,
        memo: _Memo,
        prefer: Prefer,
        effort: int,
        *,
        haste: int = 0,
        best: Label | None = None,
        along: tuple[int, ...] = (),
    ) -> None:
        self.problem = problem
        self.bounds = bounds
        self.memo = memo
        self.order = ORDERS[prefer]
        self.effort = effort
        self.haste = haste
        self.best = best
        self.along = along
        self.made = 0
        self.kept: dict[int, list[Label]] = {}
        self.seen: set[Route] = set()
        self.heap: list[_Entry] = []
        self.serial = 0

    def run(self) -> Found:
        self._offer_moves(self._root(), (0.0, 0.0, 0.0))
        inexact = float(NEVER)
        while self.heap and self.made < self.effort:
            entry = heappop(self.heap)
            if self.best is not None and entry.key >= self._cost_of(self.best):
                continue
            if not self._is_arrival(entry):
                self._expand(entry)
            else:
                if not entry.label.schedule.is_exact:
                    inexact = min(inexact, entry.key[0])
                self._arrive(entry.label)
                if self.best is not None and self.haste == len(HASTE) - 1:
                    break
        reached = min((entry.key[0] for entry in self.heap), default=float(NEVER))
        return self._found(min(inexact, reached), is_proved=not self.heap and inexact == NEVER)

    def attempt(self, route: Route) -> None:
        """Keeps the route where it is a plan as it stands and the best so far."""
        self.made += 1
        schedule = earliest(self.bounds, route)
        if schedule is None or schedule.arrival > self.problem.deadline:
            return
        label = self._label(route, schedule)
        if label.issue is None and label.cost <= self.problem.budget:
            self._arrive(label)

    def _arrive(self, label: Label) -> None:
        """Keeps the label where it is a plan and the best so far."""
        if not label.schedule.is_exact:
            if self._issue(label.route, label.schedule) is not None:
                return
            label = label._replace(months=label.schedule.arrival)
        if self.best is None or self._cost_of(label) < self._cost_of(self.best):
            self.best = label

    def _found(self, bound: float, *, is_proved: bool) -> Found:
        if self.best is not None:
            own = self._cost_of(self.best)[0]
            bound = own if is_proved else min(bound, own)
        return Found(self.best, bound, is_proved, self.made)

    def _cost_of(self, label: Label) -> Key:
        return self._ordered((label.months, label.cost, label.moves))

    def _is_arrival(self, entry: _Entry) -> bool:
        return entry.move < 0 and entry.label.issue is None and entry.label.last == self.problem.target

    def _expand(self, entry: _Entry) -> None:
        label = entry.label
        if entry.move >= 0:
            self._offer(label.route.entering(entry.move), entry.key)
        elif label.issue is not None:
            for option in self._options(label.route, label.schedule, label.issue):
                self._offer(option, entry.key)
        elif not self._is_dominated(label):
            self._offer_moves(label, entry.key)

    def _root(self) -> Label:
        problem = self.problem
        route = Route((problem.present,), ((),), ((),), ((),), ())
        entry = problem.busy_until if problem.is_busy_full_time else 0
        schedule = Schedule((entry,), (), (), (), (0,))
        start = tuple(counter.start for counter in problem.counters)
        return Label(route, schedule, entry, 0.0, 0, entry, start, start, start)

    # The queue

    def _offer(self, route: Route, least: Key) -> None:
        """Queues the route, timed, unless it was seen or cannot be kept. `least` is a bound that held before."""
        if route in self.seen:
            return
        self.seen.add(route)
        self.made += 1
        schedule = earliest(self.bounds, route)
        if schedule is None or schedule.arrival > self.problem.deadline:
            return
        label = self._label(self._deferred(route, schedule), schedule)
        key = self._key(label)
        if key is not None:
            self._queue(_higher(key, least), label, -1)

    def _deferred(self, route: Route, schedule: Schedule) -> Route:
        """The route owing what study beside work can supply in time, and no longer what it has: neither changes its timing."""
        if not schedule.is_exact:
            return route
        stint = len(route.roles) - 1
        at = schedule.entries[stint]
        fresh = [
            one
            for one in self.problem.conditions[route.last]
            if self._can_wait(one, at) and not self._holds_at(route, schedule, one, at, stint)
        ]
        route = route._replace(owed=_replaced(route.owed, stint, (*route.owed[stint], *fresh)))
        return self._settled(route, schedule) if schedule.starts else route

    def _settled(self, route: Route, schedule: Schedule) -> Route:
        """The route owing nothing that it has: the entry waits for the credential that it has instead."""
        for stint, owed in enumerate(route.owed):
            for condition in owed:
                rest = tuple(one for one in route.owed[stint] if one != condition)
                free = route._replace(owed=_replaced(route.owed, stint, rest))
                if self._holds_at(free, schedule, condition, schedule.entries[stint], stint):
                    route = self._waiting(free, schedule, condition, stint)
        return route

    def _waiting(self, route: Route, schedule: Schedule, condition: Condition, stint: int) -> Route:
        """The route whose `stint` waits for the credential that makes the condition hold."""
        if not isinstance(condition, Holds):
            return route
        held = condition.credentials & self._held_at(route, schedule, schedule.entries[stint])
        if not held or any(held >> one & 1 for one in route.dues[stint]):
            return route
        return _with_due(route, stint, min(bits(held)))

    def _queue(self, key: Key, label: Label, move: int) -> None:
        if self.best is not None and key >= self._cost_of(self.best):
            return
        self.serial += 1
        heappush(self.heap, _Entry(self._place(key, label), key, label, move))

    def _place(self, key: Key, label: Label) -> tuple[float, ...]:
        """Where in the queue: in haste what is nearest to an arrival comes first."""
        if not self.haste:
            return (*key, -self.serial)
        months, cost, moves = (key[self.order.index(figure)] for figure in range(3))
        questions = sum(map(len, label.route.owed)) + int(label.issue is not None)
        per_question, per_move = HASTE[self.haste]
        score = months + cost / MONTH_WORTH + per_question * questions + per_move * (moves - label.moves)
        return (key[0] if self.haste == 1 else 0.0, score, -self.serial)

    def _offer_moves(self, label: Label, least: Key) -> None:
        """Queues each role that could come next, with a bound that costs little to work out."""
        wait = 0 if len(label.route.roles) == 1 else self.problem.stays[label.last]
        held = self._held_roles(label.route)
        low = self._figures(label)
        for role, feeders in enumerate(self.bounds.feeders):
            if self.along and role != self.along[len(label.route.roles)]:
                continue
            if (role == label.last and not self.memo.has_gaps) or not self.problem.can_enter[role]:
                continue
            if feeders is not None and not any(held >> one & 1 for one in feeders):
                continue
            is_target = role == self.problem.target
            entry = max(label.months + wait, self.bounds.soonest[role][0])
            months = entry + (0 if is_target else self._rest_months(role, held))
            moves = label.moves + 1 + (0 if is_target else self._rest_moves(role, held))
            if months > self.problem.deadline or months >= NEVER:
                continue
            own = (months, label.cost, moves)
            self._queue(_higher(self._ordered(_higher(low, own)), least), label, role)

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
        """The least over what the roles held open."""
        key = (id(opened), held)
        if key not in self.memo.opened:
            self.memo.opened[key] = min((opened[one] for one in bits(held)), default=NEVER)
        return self.memo.opened[key]

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
        held = self._held_roles(label.route)
        owed = _held_sets(condition for stint in label.route.owed for condition in stint)
        asked = self.problem.conditions[label.last] if label.issue is not None and label.last >= 0 else ()
        worked = self._all_needed(label, asked, held, 0, label.worked).worked
        if label.last == self.problem.target:
            need = self._all_needed(label, asked, held, 0, worked)
            soonest, cost = self._studies_needed(label, [*owed, *_held_sets(asked)], worked)
            return max(need.months, soonest), label.cost + max(need.cost, cost), label.moves
        stay = 0 if len(label.route.roles) == 1 else self.problem.stays[label.last]
        rest = self.bounds.months.beyond(label.last, stay, self._opened(self.bounds.months.opened, held))
        moves = self.bounds.moves.beyond(label.last, 0, self._opened(self.bounds.moves.opened, held))
        wanted = (*asked, *self.problem.conditions[self.problem.target])
        worked = max(worked + rest, self._all_needed(label, wanted, held, stay, label.worked).worked)
        need = self._all_needed(label, wanted, held, stay, worked)
        soonest, cost = self._studies_needed(label, [*owed, *_held_sets(wanted)], worked)
        entry = self._all_needed(label, asked, held, 0, label.worked).months if asked else label.months
        return max(entry + rest, need.months, soonest), label.cost + max(need.cost, cost), label.moves + max(1, moves)

    def _all_needed(self, label: Label, conditions: Iterable[Condition], held: int, stay: int, worked: float) -> Need:
        """What it takes at the least until all the conditions hold; `worked` months are worked by then in any case."""
        months, work, cost = float(label.months), float(label.worked), 0.0
        for condition in conditions:
            one = self._needed(label, condition, held, stay, worked)
            months, work, cost = max(months, one.months), max(work, one.worked), max(cost, one.cost)
        return Need(months, work, cost)

    def _needed(self, label: Label, condition: Condition, held: int, stay: int, worked: float) -> Need:
        if isinstance(condition, Holds):
            months, cost = self._studies_needed(label, [condition.credentials], worked)
            return Need(max(months, label.months), label.worked, cost)
        if isinstance(condition, Months):
            months, work = self._work_needed(label, condition, held, stay)
            return Need(months, work, 0.0)
        if isinstance(condition, All):
            return self._all_needed(label, condition.parts, held, stay, worked)
        return self._either_needed(label, self._sides(condition), held, stay, worked)

    def _either_needed(self, label: Label, sides: _Sides, held: int, stay: int, worked: float) -> Need:
        """The least of each figure over the ways to meet an `any`."""
        ways = [self._needed(label, one, held, stay, worked) for one in sides.others]
        if sides.credentials:
            months, cost = self._studies_needed(label, [sides.credentials], worked)
            if months <= label.months and sides.by_month:
                return Need(label.months, label.worked, 0.0)
            ways.append(Need(max(months, label.months), label.worked, cost))
        for role in bits(held & sides.roles):
            ways += [Need(*self._work_needed(label, one, held, stay), 0.0) for one in sides.by_role[role]]
        months = next((months for months, roles in sides.by_month if not roles & held), NEVER)
        work = next((work for work, roles in sides.by_work if not roles & held), NEVER)
        ways.append(Need(max(months, label.months), max(work, label.worked), 0.0 if sides.by_month else NEVER))
        return Need(min(one.months for one in ways), min(one.worked for one in ways), min(one.cost for one in ways))

    def _sides(self, condition: Either) -> _Sides:
        key = id(condition)  # the problem keeps every condition alive
        if key not in self.memo.sides:
            self.memo.sides[key] = self._sides_of(condition)
        return self.memo.sides[key]

    def _sides_of(self, condition: Either) -> _Sides:
        credentials, roles = 0, 0
        by_role: dict[int, list[Months]] = {}
        spans: list[tuple[float, float, int]] = []
        for one in condition.parts:
            if isinstance(one, Holds):
                credentials |= one.credentials
            elif isinstance(one, Months):
                counter = self.problem.counters[one.counter]
                missing = one.months - counter.start
                soonest, work = self._soonest_of(counter.roles)
                spans.append((soonest + missing, work + missing, counter.roles))
                roles |= counter.roles
                for role in bits(counter.roles):
                    by_role.setdefault(role, []).append(one)
        by_month = tuple(sorted((months, roles) for months, _, roles in spans))
        by_work = tuple(sorted((work, roles) for _, work, roles in spans))
        return _Sides(
            credentials, roles, by_role, by_month, by_work, tuple(o for o in condition.parts if isinstance(o, (All, Either)))
        )

    def _work_needed(self, label: Label, condition: Months, held: int, stay: int) -> Span:
        """The soonest month in which the months can have been served, and the least months of work by then."""
        missing = max(0, condition.months - label.most[condition.counter])
        to_work = max(0, condition.months - label.spared[condition.counter])
        if not to_work:
            return label.months, label.worked
        roles = self.problem.counters[condition.counter].roles
        if roles & held:
            return label.months + missing, label.worked + to_work
        table = self.bounds.to_feed(condition.counter)
        way = table.beyond(label.last, stay, self._opened(table.opened, held))
        soonest, worked = self._soonest_of(roles)
        months = max(label.months + way, soonest) + missing if missing else label.months
        return months, max(label.worked + way, worked) + to_work

    def _soonest_of(self, roles: int) -> Span:
        """When one of the roles can be entered at the soonest, and the least months of work by then."""
        if roles not in self.memo.soonest:
            spans = [self.bounds.soonest[role] for role in bits(roles)]
            self.memo.soonest[roles] = min(one[0] for one in spans), min(one[1] for one in spans)
        return self.memo.soonest[roles]

    def _studies_needed(self, label: Label, wanted: Iterable[int], worked: float) -> tuple[float, float]:
        """The soonest month in which one credential of each set can be held, and the least cost. What is placed counts."""
        placed = self._placed(label.route)
        sets = _disjoint(one for one in wanted if not one & placed)
        if not sets:
            return 0.0, 0.0
        placed_full_time = sum(study.months for study in label.route.studies if study.gap >= 0)
        soonest = max(self.bounds.held_from(one, worked - placed_full_time) for one in sets)
        cost = sum(self.bounds.own_cost(one) for one in sets)
        if not label.route.studies:
            cost = max(cost, max(self.bounds.least_cost(one) for one in sets))
            if len(sets) == 1:
                return soonest, cost
        load = self.problem.busy_until + sum(study.months for study in label.route.studies)
        return max(soonest, self.bounds.track(tuple(sets), load, worked)), cost

    def _placed(self, route: Route) -> int:
        placed = 1 << self.problem.under_way if self.problem.under_way >= 0 else 0
        for study in route.studies:
            placed |= 1 << study.credential
        return placed

    # Labels

    def _label(self, route: Route, schedule: Schedule) -> Label:
        cost = float(sum(self.problem.studies[study.credential].cost for study in route.studies))
        start = self.problem.busy_until if self.problem.is_busy_full_time else 0
        full_time = sum(study.months for study in route.studies if study.gap >= 0)
        worked = start + sum(schedule.least[:-1]) + full_time
        months = schedule.arrival if schedule.is_exact else schedule.soonest
        on, spared, most = self._counted(route, schedule, max(0, months - worked))
        issue = self._issue(route, schedule) if schedule.is_exact else None
        return Label(route, schedule, months, cost, len(route.roles) - 1, worked, on, spared, most, issue)

    def _counted(self, route: Route, schedule: Schedule, free: int) -> tuple[tuple[int, ...], ...]:
        """The counters: by committed months, with what could have been served elsewhere, with the free months."""
        counters, feeds = self.problem.counters, self.problem.feeds
        on = [counter.start for counter in counters]
        fed: set[int] = set()
        for role, months in zip(route.roles[:-1], schedule.least, strict=False):
            for counter in feeds[role] if role >= 0 else ():
                on[counter] += months
                fed.add(counter)
        spared = list(on)
        for months, stints in schedule.spare:
            for counter in {one for stint in stints if route.roles[stint] >= 0 for one in feeds[route.roles[stint]]}:
                spared[counter] += months
        most = [months + (free if counter in fed else 0) for counter, months in enumerate(spared)]
        return tuple(on), tuple(spared), tuple(most)

    # What does not hold, and how to make it hold

    def _issue(self, route: Route, schedule: Schedule) -> _Issue | None:
        """The first condition that does not hold, by entry; once arrived also what the studies ask for, then what is owed."""
        for stint in range(1, len(route.roles)):
            at = schedule.entries[stint]
            for condition in self.problem.conditions[route.roles[stint]]:
                if not self._holds_at(route, schedule, condition, at, stint):
                    return _Issue(condition, stint)
        if route.roles[-1] != self.problem.target:
            return None
        for number, start in enumerate(schedule.starts):
            for condition in self.problem.study_conditions[route.studies[number].credential]:
                if not self._holds_at(route, schedule, condition, start):
                    return _Issue(condition, self._stint_at(schedule, start), number)
        for stint, owed in enumerate(route.owed):
            if owed:
                return _Issue(owed[0], stint, is_owed=True)
        return None

    def _stint_at(self, schedule: Schedule, month: int) -> int:
        """The first stint entered after `month`, the last at the most."""
        later = [stint for stint, entry in enumerate(schedule.entries) if entry > month]
        return later[0] if later else len(schedule.entries) - 1

    def _holds_at(self, route: Route, schedule: Schedule, condition: Condition, month: int, stint: int = 0) -> bool:
        """Whether the condition holds at `month`; what is owed by the entry of `stint` counts as held."""
        if isinstance(condition, Months):
            return self._served_by(route, schedule, condition.counter, month) >= condition.months
        if isinstance(condition, Holds):
            if condition.credentials & self._held_at(route, schedule, month):
                return True
            return any(_implies(one, condition) for owed in route.owed[: stint + 1] for one in owed)
        if isinstance(condition, All):
            return all(self._holds_at(route, schedule, one, month, stint) for one in condition.parts)
        if any(condition in owed for owed in route.owed[: stint + 1]):
            return True
        return any(self._holds_at(route, schedule, one, month, stint) for one in condition.parts)

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
        """The routes that meet the issue, one for each way."""
        condition = issue.condition
        if issue.is_owed:
            route = route._replace(owed=_replaced(route.owed, issue.stint, route.owed[issue.stint][1:]))
            at = schedule.entries[issue.stint]
            if self._holds_at(route, schedule, condition, at, issue.stint):
                yield self._waiting(route, schedule, condition, issue.stint)
                return
        elif issue.study < 0 and self._can_wait(condition, schedule.entries[issue.stint]):
            yield _with_owed(route, issue.stint, condition)  # of an earlier entry, after full-time study has changed it
            return
        yield from self._ways(route, schedule, issue, condition)

    def _ways(self, route: Route, schedule: Schedule, issue: _Issue, condition: Condition) -> Iterator[Route]:
        if isinstance(condition, Either):
            for part in condition.parts:
                yield from self._ways(route, schedule, issue, part)
        elif isinstance(condition, All):
            at = schedule.starts[issue.study] if issue.study >= 0 else schedule.entries[issue.stint]
            stint = issue.stint if issue.study < 0 else 0
            missing = [one for one in condition.parts if not self._holds_at(route, schedule, one, at, stint)]
            yield from self._ways(route, schedule, issue, missing[0])
        elif isinstance(condition, Months):
            yield from self._longer_stays(route, condition, issue)
        elif issue.study >= 0:
            yield from self._studies(route, schedule, condition, issue.stint, range(issue.study + 1), waits=False)
        elif issue.is_owed:
            yield from self._credentials_by(route, schedule, condition, issue.stint)
        else:
            yield _with_owed(route, issue.stint, condition)

    def _can_wait(self, condition: Condition, entry: int) -> bool:
        """Whether study beside work could meet the condition in time, so that how to meet it may be decided later."""
        if not isinstance(condition, Either):
            return isinstance(condition, Holds)
        sets = (one.credentials for one in condition.parts if isinstance(one, Holds))
        return any(self.bounds.part_time_months(one) <= entry for one in sets)

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
        for number in self._choices(route, condition):
            data = self.problem.studies[number]
            for place in places:
                if not self._has_room(route, schedule, stint, place, places):
                    continue
                if data.part_time is not None:
                    yield _with_study(route, place, Study(number, data.part_time, -1), stint if waits else -1)
                if data.full_time is not None:
                    for gap in range(1, stint + 1):
                        yield _with_study(route, place, Study(number, data.full_time, gap), stint if waits else -1)

    def _choices(self, route: Route, condition: Holds) -> list[int]:
        """The credentials to choose from: not one that can only follow another of them."""
        useful, placed = self._useful(route), self._placed(route)
        found = []
        for number in bits(condition.credentials & useful & ~placed):
            asked = _held_sets(self.problem.study_conditions[number])
            if not any(one & useful and not one & useful & ~condition.credentials for one in asked):
                found.append(number)
        return found

    def _useful(self, route: Route) -> int:
        """The credentials that the roles of the route may need (a bit set)."""
        roles = frozenset(route.roles) - {-1}
        if roles not in self.memo.useful:
            conditions = [one for role in sorted(roles) for one in self.problem.conditions[role]]
            self.memo.useful[roles] = useful_credentials(self.problem, conditions)
        return self.memo.useful[roles]

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
        if one.months > other.months or one.cost > other.cost or one.moves > other.moves or one.worked > other.worked:
            return False
        if not one.schedule.is_exact or (self.memo.has_gaps and one.moves != other.moves):
            return False  # a full-time study needs a gap between two roles, and `other` has more of them
        if not self._months_cover(one, other):
            return False
        return self._owed_covers(one, other) and self._roles_cover(one, other) and self._is_as_soon(one, other)

    def _months_cover(self, one: Label, other: Label) -> bool:
        """Whether every counter is as high by committed months, `one` staying on for those that `other` has more of."""
        fed = self.problem.feeds[one.last] if one.last >= 0 else ()
        longer = other.worked - one.worked
        return all(
            mine >= theirs or (mine + longer >= theirs and counter in fed) or self._is_done(one, counter)
            for counter, (mine, theirs) in enumerate(zip(one.on, other.spared, strict=True))
        )

    def _is_done(self, label: Label, counter: int) -> bool:
        """Whether all conditions that speak of the counter hold by committed months."""
        return all(self._holds_by(label.on, condition) for condition in self.memo.users[counter])

    def _holds_by(self, on: tuple[int, ...], condition: Condition) -> bool:
        if isinstance(condition, Months):
            return on[condition.counter] >= condition.months
        if isinstance(condition, Holds):
            return False
        parts = (self._holds_by(on, one) for one in condition.parts)
        return any(parts) if isinstance(condition, Either) else all(parts)

    def _owed_covers(self, one: Label, other: Label) -> bool:
        """Whether `other` owes all that `one` does, at entries with as many committed months after them."""
        theirs = self._owed_with_tails(other)
        return all(
            any(_implies(condition, own) and tail >= own_tail for condition, tail in theirs)
            for own, own_tail in self._owed_with_tails(one)
        )

    def _owed_with_tails(self, label: Label) -> list[tuple[Condition, int]]:
        found: list[tuple[Condition, int]] = []
        tail = 0
        for stint in range(len(label.route.roles) - 1, 0, -1):
            found += [(condition, tail) for condition in label.route.owed[stint]]
            tail += label.schedule.least[stint - 1]
        return found

    def _roles_cover(self, one: Label, other: Label) -> bool:
        """Each role of `other` that could still be stayed in longer is matched by one that feeds as much that is open."""
        feeds, counters = self.problem.feeds, self.problem.counters
        mine = [set(feeds[role]) for role in one.route.roles if role >= 0]
        for role in set(other.route.roles) - set(one.route.roles) - {-1}:
            open_ones = {
                counter for counter in feeds[role] if one.on[counter] < counters[counter].most and not self._is_done(one, counter)
            }
            if not any(open_ones <= own for own in mine):
                return False
        return True

    def _is_as_soon(self, one: Label, other: Label) -> bool:
        """Whether the counters that studies wait for were at any time as high."""
        for counter in self.bounds.study_counters:
            times = {*one.schedule.entries, *other.schedule.entries, *one.schedule.leaves, *other.schedule.leaves}
            for month in times:
                mine = self._served_by(one.route, one.schedule, counter, month)
                if mine < self._served_by(other.route, other.schedule, counter, month):
                    return False
        return True


def _is_sooner_full_time(study: StudyData) -> bool:
    return study.full_time is not None and (study.part_time is None or study.full_time < study.part_time)


def _users(problem: Problem) -> tuple[tuple[Condition, ...], ...]:
    """For each counter the conditions that speak of it."""
    users: list[set[Condition]] = [set() for _ in problem.counters]
    for condition in (one for items in (*problem.conditions, *problem.study_conditions) for one in items):
        for counter in mentioned([condition])[0]:
            users[counter].add(condition)
    return tuple(tuple(sorted(one, key=repr)) for one in users)


def _higher(one: Key, other: Key) -> Key:
    """Both are bounds of the same plans, so the higher of each figure is one too."""
    return max(one[0], other[0]), max(one[1], other[1]), max(one[2], other[2])


def _implies(one: Condition, other: Condition) -> bool:
    """Whether `other` holds wherever `one` does."""
    if isinstance(one, Holds) and isinstance(other, Holds):
        return not one.credentials & ~other.credentials
    return one == other


def _held_sets(conditions: Iterable[Condition]) -> list[int]:
    """The sets of credentials of which one is asked for whatever else is chosen."""
    return [one.credentials for one in conditions if isinstance(one, Holds)]


def _disjoint(sets: Iterable[int]) -> list[int]:
    """Sets that share nothing, the smaller first."""
    kept: list[int] = []
    taken = 0
    for one in sorted(set(sets), key=lambda one: (one.bit_count(), one)):
        if not one & taken:
            kept.append(one)
            taken |= one
    return kept


def _with_need(route: Route, stint: int, need: tuple[int, int]) -> Route:
    return route._replace(needs=_replaced(route.needs, stint, (*route.needs[stint], need)))


def _with_owed(route: Route, stint: int, condition: Condition) -> Route:
    return route._replace(owed=_replaced(route.owed, stint, (*route.owed[stint], condition)))


def _with_due(route: Route, stint: int, credential: int) -> Route:
    return route._replace(dues=_replaced(route.dues, stint, (*route.dues[stint], credential)))


def _with_study(route: Route, place: int, study: Study, waiting: int) -> Route:
    """The study put on the track; the entry of stint `waiting` waits for it, -1 for none."""
    made = route._replace(studies=(*route.studies[:place], study, *route.studies[place:]))
    return made if waiting < 0 else _with_due(made, waiting, study.credential)


def _replaced(items: tuple[Item, ...], index: int, item: Item) -> tuple[Item, ...]:
    return (*items[:index], item, *items[index + 1 :])
