"""What a person satisfies by themselves at month 0, and what they can come to have."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from careerpath.model.graph import SKILL_LADDER, Experience, Graph, Requirement, SkillLevel, ids, item_at
from careerpath.model.matching import Matcher
from careerpath.model.obtainable import Obtainable
from careerpath.model.profile import Mode, Profile, Served


def modes_of(profile: Profile) -> frozenset[Mode]:
    """The modes in which a study may be started."""
    allowed: dict[str, frozenset[Mode]] = {
        "any": frozenset({"full_time", "part_time"}),
        "part_time": frozenset({"part_time"}),
        "full_time": frozenset({"full_time"}),
        "none": frozenset(),
    }
    return allowed[profile.study]


class Person:
    """What the profile satisfies by itself, at month 0."""

    def __init__(self, matcher: Matcher, profile: Profile) -> None:
        self.matcher = matcher
        self.profile = profile
        self.held = frozenset(one.credential for one in profile.education if one.credential is not None)
        self._functions = [matcher.wholes(stint.functions) for stint in profile.work]
        self._months_in = {role: self._covered_in(role) for role in {stint.role for stint in profile.work}}
        self._months_for: dict[tuple[object, ...], int] = {}

    def months(self, wanted: Experience) -> int:
        """Months served before month 0 that count: each calendar month once, jobs given by their months alone added."""
        key = (ids(wanted.function), wanted.level, ids(wanted.role))
        if key not in self._months_for:
            self._months_for[key] = self._counted(wanted)
        return self._months_for[key]

    def _counted(self, wanted: Experience) -> int:
        counted = [
            stint
            for stint, functions in zip(self.profile.work, self._functions, strict=True)
            if self.matcher.counts(wanted, role=stint.role, functions=functions, level=stint.level)
        ]
        return months_covered(counted)

    def has_degree(self, item: Requirement) -> bool:
        """Whether an `education` or `credential` item holds."""
        if item.education is None:
            return not self.held.isdisjoint(ids(item.credential))
        wanted = item.education
        return any(
            self.matcher.is_degree_enough(wanted, one.level, self.matcher.field_wholes(one.fields))
            for one in self.profile.education
        )

    def has_skill(self, skill: str, level: SkillLevel) -> bool:
        """Whether the skill is stated, taught by a credential held, or learnt in a role served."""
        stated = self.profile.skills.get(skill)
        if stated is not None and SKILL_LADDER.index(stated) >= SKILL_LADDER.index(level):
            return True
        credentials, roles = self.matcher.teachers(skill, level)
        return not self.held.isdisjoint(credentials) or any(self.months_in(role) >= least for role, least in roles.items())

    def months_in(self, role: str) -> int:
        return self._months_in.get(role, 0)

    def _covered_in(self, role: str | None) -> int:
        return months_covered([stint for stint in self.profile.work if stint.role == role])


def months_covered(stints: Sequence[Served]) -> int:
    """Calendar months that the stints cover, each once, and the months of those without dates."""
    spans = sorted((one.start, one.end) for one in stints if one.start is not None and one.end is not None)
    total = sum(one.months for one in stints if one.start is None)
    covered_to = -1
    for start, end in spans:
        total += max(0, end - max(start, covered_to))
        covered_to = max(covered_to, end)
    return total


def what_can_be_had(graph: Graph, matcher: Matcher, profile: Profile, person: Person) -> Obtainable:
    """What this person can come to have, given any amount of time and money."""
    under_way = {profile.studying.credential} if profile.studying else set()
    return Obtainable(
        graph,
        matcher,
        met=_met(graph, person),
        held_roles=frozenset({profile.present_role} - {None}),  # type: ignore[arg-type]
        held_credentials=person.held | under_way,
        avoided=frozenset(profile.avoid),
        modes=modes_of(profile),
    )


def _met(graph: Graph, person: Person) -> Callable[[str], bool]:
    """Which conditions hold at month 0, by path."""

    @cache
    def met(path: str) -> bool:
        owner, _, feeder = path.partition(".from.")
        if feeder:
            role = graph.roles[owner.removeprefix("roles.")]
            return person.months_in(feeder) >= (role.feeders or {})[feeder]
        return holds_now(item_at(graph, path), person)

    return met


def holds_now(item: Requirement, person: Person) -> bool:
    """Whether a requirement holds at month 0."""
    if item.any is not None:
        return any(holds_now(one, person) for one in item.any)
    if item.all is not None:
        return all(holds_now(one, person) for one in item.all)
    if item.experience is not None:
        return person.months(item.experience) >= item.experience.months
    if item.skill is not None:
        return all(person.has_skill(skill, level) for skill, level in item.skill.items())
    return person.has_degree(item)
