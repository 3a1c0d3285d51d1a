"""Graphs of the same shape and any size: how the time of a plan grows."""

from __future__ import annotations

from statistics import median

import msgspec

from benchmarks.people import person, timed
from careerpath.model.graph import Graph, Requirement, Role, ids
from careerpath.model.matching import Matcher

SIZES, QUICK_SIZES = (100, 300, 1_000, 3_000), (50, 100)
LADDER = ("entry", "associate", "specialist", "supervisor", "manager", "director")
QUESTIONS = 5


def growth(graph: Graph, quick: bool) -> list[str]:
    lines = [
        "## Growth",
        "",
        "Ladders of six roles over ten functions each, every third rung open to the ladder beside it, a degree from the "
        f"supervisor on; the median of {QUESTIONS} plans from the foot of a ladder to its top, as a multiple of the "
        "smallest graph.",
        "",
        "| roles | the graph is | a plan takes | ms |",
        "|---|---|---|---|",
    ]
    sizes = QUICK_SIZES if quick else SIZES
    rounds = _rounds([laddered(graph, size) for size in sizes])
    taken = [median(one) for one in zip(*rounds, strict=True)]
    grown = [median(one) for one in zip(*([each / row[0] for each in row] for row in rounds), strict=True)]
    return lines + [
        f"| {size:,} | {size / sizes[0]:.1f} x | {times:.1f} x | {one:.0f} |"
        for size, times, one in zip(sizes, grown, taken, strict=True)
    ]


def _rounds(graphs: list[Graph]) -> list[list[float]]:
    """Milliseconds of one plan in each graph, again and again, so that a slow moment of the machine slows them all."""
    matchers = [Matcher(one) for one in graphs]
    found = []
    for ladder in range(QUESTIONS):
        asked = [person(one, f"entry-{ladder}", 7, f"director-{ladder}") for one in graphs]
        found.append([timed(*one).milliseconds for one in zip(graphs, asked, matchers, strict=True)])
    return found


def laddered(graph: Graph, size: int) -> Graph:
    """A graph of about `size` roles with the levels, functions and credentials of another."""
    functions = sorted(graph.functions)[:10]
    levels = list(graph.levels)
    ladders = max(1, size // len(LADDER))
    roles: dict[str, Role] = {}
    for ladder in range(ladders):
        for rung, name in enumerate(LADDER):
            function = functions[ladder % len(functions)]
            level = levels[min(rung, len(levels) - 2)] if name != "entry" else levels[0]
            roles[f"{name}-{ladder}"] = _role(rung, ladder, ladders, function, level)
    return msgspec.structs.replace(graph, roles=roles)


def _role(rung: int, ladder: int, ladders: int, function: str, level: str) -> Role:
    below = {f"{LADDER[rung - 1]}-{ladder}": 12 + 6 * rung} if rung else None
    if below is not None and rung % 3 == 0:
        below[f"{LADDER[rung - 1]}-{(ladder + 1) % ladders}"] = 24 + 6 * rung
    asked: list[dict[str, object]] = [{"experience": {"months": 18 * rung, "function": function}}] if rung else []
    if rung >= 3:
        asked.append({"any": [{"education": {"level": "bachelor"}}, {"experience": {"months": 30 * rung}}]})
    requires = [msgspec.convert(one, Requirement) for one in asked]
    return Role(title=f"{LADDER[rung]} {ladder}", level=level, function=ids(function)[0], feeders=below, requires=requires)
