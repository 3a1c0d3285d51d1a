"""The arrows between the parts."""

from __future__ import annotations

import ast
from pathlib import Path

import msgspec
import pytest
from conftest import ROOT

from careerpath.model import graph as graph_model
from careerpath.model import profile as profile_model

PACKAGE = ROOT / "careerpath"
MAY_USE = {  # each part and the parts that it may import
    "model": {"model", "diagnostics"},
    "planning": {"planning", "model"},
    "locale": {"locale"},
    "reading": {"reading", "model", "diagnostics"},
    "reports": {"reports", "model", "locale", "diagnostics"},
    "cli": {"cli", "reading", "planning", "reports", "model", "locale", "diagnostics"},
}


def imported(path: Path) -> set[str]:
    """The parts of the package that a module imports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("careerpath."):
            names.add(node.module.split(".")[1])
    return names


@pytest.mark.parametrize("part", MAY_USE)
def test_the_arrows_point_one_way(part: str) -> None:
    for path in (PACKAGE / part).rglob("*.py"):
        assert imported(path) <= MAY_USE[part], path.relative_to(ROOT)


def test_no_part_of_the_formats_has_two_unions_of_patterned_texts_and_lists() -> None:
    """msgspec 0.19 to 0.22 can crash at exit after decoding such a class; see docs/decisions."""
    for module in (graph_model, profile_model):
        for name in dir(module):
            one = getattr(module, name)
            if isinstance(one, type) and issubclass(one, msgspec.Struct):
                assert sum(map(_is_risky, msgspec.inspect.type_info(one).fields)) < 2, name


def _is_risky(field: msgspec.inspect.Field) -> bool:
    form = field.type
    types = form.types if isinstance(form, msgspec.inspect.UnionType) else ()
    bare = [one.type if isinstance(one, msgspec.inspect.Metadata) else one for one in types]
    has_pattern = any(isinstance(one, msgspec.inspect.StrType) and one.pattern for one in bare)
    return has_pattern and any(isinstance(one, msgspec.inspect.ListType) for one in bare)
