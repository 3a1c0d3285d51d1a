"""A plan worded and rounded, once, for every renderer."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property

import msgspec

from careerpath.diagnostics import Span
from careerpath.locale import N_, Language
from careerpath.model.graph import Citation, Cited, Graph, citation
from careerpath.model.profile import Profile
from careerpath.model.result import Because, Cause, Plan, Relaxation, Step, StudyStep, WorkStep
from careerpath.reports.visible import visible
from careerpath.reports.wording import MODES, STUDIES, Wording

Place = Callable[[str], Span | None]


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the timeline, in months from month 0. `kind`: work, part_time, full_time or target."""

    label: str
    kind: str
    start: int
    end: int


class StepView(msgspec.Struct, frozen=True, kw_only=True):
    """A step in words. `facts` are (label, sentence) pairs, in the order in which they are read."""

    number: int
    title: str
    dates: str
    facts: tuple[tuple[str, str], ...]


class CauseLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a tree of causes; `place` is its `file:line`, or nothing."""

    depth: int
    text: str
    place: str = ""


class PlanView(msgspec.Struct, frozen=True, kw_only=True):
    title: str
    facts: tuple[tuple[str, str], ...]
    proof: str
    timeline: tuple[Bar, ...] = ()
    as_of: int = 0
    steps: tuple[StepView, ...] = ()
    causes: tuple[CauseLine, ...] = ()
    sources: tuple[str, ...] = ()
    works: tuple[str, ...] = ()
    """Where to find what the sources cite."""
    attributions: tuple[str, ...] = ()
    relaxations: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    """What would allow a plan, and what to try next: these, too, and commands."""
    heads: tuple[str, str, str, str, str] = ("", "", "", "", "")
    """Headings of: timeline, steps, causes, sources, what to try next."""


BEST = {
    "fastest": N_(
        "Proved: no plan under these rules arrives earlier, none that arrives then costs less, and none of those has fewer moves."
    ),
    "cheapest": N_(
        "Proved: no plan under these rules costs less, none at that cost arrives earlier, and none of those has fewer moves."
    ),
    "fewest_moves": N_(
        "Proved: no plan under these rules has fewer moves, none with as few arrives earlier, and none of those costs less."
    ),
}
NEAR = {
    "fastest": N_("Not proved the best: no plan can arrive before {figure}."),
    "cheapest": N_("Not proved the best: no plan can cost less than {figure}."),
    "fewest_moves": N_("Not proved the best: no plan can have fewer moves than {figure}."),
}
TIED = {
    "fastest": N_("Proved: no plan can arrive earlier. Not proved: that none as early costs less."),
    "cheapest": N_("Proved: no plan can cost less. Not proved: that none at that cost arrives earlier."),
    "fewest_moves": N_("Proved: no plan can have fewer moves. Not proved: that none with as few arrives earlier."),
}


def plan_view(graph: Graph, profile: Profile, plan: Plan, say: Language, place: Place = lambda _: None) -> PlanView:
    """The plan in the words of `say`; `place` finds a requirement in its file."""
    return _Viewer(graph, profile, plan, say, place).view()


class _Viewer:
    def __init__(self, graph: Graph, profile: Profile, plan: Plan, say: Language, place: Place) -> None:
        self.graph = graph
        self.profile = profile
        self.plan = plan
        self.say = say
        self.word = Wording(graph, say)
        self.place = place

    def view(self) -> PlanView:
        say = self.say
        return PlanView(
            title=say("Plan to become: {role}", role=self.word.role(self.plan.target)),
            facts=tuple(self._facts()),
            proof=self._proof(),
            timeline=tuple(self._bar(number, step) for number, step in enumerate(self.plan.steps, 1)),
            as_of=self.plan.as_of,
            steps=tuple(self._step(number, step) for number, step in enumerate(self.plan.steps, 1)),
            causes=tuple(self._causes(self.plan.why, 0)) if self.plan.why else (),
            sources=self._sources(),
            works=self._works(),
            attributions=self.word.attributions(),
            relaxations=tuple(self._relaxations()),
            suggestions=tuple(self._suggestions()),
            heads=(say("Timeline"), say("Steps"), say("Why there is no plan"), say("Sources"), say("What to try next")),
        )

    # Head

    def _facts(self) -> list[tuple[str, str]]:
        say, plan = self.say, self.plan
        facts = [(say("For"), visible(self.profile.name))] if self.profile.name else []
        facts.append((say("Today"), self._today()))
        if plan.status in ("optimal", "feasible"):
            arrival = say.month(plan.as_of + (plan.months or 0))
            if plan.months:
                arrival = say("{month}, in {duration}", month=arrival, duration=say.duration(plan.months))
            facts.append((say("Arrival"), arrival))
            facts.append((say("Cost of study"), self.word.money(plan.cost or 0)))
            facts.append((say("Moves"), say.plural("{count} new role", "{count} new roles", plan.moves or 0)))
        return facts

    def _today(self) -> str:
        role = self.profile.present_role
        current = [one for one in self.profile.work if one.is_current]
        where = self.word.role(role) if role else visible(current[-1].title) if current else self.say("no present role")
        return self.say("{role}, {month}", role=where, month=self.say.month(self.plan.as_of))

    def _proof(self) -> str:
        say, plan = self.say, self.plan
        if plan.status == "there":
            return say("No plan is needed: this role is held already.")
        if plan.status == "unreachable":
            return say("Proved: no plan exists under these preferences.")
        if plan.status == "optimal":
            return say(BEST[plan.prefer])
        own = {"fastest": plan.months, "cheapest": plan.cost, "fewest_moves": plan.moves}[plan.prefer]
        bound = plan.bound
        if bound is not None and own in (bound.months, bound.cost, bound.moves):
            return say(TIED[plan.prefer])
        return say(NEAR[plan.prefer], figure=self._bound())

    def _bound(self) -> str:
        bound = self.plan.bound
        if bound is None:
            return "0"
        if bound.months is not None:
            return self.say.month(self.plan.as_of + bound.months)
        return self.word.money(bound.cost) if bound.cost is not None else self.say.number(bound.moves or 0)

    # Timeline and steps

    def _bar(self, number: int, step: Step) -> Bar:
        end = step.end if step.end is not None else step.start
        if isinstance(step, WorkStep):
            return Bar(
                label=f"{number} {self.word.role(step.role)}",
                kind="target" if step.end is None else "work",
                start=step.start,
                end=end,
            )
        return Bar(label=f"{number} {self.word.credential(step.credential)}", kind=step.mode, start=step.start, end=end)

    def _step(self, number: int, step: Step) -> StepView:
        facts = self._work_facts(step) if isinstance(step, WorkStep) else self._study_facts(step)
        return StepView(
            number=number, title=self._title(step), dates=self._dates(step), facts=tuple(one for one in facts if one[1])
        )

    def _title(self, step: Step) -> str:
        say = self.say
        if isinstance(step, StudyStep):
            name, mode = self.word.credential(step.credential), say(MODES[step.mode])
            start = N_("Finish studying: {credential}, {mode}") if step.is_under_way else N_("Study: {credential}, {mode}")
            return say(start, credential=name, mode=mode)
        name = self.word.role(step.role)
        if step.end is None:
            return say("Arrive: {role}", role=name)
        return say("Become {role}", role=name) if step.is_move else say("Go on as {role}", role=name)

    def _dates(self, step: Step) -> str:
        say, start = self.say, self.say.month(self.plan.as_of + step.start)
        if step.end is None:
            return start
        end = say.month(self.plan.as_of + step.end)
        text = say("{start} to {end}, {duration}", start=start, end=end, duration=say.duration(step.end - step.start))
        return self._with_numbers(text, self._time(step))

    def _work_facts(self, step: WorkStep) -> list[tuple[str, str]]:
        role = self.graph.roles[step.role]
        return [
            (self.say("Why"), self._why(step)),
            (self.say("Unlocks"), self._unlocks(step)),
            (self.say("Pay"), self._cited(self.word.pay(role.pay), step)),
            (self.say("Slack"), self._slack(step)),
        ]

    def _study_facts(self, step: StudyStep) -> list[tuple[str, str]]:
        return [
            (self.say("Why"), self._why(step)),
            (self.say("Unlocks"), self._unlocks(step)),
            (self.say("Cost"), self._cost(step)),
            (self.say("Slack"), self._slack(step)),
        ]

    def _cost(self, step: StudyStep) -> str:
        if step.is_under_way:
            return self.say("already paid")
        return self._cited(self.word.money(step.cost), step)

    def _why(self, step: Step) -> str:
        if step.end is None:
            return self.say("It is the aim, and every requirement of it is met by then.")
        reasons = [self._because(one) for one in step.because]
        return " ".join(dict.fromkeys(reasons))

    def _because(self, one: Because) -> str:
        asker = self.word.owner(one.requirement)
        text = self.say("{asker} asks for {requirement}.", asker=asker, requirement=self.word.requirement(one.requirement))
        why = self.word.why(one.requirement)
        if why:
            text += f" {why}." if why[-1] not in ".!?" else f" {why}"
        return self._with_numbers(text, self.word.cited_at(one.requirement))

    def _unlocks(self, step: Step) -> str:
        names = [self.word.owner(one.requirement) for one in step.because]
        return self.say.each(list(dict.fromkeys(names))) if names else ""

    def _slack(self, step: Step) -> str:
        if step.slack is None or (isinstance(step, StudyStep) and step.is_under_way):
            return ""
        if step.slack == 0:
            return self.say("none")
        return self.say("can start up to {duration} later", duration=self.say.duration(step.slack))

    # Sources

    @cached_property
    def _numbered(self) -> dict[str, int]:
        """Each citation in words, with its number, in the order of the steps."""
        return {text: number for number, text in enumerate(dict.fromkeys(map(self.word.source, self._citations)), 1)}

    @cached_property
    def _citations(self) -> tuple[Citation, ...]:
        return tuple(cited for step in self.plan.steps for cited in self._rests_on(step))

    def _rests_on(self, step: Step) -> tuple[Citation, ...]:
        """What the reasons of a step and its figure are taken from."""
        reasons = tuple(cited for one in step.because for cited in self.word.cited_at(one.requirement))
        return (*self._time(step), *reasons, *self._figure(step))

    def _time(self, step: Step) -> tuple[Citation, ...]:
        """The source of a study's months, where it is still to be done."""
        if isinstance(step, WorkStep) or step.is_under_way:
            return ()
        return _citations(self.graph.credentials[step.credential].months_source)

    def _figure(self, step: Step) -> tuple[Citation, ...]:
        """The source of a step's pay or cost, where one is shown."""
        if isinstance(step, StudyStep):
            return () if step.is_under_way else _citations(self.graph.credentials[step.credential].cost_source)
        pay = self.graph.roles[step.role].pay
        return _citations(pay.source) if pay and self.word.pay(pay) else ()

    def _cited(self, text: str, step: Step) -> str:
        return self._with_numbers(text, self._figure(step)) if text else text

    def _with_numbers(self, text: str, cited: tuple[Citation, ...]) -> str:
        return f"{text} {self._numbers(cited)}" if cited else text

    def _numbers(self, cited: tuple[Citation, ...]) -> str:
        return "".join(f"[{number}]" for number in sorted({self._numbered[self.word.source(one)] for one in cited}))

    def _sources(self) -> tuple[str, ...]:
        return tuple(f"[{number}] {text}" for text, number in self._numbered.items())

    def _works(self) -> tuple[str, ...]:
        works = map(self.word.work, dict.fromkeys(one.ref for one in self._citations))
        return tuple(filter(None, works))

    # Causes and suggestions

    def _causes(self, cause: Cause, depth: int) -> list[CauseLine]:
        span = self.place(cause.requirement) if cause.requirement else None
        place = visible(f"{span.file}:{span.line}") if span else ""
        lines = [CauseLine(depth=depth, text=self.word.cause(cause), place=place)]
        for one in cause.causes:
            lines += self._causes(one, depth + 1)
        return lines

    def _suggestions(self) -> list[str]:
        say, target = self.say, self.plan.target
        if self.plan.status == "there":
            return [say("`careerpath role {id}` shows where this role leads.", id=target)]
        if self.plan.status == "unreachable":
            return [*self._relaxations(), say("`careerpath gap --to {id}` shows what is met and what is missing.", id=target)]
        tries = [say("`--prefer cheapest` or `--prefer fewest_moves` weighs money or changes of job first.")]
        if self.profile.study == "any":
            tries.append(say("`--study part_time`, `--budget N` and `--avoid ROLE` say what you can or want to do."))
        tries.append(
            say("`careerpath gap --to {id}` shows what is met already; `careerpath role {id}` describes the job.", id=target)
        )
        return tries

    def _relaxations(self) -> list[str]:
        return [self._relaxation(one) for one in self.plan.relaxations]

    def _relaxation(self, one: Relaxation) -> str:
        parts = self.say.each([self._change(name, value) for name, value in sorted(one.changes.items())])
        duration, cost = self.say.duration(one.months), self.word.money(one.cost)
        text = self.say("With {changes}: a plan of {duration} for {cost}.", changes=parts, duration=duration, cost=cost)
        return text if one.is_least else text + " " + self.say("Not proved: that no less would do.")

    def _change(self, name: str, value: str | float | int | list[str]) -> str:
        """A preference relaxed, against what it says now."""
        say = self.say
        if isinstance(value, list):
            roles = say.each([self.word.role(role) for role in value])
            return say(N_("{role} no longer avoided") if name == "avoid" else N_("no need to pass through {role}"), role=roles)
        if name == "budget":
            amount, now = self.word.money(float(value)), self.word.money(self.profile.budget or 0)
            return say("a budget of {amount} instead of {now}", amount=amount, now=now)
        if name == "deadline":
            month = say.month(self.plan.as_of + int(value))
            late = say.duration(int(value) - (self.profile.deadline or 0))
            return say("arrival by {month}, {duration} late", month=month, duration=late)
        now = say(STUDIES[self.profile.study])
        return say("{study} instead of {now}", study=say(STUDIES[str(value)]), now=now)


def uncited(text: str) -> str:
    """Without the numbers of sources, where those are not listed."""
    return re.sub(r" (\[\d+\])+", "", text)


def _citations(cited: Cited | None) -> tuple[Citation, ...]:
    return () if cited is None else (citation(cited),)
