"""The plans of the examples, made once."""

from __future__ import annotations

from functools import cache

from conftest import ROOT

from careerpath.model.graph import Graph
from careerpath.model.profile import Profile
from careerpath.model.result import Plan
from careerpath.planning import plan
from careerpath.reading.graph_file import load_graph
from careerpath.reading.profile_file import load_profile

TODAY = 2026 * 12 + 10


@cache
def shipped() -> Graph:
    graph = load_graph(None, checked=False).graph
    assert graph is not None
    return graph


@cache
def example(stem: str) -> Profile:
    profile = load_profile(ROOT / "examples" / f"{stem}.yaml", shipped(), today=TODAY).profile
    assert profile is not None
    return profile


@cache
def planned(stem: str) -> Plan:
    return plan(shipped(), example(stem))
