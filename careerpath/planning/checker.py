"""Replays a plan against the rules, month by month where it matters. It shares no code with the search: what the one believes
the other must prove.

The rules, by the names that violations carry: see `RULES`."""

from __future__ import annotations

from collections.abc import Iterator

from careerpath.model.graph import SKILL_LADDER, Experience, Graph, Requirement, SkillLevel, ids
from careerpath.model.matching import Matcher
from careerpath.model.profile import Profile
from careerpath.model.result import Plan, Step, StudyStep, Violation, WorkStep
from careerpath.planning.person import Person, modes_of

RULES = (
    "unknown-id",  # a role or credential that the graph does not have
    "order",  # steps stand by start, work before study
    "span",  # a step ends after it starts and never starts before month 0; only the target is open
    "two-roles",  # at most one role in any month
    "two-studies",  # one study at a time
    "full-time-and-role",  # no role is held during full-time study
    "stay",  # every role entered is held for its fewest months
    "from",  # the months in a feeder role
    "requires",  # a requirement of the role or the study
    "held-already",  # a credential held or under study is not started again
    "mode",  # the study is offered in that mode and for that long
    "cost",  # a study costs what the graph says
    "under-way",  # a study under way at month 0 runs to its end
    "study",  # the preferred modes
    "budget",
    "avoid",
    "via",
    "deadline",
    "target",  # the plan ends where the target is entered, and only there
    "full-time-unfinished",  # a full-time study is finished by the arrival
    "totals",  # months, cost and moves are what the steps come to
)


def check_plan(graph: Graph, profile: Profile, plan: Plan, matcher: Matcher | None = None) -> tuple[Violation, ...]:
    """Every rule that the plan breaks, by step. A plan without steps is taken at its word only where it is `there`."""
    replay = Replay(graph, profile, plan.steps, matcher)
    if not plan.steps:
        is_right = plan.status == "unreachable" or (plan.status == "there" and profile.present_role == plan.target)
        return () if is_right else (Violation(rule="target"),)
    unknown = tuple(replay.unknown())
    if unknown:
        return unknown
    return tuple(_violations(replay, plan))


def _violations(replay: Replay, plan: Plan) -> Iterator[Violation]:
    yield from replay.spans(plan.target)
    yield from replay.overlaps()
    yield from replay.stays()
    yield from replay.entries()
    yield from replay.studies()
    yield from replay.preferences()
    yield from replay.totals(plan)


