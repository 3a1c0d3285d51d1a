"""Several processes at a time: the same answers, whatever becomes of them."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import EXAMPLES, ROOT, careerpath

from careerpath.cli.question import PROCESSES, planner_of
from careerpath.model.graph import Graph
from careerpath.model.profile import Profile
from careerpath.model.result import Plan
from careerpath.planning import Planner, Question, crew
from careerpath.planning.crew import Answers, Asked, Crew
from careerpath.planning.hints import Hints
from careerpath.planning.whatif import whatif
from careerpath.reading.profile_file import load_profile

ALONE, CALLED = "alone", "called"


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Help is asked for after the first answer."""
    monkeypatch.setattr(crew, "PATIENCE", -1.0)


def asked(count: int) -> list[Asked]:
    return [(Question(Profile(as_of=0, target=f"r{number}")), Hints()) for number in range(count)]


def plan_of(question: Asked, by: str) -> Plan:
    return Plan(status="there", target=question[0].profile.target or "", as_of=0, prefer="fastest", steps=(), effort=len(by))


def alone(question: Asked) -> Plan:
    return plan_of(question, ALONE)


def called(question: Asked) -> Plan:
    if question[0].profile.target == "r3" and os.environ.get("DIES_AT_THREE"):
        os._exit(9)
    return plan_of(question, CALLED)


def able() -> Answers:
    return called


def unable() -> Answers:
    os._exit(9)


@pytest.mark.usefixtures("at_once")
def test_others_answer_in_the_order_of_the_questions() -> None:
    found = list(Crew(alone, 2, able, ()).answer(asked(7)))
    assert found == [called(one) for one in asked(7)]


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("processes", [1, 2])
def test_one_question_is_answered_alone(processes: int) -> None:
    assert list(Crew(alone, processes, able, ()).answer(asked(1))) == [alone(one) for one in asked(1)]


def test_nobody_is_called_before_it_has_taken_a_while() -> None:
    assert list(Crew(alone, 2, able, ()).answer(asked(7))) == [alone(one) for one in asked(7)]


@pytest.mark.usefixtures("at_once")
def test_where_no_process_can_be_had_it_goes_on_alone() -> None:
    lonely = Crew(alone, 2, unable, ())
    assert list(lonely.answer(asked(5))) == [alone(one) for one in asked(5)]
    assert list(lonely.answer(asked(5))) == [alone(one) for one in asked(5)] and lonely.processes == 1


@pytest.mark.usefixtures("at_once")
def test_where_one_dies_every_question_is_answered_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIES_AT_THREE", "1")
    found = list(Crew(alone, 2, able, ()).answer(asked(9)))
    assert [one.target for one in found if one is not None] == [f"r{number}" for number in range(9)]


@pytest.mark.usefixtures("at_once")
def test_what_if_is_the_same_by_several(graph: Graph) -> None:
    path = next(one for one in EXAMPLES if one.stem == "no-degree")
    profile = load_profile(path, graph, today=24_000, as_of=None).profile
    assert profile is not None
    several = Planner(graph, processes=2)
    assert whatif(several, profile) == whatif(Planner(graph), profile)
    assert several._crew._pool is not None


def test_the_command_says_the_same_by_several() -> None:
    command = ("explore", "examples/no-degree.yaml", "--as-of", "2026-01", "--level", "manager", "--format", "csv")
    code = (
        "import sys; from careerpath.planning import crew; from careerpath.__main__ import main\n"
        "crew.PATIENCE = -1.0; begin = crew.Crew._started\n"
        "crew.Crew._started = lambda one: (print('helped', file=sys.stderr), begin(one))[1]\n"
        f"sys.argv = ['careerpath', *{command!r}, '--processes', '2']; main()"
    )
    several = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, timeout=120)
    assert several.stdout == careerpath(*command).stdout and several.stdout.count("\n") > 16
    assert set(several.stderr.split()) == {"helped"}


def test_as_many_processes_as_asked_for_and_else_no_more_than_cores(graph: Graph) -> None:
    assert planner_of(graph, None, 3)._crew.processes == 3
    assert 1 <= planner_of(graph, None, None)._crew.processes <= min(PROCESSES, os.cpu_count() or 1)


def test_the_processes_end_with_the_planner() -> None:
    """Also where it is killed, or ends at once because nobody reads on."""
    code = (
        "import os, sys, test_crew as t; from careerpath.planning import crew\n"
        "if __name__ == '__main__':\n"
        "    crew.PATIENCE = -1.0; one = crew.Crew(t.alone, 2, t.able, ()); list(one.answer(t.asked(4)))\n"
        "    print(*one._pool._processes, flush=True); os._exit(0)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT / "tests", timeout=60)
    numbers = list(map(int, done.stdout.split()))
    assert len(numbers) == 2, done.stderr
    ends = time.monotonic() + 20
    while any(map(_is_there, numbers)) and time.monotonic() < ends:
        time.sleep(0.05)
    assert not any(map(_is_there, numbers))


def _is_there(number: int) -> bool:
    """Whether the process runs; one that only nobody has asked about yet does not."""
    state = Path(f"/proc/{number}/stat")
    return state.exists() and state.read_text().rsplit(")", 1)[1].split()[0] != "Z"
