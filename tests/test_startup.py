"""What a command may import: time at the start is time at every start. How much it is, benchmarks/startup.py measures."""

from __future__ import annotations

import subprocess
import sys

import pytest
from conftest import ROOT

from careerpath.cli.app import COMMANDS, command

HEAVY = ("ortools", "pandas", "numpy", "pydantic", "typst", "docx", "jinja2", "icalendar", "requests", "asyncio", "babel")
NOT_TO_DRAW = ("rich", "hashlib", "tempfile", "json", "importlib.resources")
"""What a plan on a screen does without, its graph kept."""
PLAN = ("plan", "examples/no-degree.yaml")
ALLOWED_FOR_HELP = {"careerpath", "careerpath.__main__", "careerpath.cli", "careerpath.cli.app", "careerpath.cli.streams"}


def imported(*arguments: str) -> set[str]:
    """The modules that a run of the command has imported at its end."""
    code = (
        f"import sys; sys.argv = ['careerpath', *{arguments!r}]\n"
        "from careerpath.__main__ import main\n"
        "try: main()\nexcept SystemExit as end: assert not end.code\n"
        "print(*sys.modules, sep='\\n', file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, timeout=60)
    assert done.returncode == 0 and done.stdout, done.stderr
    return set(done.stderr.split())


def test_the_version_is_told_without_a_command_line() -> None:
    found = imported("--version")
    assert "careerpath.cli.streams" in found
    assert found.isdisjoint({"typer", "rich", "yaml", "msgspec", "signal", "pathlib", "typing", "careerpath.cli.app"})


def test_help_imports_no_command() -> None:
    found = imported("--help")
    assert "typer" in found and {one for one in found if one.startswith("careerpath")} == ALLOWED_FOR_HELP
    assert found.isdisjoint({*HEAVY, "rich", "yaml", "msgspec"})


def test_a_plan_is_drawn_without_a_console() -> None:
    imported(*PLAN)  # so that the graph is kept
    found = imported(*PLAN)
    assert "careerpath.reports.terminal" in found
    assert found.isdisjoint({*HEAVY, *NOT_TO_DRAW, *(f"careerpath.cli.{name}" for name in COMMANDS if name != "plan")})


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_says_of_itself_what_help_says_of_it(name: str) -> None:
    assert command(name).help == COMMANDS[name]
