"""What a careful editor would mend: all of it warnings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from careerpath.diagnostics import Diagnostic
from careerpath.model.graph import Graph, Pay, all_words, ids, with_parents
from careerpath.model.names import fold
from careerpath.reading.checks.references import citations
from careerpath.reading.checks.walk import problem, requirements
from careerpath.reading.yaml_source import Node, Path_

LANGUAGES = ("en", "es")
TEXT_KEYS = ("title", "name", "summary", "text", "why")


def missing_translations(graph: Graph, tree: Node) -> Iterator[Diagnostic]:
    """Texts that lack one of the languages."""
    for section in ("levels", "functions", "fields", "skills", "credentials", "roles"):
        for name, part in getattr(graph, section).items():
            yield from _untranslated((section, name), part, tree)


def _untranslated(path: Path_, part: msgspec.Struct, tree: Node) -> Iterator[Diagnostic]:
    for key in TEXT_KEYS:
        text = getattr(part, key, None)
        missing = [one for one in LANGUAGES if not isinstance(text, dict) or not text.get(one)]
        if text is not None and missing:
            yield problem(tree, (*path, key), "missing-translation", "warning", languages=", ".join(missing))
    for key in ("requires", "prefers", "duties", "any", "all"):
        for index, child in enumerate(getattr(part, key, None) or ()):
            yield from _untranslated((*path, key, index), child, tree)


def figures_without_source(graph: Graph, tree: Node) -> Iterator[Diagnostic]:
    """Months, money and education that cite nothing, neither themselves nor what they stand in."""
    for path, item in requirements(graph):
        if "prefers" not in path and (item.experience or item.education) and not _is_cited(graph, path):
            yield problem(tree, path, "figure-without-source", "warning", figure="experience" if item.experience else "education")
    for name, role in graph.roles.items():
        if role.feeders and role.feeders_source is None and not role.sources:
            yield problem(tree, ("roles", name, "from"), "figure-without-source", "warning", figure="from")
        if role.pay is not None and role.pay != Pay() and role.pay.source is None:
            yield problem(tree, ("roles", name, "pay"), "figure-without-source", "warning", figure="pay")
    for name, one in graph.credentials.items():
        for figure, source in (("months", one.months_source), ("cost", one.cost_source)):
            if source is None and not one.sources and getattr(one, figure):
                yield problem(tree, ("credentials", name, figure), "figure-without-source", "warning", figure=figure)


def _is_cited(graph: Graph, path: Path_) -> bool:
    part: Any = graph
    for step in path:
        part = part[step] if isinstance(step, int) or isinstance(part, dict) else getattr(part, step)
        if getattr(part, "source", None) is not None or (getattr(part, "sources", None) and not isinstance(part, Graph)):
            return True
    return False


def unused_entries(graph: Graph, tree: Node) -> Iterator[Diagnostic]:
    """Entries that nothing refers to."""
    used = _used(graph)
    for section in ("sources", "levels", "functions", "fields", "skills"):
        for name in getattr(graph, section):
            if name not in used[section]:
                yield problem(tree, (section, name), "unused-entry", "warning", id=name, section=section)


def _used(graph: Graph) -> dict[str, set[str]]:
    used: dict[str, set[str]] = {section: set() for section in ("sources", "levels", "functions", "fields", "skills")}
    used["sources"] = {name for _, _, name in citations(graph)}
    for role in graph.roles.values():
        used["levels"].add(role.level)
        used["functions"].update(part for one in ids(role.function) for part in with_parents(one, graph.functions))
        used["skills"].update(role.teaches)
    for credential in graph.credentials.values():
        used["fields"].update(part for one in ids(credential.field) for part in with_parents(one, graph.fields))
        used["skills"].update(credential.teaches)
    for _, item in requirements(graph):
        used["skills"].update(item.skill or {})
        used["fields"].update(ids(item.education.field) if item.education else ())
        if item.experience is not None:
            used["functions"].update(ids(item.experience.function))
            used["levels"].update(ids(item.experience.level))
    return used


def shared_titles(graph: Graph, tree: Node) -> Iterator[Diagnostic]:
    """Titles that two roles share, so that neither can be named by it."""
    owners: dict[str, str] = {}
    for name in sorted(graph.roles):
        for title in dict.fromkeys(fold(one) for one in all_words(graph.roles[name].title)):
            first = owners.setdefault(title, name)
            if first != name:
                yield problem(tree, ("roles", name, "title"), "shared-title", "warning", title=title, other=first)
