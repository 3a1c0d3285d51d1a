"""The README's commands run and its output is real; the docs are those of the code."""

from __future__ import annotations

import re
import shlex
import sys

import pytest
from conftest import ROOT, careerpath

from careerpath.cli.streams import NO, NO_OUTPUT, UNUSABLE

sys.path.insert(0, str(ROOT / "tools"))
import errors_page

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```console\n(.*?)```", README, flags=re.S)
COMMANDS = [line[2:] for block in BLOCKS for line in block.splitlines() if line.startswith("$ careerpath")]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_of_the_readme_runs(command: str, tmp_path) -> None:
    arguments = shlex.split(command)[1:]
    if "-o" in arguments:
        place = arguments.index("-o") + 1
        arguments[place] = str(tmp_path / arguments[place])
    if arguments[0] == "verify":
        made = str(tmp_path / "plan.json")
        assert careerpath("plan", *arguments[2:], "-o", made).returncode == 0
        arguments[1] = made
    done = careerpath(*arguments)
    assert done.returncode == 0, done.stderr
    assert done.stdout or "-o" in arguments


def test_the_readme_shows_real_output() -> None:
    shown = next(block for block in BLOCKS if block.startswith("$ careerpath plan examples/no-degree.yaml"))
    command, _, output = shown.partition("\n")
    real = careerpath(*shlex.split(command)[2:]).stdout
    assert output.strip().removesuffix("...").strip() in real


def test_there_are_commands_to_run() -> None:
    assert len(COMMANDS) >= 10


def test_the_page_of_errors_is_up_to_date() -> None:
    assert (ROOT / "docs" / "errors.md").read_text(encoding="utf-8") == errors_page.page(), "run: python tools/errors_page.py"


def test_exit_codes_are_those_of_the_docs() -> None:
    page = (ROOT / "docs" / "exit-codes.md").read_text(encoding="utf-8")
    assert all(f"| {code} |" in page for code in (0, NO, UNUSABLE, 3, NO_OUTPUT, 130, 141, 143))


def test_nothing_speaks_of_the_machine_it_was_made_on() -> None:
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("data/*.yaml"), *ROOT.glob("examples/*.yaml")]:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"/(work|root|home)/", text), path
