"""Text in the columns of a screen, against Rich, which is at home there."""

from __future__ import annotations

import random
import unicodedata

import pytest
from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

from careerpath.reports.columns import columns, fitted, lines_of
from careerpath.reports.terminal import CODES, Screen

WORDS = ("a", "of", "plan", "carrera", "año", "…", "█▓▒◆", "会計", "経理部長", "e\u0301", "x" * 30, "“title”", "—", "  ", " ")
DICE = random.Random(5)
TEXTS = ["", " ", *(" ".join(DICE.choices(WORDS, k=DICE.randrange(12))) for _ in range(300))]


@pytest.mark.parametrize("width", [2, 7, 20, 33])
def test_texts_are_broken_where_rich_breaks_them(width: int) -> None:
    console = Console(width=80)
    for text in TEXTS:
        wanted = [line.plain.rstrip() for line in Text(text).wrap(console, width)]
        assert [line.rstrip() for line in lines_of(text, width)] == (wanted or [""]), text


def test_together_the_lines_are_the_text() -> None:
    for text in TEXTS:
        assert not text.strip() or "".join(lines_of(text, 9)).rstrip() == text.rstrip()


def test_texts_take_as_many_columns_as_rich_says() -> None:
    for text in TEXTS:
        assert columns(text) == cell_len(text), text
        assert fitted(text, 10).rstrip() == set_cell_size(text, 10).rstrip(), text
        assert columns(fitted(text, 10)) == 10
    assert columns(unicodedata.normalize("NFD", "año")) == 3


def test_styles_go_on_where_a_line_is_broken() -> None:
    screen = Screen(20, has_colour=True)
    screen.add(("a head that ", "bold"), ("is wider than a screen", "bold green"))
    bold, green = f"\x1b[{CODES['bold']}m", "\x1b[1;32m"
    assert screen.text() == f"{bold}a head that \x1b[0m{green}is wider\x1b[0m\n{green}than a screen\x1b[0m\n"
