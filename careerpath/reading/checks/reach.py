"""What nobody can ever have, whoever they are and however long they take."""

from __future__ import annotations

from collections.abc import Iterator

from careerpath.diagnostics import Diagnostic
from careerpath.model.graph import Graph
from careerpath.model.matching import Matcher
from careerpath.model.obtainable import Obtainable
from careerpath.reading.checks.walk import dotted, problem, requirements
from careerpath.reading.yaml_source import Node


def never_entered(graph: Graph, tree: Node) -> Iterator[Diagnostic]:
    """Roles that nobody can ever enter, those included that ask for months in themselves."""
    possible = Obtainable(graph)
    for name in graph.roles:
        if name not in possible.roles:
            yield problem(tree, ("roles", name), "role-never-entered", id=name)


def never_started(graph: Graph, tree: Node) -> Iterator[Diagnostic]:
    possible = Obtainable(graph)
    for name in graph.credentials:
        if name not in possible.credentials:
            yield problem(tree, ("credentials", name), "credential-never-started", id=name)


def never_satisfied(graph: Graph, tree: Node) -> Iterator[Diagnostic]:
    """Requirements that nothing in the graph satisfies: an error, or a warning where another of an `any` can."""
    possible = Obtainable(graph)
    for path, item in requirements(graph):
        if item.any is None and item.all is None and not possible.can_hold(item, dotted(path)):
            is_needed = "any" not in path and "prefers" not in path
            yield problem(tree, path, "requirement-never-satisfied", "error" if is_needed else "warning")


def executives_out_of_reach(graph: Graph, tree: Node) -> Iterator[Diagnostic]:
    """Executive roles to which no way leads from any role of the lowest level."""
    lowest = next(iter(graph.levels), None)
    entries = frozenset(name for name, role in graph.roles.items() if role.level == lowest)
    if not any(level.executive for level in graph.levels.values()):
        return
    possible = Obtainable(graph, Matcher(graph), held_roles=entries)
    for name in graph.roles:
        if graph.is_executive(name) and not (entries and name in possible.roles):
            yield problem(tree, ("roles", name), "executive-out-of-reach", id=name, level=lowest or "")
