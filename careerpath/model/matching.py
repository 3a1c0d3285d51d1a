"""Which roles and credentials a requirement counts. Every reader of the requirement language asks here."""

from __future__ import annotations

from functools import cached_property, lru_cache
from itertools import chain

from careerpath.model.graph import (
    EDUCATION_LADDER,
    SKILL_LADDER,
    Education,
    Experience,
    Graph,
    SkillLevel,
    TaughtAt,
    ids,
    with_parents,
)


class Matcher:
    """Answers for one graph; each answer is worked out once."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.ranks = {level: rank for rank, level in enumerate(graph.levels)}
        self._fields = {name: self.field_wholes(ids(one.field)) for name, one in graph.credentials.items()}
        self.roles_for = lru_cache(maxsize=None)(self._roles_for)
        self.credentials_for = lru_cache(maxsize=None)(self._credentials_for)
        self.teachers = lru_cache(maxsize=None)(self._teachers)
        self._from_level_on = lru_cache(maxsize=None)(self._roles_from_level_on)

    @cached_property
    def _in_function(self) -> dict[str, set[str]]:
        """The roles in each function or a part of it."""
        found: dict[str, set[str]] = {}
        for name, role in self.graph.roles.items():
            for whole in self.wholes(ids(role.function)):
                found.setdefault(whole, set()).add(name)
        return found

    def _roles_from_level_on(self, level: str) -> frozenset[str]:
        lowest = self.ranks[level]
        return frozenset(name for name, role in self.graph.roles.items() if self.ranks.get(role.level, -1) >= lowest)

    @cached_property
    def _taught(self) -> dict[str, list[tuple[str, int]]]:
        """The credentials that teach each skill, and how far on the ladder."""
        found: dict[str, list[tuple[str, int]]] = {}
        for name, one in self.graph.credentials.items():
            for skill, level in one.teaches.items():
                found.setdefault(skill, []).append((name, SKILL_LADDER.index(level)))
        return found

    @cached_property
    def _teaching(self) -> dict[str, list[tuple[str, tuple[int | None, ...]]]]:
        """The roles that teach each skill, with the months that it takes for each rung of the ladder."""
        found: dict[str, list[tuple[str, tuple[int | None, ...]]]] = {}
        for name, role in self.graph.roles.items():
            for skill, taught in role.teaches.items():
                found.setdefault(skill, []).append((name, _months_to_each_level(taught)))
        return found

    def wholes(self, functions: tuple[str, ...]) -> frozenset[str]:
        """These functions and all that they are parts of."""
        return frozenset(whole for one in functions for whole in with_parents(one, self.graph.functions))

    def field_wholes(self, fields: tuple[str, ...]) -> frozenset[str]:
        return frozenset(whole for one in fields for whole in with_parents(one, self.graph.fields))

    def counts(self, wanted: Experience, *, role: str | None, functions: frozenset[str], level: str | None) -> bool:
        """Whether months in such a job count; `functions` with their wholes, `role` None for a job outside the graph."""
        if wanted.role is not None:
            return role in ids(wanted.role)
        if wanted.function is not None and functions.isdisjoint(ids(wanted.function)):
            return False
        return wanted.level is None or (level in self.ranks and self.ranks[level] >= self.ranks[wanted.level])

    def roles(self, wanted: Experience) -> frozenset[str]:
        """The roles of the graph in which months count."""
        return self.roles_for((ids(wanted.function), wanted.level, ids(wanted.role)))

    def _roles_for(self, key: tuple[tuple[str, ...], str | None, tuple[str, ...]]) -> frozenset[str]:
        functions, level, roles = key
        if roles:
            return frozenset(roles).intersection(self.graph.roles)
        found = self._from_level_on(level) if level is not None else frozenset(self.graph.roles)
        if not functions:
            return found
        return found.intersection(chain.from_iterable(self._in_function.get(one, ()) for one in functions))

    def is_degree_enough(self, wanted: Education, level: str | None, fields: frozenset[str]) -> bool:
        """Whether a degree of `level` in `fields` (with their wholes) is what is wanted."""
        if level is None or EDUCATION_LADDER.index(level) < EDUCATION_LADDER.index(wanted.level):
            return False
        return wanted.field is None or not fields.isdisjoint(ids(wanted.field))

    def credentials(self, wanted: Education) -> frozenset[str]:
        """The credentials of the graph that are such a degree."""
        return self.credentials_for((wanted.level, ids(wanted.field)))

    def _credentials_for(self, key: tuple[str, tuple[str, ...]]) -> frozenset[str]:
        enough, fields = EDUCATION_LADDER.index(key[0]), key[1]
        high = (name for name, rank in self._degrees.items() if rank >= enough)
        return frozenset(name for name in high if not fields or not self._fields[name].isdisjoint(fields))

    @cached_property
    def _degrees(self) -> dict[str, int]:
        """The credentials that are degrees, with their place on the ladder."""
        degrees = ((name, one.level) for name, one in self.graph.credentials.items())
        return {name: EDUCATION_LADDER.index(level) for name, level in degrees if level is not None}

    def _teachers(self, skill: str, level: SkillLevel) -> tuple[frozenset[str], dict[str, int]]:
        """Who teaches a skill at `level` or higher: the credentials, and the roles with the months that it takes there."""
        enough = SKILL_LADDER.index(level)
        credentials = frozenset(name for name, taught in self._taught.get(skill, ()) if taught >= enough)
        roles = ((name, months[enough]) for name, months in self._teaching.get(skill, ()))
        return credentials, {name: months for name, months in roles if months is not None}


def _months_to_each_level(taught: TaughtAt) -> tuple[int | None, ...]:
    """The months in a role after which the skill is had at each level or higher; None where the role does not teach that far."""
    found: list[int | None] = []
    least = None
    for level in reversed(SKILL_LADDER):
        months = getattr(taught, level)
        if months is not None and (least is None or months < least):
            least = months
        found.append(least)
    return tuple(reversed(found))
