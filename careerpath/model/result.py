"""What the planner answers; what every report is given."""

from __future__ import annotations

from typing import Literal

import msgspec

from careerpath.model.profile import Mode, Prefer

Status = Literal["optimal", "feasible", "unreachable", "there"]


class Because(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A requirement that a step serves. `requirement` is its path in the graph; `enables` the role or credential that asks
    for it; `at` the month in which it must hold."""

    requirement: str
    enables: str
    at: int


class WorkStep(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="work"):
    """Months `[start, end)` in `role`; the target's step has no end. `slack`: the months it can slip without moving the
    arrival, None for the target."""

    role: str
    start: int
    end: int | None
    because: tuple[Because, ...] = ()
    slack: int | None = 0
    is_move: bool = True


class StudyStep(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="study"):
    """Months `[start, end)` of study; `cost` is 0 for a study under way at month 0."""

    credential: str
    mode: Mode
    start: int
    end: int
    cost: float = 0
    because: tuple[Because, ...] = ()
    slack: int = 0
    is_under_way: bool = False


Step = WorkStep | StudyStep


class Bound(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A proved lower bound of the first component of the chosen order; the others are None."""

    months: int | None = None
    cost: float | None = None
    moves: int | None = None


class Cause(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why something cannot be had. `requirement` is a path in the graph, None for a preference; `subject` the role,
    credential or preference concerned; all of `causes` together stand in the way."""

    reason: Literal["role", "credential", "requirement", "avoided", "study", "budget", "deadline", "via", "loop"]
    subject: str = ""
    requirement: str | None = None
    causes: tuple[Cause, ...] = ()


class Relaxation(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Preferences to relax together, each as it would have to read (of `avoid` and `via` the roles to drop), for a plan to
    exist; and that plan's figures. `is_least`: proved that no smaller budget or sooner deadline would do."""

    changes: dict[str, str | float | int | list[str]]
    months: int
    cost: float
    moves: int
    is_least: bool = True


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to one question. `as_of` counts months since January of year 0. Without a plan (`unreachable`) the
    totals are None and `why` and `relaxations` say what stands in the way; `there` has no steps and zero totals.
    `effort` is the number of sketches and commitments that the search weighed."""

    status: Status
    target: str
    as_of: int
    prefer: Prefer
    months: int | None = None
    cost: float | None = None
    moves: int | None = None
    bound: Bound | None = None
    steps: tuple[Step, ...] = ()
    why: Cause | None = None
    relaxations: tuple[Relaxation, ...] = ()
    effort: int = 0


class Alternatives(msgspec.Struct, frozen=True, kw_only=True):
    """Plans of which none is better than another in months, cost and moves at once: the most different routes first.
    `is_complete`: proved that there is no other such plan."""

    plans: tuple[Plan, ...]
    is_complete: bool


class Change(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something that could be otherwise: `subject` (a credential, skill, role or other job) held, known at level `value`, or
    served `value` months longer before month 0; a role no longer avoided or no longer to be passed through; or a preference
    that reads `value`."""

    kind: Literal["credential", "skill", "experience", "avoid", "via", "study", "budget", "deadline"]
    subject: str = ""
    value: str | float | int | None = None


class Effect(msgspec.Struct, frozen=True, kw_only=True):
    """The best plan after a change, and the months it `saves`; None where there was no plan before. `certainty`: the saving is
    `exact`, `at_least` (the plan after is not proved the best), or that of the plans `found` (the plan before is not)."""

    change: Change
    status: Status
    months: int
    cost: float
    moves: int
    saves: int | None
    certainty: Literal["exact", "at_least", "found"] = "exact"


class WhatIf(msgspec.Struct, frozen=True, kw_only=True):
    """What would shorten the plan, most first. `months` and `status` are those of the plan as it is; None and `unreachable` where
    there is none. `is_complete`: proved that no other change of those tried does."""

    target: str
    as_of: int
    months: int | None
    effects: tuple[Effect, ...]
    status: Status = "optimal"
    is_complete: bool = True


class Reach(msgspec.Struct, frozen=True, kw_only=True):
    """One role among many and how to reach it: the figures of its best plan, None where it is `unreachable`, or `undecided`
    (no plan was found, and that there is none is not proved)."""

    role: str
    status: Literal["optimal", "feasible", "unreachable", "there", "undecided"]
    months: int | None = None
    cost: float | None = None
    moves: int | None = None


class StepChange(msgspec.Struct, frozen=True, kw_only=True):
    """A step of an old plan against a new one. `then` and `now` count months since January of year 0, None where that plan has
    no such step: the entry of a role, or, where `at` is `end`, the end of a study or of the present role."""

    kind: Literal["work", "study"]
    subject: str
    state: Literal["done", "same", "earlier", "later", "dropped", "new"]
    at: Literal["start", "end"] = "start"
    then: int | None = None
    now: int | None = None


class PlanDiff(msgspec.Struct, frozen=True, kw_only=True):
    """An old plan against what is planned now: `status` of the new plan, both arrivals in months since January of year 0 (None
    where there is no plan), and every step."""

    target: str
    status: Status
    as_of_then: int
    as_of: int
    arrival_then: int | None
    arrival_now: int | None
    steps: tuple[StepChange, ...]


class Violation(msgspec.Struct, frozen=True, kw_only=True):
    """A rule that a plan breaks. `step` counts from 0, None for the plan as a whole; `rule` is a key of the rules' catalogue."""

    rule: str
    step: int | None = None
    params: dict[str, str | int | float] = {}


class GapItem(msgspec.Struct, frozen=True, kw_only=True):
    """A requirement of the target by its path. `share` is how much of it is there, 0 to 1; `first_month` when it can be met at
    the soonest, were it the only one, 0 for now and None for never. Unless that `is_proved` it is no later than that, or, if
    None, not known."""

    requirement: str
    is_met: bool
    share: float
    first_month: int | None
    is_proved: bool = True


class Gap(msgspec.Struct, frozen=True, kw_only=True):
    """`months_left` from here and `months_from_nothing` for a person without work and education; None: no way. Unless that
    `is_proved` either may be less, or, if None, is not known."""

    target: str
    as_of: int
    items: tuple[GapItem, ...]
    months_left: int | None
    months_from_nothing: int | None
    is_proved: bool = True

    @property
    def readiness(self) -> float | None:
        """The share of the way already covered, in months, 0 to 1; None where either way does not exist."""
        if self.months_left is None or self.months_from_nothing is None:
            return None
        if self.months_from_nothing == 0:
            return 1.0
        return max(0.0, 1 - self.months_left / self.months_from_nothing)
