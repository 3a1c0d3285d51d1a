"""What the way to a target can still ask of a person: the graph read backwards from the target, leaving out what holds."""

from __future__ import annotations

from collections.abc import Iterator

from careerpath.model.graph import SKILL_LADDER, Credential, Experience, Graph, Requirement, Role, SkillLevel, ids
from careerpath.model.matching import Matcher
from careerpath.model.profile import Profile, Served
from careerpath.planning.person import Person, holds_now, modes_of

Need = tuple[str, str] | frozenset[str]
"""A skill and its level, or credentials of which one is asked for."""


class Needs:
    """Whatever is not listed here changes no plan to the target. `credentials` are those of any use."""

    def __init__(self, graph: Graph, matcher: Matcher, profile: Profile) -> None:
        self.graph = graph
        self.matcher = matcher
        self.profile = profile
        self.person = Person(matcher, profile)
        self.months: list[Experience] = []
        self.needs: set[Need] = set()
        self.credentials: set[str] = set()
        self._roles: set[str] = set()
        self._read({profile.target or "", *profile.via})

    def _read(self, targets: set[str]) -> None:
        open_parts = [("role", name) for name in sorted(targets)]
        while open_parts:
            kind, name = open_parts.pop()
            known = self._roles if kind == "role" else self.credentials
            if name not in known:
                known.add(name)
                for item in self._asked_by(kind, name):
                    open_parts += self._taken_up(item)

    def _asked_by(self, kind: str, name: str) -> Iterator[Requirement]:
        """The innermost items that do not hold; none of what is never entered or started."""
        part: Role | Credential = self.graph.roles[name] if kind == "role" else self.graph.credentials[name]
        if isinstance(part, Role):
            if name in self.profile.avoid:
                return
            feeders = [Requirement(experience=Experience(months=least, role=one)) for one, least in (part.feeders or {}).items()]
            yield from self._unmet(Requirement(any=feeders)) if feeders else ()
        elif not any(getattr(part.months, mode) is not None for mode in modes_of(self.profile)):
            return
        for item in part.requires:
            yield from self._unmet(item)

    def _unmet(self, item: Requirement) -> Iterator[Requirement]:
        if holds_now(item, self.person):
            return
        parts = item.any or item.all
        if not parts:
            yield item
        for one in parts or ():
            yield from self._unmet(one)

    def _taken_up(self, item: Requirement) -> Iterator[tuple[str, str]]:
        """Notes the item, and gives the roles and credentials that serve it."""
        if item.experience is not None:
            self.months.append(item.experience)
            yield from (("role", one) for one in self.matcher.roles(item.experience))
        elif item.skill is not None:
            for skill, level in item.skill.items():
                if not self.person.has_skill(skill, level):
                    self.needs.add((skill, level))
                    credentials, roles = self.matcher.teachers(skill, level)
                    yield from (("credential", one) for one in credentials)
                    yield from (("role", one) for one in roles)
        else:
            counted = self.matcher.credentials(item.education) if item.education else frozenset(ids(item.credential))
            self.needs.add(counted)
            yield from (("credential", one) for one in counted)

    # What would serve

    def met_by_credential(self, name: str) -> frozenset[Need]:
        """The needs that holding a credential would meet."""
        return self.met_by_teaching({name}, self.graph.credentials[name].teaches)

    def met_by_skill(self, skill: str, level: SkillLevel) -> frozenset[Need]:
        return self.met_by_teaching(set(), {skill: level})

    def met_by_teaching(self, held: set[str], known: dict[str, SkillLevel]) -> frozenset[Need]:
        def is_met(need: Need) -> bool:
            if isinstance(need, frozenset):
                return not need.isdisjoint(held)
            skill, level = need
            return skill in known and SKILL_LADDER.index(known[skill]) >= SKILL_LADDER.index(level)

        return frozenset(one for one in self.needs if is_met(one))

    def is_served_by(self, job: Served) -> bool:
        """Whether months in a job count towards anything."""
        functions = self.matcher.wholes(job.functions)
        counted = any(self.matcher.counts(one, role=job.role, functions=functions, level=job.level) for one in self.months)
        teaches = self.graph.roles[job.role].teaches if job.role else {}
        return counted or any(isinstance(need, tuple) and need[0] in teaches for need in self.needs)
