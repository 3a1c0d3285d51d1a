"""Ids that nothing defines, cycles, and requirements that are not well formed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import msgspec

from careerpath.diagnostics import Diagnostic
from careerpath.model.graph import (
    REQUIREMENT_KINDS,
    Cited,
    Graph,
    Requirement,
    citation,
    ids,
)
from careerpath.model.names import nearest
from careerpath.reading.checks.walk import problem, requirements
from careerpath.reading.yaml_source import Node, Path_

Reference = tuple[Path_, str, str]
"""Where it stands, the section that must define it, the id."""


def unknown_ids(graph: Graph, tree: Node) -> Iterator[Diagnostic]:
    """References to ids of no entry; entries with faults of their own count as defined."""
    defined = {section: _defined(tree, section) for section in ("sources", "levels", "functions", "fields", "skills")}
    defined |= {section: _defined(tree, section) for section in ("credentials", "roles")}
    for path, section, name in chain(
        _of_roles(graph), _of_credentials(graph), _of_forests(graph), _of_items(graph), citations(graph)
    ):
        if name not in defined[section]:
            close = nearest(name, defined[section], 1)
            yield _at_value(tree, path, "unknown-id", close[0] if close else None, id=name, section=section)


def _at_value(tree: Node, path: Path_, code: str, suggestion: str | None = None, **params: str) -> Diagnostic:
    """At the value where the path's last step is a key such as `level`, at the key where the key is the id itself."""
    parent, value = tree, None
    for step in path[:-1]:
        parent = (parent.value[step] if isinstance(step, int) else parent.get(step)) or parent
    last = path[-1]
    if isinstance(last, str) and last != params.get("id"):
        value = parent.get(last)
    node = value if value is not None and not value.is_map else tree.find(path)
    if node.is_list:
        node = next((one for one in node.value if one.value == params.get("id")), node)
    return Diagnostic(code=code, span=node.span, params=params, suggestion=suggestion)


def _defined(tree: Node, section: str) -> list[str]:
    found = tree.get(section)
    return [name for name, _, _ in found.items()] if found else []


def _of_roles(graph: Graph) -> Iterator[Reference]:
    for name, role in graph.roles.items():
        path = ("roles", name)
        yield (*path, "level"), "levels", role.level
        yield from (((*path, "function"), "functions", one) for one in ids(role.function))
        yield from (((*path, "from", feeder), "roles", feeder) for feeder in role.feeders or {})
        yield from (((*path, "teaches", skill), "skills", skill) for skill in role.teaches)


def _of_credentials(graph: Graph) -> Iterator[Reference]:
    for name, one in graph.credentials.items():
        path = ("credentials", name)
        yield from (((*path, "field"), "fields", field) for field in ids(one.field))
        yield from (((*path, "teaches", skill), "skills", skill) for skill in one.teaches)


def _of_forests(graph: Graph) -> Iterator[Reference]:
    for name, function in graph.functions.items():
        if function.part_of:
            yield ("functions", name, "part_of"), "functions", function.part_of
    for name, field in graph.fields.items():
        if field.part_of:
            yield ("fields", name, "part_of"), "fields", field.part_of


def _of_items(graph: Graph) -> Iterator[Reference]:
    for path, item in requirements(graph):
        if item.education is not None:
            yield from (((*path, "education", "field"), "fields", one) for one in ids(item.education.field))
        if item.experience is not None:
            wanted = item.experience
            yield from (((*path, "experience", "function"), "functions", one) for one in ids(wanted.function))
            yield from (((*path, "experience", "role"), "roles", one) for one in ids(wanted.role))
            if wanted.level is not None:
                yield (*path, "experience", "level"), "levels", wanted.level
        yield from (((*path, "credential"), "credentials", one) for one in ids(item.credential))
        yield from (((*path, "skill", one), "skills", one) for one in item.skill or {})


def citations(graph: Graph) -> Iterator[Reference]:
    """Every source that anything cites."""
    for section in ("levels", "functions", "fields", "skills", "credentials", "roles"):
        for name, part in getattr(graph, section).items():
            yield from _cited_in((section, name), part)


def _cited_in(path: Path_, part: msgspec.Struct) -> Iterator[Reference]:
    for key in ("source", "months_source", "cost_source", "feeders_source"):
        value: Cited | None = getattr(part, key, None)
        if value is not None:
            shown = "from_source" if key == "feeders_source" else key
            place = (*path, shown) if isinstance(value, str) else (*path, shown, "ref")
            yield place, "sources", citation(value).ref
    for index, value in enumerate(getattr(part, "sources", ())):
        place = (*path, "sources", index) if isinstance(value, str) else (*path, "sources", index, "ref")
        yield place, "sources", citation(value).ref
    for key in ("requires", "prefers", "duties", "any", "all"):
        for index, child in enumerate(getattr(part, key, None) or ()):
            yield from _cited_in((*path, key, index), child)
    if getattr(part, "pay", None) is not None:
        yield from _cited_in((*path, "pay"), part.pay)  # type: ignore[attr-defined]


def part_of_cycles(graph: Graph, tree: Node) -> Iterator[Diagnostic]:
    """Functions and fields that are parts of themselves."""
    for section in ("functions", "fields"):
        forest = getattr(graph, section)
        for name in forest:
            chain_ = [name]
            while (entry := forest.get(chain_[-1])) is not None and entry.part_of and entry.part_of not in chain_:
                chain_.append(entry.part_of)
            if entry is not None and entry.part_of == name:
                circle = " → ".join([*chain_, name])
                yield _at_value(tree, (section, name, "part_of"), "part-of-cycle", id=name, circle=circle)


def requirement_shapes(graph: Graph, tree: Node) -> Iterator[Diagnostic]:
    """Items that are not exactly one requirement, and lists that hold nothing."""
    for path, item in requirements(graph):
        given = [kind for kind in REQUIREMENT_KINDS if getattr(item, kind) is not None]
        if len(given) != 1:
            yield problem(tree, path, "requirement-kind", found=", ".join(given) or "–", known=", ".join(REQUIREMENT_KINDS))
        yield from _empty_or_mixed(path, item, tree)
    for name, role in graph.roles.items():
        if role.feeders is not None and not role.feeders:
            yield problem(tree, ("roles", name, "from"), "empty-list", key="from")


def _empty_or_mixed(path: Path_, item: Requirement, tree: Node) -> Iterator[Diagnostic]:
    for key in ("any", "all", "skill", "credential"):
        value = getattr(item, key)
        if value is not None and not value:
            yield problem(tree, (*path, key), "empty-list", key=key)
    wanted = item.experience
    if wanted is not None and wanted.role is not None and (wanted.function is not None or wanted.level is not None):
        yield problem(tree, (*path, "experience", "role"), "experience-mixed")
    for owner, keys in ((item.education, ("field",)), (wanted, ("function", "role"))):
        for key in keys:
            if getattr(owner, key, None) == []:
                yield problem(tree, (*path, "education" if owner is item.education else "experience", key), "empty-list", key=key)


def credential_shapes(graph: Graph, tree: Node) -> Iterator[Diagnostic]:
    """Degrees without a level, other credentials with one, and studies of no length."""
    for name, one in graph.credentials.items():
        if one.kind == "degree" and one.level is None:
            yield problem(tree, ("credentials", name), "degree-without-level", id=name)
        if one.kind != "degree" and one.level is not None:
            yield problem(tree, ("credentials", name, "level"), "level-without-degree", id=name, kind=one.kind)
        if one.months.full_time is None and one.months.part_time is None:
            yield problem(tree, ("credentials", name, "months"), "study-without-months", id=name)
