"""Why each step is there, and how far it can slip: both by trying the plan without it, or with it later."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from careerpath.model.graph import Requirement, kind_of
from careerpath.model.result import Because, Plan, Step, WorkStep
from careerpath.planning.checker import Replay, check_plan

Event = tuple[str, int]
"""An entry or the start of a study: `roles.x` or `credentials.x`, and its month."""


def explained(replay: Replay, plan: Plan) -> Plan:
    """The plan with the reasons and the slack of every step."""
    events = tuple(_events(plan))
    steps = tuple(
        msgspec.structs.replace(step, because=_because(replay, events, number), slack=_slack(replay, plan, number))
        for number, step in enumerate(plan.steps)
    )
    return msgspec.structs.replace(plan, steps=steps)


def _events(plan: Plan) -> Iterator[Event]:
    for step in plan.steps:
        if isinstance(step, WorkStep):
            if step.is_move:
                yield f"roles.{step.role}", step.start
        elif not step.is_under_way:
            yield f"credentials.{step.credential}", step.start


def _because(replay: Replay, events: tuple[Event, ...], number: int) -> tuple[Because, ...]:
    """The requirements that would fail without the step; where none would by itself, those that it counts towards."""
    step = replay.steps[number]
    later = [(owner, month) for owner, month in events if month > step.start]
    needed = [one for owner, month in later for one in _failing(replay, owner, month, number)]
    return tuple(needed)


def _failing(replay: Replay, owner: str, month: int, number: int) -> Iterator[Because]:
    section, name = owner.split(".", 1)
    part = replay.graph.roles[name] if section == "roles" else replay.graph.credentials[name]
    if section == "roles" and not replay.is_fed(name, month, number):
        feeder = _feeder(replay, name, month)
        yield Because(requirement=f"{owner}.from.{feeder}", enables=name, at=month)
    for index, item in enumerate(part.requires):
        if not replay.holds(item, month, number):
            path = _part_served(replay, item, f"{owner}.requires[{index}]", month, number)
            yield Because(requirement=path, enables=name, at=month)


def _feeder(replay: Replay, role: str, month: int) -> str:
    """The feeder that lets the role be entered; the step is one of its stints."""
    feeders = replay.graph.roles[role].feeders or {}
    return min(one for one, least in feeders.items() if replay.months_in(one, month) >= least)


def _part_served(replay: Replay, item: Requirement, path: str, month: int, number: int) -> str:
    """The innermost item that holds with the step and not without it."""
    kind = kind_of(item)
    if kind not in ("any", "all"):
        return path
    for index, one in enumerate(getattr(item, kind)):
        if replay.holds(one, month) and not replay.holds(one, month, number):
            return _part_served(replay, one, f"{path}.{kind}[{index}]", month, number)
    return path


def _slack(replay: Replay, plan: Plan, number: int) -> int | None:
    """The months by which the step alone can be moved while the plan stays right. None for the target's step."""
    step = plan.steps[number]
    if step.end is None:
        return None
    if not isinstance(step, WorkStep) and step.is_under_way:
        return 0
    low, high = 0, (plan.months or 0) + 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _is_right_with(replay, plan, number, middle) else (low, middle)
    return low


def _is_right_with(replay: Replay, plan: Plan, number: int, months: int) -> bool:
    step = plan.steps[number]
    assert step.end is not None
    moved = msgspec.structs.replace(step, start=step.start + months, end=step.end + months)
    if step.end <= (plan.months or 0) < moved.end:  # type: ignore[operator]
        return False
    steps = in_order((*plan.steps[:number], moved, *plan.steps[number + 1 :]))
    return not check_plan(replay.graph, replay.profile, msgspec.structs.replace(plan, steps=steps), replay.matcher)


def in_order(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """By start, then work before study."""
    return tuple(sorted(steps, key=lambda step: (step.start, not isinstance(step, WorkStep))))
