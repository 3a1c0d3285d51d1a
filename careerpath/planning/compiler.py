"""Compiles a graph, a profile and a target into a `Problem`: only what can matter to the target."""

from __future__ import annotations

from collections.abc import Iterable

from careerpath.model.graph import Credential, Graph, Requirement, Role, SkillLevel
from careerpath.model.matching import Matcher
from careerpath.model.obtainable import Obtainable
from careerpath.model.profile import Profile
from careerpath.planning.canonical import in_canonical_order
from careerpath.planning.person import Person, modes_of
from careerpath.planning.problem import (
    FALSE,
    TRUE,
    All,
    Condition,
    Counter,
    Either,
    Holds,
    Months,
    Problem,
    StudyData,
    bits,
    flattened,
    mentioned,
    union,
)

Asked = dict[str, tuple[Condition, ...]]
"""What each role or study asks for, by id."""


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
        self.composed: dict[tuple[object, ...], Condition] = {}
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
        if any(one is TRUE for one in kept):
            return TRUE
        return self.made(Either, self.easiest(kept))

    def all(self, parts: Iterable[Condition]) -> Condition:
        kept = {id(one): one for part in parts for one in (part.parts if isinstance(part, All) else (part,))}
        return FALSE if id(FALSE) in kept else self.made(All, list(kept.values()))

    def made(self, kind: type[All | Either], parts: list[Condition]) -> Condition:
        """The same object for the same parts: what is the same is the same object, here as everywhere in the compiler."""
        if len(parts) < 2:
            return parts[0] if parts else TRUE if kind is All else FALSE
        key = kind, *map(id, parts)  # all are kept, so that no other takes the place of one
        if key not in self.composed:
            self.composed[key] = kind(tuple(parts))
        return self.composed[key]

    def easiest(self, parts: list[Condition]) -> list[Condition]:
        """One `Holds` for all of them, and of the same counter only the lowest figure."""
        mask = 0
        least: dict[int, int] = {}
        others: dict[int, Condition] = {}
        for part in parts:
            if isinstance(part, Holds):
                mask |= part.credentials
            elif isinstance(part, Months):
                least[part.counter] = min(part.months, least.get(part.counter, part.months))
            else:
                others[id(part)] = part
        holds = [self.atom(-1, mask)] if mask else []
        return [*holds, *(self.atom(counter, months) for counter, months in least.items()), *others.values()]


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
    return in_canonical_order(
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


def _relevant(maker: _Compiler, target: str, others: list[str]) -> tuple[Asked, Asked]:
    """What the targets ask for and whatever they lead back to: roles, and studies."""
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


def _passed_through(maker: _Compiler) -> list[Condition]:
    """`via`: a month or more in each of these roles from month 0 on; the role held at month 0 counts at once."""
    wanted = [role for role in maker.profile.via if role not in (maker.profile.present_role, maker.profile.target)]
    return [maker.months(frozenset({role}), 0, 1) for role in wanted]
