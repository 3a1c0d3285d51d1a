"""What a role asks for against what the person has: met, partly, missing; and when each can be met at the soonest."""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

import msgspec

from careerpath.model.graph import Graph, Requirement, Role, item_at
from careerpath.model.matching import Matcher
from careerpath.model.profile import Profile
from careerpath.model.result import Gap, GapItem, Plan
from careerpath.planning import EFFORT, Planner, Question
from careerpath.planning.checker import Replay
from careerpath.planning.person import Person, holds_now

ALONE, FROM_NOTHING = 4, 2
"""A requirement alone, and the way from nothing, is asked about with such a part of the effort."""


class First(NamedTuple):
    """The first month, None for never; unless that `is_proved` it may be sooner, or, if None, there may be one."""

    month: int | None
    is_proved: bool


def gap(graph: Graph, profile: Profile, *, effort: int = EFFORT) -> Gap:
    """Each requirement of `profile.target`, its feeders first. Readiness compares the months from here with those of a person
    who starts from nothing, under the same preferences but without budget and deadline."""
    target = profile.target or ""
    role = graph.roles[target]
    planner = Planner(graph, effort=effort)
    person = Person(planner.matcher, profile)
    items = tuple(_gap_item(graph, profile, person, path, effort) for path in _paths(role, target))
    blank = Profile(as_of=profile.as_of, target=target, study=profile.study, avoid=profile.avoid)
    whole = _months(planner, blank, effort // FROM_NOTHING)
    left = _months(planner, msgspec.structs.replace(profile, prefer="fastest"))
    return Gap(
        target=target,
        as_of=profile.as_of,
        items=items,
        months_left=left.month,
        months_from_nothing=whole.month,
        is_proved=left.is_proved and whole.is_proved,
    )


def gaps_along(graph: Graph, profile: Profile, plan: Plan, matcher: Matcher | None = None) -> tuple[GapItem, ...]:
    """Each requirement of the plan's target, its feeders first. Here `first_month` is the month in which it first holds along
    this plan, None where the plan has no steps. Plans nothing."""
    replay = Replay(graph, profile, plan.steps, matcher)
    return tuple(_item_along(replay, path, plan) for path in _paths(graph.roles[plan.target], plan.target))


def _paths(role: Role, target: str) -> list[str]:
    """What the role asks for, as paths."""
    feeders = [f"roles.{target}.from"] if role.feeders is not None else []
    return feeders + [f"roles.{target}.requires[{index}]" for index in range(len(role.requires))]


def _item_along(replay: Replay, path: str, plan: Plan) -> GapItem:
    is_met, share = _today(replay.graph, replay.person, path)
    first = 0 if is_met else _first_month(replay, path, plan)
    return GapItem(requirement=path, is_met=is_met, share=share, first_month=first)


def _first_month(replay: Replay, path: str, plan: Plan) -> int | None:
    """What holds once holds for good, so the first month is found by halving."""

    def holds(month: int) -> bool:
        if path.endswith(".from"):
            return replay.is_fed(plan.target, month)
        return replay.holds(item_at(replay.graph, path), month)

    months = range((plan.months or 0) + 1) if plan.steps else range(0)
    first = bisect_left(months, True, key=holds)
    return first if first < len(months) else None


def _gap_item(graph: Graph, profile: Profile, person: Person, path: str, effort: int) -> GapItem:
    role = graph.roles[profile.target or ""]
    is_met, share = _today(graph, person, path)
    if path.endswith(".from"):
        alone = msgspec.structs.replace(role, requires=[])
    else:
        alone = msgspec.structs.replace(role, feeders=None, requires=[item_at(graph, path)])
    first = First(0, True) if is_met else _soonest(graph, profile, alone, effort)
    return GapItem(requirement=path, is_met=is_met, share=share, first_month=first.month, is_proved=first.is_proved)


def _today(graph: Graph, person: Person, path: str) -> tuple[bool, float]:
    """Whether a requirement of the target holds at month 0, and how much of it is there."""
    if not path.endswith(".from"):
        item = item_at(graph, path)
        return holds_now(item, person), _share(item, person)
    feeders = graph.roles[path.split(".")[1]].feeders or {}
    shares = [min(1.0, person.months_in(one) / least) if least else 1.0 for one, least in feeders.items()]
    share = max(shares, default=0.0)
    return share == 1.0, share


def _share(item: Requirement, person: Person) -> float:
    """How much of an item is there, 0 to 1: of the nearest way of an `any`, of all parts of an `all` together."""
    if holds_now(item, person):
        return 1.0
    if item.any is not None:
        return max(_share(one, person) for one in item.any)
    if item.all is not None:
        return sum(_share(one, person) for one in item.all) / len(item.all)
    if item.experience is not None and item.experience.months:
        return person.months(item.experience) / item.experience.months
    return 0.0


def _soonest(graph: Graph, profile: Profile, alone: Role, effort: int) -> First:
    """When a role that asked for nothing else could be entered."""
    if profile.present_role == profile.target:
        return First(None, True)
    target = profile.target or ""
    asked = msgspec.structs.replace(graph, roles={**graph.roles, target: alone})
    planner = Planner(asked, effort=effort // ALONE)
    return _months(planner, msgspec.structs.replace(profile, prefer="fastest", via=(), deadline=None))


def _months(planner: Planner, profile: Profile, effort: int | None = None) -> First:
    """How long it takes to enter the target; `effort` is the planner's own if None."""
    (answer,) = planner.answers([Question(profile, effort, is_by_months=True)])
    return First(None, False) if answer is None else First(answer.months, answer.status != "feasible")
