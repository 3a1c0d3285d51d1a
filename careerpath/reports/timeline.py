"""The timeline as lines of text: a scale of years, and a bar for each step."""

from __future__ import annotations

from careerpath.reports.columns import columns as columns_of
from careerpath.reports.columns import fitted
from careerpath.reports.view import Bar, PlanView

SHADES = {"work": "█", "full_time": "▓", "part_time": "▒", "target": "◆"}
ASCII_SHADES = {"work": "#", "full_time": "=", "part_time": "-", "target": "*"}
NARROWEST = 12  # columns of bars below which a timeline says nothing


def timeline(view: PlanView, width: int, *, is_ascii: bool = False) -> list[tuple[str, str, str]]:
    """(label, bar, kind) for each row, the scale of years first; nothing where `width` columns are too few."""
    months = max((bar.end for bar in view.timeline), default=0)
    widest = max((columns_of(bar.label) for bar in view.timeline), default=0)
    label_width = min(widest, max(14, width // 3))
    columns = width - label_width - 2
    if not months or columns < NARROWEST:
        return []
    shades = ASCII_SHADES if is_ascii else SHADES
    scale = (columns - 1) / months
    rows = [(" " * label_width, _years(view.as_of, months, scale, columns), "scale")]
    for bar in view.timeline:
        label = bar.label if columns_of(bar.label) <= label_width else fitted(bar.label, label_width - 1) + "…"
        rows.append((fitted(label, label_width), _bar(bar, scale, shades), bar.kind))
    return rows


def _bar(bar: Bar, scale: float, shades: dict[str, str]) -> str:
    start, end = round(bar.start * scale), round(bar.end * scale)
    return " " * start + shades[bar.kind] * max(1, end - start)


def _years(as_of: int, months: int, scale: float, columns: int) -> str:
    """Each January's year where there is room for it."""
    line = [" "] * columns
    free = 0
    for month in range(-as_of % 12, months + 1, 12):
        at = round(month * scale)
        year = str((as_of + month) // 12)
        if at >= free and at + len(year) <= columns:
            line[at : at + len(year)] = year
            free = at + len(year) + 1
    return "".join(line).rstrip()
