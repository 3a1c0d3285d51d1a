"""A graph's file, and those that it extends -> one CareerGraph with the place of everything in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path

from careerpath.diagnostics import Diagnostic, Span, errors, in_order
from careerpath.model.graph import Graph
from careerpath.reading.cache import digest_of, keep, recall
from careerpath.reading.decode import decode
from careerpath.reading.yaml_source import Node, Path_, read_file

BUILTIN = "builtin"
SHOWN = 8
"""Entries that a message names before it only counts them."""
SECTIONS = ("sources", "levels", "functions", "fields", "skills", "credentials", "roles")


class LoadedGraph:
    """`graph` is None where the file has errors; `place` finds anything of it in its file. `read` gives the tree, which a graph
    from the cache reads only when a place is asked for."""

    def __init__(self, graph: Graph | None, read: Callable[[], Node | None], diagnostics: list[Diagnostic]) -> None:
        self.graph = graph
        self.read = read
        self.diagnostics = in_order(diagnostics)

    @cached_property
    def tree(self) -> Node | None:
        return self.read()

    def place(self, path: str) -> Span | None:
        """Where `roles.some-role.requires[0]` and the like stands."""
        return self.tree.find(steps_of(path)).span if self.tree else None


def steps_of(path: str) -> Path_:
    """`roles.a.requires[0].any[1]` as its steps."""
    return tuple(int(step[1:-1]) if step[0] == "[" else step for step in re.findall(r"\[\d+\]|[^.\[\]]+", path))


def builtin_path() -> Path:
    """The shipped graph: inside an installed package, or beside it in a checkout."""
    package = Path(__file__).parent.parent
    shipped = package / "data" / "roles.yaml"
    return shipped if shipped.exists() else package.parent / "data" / "roles.yaml"


def load_graph(path: Path | None = None, *, checked: bool = True) -> LoadedGraph:
    """Reads a graph; None reads the shipped one. `checked` also asks the questions about the graph as a whole, which
    give warnings and the errors of `careerpath check`; without it only what makes the graph unusable is reported."""
    top, shown = (builtin_path(), "data/roles.yaml") if path is None else (path, str(path))
    if not checked:
        kept = recall(top)
        if kept is not None:
            return LoadedGraph(kept, lambda: _read_merged(top, shown, (), {})[0], [])
    files: dict[str, str] = {}
    tree, problems = _read_merged(top, shown, (), files)
    if tree is None or not tree.is_map:
        if tree is not None:
            problems.append(Diagnostic(code="wrong-type", span=tree.span, params={"expected": "map", "found": "text"}))
        return LoadedGraph(None, lambda: tree, problems)
    graph, problems = _sound(tree, problems, checked=checked)
    if graph is not None and not checked:
        keep(top, files, graph)
    return LoadedGraph(graph, lambda: tree, problems)


def _sound(tree: Node, problems: list[Diagnostic], *, checked: bool) -> tuple[Graph | None, list[Diagnostic]]:
    """The graph, None where it has errors, and all the problems."""
    graph, shape = _decode_whole_or_sound_part(tree)
    problems = problems + shape
    if graph is not None:
        from careerpath.reading.checks import reference_problems, whole_graph_problems

        problems += reference_problems(graph, tree)
        if checked and not errors(problems):
            problems += whole_graph_problems(graph, tree)
    if not checked:
        problems = errors(problems)
    return (None if errors(problems) else graph), problems


def _decode_whole_or_sound_part(tree: Node) -> tuple[Graph | None, list[Diagnostic]]:
    """The graph; where entries are unsound, what is left without them, so that the rest is still checked."""
    _wrap_duties(tree)
    graph, shape = decode(tree, Graph)
    if graph is not None:
        return graph, []
    broken = [(one.span.file, one.span.line, one.span.column) for one in shape]
    sound = _without(tree, broken)
    return (decode(sound, Graph)[0] if sound else None), shape


def _wrap_duties(tree: Node) -> None:
    """A duty may be written as its text alone."""
    roles = tree.get("roles")
    for _, _, role in roles.items() if roles else ():
        duties = role.get("duties")
        for index, duty in enumerate(duties.value if duties and duties.is_list else ()):
            if not (duty.is_map and "text" in duty.value):
                duties.value[index] = _map_at(duty, {"text": (duty, duty)})  # type: ignore[union-attr]


def _map_at(node: Node, value: dict[str, tuple[Node, Node]]) -> Node:
    made = Node.__new__(Node)
    made.source, made.line, made.column, made.width, made.size = node.source, node.line, node.column, node.width, node.size
    made.value = value
    return made


def _without(tree: Node, broken: list[tuple[str, int, int]]) -> Node | None:
    """The tree without the entries of the sections in which a problem lies."""
    places = set(broken)
    kept = dict(tree.value)
    for section in SECTIONS:
        found = tree.get(section)
        if found is not None and found.is_map:
            entries = {name: pair for name, pair in found.value.items() if places.isdisjoint(_places(pair[1]) | _places(pair[0]))}
            kept[section] = (tree.key(section), _map_at(found, entries))
    return _map_at(tree, kept)


def _places(node: Node) -> set[tuple[str, int, int]]:
    found = {(node.source.file, node.line + 1, node.column + 1)}
    children = node.value if node.is_list else [one for pair in node.value.values() for one in pair] if node.is_map else []
    for child in children:
        found |= _places(child)
    return found


# Several files


def _read_merged(path: Path, shown: str, seen: tuple[Path, ...], files: dict[str, str]) -> tuple[Node | None, list[Diagnostic]]:
    """The tree of the file laid on those that it extends; each file is added to `files` with its digest."""
    files[str(path.resolve())] = digest_of(path)
    tree, problems = read_file(path, shown)
    extends = tree.get("extends") if tree is not None else None
    if tree is None or extends is None:
        return tree, problems
    under: Node | None = None
    for base in extends.value if extends.is_list else [extends]:
        found, more = _read_base(path, shown, base, (*seen, path.resolve()), files)
        problems += more
        under = merged(under, found) if under is not None and found is not None else found or under
    if under is None:
        return tree, problems
    return merged(under, tree), [*problems, *_foreign_figures(under, tree)]


def _read_base(
    path: Path, shown: str, base: Node, seen: tuple[Path, ...], files: dict[str, str]
) -> tuple[Node | None, list[Diagnostic]]:
    if not isinstance(base.value, str):
        return None, []
    target, code = _base_path(path, base.value, seen)
    if target is None:
        return None, [Diagnostic(code=code, span=base.span, params={"file": base.value, "known": BUILTIN})]
    name = "data/roles.yaml" if base.value == BUILTIN else str(Path(shown).parent / base.value)
    return _read_merged(target, name, seen, files)


def _foreign_figures(base: Node, over: Node) -> Iterator[Diagnostic]:
    """Another currency converts nothing: pay and costs that `over` does not give anew stay in the money of `base`."""
    before, now = base.get("currency"), over.get("currency")
    if before is None or now is None or before.value == now.value:
        return
    figures = [("roles", name, "pay") for name in _names(base, "roles")]
    figures += [("credentials", name, "cost") for name in _names(base, "credentials")]
    foreign = [".".join(path) for path in figures if _figure(base, path) and not _is_given(over, path)]
    if foreign:
        shown = ", ".join(foreign[:SHOWN]) + (", …" if len(foreign) > SHOWN else "")
        params = {"count": str(len(foreign)), "shown": shown, "currency": str(now.value)}
        yield Diagnostic(code="foreign-figures", severity="warning", span=now.span, params=params)


def _names(tree: Node, section: str) -> list[str]:
    found = tree.get(section)
    return [name for name, _, _ in found.items()] if found is not None else []


def _figure(tree: Node, path: tuple[str, ...]) -> object:
    """The value at `path`; None where there is none."""
    node: Node | None = tree
    for step in path:
        node = node.get(step) if node is not None else None
    return node.value if node is not None else None


def _is_given(tree: Node, path: tuple[str, ...]) -> bool:
    """Whether the tree has a say in what stands at `path`, be it that it is removed."""
    entry = tree.get(path[0])
    part = entry.get(path[1]) if entry is not None else None
    return part is not None and (part.value is None or part.get(path[2]) is not None)


def _base_path(path: Path, base: str, seen: tuple[Path, ...]) -> tuple[Path | None, str]:
    if base == BUILTIN:
        target = builtin_path().resolve()
        return (None, "extends-cycle") if target in seen else (target, "")
    folder = path.parent.resolve()
    try:
        target = (folder / base).resolve()
        if Path(base).is_absolute() or not target.is_relative_to(folder):
            return None, "extends-outside"
        if target in seen:
            return None, "extends-cycle"
        return (target, "") if target.is_file() else (None, "extends-missing")
    except (OSError, ValueError, RuntimeError):
        return None, "extends-missing"


def merged(base: Node, over: Node) -> Node:
    """`over` laid on `base`: maps merge by key, null removes an entry, all else replaces it."""
    if not (base.is_map and over.is_map):
        return over
    entries = {name: pair for name, pair in base.value.items() if name != "extends"}
    for name, (key, value) in over.value.items():
        if value.value is None and name in entries:
            del entries[name]
        else:
            entries[name] = (key, merged(entries[name][1], value)) if name in entries else (key, value)
    return _map_at(over, entries)
