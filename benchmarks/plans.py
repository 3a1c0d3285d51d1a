"""Start-up and planning on this machine: `python benchmarks/plans.py`. Start-up is given as a multiple of `python -c pass`,
measured in the same run, since machines differ; planning as milliseconds in process, with the share that was proved."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from itertools import product

from careerpath.model.graph import Graph, ids
from careerpath.model.matching import Matcher
from careerpath.model.profile import Held, Profile, Served
from careerpath.planning import Undecided, plan
from careerpath.reading.graph_file import load_graph

NOW = 2026 * 12 + 10


def seconds(arguments: list[str], times: int = 7) -> float:
    """The median of several runs."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        subprocess.run([sys.executable, *arguments], capture_output=True, check=False)
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def start_up() -> None:
    blank = seconds(["-c", "pass"])
    for arguments in (
        ["--version"],
        ["--help"],
        ["plan", "examples/no-degree.yaml"],
        ["plan", "examples/call-centre-agent.yaml"],
    ):
        print(f"careerpath {' '.join(arguments)}: {seconds(['-m', 'careerpath', *arguments]) / blank:.1f} x python -c pass")


def person(graph: Graph, role: str, months: int, target: str) -> Profile:
    part = graph.roles[role]
    job = Served(role=role, title=role, functions=ids(part.function), level=part.level, months=months,
                 start=NOW - months, end=NOW, is_current=True)  # fmt: skip
    school = Held(credential="secondary-diploma", title="", level="secondary", fields=())
    return Profile(as_of=NOW, target=target, work=(job,), education=(school,))


def planning(every: int = 11) -> None:
    graph = load_graph(None, checked=False).graph
    assert graph is not None
    matcher = Matcher(graph)
    starts = [name for name, role in graph.roles.items() if role.level == "entry"]
    pairs = list(product(starts, [name for name in graph.roles if graph.is_executive(name)]))[::every]
    taken, proved, tight = [], 0, 0
    for number, (start, target) in enumerate(pairs):
        asker = person(graph, start, (0, 7, 17, 31)[number % 4], target)
        began = time.perf_counter()
        try:
            answer = plan(graph, asker, matcher=matcher)
        except Undecided:
            continue
        finally:
            taken.append((time.perf_counter() - began) * 1000)
        proved += answer.status == "optimal"
        tight += answer.bound is not None and answer.bound.months == answer.months
    taken.sort()
    slowest = taken[int(len(taken) * 0.99)]
    print(f"{len(pairs)} pairs of {len(graph.roles)} roles: median {statistics.median(taken):.0f} ms, 99 % {slowest:.0f} ms")
    print(f"optimal {proved / len(pairs):.0%}; arrival proved the earliest {tight / len(pairs):.0%}")


if __name__ == "__main__":
    start_up()
    planning()
