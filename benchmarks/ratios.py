"""How ratios are printed."""

from __future__ import annotations

from statistics import median


def spread(ratios: list[float]) -> str:
    """The median, the least and the most."""
    if not ratios:
        return "–"
    return f"{_short(median(ratios))} ({_short(min(ratios))} to {_short(max(ratios))})"


def _short(ratio: float) -> str:
    return f"{ratio:,.0f}" if ratio >= 10 else f"{ratio:.2g}"
