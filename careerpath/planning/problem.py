"""A graph, a profile and a target as integers and bit sets: what the search reads, and only what can matter to the target.

Roles and credentials are numbered in the order of their ids, so that the order of the file never shows. A *counter* adds up
months served in a set of roles; what the person served before month 0 is its start. A requirement becomes a *condition*:
`Months` (a counter has reached a figure), `Holds` (one of a set of credentials is held), `All`, `Either`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache, reduce
from operator import or_
from typing import NamedTuple

import msgspec

from careerpath.model.profile import Profile


class Months(msgspec.Struct, frozen=True):
    """At least `months` on `counter`."""

    counter: int
    months: int


class Holds(msgspec.Struct, frozen=True):
    """One of `credentials` (a bit set) is held."""

    credentials: int


class All(msgspec.Struct, frozen=True):
    parts: tuple[Condition, ...]


class Either(msgspec.Struct, frozen=True):
    parts: tuple[Condition, ...]


Condition = Months | Holds | All | Either
TRUE = All(())
FALSE = Either(())
Rank = tuple[int, int, int, tuple["Rank", ...]]
"""Where a condition stands among others."""


class Counter(NamedTuple):
    """Months served in any of `roles` (a bit set); `start` before month 0, `most` the highest figure anything asks for."""

    roles: int
    start: int
    most: int


class StudyData(NamedTuple):
    """A credential as the search sees it; `full_time` and `part_time` in months, None where not offered or not wanted."""

    full_time: int | None
    part_time: int | None
    cost: float


class Problem(NamedTuple):
    """`conditions` are those of entering each role, `study_conditions` those of starting each study; both as the items
    that must all hold. `present` is the role held at month 0 or -1; a study under way ends at `busy_until`."""

    role_ids: tuple[str, ...]
    credential_ids: tuple[str, ...]
    conditions: tuple[tuple[Condition, ...], ...]
    study_conditions: tuple[tuple[Condition, ...], ...]
    counters: tuple[Counter, ...]
    feeds: tuple[tuple[int, ...], ...]
    stays: tuple[int, ...]
    studies: tuple[StudyData, ...]
    can_enter: tuple[bool, ...]
    target: int
    present: int
    under_way: int
    busy_until: int
    is_busy_full_time: bool
    budget: float
    deadline: int


def asked(problem: Problem, profile: Profile) -> Problem:
    """The same problem with the target, the budget and the deadline of `profile`."""
    return problem._replace(
        target=problem.role_ids.index(profile.target or ""),
        budget=profile.budget if profile.budget is not None else float("inf"),
        deadline=profile.deadline if profile.deadline is not None else 10**9,
    )


def without(problem: Problem, roles: int, credentials: int) -> Problem:
    """The same problem where only these roles are entered and these credentials studied (bit sets)."""
    made = with_each(problem, lambda one: with_sets(one, lambda mask: mask & credentials))
    can_enter = (
        can and bool(roles >> role & 1) and FALSE not in made.conditions[role] for role, can in enumerate(problem.can_enter)
    )
    studies = (asks if credentials >> number & 1 else (FALSE,) for number, asks in enumerate(made.study_conditions))
    return made._replace(can_enter=tuple(can_enter), study_conditions=tuple(studies))


def with_each(problem: Problem, change: Callable[[Condition], Condition]) -> Problem:
    """The problem with every condition changed, one that several roles share but once; those of each in a fixed order."""
    done: dict[int, Condition] = {}
    ranks: dict[int, Rank] = {}

    def ranked(one: Condition) -> Rank:
        if id(one) not in ranks:
            ranks[id(one)] = rank(one)
        return ranks[id(one)]

    def changed(items: tuple[Condition, ...]) -> tuple[Condition, ...]:
        for one in items:
            if id(one) not in done:
                done[id(one)] = change(one)
        if all(done[id(one)] is one for one in items):
            return items
        return tuple(sorted({part: None for one in items for part in flattened(done[id(one)])}, key=ranked))

    return problem._replace(
        conditions=tuple(map(changed, problem.conditions)), study_conditions=tuple(map(changed, problem.study_conditions))
    )


def rank(condition: Condition) -> Rank:
    """Credentials first, then months by counter, then what is made of several."""
    if isinstance(condition, Holds):
        return 0, condition.credentials, 0, ()
    if isinstance(condition, Months):
        return 1, condition.counter, condition.months, ()
    return 2 + isinstance(condition, Either), len(condition.parts), 0, tuple(map(rank, condition.parts))


def flattened(condition: Condition) -> tuple[Condition, ...]:
    return condition.parts if isinstance(condition, All) else (condition,)


def with_sets(condition: Condition, change: Callable[[int], int]) -> Condition:
    """The condition with its sets of credentials changed."""
    if isinstance(condition, Months):
        return condition
    if isinstance(condition, Holds):
        left = change(condition.credentials)
        return condition if left == condition.credentials else Holds(left) if left else FALSE
    parts = tuple(one if isinstance(one, Months) else with_sets(one, change) for one in condition.parts)
    is_same = all(one is other for one, other in zip(parts, condition.parts, strict=True))
    return condition if is_same else _made_of(type(condition), parts)


def _made_of(kind: type[All | Either], parts: tuple[Condition, ...]) -> Condition:
    """All of the parts or either of them, without those that cannot hold."""
    if kind is All:
        return FALSE if FALSE in parts else All(parts)
    kept = tuple(one for one in parts if one != FALSE)
    return kept[0] if len(kept) == 1 else Either(kept) if kept else FALSE


def credential_sets(conditions: Iterable[Condition]) -> set[int]:
    """The sets of credentials of which one is asked for somewhere in the conditions."""
    found: set[int] = set()
    for one in conditions:
        if isinstance(one, Holds):
            found.add(one.credentials)
        elif not isinstance(one, Months):
            found |= credential_sets(one.parts)
    return found


def union(sets: Iterable[int]) -> int:
    """The bit set of what is in any of the sets."""
    return reduce(or_, sets, 0)


@lru_cache(maxsize=65_536)
def bits(mask: int) -> tuple[int, ...]:
    """The numbers of the bits that are set, lowest first."""
    digits = f"{mask:b}"[::-1]
    found, at = [], digits.find("1")
    while at >= 0:
        found.append(at)
        at = digits.find("1", at + 1)
    return tuple(found)


def mentioned(conditions: Iterable[Condition]) -> tuple[set[int], int]:
    """The counters and the credentials (a bit set) that conditions speak of."""
    counters: set[int] = set()
    credentials = 0
    for one in conditions:
        if isinstance(one, Months):
            counters.add(one.counter)
        elif isinstance(one, Holds):
            credentials |= one.credentials
        else:
            more, others = mentioned(one.parts)
            counters |= more
            credentials |= others
    return counters, credentials