class Replay:
    """The world as the steps make it. Months are counted from month 0."""

    def __init__(self, graph: Graph, profile: Profile, steps: tuple[Step, ...], matcher: Matcher | None = None) -> None:
        self.graph = graph
        self.profile = profile
        self.steps = steps
        self.matcher = matcher or Matcher(graph)
        self.person = Person(self.matcher, profile)
        self.work = [(number, one) for number, one in enumerate(steps) if isinstance(one, WorkStep)]
        self.study = [(number, one) for number, one in enumerate(steps) if isinstance(one, StudyStep)]

    # What holds

    def months_at(self, wanted: Experience, month: int, without: int | None = None) -> int:
        """Months that count towards `wanted` by `month`, the step `without` left out."""
        roles = self.matcher.roles(wanted)
        total = self.person.months(wanted)
        for number, step in self.work:
            if step.role in roles and number != without:
                end = month if step.end is None else min(step.end, month)
                total += max(0, end - step.start)
        return total

    def held_at(self, month: int, without: int | None = None) -> frozenset[str]:
        """Credentials held at `month`."""
        done = {step.credential for number, step in self.study if step.end <= month and number != without}
        under_way = self.profile.studying
        is_shown = under_way is not None and any(step.credential == under_way.credential for _, step in self.study)
        if under_way is not None and not is_shown and under_way.months_left <= month:
            done.add(under_way.credential)
        return self.person.held | done

    def holds(self, item: Requirement, month: int, without: int | None = None) -> bool:
        """Whether a requirement holds at `month`."""
        if item.any is not None:
            return any(self.holds(one, month, without) for one in item.any)
        if item.all is not None:
            return all(self.holds(one, month, without) for one in item.all)
        if item.experience is not None:
            return self.months_at(item.experience, month, without) >= item.experience.months
        if item.skill is not None:
            return all(self.has_skill(skill, level, month, without) for skill, level in item.skill.items())
        if self.person.has_degree(item):
            return True
        wanted = self.matcher.credentials(item.education) if item.education else frozenset(ids(item.credential))
        return not wanted.isdisjoint(self.held_at(month, without))

    def has_skill(self, skill: str, level: SkillLevel, month: int, without: int | None = None) -> bool:
        stated = self.profile.skills.get(skill)
        if stated is not None and SKILL_LADDER.index(stated) >= SKILL_LADDER.index(level):
            return True
        credentials, roles = self.matcher.teachers(skill, level)
        if not credentials.isdisjoint(self.held_at(month, without)):
            return True
        return any(self.months_in(role, month, without) >= least for role, least in roles.items())

    def months_in(self, role: str, month: int, without: int | None = None) -> int:
        return self.months_at(Experience(months=0, role=role), month, without)

    def is_fed(self, role: str, month: int, without: int | None = None) -> bool:
        feeders = self.graph.roles[role].feeders
        return feeders is None or any(self.months_in(one, month, without) >= least for one, least in feeders.items())

    # Rules

    def unknown(self) -> Iterator[Violation]:
        for number, step in enumerate(self.steps):
            name = step.role if isinstance(step, WorkStep) else step.credential
            known = self.graph.roles if isinstance(step, WorkStep) else self.graph.credentials
            if name not in known:
                yield Violation(rule="unknown-id", step=number, params={"id": name})

    def spans(self, target: str) -> Iterator[Violation]:
        for number, step in enumerate(self.steps):
            is_target = isinstance(step, WorkStep) and step.end is None
            if step.start < 0 or (step.end is not None and step.end <= step.start):
                yield Violation(rule="span", step=number, params={"start": step.start, "end": step.end or 0})
            if is_target and (step.role != target or number != self.work[-1][0]):  # type: ignore[union-attr]
                yield Violation(rule="target", step=number)
        if not self.work or self.work[-1][1].end is not None:
            yield Violation(rule="target")
        order = [(step.start, not isinstance(step, WorkStep)) for step in self.steps]
        for number in range(1, len(order)):
            if order[number] < order[number - 1]:
                yield Violation(rule="order", step=number)

    def overlaps(self) -> Iterator[Violation]:
        for (_, before), (number, after) in zip(self.work, self.work[1:], strict=False):
            if before.end is None or after.start < before.end:
                yield Violation(rule="two-roles", step=number, params={"month": after.start})
        for (_, one), (number, next_) in zip(self.study, self.study[1:], strict=False):
            if next_.start < one.end:
                yield Violation(rule="two-studies", step=number, params={"month": next_.start})
        full_time = [(number, step) for number, step in self.study if step.mode == "full_time"]
        for number, study in full_time:
            for _, job in self.work:
                if job.start < study.end and (job.end is None or job.end > study.start):
                    yield Violation(rule="full-time-and-role", step=number, params={"month": max(job.start, study.start)})

    def _goes_on(self, step: WorkStep) -> bool:
        """Whether the step is the present role going on."""
        return step.start == 0 and not step.is_move and step.role == self.profile.present_role

    def stays(self) -> Iterator[Violation]:
        for number, step in self.work:
            stay = self.graph.stay_in(step.role)
            if step.end is not None and not self._goes_on(step) and step.end - step.start < stay:
                yield Violation(rule="stay", step=number, params={"months": step.end - step.start, "least": stay})

    def entries(self) -> Iterator[Violation]:
        for number, step in self.work:
            if self._goes_on(step):
                continue
            if not step.is_move:
                yield Violation(
                    rule="target" if step.end is None else "span", step=number, params={"start": step.start, "end": 0}
                )
            if step.role in self.profile.avoid:
                yield Violation(rule="avoid", step=number, params={"id": step.role})
            if not self.is_fed(step.role, step.start):
                yield Violation(rule="from", step=number, params={"requirement": f"roles.{step.role}.from"})
            yield from self._unmet(number, f"roles.{step.role}", self.graph.roles[step.role].requires, step.start)

    def _unmet(self, number: int, owner: str, items: list[Requirement], month: int) -> Iterator[Violation]:
        for index, item in enumerate(items):
            if not self.holds(item, month):
                yield Violation(rule="requires", step=number, params={"requirement": f"{owner}.requires[{index}]"})

    def studies(self) -> Iterator[Violation]:
        started: set[str] = set()
        under_way = self.profile.studying
        for number, step in self.study:
            if under_way is not None and step.credential == under_way.credential and step.is_under_way:
                is_right = (step.start, step.end, step.mode) == (0, under_way.months_left, under_way.mode)
                if not is_right or step.cost:
                    yield Violation(rule="under-way", step=number)
                continue
            yield from self._start(number, step, started)
            started.add(step.credential)
        yield from self._beside_study_under_way()

    def _start(self, number: int, step: StudyStep, started: set[str]) -> Iterator[Violation]:
        credential = self.graph.credentials[step.credential]
        under_way = self.profile.studying.credential if self.profile.studying else None
        if step.credential in self.person.held | started | {under_way}:
            yield Violation(rule="held-already", step=number, params={"id": step.credential})
        months = getattr(credential.months, step.mode)
        if months != step.end - step.start:
            yield Violation(rule="mode", step=number, params={"months": step.end - step.start, "least": months or 0})
        if step.cost != credential.cost:
            yield Violation(rule="cost", step=number, params={"cost": step.cost, "right": credential.cost})
        if step.mode not in modes_of(self.profile):
            yield Violation(rule="study", step=number, params={"mode": step.mode})
        yield from self._unmet(number, f"credentials.{step.credential}", credential.requires, step.start)

    def _beside_study_under_way(self) -> Iterator[Violation]:
        """A study under way takes up the track, and full time every role, until it ends."""
        under_way = self.profile.studying
        if under_way is None:
            return
        for number, step in self.study:
            if not step.is_under_way and step.start < under_way.months_left:
                yield Violation(rule="two-studies", step=number, params={"month": step.start})
        for number, job in self.work:
            if under_way.mode == "full_time" and job.start < under_way.months_left:
                yield Violation(rule="full-time-and-role", step=number, params={"month": job.start})

    def preferences(self) -> Iterator[Violation]:
        arrival = self.work[-1][1].start if self.work else 0
        cost = sum(step.cost for _, step in self.study)
        if self.profile.budget is not None and cost > self.profile.budget:
            yield Violation(rule="budget", params={"cost": cost, "budget": self.profile.budget})
        if self.profile.deadline is not None and arrival > self.profile.deadline:
            yield Violation(rule="deadline", params={"months": arrival, "deadline": self.profile.deadline})
        passed = {step.role for _, step in self.work} | {self.profile.present_role}
        for role in self.profile.via:
            if role not in passed:
                yield Violation(rule="via", params={"id": role})
        for number, step in self.study:
            if step.mode == "full_time" and step.end > arrival:
                yield Violation(rule="full-time-unfinished", step=number)

    def totals(self, plan: Plan) -> Iterator[Violation]:
        arrival = self.work[-1][1].start if self.work else 0
        moves = sum(1 for _, step in self.work if not self._goes_on(step))
        totals = {"months": arrival, "cost": sum(step.cost for _, step in self.study), "moves": moves}
        for name, right in totals.items():
            if getattr(plan, name) != right:
                yield Violation(rule="totals", params={"name": name, "stated": getattr(plan, name) or 0, "right": right})
