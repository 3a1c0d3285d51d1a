"""The shipped graph: what it must hold, and that plans through it are plans."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import product
from typing import Any

import msgspec
import pytest
from conftest import EXAMPLES, ROOT

from careerpath.model.graph import Graph, all_words, ids
from careerpath.model.matching import Matcher
from careerpath.model.obtainable import Obtainable
from careerpath.model.profile import Profile, Served
from careerpath.planning import check_plan, plan
from careerpath.planning.bounds import Bounds
from careerpath.planning.compiler import compile_problem
from careerpath.planning.person import Person, what_can_be_had
from careerpath.reading.graph_file import load_graph
from careerpath.reading.profile_file import load_profile

CLAIMS = [f"BO-{number:02}" for number in range(1, 23)] + [f"BPO-{number:02}" for number in range(1, 15)]
OVERLAYS = sorted((ROOT / "examples" / "graphs").glob("*.yaml"))
NOW = 2026 * 12 + 10


def executives(graph: Graph) -> list[str]:
    return [name for name in graph.roles if graph.is_executive(name)]


def entries(graph: Graph) -> list[str]:
    return [name for name, role in graph.roles.items() if role.level == "entry"]


def test_the_file_is_clean() -> None:
    assert load_graph(None).diagnostics == []


@pytest.mark.parametrize("path", OVERLAYS, ids=lambda path: path.stem)
def test_the_overlays_are_clean_and_give_plans(path) -> None:
    loaded = load_graph(path)
    assert loaded.diagnostics == [] and loaded.graph is not None
    asker = load_profile(ROOT / "examples" / "hispanohablante.yaml", loaded.graph, today=NOW, as_of=None).profile
    assert asker is not None
    answer = plan(loaded.graph, asker)
    assert answer.steps and check_plan(loaded.graph, asker, answer) == ()


def test_it_is_large_enough(graph: Graph) -> None:
    functions = {part for role in graph.roles.values() for part in ids(role.function)}
    assert len(graph.roles) >= 120 and len(functions) >= 13 and len(executives(graph)) >= 25
    assert len(graph.credentials) >= 55 and len(graph.skills) >= 35
    wanted = ["bpo-operations-manager", "head-of-shared-services", "hr-director", "chief-operating-officer"]
    wanted += ["vice-president-back-office-operations", "chief-administrative-officer"]
    assert set(wanted) <= set(executives(graph))


def test_every_claim_is_cited(graph: Graph) -> None:
    text = msgspec.json.encode(graph).decode()
    missing = [claim for claim in CLAIMS if f'"claim":"{claim}"' not in text]
    assert not missing and len(CLAIMS) == 36


def maps(value: object) -> Iterator[dict[str, Any]]:
    """Every map in plain Python data, however deep."""
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    for part in value if isinstance(value, list) else ():
        yield from maps(part)


def test_claims_cite_their_own_article(graph: Graph) -> None:
    article = {"BO": "back-office-executive", "BPO": "bpo-operations-manager"}
    found = [one for one in maps(msgspec.to_builtins(graph)) if "claim" in one]
    assert found and all(one["ref"] == article[one["claim"].split("-")[0]] for one in found)


def test_estimates_say_how_they_were_made(graph: Graph) -> None:
    estimates = [one for one in maps(msgspec.to_builtins(graph)) if one.get("ref") == "estimate"]
    assert estimates and all(one.get("note") for one in estimates)


def in_both_languages(text: str | dict[str, str]) -> bool:
    """A bare code needs no language."""
    if isinstance(text, str):
        return not any(map(str.isalpha, text))
    return all(map(text.get, ("en", "es"))) and text["en"] != text["es"]


@pytest.mark.parametrize("path", [None, *OVERLAYS], ids=lambda path: path.stem if path else "builtin")
def test_notes_and_attributions_are_in_both_languages(path) -> None:
    parts = list(maps(msgspec.to_builtins(load_graph(path).graph)))
    for key, fewest in (("note", 1000), ("attribution", 2)):
        texts = [one[key] for one in parts if key in one]
        assert len(texts) >= fewest and [text for text in texts if not in_both_languages(text)] == []


@pytest.mark.parametrize("text", ["a year", {"en": "a year"}, {"es": "un año"}, {"en": "x", "es": ""}, {"en": "x", "es": "x"}])
def test_a_note_in_one_language_is_noticed(text) -> None:
    assert not in_both_languages(text)


def test_texts_are_in_both_languages_and_can_be_found(graph: Graph) -> None:
    for name, role in graph.roles.items():
        assert isinstance(role.aliases, dict) and all(len(role.aliases[language]) >= 3 for language in ("en", "es")), name
    words = Counter(word.casefold() for role in graph.roles.values() for word in set(all_words(role.title)))
    assert max(words.values()) <= 2  # one title may read the same in both languages, never for two roles


def test_every_executive_is_within_reach_of_every_entry_role(graph: Graph, matcher: Matcher) -> None:
    for entry in entries(graph):
        possible = Obtainable(graph, matcher, held_roles=frozenset({entry}))
        assert set(executives(graph)) <= possible.roles, entry


def test_no_executive_is_open_to_somebody_without_experience(graph: Graph, matcher: Matcher) -> None:
    for name in executives(graph):
        nobody = Profile(as_of=NOW, target=name)
        him = Person(matcher, nobody)
        problem = compile_problem(graph, matcher, nobody, him, what_can_be_had(graph, matcher, nobody, him))
        assert Bounds(problem).soonest[problem.target][0] > 24, name


def person(graph: Graph, role: str, months: int, target: str, prefer: str = "fastest") -> Profile:
    part = graph.roles[role]
    job = Served(
        role=role,
        title=role,
        functions=ids(part.function),
        level=part.level,
        months=months,
        start=NOW - months,
        end=NOW,
        is_current=True,
    )
    return Profile(as_of=NOW, target=target, work=(job,), prefer=prefer)


@pytest.mark.parametrize("part", range(4))
def test_from_every_entry_role_to_every_executive_there_is_a_plan(graph: Graph, matcher: Matcher, part: int) -> None:
    """Every pair is within reach, which a test above proves; here a spread of them is planned and checked."""
    pairs = list(product(entries(graph), executives(graph)))
    for number, (entry, executive) in list(enumerate(pairs[:: len(pairs) // 48]))[part::4]:
        asker = person(graph, entry, (0, 7, 17, 31)[number % 4], executive, ("fastest", "cheapest", "fewest_moves")[number % 3])
        answer = plan(graph, asker, effort=800, matcher=matcher)
        assert answer.steps, (entry, executive)
        assert check_plan(graph, asker, answer, matcher) == (), (entry, executive)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_has_a_plan_that_keeps_the_rules(graph: Graph, path) -> None:
    loaded = load_profile(path, graph, today=NOW, as_of=None)
    assert loaded.profile is not None, loaded.diagnostics
    answer = plan(graph, loaded.profile)
    assert answer.steps and check_plan(graph, loaded.profile, answer) == ()
