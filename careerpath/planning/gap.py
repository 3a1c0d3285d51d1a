"""What a role asks for against what the person has: met, partly, missing; and when each can be met at the soonest."""

from __future__ import annotations

import msgspec

from careerpath.model.graph import Graph, Requirement, Role, item_at
from careerpath.model.matching import Matcher
from careerpath.model.profile import Profile
from careerpath.model.result import Gap, GapItem
from careerpath.planning import EFFORT, Planner
from careerpath.planning.person import Person, holds_now


def gap(graph: Graph, profile: Profile, *, effort: int = EFFORT) -> Gap:
    """Each requirement of `profile.target`, its feeders first. Readiness compares the months from here with those of a person
    who starts from nothing, under the same preferences but without budget and deadline."""
    target = profile.target or ""
    role = graph.roles[target]
    person = Person(Matcher(graph), profile)
    paths = ([f"roles.{target}.from"] if role.feeders is not None else []) + [
        f"roles.{target}.requires[{index}]" for index in range(len(role.requires))
    ]
    items = tuple(_gap_item(graph, profile, person, path, effort) for path in paths)
    blank = Profile(as_of=profile.as_of, target=target, study=profile.study, avoid=profile.avoid)
    whole = _months(graph, blank, effort)
    left = _months(graph, msgspec.structs.replace(profile, prefer="fastest"), effort)
    return Gap(target=target, as_of=profile.as_of, items=items, months_left=left, months_from_nothing=whole)


def _gap_item(graph: Graph, profile: Profile, person: Person, path: str, effort: int) -> GapItem:
    role = graph.roles[profile.target or ""]
    if path.endswith(".from"):
        feeders = role.feeders or {}
        shares = [(person.months_in(one), least) for one, least in feeders.items()]
        is_met = any(served >= least for served, least in shares)
        share = max((min(1.0, served / least) if least else 1.0 for served, least in shares), default=0.0)
        alone = msgspec.structs.replace(role, requires=[])
    else:
        item = item_at(graph, path)
        is_met, share = holds_now(item, person), _share(item, person)
        alone = msgspec.structs.replace(role, feeders=None, requires=[item])
    first = 0 if is_met else _soonest(graph, profile, alone, effort)
    return GapItem(requirement=path, is_met=is_met, share=1.0 if is_met else share, first_month=first)


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


def _soonest(graph: Graph, profile: Profile, alone: Role, effort: int) -> int | None:
    """The month in which a role that asked for nothing else could be entered; None where it never can."""
    if profile.present_role == profile.target:
        return None
    target = profile.target or ""
    asked = msgspec.structs.replace(graph, roles={**graph.roles, target: alone})
    return _months(asked, msgspec.structs.replace(profile, prefer="fastest", via=(), deadline=None), effort // 4)


def _months(graph: Graph, profile: Profile, effort: int) -> int | None:
    """How long the best plan takes; None where there is none, or none was found."""
    answer = Planner(graph, effort=effort).found(profile)
    return None if answer is None else answer.months
