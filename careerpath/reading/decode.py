"""Located nodes -> model. msgspec decodes; only where it refuses are the nodes walked beside the types, for every problem
with its place."""

from __future__ import annotations

import re
from typing import Any

import msgspec
from msgspec import inspect

from careerpath.diagnostics import Diagnostic
from careerpath.model.graph import DATE_PATTERN, ID_PATTERN, SOURCE_PATTERN
from careerpath.model.names import nearest
from careerpath.reading.yaml_source import Node


def decode(node: Node, form: Any) -> tuple[Any, list[Diagnostic]]:
    """The node as an instance of `form`, or None and what is wrong with it."""
    try:
        return msgspec.convert(node.plain(), form), []
    except msgspec.ValidationError as error:
        walker = _Walker()
        walker.walk(node, inspect.type_info(form))
        return None, walker.problems or [_problem("wrong-type", node, expected="…", found=str(error))]


def _problem(code: str, node: Node, suggestion: str | None = None, **params: str) -> Diagnostic:
    return Diagnostic(code=code, span=node.span, params=params, suggestion=suggestion)


class _Walker:
    def __init__(self) -> None:
        self.problems: list[Diagnostic] = []

    def report(self, code: str, node: Node, suggestion: str | None = None, **params: str) -> None:
        self.problems.append(_problem(code, node, suggestion, **params))

    def walk(self, node: Node, form: inspect.Type) -> None:
        form = _bare(form)
        options = tuple(_bare(one) for one in form.types) if isinstance(form, inspect.UnionType) else (form,)
        fitting = [one for one in options if _fits(node, one)]
        if not fitting:
            self.report("wrong-type", node, expected=_names(options), found=_found(node))
            return
        chosen = fitting[0]
        if isinstance(chosen, inspect.StructType):
            self.struct(node, chosen)
        elif isinstance(chosen, inspect.DictType):
            self.dictionary(node, chosen)
        elif isinstance(chosen, inspect.ListType):
            for item in node.value:
                self.walk(item, chosen.item_type)
        else:
            self.scalar(node, chosen)

    def struct(self, node: Node, form: inspect.StructType) -> None:
        fields = {field.encode_name: field for field in form.fields}
        for name, key, value in node.items():
            if name in fields:
                self.walk(value, fields[name].type)
            else:
                close = nearest(name, fields, 1)
                self.report("unknown-key", key, close[0] if close else None, key=name, known=", ".join(fields))
        for name, field in fields.items():
            if field.required and node.get(name) is None:
                self.report("missing-key", node, key=name)

    def dictionary(self, node: Node, form: inspect.DictType) -> None:
        key_type = _bare(form.key_type)
        pattern = key_type.pattern if isinstance(key_type, inspect.StrType) else None
        for name, key, value in node.items():
            if pattern and not (re.search(pattern, name) and len(name) <= 100):
                self.report("bad-id", key, _as_id(name), value=name)
            self.walk(value, form.value_type)

    def scalar(self, node: Node, form: inspect.Type) -> None:
        value = node.value
        if isinstance(form, inspect.LiteralType) and value not in form.values:
            options = [str(one) for one in form.values]
            close = nearest(str(value), options, 1)
            self.report("bad-choice", node, close[0] if close else None, value=str(value), known=", ".join(options))
        elif isinstance(form, inspect.StrType) and form.pattern and not re.search(form.pattern, value):
            code = {ID_PATTERN: "bad-id", SOURCE_PATTERN: "bad-id", DATE_PATTERN: "bad-date"}.get(form.pattern, "bad-value")
            self.report(code, node, _as_id(value) if code == "bad-id" else None, value=value)
        elif isinstance(form, inspect.StrType) and form.max_length and len(value) > form.max_length:
            self.report("bad-id", node, None, value=value[:40])
        elif isinstance(form, (inspect.IntType, inspect.FloatType)):
            self.number(node, form)

    def number(self, node: Node, form: inspect.IntType | inspect.FloatType) -> None:
        value = node.value
        low = form.ge if form.ge is not None else value
        high = form.le if form.le is not None else value
        if value != value or not low <= value <= high:
            self.report("out-of-range", node, value=f"{value}", low=f"{low:g}", high=f"{high:g}")


def _bare(form: inspect.Type) -> inspect.Type:
    return _bare(form.type) if isinstance(form, inspect.Metadata) else form


def _fits(node: Node, form: inspect.Type) -> bool:
    value = node.value
    if isinstance(form, (inspect.StructType, inspect.DictType)):
        return node.is_map
    if isinstance(form, inspect.ListType):
        return node.is_list
    if isinstance(form, inspect.LiteralType):
        return isinstance(value, str)
    if isinstance(form, inspect.NoneType):
        return value is None
    if isinstance(form, inspect.BoolType):
        return isinstance(value, bool)
    if isinstance(form, inspect.FloatType):
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    if isinstance(form, inspect.IntType):
        return not isinstance(value, bool) and (isinstance(value, int) or (isinstance(value, float) and value.is_integer()))
    return isinstance(value, str)


_KINDS: tuple[tuple[type, str], ...] = (
    (inspect.StructType, "map"),
    (inspect.DictType, "map"),
    (inspect.ListType, "list"),
    (inspect.BoolType, "true-or-false"),
    (inspect.IntType, "whole-number"),
    (inspect.FloatType, "number"),
    (inspect.NoneType, "nothing"),
)


def _names(options: tuple[inspect.Type, ...]) -> str:
    names = [next((name for kind, name in _KINDS if isinstance(one, kind)), "text") for one in options]
    return " | ".join(name for name in dict.fromkeys(names) if name != "nothing")


def _found(node: Node) -> str:
    value = node.value
    if isinstance(value, dict):
        return "map"
    if isinstance(value, list):
        return "list"
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true-or-false"
    return f"{'number' if isinstance(value, (int, float)) else 'text'} {str(value)[:40]!r}".replace("'", "")


def _as_id(value: str) -> str | None:
    from careerpath.model.names import fold

    return fold(value).replace(" ", "-") if fold(value).isascii() and fold(value) else None
