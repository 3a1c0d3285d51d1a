"""Which preferences to relax where no plan exists under all of them: every minimal set, with a plan that it allows."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import msgspec

from careerpath.model.profile import Profile
from careerpath.model.result import Plan, Relaxation

Planner = Callable[[Profile], Plan | None]
Preference = tuple[str, str]
"""`study`, `budget`, `deadline`, or `avoid` and `via` with one role each."""
MOST = 6  # preferences that are tried in all combinations; of more, those named last are kept


def relaxations(profile: Profile, planned: Planner) -> tuple[Relaxation, ...]:
    """The minimal sets, the smaller first. `planned` gives the plan of a profile, None where there is none."""
    wanted = _preferences(profile)[:MOST]
    found: list[tuple[frozenset[Preference], Relaxation]] = []
    for size in range(1, len(wanted) + 1):
        for chosen in combinations(wanted, size):
            one = frozenset(chosen)
            if any(smaller <= one for smaller, _ in found):
                continue
            plan = planned(_without(profile, one))
            if plan is not None and plan.steps:
                found.append((one, _relaxation(one, plan)))
    return tuple(relaxation for _, relaxation in found)


def _preferences(profile: Profile) -> list[Preference]:
    """Those that bind, in a fixed order."""
    found = [("study", "")] if profile.study != "any" else []
    found += [("budget", "")] if profile.budget is not None else []
    found += [("deadline", "")] if profile.deadline is not None else []
    return found + [("avoid", role) for role in sorted(profile.avoid)] + [("via", role) for role in sorted(profile.via)]


def _without(profile: Profile, dropped: frozenset[Preference]) -> Profile:
    names = {name for name, _ in dropped}
    return msgspec.structs.replace(
        profile,
        study="any" if "study" in names else profile.study,
        budget=None if "budget" in names else profile.budget,
        deadline=None if "deadline" in names else profile.deadline,
        avoid=tuple(role for role in profile.avoid if ("avoid", role) not in dropped),
        via=tuple(role for role in profile.via if ("via", role) not in dropped),
        prefer="cheapest" if "budget" in names else "fastest" if "deadline" in names else profile.prefer,
    )


def _relaxation(dropped: frozenset[Preference], plan: Plan) -> Relaxation:
    needed: dict[str, str | float | int] = {"study": "any", "budget": plan.cost or 0.0, "deadline": plan.months or 0}
    changes = {name: needed.get(name, role) for name, role in sorted(dropped)}
    return Relaxation(changes=changes, months=plan.months or 0, cost=plan.cost or 0.0, moves=plan.moves or 0)
