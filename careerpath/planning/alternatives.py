"""The Pareto front of (months, cost, moves): every plan that no other betters in all three at once.

The front is walked with one order of preference and limits on the two figures that come later in it. What is best under limits
lies on the front; what is still unknown lies below its months or below its cost, so each answer leaves two tighter limits to ask
about, until nothing is left under any. A question whose answer follows from a looser one is not asked."""

from __future__ import annotations

import msgspec

from careerpath.model.profile import Prefer, Profile
from careerpath.model.result import Alternatives, Plan, WorkStep
from careerpath.planning import Planner, Question, Tick, silent
from careerpath.planning.fit import ORDERS

WALK: Prefer = "fewest_moves"
"""The order of the walk: its two later figures are limited."""
MOST = 12  # plans of one front
DRAFTS = 100  # the most for a question of the walk
SHARE = 2  # each question of the walk is asked with this part of the effort
STEPS = (1, 0.01, 1)  # the least by which one plan is sooner, cheaper or has fewer moves than another
Figures = tuple[float, ...]
"""Months, cost and moves: of a plan, or the most that a plan may have."""
NO_LIMITS: Figures = (float("inf"),) * 3


def alternatives(planner: Planner, profile: Profile, *, tick: Tick = silent) -> Alternatives:
    """The front, the best in the order of `profile.prefer` first, then what differs most in its roles from those before; where
    there is no plan to make, the one answer that says so. Raises `Undecided` as `plan` does."""
    best = planner.best(profile)
    if not best.steps:
        return Alternatives(plans=(planner.plan(profile),), is_complete=True)
    ends = _ends(planner, profile, [one for one in ORDERS if one not in (WALK, profile.prefer)])  # hints for the walk
    others, is_complete = _Walk(planner, profile, tick).front()
    front = _undominated([best, *ends, *others], profile.prefer)
    is_complete = is_complete and best.status == "optimal"
    kept = tuple(planner.explained(profile, _as_of_the_whole(one, best)) for one in _most_different_first(front, profile.prefer))
    return Alternatives(plans=kept[:MOST], is_complete=is_complete and len(kept) <= MOST)


def in_each_order(planner: Planner, profile: Profile, best: Plan) -> Alternatives:
    """`best`, and what is best where another figure counts first: a quick look at the ends of the front."""
    found = [best]
    for answer in _ends(planner, profile, [one for one in ORDERS if one != profile.prefer]):
        if not any(_is_within(figures(one), figures(answer)) for one in found):
            found.append(answer)
    return Alternatives(plans=tuple(found), is_complete=False)


def _ends(planner: Planner, profile: Profile, orders: list[Prefer]) -> list[Plan]:
    """What is best in each of the orders."""
    found = planner.answers([Question(msgspec.structs.replace(profile, prefer=one)) for one in orders])
    return [one for one in found if one is not None and one.steps]


def figures(plan: Plan) -> Figures:
    return plan.months or 0, plan.cost or 0.0, plan.moves or 0


