"""Every part of the benchmarks on tiny samples: what they say, never how long it took."""

from __future__ import annotations

import platform
import re
from itertools import islice
from pathlib import Path

import pytest

from benchmarks import __main__ as command
from benchmarks import arrows, exact, generated, growth, machine, questions, sequential, shipped, startup
from benchmarks.people import person
from careerpath.model.graph import Graph
from careerpath.model.matching import Matcher


def cells(lines: list[str]) -> list[list[str]]:
    """The rows of the last table, without its head."""
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    rules = [number for number, row in enumerate(rows) if set("".join(row)) == {"-"}]
    return rows[rules[-1] + 1 :]


def needs(*packages: str) -> None:
    why_not = machine.missing(packages)
    if why_not:
        pytest.skip(f"{', '.join(packages)}: {why_not}")


def test_the_machine_is_described_without_its_name() -> None:
    said = "\n".join(machine.machine())
    assert re.search(r"Processor: .*\d+ cores", said) and f"Python: {platform.python_implementation()}" in said
    assert re.search(r"Packages: careerpath \d.*msgspec \d", said)
    assert platform.node() not in said


def test_what_is_missing_comes_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    assert machine.missing(("msgspec",)) == ""
    assert machine.missing(("msgspec", "no-such-peer")) == "not installed; pip install no-such-peer"
    monkeypatch.setattr(machine.shutil, "which", lambda _: None)
    assert machine.missing(("java",)).startswith("needs Java")


def test_plans_have_a_row_for_each_order() -> None:
    ladder = arrows.example()
    rows = cells(shipped.shipped(ladder, Matcher(ladder), True))
    assert [(row[0], row[3]) for row in rows] == [(one, "100 %") for one in ("fastest", "cheapest", "fewest_moves")]


def test_what_is_not_proved_is_counted_not_hidden() -> None:
    questions = list(islice(generated.worlds(3), 8))
    whole, hurried = (generated.sample(questions, len(questions), effort) for effort in (exact.EFFORT, 1))
    assert whole.unproved == 0 and hurried.unproved > 0
    assert len(hurried.solved) + hurried.unproved >= len(whole.solved)


def test_questions_have_a_row_for_each_example(graph: Graph) -> None:
    (row,) = cells(questions.questions(graph, True))
    assert (row[0], row[4], row[6], row[8]) == ("no-degree", "5", "83 of 84", "1, whole")


def test_growth_has_a_row_for_each_size(graph: Graph) -> None:
    assert [row[:2] for row in cells(growth.growth(graph, True))] == [["50", "1.0 x"], ["100", "2.0 x"]]


def test_start_up_has_a_row_for_each_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(startup, "COMMANDS", (("--version",),))
    [row] = cells(startup.startup(True))
    assert row[0] == "`careerpath --version`" and all(float(one) > 0 for one in row[1:])


def test_cp_sat_finds_the_same_optimum(monkeypatch: pytest.MonkeyPatch) -> None:
    needs("ortools")
    monkeypatch.setattr(exact, "QUICK_SIZES", ((1, 3),))
    assert [row[:5] for row in cells(exact.exact(True))] == [["x 1", "3", "0", "0", "3 of 3"]]


@pytest.mark.parametrize("peer", sequential.PEERS, ids=lambda one: one.name)
def test_the_peers_find_the_same_optimum_one_thing_at_a_time(peer: sequential.Peer) -> None:
    needs(*peer.needs)
    for one in generated.sample(generated.worlds(1, sequential.one_thing_at_a_time), 2, sequential.EFFORT).solved:
        found = sequential.run(peer, one, 30.0)
        assert found.months == one.plan.months
        assert found.reported is not None and found.search is not None


def test_the_sequential_part_has_a_row_for_each_peer(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    for peer in sequential.PEERS:
        needs(*peer.needs)
    monkeypatch.setattr(sequential, "QUICK_WORLDS", 1)
    monkeypatch.setattr(sequential, "QUICK_SIZES", ())
    rows = cells(sequential.sequential(graph, True))
    assert [row[:5] for row in rows] == [
        ["1 worlds, months x 1", "0", "Fast Downward", "0", "1 of 1"],
        ["1 worlds, months x 1", "0", "ENHSP", "0", "1 of 1"],
    ]


def test_a_peer_that_is_missing_is_said_to_be_skipped(graph: Graph, matcher: Matcher, monkeypatch: pytest.MonkeyPatch) -> None:
    for part in (exact, sequential, arrows):
        monkeypatch.setattr(part, "missing", lambda names: f"not installed; pip install {' '.join(names)}")
    assert exact.exact(True)[-1] == "SKIPPED: CP-SAT: not installed; pip install ortools"
    assert arrows.arrows(graph, matcher, True)[-1] == "SKIPPED: networkx: not installed; pip install networkx"
    said = sequential.sequential(graph, True)
    assert "SKIPPED: Fast Downward: not installed; pip install unified-planning up-fast-downward" in said
    assert any(line.startswith("SKIPPED: ENHSP: ") for line in said)


def test_shortest_paths_say_72_months_where_36_exist() -> None:
    needs("networkx")
    ladder = arrows.example()
    lines = arrows.arrows(ladder, Matcher(ladder), True)
    table = {row[0]: row[2:] for row in (line.strip("| ").split(" | ") for line in lines if line.count(" | ") == 4)}
    assert table["fewest hops"] == ["96", "a plan", "96"]
    assert table["fewest months"] == ["36", "no plan: what the lead asks for is missing", "36"]
    assert table["fewest months, experience too"] == ["72", "a plan", "36"]
    assert table["ours"] == ["36", "a plan, optimal", "36"]
    assert cells(lines) == [
        ["fewest hops", "0", "0", "0", "0", "1", "60 (60)", "0", "0"],
        ["fewest months", "0", "1", "0", "0", "0", "–", "0", "0"],
        ["fewest months, experience too", "0", "0", "0", "0", "0", "–", "0", "0"],
    ]


def test_an_arrow_takes_the_months_not_yet_served() -> None:
    needs("networkx")
    ladder = arrows.example()
    way = arrows.route(ladder, person(ladder, "agent", 4, "manager"), "fewest months")
    assert way == arrows.Route(("agent", "lead", "manager"), (2, 30))


def test_the_command_prints_every_part_and_writes_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    names = ("shipped", "questions", "growth", "startup", "exact", "sequential", "arrows")
    for name in names:
        monkeypatch.setattr(getattr(command, name), name, lambda *_, name=name: [f"## {name}"])
    monkeypatch.setattr(command, "PAGE", tmp_path / "benchmarks.md")
    command.main(["--quick"])
    assert not command.PAGE.exists()
    command.main(["--quick", "--write"])
    page = command.PAGE.read_text()
    assert page.startswith("# Benchmarks\n") and "- Python: " in page
    assert [line[3:] for line in page.splitlines() if line.startswith("## ")] == list(names)
    assert page.strip() in capsys.readouterr().out
