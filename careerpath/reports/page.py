"""A page of headed sections: the form of every answer but a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from rich.table import Table

    from careerpath.reports.terminal import Screen

GAP = 2  # columns between those of a table
LEGIBLE = 20  # columns in which a long cell can still be read


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """`rows` are cells; of a row with one cell the text is shown as a paragraph or list item, of one with two the first is a
    label. `columns` heads a table and may be empty."""

    heading: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


class Page(msgspec.Struct, frozen=True, kw_only=True):
    title: str
    lead: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()


def page_plain(page: Page, width: int) -> str:
    """Without boxes or columns, made to be read aloud: a table's row is a sentence."""
    from careerpath.reports.plain import wrapped

    lines = [*wrapped(page.title, width), *(line for text in page.lead for line in wrapped(text, width))]
    for section in _filled(page):
        lines += ["", *([f"{section.heading}:"] if section.heading else [])]
        for number, row in enumerate(section.rows, 1):
            lines += wrapped(_sentence(section, row, number), width)
    return "\n".join(lines) + "\n"


def _filled(page: Page) -> list[Section]:
    return [section for section in page.sections if section.rows]


def _sentence(section: Section, row: tuple[str, ...], number: int) -> str:
    if section.columns:
        parts = [f"{head}: {cell}" for head, cell in zip(section.columns[1:], row[1:], strict=True) if cell]
        return f"{number}. {'. '.join([row[0], *parts])}."
    return ": ".join(cell for cell in row if cell)


def page_markdown(page: Page) -> str:
    from careerpath.reports.markdown import escaped, with_code

    lines = [f"# {escaped(page.title)}", *(line for text in page.lead for line in ("", with_code(text)))]
    for section in _filled(page):
        lines += ["", *([f"## {escaped(section.heading)}", ""] if section.heading else [])]
        if section.columns:
            lines += [_cells(section.columns), _cells(("---",) * len(section.columns))]
            lines += [_cells(tuple(escaped(cell) for cell in row)) for row in section.rows]
        else:
            lines += [f"- {_item(row)}" for row in section.rows]
    return "\n".join(lines) + "\n"


def _cells(row: tuple[str, ...]) -> str:
    return f"| {' | '.join(row)} |"


def _item(row: tuple[str, ...]) -> str:
    from careerpath.reports.markdown import escaped, with_code

    return with_code(row[0]) if len(row) == 1 else f"**{escaped(row[0])}:** {' '.join(escaped(cell) for cell in row[1:])}"


def page_text(page: Page, width: int, *, has_colour: bool) -> str:
    """On a screen."""
    from careerpath.reports.terminal import Screen

    screen = Screen(width, has_colour=has_colour)
    screen.hang(("", ""), page.title, 0, style="bold")
    for text in page.lead:
        screen.hang(("", ""), text, 0)
    for section in _filled(page):
        if section.heading:
            screen.heading(section.heading)
        else:
            screen.add()
        _draw_rows(screen, section)
    return screen.text()


def _draw_rows(screen: Screen, section: Section) -> None:
    if section.columns:
        _draw_table(screen, section)
        return
    label_width = min(28, max((len(row[0]) for row in section.rows if len(row) > 1), default=0))
    for row in section.rows:
        if len(row) == 1:
            screen.hang(("- ", "dim"), row[0], 2)
        else:
            screen.hang((row[0].ljust(label_width) + "  ", "dim"), " ".join(row[1:]), label_width + 2)


def _draw_table(screen: Screen, section: Section) -> None:
    """A table where its rows fit side by side, else each row as a block."""
    if screen.width >= _least_width(section):
        screen.draw(_table(section, screen.width))
        return
    for row in section.rows:
        parts = [f"{head}: {cell}" for head, cell in zip(section.columns[1:], row[1:], strict=True) if cell]
        screen.hang(("- ", "dim"), ". ".join([row[0], *parts]), 2)


def _table(section: Section, width: int) -> Table:
    """No word is broken where there is room for the longest of every column."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold", show_edge=False)
    words = [max(map(len, " ".join(column).split()), default=0) for column in zip(section.columns, *section.rows, strict=True)]
    is_room = sum(words) + GAP * (len(words) - 1) <= width
    for head, longest in zip(section.columns, words, strict=True):
        table.add_column(Text(head), overflow="fold", min_width=longest if is_room else None)
    for row in section.rows:
        table.add_row(*(Text(cell) for cell in row))
    return table


def _least_width(section: Section) -> int:
    """The columns of a screen in which the table can still be read: words of headings and short cells are kept whole."""
    cells = zip(*section.rows, strict=True)
    widest = (
        max(min(LEGIBLE, max(map(len, column))), *map(len, head.split() or [""]))
        for head, column in zip(section.columns, cells, strict=True)
    )
    return sum(widest) + GAP * (len(section.columns) - 1)
