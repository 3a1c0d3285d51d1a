"""The engine. `plan` is its only door: a graph and a profile in, a Plan out; no YAML, no printing, no clock."""

from __future__ import annotations

import msgspec

from careerpath.model.graph import Graph
from careerpath.model.matching import Matcher
from careerpath.model.profile import Profile
from careerpath.model.result import Bound, Cause, Plan, Step, StudyStep, WorkStep
from careerpath.planning.bounds import Bounds
from careerpath.planning.checker import Replay, check_plan
from careerpath.planning.explain import explained, in_order
from careerpath.planning.fit import Label
from careerpath.planning.person import Person, what_can_be_had
from careerpath.planning.problem import Problem, compile_problem
from careerpath.planning.relax import Planner, relaxations
from careerpath.planning.search import EFFORT, Found, search

__all__ = ["EFFORT", "Contradiction", "Undecided", "check_plan", "plan"]


class Contradiction(ValueError):
    """The question itself is impossible: the target is to be avoided."""


class Undecided(RuntimeError):
    """Within the effort no plan was found, and that there is none was not proved."""


def plan(graph: Graph, profile: Profile, *, effort: int = EFFORT, matcher: Matcher | None = None) -> Plan:
    """The best plan from `profile` to `profile.target` in the order of `profile.prefer`, with the proof's bound, the reasons
    and the slack of each step; or why there is none.

    `effort` is the number of labels that may be expanded before a plan without proof is given. Raises `Contradiction` where
    the target is to be avoided, `Undecided` where neither a plan nor its absence could be established, KeyError where the
    target is not in the graph."""
    target = profile.target
    if target is None or target not in graph.roles:
        raise KeyError(target)
    if target in profile.avoid:
        raise Contradiction(target)
    blank = Plan(status="there", target=target, as_of=profile.as_of, prefer=profile.prefer)
    if profile.present_role == target:
        return msgspec.structs.replace(blank, months=0, cost=0.0, moves=0)
    matcher = matcher or Matcher(graph)
    answer = _planned(graph, profile, blank, effort, matcher)
    if answer.status != "unreachable":
        return answer
    return msgspec.structs.replace(answer, relaxations=relaxations(profile, _planner(graph, effort, matcher)))


def _planner(graph: Graph, effort: int, matcher: Matcher) -> Planner:
    """Plans other preferences of the same person; None where that ends undecided."""

    def planned(profile: Profile) -> Plan | None:
        blank = Plan(status="there", target=profile.target or "", as_of=profile.as_of, prefer=profile.prefer)
        try:
            return _planned(graph, profile, blank, effort, matcher)
        except Undecided:
            return None

    return planned


def _planned(graph: Graph, profile: Profile, blank: Plan, effort: int, matcher: Matcher) -> Plan:
    target = blank.target
    person = Person(matcher, profile)
    possible = what_can_be_had(graph, matcher, profile, person)
    missing = [role for role in (target, *profile.via) if role not in possible.roles]
    if missing:
        return msgspec.structs.replace(blank, status="unreachable", why=possible.why_not(missing[0]))
    problem = compile_problem(graph, matcher, profile, person, possible)
    found = search(Bounds(problem), profile.prefer, effort)
    if found.label is None and not found.is_proved:
        raise Undecided(found.effort)
    if found.label is None:
        return msgspec.structs.replace(blank, status="unreachable", why=_what_stands_in_the_way(profile), effort=found.effort)
    return explained(Replay(graph, profile, steps_of(problem, found.label), matcher), _plan(problem, profile, blank, found))


def _what_stands_in_the_way(profile: Profile) -> Cause:
    """The preferences that bind, all together."""
    causes = []
    if profile.budget is not None:
        causes.append(Cause(reason="budget", subject=f"{profile.budget:g}"))
    if profile.deadline is not None:
        causes.append(Cause(reason="deadline", subject=str(profile.deadline)))
    if profile.study != "any":
        causes.append(Cause(reason="study", subject=profile.study))
    causes += [Cause(reason="avoided", subject=role) for role in profile.avoid]
    return Cause(reason="role", subject=profile.target or "", causes=tuple(causes))


def _plan(problem: Problem, profile: Profile, blank: Plan, found: Found) -> Plan:
    label = found.label
    assert label is not None
    bound = {
        "fastest": Bound(months=int(found.bound)),
        "cheapest": Bound(cost=found.bound),
        "fewest_moves": Bound(moves=int(found.bound)),
    }[profile.prefer]
    return msgspec.structs.replace(
        blank,
        status="optimal" if found.is_proved else "feasible",
        months=label.months,
        cost=label.cost,
        moves=label.moves,
        bound=bound,
        steps=steps_of(problem, label),
        effort=found.effort,
    )


def steps_of(problem: Problem, label: Label) -> tuple[Step, ...]:
    """The label's route as steps of a plan."""
    return in_order((*_work(problem, label), *_studies(problem, label)))


def _work(problem: Problem, label: Label) -> list[Step]:
    steps: list[Step] = []
    ends: tuple[int | None, ...] = (*label.schedule.leaves, None)
    for stint, (role, start, end) in enumerate(zip(label.route.roles, label.schedule.entries, ends, strict=True)):
        if role >= 0 and end != start:
            steps.append(WorkStep(role=problem.role_ids[role], start=start, end=end, is_move=stint > 0))
    return steps


def _studies(problem: Problem, label: Label) -> list[Step]:
    steps: list[Step] = []
    if problem.under_way >= 0:
        mode = "full_time" if problem.is_busy_full_time else "part_time"
        name = problem.credential_ids[problem.under_way]
        steps.append(StudyStep(credential=name, mode=mode, start=0, end=problem.busy_until, is_under_way=True))  # type: ignore[arg-type]
    for study, start, end in zip(label.route.studies, label.schedule.starts, label.schedule.ends, strict=True):
        name = problem.credential_ids[study.credential]
        cost = problem.studies[study.credential].cost
        mode = "full_time" if study.gap >= 0 else "part_time"
        steps.append(StudyStep(credential=name, mode=mode, start=start, end=end, cost=cost))  # type: ignore[arg-type]
    return steps
