"""The plan on a screen, drawn with Rich. Nothing from a file is ever read as markup."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from careerpath.reports.timeline import timeline
from careerpath.reports.view import CauseLine, PlanView, StepView

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

STYLES = {"work": "cyan", "part_time": "yellow", "full_time": "magenta", "target": "bold green", "scale": "dim"}


def drawn(draw: Callable[[Console], None], width: int, *, has_colour: bool) -> str:
    """What `draw` prints to a console of that width, as text."""
    from io import StringIO

    from rich.console import Console

    console = Console(
        file=StringIO(),
        width=width,
        force_terminal=has_colour,
        color_system="standard" if has_colour else None,
        no_color=not has_colour,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
    )
    draw(console)
    text = console.file.getvalue()  # type: ignore[attr-defined]
    return "\n".join(line.rstrip() for line in text.split("\n"))


def plan_text(view: PlanView, width: int, *, is_ascii: bool, has_colour: bool) -> str:
    """The whole plan; `is_ascii` draws the timeline without block characters."""
    return drawn(lambda console: print_plan(view, console, is_ascii=is_ascii), width, has_colour=has_colour)


def print_plan(view: PlanView, console: Console, *, is_ascii: bool) -> None:
    """Prints the whole plan to the console."""
    width = console.width
    timeline_head, steps, causes, sources, suggestions = view.heads
    _print(console, styled((view.title, "bold")))
    console.print()
    label_width = max((len(label) for label, _ in view.facts), default=0)
    for label, text in view.facts:
        hang(console, styled((label.ljust(label_width) + "  ", "dim")), text, label_width + 2)
    console.print()
    _print(console, styled((view.proof, "green" if view.steps else "bold")))
    rows = timeline(view, width, is_ascii=is_ascii)
    if rows:
        heading(console, timeline_head)
        for label, bar, kind in rows:
            _print(console, styled((label, ""), ("  ", ""), (bar, STYLES[kind])))
    if view.steps:
        heading(console, steps)
        for number, step in enumerate(view.steps):
            if number:
                console.print()
            _step(console, step)
    if view.causes:
        heading(console, causes)
        for cause in view.causes:
            _cause(console, cause)
    if view.sources:
        heading(console, sources)
        for text in (*view.sources, *view.attributions):
            hang(console, styled(("", "")), text, 4)
    if view.suggestions:
        heading(console, suggestions)
        for text in view.suggestions:
            hang(console, styled(("  ", "")), text, 2)


def _step(console: Console, step: StepView) -> None:
    number = f"{step.number}."
    hang(console, styled((f"{number:<4}", "bold")), step.title, 4, style="bold")
    hang(console, styled(("    ", "")), step.dates, 4, style="cyan")
    width = max((len(label) for label, _ in step.facts), default=0)
    for label, text in step.facts:
        hang(console, styled((f"    {label:<{width}}  ", "dim")), text, width + 6)


def _cause(console: Console, cause: CauseLine) -> None:
    indent = "  " * cause.depth
    place = f" ({cause.place})" if cause.place else ""
    hang(console, styled((f"{indent}- ", "dim")), cause.text + place, len(indent) + 2)


def heading(console: Console, text: str) -> None:
    console.print()
    _print(console, styled((text, "bold underline")))
    console.print()


def styled(*parts: tuple[str, str]) -> Text:
    from rich.text import Text

    return Text.assemble(*parts)


def _print(console: Console, text: Text) -> None:
    console.print(text, soft_wrap=False, highlight=False, overflow="fold")


def hang(console: Console, head: Text, text: str, indent: int, *, style: str = "") -> None:
    """`head`, then `text` wrapped with its later lines indented by `indent`."""
    from rich.text import Text

    room = max(20, console.width - indent)
    body = Text(text, style=style)
    lines = list(body.wrap(console, room))
    for number, line in enumerate(lines or [Text("")]):
        line.rstrip()
        _print(console, Text.assemble(head if number == 0 else " " * indent, line))
