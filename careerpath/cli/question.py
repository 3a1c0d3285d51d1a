"""A profile and the options of the command line -> the profile that the planner is asked about, and its answer."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import msgspec

from careerpath.cli.session import Session
from careerpath.model.graph import Graph
from careerpath.model.profile import PREFERS, STUDIES, Profile
from careerpath.model.result import Plan

if TYPE_CHECKING:
    from careerpath.planning import Planner

PROCESSES = 8
"""The most that plan at the same time unless more are asked for."""


def question(
    session: Session,
    graph: Graph,
    profile: Profile,
    *,
    to: str | None,
    prefer: str | None = None,
    budget: float | None = None,
    study: str | None = None,
    avoid: list[str] | None = None,
    via: list[str] | None = None,
    by: str | None = None,
) -> Profile:
    """The profile with what the options say instead; avoided roles and roles to pass through are added."""
    target = session.role(to, graph) if to else profile.target
    if target is None:
        raise session.fail("Say which role to reach with --to, or with `target` in the profile.")
    profile = wishes(session, graph, profile, prefer=prefer, budget=budget, study=study, avoid=avoid)
    changes: dict[str, Any] = {"target": target, "via": _joined(profile.via, via, session, graph)}
    if by:
        changes["deadline"] = session.month(by, "--by") - profile.as_of
    if target in profile.avoid:
        raise session.fail("{role} is the aim and is to be avoided; drop one of the two.", role=target)
    both = sorted(set(profile.avoid) & set(changes["via"]) - {profile.present_role})
    if both:
        raise session.fail("{role} is to be passed through and to be avoided; drop one of the two.", role=both[0])
    return msgspec.structs.replace(profile, **changes)


def planner_of(graph: Graph, effort: int | None, processes: int | None) -> Planner:
    """The planner with the effort and the processes of the options, None where they were not given."""
    from careerpath.planning import EFFORT, Planner

    return Planner(graph, effort=effort or EFFORT, processes=processes or min(PROCESSES, _cores()))


def _cores() -> int:
    """Those that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def answered(session: Session, planner: Planner, profile: Profile) -> Plan:
    """The planner's answer; stops where it found none and proved nothing."""
    from careerpath.planning import Undecided

    try:
        return planner.plan(profile)
    except Undecided:
        raise session.undecided() from None


def wishes(
    session: Session,
    graph: Graph,
    profile: Profile,
    *,
    prefer: str | None = None,
    budget: float | None = None,
    study: str | None = None,
    avoid: list[str] | None = None,
) -> Profile:
    """The preferences that have nothing to do with a target."""
    changes: dict[str, Any] = {"prefer": session.choice(prefer, PREFERS, "--prefer") or profile.prefer}
    changes["study"] = session.choice(study, STUDIES, "--study") or profile.study
    changes["budget"] = profile.budget if budget is None else budget
    changes["avoid"] = _joined(profile.avoid, avoid, session, graph)
    return msgspec.structs.replace(profile, **changes)


def _joined(own: tuple[str, ...], more: list[str] | None, session: Session, graph: Graph) -> tuple[str, ...]:
    return tuple(sorted({*own, *(session.role(one, graph) for one in more or ())}))