class _Walk:
    """`answers`: the best plan under limits, None where there is none or none was found."""

    def __init__(self, planner: Planner, profile: Profile, tick: Tick) -> None:
        self.planner = planner
        self.tick = tick
        self.profile = profile
        self.answers: dict[Figures, Plan | None] = {}
        self.is_proved = True

    def front(self) -> tuple[list[Plan], bool]:
        """The plans found, and whether it is proved that these are all."""
        open_ones: list[Figures] = [NO_LIMITS]
        found: dict[Figures, Plan] = {}
        while open_ones and len(found) <= MOST:
            self._ask([one for one in open_ones if self._looser(one) is None])
            settled = {one: looser for one in open_ones if (looser := self._looser(one)) is not None}
            open_ones = [one for one in open_ones if one not in settled]
            for limits, looser in settled.items():
                answer = self.answers[looser]
                if answer is not None:
                    found.setdefault(figures(answer), answer)
                    open_ones += [one for one in _tighter(limits, answer) if one not in open_ones]
        return list(found.values()), self.is_proved and not open_ones

    def _looser(self, limits: Figures) -> Figures | None:
        """The limits, asked about before, under which the answer is the same."""
        for looser, answer in self.answers.items():
            if _is_within(limits, looser) and (answer is None or _is_within(figures(answer), limits)):
                return looser
        return None

    def _ask(self, limits: list[Figures]) -> None:
        """Of the limits those that no others are looser than: what is best under these may be best under the others too."""
        loosest = [one for one in limits if not any(other != one and _is_within(one, other) for other in limits)]
        effort = max(1, self.planner.effort // SHARE)
        questions = [Question(_limited(self.profile, one), effort, DRAFTS) for one in loosest]
        for one, answer in zip(loosest, self.planner.answers(questions), strict=True):
            self.answers[one] = self._kept(one, answer)
        self.tick(len(self.answers), 0)

    def _kept(self, limits: Figures, answer: Plan | None) -> Plan | None:
        """The answer, if it is one."""
        is_right = answer is not None and (not answer.steps or _is_within(figures(answer), limits))
        self.is_proved = self.is_proved and is_right and answer is not None and answer.status != "feasible"
        return answer if answer is not None and answer.steps and is_right else None


def _is_within(one: Figures, limits: Figures) -> bool:
    return all(mine <= most for mine, most in zip(one, limits, strict=True))


def _tighter(limits: Figures, answer: Plan) -> list[Figures]:
    """Where plans may lie that the best one under the limits does not better."""
    made = []
    for place in ORDERS[WALK][1:]:
        most = figures(answer)[place] - STEPS[place]
        if most >= 0:
            made.append((*limits[:place], most, *limits[place + 1 :]))
    return made


def _limited(profile: Profile, limits: Figures) -> Profile:
    """The question under the profile's own limits and these."""
    own = (profile.deadline, profile.budget, profile.most_moves)
    months, cost, moves = (most if mine is None else min(mine, most) for mine, most in zip(own, limits, strict=True))
    return msgspec.structs.replace(
        profile,
        prefer=WALK,
        deadline=None if months == float("inf") else int(months),
        budget=None if cost == float("inf") else cost,
        most_moves=None if moves == float("inf") else int(moves),
    )


def _undominated(plans: list[Plan], prefer: Prefer) -> list[Plan]:
    """In the order of `prefer`; of plans with the same figures the first."""
    unique = {figures(one): one for one in reversed(plans)}
    kept = [one for mine, one in unique.items() if not any(other != mine and _is_within(other, mine) for other in unique)]
    return sorted(kept, key=lambda one: _rank(one, prefer))


def _rank(plan: Plan, prefer: Prefer) -> tuple[float, ...]:
    return tuple(figures(plan)[one] for one in ORDERS[prefer])


def _as_of_the_whole(plan: Plan, best: Plan) -> Plan:
    """A plan found under limits, as an answer to the question without them."""
    if plan is best:
        return plan
    return msgspec.structs.replace(plan, prefer=best.prefer, status="feasible", bound=best.bound)


def _most_different_first(front: list[Plan], prefer: Prefer) -> list[Plan]:
    """The first stays first; each next one is farthest, in its roles, from the nearest of those before it."""
    chosen, left = front[:1], front[1:]
    while left:
        farthest = min(left, key=lambda one: (-min(_difference(one, other) for other in chosen), _rank(one, prefer)))
        chosen.append(farthest)
        left.remove(farthest)
    return chosen


def _difference(one: Plan, other: Plan) -> float:
    """1 less the share of their roles that both plans have, the target apart."""
    mine, theirs = _roles(one), _roles(other)
    return 1 - len(mine & theirs) / len(mine | theirs) if mine | theirs else 0.0


def _roles(plan: Plan) -> frozenset[str]:
    return frozenset(step.role for step in plan.steps if isinstance(step, WorkStep) and step.end is not None)
