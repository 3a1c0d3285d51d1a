"""The best plan that goes through given roles in a given order.

What each entry asks for is met one condition at a time: by months in the roles before it, or by a credential that is due by
then. A *commitment* is what was decided so far; its lower bounds count the months to be served and the studies that are due, one
after the other on the one track. Branch and bound over the ways to meet a condition, the one with the fewest ways first
(Haralick and Elliott 1980); the studies of a commitment with nothing left open are then put in order: by due date where nothing
else binds (Jackson 1955, Lawler 1973), in every order where something does and they are few."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from heapq import heappop, heappush
from itertools import product
from operator import add
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from careerpath.model.profile import Prefer
from careerpath.planning.bounds import NEVER, Bounds, Ways, not_worse
from careerpath.planning.problem import (
    Condition,
    Either,
    Holds,
    Months,
    Problem,
    StudyData,
    bits,
    credential_sets,
)
from careerpath.planning.schedule import Route, Schedule, Study, earliest
from careerpath.planning.track import apart
from careerpath.planning.useful import Useful

Key = tuple[float, float, float]
ORDERS: dict[Prefer, tuple[int, int, int]] = {"fastest": (0, 1, 2), "cheapest": (1, 0, 2), "fewest_moves": (2, 0, 1)}
"""Which of (months, cost, moves) counts first, second, third."""
WORST: Key = (float(NEVER), float(NEVER), float(NEVER))
MOST_ORDERS = 150
"""Orders of studies that are timed for one commitment before its bound is all that is known of it."""

Atom = tuple[int, int, int]
"""(counter, months, 0), or (-1, credentials, 0) for a bit set of which one is held."""
Way = tuple[Atom, ...]
Need = tuple[int, int, int]
"""(stint, counter, months)."""
Due = tuple[int, int]
"""(credentials, stint)."""


class Label(NamedTuple):
    """A plan: its route, timed, and what it comes to."""

    route: Route
    schedule: Schedule
    months: int
    cost: float
    moves: int


class Asked:
    """The ways to meet a condition: any of `credentials` (a bit set); one of these that starts after months served, `waiting`,
    with those months; months, by the one role that serves them; all others."""

    def __init__(
        self, credentials: int, waiting: tuple[Way, ...], by_role: dict[int, tuple[Way, ...]], others: tuple[Way, ...]
    ) -> None:
        self.credentials = credentials
        self.waiting = waiting
        self.by_role = by_role
        self.others = others

    @property
    def free(self) -> int:
        """The credentials that wait for no months (a bit set)."""
        bound = sum(1 << one for one in {way[0][1].bit_length() - 1 for way in self.waiting})
        return self.credentials & ~bound


class Open(Struct, frozen=True):
    """A condition of entering stint `stint`, or of starting the study `study` that is due by then, and the ways to meet it."""

    stint: int
    study: int
    ways: tuple[Way, ...]


class Commitment(Struct, frozen=True):
    """`needs`: (stint, counter, months) that its entry waits for. `dues`: (credentials, stint) of which one is held by then.
    The start of a study waits for months, `after`: (study, counter, months), and for credentials, `first`: (study,
    credentials). `modes`: (study, stint before whose entry it is done full time, or -1 for part time). `open`: what is still to
    be decided. `served`: those of `after` for which it is decided by which stint they are served."""

    needs: tuple[Need, ...]
    dues: tuple[Due, ...]
    after: tuple[tuple[int, int, int], ...]
    first: tuple[tuple[int, int], ...]
    modes: tuple[tuple[int, int], ...]
    open: tuple[Open, ...]
    served: tuple[tuple[int, int, int], ...] = ()


class _Entry(NamedTuple):
    """A place in the queue: of equal bounds the commitment with the least left open, then the latest."""

    least: Key
    open: int
    serial: int
    commitment: Commitment


class Fit:
    """Finds the best plan along the roles of a route, for one problem and order."""

    def __init__(self, bounds: Bounds, prefer: Prefer) -> None:
        self.bounds = bounds
        self.problem = bounds.problem
        self.order = ORDERS[prefer]
        self._asked: dict[int, Asked] = {}
        self._first_served: dict[int, tuple[Way, ...]] = {}
        self._sets: dict[int, set[int]] = {}
        self._worth = Useful(self.problem)
        self._useful: dict[frozenset[int], int] = {}
        self._useful_for: dict[frozenset[int], int] = {}

    def towards(self, problem: Problem) -> Fit:
        """The same for the way to another role, where only the months count."""
        other = Soonest(self.bounds.towards(problem), "fastest")
        other._asked, other._first_served = self._asked, self._first_served
        other._sets, other._worth, other._useful, other._useful_for = self._sets, self._worth, self._useful, self._useful_for
        return other

    def key(self, months: float, cost: float, moves: float, /) -> Key:
        figures = (months, cost, moves)
        return figures[self.order[0]], figures[self.order[1]], figures[self.order[2]]

    def months(self, key: Key) -> float:
        return key[self.order.index(0)]

    def along(self, roles: tuple[int, ...], limit: Key, earliest: list[float]) -> Along:
        """The plans along `roles`, the present role, or -1, first; only those below `limit` are of interest. `earliest`: the
        month in which each role can be entered."""
        return Along(self, roles, limit, earliest)

    def useful(self, roles: frozenset[int]) -> int:
        """The credentials that these roles may need (a bit set)."""
        if roles not in self._useful:
            sets = set[int]().union(*(self._sets_of(role) for role in roles))
            self._useful[roles] = self._worth.among(sets)
        return self._useful[roles]

    def useful_for(self, dues: tuple[int, ...]) -> int:
        """Those worth choosing where one of each of these sets is due."""
        key = frozenset(dues)
        if key not in self._useful_for:
            self._useful_for[key] = self._worth.among(set(key))
        return self._useful_for[key]

    def _sets_of(self, role: int) -> set[int]:
        if role not in self._sets:
            self._sets[role] = credential_sets(self.problem.conditions[role])
        return self._sets[role]

    def asked(self, condition: Condition) -> Asked:
        key = id(condition)  # kept by the problem, so that no other takes its place
        if key not in self._asked:
            self._asked[key] = self._sorted(condition)
        return self._asked[key]

    def _sorted(self, condition: Condition) -> Asked:
        credentials = 0
        by_role: dict[int, tuple[Way, ...]] = {}
        others: list[Way] = []
        for way in _ways(condition):
            if len(way) == 1 and way[0][0] < 0:
                credentials |= way[0][1]
            elif len(way) == 1 and (served := self.problem.counters[way[0][0]].roles).bit_count() == 1:
                role = served.bit_length() - 1
                by_role[role] = (*by_role.get(role, ()), way)
            else:
                others.append(way)
        waiting = (((-1, 1 << one, 0), *first) for one in bits(credentials) for first in self._experience(one) if first)
        return Asked(credentials, tuple(waiting), by_role, tuple(others))

    def _experience(self, study: int) -> tuple[Way, ...]:
        """The months that the start of a study waits for whatever else is chosen: alternatives, one of them empty for none."""
        if study == self.problem.under_way:
            return ((),)
        if study not in self._first_served:
            served = []
            for condition in self.problem.study_conditions[study]:
                ways = [tuple(atom for atom in way if atom[0] >= 0) for way in _ways(condition)]
                if all(ways):
                    served.append(ways)
            self._first_served[study] = tuple(
                tuple(dict.fromkeys(atom for way in one for atom in way)) for one in product(*served)
            )
        return self._first_served[study]


class Soonest(Fit):
    """Where only the months count."""

    def key(self, months: float, _cost: float, _moves: float, /) -> Key:
        return months, 0.0, 0.0


def _ways(condition: Condition) -> Iterator[Way]:
    """The condition as alternatives, each a conjunction."""
    if isinstance(condition, Months):
        yield ((condition.counter, condition.months, 0),)
    elif isinstance(condition, Holds):
        yield ((-1, condition.credentials, 0),)
    elif isinstance(condition, Either):
        for part in condition.parts:
            yield from _ways(part)
    else:
        for parts in product(*(tuple(_ways(part)) for part in condition.parts)):
            yield tuple(dict.fromkeys(atom for part in parts for atom in part))


class Along:
    """Branch and bound over the plans along one route, to be carried on where it was left."""

    def __init__(self, fit: Fit, roles: tuple[int, ...], limit: Key, earliest: list[float]) -> None:
        problem = fit.problem
        self.fit = fit
        self.limit = limit
        self.problem = problem
        self.bounds = fit.bounds
        self.roles = roles
        self.moves = len(roles) - 1
        self.serial = 0
        self.work = 0
        self.heap: list[_Entry] = []
        self.label: Label | None = None
        self.unknown = WORST
        self.start = problem.busy_until if problem.is_busy_full_time else 0
        self.stays = [0, *(problem.stays[role] for role in roles[1:-1])]
        self.entries = self._entries(earliest)
        self.useful = fit.useful(frozenset(roles) - {-1})
        self.feeding: dict[int, tuple[int, ...]] = {}
        self.lengths: dict[tuple[Need, ...], tuple[list[int], int]] = {}
        self.loads: dict[tuple[tuple[Due, ...], tuple[tuple[int, int], ...]], tuple[list[tuple[int, Ways]], float]] = {}
        first = Commitment((), (), (), (), (), tuple(self._conditions()))
        self.heap = list(self._offered([first]))

    @property
    def bound(self) -> Key:
        """No plan that is still to be found comes to less."""
        return self.heap[0].least if self.heap else WORST

    def carry_on(self, limit: Key, work: int) -> Label | None:
        """A plan with a key below `limit`, the best so far, where one is found within `work` commitments and timings; `unknown`
        is a bound of those that were given up."""
        self.limit, self.label = limit, None
        end = self.work + work
        while self.work < end and self.heap and self.heap[0].least < self.limit:
            entry: _Entry | None = heappop(self.heap)
            while entry is not None and self.work < end:
                self.work += 1
                entry = self._put_by(sorted(self._branch(entry.commitment, entry.least)))
            if entry is not None:
                heappush(self.heap, entry)
        return self.label

    def _put_by(self, entries: list[_Entry]) -> _Entry | None:
        """All entries but the one to go on with, the best for as long as there is no plan at all."""
        chosen = entries.pop(0) if entries and self.limit[1] >= NEVER else None
        for one in entries:
            heappush(self.heap, one)
        return chosen

    def _offered(self, commitments: Iterable[Commitment]) -> Iterator[_Entry]:
        for one in commitments:
            least, _ = self._least(one)
            if least < self.limit:
                self.serial += 1
                yield _Entry(least, len(one.open), -self.serial, one)

    # What is asked for

    def _conditions(self) -> Iterator[Open]:
        """What the entries ask for beyond the stays themselves."""
        for stint, role in enumerate(self.roles):
            for condition in self.problem.conditions[role] if stint else ():
                yield from self._opened(condition, stint, -1)

    def _opened(self, condition: Condition, stint: int, study: int) -> Iterator[Open]:
        asked = self.fit.asked(condition)
        ways = [way for role in dict.fromkeys(self.roles[:stint]) for way in asked.by_role.get(role, ())]
        ways += [way for way in (*asked.waiting, *asked.others) if all(self._is_possible(atom, stint) for atom in way)]
        if study < 0 and any(all(self._is_met(atom, stint, self.stays) for atom in way) for way in ways):
            return
        credentials = asked.free & self.useful
        if study >= 0:
            ways += [((-1, 1 << number, 0),) for number in bits(credentials) if number != study]
        elif credentials:
            ways.append(((-1, credentials, 0),))
        yield Open(stint, study, tuple(ways))

    def _is_possible(self, atom: Atom, stint: int) -> bool:
        if atom[0] < 0:
            return bool(atom[1] & self.useful)
        return self.problem.counters[atom[0]].start >= atom[1] or any(one < stint for one in self._stints(atom[0]))

    def _stints(self, counter: int) -> tuple[int, ...]:
        """The stints that feed the counter."""
        if counter not in self.feeding:
            roles = self.problem.counters[counter].roles
            self.feeding[counter] = tuple(stint for stint, role in enumerate(self.roles[:-1]) if role >= 0 and roles >> role & 1)
        return self.feeding[counter]

    def _served(self, counter: int, stint: int, lengths: list[int]) -> int:
        served = self.problem.counters[counter].start
        for one in self._stints(counter):
            if one < stint:
                served += lengths[one]
        return served

    def _is_met(self, atom: Atom, stint: int, lengths: list[int]) -> bool:
        return atom[0] >= 0 and self._served(atom[0], stint, lengths) >= atom[1]

    # Bounds

    def _entries(self, earliest: list[float]) -> list[float]:
        """The first month in which each stint can begin."""
        found = [float(self.start)]
        for stint, role in enumerate(self.roles[1:]):
            found.append(max(found[-1] + self.stays[stint], earliest[role]))
        return found

    def _lengths(self, needs: tuple[Need, ...]) -> tuple[list[int], int]:
        """The least months of each stint, and the least that must be added somewhere."""
        if needs not in self.lengths:
            self.lengths[needs] = self._stretched(needs)
        return self.lengths[needs]

    def _stretched(self, needs: tuple[Need, ...]) -> tuple[list[int], int]:
        lengths = list(self.stays)
        shared = []
        for stint, counter, months in needs:
            able = [one for one in self._stints(counter) if one < stint]
            lacking = months - self._served(counter, stint, lengths)
            if lacking > 0 and len(able) == 1:
                lengths[able[0]] += lacking
            elif lacking > 0:
                shared.append((stint, counter, months, frozenset(able)))
        lacks = [(months - self._served(counter, stint, lengths), stints) for stint, counter, months, stints in shared]
        extra, taken = 0, frozenset[int]()
        for lacking, stints in sorted(lacks, key=lambda one: -one[0]):
            if lacking > 0 and not stints & taken:
                extra, taken = extra + lacking, taken | stints
        return lengths, extra

    def _least(self, commitment: Commitment) -> tuple[Key, list[int]]:
        """No plan that keeps the commitment comes to less; and the least months of each stint."""
        lengths, extra = self._lengths(commitment.needs)
        loads, cost = self._loads(commitment.dues, commitment.modes)
        rest = self._from_the_end(lengths, commitment.modes)
        chain = self.start + rest[0] + extra
        months = max(float(chain), max(map(add, self.entries, rest)))
        for stint, ways in loads:
            months = max(months, self._soonest(ways, rest[stint], chain))
        if commitment.after:
            months = max(months, self._after_all(commitment, lengths, rest))
        if months > self.problem.deadline or cost > self.problem.budget:
            return WORST, lengths
        return self.fit.key(months, cost, self.moves), lengths

    def _after_all(self, commitment: Commitment, lengths: list[int], rest: list[int]) -> float:
        """The soonest arrival where studies start no sooner than the months that they wait for are served: by each entry those
        that start in some month or later must follow one another (Jackson 1955)."""
        release = self._released(commitment, lengths)
        waiting = sorted(((release[mask], stint, mask) for mask, stint in commitment.dues if mask in release), reverse=True)
        best = 0.0
        for last in {stint for _, stint, _ in waiting}:
            taken = 0.0
            for month, stint, mask in waiting:
                if stint <= last:
                    taken += self._shortest(mask)
                    best = max(best, month + taken + rest[last])
        return best

    def _released(self, commitment: Commitment, lengths: list[int]) -> dict[int, float]:
        """For each credential that waits for months, or for such a one (bit sets), the first month in which it is studied."""
        found: dict[int, float] = {}
        for study, counter, months in commitment.after:
            stint = next(iter(self._stints(counter)), None)
            if stint is not None:
                entry = max(self.entries[stint], self.start + sum(lengths[:stint]))
                month = entry + months - self.problem.counters[counter].start
                found[1 << study] = max(month, found.get(1 << study, 0.0))
        for _ in commitment.first:  # as often as a chain of studies can be long
            for study, mask in commitment.first:
                if mask in found:
                    found[1 << study] = max(found[mask] + self._shortest(mask), found.get(1 << study, 0.0))
        return found

    def _shortest(self, mask: int) -> int:
        """The fewest months of studying one of the credentials by itself."""
        return min((months for months, _ in self._modes(mask, {})), default=0)

    def _loads(self, dues: tuple[Due, ...], modes: tuple[tuple[int, int], ...]) -> tuple[list[tuple[int, Ways]], float]:
        """What the one study track must hold by the entry of each stint, as (months of study, of them full time that no stint
        counts yet) in every mix of modes; and the least cost."""
        if (dues, modes) not in self.loads:
            self.loads[dues, modes] = self._loaded(dues, dict(modes))
        return self.loads[dues, modes]

    def _loaded(self, dues: tuple[Due, ...], modes: dict[int, int]) -> tuple[list[tuple[int, Ways]], float]:
        separate = apart(dues)
        found: list[tuple[int, Ways]] = []
        if not modes:  # else the way may be counted by the stints already
            found += [(stint, self.bounds.ways(credentials)) for credentials, stint in dues]
        mixes: Ways = ((0, 0),)
        for credentials, stint in sorted(separate, key=lambda one: one[1]):
            ways = self._modes(credentials, modes)
            mixes = not_worse((one + more, full + fully) for one, full in mixes for more, fully in ways)
            found.append((stint, mixes))
        own = sum(self.bounds.own_cost(one) for one, _ in separate if not self._is_under_way(one))
        return found, max([own, *(self.bounds.least_cost(one) for one, _ in dues)])

    def _from_the_end(self, lengths: list[int], modes: tuple[tuple[int, int], ...]) -> list[int]:
        """For each stint the least months from its entry to the arrival, full-time studies before later entries counted."""
        rest = [*lengths, 0]
        for number, stint in modes:
            if stint >= 0:
                rest[stint - 1] += self.problem.studies[number].full_time or 0
        for stint in range(len(lengths) - 1, -1, -1):
            rest[stint] += rest[stint + 1]
        return rest

    def _soonest(self, ways: Ways, rest: int, chain: int) -> float:
        """The soonest arrival with one of these (months of study, of them full time) done `rest` months before it."""
        best = float(NEVER)
        for months, full in ways:
            found = self.problem.busy_until + months + rest
            if full and chain + full > found:
                found = chain + full
            if found < best:
                best = found
        return best

    def _is_under_way(self, credentials: int) -> bool:
        return self.problem.under_way >= 0 and bool(credentials >> self.problem.under_way & 1)

    def _modes(self, credentials: int, decided: dict[int, int]) -> Ways:
        """(months, months full time that the stints do not count yet) of studying one of them by itself."""
        if self._is_under_way(credentials):
            return ((0, 0),)
        found = []
        for number in bits(credentials):
            data = self.problem.studies[number]
            mode = decided.get(number) if credentials.bit_count() == 1 else None
            if mode is not None and mode >= 0:
                found.append((data.full_time or 0, 0))
                continue
            found += [(data.part_time, 0)] if data.part_time else []
            found += [(data.full_time, data.full_time)] if data.full_time and mode is None else []
        return not_worse(found)

    # Branching

    def _branch(self, commitment: Commitment, least: Key) -> Iterator[_Entry]:
        """What may follow: the ways to meet a condition, then the credentials to choose, then how to study them."""
        while True:
            _, lengths = self._least(commitment)
            still = tuple(one for one in commitment.open if not self._is_kept(one, commitment, lengths))
            commitment = replace(commitment, open=still)
            options = self._next(commitment)
            if options is None:
                options = self._arranged(commitment, least)
            if len(options) != 1:
                break
            commitment = options[0]
        return self._offered(options)

    def _is_kept(self, one: Open, commitment: Commitment, lengths: list[int]) -> bool:
        return any(all(self._is_sure(atom, one, commitment, lengths) for atom in way) for way in one.ways)

    def _is_sure(self, atom: Atom, one: Open, commitment: Commitment, lengths: list[int]) -> bool:
        """Whether the commitment makes the atom hold."""
        if atom[0] < 0:
            if one.study >= 0:
                return any(study == one.study and not mask & ~atom[1] for study, mask in commitment.first)
            return any(not mask & ~atom[1] and stint <= one.stint for mask, stint in commitment.dues)
        if one.study >= 0:
            if self.problem.counters[atom[0]].start >= atom[1]:
                return True
            return any(
                study == one.study and counter == atom[0] and months >= atom[1] for study, counter, months in commitment.after
            )
        return self._is_met(atom, one.stint, lengths) or (one.stint, atom[0], atom[1]) in commitment.needs

    def _next(self, commitment: Commitment) -> list[Commitment] | None:
        """The commitments that follow, one of which any plan keeps; None where nothing is left to decide."""
        best: list[Commitment] | None = None
        for one in commitment.open:
            made = (option for way in self._worthwhile(one, commitment) for option in self._with(commitment, one, way))
            options = [option for option in made if self._least(option)[0] < self.limit]
            if best is None or len(options) < len(best):
                best = options
            if len(options) < 2:
                return options
        if best is not None:
            return best
        return self._chosen(commitment)

    def _worthwhile(self, one: Open, commitment: Commitment) -> Iterator[Way]:
        """The ways to meet it; of the credentials that a study may wait for, those chosen already and the best of the others."""
        single = sum(way[0][1] for way in one.ways if len(way) == 1 and way[0][0] < 0) if one.study >= 0 else 0
        good = self.fit.useful_for((single,)) if single else 0
        for mask, _ in commitment.dues:
            good |= mask if mask.bit_count() == 1 else 0
        for way in one.ways:
            if not single or len(way) > 1 or way[0][0] >= 0 or way[0][1] & good:
                yield way

    def _with(self, commitment: Commitment, one: Open, way: Way) -> Iterator[Commitment]:
        """None where a study would have to come before itself."""
        made = replace(commitment, open=tuple(other for other in commitment.open if other is not one))
        for counter, figure, _ in way:
            if counter < 0:
                made = self._due(made, figure, one.stint)
                made = replace(made, first=(*made.first, (one.study, figure))) if one.study >= 0 else made
            else:
                made = replace(made, needs=(*made.needs, (one.stint, counter, figure)))
                made = replace(made, after=(*made.after, (one.study, counter, figure))) if one.study >= 0 else made
        if one.study < 0 or _is_ordered(made.first):
            yield made

    def _due(self, commitment: Commitment, credentials: int, stint: int) -> Commitment:
        """With one of the credentials due by `stint`; of a single one, what its start asks for is opened."""
        if any(not mask & ~credentials and at <= stint for mask, at in commitment.dues):
            return commitment
        was_chosen = any(mask == credentials for mask, _ in commitment.dues)
        dues = [(mask, at) for mask, at in commitment.dues if credentials & ~mask or at < stint]
        made = replace(commitment, dues=(*dues, (credentials, stint)))
        if credentials.bit_count() > 1 or self._is_under_way(credentials):
            return made
        number = credentials.bit_length() - 1
        if was_chosen:
            return self._pulled(made, number, stint)
        asked = (one for condition in self.problem.study_conditions[number] for one in self._opened(condition, stint, number))
        return replace(made, open=(*made.open, *asked))

    def _pulled(self, commitment: Commitment, number: int, stint: int) -> Commitment:
        """The study is due sooner than it was, and so is what it waits for."""
        opened = tuple(replace(one, stint=min(one.stint, stint)) if one.study == number else one for one in commitment.open)
        made = replace(commitment, open=opened)
        for study, credentials in commitment.first:
            made = self._due(made, credentials, stint) if study == number else made
        for study, counter, months in commitment.after:
            made = replace(made, needs=(*made.needs, (stint, counter, months))) if study == number else made
        return made

    def _chosen(self, commitment: Commitment) -> list[Commitment] | None:
        """One credential of a set that is due; None where all are chosen."""
        for credentials, stint in sorted(commitment.dues, key=lambda one: (one[0].bit_count(), one)):
            if credentials.bit_count() > 1:
                rest = tuple(one for one in commitment.dues if one != (credentials, stint))
                bare = replace(commitment, dues=rest)
                useful = self.fit.useful_for(tuple(mask for mask, _ in commitment.dues))
                return [self._due(bare, 1 << number, stint) for number in bits(credentials & useful)]
        return None

    # Putting the studies in order

    def _arranged(self, commitment: Commitment, least: Key) -> list[Commitment]:
        """Times the plan; where that is more than the least, the ways to do one study whose mode is open."""
        studies: dict[int, int] = {}
        for mask, stint in commitment.dues:
            if not self._is_under_way(mask):
                number = mask.bit_length() - 1
                studies[number] = min(stint, studies.get(number, stint))
        modes = dict(commitment.modes)
        data = self.problem.studies
        undecided = [one for one in sorted(studies) if one not in modes and _is_sooner_full_time(data[one])]
        served = [] if undecided else [one for one in dict.fromkeys(commitment.after) if one not in commitment.served]
        if not any(data[one].part_time is None for one in undecided):
            self._timed(commitment, studies, least, is_last=not undecided and not served)
        if self.limit <= least:
            return []
        if not undecided:
            return list(self._served_by(commitment, served[0], studies)) if served else []
        number = max(undecided, key=lambda one: (data[one].part_time or NEVER) - (data[one].full_time or 0))
        stints = [-1] * (data[number].part_time is not None) + list(range(studies[number], 0, -1))
        return [replace(commitment, modes=(*commitment.modes, (number, stint))) for stint in stints]

    def _served_by(self, commitment: Commitment, after: tuple[int, int, int], studies: dict[int, int]) -> Iterator[Commitment]:
        """The months that a study waits for served as late as may be, or by the end of an earlier stint."""
        study, counter, months = after
        made = replace(commitment, served=(*commitment.served, after))
        yield made
        for stint in self._stints(counter)[:-1]:
            if stint + 1 < studies[study]:
                yield replace(made, needs=(*made.needs, (stint + 1, counter, months)))

    def _timed(self, commitment: Commitment, studies: dict[int, int], least: Key, *, is_last: bool) -> None:
        """The studies in every order, as far as they are few; by due date alone unless the modes are all decided."""
        is_whole = True
        for tried, track in enumerate(self._tracks(commitment, studies)):
            self.work += tried > 0
            is_whole = tried < MOST_ORDERS and self._time(commitment, track, least) and is_whole
            if self.limit <= least or tried == MOST_ORDERS or not is_last:
                break
        if is_last and not is_whole and least < self.limit:
            self.unknown = min(self.unknown, least)

    def _time(self, commitment: Commitment, track: tuple[Study, ...], least: Key) -> bool:
        """Keeps the plan where it is the best so far. False: its timing may not be the earliest."""
        route = self._route(commitment, track)
        schedule = earliest(self.problem, route, self._latest())
        if schedule is None:
            return True
        cost = sum(self.problem.studies[study.credential].cost for study in track)
        key = higher(self.fit.key(schedule.arrival, cost, self.moves), least)
        if key < self.limit and schedule.arrival <= self.problem.deadline and cost <= self.problem.budget:
            self.label, self.limit = Label(route, schedule, schedule.arrival, cost, self.moves), key
        return schedule.is_exact

    def _latest(self) -> float:
        """No plan that arrives after this month is any good."""
        return min(self.problem.deadline, self.limit[0] if self.fit.order[0] == 0 else NEVER)

    def _route(self, commitment: Commitment, track: tuple[Study, ...]) -> Route:
        count = len(self.roles)
        needs: list[list[tuple[int, int]]] = [[] for _ in range(count)]
        for stint, counter, months in commitment.needs:
            if (counter, months) not in needs[stint]:
                needs[stint].append((counter, months))
        dues: list[list[int]] = [[] for _ in range(count)]
        for mask, stint in commitment.dues:
            number = mask.bit_length() - 1
            if number not in dues[stint]:
                dues[stint].append(number)
        return Route(self.roles, tuple(map(tuple, needs)), tuple(tuple(sorted(one)) for one in dues), track)

    def _tracks(self, commitment: Commitment, studies: dict[int, int]) -> Iterator[tuple[Study, ...]]:
        """The studies in order, with their modes."""
        gaps = {number: stint for number, stint in commitment.modes if stint >= 0}
        after = {number: tuple((c, m) for study, c, m in commitment.after if study == number) for number in studies}
        for order in self._orders(studies, gaps, commitment):
            yield tuple(self._study(number, gaps.get(number, -1), after[number]) for number in order)

    def _study(self, number: int, gap: int, after: tuple[tuple[int, int], ...]) -> Study:
        data = self.problem.studies[number]
        months = data.full_time if gap >= 0 else data.part_time
        assert months is not None
        return Study(number, months, gap, after)

    def _orders(self, studies: dict[int, int], gaps: dict[int, int], commitment: Commitment) -> Iterator[tuple[int, ...]]:
        """Orders of the track in which what is needed first comes first, that by due date before the others."""
        first = [one for one in commitment.first if not self._is_under_way(one[1])]
        due = {number: gaps.get(number, stint) for number, stint in studies.items()}
        depth = dict.fromkeys(studies, 0)
        for _ in first:  # as often as a chain of studies can be long
            for study, credentials in first:
                for other in (one for one in studies if credentials >> one & 1):
                    due[other] = min(due[other], due[study])
                    depth[study] = max(depth[study], depth[other] + 1) if depth[other] < len(studies) else depth[study]
        usual = tuple(sorted(studies, key=lambda one: (due[one], depth[one], one in gaps, one)))
        if _is_in_order(usual, first):
            yield usual
            if not gaps and not commitment.after:
                return
        yield from (order for order in _in_turn(usual, first) if order != usual)


def higher(one: Key, other: Key) -> Key:
    """Both are bounds of the same plans, so the higher of each figure is one too."""
    return max(one[0], other[0]), max(one[1], other[1]), max(one[2], other[2])


def _is_sooner_full_time(study: StudyData) -> bool:
    full, part = study.full_time, study.part_time
    return full is not None and (part is None or full < part)


def _is_ordered(first: tuple[tuple[int, int], ...]) -> bool:
    """Whether no study waits for itself; each waits for single credentials."""
    rest = set(first)
    while rest:
        waiting = {1 << study for study, _ in rest}
        free = {one for one in rest if one[1] not in waiting}
        if not free:
            return False
        rest -= free
    return True


def _in_turn(studies: tuple[int, ...], first: list[tuple[int, int]], done: tuple[int, ...] = ()) -> Iterator[tuple[int, ...]]:
    """Every order of the studies in which each comes after one of the credentials that it waits for."""
    if not studies:
        yield done
    for study in studies:
        if all(any(credentials >> one & 1 for one in done) for waiting, credentials in first if waiting == study):
            yield from _in_turn(tuple(one for one in studies if one != study), first, (*done, study))


def _is_in_order(order: tuple[int, ...], first: list[tuple[int, int]]) -> bool:
    """Whether each study comes after one of the credentials that it waits for."""
    return all(any(credentials >> one & 1 for one in order[: order.index(study)]) for study, credentials in first)
