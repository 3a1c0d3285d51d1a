"""The shipped graph: how long a plan takes and what is proved of it, in each order."""

from __future__ import annotations

from statistics import median

from benchmarks.people import ORDERS, Timed, at, pairs, person, timed
from careerpath.model.graph import Graph
from careerpath.model.matching import Matcher
from careerpath.model.profile import Prefer
from careerpath.planning import EFFORT

STRIDE, QUICK_STRIDE = 101, 4200
QUICK_EFFORT = 1_000


def shipped(graph: Graph, matcher: Matcher, quick: bool) -> list[str]:
    effort = QUICK_EFFORT if quick else EFFORT
    chosen = pairs(graph)[:: QUICK_STRIDE if quick else STRIDE]
    lines = [
        "## The shipped graph",
        "",
        f"{len(graph.roles)} roles; {len(chosen)} of {len(pairs(graph))} pairs of an entry role (held 0, 7, 17 or 31 months, a "
        "secondary diploma) and an executive role, in one process; milliseconds are the processor's. "
        "*First figure proved*: months, cost or moves, whichever "
        "counts first. *Gap*: of the plans whose first figure is not proved, how far the bound is below it.",
        "",
        "| order | median ms | 99 % ms | optimal | first figure proved | mean gap | undecided |",
        "|---|---|---|---|---|---|---|",
    ]
    return lines + [
        _row(prefer, [timed(graph, person(graph, *one, prefer), matcher, effort) for one in chosen]) for prefer in ORDERS
    ]


def _row(prefer: Prefer, runs: list[Timed]) -> str:
    milliseconds = [one.milliseconds for one in runs]
    plans = [one.plan for one in runs if one.plan is not None]
    gaps = [_gap(one, prefer) for one in plans]
    open_ones = [one for one in gaps if one > 0]
    share = [sum(one.status == "optimal" for one in plans), sum(one == 0 for one in gaps)]
    optimal, first = (f"{100 * one / len(runs):.0f} %" for one in share)
    mean = f"{100 * sum(open_ones) / len(open_ones):.1f} %" if open_ones else "–"
    return (
        f"| {prefer} | {median(milliseconds):.0f} | {at(0.99, milliseconds):.0f} | {optimal} | {first} | {mean} "
        f"| {len(runs) - len(plans)} |"
    )


def _gap(plan, prefer: Prefer) -> float:  # type: ignore[no-untyped-def]
    """How far the bound is below the plan, as a share; 0 where that is proved."""
    figure = {"fastest": "months", "cheapest": "cost", "fewest_moves": "moves"}[prefer]
    own = getattr(plan, figure)
    if plan.status in ("unreachable", "there") or not own:
        return 0.0
    return float(own - getattr(plan.bound, figure)) / own
