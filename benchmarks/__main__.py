"""`python -m benchmarks` prints every part as Markdown; `--write` makes docs/benchmarks.md, `--quick` takes small samples."""

from __future__ import annotations

import os
import platform
import sys
from pathlib import Path

from benchmarks import exact, growth, peers, shipped, startup
from careerpath.model.matching import Matcher
from careerpath.reading.graph_file import load_graph

PAGE = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"
HEAD = """# Benchmarks

Made by `python -m benchmarks --write`; ratios are of runs side by side on one machine.
"""


def main(arguments: list[str]) -> None:
    quick = "--quick" in arguments
    graph = load_graph(None, checked=False).graph
    assert graph is not None
    matcher = Matcher(graph)
    lines = [
        HEAD,
        f"Machine: {os.cpu_count()} cores, {platform.machine()}, {platform.python_implementation()} {platform.python_version()}.",
    ]
    for part in (
        lambda: shipped.shipped(graph, matcher, quick),
        lambda: exact.exact(quick),
        lambda: growth.growth(graph, quick),
        lambda: startup.startup(quick),
        lambda: peers.peers(graph, matcher, quick),
    ):
        made = ["", *part()]
        print("\n".join(made), flush=True)
        lines += made
    if "--write" in arguments:
        PAGE.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
