"""YAML text -> located nodes. The one module that imports yaml; refuses hostile input before it costs memory or time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from careerpath.diagnostics import Diagnostic, Span

MAX_BYTES = 16 * 1024 * 1024
MAX_DEPTH = 64
MAX_NODES = 400_000  # with every alias written out; the shipped graph has about 30,000
MAX_DIGITS = 15
EXCERPT = 160  # characters of a source line that are shown around a problem

Value = str | int | float | bool | None
Path_ = tuple[str | int, ...]

_INT = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+\.[0-9]*|[0-9]+(?=[eE]))([eE][-+]?[0-9]+)?")
_WORDS: dict[str, Value] = {"": None, "~": None, "null": None, "Null": None, "NULL": None}
_WORDS |= {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_PAIR = re.compile(r"(?<!\\)((?:\\\\)*)\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})", re.IGNORECASE)
"""How JSON escapes a character beyond U+FFFF, such as an emoji."""
_LOADER: Any = getattr(yaml, "CLoader", yaml.Loader)  # used for its events alone: nothing is constructed


class Source:
    """A file's name as shown to the user, and its text."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text
        self._lines: list[str] | None = None

    def span(self, line: int, column: int, width: int = 1) -> Span:
        """`line` and `column` count from 0, as the parser does."""
        if self._lines is None:
            self._lines = self.text.splitlines()
        text = self._lines[line] if line < len(self._lines) else ""
        if len(text) > EXCERPT:
            text = text[:EXCERPT] if column < EXCERPT else ""
        return Span(self.file, line + 1, column + 1, max(1, width), text)


class Node:
    """A value and its place. `value` is a scalar, a list of nodes, or a dict of (key node, value node)."""

    __slots__ = ("column", "line", "size", "source", "value", "width")

    def __init__(self, source: Source, mark: Any, end: Any, value: Any) -> None:
        self.source = source
        self.line: int = mark.line
        self.column: int = mark.column
        self.width: int = end.column - mark.column if end is not None and end.line == mark.line else 1
        self.value = value
        self.size = 1

    @property
    def span(self) -> Span:
        return self.source.span(self.line, self.column, self.width)

    @property
    def is_map(self) -> bool:
        return isinstance(self.value, dict)

    @property
    def is_list(self) -> bool:
        return isinstance(self.value, list)

    def get(self, key: str) -> Node | None:
        """The value under `key` of a map."""
        found = self.value.get(key) if self.is_map else None
        return found[1] if found else None

    def key(self, key: str) -> Node:
        """The node of the key itself, for problems that concern an entry as a whole."""
        node: Node = self.value[key][0]
        return node

    def items(self) -> Iterator[tuple[str, Node, Node]]:
        """The entries of a map, without the user's own `x-` notes: name, key node, value node."""
        if self.is_map:
            for name, (key, value) in self.value.items():
                if not name.startswith("x-"):
                    yield name, key, value

    def find(self, path: Path_) -> Node:
        """The node at `path`, a map's entry at its key; the nearest one above where the path leads on to nothing."""
        node, shown = self, self
        for step in path:
            if isinstance(step, int) and node.is_list and step < len(node.value):
                node = shown = node.value[step]
            elif isinstance(step, str) and node.is_map and step in node.value:
                shown, node = node.value[step]
            else:
                break
        return shown

    def plain(self) -> Any:
        """The value as plain Python, the user's own `x-` notes left out."""
        if self.is_map:
            return {name: value.plain() for name, _, value in self.items()}
        if self.is_list:
            return [item.plain() for item in self.value]
        return self.value


