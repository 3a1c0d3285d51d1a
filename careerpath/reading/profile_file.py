"""A profile's file -> Profile: names resolved against the graph, dates turned into months."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from careerpath.diagnostics import Diagnostic, Severity, errors, in_order
from careerpath.model.graph import Credential, Graph, Ids, Role, ids, words
from careerpath.model.names import fold, names_of, nearest, nearest_roles
from careerpath.model.names import named as ids_named
from careerpath.model.profile import Degree, Held, Profile, ProfileFile, Served, Stint, Studying, month_number
from careerpath.reading.decode import decode
from careerpath.reading.yaml_source import Node, Path_, read_bytes, read_file

OPEN = (None, "", "present")
ROLES = (("work", "role"), ("preferences", "avoid"), ("preferences", "via"))
"""Where lists name roles."""


class LoadedProfile:
    """`profile` is None where the file has errors."""

    def __init__(self, profile: Profile | None, diagnostics: list[Diagnostic]) -> None:
        self.profile = profile
        self.diagnostics = in_order(diagnostics)


def load_profile(path: Path, graph: Graph, *, today: int, as_of: int | None = None) -> LoadedProfile:
    """Reads a profile. `today` stands in for a missing `as_of`; `as_of` overrides the file's; both count months since
    January of year 0."""
    return _loaded(*read_file(path), graph, today, as_of)


def load_profile_text(text: bytes, file: str, graph: Graph, *, today: int, as_of: int | None = None) -> LoadedProfile:
    """The same for text at hand; `file` is its name in messages."""
    return _loaded(*read_bytes(text, file), graph, today, as_of)


def _loaded(node: Node | None, problems: list[Diagnostic], graph: Graph, today: int, as_of: int | None) -> LoadedProfile:
    if node is None:
        return LoadedProfile(None, problems)
    _open_ends(node)
    stated, shape = decode(node, ProfileFile)
    problems = problems + shape
    resolver = _Resolver(graph, node)
    if stated is None:
        resolver.names()
        return LoadedProfile(None, problems + resolver.problems)
    profile = resolver.profile(stated, today, as_of)
    problems += resolver.problems
    return LoadedProfile(None if errors(problems) else profile, problems)


def _open_ends(node: Node) -> None:
    """`present` and an empty text mean what null means."""
    work = node.get("work")
    for stint in work.value if work is not None and work.is_list else ():
        end = stint.get("end")
        if end is not None and end.value in OPEN:
            end.value = None


class _Resolver:
    def __init__(self, graph: Graph, node: Node) -> None:
        self.graph = graph
        self.node = node
        self.problems: list[Diagnostic] = []

    def report(
        self, code: str, path: Path_, *, severity: Severity = "error", suggestion: str | None = None, **params: str
    ) -> None:
        node: Node = self.node
        for step in path:
            found = node.value[step] if isinstance(step, int) else node.get(step)
            if found is None:
                break
            node = found
        self.problems.append(Diagnostic(code=code, severity=severity, span=node.span, params=params, suggestion=suggestion))

    def profile(self, stated: ProfileFile, today: int, as_of: int | None) -> Profile:
        now = as_of if as_of is not None else _number(stated.as_of, today)
        wishes = stated.preferences
        wished = ("preferences",)
        return Profile(
            as_of=now,
            name=stated.name,
            target=self.role(stated.target, ("target",)) if stated.target else None,
            work=self.work(stated.work, now),
            education=tuple(self.degree(one, ("education", index)) for index, one in enumerate(stated.education)),
            skills={self.skill(name): level for name, level in stated.skills.items()},
            studying=self.studying(stated.studying),
            study=wishes.study,
            budget=wishes.budget,
            avoid=self.roles(wishes.avoid, (*wished, "avoid")),
            via=self.roles(wishes.via, (*wished, "via")),
            prefer=wishes.prefer,
            deadline=_number(wishes.deadline, now) - now if wishes.deadline is not None else None,
            language=self.language(stated.language),
        )

    def language(self, stated: str | None) -> str | None:
        if stated is not None and stated not in ("en", "es"):
            self.report("bad-choice", ("language",), value=stated, known="en, es")
        return stated

    # Work

    def work(self, stints: list[Stint], now: int) -> tuple[Served, ...]:
        served = [self.stint(one, ("work", index), now) for index, one in enumerate(stints)]
        current = [index for index, one in enumerate(served) if one.is_current]
        return tuple(
            one if not one.is_current or index == current[-1] else msgspec.structs.replace(one, is_current=False)
            for index, one in enumerate(served)
        )

    def stint(self, one: Stint, path: Path_, now: int) -> Served:
        role = self.role(one.role, (*path, "role")) if one.role is not None else None
        if one.role is None and one.title is None:
            self.report("stint-without-role", path)
        start, end, months = self.length(one, path, now)
        known = self.graph.roles.get(role or "")
        return Served(
            role=role,
            title=words(known.title, "en") if known else one.title or one.role or "",
            functions=ids(known.function) if known else self.known(one.function, "functions", (*path, "function")),
            level=known.level if known else self.level(one.level, path),
            months=months,
            start=start,
            end=end,
            is_current=one.months is None and one.end is None and one.start is not None,
        )

    def length(self, one: Stint, path: Path_, now: int) -> tuple[int | None, int | None, int]:
        if one.months is not None:
            if one.start is not None or one.end is not None:
                self.report("months-and-dates", (*path, "months"))
            return None, None, one.months
        if one.start is None:
            self.report("stint-without-length", path)
            return None, None, 0
        start, end = _number(one.start, now), _number(one.end, now)
        for key, date in (("start", start), ("end", end)):
            if date > now:
                self.report("date-in-future", (*path, key), date=_shown(getattr(one, key)), as_of=_month(now))
        if end < start <= now:
            self.report("end-before-start", (*path, "end"), start=_shown(one.start), end=_shown(one.end))
        return start, end, max(0, end - start)

    def level(self, level: str | None, path: Path_) -> str | None:
        if level is not None and level not in self.graph.levels:
            close = nearest(level, self.graph.levels, 1)
            self.report("unknown-id", (*path, "level"), suggestion=close[0] if close else None, id=level, section="levels")
            return None
        return level

    def known(self, names: Ids | None, section: str, path: Path_) -> tuple[str, ...]:
        """Functions or fields; those that the graph lacks are kept, with a warning."""
        for name in ids(names):
            if name not in getattr(self.graph, section):
                close = nearest(name, getattr(self.graph, section), 1)
                suggestion = close[0] if close else None
                self.report("outside-graph", path, severity="warning", suggestion=suggestion, id=name, section=section)
        return ids(names)

    # Names

    def names(self) -> None:
        """Looks up the names in a file that cannot be read as a whole, so that all its problems come in one run."""
        for path in (("target",), *(one for keys in ROLES for one in self.paths(*keys))):
            if isinstance(query := self.value(path), str):
                self.role(query, path)
        for path in (("studying", "credential"), *self.paths("education", "credential")):
            if isinstance(query := self.value(path), str):
                self.credential(query, path)
        skills = self.node.get("skills")
        for name, _, _ in skills.items() if skills is not None else ():
            self.skill(name)

    def paths(self, *keys: str) -> list[Path_]:
        """Where a key stands in each item of a list, or the items of a list that a key holds."""
        held, inner = self.value(keys[:1]), self.value(keys)
        if isinstance(inner, list):
            return [(*keys, index) for index in range(len(inner))]
        return [(keys[0], index, keys[1]) for index in range(len(held))] if isinstance(held, list) else []

    def value(self, path: Path_) -> object:
        """What stands there, None where nothing does."""
        node: Node | None = self.node
        for step in path:
            if isinstance(step, int):
                node = node.value[step] if node is not None and node.is_list else None
            else:
                node = node.get(step) if node is not None else None
        return node.value if node is not None else None

    def role(self, query: str, path: Path_) -> str | None:
        found = ids_named(query, self.graph.roles)
        if len(found) == 1:
            return found[0]
        if found:
            self.report("ambiguous-role", path, value=query, found=", ".join(found))
        else:
            close = nearest_roles(query, self.graph, 3)
            self.report("unknown-role", path, suggestion=", ".join(close) or None, value=query)
        return None

    def roles(self, queries: list[str], path: Path_) -> tuple[str, ...]:
        found = [self.role(query, (*path, index)) for index, query in enumerate(queries)]
        return tuple(sorted({role for role in found if role is not None}))

    def credential(self, query: str, path: Path_) -> str | None:
        found = ids_named(query, self.graph.credentials)
        if len(found) == 1:
            return found[0]
        owners: dict[str, Role | Credential] = {name: one for name, one in self.graph.credentials.items()}
        options = {text: name for name, one in owners.items() for text in (name, *names_of(one))}
        close = tuple(dict.fromkeys(options[one] for one in nearest(query, options)))
        code = "ambiguous-credential" if found else "unknown-credential"
        self.report(code, path, suggestion=", ".join(close) or None, value=query, found=", ".join(found))
        return None

    def skill(self, query: str) -> str:
        wanted = fold(query)
        for name, one in self.graph.skills.items():
            texts: Any = (one.name,) if isinstance(one.name, str) else one.name.values()
            if query == name or wanted in (fold(name), *map(fold, texts)):
                return name
        close = nearest(query, self.graph.skills, 1)
        path = ("skills", query)
        self.report("unknown-id", path, suggestion=close[0] if close else None, id=query, section="skills")
        return query

    # Education

    def degree(self, one: Degree, path: Path_) -> Held:
        if one.credential is not None:
            name = self.credential(one.credential, (*path, "credential"))
            known = self.graph.credentials.get(name or "")
            fields = ids(known.field) if known else ()
            title = words(known.name, "en") if known else one.credential
            return Held(credential=name, title=title, level=known.level if known else None, fields=fields)
        if one.level is None:
            self.report("degree-without-level-or-credential", path)
        fields = self.known(one.field, "fields", (*path, "field"))
        return Held(credential=None, title=one.title or "", level=one.level, fields=fields)

    def studying(self, one: Studying | None) -> Studying | None:
        if one is None:
            return None
        name = self.credential(one.credential, ("studying", "credential"))
        return msgspec.structs.replace(one, credential=name or one.credential)


def _number(date: str | int | None, default: int) -> int:
    return default if date is None else month_number(_shown(date))


def _shown(date: str | int | None) -> str:
    return f"{date:04d}" if isinstance(date, int) else str(date or "")


def _month(number: int) -> str:
    from careerpath.model.profile import month_date

    return month_date(number)
