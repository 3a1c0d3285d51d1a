"""The plan on a screen. Nothing from a file is ever obeyed as a colour or a movement of the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from careerpath.reports.columns import lines_of
from careerpath.reports.timeline import timeline
from careerpath.reports.view import CauseLine, PlanView, StepView

if TYPE_CHECKING:
    from rich.table import Table

STYLES = {"work": "cyan", "part_time": "yellow", "full_time": "magenta", "target": "bold green", "scale": "dim"}
CODES = {"bold": "1", "dim": "2", "underline": "4", "green": "32", "yellow": "33", "magenta": "35", "cyan": "36"}
"""ECMA-48, Select Graphic Rendition."""
LEAST = 20
"""Columns in which a text is still wrapped beside its label."""

Piece = tuple[str, str]
"""A text and its style: words of `CODES`, or nothing."""


class Screen:
    """Lines for a screen of `width` columns, one after another."""

    def __init__(self, width: int, *, has_colour: bool) -> None:
        self.width = width
        self.has_colour = has_colour
        self._lines: list[str] = []

    def text(self) -> str:
        return "".join(f"{line}\n" for line in self._lines)

    def add(self, *pieces: Piece) -> None:
        """The pieces side by side, broken where they are too wide."""
        left = list(pieces)
        for line in lines_of("".join(text for text, _ in pieces), self.width):
            taken, left = _split(left, len(line))
            shown, _ = _split(taken, len(line.rstrip()))
            self._lines.append("".join(self._styled(*piece) for piece in shown))

    def _styled(self, text: str, style: str) -> str:
        if not (self.has_colour and text and style):
            return text
        return f"\x1b[{';'.join(CODES[one] for one in style.split())}m{text}\x1b[0m"

    def hang(self, head: Piece, text: str, indent: int, *, style: str = "") -> None:
        """`head`, then `text` wrapped with its later lines indented by `indent`."""
        for number, line in enumerate(lines_of(text, max(LEAST, self.width - indent))):
            self.add(head if number == 0 else (" " * indent, ""), (line.rstrip(), style))

    def heading(self, text: str) -> None:
        self.add()
        self.add((text, "bold underline"))
        self.add()

    def draw(self, table: Table) -> None:
        """A table, laid out by Rich."""
        from io import StringIO

        from rich.console import Console

        drawn = StringIO()
        console = Console(
            file=drawn,
            width=self.width,
            force_terminal=self.has_colour,
            color_system="standard" if self.has_colour else None,
            no_color=not self.has_colour,
            legacy_windows=False,
        )
        console.print(table)
        self._lines += [line.rstrip() for line in drawn.getvalue().splitlines()]


def _split(pieces: list[Piece], length: int) -> tuple[list[Piece], list[Piece]]:
    """The pieces of the first `length` signs, and of the rest."""
    for number, (text, style) in enumerate(pieces):
        if length < len(text):
            return [*pieces[:number], (text[:length], style)], [(text[length:], style), *pieces[number + 1 :]]
        length -= len(text)
    return pieces, []


def plan_text(view: PlanView, width: int, *, is_ascii: bool, has_colour: bool) -> str:
    """The whole plan; `is_ascii` draws the timeline without block characters."""
    screen = Screen(width, has_colour=has_colour)
    timeline_head, steps, causes, sources, suggestions = view.heads
    screen.add((view.title, "bold"))
    screen.add()
    _facts(screen, view.facts)
    screen.add()
    screen.add((view.proof, "green" if view.steps else "bold"))
    rows = timeline(view, width, is_ascii=is_ascii)
    if rows:
        screen.heading(timeline_head)
        for label, bar, kind in rows:
            screen.add((label, ""), ("  ", ""), (bar, STYLES[kind]))
    if view.steps:
        screen.heading(steps)
        for number, step in enumerate(view.steps):
            if number:
                screen.add()
            _step(screen, step)
    if view.causes:
        screen.heading(causes)
        for cause in view.causes:
            _cause(screen, cause)
    if view.sources:
        screen.heading(sources)
        for text in (*view.sources, *view.attributions):
            screen.hang(("", ""), text, 4)
    if view.suggestions:
        screen.heading(suggestions)
        for text in view.suggestions:
            screen.hang(("  ", ""), text, 2)
    return screen.text()


def _facts(screen: Screen, facts: tuple[tuple[str, str], ...], indent: str = "") -> None:
    width = max((len(label) for label, _ in facts), default=0)
    for label, text in facts:
        screen.hang((f"{indent}{label:<{width}}  ", "dim"), text, len(indent) + width + 2)


def _step(screen: Screen, step: StepView) -> None:
    number = f"{step.number}."
    screen.hang((f"{number:<4}", "bold"), step.title, 4, style="bold")
    screen.hang(("    ", ""), step.dates, 4, style="cyan")
    _facts(screen, step.facts, "    ")


def _cause(screen: Screen, cause: CauseLine) -> None:
    indent = "  " * cause.depth
    place = f" ({cause.place})" if cause.place else ""
    screen.hang((f"{indent}- ", "dim"), cause.text + place, len(indent) + 2)
