"""Colours that can be read on each other, after the contrast ratio of WCAG 2."""

from __future__ import annotations

from colorsys import hls_to_rgb, rgb_to_hls

TEXT = 4.5
"""The least contrast of text to what it stands on."""
BLACK, WHITE = "#000000", "#ffffff"


def contrast(one: str, other: str) -> float:
    """1 to 21; both as `#rrggbb`."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def readable(colour: str, paper: str) -> str:
    """`colour`, or the nearest of its hue that can be read as text on `paper`."""
    hue, lightness, saturation = rgb_to_hls(*(one / 255 for one in _channels(colour)))
    ends = (0, 1) if ink_on(paper) == BLACK else (1, 0)
    tries = (_coloured(hue, lightness + (end - lightness) * step / 50, saturation) for end in ends for step in range(51))
    return next(one for one in tries if contrast(one, paper) >= TEXT)


def ink_on(colour: str) -> str:
    """Black or white, whichever reads better on `colour`."""
    return max(WHITE, BLACK, key=lambda ink: contrast(ink, colour))


def _coloured(hue: float, lightness: float, saturation: float) -> str:
    return "#" + "".join(f"{round(one * 255):02x}" for one in hls_to_rgb(hue, lightness, saturation))


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(one / 255) for one in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def _channels(colour: str) -> tuple[int, int, int]:
    """ValueError where `colour` is not `#rrggbb`."""
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue
