"""Compiles a graph, a profile and a target into integers and bit sets: what the search reads, and only what can matter to
the target.

Roles and credentials are numbered in the order of their ids, so that the order of the file never shows. A *counter* adds up
months served in a set of roles; what the person served before month 0 is its start. A requirement becomes a *condition*:
`Months` (a counter has reached a figure), `Holds` (one of a set of credentials is held), `All`, `Either`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache, lru_cache, reduce
from operator import or_
from typing import NamedTuple

import msgspec

from careerpath.model.graph import Credential, Graph, Requirement, Role, SkillLevel
from careerpath.model.matching import Matcher
from careerpath.model.obtainable import Obtainable
from careerpath.model.profile import Profile
from careerpath.planning.person import Person, modes_of


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
Asked = dict[str, tuple[Condition, ...]]
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


class _Compiler:
    def __init__(self, graph: Graph, matcher: Matcher, profile: Profile, person: Person, possible: Obtainable) -> None:
        self.graph = graph
        self.matcher = matcher
        self.profile = profile
        self.person = person
        self.possible = possible
        self.role_ids = tuple(sorted(possible.roles))
        self.role_numbers = {name: number for number, name in enumerate(self.role_ids)}
        self.counters: dict[tuple[int, int], int] = {}
        self.skills: dict[tuple[str, SkillLevel], Condition] = {}
        self.atoms: dict[tuple[int, int], Condition] = {}
        self.sets: dict[frozenset[str], int] = {}
        self.uses: dict[int, tuple[int, int]] = {}
        self.masks: list[int] = []
        self.most: list[int] = []
        self.under_way = profile.studying.credential if profile.studying else None
        self.credential_ids = tuple(sorted(possible.credentials - person.held))
        self.credential_numbers = {name: number for number, name in enumerate(self.credential_ids)}

    # Conditions

    def of_role(self, name: str) -> tuple[Condition, ...]:
        role = self.graph.roles[name]
        items = [] if role.feeders is None else [self.either(self.served(one, least) for one, least in role.feeders.items())]
        return self.items(items, role)

    def of_study(self, name: str) -> tuple[Condition, ...]:
        return self.items([], self.graph.credentials[name])

    def items(self, first: list[Condition], part: Role | Credential) -> tuple[Condition, ...]:
        return flattened(self.all([*first, *(self.item(one) for one in part.requires)]))

    def item(self, item: Requirement) -> Condition:
        if item.any is not None:
            return self.either(self.item(one) for one in item.any)
        if item.all is not None:
            return self.all(self.item(one) for one in item.all)
        if item.experience is not None:
            roles = self.matcher.roles(item.experience)
            return self.months(roles, self.person.months(item.experience), item.experience.months)
        if item.skill is not None:
            return self.all(self.skill(skill, level) for skill, level in item.skill.items())
        return TRUE if self.person.has_degree(item) else self.holds(self.possible.counted_credentials(item))

    def skill(self, skill: str, level: SkillLevel) -> Condition:
        if (skill, level) not in self.skills:
            self.skills[skill, level] = self._learnt(skill, level)
        return self.skills[skill, level]

    def _learnt(self, skill: str, level: SkillLevel) -> Condition:
        if self.person.has_skill(skill, level):
            return TRUE
        credentials, roles = self.matcher.teachers(skill, level)
        return self.either([self.holds(credentials), *(self.served(role, least) for role, least in roles.items())])

    def served(self, role: str, least: int) -> Condition:
        return self.months(frozenset({role}), self.person.months_in(role), least)

    def months(self, roles: frozenset[str], start: int, least: int) -> Condition:
        if start >= least:
            return TRUE
        mask = self.sets.get(roles, -1)
        if mask < 0:
            mask = self.sets[roles] = sum(1 << self.role_numbers[role] for role in roles if role in self.role_numbers)
        if not mask:
            return FALSE
        counter = self.counters.setdefault((mask, start), len(self.counters))
        if counter == len(self.masks):
            self.masks.append(mask)
            self.most.append(0)
        self.most[counter] = max(self.most[counter], least)
        return self.atom(counter, least)

    def holds(self, credentials: Iterable[str]) -> Condition:
        mask = sum(1 << self.credential_numbers[one] for one in credentials if one in self.credential_numbers)
        return self.atom(-1, mask) if mask else FALSE

    def atom(self, counter: int, figure: int) -> Condition:
        """The same object wherever the same is asked for: months on a counter, or -1 and a set of credentials."""
        if (counter, figure) not in self.atoms:
            self.atoms[counter, figure] = Holds(figure) if counter < 0 else Months(counter, figure)
        return self.atoms[counter, figure]

    def leads_to(self, conditions: tuple[Condition, ...]) -> tuple[int, int]:
        """The roles and the credentials that may be of use for the conditions (bit sets)."""
        roles = studies = 0
        for one in conditions:
            if id(one) not in self.uses:  # the conditions are kept, so that no other takes its place
                counters, credentials = mentioned([one])
                self.uses[id(one)] = union(self.masks[counter] for counter in counters), credentials
            serving, credentials = self.uses[id(one)]
            roles, studies = roles | serving, studies | credentials
        return roles, studies

    def either(self, parts: Iterable[Condition]) -> Condition:
        kept = [one for part in parts for one in (part.parts if isinstance(part, Either) else (part,))]
        if TRUE in kept:
            return TRUE
        kept = self.easiest(kept)
        return kept[0] if len(kept) == 1 else Either(tuple(kept))

    def all(self, parts: Iterable[Condition]) -> Condition:
        kept = list(dict.fromkeys(one for part in parts for one in (part.parts if isinstance(part, All) else (part,))))
        if FALSE in kept:
            return FALSE
        return kept[0] if len(kept) == 1 else All(tuple(kept))

    def easiest(self, parts: list[Condition]) -> list[Condition]:
        """One `Holds` for all of them, and of the same counter only the lowest figure."""
        mask = 0
        least: dict[int, int] = {}
        others: dict[Condition, None] = {}
        for part in parts:
            if isinstance(part, Holds):
                mask |= part.credentials
            elif isinstance(part, Months):
                least[part.counter] = min(part.months, least.get(part.counter, part.months))
            else:
                others[part] = None
        holds = [self.atom(-1, mask)] if mask else []
        return [*holds, *(self.atom(counter, months) for counter, months in least.items()), *others]


def flattened(condition: Condition) -> tuple[Condition, ...]:
    return condition.parts if isinstance(condition, All) else (condition,)


def compile_problem(
    graph: Graph, matcher: Matcher, profile: Profile, person: Person, possible: Obtainable, others: Iterable[str] = ()
) -> Problem:
    """The problem of reaching `profile.target`, which must be obtainable. With `others` it holds what matters to any of them
    too, so that it can be `asked` for them."""
    maker = _Compiler(graph, matcher, profile, person, possible)
    target = profile.target or ""
    conditions, studies = _relevant(maker, target, [one for one in others if one in possible.roles])
    present = maker.role_numbers.get(profile.present_role or "", -1)
    under_way = profile.studying
    is_full_time = under_way is not None and under_way.mode == "full_time"
    counters = tuple(Counter(mask, start, maker.most[number]) for (mask, start), number in maker.counters.items())
    wanted = maker.role_numbers
    return _in_canonical_order(
        Problem(
            role_ids=maker.role_ids,
            credential_ids=maker.credential_ids,
            conditions=tuple(conditions.get(name, (FALSE,)) for name in maker.role_ids),
            study_conditions=tuple(studies.get(name, (FALSE,)) for name in maker.credential_ids),
            counters=counters,
            feeds=_feeds(counters, len(wanted)),
            stays=tuple(graph.stay_in(name) for name in maker.role_ids),
            studies=tuple(_study_data(graph.credentials[name], profile) for name in maker.credential_ids),
            can_enter=tuple(name in conditions and name not in profile.avoid for name in maker.role_ids),
            target=wanted[target],
            present=-1 if is_full_time else present,
            under_way=maker.credential_numbers.get(under_way.credential, -1) if under_way else -1,
            busy_until=under_way.months_left if under_way else 0,
            is_busy_full_time=is_full_time,
            budget=profile.budget if profile.budget is not None else float("inf"),
            deadline=profile.deadline if profile.deadline is not None else 10**9,
        )
    )


def _feeds(counters: tuple[Counter, ...], roles: int) -> tuple[tuple[int, ...], ...]:
    """For each role the counters that months in it count for."""
    found: list[list[int]] = [[] for _ in range(roles)]
    for number, counter in enumerate(counters):
        for role in bits(counter.roles):
            found[role].append(number)
    return tuple(map(tuple, found))


def _study_data(one: Credential, profile: Profile) -> StudyData:
    modes = modes_of(profile)
    full_time = one.months.full_time if "full_time" in modes else None
    part_time = one.months.part_time if "part_time" in modes else None
    return StudyData(full_time, part_time, one.cost)


def asked(problem: Problem, profile: Profile) -> Problem:
    """The same problem with the target, the budget and the deadline of `profile`."""
    return problem._replace(
        target=problem.role_ids.index(profile.target or ""),
        budget=profile.budget if profile.budget is not None else float("inf"),
        deadline=profile.deadline if profile.deadline is not None else 10**9,
    )


def _relevant(
    maker: _Compiler, target: str, others: list[str]
) -> tuple[dict[str, tuple[Condition, ...]], dict[str, tuple[Condition, ...]]]:
    """The conditions of the targets and of whatever they lead back to."""
    roles: Asked = {}
    studies: Asked = {}
    open_roles = [target, *maker.profile.via, *others]
    open_studies: list[str] = []
    seen_roles = seen_studies = 0
    while open_roles or open_studies:
        if open_roles:
            name = open_roles.pop()
            if name in roles:
                continue
            extra = _passed_through(maker) if name == target else []
            found = roles[name] = flattened(maker.all([*maker.of_role(name), *extra]))
        else:
            name = open_studies.pop()
            if name in studies:
                continue
            found = studies[name] = maker.of_study(name)
        serving, credentials = maker.leads_to(found)
        open_roles += [maker.role_ids[number] for number in bits(serving & ~seen_roles)]
        open_studies += [maker.credential_ids[number] for number in bits(credentials & ~seen_studies)]
        seen_roles, seen_studies = seen_roles | serving, seen_studies | credentials
    return roles, studies


def _in_canonical_order(problem: Problem) -> Problem:
    """The same problem, its counters numbered by what they count and its conditions sorted, whatever the order of the file."""
    order = sorted(range(len(problem.counters)), key=lambda number: problem.counters[number])
    numbers = {old: new for new, old in enumerate(order)}
    feeds = tuple(tuple(sorted(numbers[one] for one in fed)) for fed in problem.feeds)

    renumbered = problem._replace(counters=tuple(problem.counters[old] for old in order), feeds=feeds)
    return _without_superfluous(_with_the_first_alone(_with_each(renumbered, lambda one: _renumbered(one, numbers))))


def _with_each(problem: Problem, change: Callable[[Condition], Condition]) -> Problem:
    """The problem with every condition changed, one that several roles share but once; those of each in a fixed order."""
    done: dict[int, Condition] = {}
    ranks: dict[int, Rank] = {}

    def rank(one: Condition) -> Rank:
        if id(one) not in ranks:
            ranks[id(one)] = _rank(one)
        return ranks[id(one)]

    def changed(items: tuple[Condition, ...]) -> tuple[Condition, ...]:
        for one in items:
            if id(one) not in done:
                done[id(one)] = change(one)
        if all(done[id(one)] is one for one in items):
            return items
        return tuple(sorted({part: None for one in items for part in flattened(done[id(one)])}, key=rank))

    return problem._replace(
        conditions=tuple(map(changed, problem.conditions)), study_conditions=tuple(map(changed, problem.study_conditions))
    )


def _renumbered(condition: Condition, numbers: dict[int, int]) -> Condition:
    if isinstance(condition, Months):
        return Months(numbers[condition.counter], condition.months)
    if isinstance(condition, Holds):
        return condition
    parts = condition.parts
    months = sorted((numbers[one.counter], one.months) for one in parts if isinstance(one, Months))
    others = sorted((_renumbered(one, numbers) for one in parts if not isinstance(one, Months)), key=_rank)
    sets = sum(isinstance(one, Holds) for one in others)
    return type(condition)((*others[:sets], *(Months(*one) for one in months), *others[sets:]))


def _rank(condition: Condition) -> Rank:
    """Credentials first, then months by counter, then what is made of several."""
    if isinstance(condition, Holds):
        return 0, condition.credentials, 0, ()
    if isinstance(condition, Months):
        return 1, condition.counter, condition.months, ()
    return 2 + isinstance(condition, Either), len(condition.parts), 0, tuple(map(_rank, condition.parts))


def _with_the_first_alone(problem: Problem) -> Problem:
    """The same problem without credentials, in the sets of which one is to be held, that wait for another of the set: who holds
    such a one has met the condition before."""
    while (made := _with_each(problem, _reducing(problem))) != problem:
        problem = made
    return problem


def _reducing(problem: Problem) -> Callable[[Condition], Condition]:
    first = [
        [one.credentials for one in conditions if isinstance(one, Holds)] if number != problem.under_way else []
        for number, conditions in enumerate(problem.study_conditions)
    ]

    @cache
    def reduced(mask: int) -> int:
        return sum(1 << one for one in bits(mask) if not any(wanted & ~mask == 0 for wanted in first[one]))

    return lambda one: _with_sets(one, reduced)


def _without_superfluous(problem: Problem) -> Problem:
    """The same problem without credentials that are never needed."""
    kept = useful_credentials(problem, credential_sets(one for items in problem.conditions for one in items))
    return _with_each(problem, lambda one: _with_sets(one, lambda mask: mask & kept))


def useful_credentials(problem: Problem, asked: set[int]) -> int:
    """The credentials that may be needed where one of each of these sets is asked for (a bit set): not those that another
    replaces wherever they count, for as few months and as little money, with nothing more asked for."""
    sets = _sets_in_play(problem, asked)
    counts = {number: frozenset(index for index, one in enumerate(sets) if one >> number & 1) for number in bits(union(sets))}
    kept: list[int] = [problem.under_way] if problem.under_way in counts else []
    others = sorted(set(counts) - set(kept), key=lambda one: (-len(counts[one]), *_figures(problem, one), one))
    for number in others:
        if not any(_replaces(problem, other, number, counts[other], counts[number]) for other in kept[:] if other in others):
            kept.append(number)
    for number in others:
        if number in kept and _is_beyond(problem, number, counts, [one for one in kept if one in others and one != number]):
            kept.remove(number)
    return sum(1 << number for number in kept)


def _figures(problem: Problem, number: int) -> tuple[float, ...]:
    return problem.studies[number].cost, *_months_of(problem.studies[number]), len(problem.study_conditions[number])


def _replaces(problem: Problem, one: int, other: int, counts: frozenset[int], wanted: frozenset[int]) -> bool:
    """Whether study `one`, which counts in the sets `counts`, does for `other`, which is `wanted`."""
    asks = problem.study_conditions
    return wanted <= counts and set(asks[one]) <= set(asks[other]) and _is_no_worse(problem.studies[one], problem.studies[other])


def _is_beyond(problem: Problem, number: int, counts: dict[int, frozenset[int]], others: list[int]) -> bool:
    """Whether each credential that the study needs first has another in its place that does for both."""
    for condition in problem.study_conditions[number]:
        if not isinstance(condition, Holds) or _is_in(problem.under_way, condition.credentials):
            continue
        first = [one for one in others if condition.credentials >> one & 1]
        if first and all(
            any(_replaces(problem, other, one, counts[other], counts[one] | counts[number]) for other in others) for one in first
        ):
            return True
    return False


def _is_in(number: int, credentials: int) -> bool:
    """Whether the credential, -1 for none, is in the set."""
    return number >= 0 and bool(credentials >> number & 1)


def _sets_in_play(problem: Problem, asked: set[int]) -> list[int]:
    """These sets of credentials, and those that their studies speak of in turn."""
    sets, seen = set(asked), 0
    while fresh := [number for number in bits(union(sets)) if not seen >> number & 1]:
        for number in fresh:
            seen |= 1 << number
            sets |= credential_sets(problem.study_conditions[number])
    return sorted(sets)


def _is_no_worse(one: StudyData, other: StudyData) -> bool:
    return one.cost <= other.cost and all(mine <= theirs for mine, theirs in zip(_months_of(one), _months_of(other), strict=True))


def _months_of(study: StudyData) -> tuple[float, float]:
    full_time, part_time = study.full_time, study.part_time
    return (float("inf") if full_time is None else full_time, float("inf") if part_time is None else part_time)


def without(problem: Problem, roles: int, credentials: int) -> Problem:
    """The same problem where only these roles are entered and these credentials studied (bit sets)."""
    made = _with_each(problem, lambda one: _with_sets(one, lambda mask: mask & credentials))
    can_enter = (
        can and bool(roles >> role & 1) and FALSE not in made.conditions[role] for role, can in enumerate(problem.can_enter)
    )
    studies = (asks if credentials >> number & 1 else (FALSE,) for number, asks in enumerate(made.study_conditions))
    return made._replace(can_enter=tuple(can_enter), study_conditions=tuple(studies))


def _with_sets(condition: Condition, change: Callable[[int], int]) -> Condition:
    """The condition with its sets of credentials changed."""
    if isinstance(condition, Months):
        return condition
    if isinstance(condition, Holds):
        left = change(condition.credentials)
        return condition if left == condition.credentials else Holds(left) if left else FALSE
    parts = tuple(one if isinstance(one, Months) else _with_sets(one, change) for one in condition.parts)
    is_same = all(one is other for one, other in zip(parts, condition.parts, strict=True))
    return condition if is_same else _made_of(type(condition), parts)


def _made_of(kind: type[All | Either], parts: tuple[Condition, ...]) -> Condition:
    """All of the parts or either of them, without those that cannot hold."""
    if kind is All:
        return FALSE if FALSE in parts else All(parts)
    kept = tuple(one for one in parts if one != FALSE)
    return kept[0] if len(kept) == 1 else Either(kept)


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


def _passed_through(maker: _Compiler) -> list[Condition]:
    """`via`: a month or more in each of these roles from month 0 on; the role held at month 0 counts at once."""
    wanted = [role for role in maker.profile.via if role not in (maker.profile.present_role, maker.profile.target)]
    return [maker.months(frozenset({role}), 0, 1) for role in wanted]


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
