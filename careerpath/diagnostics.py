"""What is wrong, where, and how to mend it; knows no files and no printing."""

from __future__ import annotations

from typing import Literal

import msgspec

Severity = Literal["error", "warning"]


class Span(msgspec.Struct, frozen=True):
    """A place in a file: `line` and `column` count from 1, `width` in characters; `excerpt` is the source line."""

    file: str
    line: int
    column: int
    width: int = 1
    excerpt: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class Diagnostic(msgspec.Struct, frozen=True, kw_only=True):
    """One problem. `code` names an entry of `careerpath.problems.CODES`, whose wording takes `params`."""

    code: str
    severity: Severity = "error"
    span: Span
    params: dict[str, str] = {}
    suggestion: str | None = None


def errors(diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    """Those that make the input unusable."""
    return [one for one in diagnostics if one.severity == "error"]


def in_order(diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    """By file, place and code, so that the order in which checks ran never shows."""

    def place(one: Diagnostic) -> tuple[str, int, int, str, str]:
        return (one.span.file, one.span.line, one.span.column, one.code, repr(sorted(one.params.items())))

    return sorted(diagnostics, key=place)
