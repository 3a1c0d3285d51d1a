"""The questions around a plan, for every example: how long each takes, and what is proved of the answer."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from benchmarks.people import NOW
from careerpath.model.graph import Graph
from careerpath.model.profile import Profile
from careerpath.planning import Planner, plan
from careerpath.planning.alternatives import alternatives
from careerpath.planning.explore import EACH, explore
from careerpath.planning.gap import gap
from careerpath.planning.whatif import whatif
from careerpath.reading.profile_file import load_profile

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
QUICK = ("no-degree",)
Answer = TypeVar("Answer")


def questions(graph: Graph, quick: bool) -> list[str]:
    paths = sorted(one for one in EXAMPLES.glob("*.yaml") if not quick or one.stem in QUICK)
    found = [(one.stem, load_profile(one, graph, today=NOW).profile) for one in paths]
    return [
        "## Questions around a plan",
        "",
        "The examples, each question in one process that has read the graph; seconds of the processor. *Changes*: what saves "
        "months. *Proved*: of the executive roles, those with the best plan or the proof that there is none. *Front*: plans that "
        "no other betters in months, cost and moves at once; *whole*: that there are no more is proved.",
        "",
        "| example | plan s | gap s | what-if s | changes | explore s | proved | alternatives s | front |",
        "|---|---|---|---|---|---|---|---|---|",
        *(_row(graph, name, profile) for name, profile in found if profile is not None),
    ]


def _row(graph: Graph, name: str, profile: Profile) -> str:
    _, planned = _timed(lambda: plan(graph, profile))
    _, compared = _timed(lambda: gap(graph, profile))
    changes, asked = _timed(lambda: whatif(Planner(graph), profile))
    reached, explored = _timed(lambda: explore(Planner(graph, effort=EACH), profile))
    front, walked = _timed(lambda: alternatives(Planner(graph), profile))
    proved = sum(one.status in ("optimal", "unreachable", "there") for one in reached)
    return (
        f"| {name} | {planned:.2f} | {compared:.1f} | {asked:.1f} | {len(changes.effects)} "
        f"| {explored:.1f} | {proved} of {len(reached)} "
        f"| {walked:.1f} | {len(front.plans)}{', whole' if front.is_complete else ''} |"
    )


def _timed(ask: Callable[[], Answer]) -> tuple[Answer, float]:
    began = time.process_time()
    return ask(), time.process_time() - began
