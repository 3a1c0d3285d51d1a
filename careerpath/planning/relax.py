"""Which preferences to relax where no plan exists under all of them: every minimal set and by how much."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations

import msgspec

from careerpath.model.profile import Prefer, Profile
from careerpath.model.result import Cause, Plan, Relaxation, StudyStep, WorkStep
from careerpath.planning.crew import Question

Planned = Callable[[list[Question]], list[Plan | None]]
"""Answers questions, with None where no plan was found and none disproved."""
Preference = tuple[str, str]
"""`study`, `budget`, `deadline`, or `avoid` and `via` with one role each."""
REASONS = {"study": "study", "budget": "budget", "deadline": "deadline", "avoided": "avoid", "via": "via"}
"""The preference that each reason of a cause speaks of."""
LEAST_IN: dict[str, Prefer] = {"budget": "cheapest", "deadline": "fastest"}
"""The order in which the least of each is found."""
MOST = 6  # preferences that are tried in all combinations; of more, those named last are kept


def with_relaxations(answer: Plan, profile: Profile, planned: Planned) -> Plan:
    """An `unreachable` answer with what to relax; where preferences alone stand in the way, its causes are those that matter."""
    found = _minimal_sets(profile, planned)
    decisive = {one for names, _ in found for one in names}
    relaxations = tuple(one for _, each in found for one in each)
    return msgspec.structs.replace(answer, relaxations=relaxations, why=_narrowed(answer.why, decisive))


def _minimal_sets(profile: Profile, planned: Planned) -> list[tuple[frozenset[Preference], tuple[Relaxation, ...]]]:
    """The smaller first. All together are given up first: where that leads nowhere nothing does, and where it leads is a hint."""
    wanted = _preferences(profile)[:MOST]
    if not wanted:
        return []
    found: dict[frozenset[Preference], list[Relaxation]] = {}
    for size in (len(wanted), *range(1, len(wanted))):
        sets = [one for one in map(frozenset, combinations(wanted, size)) if not any(smaller < one for smaller in found)]
        plans = planned([question for one in sets for question in _questions(profile, one)])
        if all(plan is not None and not plan.steps for plan in plans) and size == len(wanted):
            break
        for plan in plans:
            if plan is not None and plan.steps:
                broken = frozenset(_broken(profile, plan))
                found.setdefault(broken, []).append(_relaxation(profile, broken, plan))
    minimal = [one for one in found if not any(other < one for other in found)]
    return [(one, tuple(_best_of(found[one]))) for one in sorted(minimal, key=lambda one: (len(one), sorted(one)))]


def _best_of(ways: list[Relaxation]) -> list[Relaxation]:
    """Those that no other betters in money and time, each once; of equals the one that is proved the least."""
    best: list[Relaxation] = []
    for one in sorted(ways, key=lambda one: (one.cost, one.months, one.moves, not one.is_least)):
        if not best or one.months < best[-1].months:
            best.append(one)
    return best


def _broken(profile: Profile, plan: Plan) -> Iterator[Preference]:
    """The preferences that a plan does not keep: of those dropped, the ones that it needed dropped."""
    roles = {step.role for step in plan.steps if isinstance(step, WorkStep)} | {profile.present_role}
    modes = {step.mode for step in plan.steps if isinstance(step, StudyStep) and not step.is_under_way}
    if profile.study != "any" and modes - {profile.study}:
        yield "study", ""
    if profile.budget is not None and (plan.cost or 0) > profile.budget:
        yield "budget", ""
    if profile.deadline is not None and (plan.months or 0) > profile.deadline:
        yield "deadline", ""
    entered = {step.role for step in plan.steps if isinstance(step, WorkStep) and step.is_move}
    yield from (("avoid", role) for role in profile.avoid if role in entered)
    yield from (("via", role) for role in profile.via if role not in roles)


def _preferences(profile: Profile) -> list[Preference]:
    """Those that bind, in a fixed order."""
    found = [("study", "")] if profile.study != "any" else []
    found += [("budget", "")] if profile.budget is not None else []
    found += [("deadline", "")] if profile.deadline is not None else []
    return found + [("avoid", role) for role in sorted(profile.avoid)] + [("via", role) for role in sorted(profile.via)]


def _questions(profile: Profile, dropped: frozenset[Preference]) -> list[Question]:
    """What needs the least money and the least time, where either is free."""
    names = {name for name, _ in dropped}
    orders: list[Prefer] = ["cheapest"] if "budget" in names else []
    orders += ["fastest"] if "deadline" in names else []
    free = _without(profile, dropped)
    return [Question(msgspec.structs.replace(free, prefer=one)) for one in orders or [profile.prefer]]


def _without(profile: Profile, dropped: frozenset[Preference]) -> Profile:
    names = {name for name, _ in dropped}
    return msgspec.structs.replace(
        profile,
        study="any" if "study" in names else profile.study,
        budget=None if "budget" in names else profile.budget,
        deadline=None if "deadline" in names else profile.deadline,
        avoid=tuple(role for role in profile.avoid if ("avoid", role) not in dropped),
        via=tuple(role for role in profile.via if ("via", role) not in dropped),
    )


def _relaxation(profile: Profile, dropped: frozenset[Preference], plan: Plan) -> Relaxation:
    needed: dict[str, str | float | int] = {"budget": plan.cost or 0.0, "deadline": plan.months or 0}
    needed["study"] = _modes_needed(profile, plan)
    changes: dict[str, str | float | int | list[str]] = {name: needed[name] for name, role in sorted(dropped) if not role}
    for kind in ("avoid", "via"):
        roles = sorted(role for name, role in dropped if name == kind)
        changes |= {kind: roles} if roles else {}
    figures = {"months": plan.months or 0, "cost": plan.cost or 0.0, "moves": plan.moves or 0}
    return Relaxation(changes=changes, is_least=_is_least(plan, [name for name in LEAST_IN if name in changes]), **figures)  # type: ignore[arg-type]


def _modes_needed(profile: Profile, plan: Plan) -> str:
    """The strictest `study` under which the plan stays one."""
    used = {step.mode for step in plan.steps if isinstance(step, StudyStep) and not step.is_under_way}
    return "any" if profile.study != "none" or len(used) != 1 else used.pop()


def _is_least(plan: Plan, limits: list[str]) -> bool:
    """Whether it is proved that no smaller budget or sooner deadline would do; of both together, that neither can give less
    while the other stays."""
    if len(limits) != 1:
        return not limits or plan.status == "optimal"
    bound, is_proved = plan.bound, plan.status == "optimal"
    if bound is not None:
        is_proved = is_proved or (bound.cost, bound.months) in ((plan.cost, None), (None, plan.months))
    return is_proved and plan.prefer == LEAST_IN[limits[0]]


def _narrowed(why: Cause | None, decisive: set[Preference]) -> Cause | None:
    """The causes without the preferences that no set has, where the causes are preferences and a set was found."""
    if why is None or not decisive or not why.causes or any(one.reason not in REASONS for one in why.causes):
        return why
    return msgspec.structs.replace(why, causes=tuple(one for one in why.causes if _preference(one) in decisive))


def _preference(cause: Cause) -> Preference:
    name = REASONS[cause.reason]
    return name, cause.subject if name in ("avoid", "via") else ""
