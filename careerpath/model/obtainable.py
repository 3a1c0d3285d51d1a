"""What can be had at all, given any amount of time and money, and a tree of causes for what cannot.

Months can always be served and money always be earned, so a requirement is out of reach only where every role or credential
that it counts is. The sets grow from what needs nothing until they grow no more."""

from __future__ import annotations

from collections.abc import Callable

from careerpath.model.graph import Credential, Graph, Requirement, Role, SkillLevel, ids, kind_of
from careerpath.model.matching import Matcher
from careerpath.model.profile import Mode
from careerpath.model.result import Cause

MAX_DEPTH = 4  # of a tree of causes: deeper ones say nothing that a reader could use


def requirement_path(owner: str, index: int) -> str:
    return f"{owner}.requires[{index}]"


class Obtainable:
    """`roles` and `credentials` that can be had. `met` says which requirements and feeders the person satisfies already,
    by their paths; `avoided` roles are never entered; `modes` are those in which a study may be started."""

    def __init__(
        self,
        graph: Graph,
        matcher: Matcher | None = None,
        *,
        met: Callable[[str], bool] = lambda _: False,
        held_roles: frozenset[str] = frozenset(),
        held_credentials: frozenset[str] = frozenset(),
        avoided: frozenset[str] = frozenset(),
        modes: frozenset[Mode] = frozenset({"full_time", "part_time"}),
    ) -> None:
        self.graph = graph
        self.matcher = matcher or Matcher(graph)
        self.met = met
        self.avoided = avoided
        self.modes = modes
        self.roles = set(held_roles)
        self.credentials = set(held_credentials)
        while self._grow():
            pass

    def _grow(self) -> bool:
        """Adds what can be had with what is there, and with what was added just before."""
        before = len(self.roles) + len(self.credentials)
        for name, one in self.graph.credentials.items():
            if name not in self.credentials and self._can_study(name, one):
                self.credentials.add(name)
        for name, role in self.graph.roles.items():
            if name not in self.roles and self._can_enter(name, role):
                self.roles.add(name)
        return len(self.roles) + len(self.credentials) > before

    def _can_enter(self, name: str, role: Role) -> bool:
        return name not in self.avoided and self._is_fed(name, role) and self._qualifies(f"roles.{name}", role)

    def _can_study(self, name: str, one: Credential) -> bool:
        return self._is_offered(one) and self._qualifies(f"credentials.{name}", one)

    def _is_offered(self, one: Credential) -> bool:
        return any(getattr(one.months, mode) is not None for mode in self.modes)

    def _is_fed(self, name: str, role: Role) -> bool:
        if role.feeders is None:
            return True
        return any(feeder in self.roles or self.met(f"roles.{name}.from.{feeder}") for feeder in role.feeders)

    def _qualifies(self, owner: str, part: Role | Credential) -> bool:
        return all(self.can_hold(item, requirement_path(owner, index)) for index, item in enumerate(part.requires))

    def can_hold(self, item: Requirement, path: str) -> bool:
        """Whether the item holds or can come to hold."""
        if item.any is not None:
            return any(self.can_hold(one, f"{path}.any[{index}]") for index, one in enumerate(item.any))
        if item.all is not None:
            return all(self.can_hold(one, f"{path}.all[{index}]") for index, one in enumerate(item.all))
        return self._can_come(item) or self.met(path)

    def _can_come(self, item: Requirement) -> bool:
        if item.experience is not None:
            return item.experience.months == 0 or not self.roles.isdisjoint(self.matcher.roles(item.experience))
        if item.skill is not None:
            return all(self._can_learn(skill, level) for skill, level in item.skill.items())
        return not self.credentials.isdisjoint(self.counted_credentials(item))

    def counted_credentials(self, item: Requirement) -> frozenset[str]:
        """The credentials that satisfy an `education` or `credential` item."""
        if item.education is not None:
            return self.matcher.credentials(item.education)
        return frozenset(ids(item.credential))

    def _can_learn(self, skill: str, level: SkillLevel) -> bool:
        credentials, roles = self.matcher.teachers(skill, level)
        return not (self.credentials.isdisjoint(credentials) and self.roles.isdisjoint(roles))

    # Causes

    def why_not(self, role: str, seen: tuple[str, ...] = ()) -> Cause:
        """Why `role` cannot be entered. Call it only for a role that is not obtainable."""
        owner = f"roles.{role}"
        if owner in seen or len(seen) >= MAX_DEPTH:
            return Cause(reason="loop", subject=role)
        if role in self.avoided:
            return Cause(reason="avoided", subject=role)
        causes = [self._why_unfed(role, (*seen, owner))] if not self._is_fed(role, self.graph.roles[role]) else []
        causes += self._why_unqualified(owner, self.graph.roles[role], (*seen, owner))
        return Cause(reason="role", subject=role, causes=tuple(causes))

    def _why_unfed(self, role: str, seen: tuple[str, ...]) -> Cause:
        feeders = sorted(self.graph.roles[role].feeders or {})
        causes = tuple(self.why_not(feeder, seen) for feeder in feeders)
        return Cause(reason="requirement", requirement=f"roles.{role}.from", causes=causes)

    def _why_unqualified(self, owner: str, part: Role | Credential, seen: tuple[str, ...]) -> list[Cause]:
        paths = [(requirement_path(owner, index), item) for index, item in enumerate(part.requires)]
        return [self._why_unmet(item, path, seen) for path, item in paths if not self.can_hold(item, path)]

    def _why_unmet(self, item: Requirement, path: str, seen: tuple[str, ...]) -> Cause:
        kind = kind_of(item)
        if kind in ("any", "all"):
            parts = [(f"{path}.{kind}[{index}]", one) for index, one in enumerate(getattr(item, kind))]
            causes = [self._why_unmet(one, place, seen) for place, one in parts if not self.can_hold(one, place)]
        elif item.experience is not None:
            causes = [self.why_not(role, seen) for role in sorted(self.matcher.roles(item.experience))]
        elif item.skill is not None:
            causes = self._why_unlearnt(item.skill, seen)
        elif not self.modes:
            causes = [Cause(reason="study", subject="none")]
        else:
            causes = [self._why_not_studied(one, seen) for one in sorted(self.counted_credentials(item))]
        return Cause(reason="requirement", requirement=path, causes=tuple(causes))

    def _why_unlearnt(self, skills: dict[str, SkillLevel], seen: tuple[str, ...]) -> list[Cause]:
        missing = [(skill, level) for skill, level in skills.items() if not self._can_learn(skill, level)]
        teachers = [self.matcher.teachers(skill, level) for skill, level in missing]
        studies = [self._why_not_studied(one, seen) for credentials, _ in teachers for one in sorted(credentials)]
        return studies + [self.why_not(role, seen) for _, roles in teachers for role in sorted(roles)]

    def _why_not_studied(self, name: str, seen: tuple[str, ...]) -> Cause:
        owner = f"credentials.{name}"
        part = self.graph.credentials[name]
        if owner in seen or len(seen) >= MAX_DEPTH:
            return Cause(reason="loop", subject=name)
        if not self._is_offered(part):
            return Cause(reason="study", subject=name)
        return Cause(reason="credential", subject=name, causes=tuple(self._why_unqualified(owner, part, (*seen, owner))))
