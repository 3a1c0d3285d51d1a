"""`python -m benchmarks` prints every part as Markdown; `--write` makes docs/benchmarks.md, `--quick` takes small samples."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks import arrows, exact, growth, questions, sequential, shipped, startup
from benchmarks.machine import machine
from careerpath.model.matching import Matcher
from careerpath.reading.graph_file import load_graph

PAGE = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"
HEAD = """# Benchmarks

Made by `python -m benchmarks --write` (`pip install -e '.[bench]'` first); ratios are of runs side by side on one machine:
"""


def main(arguments: list[str]) -> None:
    quick = "--quick" in arguments
    graph = load_graph(None, checked=False).graph
    assert graph is not None
    matcher = Matcher(graph)
    parts = (
        lambda: [*HEAD.splitlines(), "", *machine()],
        lambda: shipped.shipped(graph, matcher, quick),
        lambda: questions.questions(graph, quick),
        lambda: growth.growth(graph, quick),
        lambda: startup.startup(quick),
        lambda: exact.exact(quick),
        lambda: sequential.sequential(graph, quick),
        lambda: arrows.arrows(graph, matcher, quick),
    )
    page = ""
    for part in parts:
        made = "\n".join(part()) + "\n"
        print(made, flush=True)
        page += made + "\n"
    if "--write" in arguments:
        PAGE.write_text(page.rstrip("\n") + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
