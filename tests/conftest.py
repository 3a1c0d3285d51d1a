"""What many tests share: the shipped graph, the examples, and the command as a person runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from careerpath.model.graph import Graph
from careerpath.model.matching import Matcher
from careerpath.reading.graph_file import load_graph

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))


def careerpath(*arguments: object, stdin: str | bytes = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs the command with a plain environment; stdout and stderr as text."""
    kept = {
        key: value for key, value in os.environ.items() if not key.startswith(("CAREERPATH", "LC_", "LANG", "NO_COLOR", "FORCE"))
    }
    data = stdin.encode() if isinstance(stdin, str) else stdin
    done = subprocess.run(
        [sys.executable, "-m", "careerpath", *map(str, arguments)],
        input=data,
        capture_output=True,
        cwd=ROOT,
        env={
            **kept,
            "CAREERPATH_CACHE": os.environ.get("CAREERPATH_CACHE", ""),
            "CAREERPATH_PROCESSES": "1",  # the tests themselves run side by side
            "LANG": "en_US.UTF-8",
            "PYTHONIOENCODING": "utf-8",
            "COLUMNS": "80",
            **environment,
        },
        timeout=120,
    )
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A cache of the tests' own, never the user's."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CAREERPATH_CACHE", str(folder))
        yield folder


@pytest.fixture(scope="session")
def graph() -> Graph:
    loaded = load_graph(None, checked=False)
    assert loaded.graph is not None, loaded.diagnostics
    return loaded.graph


@pytest.fixture(scope="session")
def matcher(graph: Graph) -> Matcher:
    return Matcher(graph)
