"""The earliest timing of a *route*: which roles in which order, which studies in which order, and what each entry asks for.

A route leaves every stay open. What it obliges - months on a counter by an entry, a credential by an entry - is met by staying
longer in those roles where that helps most of what is still missing, so that no choice of a stay has to be made before all that
could depend on it is known. The arrival found is the earliest for the route; where two roles each feed what the other does
not, every split of the months between them is weighed."""

from __future__ import annotations

from heapq import heappop, heappush
from typing import NamedTuple

from careerpath.planning.problem import Problem

SPLITS = 120  # distributions of months weighed for one route before only a bound is given


class Study(NamedTuple):
    """A study on the track. `gap`: a full-time study stands before the entry of this stint, -1 for part time. `after`: it
    starts once these counters have reached these months."""

    credential: int
    months: int
    gap: int
    after: tuple[tuple[int, int], ...] = ()


class Route(NamedTuple):
    """Stint 0 is the present role (-1 for none). For each stint `needs` are the (counter, months) and `dues` the
    credentials that its entry waits for.
    `studies` stand in the order of the one study track."""

    roles: tuple[int, ...]
    needs: tuple[tuple[tuple[int, int], ...], ...]
    dues: tuple[tuple[int, ...], ...]
    studies: tuple[Study, ...]


class Missing(NamedTuple):
    """At the entry of `stint`, `counter` lacks `months`; the roles of the stints before it could supply them."""

    stint: int
    counter: int
    months: int


