"""Bars of a timeline or chart as small pictures without words: PNG, to be told apart in black and white."""

from __future__ import annotations

import struct
import zlib

DOTS = 300 / 25.4  # a millimetre
BAR = 3.4  # millimetres
LINE = 4  # dots
HATCH, STROKE = 15, 5  # dots
WHITE, COLOUR, GREY = range(3)

Mark = tuple[str, float, float]
"""(kind, start, end) in millimetres: the kind of a bar, or `year` and `axis` for thin lines."""


def strip(width: float, height: float, colour: str, marks: tuple[Mark, ...]) -> bytes:
    """A PNG of `width` by `height` millimetres with these marks, the last on top."""
    rows = [bytearray(_dots(width)) for _ in range(_dots(height))]
    for kind, start, end in marks:
        _DRAWN[kind](rows, _dots(start), _dots(end))
    return _png(rows, colour)


def _dots(millimetres: float) -> int:
    return round(millimetres * DOTS)


def _fill(rows: list[bytearray], start: int, end: int, ink: int) -> None:
    for row in rows:
        start, end = max(0, start), min(len(row), end)
        row[start:end] = bytes([ink]) * (end - start)


def _bar_rows(rows: list[bytearray]) -> list[bytearray]:
    """The rows in the middle that a bar fills."""
    margin = max(0, len(rows) - _dots(BAR)) // 2
    return rows[margin : len(rows) - margin]


def _solid(rows: list[bytearray], start: int, end: int) -> None:
    _fill(_bar_rows(rows), start, max(end, start + 2 * LINE), COLOUR)


def _outlined(rows: list[bytearray], start: int, end: int) -> None:
    _solid(rows, start, end)
    _fill(_bar_rows(rows)[LINE:-LINE], start + LINE, max(start + LINE, end - LINE), WHITE)


def _hatched(rows: list[bytearray], start: int, end: int) -> None:
    _outlined(rows, start, end)
    for y, row in enumerate(_bar_rows(rows)):
        for x in range(start, min(end, len(row))):
            if (x + y) % HATCH < STROKE:
                row[x] = COLOUR


def _diamond(rows: list[bytearray], start: int, _: int) -> None:
    bar = _bar_rows(rows)
    half = len(bar) // 2
    for y, row in enumerate(bar):
        reach = half - abs(y - half)
        _fill([row], start - reach, start + reach + 1, COLOUR)


def _year(rows: list[bytearray], start: int, _: int) -> None:
    _fill(rows, start, start + LINE, GREY)


def _axis(rows: list[bytearray], start: int, end: int) -> None:
    _fill(rows[-LINE:], start, end, GREY)


_DRAWN = {"work": _solid, "full_time": _hatched, "part_time": _outlined, "target": _diamond, "year": _year, "axis": _axis}


def _png(rows: list[bytearray], colour: str) -> bytes:
    palette = b"\xff\xff\xff" + bytes.fromhex(colour[1:]) + b"\xd0\xd0\xd0"
    head = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 3, 0, 0, 0)  # 8 bits into a palette
    data = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"PLTE", palette) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
