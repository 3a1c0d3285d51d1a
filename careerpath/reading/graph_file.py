"""A graph's file, and those that it extends -> one CareerGraph with the place of everything in it."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

from careerpath.diagnostics import Diagnostic, Span, errors, in_order
from careerpath.model.graph import Graph
from careerpath.reading.decode import decode
from careerpath.reading.yaml_source import Node, Path_, read_file

BUILTIN = "builtin"
SECTIONS = ("sources", "levels", "functions", "fields", "skills", "credentials", "roles")


class LoadedGraph:
    """`graph` is None where the file has errors; `place` finds anything of it in its file."""

    def __init__(self, graph: Graph | None, tree: Node | None, diagnostics: list[Diagnostic]) -> None:
        self.graph = graph
        self.tree = tree
        self.diagnostics = in_order(diagnostics)

    def place(self, path: str) -> Span | None:
        """Where `roles.some-role.requires[0]` and the like stands."""
        return self.tree.find(steps_of(path)).span if self.tree else None


def steps_of(path: str) -> Path_:
    """`roles.a.requires[0].any[1]` as its steps."""
    return tuple(int(step[1:-1]) if step[0] == "[" else step for step in re.findall(r"\[\d+\]|[^.\[\]]+", path))


def builtin_path() -> Path:
    """The shipped graph: inside an installed package, or beside it in a checkout."""
    shipped = Path(str(files("careerpath").joinpath("data/roles.yaml")))
    return shipped if shipped.exists() else Path(str(files("careerpath"))).parent / "data" / "roles.yaml"


def load_graph(path: Path | None = None, *, checked: bool = True) -> LoadedGraph:
    """Reads a graph; None reads the shipped one. `checked` also asks the questions about the graph as a whole, which
    give warnings and the errors of `careerpath check`; without it only what makes the graph unusable is reported."""
    tree, problems = _read_merged(path or builtin_path(), "data/roles.yaml" if path is None else str(path), ())
    if tree is None or not tree.is_map:
        if tree is not None:
            problems.append(Diagnostic(code="wrong-type", span=tree.span, params={"expected": "map", "found": "text"}))
        return LoadedGraph(None, tree, problems)
    graph, shape = _decode_whole_or_sound_part(tree)
    problems += shape
    if graph is not None:
        from careerpath.reading.checks import reference_problems, whole_graph_problems

        problems += reference_problems(graph, tree)
        if checked and not errors(problems):
            problems += whole_graph_problems(graph, tree)
    usable = graph if not errors(problems) else None
    return LoadedGraph(usable, tree, problems)


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


def _read_merged(path: Path, shown: str, seen: tuple[Path, ...]) -> tuple[Node | None, list[Diagnostic]]:
    tree, problems = read_file(path, shown)
    base = tree.get("extends") if tree is not None else None
    if tree is None or base is None or not isinstance(base.value, str):
        return tree, problems
    target, code = _base_path(path, base.value, (*seen, path.resolve()))
    if target is None:
        params = {"file": base.value, "known": BUILTIN}
        return tree, [*problems, Diagnostic(code=code, span=base.span, params=params)]
    name = "data/roles.yaml" if base.value == BUILTIN else str(Path(shown).parent / base.value)
    under, more = _read_merged(target, name, (*seen, path.resolve()))
    return (merged(under, tree) if under is not None else tree), problems + more


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
