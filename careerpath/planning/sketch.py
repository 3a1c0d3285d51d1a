"""Routes as they take shape, and what no plan along them can beat.

A *sketch* is a route with room for more roles: the present role first, the target last, in between the roles that something
asked for. What an entry asks for, an *ask*, is met by months in the roles before it, by a role still to be put in, or by study;
where that makes a difference a sketch is *decided* in all these ways. The entry of each stint is bounded in turn, by the stints
before it, by what was decided, and by the best way to meet each ask; so what must follow upon one another adds up. The method is
branch and bound with least commitment (McAllester and Rosenblitt 1991) and, as in constraint programming, the ask with the most
telling alternatives first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import islice
from math import inf
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from careerpath.planning.ask import Ask, Way
from careerpath.planning.bounds import NEVER, Ways
from careerpath.planning.fit import Key, higher
from careerpath.planning.known import Alike, Known
from careerpath.planning.problem import bits, mentioned, union
from careerpath.planning.track import Place


class Sketch(Struct, frozen=True):
    """`least`: months of each stint that are sure. `open`: asks not decided yet, `served`: those to be met by months alone;
    each with the place of the entry that asks. `needs`: (counter, months, place) of studies decided on. `dues`: (credentials,
    place): one of them is held by then. `key`: no plan that follows from it comes to less. `origin`: what it was before the stint
    `put_in` was, None for the first sketch."""

    roles: tuple[int, ...]
    least: tuple[int, ...]
    open: tuple[tuple[Ask, Place], ...]
    served: tuple[tuple[Ask, Place], ...] = ()
    needs: tuple[tuple[int, int, Place], ...] = ()
    dues: tuple[tuple[int, Place], ...] = ()
    key: Key = (0.0, 0.0, 0.0)
    origin: Settled | None = None
    put_in: Place = 0

    def before(self, place: Place) -> int:
        """The roles before a stint (a bit set)."""
        return sum(1 << role for role in set(self.roles[:place]) if role >= 0)


class Option(NamedTuple):
    """A way to meet an ask, None for months, and a bound of what it leads to."""

    key: Key
    way: Way | None


class Frame:
    """The soonest entry of each stint, and the least months of work before it."""

    def __init__(self, sketch: Sketch, start: float) -> None:
        self.roles, self.least = sketch.roles, sketch.least
        self.before = [0]
        for months in self.least:
            self.before.append(self.before[-1] + months)
        self.rest = [self.before[-1] - months for months in self.before]
        self.entry = [start]
        self.worked = [0.0]
        self.later = [0.0] * len(self.roles)

    def go_on(self, soonest: float, worked: float) -> None:
        """To the next stint, which is entered in month `soonest` or later."""
        months = self.least[len(self.entry) - 1]
        self.entry.append(max(self.entry[-1] + months, soonest))
        self.worked.append(max(self.worked[-1] + months, worked))

    def close(self) -> None:
        """Nothing but the last entry is raised from now on."""
        for place in range(len(self.roles) - 2, -1, -1):
            self.later[place] = max(self.later[place + 1], self.entry[place + 1] + self.rest[place + 1])

    def arrival(self, place: Place, entry: float) -> float:
        """No arrival is sooner where the stint is entered no sooner."""
        return max(entry + self.rest[place], self.later[place])


class Settled:
    """A sketch in which nothing is left to decide; `takes` remembers which roles could be put in before which stint."""

    def __init__(self, weighing: _Weighing) -> None:
        self.weighing = weighing
        self.sketch, self.frame = weighing.sketch, weighing.frame
        self.takes: dict[tuple[int, Place], bool] = {}


class Gap(NamedTuple):
    """What a sketch asks for and a role put in would meet: `roles` with the months that each takes and the place before which;
    `filled`: with one of them put in, where that is known."""

    key: Key
    settled: Settled
    roles: tuple[tuple[int, int, Place], ...]
    filled: tuple[Sketch, ...] = ()


Choice = tuple[Ask, Place, list[Option]]
"""What is to be decided next, and the ways."""


class Weighed(NamedTuple):
    """What became of a sketch: the ways to decide something, or, where nothing is left to decide, itself with its bound."""

    sketches: tuple[Sketch, ...] = ()
    settled: Settled | None = None


class Sketches:
    """Bounds, decides and fills the sketches of one problem; of interest are those below `limit`. `weighed` counts the work;
    `is_cut`: some were left out."""

    def __init__(self, known: Known, limit: Key) -> None:
        self.known, self.floor = known, known.floor
        self.bounds, self.fit, self.problem, self.track = known.bounds, known.fit, known.bounds.problem, known.track
        self.earliest, self.moves, self.costs, self.start = known.earliest, known.moves, known.costs, known.start
        self.worked = [months for _, months in self.bounds.soonest]
        self.look_below(limit)
        self.weighed = 0
        self.is_cut = False
        self._shapes: set[tuple[object, ...]] = set()

    def look_below(self, limit: Key) -> None:
        """From now on only what is below the limit is of interest: no arrival after month `latest`. So many of the figures of a
        key decide whether it is, `telling`."""
        place = self.fit.order.index(0)
        is_bound = limit[:place] == self.floor[:place]
        self.limit = limit
        self.latest = min(self.problem.deadline, limit[place] if is_bound else NEVER)
        self.telling = 1 if limit[1:] == (0.0, 0.0) else 2 if limit[2] == 0.0 else 3

    def first(self) -> Sketch:
        problem = self.problem
        asks = tuple((ask, 1) for ask in self._asks_of(problem.target))
        return Sketch((problem.present, problem.target), (0, 0), asks, key=self._least_of_all())

    def _least_of_all(self) -> Key:
        """What each figure of a plan below the limit comes to at the least, as far as the floor tells."""
        sure = next((place for place in range(3) if self.limit[place] > self.floor[place]), 2) + 1
        one, two, three = (*self.floor[:sure], 0.0, 0.0)[:3]
        return one, two, three

    def by_way_of(self, role: int, sketch: Sketch) -> Sketch:
        """The sketch with the role put in first."""
        return self._grown(sketch, role, self.problem.stays[role], 1, sketch.key)

    @cached_property
    def able(self) -> int:
        """The credentials that a plan below the limit has room and money for (a bit set)."""
        return union(one.credentials for one in self.known.alike if self._is_right(one))

    def _is_right(self, alike: Alike) -> bool:
        busy, cost = self.problem.busy_until, alike.cost
        months = max(alike.held_from, min((busy + months for months, _ in alike.ways), default=NEVER))
        is_right = months <= self.problem.deadline and cost <= self.problem.budget
        return is_right and self.fit.key(months, cost, 0.0) < self.limit

    def _asks_of(self, role: int) -> tuple[Ask, ...]:
        return self.known.asks(role, self.able)

    # Weighing

    def weigh(self, sketch: Sketch) -> Weighed:
        """Nothing becomes of a sketch that is not below the limit."""
        weighing, chosen = self._as_far_as_sure(sketch)
        if weighing is None:
            return Weighed()
        if chosen is None:
            return Weighed(settled=Settled(weighing))
        ask, place, options = chosen
        return Weighed(tuple(_decided(weighing.sketch, ask, place, one) for one in options))

    def _as_far_as_sure(self, sketch: Sketch) -> tuple[_Weighing | None, Choice | None]:
        """With all decided for which there is one way only, and what is to be decided next; None where it is not below the
        limit."""
        while True:
            self.weighed += 1
            weighing = _Weighing(self, sketch)
            if not weighing.is_below():
                return None, None
            chosen = weighing.choice()
            if chosen is None or len(chosen[2]) > 1:
                return weighing, chosen
            if not chosen[2]:
                return None, None
            sketch = _decided(weighing.sketch, chosen[0], chosen[1], chosen[2][0])

    def sure(self) -> Sketch | None:
        """What every plan below the limit comes from, None where there is none."""
        weighing, _ = self._as_far_as_sure(self.first())
        return weighing.sketch if weighing else None

    def lives(self, sketch: Sketch) -> bool:
        """Whether the sketch as it is, with nothing more decided, is below the limit."""
        self.weighed += 1
        return _Weighing(self, sketch).is_below()

    def hinges(self, sketch: Sketch) -> Iterator[tuple[int, float]]:
        """The roles whose earliest entry, and not what comes before, bounds the sketch; and the month by which they would have to
        be entered."""
        frame = Frame(sketch, self.start)
        for place, role in enumerate(sketch.roles[1:-1], 1):
            frame.go_on(self.earliest[role], 0.0)
            if frame.entry[place - 1] + sketch.least[place - 1] < self.earliest[role]:
                yield role, self.latest - frame.before[-2] + frame.before[place]

    # Putting roles in

    def gap(self, settled: Settled, most: float) -> Gap | None:
        """What a further role would be put in for: one thing that cannot be met otherwise, or else anything not met yet. None
        where none would do."""
        sketch = settled.sketch
        asks = (*sketch.served, *sketch.open)
        must = [one for one in asks if not settled.weighing.can_do_without(*one)]
        if must:
            gaps = sorted((self._gap(settled, self._taking(*one)) for one in must), key=lambda one: len(one.roles))
            return self._narrowest(gaps) if most == inf else gaps[0]
        roles = [one for ask in asks for one in self._taking(*ask)]
        roles += [one for counter, place in self._studied_for(sketch) for one in self._feeding(counter, place)]
        return self._gap(settled, _joined(roles)) if roles else None

    def _narrowest(self, gaps: list[Gap]) -> Gap:
        """The gap with the fewest sketches that fill it."""
        best: Gap | None = None
        for gap in gaps:
            most = NEVER if best is None else len(best.filled)
            filled = list(islice(self._filling(gap), most))
            if len(filled) < most:
                best = gap._replace(filled=tuple(filled))
            if not filled:
                break
        assert best is not None
        return best

    def _studied_for(self, sketch: Sketch) -> Iterator[tuple[int, Place]]:
        """Counters that a study may wait for: those decided on, and those that nothing in the sketch feeds."""
        found = dict.fromkeys((counter, place) for counter, _, place in sketch.needs)
        for credentials, place in sketch.dues:
            for number in bits(credentials):
                found |= dict.fromkeys((counter, place) for counter in mentioned(self.problem.study_conditions[number])[0])
        loose = {counter: place for ask, place in sketch.open for _, needs in ask.ways for counter, _ in needs}
        for number in bits(_all_credentials(sketch)):
            loose |= dict.fromkeys(mentioned(self.problem.study_conditions[number])[0], len(sketch.roles) - 1)
        for counter, place in sorted(loose.items()):
            if not self.problem.counters[counter].roles & sketch.before(place):
                found[counter, place] = None
        return iter(found)

    def _taking(self, ask: Ask, place: Place) -> tuple[tuple[int, int, Place], ...]:
        """The roles that serve an ask, with the months that they take: what is asked for, or just the stay."""
        shared = 0
        for counter, _ in ask.shared:
            shared |= self.problem.counters[counter].roles
        found = []
        for role in bits(ask.serving & ~(1 << self.problem.target)):
            takes = self.problem.stays[role]
            if role in ask.by_role and not shared >> role & 1:
                counter, months = ask.by_role[role]
                takes = max(takes, months - self.problem.counters[counter].start)
            found.append((role, takes, place))
        return tuple(found)

    def _feeding(self, counter: int, place: Place) -> Iterator[tuple[int, int, Place]]:
        roles = bits(self.problem.counters[counter].roles)
        return ((role, self.problem.stays[role], place) for role in roles if self._is_free_to_enter(role))

    def _is_free_to_enter(self, role: int) -> bool:
        return self.problem.can_enter[role] and role != self.problem.target

    def _gap(self, settled: Settled, roles: tuple[tuple[int, int, Place], ...]) -> Gap:
        sketch = settled.sketch
        takes = min((months for _, months, _ in roles), default=NEVER)
        key = self.fit.key(self.start + sum(sketch.least) + takes, 0, len(sketch.roles))
        return Gap(higher(sketch.key, key), settled, roles)

    def filled(self, gap: Gap, most: float = inf) -> list[Sketch]:
        """The sketches with one of the roles put in somewhere before the place; no more once `most` are weighed."""
        end, found = self.weighed + most, []
        for one in gap.filled or self._filling(gap):
            found.append(one)
            if self.weighed >= end:
                self.is_cut = True
                break
        return [one for one in found if self._is_new(one)]

    def _filling(self, gap: Gap) -> Iterator[Sketch]:
        for role, takes, place in gap.roles:
            for at in range(1, place + 1):
                key = self._key_with(gap.settled, role, takes, at)
                if key is not None and self._may_take(gap.settled.sketch, role, at):
                    yield self._with(gap.settled, role, takes, at, key)

    def _may_take(self, sketch: Sketch, role: int, at: Place) -> bool:
        """Whether the sketch could take the role there if it were not for the role put in last, and the one before that."""
        origin = sketch.origin
        if origin is None:
            return True
        at -= at > sketch.put_in
        if (role, at) not in origin.takes:
            origin.takes[role, at] = self._may_take(origin.sketch, role, at) and self._can_take(origin, role, at)
        return origin.takes[role, at]

    def _can_take(self, settled: Settled, role: int, at: Place) -> bool:
        if role in settled.sketch.roles:
            return True
        stay = self.problem.stays[role]
        key = self._key_with(settled, role, stay, at)
        if key is None:
            return False
        return self.weigh(self._with(settled, role, stay, at, key)) != Weighed()

    def _key_with(self, settled: Settled, role: int, takes: int, at: Place) -> Key | None:
        """A bound with the role put in before the stint `at`; None where that is not below the limit."""
        sketch, frame = settled.sketch, settled.frame
        arrival = max(frame.entry[at - 1] + sketch.least[at - 1], self.earliest[role]) + takes + frame.rest[at]
        if arrival > self.latest or (role in sketch.roles and not self._may_return(sketch, role, at)):
            return None
        moves = max(len(sketch.roles), self.moves[role] + len(sketch.roles) - at)
        key = higher(sketch.key, self.fit.key(arrival, self.costs[role], moves))
        return key if key < self.limit else None

    def _with(self, settled: Settled, role: int, takes: int, at: Place, key: Key) -> Sketch:
        return replace(self._grown(settled.sketch, role, takes, at, key), origin=settled, put_in=at)

    def _grown(self, sketch: Sketch, role: int, takes: int, at: Place, key: Key) -> Sketch:
        asks = tuple((ask, at) for ask in self._asks_of(role))
        return Sketch(
            roles=(*sketch.roles[:at], role, *sketch.roles[at:]),
            least=(*sketch.least[:at], takes, *sketch.least[at:]),
            open=(*((ask, place + (place >= at)) for ask, place in sketch.open), *asks),
            served=tuple((ask, place + (place >= at)) for ask, place in sketch.served),
            needs=tuple((counter, months, place + (place >= at)) for counter, months, place in sketch.needs),
            dues=tuple((credentials, place + (place >= at)) for credentials, place in sketch.dues),
            key=key,
        )

    def _may_return(self, sketch: Sketch, role: int, at: Place) -> bool:
        """Coming back to a role makes sense only for a study that goes on beside it and could not start sooner: one that waits
        for months in between, or for another study that is done full time in between. Else all months could be served at once,
        with no entry later and one fewer."""
        stints = [one for one, other in enumerate(sketch.roles) if other == role]
        if len(stints) > 1:
            return False
        first, second = (stints[0], at) if stints[0] < at else (at - 1, stints[0])
        between = sum(1 << one for one in {*sketch.roles[first + 1 : second]} - {role})
        wanted = 0
        for credentials, place in sketch.dues:
            wanted |= credentials if place >= second else 0
        if wanted & self.track.follows:
            return True
        for ask, place in sketch.open:
            for sets, _ in ask.ways if place >= second else ():
                for one in sets:
                    wanted |= one
        return bool(between) and any(self.track.waits.get(one, 0) & between for one in bits(wanted))

    def _is_new(self, sketch: Sketch) -> bool:
        shape = (sketch.roles, sketch.least, sketch.dues, tuple((ask.condition, place) for ask, place in sketch.served))
        if shape in self._shapes:
            return False
        self._shapes.add(shape)
        return True


class _Weighing:
    """Bounds the entries of one sketch, in turn."""

    def __init__(self, sketches: Sketches, sketch: Sketch) -> None:
        self.all, self.sketch, self.problem = sketches, sketch, sketches.problem
        self.bounds = sketches.bounds
        self.last = len(sketch.roles) - 1
        self.frame = Frame(sketch, sketches.start)
        self.dues = sketches.track.with_first(sketch.dues)
        self.spans: dict[tuple[int, Place], tuple[float, float, float]] = {}
        self.able: dict[Place, tuple[int, int]] = {}
        self.is_late = False
        self.moves = float(self.last)
        self.cost = max([0.0, *(sketches.costs[role] for role in sketch.roles[1:])])
        self._enter_all()

    def _enter_all(self) -> None:
        sketch = self.sketch
        still_open, still_served, still_needs = [], [], []
        lacking: list[tuple[int, int]] = []
        loads, _ = self.all.track.loads(self.dues)
        for place in range(1, self.last + 1):
            role = sketch.roles[place]
            self.moves = max(self.moves, self.all.moves[role] + self.last - place)
            self.frame.go_on(self.all.earliest[role], self.all.worked[role])
            if role == sketch.roles[place - 1]:
                self._raise(place, self.frame.entry[place] + self._pause(place), 0.0)
            for ask, at in sketch.served:
                if at == place and (span := self._span(ask, place)) is not None:
                    still_served.append((ask, at))
                    self.spans[id(ask), place] = span
                    self._raise(place, min(span[:2]), span[2])
                    if span[0] >= NEVER and ask.serving:
                        lacking.append((ask.fewest, ask.serving))
            self._put_in_all(lacking, place)
            for counter, months, at in sketch.needs:
                if at == place and (reached := self._reached(counter, months, place)) is not None:
                    still_needs.append((counter, months, at))
                    self._raise(place, *reached[1:])
            self._study(place, loads)
            for ask, at in sketch.open:
                if at == place and not self._is_studied(ask, place) and (span := self._span(ask, place)) is not None:
                    still_open.append((ask, at))
                    self.spans[id(ask), place] = span
                    if min(span[:2]) > self.frame.entry[place]:
                        self._raise(place, min(span[0], span[1], self._by_study_alone(ask, place)), 0.0)
            if self.frame.entry[place] + self.frame.rest[place] > self.all.latest:
                self.is_late = True
                return
        self.frame.close()
        self.sketch = replace(sketch, open=tuple(still_open), served=tuple(still_served), needs=tuple(still_needs))

    def _put_in_all(self, lacking: list[tuple[int, int]], place: Place) -> None:
        """What only further roles can serve, (months, roles), takes one after the other where they have no role in common."""
        taken = months = count = 0
        for takes, serving in sorted(lacking, reverse=True):
            if not serving & taken:
                taken, months, count = taken | serving, months + takes, count + 1
        self.moves = max(self.moves, self.last + count)
        worked = float(self.frame.before[place] + months)
        self._raise(place, self.all.start + worked, worked)

    def _pause(self, place: Place) -> float:
        """Between two stints in one role lies a full-time study which another waits for."""
        wanted = 0
        for credentials, at in self.sketch.dues:
            wanted |= credentials if at >= place else 0
        first = (mentioned(self.problem.study_conditions[one])[1] for one in bits(wanted & self.all.track.follows))
        months = (self.problem.studies[one].full_time for before in first for one in bits(before))
        return float(min((one for one in months if one), default=NEVER))

    def _raise(self, place: Place, entry: float, worked: float) -> None:
        self.frame.entry[place] = max(self.frame.entry[place], entry)
        self.frame.worked[place] = max(self.frame.worked[place], worked)

    def _study(self, place: Place, loads: tuple[tuple[Place, Ways], ...]) -> None:
        """The one track must hold what is due by then."""
        for credentials, at in self.dues:
            if at == place:
                self._raise(place, self._done(self.bounds.ways(credentials), place), 0.0)
        for at, mixes in loads:
            if at == place:
                self._raise(place, self._done(mixes, place), 0.0)

    def _done(self, ways: Ways, place: Place) -> float:
        """The soonest month in which so much study can be done, full time on top of the months of work."""
        busy, worked = self.problem.busy_until, self.all.start + self.frame.worked[place]
        best = float(NEVER)
        for months, full in ways:
            done: float = busy + months
            if full and worked + full > done:
                done = worked + full
            if done < best:
                best = done
        return best

    def _arrival(self, ways: Ways, place: Place, worked: float = 0.0) -> float:
        """No arrival is sooner with so much study done before the stint, and with so many months of work before it: full-time
        study comes on top of all months of work."""
        busy, start, frame = self.problem.busy_until, self.all.start, self.frame
        rest, before = frame.rest[place], start + max(worked, frame.worked[place])
        whole = start + max(frame.worked[-1], worked + rest)
        best = float(NEVER)
        for months, full in ways:
            done: float = busy + months
            if full and before + full > done:
                done = before + full
            done += rest
            if whole + full > done:
                done = whole + full
            if done < best:
                best = done
        return max(best, frame.later[place])

    def _is_studied(self, ask: Ask, place: Place) -> bool:
        single = [sets[0] for sets, needs in ask.ways if len(sets) == 1 and not needs]
        return any(not due & ~credentials and at <= place for credentials in single for due, at in self.dues)

    def _by_study_alone(self, ask: Ask, place: Place) -> float:
        best = float(NEVER)
        for sets, needs in ask.ways:
            months = [self._done(self.bounds.ways(one), place) for one in sets]
            reached = (self._reached(counter, least, place) for counter, least in needs)
            best = min(best, max([*months, *(one[1] for one in reached if one is not None)], default=0.0))
        return best

    def _span(self, ask: Ask, place: Place) -> tuple[float, float, float] | None:
        """The soonest entry with the ask met by the roles before, and by one more, and the months of work by then; None where
        it is met."""
        frame, roles = self.frame, self.sketch.roles
        extended = added = worked = float(NEVER)
        for stint in range(place):
            if roles[stint] in ask.by_role:
                counter, months = ask.by_role[roles[stint]]
                lacking = months - self._served(counter, place)
                if lacking <= 0:
                    return None
                sooner = frame.entry[stint] + lacking + frame.before[place] - frame.before[stint]
                extended, worked = min(extended, sooner), min(worked, frame.before[place] + lacking)
        for first, months in ask.takes:
            added = min(added, self._put_in(months, first, place))
            worked = min(worked, frame.before[place] + months)
        for counter, months in ask.shared:
            reached = self._reached(counter, months, place)
            if reached is None:
                return None
            extended, added, worked = min(extended, reached[0]), min(added, reached[1]), min(worked, reached[2])
        return extended, added, worked

    def _put_in(self, months: float, first: float, place: Place) -> float:
        """The soonest entry after one more stint before it, of so many months from month `first` or later."""
        entry, least, before = self.frame.entry, self.frame.least, self.frame.before
        best = float(NEVER)
        for at in range(1, place + 1):
            entered = entry[at - 1] + least[at - 1]
            left = (entered if entered > first else first) - before[at]
            if left < best:
                best = left
        return best + months + before[place]

    def _served(self, counter: int, place: Place) -> int:
        roles, served, _ = self.problem.counters[counter]
        for stint in range(place):
            role = self.sketch.roles[stint]
            if role >= 0 and roles >> role & 1:
                served += self.frame.least[stint]
        return served

    def _reached(self, counter: int, months: int, place: Place) -> tuple[float, float, float] | None:
        """The soonest entry with so many months on the counter: by the roles before alone, with more roles; and the months of
        work by then. None where they are reached."""
        frame, roles = self.frame, self.problem.counters[counter].roles
        start = self.problem.counters[counter].start
        feeding = [one for one, role in enumerate(self.sketch.roles[:place]) if role >= 0 and roles >> role & 1]
        lacking = months - start - sum(frame.least[one] for one in feeding)
        if lacking <= 0:
            return None
        fed = self.all.known.fed_from[counter]
        added = self._put_in(lacking, fed, place)
        extended = float(NEVER)
        if feeding:
            first = feeding[0]
            apart = sum(frame.least[one] for one in range(first, place) if one not in feeding)
            extended = frame.entry[first] + months - start + apart
            added = min(added, extended)
        if not feeding or fed <= frame.entry[feeding[0]]:
            added = max(added, min(fed + months - start, extended))
        return extended, added, float(frame.before[place] + lacking)

    # What follows

    def is_below(self) -> bool:
        """Whether the sketch, now with its bound, is below the limit."""
        if self.is_late:
            return False
        problem = self.problem
        arrival, own = self._with_dues((), self.last, 0.0)
        self.frame.entry[-1] = arrival = max(self.frame.entry[-1], arrival)
        self.cost = max([self.cost, own, *(self.bounds.least_cost(credentials) for credentials, _ in self.sketch.dues)])
        key = higher(self.sketch.key, self.all.fit.key(arrival, self.cost, self.moves))
        if not key < self.all.limit or arrival > problem.deadline or self.cost > problem.budget:
            return False
        self.sketch = replace(self.sketch, key=key)
        dues = tuple((self._able(credentials, place), place) for credentials, place in self.sketch.dues)
        self.sketch = replace(self.sketch, dues=dues)
        return all(credentials for credentials, _ in dues)

    def _able(self, credentials: int, place: Place) -> int:
        """Those of the credentials with which a plan may still be below the limit."""
        seen, able = self.able.get(place, (0, 0))
        if fresh := credentials & ~seen:
            for one in self.all.known.alike:
                if one.credentials & fresh and self._is_able(one, place):
                    able |= one.credentials & fresh
            self.able[place] = seen | credentials, able
        return credentials & able

    def _is_able(self, alike: Alike, place: Place) -> bool:
        arrival = max(self._arrival(alike.ways, place), self.frame.arrival(place, alike.held_from))
        return self._key(arrival, max(self.cost, alike.cost), self.moves) is not None

    def _key(self, arrival: float, cost: float, moves: float) -> Key | None:
        """None where that is not below the limit."""
        arrival = max(arrival, self.frame.entry[-1])
        key = higher(self.sketch.key, self.all.fit.key(arrival, cost, moves))
        is_right = arrival <= self.problem.deadline and cost <= self.problem.budget
        return key if is_right and key < self.all.limit else None

    def choice(self) -> Choice | None:
        """What to decide next: what can be met in one way only; what matters most; what only study can meet."""
        telling, best = self.all.telling, None
        wanted = [(ask, place) for ask, place in self.sketch.open if not self._is_free(*self.spans[id(ask), place], place)]
        for ask, place in wanted:
            options = self._telling(ask, place)
            if options is None:
                continue
            if len(options) < 2:
                return ask, place, options
            first, second, *_ = sorted(one.key[:telling] for one in options)
            score = first, second, -ask.serving.bit_count()
            if best is None or score > best[0]:
                best = score, (ask, place, options)
        return best[1] if best is not None else self._by_study_only(wanted)

    def _telling(self, ask: Ask, place: Place) -> list[Option] | None:
        """The options, None as soon as two of them leave the bound as it is."""
        telling = self.all.telling
        bound, options, same = self.sketch.key[:telling], list[Option](), 0
        for one in self._options(ask, place):
            options.append(one)
            same += one.key[:telling] == bound
            if same == 2:
                return None
        return options

    def _by_study_only(self, asks: list[tuple[Ask, Place]]) -> Choice | None:
        """What months cannot meet, with the fewest options."""
        found = []
        for ask, place in asks:
            options = self._options(ask, place)
            first = next(options)
            if first.way is not None:
                found.append((ask, place, [first, *options]))
        return min(found, key=lambda one: len(one[2]), default=None)

    def can_do_without(self, ask: Ask, place: Place) -> bool:
        """Whether the ask may be met without one more role before it."""
        extended = self.spans[id(ask), place][0]
        if extended < NEVER and self._key(self.frame.arrival(place, extended), self.cost, self.moves) is not None:
            return True
        return (ask, place) in self.sketch.open and bool(ask.ways)

    def _is_free(self, extended: float, _added: float, worked: float, place: Place) -> bool:
        """Whether a longer stay meets it with no other effect on the bound."""
        frame = self.frame
        return frame.arrival(place, extended) <= frame.entry[-1] and worked + frame.rest[place] <= frame.worked[-1]

    def _options(self, ask: Ask, place: Place) -> Iterator[Option]:
        extended, added, worked = self.spans[id(ask), place]
        if min(extended, added) < NEVER:
            arrival, _ = self._with_dues((), place, worked)
            moves = self.moves if extended < NEVER else max(self.moves, self.last + 1)
            key = self._key(max(arrival, self.frame.arrival(place, min(extended, added))), self.cost, moves)
            if key is not None:
                yield Option(key, None)
        for way in ask.ways:
            sets, needs = way
            reached = [one for one in (self._reached(counter, months, place) for counter, months in needs) if one is not None]
            able = tuple(self._able(one, place) for one in sets)
            if all(able):
                arrival, cost = self._with_dues(able, place, max((one[2] for one in reached), default=0.0))
                arrival = max([arrival, *(self.frame.arrival(place, one[1]) for one in reached)])
                key = self._key(arrival, max(cost, self.cost), self.moves)
                if key is not None:
                    yield Option(key, (able, needs))

    def _with_dues(self, sets: tuple[int, ...], place: Place, worked: float) -> tuple[float, float]:
        """A bound of the arrival, and of the cost, with these dues too, and with so many months of work before the stint."""
        dues = (*self.dues, *self.all.track.with_first((one, place) for one in sets)) if sets else self.dues
        loads, cost = self.all.track.loads(dues)
        arrival = 0.0
        for at, mixes in loads:
            before = worked + self.frame.before[at] - self.frame.before[place] if at >= place else 0.0
            arrival = max(arrival, self._arrival(mixes, at, before))
        return arrival, max([cost, *(self.bounds.least_cost(one) for one in sets)])


def _decided(sketch: Sketch, ask: Ask, place: Place, option: Option) -> Sketch:
    rest = tuple(one for one in sketch.open if one[0] is not ask or one[1] != place)
    made = replace(sketch, open=rest, key=higher(sketch.key, option.key))
    if option.way is None:
        return replace(made, served=(*made.served, (ask, place)))
    sets, needs = option.way
    dues = made.dues
    for credentials in sets:
        if not any(not due & ~credentials and at <= place for due, at in dues):
            dues = (*(due for due in dues if credentials & ~due[0] or place > due[1]), (credentials, place))
    return replace(made, dues=dues, needs=(*made.needs, *((counter, months, place) for counter, months in needs)))


def _joined(roles: Iterable[tuple[int, int, Place]]) -> tuple[tuple[int, int, Place], ...]:
    """Each role once: the least months that it takes, and the last place."""
    found: dict[int, tuple[int, Place]] = {}
    for role, takes, place in roles:
        least, last = found.get(role, (takes, place))
        found[role] = min(least, takes), max(last, place)
    return tuple((role, takes, place) for role, (takes, place) in sorted(found.items()))


def _all_credentials(sketch: Sketch) -> int:
    """Whatever may be studied for what the sketch asks (a bit set)."""
    asked = (one for ask, _ in sketch.open for sets, _ in ask.ways for one in sets)
    return union(credentials for credentials, _ in sketch.dues) | union(asked)
