"""What would shorten a plan: each thing that could be otherwise, tried by planning anew.

A change only ever helps, so the plan as it is stays one, and the question is whether another arrives before it: asked with the
month before its arrival as the deadline, most changes are ruled out at once. Two changes that meet the same needs are asked about
once; a change that meets fewer needs than one that saves nothing is not asked about."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

import msgspec

from careerpath.model.graph import SKILL_LADDER, Graph, ids
from careerpath.model.matching import Matcher
from careerpath.model.profile import Held, Profile, Served, Study
from careerpath.model.result import Change, Effect, Plan, WhatIf
from careerpath.planning import Planner, Question, Tick, check_plan, silent
from careerpath.planning.needs import Need, Needs

MORE_MONTHS = (12, 24)
SHARE = 12  # what a change saves is asked with this part of the effort
CLOSER = 6  # changes that are asked about with the whole of it
FEWEST = 4  # changes that are worth asking about together
ROUND = 16  # changes that are asked about at the same time
SOFTER: dict[Study, tuple[Study, ...]] = {
    "none": ("part_time", "full_time", "any"),
    "part_time": ("any",),
    "full_time": ("any",),
    "any": (),
}


Same = frozenset[Need] | Change
"""What the plans of two candidates have in common where they are the same."""


class Candidate(msgspec.Struct, frozen=True):
    """A change, the profile that it makes, and the needs that it meets where it meets just those."""

    change: Change
    profile: Profile
    meets: frozenset[Need] = frozenset()

    @property
    def same(self) -> Same:
        return self.meets or self.change


def whatif(planner: Planner, profile: Profile, base: Plan | None = None, *, tick: Tick = silent) -> WhatIf:
    """The changes that save months, most first; where there is no plan, those that make one possible. `base` is the plan as it
    is, where that is known. Raises `Undecided` as `plan` does."""
    base = base or planner.best(profile)
    blank = WhatIf(target=base.target, as_of=base.as_of, months=base.months, status=base.status, effects=())
    if base.months == 0:
        return blank
    return _Trial(planner, profile, base, tick).answer(blank)


class _Trial:
    """`plans`: what became of the candidates asked about, None where that saves nothing or no plan was found."""

    def __init__(self, planner: Planner, profile: Profile, base: Plan, tick: Tick) -> None:
        self.planner = planner
        self.quick = max(1, planner.effort // SHARE)
        self.profile = profile
        self.base = base
        self.tick = tick
        self.plans: dict[Same, Plan | None] = {}
        self.is_complete = True

    def answer(self, blank: WhatIf) -> WhatIf:
        candidates = list(candidates_of(self.planner.graph, self.planner.matcher, self.profile))
        self._rule_out(sorted((one for one in candidates if one.meets), key=_alike))
        self._ask_about(sorted(candidates, key=lambda one: -len(one.meets)))
        self._look_closer(candidates)
        plans = [(one.change, plan) for one in candidates if (plan := self.plans[one.same]) is not None]
        effects = [self._effect(_as_needed(change, plan), plan) for change, plan in plans if self._is_sooner(plan)]
        return msgspec.structs.replace(
            blank,
            months=self.base.months,
            status=self.base.status,
            effects=tuple(sorted(_without_excess(effects), key=_rank)),
            is_complete=self.is_complete,
        )

    def _rule_out(self, candidates: list[Candidate]) -> None:
        """Where all changes of a group together save nothing, none of them does; else each half is looked at in turn."""
        groups = [candidates]
        while groups := [one for one in groups if len(_distinct(one)) >= FEWEST]:
            together = [self._sooner(_together(self.profile, _distinct(one))) for one in groups]
            plans = self.planner.answers([Question(one, self.quick, drafts=0) for one in together])
            asked, groups = list(zip(groups, plans, strict=True)), []
            for group, plan in asked:
                if plan is not None and plan.status == "unreachable":
                    self.plans.update(dict.fromkeys(one.same for one in group))
                elif plan is not None:
                    groups += [group[: len(group) // 2], group[len(group) // 2 :]]

    def _ask_about(self, candidates: list[Candidate]) -> None:
        """Plans anew for each, those first that meet most, since what meets less than one that saves nothing saves nothing."""
        waiting = candidates
        while waiting := self._open(waiting):
            self.tick(len(candidates) - len(waiting), len(candidates))
            some = waiting[:ROUND]
            plans = self._asked([one.profile for one in some], self.quick)
            self.plans.update(zip((one.same for one in some), plans, strict=True))

    def _open(self, candidates: list[Candidate]) -> list[Candidate]:
        """Those of which nothing is known yet."""
        nothing = [same for same, plan in self.plans.items() if plan is None and isinstance(same, frozenset)]
        less = [one.same for one in candidates if one.meets and any(one.meets < more for more in nothing)]
        self.plans = dict.fromkeys(less) | self.plans
        return _distinct([one for one in candidates if one.same not in self.plans])

    def _look_closer(self, candidates: list[Candidate]) -> None:
        """Plans anew, with the whole effort, for what seems to save most."""
        found = [(one, plan) for one in _distinct(candidates) if (plan := self.plans[one.same]) is not None]
        best = sorted(found, key=lambda one: one[1].months or 0)[:CLOSER]
        closer = [one for one, plan in best if not _is_proved(plan)]
        for one, plan in zip(closer, self._asked([one.profile for one in closer], self.planner.effort), strict=True):
            self.plans[one.same] = plan or self.plans[one.same]

    def _asked(self, profiles: list[Profile], effort: int) -> list[Plan | None]:
        """The best plan after each change where that arrives sooner; None where none does, or none was found."""
        drafts = inf if self.base.months is None else 0
        plans = self.planner.answers([Question(self._sooner(one), effort, drafts) for one in profiles])
        again = [number for number, plan in enumerate(plans) if plan is not None and plan.steps and plan.prefer != "fastest"]
        for number, plan in zip(again, self.planner.answers([Question(profiles[one], effort) for one in again]), strict=True):
            plans[number] = plan
        self.is_complete = self.is_complete and None not in plans
        for plan in plans:
            if plan is not None and plan.steps and not self._breaks(plan):
                self._better_base(plan)
        return [None if plan is None or plan.status == "unreachable" else plan for plan in plans]

    def _breaks(self, plan: Plan) -> bool:
        """Whether a plan needs its change."""
        return bool(check_plan(self.planner.graph, self.profile, plan, self.planner.matcher))

    def _sooner(self, changed: Profile) -> Profile:
        """The question whether a plan arrives before the one as it is."""
        own = None if self.base.months is None else self.base.months - 1
        known = [one for one in (own, changed.deadline) if one is not None]
        return msgspec.structs.replace(changed, deadline=min(known, default=None))

    def _better_base(self, plan: Plan) -> None:
        """A plan that needs no change after all: the one as it is was not the best."""
        if self.base.months is None or self._is_sooner(plan):
            self.base = msgspec.structs.replace(plan, status="feasible", bound=self.base.bound)

    def _is_sooner(self, plan: Plan) -> bool:
        return self.base.months is None or (plan.months or 0) < self.base.months

    def _effect(self, change: Change, plan: Plan) -> Effect:
        months = plan.months or 0
        certainty = "exact" if _is_proved(plan) else "at_least"
        return Effect(
            change=change,
            status=plan.status,
            months=months,
            cost=plan.cost or 0.0,
            moves=plan.moves or 0,
            saves=None if self.base.months is None else self.base.months - months,
            certainty=certainty if self.base.months is None or _is_proved(self.base) else "found",  # type: ignore[arg-type]
        )


def _distinct(candidates: list[Candidate]) -> list[Candidate]:
    """The first of each that plan alike."""
    return list({one.same: one for one in reversed(candidates)}.values())[::-1]


def _alike(one: Candidate) -> list[str]:
    """Puts side by side what meets the same needs."""
    return sorted("/".join(sorted(need) if isinstance(need, frozenset) else need) for need in one.meets)


def _together(profile: Profile, candidates: list[Candidate]) -> Profile:
    """The person with all that the candidates hold and know, asked for the fastest plan."""
    education = dict.fromkeys(held for one in candidates for held in one.profile.education[len(profile.education) :])
    skills = dict(profile.skills)
    for one in candidates:
        for skill, level in one.profile.skills.items():
            skills[skill] = max(level, skills.get(skill, level), key=SKILL_LADDER.index)
    return msgspec.structs.replace(profile, prefer="fastest", education=(*profile.education, *education), skills=skills)


def _is_proved(plan: Plan) -> bool:
    """Whether the months are those of the best plan."""
    return plan.status in ("optimal", "there") or (plan.bound is not None and plan.bound.months == plan.months)


def _as_needed(change: Change, plan: Plan) -> Change:
    """A preference given up, as it would have to read for the plan."""
    needed = {"budget": plan.cost, "deadline": plan.months}
    return msgspec.structs.replace(change, value=needed[change.kind]) if change.kind in needed else change


def _without_excess(effects: list[Effect]) -> Iterator[Effect]:
    """Without those that ask for more of the same and bring nothing more: a higher level, longer service, softer study."""
    seen: set[tuple[str, str, int, float, int]] = set()
    for one in effects:
        figures = (one.change.kind, one.change.subject, one.months, one.cost, one.moves)
        if figures not in seen:
            yield one
        seen.add(figures)


def _rank(one: Effect) -> tuple[float, float, int, str, str, str]:
    gain = one.months if one.saves is None else -one.saves
    return gain, one.cost, one.moves, one.change.kind, one.change.subject, str(one.change.value)


# Candidates


def candidates_of(graph: Graph, matcher: Matcher, profile: Profile) -> Iterator[Candidate]:
    """Whatever could matter, of each kind the least first."""
    needs = Needs(graph, matcher, profile)
    yield from _held(needs)
    yield from _known(needs)
    yield from _longer(needs)
    yield from _softer(profile)


def _held(needs: Needs) -> Iterator[Candidate]:
    profile = needs.profile
    under_way = profile.studying.credential if profile.studying else None
    for name in sorted((needs.credentials | {under_way or ""}) & set(needs.graph.credentials) - needs.person.held):
        meets = needs.met_by_credential(name)
        one = needs.graph.credentials[name]
        is_under_way = name == under_way
        changed = msgspec.structs.replace(
            profile,
            education=(*profile.education, Held(credential=name, title=name, level=one.level, fields=ids(one.field))),
            studying=None if is_under_way else profile.studying,
        )
        if meets or is_under_way:
            yield Candidate(Change(kind="credential", subject=name), changed, frozenset() if is_under_way else meets)


def _known(needs: Needs) -> Iterator[Candidate]:
    wanted = {one for one in needs.needs if isinstance(one, tuple)}
    for skill, level in sorted(wanted, key=lambda one: (one[0], SKILL_LADDER.index(one[1]))):
        changed = msgspec.structs.replace(needs.profile, skills={**needs.profile.skills, skill: level})
        yield Candidate(Change(kind="skill", subject=skill, value=level), changed, needs.met_by_skill(skill, level))  # type: ignore[arg-type]


def _longer(needs: Needs) -> Iterator[Candidate]:
    """More months in each job of the profile: served before, so that they overlap with nothing."""
    jobs = {job.role or job.title: job for job in needs.profile.work}
    for name, job in jobs.items():
        for months in MORE_MONTHS if needs.is_served_by(job) else ():
            more = Served(role=job.role, title=job.title, functions=job.functions, level=job.level, months=months)
            changed = msgspec.structs.replace(needs.profile, work=(more, *needs.profile.work))
            yield Candidate(Change(kind="experience", subject=name, value=months), changed)


def _softer(profile: Profile) -> Iterator[Candidate]:
    replace = msgspec.structs.replace
    for study in SOFTER[profile.study]:
        yield Candidate(Change(kind="study", value=study), replace(profile, study=study))
    if profile.budget is not None:
        yield Candidate(Change(kind="budget"), replace(profile, budget=None))
    if profile.deadline is not None:
        yield Candidate(Change(kind="deadline"), replace(profile, deadline=None))
    for kind in ("avoid", "via"):
        for role in getattr(profile, kind):
            fewer = tuple(one for one in getattr(profile, kind) if one != role)
            yield Candidate(Change(kind=kind, subject=role), replace(profile, **{kind: fewer}))
