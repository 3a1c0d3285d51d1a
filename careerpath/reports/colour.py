"""Colours that can be read on white, since a brand may be pale."""

from __future__ import annotations

BRIGHTEST = 0.18  # the luminance at which white on it, or it on white, has the contrast that WCAG asks for: 4.5


def readable(colour: str) -> str:
    """`#rrggbb`, darkened until words in it can be read."""
    parts = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    while _luminance(parts) > BRIGHTEST:
        parts = [int(part * 0.92) for part in parts]
    return "#{:02x}{:02x}{:02x}".format(*parts)


def _luminance(parts: list[int]) -> float:
    """From 0 for black to 1 for white, as WCAG defines it."""
    shares = [part / 255 for part in parts]
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
