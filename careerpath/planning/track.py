"""What the one study track must hold for the credentials that are due, whatever the roles are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from careerpath.planning.bounds import Ways, not_worse
from careerpath.planning.problem import Holds, Problem, bits, mentioned, union

Place = int
"""The number of a stint, 0 that of the present role."""
Dues = tuple[tuple[int, Place], ...]
"""(credentials, place): one of them is held by then."""


class Track:
    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self._firsts: dict[int, tuple[int, ...]] = {}
        self._own: dict[int, Ways] = {}
        self._loads: dict[Dues, tuple[tuple[tuple[Place, Ways], ...], float]] = {}

    @cached_property
    def waits(self) -> dict[int, int]:
        """For each study that starts after months served the roles that they are served in (a bit set)."""
        found: dict[int, int] = {}
        for number, conditions in enumerate(self.problem.study_conditions):
            for counter in mentioned(conditions)[0]:
                found[number] = found.get(number, 0) | self.problem.counters[counter].roles
        return found

    @cached_property
    def follows(self) -> int:
        """The studies that another comes before which may be full time (a bit set)."""
        found = 0
        for number, conditions in enumerate(self.problem.study_conditions):
            if any(self.problem.studies[one].full_time for one in bits(mentioned(conditions)[1])):
                found |= 1 << number
        return found

    def with_first(self, dues: Iterable[tuple[int, Place]]) -> Dues:
        """The dues, and what must be held for them first."""
        return tuple(dict.fromkeys((one, place) for due, place in dues for one in (due, *self._first(due))))

    def _first(self, credentials: int) -> tuple[int, ...]:
        """Sets of credentials of which one is held before any of these."""
        if credentials not in self._firsts:
            own = [self._first_of(number) for number in bits(credentials)]
            joint = own[0] if len(own) == 1 else (union(min(one, key=int.bit_count) for one in own),) if all(own) else ()
            self._firsts[credentials] = (*joint, *(more for one in joint for more in self._first(one)))
        return self._firsts[credentials]

    def _first_of(self, number: int) -> tuple[int, ...]:
        conditions = () if number == self.problem.under_way else self.problem.study_conditions[number]
        return tuple(one.credentials for one in conditions if isinstance(one, Holds))

    def own_ways(self, credentials: int) -> Ways:
        """(months, months full time) of studying one of them by itself."""
        if credentials not in self._own:
            self._own[credentials] = not_worse(self._modes(credentials))
        return self._own[credentials]

    def _modes(self, credentials: int) -> Iterator[tuple[int, int]]:
        for number in bits(credentials):
            data = self.problem.studies[number]
            if number == self.problem.under_way:
                yield 0, 0
            if data.part_time:
                yield data.part_time, 0
            if data.full_time:
                yield data.full_time, data.full_time

    def own_cost(self, credentials: int) -> float:
        """The least cost of one of them by itself."""
        studies, under_way = self.problem.studies, self.problem.under_way
        return min(0.0 if number == under_way else studies[number].cost for number in bits(credentials))

    def loads(self, dues: Dues) -> tuple[tuple[tuple[Place, Ways], ...], float]:
        """What the one track must hold by the entry of each stint, the dues that share no credential one after the other; and
        what they cost."""
        if dues not in self._loads:
            found: list[tuple[Place, Ways]] = []
            mixes: Ways = ((0, 0),)
            separate = apart(dues)
            for credentials, at in sorted(separate, key=lambda due: due[1]):
                ways = self.own_ways(credentials)
                mixes = not_worse((one + more, full + fully) for one, full in mixes for more, fully in ways)
                found.append((at, mixes))
            self._loads[dues] = tuple(found), sum(self.own_cost(credentials) for credentials, _ in separate)
        return self._loads[dues]


def apart(dues: Iterable[tuple[int, Place]]) -> list[tuple[int, Place]]:
    """Dues that share no credential, the smaller sets first."""
    taken, kept = 0, []
    for credentials, place in sorted(dues, key=lambda one: (one[0].bit_count(), one)):
        if not credentials & taken:
            kept.append((credentials, place))
            taken |= credentials
    return kept
