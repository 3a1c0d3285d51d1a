"""Every requirement of a graph with its path."""

from __future__ import annotations

from collections.abc import Iterator

from careerpath.diagnostics import Diagnostic, Severity
from careerpath.model.graph import Graph, Requirement
from careerpath.reading.yaml_source import Node, Path_


def requirements(graph: Graph) -> Iterator[tuple[Path_, Requirement]]:
    """All items, nested ones too, those of `prefers` included."""
    for name, role in graph.roles.items():
        yield from within(("roles", name, "requires"), role.requires)
        yield from within(("roles", name, "prefers"), role.prefers)
    for name, credential in graph.credentials.items():
        yield from within(("credentials", name, "requires"), credential.requires)


def within(path: Path_, items: list[Requirement]) -> Iterator[tuple[Path_, Requirement]]:
    for index, item in enumerate(items):
        yield (*path, index), item
        yield from within((*path, index, "any"), item.any or [])
        yield from within((*path, index, "all"), item.all or [])


def dotted(path: Path_) -> str:
    """The path as messages and plans write it: `roles.a.requires[0].any[1]`."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).lstrip(".")


def problem(
    tree: Node, path: Path_, code: str, severity: Severity = "error", suggestion: str | None = None, **params: str
) -> Diagnostic:
    """A diagnostic at the place of `path`."""
    return Diagnostic(code=code, severity=severity, span=tree.find(path).span, params=params, suggestion=suggestion)