class Refused(Exception):
    """Reading stops here: what follows could not be trusted, or would cost too much."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.code)
        self.diagnostic = diagnostic


def read_file(path: Path, shown: str | None = None) -> tuple[Node | None, list[Diagnostic]]:
    """Reads one YAML or JSON file; `shown` is its name in messages. None where it cannot be read as one document."""
    file = shown or str(path)
    try:
        if not path.is_file():
            code = "file-missing" if not path.exists() else "not-a-file"
            return None, [_problem(Source(file, ""), code, 0, 0, file=file)]
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return None, [_problem(Source(file, ""), "file-unreadable", 0, 0, file=file, reason=reason)]
    return read_bytes(data, file)


def read_bytes(data: bytes, file: str) -> tuple[Node | None, list[Diagnostic]]:
    """Reads the bytes of one YAML or JSON document."""
    try:
        source = Source(file, _decode(data, file))
        builder = _Builder(source)
        return builder.document(), builder.problems
    except Refused as refused:
        return None, [refused.diagnostic]


def _decode(data: bytes, file: str) -> str:
    if len(data) > MAX_BYTES:
        raise Refused(_problem(Source(file, ""), "file-too-large", 0, 0, limit="16 MiB"))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig", "replace")
        raise Refused(_at_offset(Source(file, before), len(before), "not-utf8", byte=f"0x{data[error.start]:02x}")) from None
    found = _CONTROL.search(text)
    if found:
        code = f"U+{ord(found.group()):04X}"
        raise Refused(_at_offset(Source(file, text), found.start(), "control-character", character=code))
    return text


def _at_offset(source: Source, offset: int, code: str, **params: str) -> Diagnostic:
    line = source.text.count("\n", 0, offset)
    return _problem(source, code, line, offset - (source.text.rfind("\n", 0, offset) + 1), **params)


def _problem(source: Source, code: str, line: int, column: int, **params: str) -> Diagnostic:
    return Diagnostic(code=code, span=source.span(line, column), params=params)


def _as_yaml(text: str) -> str:
    """JSON with the escapes that YAML has; places after one on its line are two to the left."""
    return _PAIR.sub(_one_escape, text) if text.lstrip()[:1] in ("{", "[") else text


def _one_escape(pair: re.Match[str]) -> str:
    before, high, low = pair.groups()
    return f"{before}\\U{0x10000 + ((int(high, 16) & 0x3FF) << 10) + (int(low, 16) & 0x3FF):08x}"


class _Builder:
    """Builds nodes from the parser's events; keeps going past duplicate keys, merge keys and tags."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.problems: list[Diagnostic] = []
        self.anchors: dict[str, Node] = {}
        self.nodes = 0
        self.events = iter(yaml.parse(_as_yaml(source.text), Loader=_LOADER))

    def document(self) -> Node | None:
        try:
            return self._document()
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line, column = (mark.line, mark.column) if mark else (0, 0)
            reason = (error.problem or "").replace("\n", " ")
            if "depth" in reason:  # the parser reads ahead, and has a limit of its own
                raise Refused(_problem(self.source, "too-deep", line, column, limit=str(MAX_DEPTH))) from None
            raise Refused(_problem(self.source, "yaml-syntax", line, column, reason=reason)) from None
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            raise Refused(_problem(self.source, "yaml-syntax", 0, 0, reason=str(error).split("\n")[0])) from None

    def _document(self) -> Node | None:
        root: Node | None = None
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    self._report("several-documents", event.start_mark)
                    break
                root = self._node(next(self.events), 0)
        if root is None or root.value is None:
            self.problems.append(_problem(self.source, "empty-file", 0, 0))
            return None
        return root

    def _node(self, event: Any, depth: int) -> Node:
        if depth >= MAX_DEPTH:
            raise Refused(self._problem("too-deep", event.start_mark, limit=str(MAX_DEPTH)))
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        if event.tag is not None and not (event.tag == "!" and isinstance(event, yaml.ScalarEvent)):
            self._report("tag", event.start_mark, tag=event.tag)
        if isinstance(event, yaml.ScalarEvent):
            node = Node(self.source, event.start_mark, event.end_mark, _scalar(event))
        elif isinstance(event, yaml.SequenceStartEvent):
            node = self._sequence(event, depth)
        else:
            node = self._mapping(event, depth)
        self._count(event, 1)
        if event.anchor:
            self.anchors[event.anchor] = node
        return node

    def _alias(self, event: Any) -> Node:
        node = self.anchors.get(event.anchor)
        if node is None:
            raise Refused(self._problem("unknown-alias", event.start_mark, alias=event.anchor))
        self._count(event, node.size)
        return node

    def _count(self, event: Any, size: int) -> None:
        self.nodes += size
        if self.nodes > MAX_NODES:
            raise Refused(self._problem("too-many-values", event.start_mark, limit=f"{MAX_NODES:,}"))

    def _sequence(self, event: Any, depth: int) -> Node:
        node = Node(self.source, event.start_mark, None, [])
        while not isinstance(item := next(self.events), yaml.SequenceEndEvent):
            child = self._node(item, depth + 1)
            node.value.append(child)
            node.size += child.size
        return node

    def _mapping(self, event: Any, depth: int) -> Node:
        node = Node(self.source, event.start_mark, None, {})
        while not isinstance(item := next(self.events), yaml.MappingEndEvent):
            key = self._node(item, depth + 1)
            child = self._node(next(self.events), depth + 1)
            node.size += child.size + 1
            self._entry(node, key, child, item)
        return node

    def _entry(self, node: Node, key: Node, child: Node, event: Any) -> None:
        if not isinstance(event, yaml.ScalarEvent):
            self._report("key-not-text", event.start_mark)
            return
        name = event.value  # as written: `no`, `2024` and `null` are names like any other
        if name == "<<" and event.implicit[0]:
            self._report("merge-key", event.start_mark)
        elif name in node.value:
            first = node.key(name).line + 1
            self._report("duplicate-key", event.start_mark, key=name, first=str(first), width=len(name))
        else:
            node.value[name] = (key, child)

    def _report(self, code: str, mark: Any, width: int = 1, **params: str) -> None:
        self.problems.append(self._problem(code, mark, width, **params))

    def _problem(self, code: str, mark: Any, width: int = 1, **params: str) -> Diagnostic:
        return Diagnostic(code=code, span=self.source.span(mark.line, mark.column, width), params=params)


def _scalar(event: Any) -> Value:
    """The YAML 1.2 core meaning, but for `010`, which stays text."""
    text: str = event.value
    if not event.implicit[0]:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INT.fullmatch(text):
        return int(text) if len(text) <= MAX_DIGITS else (-(10**MAX_DIGITS) if text[0] == "-" else 10**MAX_DIGITS)
    if len(text) < 64 and _FLOAT.fullmatch(text):
        return float(text)
    return text