class Schedule(NamedTuple):
    """Months of entering and leaving each stint; the last has no leaving. `starts` and `ends` are those of the studies.
    `least` are the committed months of each stint. `is_exact`: False where another split of the months between roles might
    arrive sooner."""

    entries: tuple[int, ...]
    leaves: tuple[int, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    least: tuple[int, ...]
    is_exact: bool = True

    @property
    def arrival(self) -> int:
        return self.entries[-1]


def earliest(problem: Problem, route: Route, latest: float) -> Schedule | None:
    """The earliest schedule of the route; None where it cannot be kept, or only with an arrival after month `latest`."""
    least = _sure(problem, route)
    if _shortest(problem, route, least) > latest:
        return None
    return _settled(problem, route, least, latest)


def _sure(problem: Problem, route: Route) -> tuple[int, ...]:
    """The months of each stint that are sure: its stay, and what no other stint can serve."""
    least = [0 if not stint else problem.stays[role] for stint, role in enumerate(route.roles)]
    for stint, needs in enumerate(route.needs):
        for counter, months in needs:
            suppliers = _suppliers(problem, route, Missing(stint, counter, months))
            if len(suppliers) == 1:
                least[suppliers[0]] = max(least[suppliers[0]], months - problem.counters[counter].start)
    return tuple(least)


def _settled(problem: Problem, route: Route, least: tuple[int, ...], latest: float) -> Schedule | None:
    while True:
        found = _timed(problem, route, least)
        if not isinstance(found, Missing):
            return found
        stints = _suppliers(problem, route, found)
        best = _most_useful(problem, route, least, found, stints)
        if not best:
            return None
        if len(best) > 1:
            return _split(problem, route, least, latest)
        least = _longer(problem, route, least, best[0], found.months)


def _longer(problem: Problem, route: Route, least: tuple[int, ...], stint: int, months: int) -> tuple[int, ...]:
    """The stint made longer than it is now, waits included."""
    now = _timed(problem, route, least, until=stint + 1)
    held = least[stint]
    if isinstance(now, Schedule) and len(now.leaves) > stint:
        held = max(held, now.leaves[stint] - now.entries[stint])
    return (*least[:stint], held + months, *least[stint + 1 :])


def _suppliers(problem: Problem, route: Route, missing: Missing) -> tuple[int, ...]:
    roles = problem.counters[missing.counter].roles
    return tuple(stint for stint in range(missing.stint) if route.roles[stint] >= 0 and roles >> route.roles[stint] & 1)


def _most_useful(problem: Problem, route: Route, least: tuple[int, ...], missing: Missing, stints: tuple[int, ...]) -> list[int]:
    """The stints to make longer: one where it serves all that the others would, the earlier of equals, since a wait that comes
    after it grows shorter; unless a full-time study lies in between, beside whose successor the later would be served. A later
    one is as good only where nothing waits in between."""
    if len(stints) < 2:
        return list(stints)
    open_needs = _open_needs(problem, route, least, missing.stint)
    serves = {stint: frozenset(need for need in open_needs if _serves(problem, route, stint, need)) for stint in stints}
    return [one for one in stints if not any(_is_better(route, serves, other, one) for other in stints if other != one)]


def _is_better(route: Route, serves: dict[int, frozenset[tuple[int, int]]], other: int, one: int) -> bool:
    if not serves[one] <= serves[other]:
        return False
    if other < one:
        parallel = any(study.gap < 0 for study in route.studies)
        return not (parallel and any(other < study.gap <= one for study in route.studies))
    waits = any(study.after for study in route.studies) or any(
        route.dues[stint] or any(study.gap == stint for study in route.studies) for stint in range(one + 1, other + 1)
    )
    return serves[one] != serves[other] and not waits


def _serves(problem: Problem, route: Route, stint: int, need: tuple[int, int]) -> bool:
    return stint < need[0] and bool(problem.counters[need[1]].roles >> route.roles[stint] & 1)


def _open_needs(problem: Problem, route: Route, least: tuple[int, ...], first: int) -> set[tuple[int, int]]:
    """What the committed months alone do not meet: (stint, counter). A study's needs count as those of the last stint."""
    needs = [(stint, *need) for stint in range(first, len(route.roles)) for need in route.needs[stint]]
    needs += [(len(route.roles) - 1, *need) for study in route.studies for need in study.after]
    return {(stint, counter) for stint, counter, months in needs if _committed(problem, route, least, stint, counter) < months}


def _committed(problem: Problem, route: Route, least: tuple[int, ...], stint: int, counter: int) -> int:
    roles = problem.counters[counter].roles
    served = sum(least[one] for one in range(stint) if route.roles[one] >= 0 and roles >> route.roles[one] & 1)
    return problem.counters[counter].start + served


def _split(problem: Problem, route: Route, least: tuple[int, ...], latest: float) -> Schedule | None:
    """Every way to share missing months among stints that each serve what the others do not, soonest arrival first."""
    heap: list[tuple[int, tuple[int, ...]]] = [(_shortest(problem, route, least), least)]
    seen = {least}
    for _ in range(SPLITS):
        if not heap or heap[0][0] > latest:
            return None
        bound, least = heappop(heap)
        found = _timed(problem, route, least)
        if isinstance(found, Schedule) and found.arrival > bound:
            heappush(heap, (found.arrival, least))
        elif isinstance(found, Schedule):
            return found
        elif found is not None:
            for stint in _most_useful(problem, route, least, found, _suppliers(problem, route, found)):
                longer = _longer(problem, route, least, stint, 1)
                if longer not in seen:
                    seen.add(longer)
                    heappush(heap, (max(bound, _shortest(problem, route, longer)), longer))
    return _settled_anyhow(problem, route, heap[0]) if heap else None


def _shortest(problem: Problem, route: Route, least: tuple[int, ...]) -> int:
    """No schedule with these stays arrives sooner: what a counter must reach is served in the stints that feed it, and the others
    come on top."""
    whole, full = sum(least[:-1]), sum(study.months for study in route.studies if study.gap >= 0)
    most = whole
    for stint, needs in enumerate(route.needs):
        for counter, months in needs:
            lacking = months - _committed(problem, route, least, stint, counter)
            most = max(most, whole + lacking)
    start = problem.busy_until if problem.is_busy_full_time else 0
    return start + most + full


def _settled_anyhow(problem: Problem, route: Route, first: tuple[int, tuple[int, ...]]) -> Schedule | None:
    """A schedule that keeps the route, and how much sooner another might arrive."""
    bound, least = first
    while isinstance(found := _timed(problem, route, least), Missing):
        stints = _suppliers(problem, route, found)
        if not stints:
            return None
        least = _longer(problem, route, least, stints[-1], found.months)
    return found and found._replace(is_exact=bound >= found.arrival)


# Timing with given stays


def _timed(problem: Problem, route: Route, least: tuple[int, ...], until: int | None = None) -> Schedule | Missing | None:
    """All months with these stays; what is missing first; None where the order of the studies cannot be kept."""
    state = _Clock(problem, route)
    for stint in range(1, len(route.roles) if until is None else min(until + 1, len(route.roles))):
        missing = state.enter(stint, least[stint - 1])
        if missing is not None:
            return missing
        if state.is_impossible:
            return None
    return Schedule(tuple(state.entries), tuple(state.leaves), tuple(state.starts), tuple(state.ends), least)


class _Clock:
    """Steps through a route, entry by entry."""

    def __init__(self, problem: Problem, route: Route) -> None:
        self.problem = problem
        self.route = route
        self.entries = [problem.busy_until if problem.is_busy_full_time else 0]
        self.leaves: list[int] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.track_free = problem.busy_until
        self.is_impossible = False
        self.lacks: Missing | None = None

    def enter(self, stint: int, least: int) -> Missing | None:
        """Enters `stint` as soon as the stay before it, its studies and its dues allow."""
        self.ready = self.entries[-1] + least
        self.left: int | None = None
        self._study_until(self._last_study(stint), stint)
        if self.lacks is not None or self.is_impossible:
            return self.lacks
        waits = [self.ready, *(self._held_from(credential) for credential in self.route.dues[stint])]
        entry = max(waits)
        self.leaves.append(entry if self.left is None else self.left)
        self.entries.append(entry)
        return self._unmet(stint)

    def _last_study(self, stint: int) -> int:
        """How many studies of the track must be done by this entry."""
        dues = self.route.dues[stint]
        done = [number + 1 for number, one in enumerate(self.route.studies) if one.credential in dues or one.gap == stint]
        return max(done, default=0)

    def _held_from(self, credential: int) -> int:
        if credential == self.problem.under_way:
            return self.problem.busy_until
        for number, study in enumerate(self.route.studies[: len(self.ends)]):
            if study.credential == credential:
                return self.ends[number]
        self.is_impossible = True
        return 0

    def _study_until(self, count: int, stint: int) -> None:
        while len(self.starts) < count and not self.is_impossible:
            study = self.route.studies[len(self.starts)]
            start = self.track_free
            for counter, months in study.after:
                reached = self._reached(counter, months)
                if reached is None:
                    self._lack(stint, counter, months)
                    return
                start = max(start, reached)
            self._place(study, start, stint)

    def _lack(self, stint: int, counter: int, months: int) -> None:
        served = self.problem.counters[counter].start
        for one in self._feeding(counter):
            served += self._left(one) - self.entries[one]
        self.lacks = Missing(stint, counter, months - served)

    def _feeding(self, counter: int) -> list[int]:
        """The stints so far that feed the counter."""
        roles = self.problem.counters[counter].roles
        return [one for one in range(len(self.entries)) if self.route.roles[one] >= 0 and roles >> self.route.roles[one] & 1]

    def _left(self, stint: int) -> int:
        """When the stint was left, or may be."""
        if stint < len(self.leaves):
            return self.leaves[stint]
        return self.ready if self.left is None else self.left

    def _place(self, study: Study, start: int, stint: int) -> None:
        if study.gap >= 0:
            if study.gap != stint:
                self.is_impossible = True
                return
            start = max(start, self.ready)
            if self.left is None:
                self.left = start
            self.ready = start + study.months
        self.starts.append(start)
        self.ends.append(start + study.months)
        self.track_free = start + study.months

    def _reached(self, counter: int, months: int) -> int | None:
        """When the counter gets there. The stint of now goes on for as long as it takes where no other could serve instead."""
        served = self.problem.counters[counter].start
        if served >= months:
            return 0
        feeding = self._feeding(counter)
        for stint in feeding:
            entry, leave = self.entries[stint], self._left(stint)
            is_alone = len(feeding) == 1 and stint == len(self.leaves) and self.left is None
            if is_alone or served + leave - entry >= months:
                return entry + months - served
            served += leave - entry
        return None

    def _unmet(self, stint: int) -> Missing | None:
        for counter, months in self.route.needs[stint]:
            missing = months - served(self.problem, self.route, self.entries, self.leaves, stint, counter)
            if missing > 0:
                return Missing(stint, counter, missing)
        return None


def served(
    problem: Problem,
    route: Route,
    entries: list[int] | tuple[int, ...],
    leaves: list[int] | tuple[int, ...],
    stint: int,
    counter: int,
) -> int:
    """What the counter stands at when `stint` is entered."""
    roles = problem.counters[counter].roles
    total = problem.counters[counter].start
    for one in range(stint):
        role = route.roles[one]
        if role >= 0 and roles >> role & 1:
            total += leaves[one] - entries[one]
    return total
