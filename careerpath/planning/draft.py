"""Drafts: plans made forwards and greedily, one role after another, each entry waiting for the cheapest way to meet what it asks
for. They prove nothing; a good plan known early lets the search discard the rest.

It is a beam search (Lowerre 1976): of the drafts that have entered a role only the few best are carried on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from heapq import heappop, heappush
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from careerpath.model.profile import Prefer
from careerpath.planning.bounds import NEVER, Bounds
from careerpath.planning.problem import All, Condition, Either, Holds, Months, bits, mentioned

BEAM = 2
"""Drafts carried on from each role."""
WAYS = 3
"""Ways to a credential that are weighed, the lightest ones."""
STUDY_WORTH = 0.3
"""A month on the study track weighs as so many months of waiting: what comes later needs the track too."""


TIE = 1e-6
"""A unit of money where it only decides between equals, in months."""


class Weights(NamedTuple):
    """What a unit of money and a move weigh, in months."""

    cost: float
    move: float


WEIGHTS: dict[Prefer, Weights] = {
    "fastest": Weights(1 / 3_000, 0.5),
    "cheapest": Weights(1.0, 0.5),
    "fewest_moves": Weights(1 / 3_000, 1_000.0),
}


class _Slot(Struct, frozen=True):
    """A study on the track that ends at `end`: any one of `credentials`, which cost and last the same."""

    credentials: int
    end: int


class Draft(Struct, frozen=True):
    """`month`: of the entry into the last of `roles`. `served`: the roles left before and the months in each. `leave`: when the
    next role can be entered as far as is known."""

    roles: tuple[int, ...]
    month: int
    leave: int
    served: tuple[tuple[int, int], ...]
    track: tuple[_Slot, ...]
    load: int
    cost: float

    @property
    def last(self) -> int:
        return self.roles[-1]


class _Chain(NamedTuple):
    """One study of several to be held one after the other: superfluous where one of `instead` is held.
    `months` are those of the shorter mode; `asks` are the conditions of its start that speak of months."""

    instead: int
    credentials: int
    part_time: int | None
    full_time: int | None
    cost: float
    months: int
    asks: tuple[Condition, ...]


class Drafts:
    """`is_full_time`: whether full-time study is weighed."""

    def __init__(self, bounds: Bounds, prefer: Prefer, *, is_full_time: bool) -> None:
        self.bounds = bounds
        self.problem = bounds.problem
        self.weights = WEIGHTS[prefer]
        self.is_full_time = is_full_time
        self.open = 0
        self._weigh_for(-1)
        self.groups: dict[int, list[tuple[_Chain, ...]]] = {}
        self.by_role: dict[int, dict[int, list[Condition]]] = {}

    def routes(self, expanded: int, most: float) -> Iterator[tuple[int, ...]]:
        """The roles of drafts that reach the target, the most promising first, until so many drafts were expanded; where none
        reached it, until `most` were."""
        heap: list[tuple[float, int, Draft, int]] = [(0.0, 0, self._root(), -1)]
        kept: dict[int, list[tuple[int, float, frozenset[int]]]] = {}
        serial, is_any = 0, False
        while heap and (expanded > 0 or (not is_any and most > 0)):
            _, _, draft, role = heappop(heap)
            if role >= 0:
                longer = self.entering(draft, role)
                coming = [] if longer is None else [(self._place(longer), longer, -1)]
            elif draft.last == self.problem.target:
                is_any = True
                yield draft.roles
                continue
            elif self._is_kept(draft, kept.setdefault(draft.last, [])):
                expanded, most = expanded - 1, most - 1
                coming = [(self._least(draft, role), draft, role) for role in self._next_roles(draft)]
            else:
                continue
            for place, one, role in coming:
                serial += 1
                heappush(heap, (place, serial, one, role))

    def _root(self) -> Draft:
        problem = self.problem
        month = problem.busy_until if problem.is_busy_full_time else 0
        track = (_Slot(1 << problem.under_way, problem.busy_until),) if problem.under_way >= 0 else ()
        return Draft((problem.present,), month, month, (), track, problem.busy_until, 0.0)

    def _is_kept(self, draft: Draft, kept: list[tuple[int, float, frozenset[int]]]) -> bool:
        mark = (draft.month, draft.cost, frozenset(draft.roles))
        if len(kept) >= BEAM or any(one[0] <= mark[0] and one[1] <= mark[1] and one[2] <= mark[2] for one in kept):
            return False
        kept.append(mark)
        return True

    def _next_roles(self, draft: Draft) -> list[int]:
        fed = set(self._opened[-1])
        for role in draft.roles:
            fed |= self._opened[role]
        return sorted(fed.difference(draft.roles))

    @cached_property
    def _opened(self) -> list[set[int]]:
        """For each role those that it feeds; last, for -1, those that need none."""
        opened: list[set[int]] = [set() for _ in range(len(self.problem.role_ids) + 1)]
        for role, feeders in enumerate(self.bounds.feeders):
            if self.problem.can_enter[role] and self.bounds.rest[role] < NEVER:
                for one in (-1,) if feeders is None else feeders:
                    opened[one].add(role)
        return opened

    def _place(self, draft: Draft) -> float:
        """Where in the queue: by what the draft comes to at the least."""
        return self._worth(draft, draft.month + self.bounds.rest[draft.last], len(draft.roles))

    def _least(self, draft: Draft, role: int) -> float:
        """The same for one more role, before its conditions are looked at."""
        month = max(draft.month + self.problem.stays[draft.last] * (len(draft.roles) > 1), self.bounds.soonest[role][0])
        return self._worth(draft, month + self.bounds.rest[role], len(draft.roles) + 1)

    def _worth(self, draft: Draft, months: float, roles: int) -> float:
        """With what the target will ask for in studies."""
        held, load, cost = 0, float(draft.load), draft.cost
        for slot in draft.track:
            held |= slot.credentials
        for credentials, more, own_cost in self._asked_of_target:
            if not credentials & held:
                load, cost = load + more, cost + own_cost
        return max(months, load) + self.weights.cost * cost + self.weights.move * roles

    @cached_property
    def _asked_of_target(self) -> list[tuple[int, int, float]]:
        """The sets of credentials that the target asks for whatever else is chosen, with the least months and cost."""
        sets = [one.credentials for one in self.problem.conditions[self.problem.target] if isinstance(one, Holds)]
        return [(one, self._least_months(one), self.bounds.own_cost(one)) for one in sets]

    def _least_months(self, credentials: int) -> int:
        studies = [self.problem.studies[number] for number in bits(credentials)]
        return min(min(one.part_time or NEVER, one.full_time or NEVER) for one in studies)

    def entering(self, draft: Draft, role: int) -> Draft | None:
        """The draft with one more role, entered as soon as the greedy way allows; None where it can never be."""
        self._weigh_for(role)
        stay = 0 if len(draft.roles) == 1 else self.problem.stays[draft.last]
        going: Draft | None = replace(draft, leave=draft.month + stay, roles=(*draft.roles, role))
        for condition in self.problem.conditions[role]:
            going = going and self._met(going, condition)
        if going is None or going.leave > self.problem.deadline or going.cost > self.problem.budget:
            return None
        left = draft.last
        served = going.served if left < 0 else (*going.served, (left, going.leave - going.month))
        return replace(going, month=going.leave, served=served)

    def _weigh_for(self, role: int) -> None:
        """What a month on the track and a unit of money weigh on entering `role`: at the target no later entry needs the track,
        and where months count first, money only decides between equals."""
        is_last = role == self.problem.target
        self.study_worth = 0.0 if is_last else STUDY_WORTH
        self.cost_worth = TIE if is_last and self.weights.cost < 1 else self.weights.cost

    def _score(self, going: Draft) -> float:
        return going.leave + self.study_worth * going.load + self.cost_worth * going.cost

    def _weight(self, one: _Chain) -> float:
        """What the study adds to the score at the least."""
        return self.study_worth * one.months + self.cost_worth * one.cost

    # Each of these gives the draft, about to leave its last role but one, with a condition met

    def _met(self, going: Draft, condition: Condition) -> Draft | None:
        if isinstance(condition, Months):
            return self._served(going, condition)
        if isinstance(condition, Holds):
            return self._held(going, condition.credentials)
        if isinstance(condition, All):
            found: Draft | None = going
            for one in condition.parts:
                found = found and self._met(found, one)
            return found
        return self._easiest(going, condition)

    def _easiest(self, going: Draft, condition: Either) -> Draft | None:
        best, best_score = None, float("inf")
        least = self._score(going)
        for part in self._within_reach(going, condition):
            found = self._held(going, part.credentials, best_score) if isinstance(part, Holds) else self._met(going, part)
            score = best_score if found is None else self._score(found)
            if score < best_score:
                best, best_score = found, score
            if score <= least:
                break
        return best

    def _within_reach(self, going: Draft, condition: Either) -> Iterable[Condition]:
        """The parts without months in roles that were never held."""
        key = id(condition)  # the problem keeps every condition alive
        if key not in self.by_role:
            self.by_role[key] = self._sorted_by_role(condition)
        by_role = self.by_role[key]
        for role in reversed(going.roles[:-1]):
            yield from by_role.get(role, ())
        yield from by_role[-2]

    def _sorted_by_role(self, condition: Either) -> dict[int, list[Condition]]:
        """The months by the roles that serve them; under -2 whatever else there is."""
        found: dict[int, list[Condition]] = {-2: [one for one in condition.parts if not isinstance(one, Months)]}
        for one in condition.parts:
            if isinstance(one, Months):
                for role in bits(self.problem.counters[one.counter].roles):
                    found.setdefault(role, []).append(one)
        return found

    def _served(self, going: Draft, condition: Months) -> Draft | None:
        counter = self.problem.counters[condition.counter]
        missing = condition.months - counter.start - sum(months for role, months in going.served if counter.roles >> role & 1)
        present = going.roles[-2]
        if present >= 0 and counter.roles >> present & 1:
            return replace(going, leave=max(going.leave, going.month + missing))
        if missing <= 0:
            return going
        return self._longer_before(going, counter.roles, missing)

    def _longer_before(self, going: Draft, roles: int, missing: int) -> Draft | None:
        """A longer stay in the latest of the earlier roles that serve: all that follows shifts."""
        for place in range(len(going.served) - 1, -1, -1):
            role, months = going.served[place]
            if roles >> role & 1:
                served = (*going.served[:place], (role, months + missing), *going.served[place + 1 :])
                return replace(going, served=served, month=going.month + missing, leave=going.leave + missing)
        return None

    def _held(self, going: Draft, credentials: int, most: float = float("inf")) -> Draft | None:
        """None too where the score would exceed `most`."""
        for place, slot in enumerate(going.track):
            if slot.credentials & credentials:
                narrower = replace(slot, credentials=slot.credentials & credentials)
                track = (*going.track[:place], narrower, *going.track[place + 1 :])
                return replace(going, track=track, leave=max(going.leave, slot.end))
        best, best_score = None, most
        least = self._score(going)
        for chain in self._chains(credentials):
            if least + self._weight(chain[-1]) >= best_score:
                continue
            found = self._studied(going, chain, best_score)
            if found is not None and self._score(found) < best_score:
                best, best_score = found, self._score(found)
        return best

    def _studied(self, going: Draft, chain: tuple[_Chain, ...], most: float) -> Draft | None:
        held = 0
        for slot in going.track:
            held |= slot.credentials
        missing = [one for one in chain if not one.instead & held]
        if self._score(going) + sum(self._weight(one) for one in missing) >= most:
            return None
        for one in missing:
            longer = self._placed(going, one)
            if longer is None or self._score(longer) >= most:
                return None
            going = longer
        return replace(going, leave=max(going.leave, going.load))

    def _placed(self, going: Draft, one: _Chain) -> Draft | None:
        """The study put at the end of the track, once the months that it asks for are served."""
        ready = 0
        if one.asks:
            met = self._ready(replace(going, leave=0), one)
            if met is None:
                return None
            ready = met.leave
            going = replace(met, leave=max(going.leave + met.month - going.month, ready))
        start = max(going.load, ready)
        months, is_full_time = self._mode(one, going.leave, start)
        end = (max(going.leave, start) if is_full_time else start) + months
        slot = _Slot(one.credentials, end)
        leave = end if is_full_time else going.leave
        return replace(going, track=(*going.track, slot), load=end, cost=going.cost + one.cost, leave=leave)

    def _ready(self, going: Draft, one: _Chain) -> Draft | None:
        """The draft with what the study asks for met; a study that needs itself first is no way."""
        if one.instead & self.open:
            return None
        self.open |= one.instead
        ready: Draft | None = going
        for condition in one.asks:
            ready = ready and self._met(ready, condition)
        self.open &= ~one.instead
        return ready

    def _mode(self, one: _Chain, leave: int, load: int) -> tuple[int, bool]:
        """The months, and whether they are full time: where that ends sooner, or there is no other way."""
        part, full = one.part_time, one.full_time
        if part is None or (self.is_full_time and full is not None and max(leave, load) + full < load + part):
            return full or NEVER, True
        return part, False

    # What must be studied to hold a credential

    def _lightness(self, one: _Chain) -> float:
        return STUDY_WORTH * one.months + self.weights.cost * one.cost

    def _chains(self, credentials: int) -> list[tuple[_Chain, ...]]:
        """The lightest ways to hold one of `credentials`, those alike taken together."""
        if credentials not in self.groups:
            alike: dict[tuple[object, ...], int] = {}
            for number in bits(credentials):
                _, chain = self._easiest_chains[number]
                if chain:
                    key = (chain[:-1], chain[-1][2:])
                    alike[key] = alike.get(key, 0) | 1 << number
            chains = [(*first, _Chain(mask, mask, *own)) for (first, own), mask in alike.items()]  # type: ignore[misc]
            self.groups[credentials] = sorted(chains, key=lambda chain: sum(map(self._lightness, chain)))[:WAYS]
        return self.groups[credentials]

    @cached_property
    def _easiest_chains(self) -> list[tuple[float, tuple[_Chain, ...]]]:
        """For each credential the score and the studies of the easiest way to hold it, its own last."""
        found: list[tuple[float, tuple[_Chain, ...]]] = [(float("inf"), ())] * len(self.problem.studies)
        changed = True
        while changed:
            changed = False
            for number in range(len(found)):
                one = self._chain_of(number, found)
                if one[0] < found[number][0] - 1e-9:
                    found[number], changed = one, True
        return found

    def _chain_of(self, number: int, found: list[tuple[float, tuple[_Chain, ...]]]) -> tuple[float, tuple[_Chain, ...]]:
        data = self.problem.studies[number]
        months = min((one for one in (data.part_time, data.full_time) if one is not None), default=NEVER)
        asks = tuple(one for one in self.problem.study_conditions[number] if mentioned([one])[0])
        first = tuple(one for one in self.problem.study_conditions[number] if one not in asks)
        score, chain = self._chain_to(All(first), found)
        own = _Chain(1 << number, 1 << number, data.part_time, data.full_time, data.cost, months, asks)
        return score + self._lightness(own), (*chain, own)

    def _chain_to(self, condition: Condition, found: list[tuple[float, tuple[_Chain, ...]]]) -> tuple[float, tuple[_Chain, ...]]:
        if isinstance(condition, Months):
            return 0.0, ()
        if isinstance(condition, Holds):
            score, chain = min((found[number] for number in bits(condition.credentials)), key=lambda one: one[0])
            return score, (*chain[:-1], *(one._replace(instead=condition.credentials) for one in chain[-1:]))
        ways = [self._chain_to(one, found) for one in condition.parts]
        if isinstance(condition, Either):
            return min(ways, key=lambda one: one[0], default=(float("inf"), ()))
        return sum(way[0] for way in ways), tuple(dict.fromkeys(one for way in ways for one in way[1]))
