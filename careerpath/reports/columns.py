"""Text in the columns of a screen, in which most signs take one, some two and a few none."""

from __future__ import annotations

import re

_WORD = re.compile(r"\s*\S+\s*")


def columns(text: str) -> int:
    """How many columns the text takes."""
    if text.isascii():
        return len(text)
    from unicodedata import category, east_asian_width

    return sum(0 if category(one) in ("Mn", "Me") else 2 if east_asian_width(one) in "WF" else 1 for one in text)


def fitted(text: str, width: int) -> str:
    """The text cut or filled up to `width` columns."""
    while columns(text) > width:
        text = text[:-1]
    return text + " " * (width - columns(text))


def lines_of(text: str, width: int) -> list[str]:
    """The text broken between words, or within one that is wider than a line; together the lines are the text."""
    lines = [""]
    for word in _WORD.findall(text):
        wide = columns(word.rstrip())
        if columns(lines[-1]) + wide <= width:
            lines[-1] += word
        elif wide <= width:
            lines.append(word)
        else:
            lines += _broken(word, width)
    return lines if lines[0] or len(lines) == 1 else lines[1:]


def _broken(word: str, width: int) -> list[str]:
    lines = [""]
    for sign in word:
        if columns(lines[-1]) + columns(sign) > width:
            lines.append("")
        lines[-1] += sign
    return lines
