"""How far every role of a kind is from one person."""

from __future__ import annotations

import msgspec

from careerpath.model.graph import ids
from careerpath.model.profile import Profile
from careerpath.model.result import Plan, Reach, StudyStep, WorkStep
from careerpath.planning import EFFORT, Planner, Question, Tick, check_plan, silent
from careerpath.planning.explain import in_order

EACH = EFFORT // 8
"""The effort for each of many roles."""
DRAFTS = 300
"""The most drafts carried on for each."""
ROUND = 16
"""Roles asked for at the same time; what is found on the way to them is a hint for those after them."""
ORDER = {
    "fastest": ("months", "cost", "moves"),
    "cheapest": ("cost", "months", "moves"),
    "fewest_moves": ("moves", "months", "cost"),
}


def explore(
    planner: Planner,
    profile: Profile,
    *,
    within: int | None = None,
    function: str | None = None,
    level: str | None = None,
    tick: Tick = silent,
) -> tuple[Reach, ...]:
    """Every executive role, or every role of `level`, of `function` and its parts, in the order of `profile.prefer`; those that
    cannot be reached, or not by month `within`, come last. Avoided roles are left out. The planner's effort, best `EACH`, is
    that for each role."""
    targets = tuple(one for one in _targets(planner, function, level) if one not in profile.avoid)
    limits = [one for one in (profile.deadline, within) if one is not None]
    asker = msgspec.structs.replace(profile, deadline=min(limits, default=None))
    plans: dict[str, Plan | None] = {}
    for first in range(0, len(targets), ROUND):
        some = targets[first : first + ROUND]
        questions = [Question(msgspec.structs.replace(asker, target=one), drafts=DRAFTS, beside=targets) for one in some]
        plans |= zip(some, planner.answers(questions, tick, before=first, of=len(targets)), strict=True)
    _shorten(plans, planner, asker)
    return tuple(sorted((_reach(role, plan) for role, plan in plans.items()), key=lambda one: _rank(one, profile)))


def _shorten(plans: dict[str, Plan | None], planner: Planner, asker: Profile) -> None:
    """The way to one role, up to another that it passes, is a way to that other too: taken where it is better."""
    whole = [plan for plan in plans.values() if plan is not None]
    for plan in whole:
        for step in plan.steps:
            if isinstance(step, WorkStep) and step.is_move and step.end is not None and step.role in plans:
                known, part = plans[step.role], _up_to(plan, step)
                is_better = known is None or (known.status == "feasible" and _figures(part) < _figures(known))
                if is_better and not check_plan(planner.graph, asker, part, planner.matcher):
                    bound = None if known is None else known.bound
                    plans[step.role] = msgspec.structs.replace(part, bound=bound)


def _up_to(plan: Plan, last: WorkStep) -> Plan:
    """The plan to enter a role on its way, with the studies that are over by then."""
    steps = [*(one for one in plan.steps if one.end is not None and one.end <= last.start and one != last)]
    studies = [one for one in steps if isinstance(one, StudyStep)]
    moves = sum(1 for one in steps if isinstance(one, WorkStep) and one.is_move)
    return msgspec.structs.replace(
        plan,
        status="feasible",
        target=last.role,
        months=last.start,
        cost=sum(one.cost for one in studies),
        moves=moves + 1,
        steps=in_order((*steps, msgspec.structs.replace(last, end=None))),
    )


def _figures(plan: Plan) -> tuple[float, ...]:
    return tuple(getattr(plan, name) for name in ORDER[plan.prefer])


def _targets(planner: Planner, function: str | None, level: str | None) -> list[str]:
    """The lowest first: the way to one is often part of the way to a higher one."""
    graph = planner.graph
    return [
        name
        for name, role in sorted(graph.roles.items(), key=lambda one: (graph.rank(one[1].level), one[0]))
        if (graph.is_executive(name) if level is None else role.level == level)
        and (function is None or function in planner.matcher.wholes(ids(role.function)))
    ]


def _reach(role: str, plan: Plan | None) -> Reach:
    if plan is None:
        return Reach(role=role, status="undecided")
    return Reach(role=role, status=plan.status, months=plan.months, cost=plan.cost, moves=plan.moves)


def _rank(one: Reach, profile: Profile) -> tuple[bool, tuple[float, ...], bool, str]:
    figures = tuple(getattr(one, name) or 0 for name in ORDER[profile.prefer])
    return one.months is None, figures, one.status == "unreachable", one.role
