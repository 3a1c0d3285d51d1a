"""The engine. `plan` is its door, and `Planner` where many questions are asked of one graph: a graph and a profile in, a Plan
out; no YAML, no printing, no date."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import inf

import msgspec

from careerpath.model.graph import Graph
from careerpath.model.matching import Matcher
from careerpath.model.obtainable import Obtainable
from careerpath.model.profile import Prefer, Profile
from careerpath.model.result import Bound, Cause, Plan, Step, StudyStep, WorkStep
from careerpath.planning.bounds import Bounds
from careerpath.planning.checker import Replay, check_plan
from careerpath.planning.compiler import compile_problem
from careerpath.planning.crew import Answers, Asked, Crew, Question
from careerpath.planning.explain import explained, in_order
from careerpath.planning.fit import Label
from careerpath.planning.hints import Hints
from careerpath.planning.person import Person, what_can_be_had
from careerpath.planning.problem import Problem, asked
from careerpath.planning.prompt import prompt
from careerpath.planning.relax import with_relaxations
from careerpath.planning.search import EFFORT, Found, search

__all__ = ["EFFORT", "Contradiction", "Planner", "Question", "Tick", "Undecided", "check_plan", "plan", "silent"]


Tick = Callable[[int, int], None]
"""Told, while one question after another is answered, how many are, and of how many; 0 where that is not known."""


def silent(_done: int, _of: int) -> None:
    """The tick that tells nobody."""


class Contradiction(ValueError):
    """The question itself is impossible: the target is to be avoided."""


class Undecided(RuntimeError):
    """Within the effort no plan was found, and that there is none was not proved."""


def plan(graph: Graph, profile: Profile, *, effort: int = EFFORT, matcher: Matcher | None = None) -> Plan:
    """The best plan from `profile` to `profile.target` in the order of `profile.prefer`, with the proof's bound, the reasons
    and the slack of each step; or why there is none.

    `effort` is the number of sketches and commitments weighed before a plan without proof is given. Raises `Contradiction` where
    the target is to be avoided, `Undecided` where neither a plan nor its absence could be established, KeyError where the
    target is not in the graph."""
    return Planner(graph, effort=effort, matcher=matcher).plan(profile)


class Planner:
    """Answers several questions about one graph, sharing what they have in common."""

    def __init__(self, graph: Graph, *, effort: int = EFFORT, matcher: Matcher | None = None, processes: int = 1) -> None:
        """`processes`: how many may work at the same time where many questions are asked at once, until the end of `with`. A
        program that allows for more than one must be safe to import (`if __name__ == "__main__"`)."""
        self.graph = graph
        self.effort = effort
        self.matcher = matcher or Matcher(graph)
        self._crew = Crew(self._answer, processes, _planner, (graph, effort))
        self._hints = Hints()
        self._last: tuple[Profile, Person, Obtainable] | None = None
        self._compiled: tuple[tuple[Profile, tuple[str, ...]], Problem, Bounds] | None = None

    def __enter__(self) -> Planner:
        return self

    def __exit__(self, *_: object) -> None:
        self._crew.end()

    def plan(self, profile: Profile) -> Plan:
        """As `plan` of this module."""
        if profile.target is None or profile.target not in self.graph.roles:
            raise KeyError(profile.target)
        if profile.target in profile.avoid:
            raise Contradiction(profile.target)
        answer = self.best(profile)
        if answer.status == "unreachable":
            return with_relaxations(answer, profile, self.answers)
        return self.explained(profile, answer)

    def best(self, profile: Profile) -> Plan:
        """The best plan, without reasons, slack and what to relax. Raises `Undecided`."""
        answer = self._best(Question(profile), self._hints)
        self._hints.remember(profile, answer)
        return answer

    def answers(self, questions: Sequence[Question], tick: Tick = silent, *, before: int = 0, of: int = 0) -> list[Plan | None]:
        """What `best` says to each of the questions, None where that is undecided; by several processes where that pays. No
        question knows of another, so the answers are the same whatever the processes. `before` and `of` are for the tick."""
        found: list[Plan | None] = []
        for answer in self._crew.answer([(question, self._hints) for question in questions]):
            found.append(answer)
            tick(before + len(found), of)
        for question, answer in zip(questions, found, strict=True):
            if answer is not None:
                self._hints.remember(question.profile, answer)
        return found

    def _answer(self, asked: Asked) -> Plan | None:
        try:
            return self._best(*asked)
        except Undecided:
            return None

    def _best(self, question: Question, hints: Hints) -> Plan:
        profile = question.profile
        target = profile.target or ""
        blank = Plan(status="there", target=target, as_of=profile.as_of, prefer=profile.prefer)
        if profile.present_role == target:
            return msgspec.structs.replace(blank, months=0, cost=0.0, moves=0)
        person, possible = self._known(profile)
        missing = [role for role in (target, *profile.via) if role not in possible.roles]
        if missing:
            return msgspec.structs.replace(blank, status="unreachable", why=self._why_not(profile, person, missing))
        bounds = self._bounds(profile, person, possible, question.beside)
        found = self._search(question, bounds, hints)
        if found.label is None and not found.is_proved and question.drafts == inf:
            found = self._second_try(question, bounds, found)
        if found.label is None and not found.is_proved:
            raise Undecided(found.effort)
        if found.label is None:
            return msgspec.structs.replace(blank, status="unreachable", why=_what_stands_in_the_way(profile), effort=found.effort)
        return _plan(bounds.problem, profile, blank, found)

    def _search(self, question: Question, bounds: Bounds, hints: Hints) -> Found:
        return search(
            bounds,
            question.profile.prefer,
            question.effort or self.effort,
            drafts=question.drafts,
            hints=hints.towards(bounds),
            is_by_months=question.is_by_months,
        )

    def _second_try(self, question: Question, bounds: Bounds, first: Found) -> Found:
        """Near to plans that need not keep the budget and the deadline: one there may."""
        profile, hints, spent = question.profile, Hints(), first.effort
        free = msgspec.structs.replace(profile, budget=None, deadline=None)
        orders: list[Prefer] = ["cheapest"] if profile.budget is not None else []
        orders += ["fastest"] if profile.deadline is not None else []
        for prefer in orders:
            asked = question._replace(profile=msgspec.structs.replace(free, prefer=prefer), is_by_months=False)
            if (answer := self._answer((asked, hints))) is not None:
                hints.remember(profile, answer)
                spent += answer.effort
        if not hints:
            return first
        again = self._search(question, bounds, hints)
        return again._replace(effort=spent + again.effort)

    def explained(self, profile: Profile, answer: Plan) -> Plan:
        """The plan with the reasons and the slack of each step."""
        if not answer.steps:
            return answer
        return explained(Replay(self.graph, profile, answer.steps, self.matcher), answer)

    def _why_not(self, profile: Profile, person: Person, missing: list[str]) -> Cause:
        """A tree of causes where the graph itself has no way, else the preferences."""
        free = msgspec.structs.replace(profile, study="any", avoid=())
        possible = what_can_be_had(self.graph, self.matcher, free, person)
        never = [role for role in missing if role not in possible.roles]
        return possible.why_not(never[0]) if never else _what_stands_in_the_way(profile)

    def _bounds(self, profile: Profile, person: Person, possible: Obtainable, beside: tuple[str, ...]) -> Bounds:
        """The problem with its bounds; what does not change from one question to the next is compiled once."""
        others = beside if profile.target in beside and not profile.via else ()
        same = msgspec.structs.replace(profile, budget=None, deadline=None, prefer="fastest", most_moves=None)
        key = msgspec.structs.replace(same, target=None) if others else same, others
        if self._compiled is None or self._compiled[0] != key:
            problem = compile_problem(self.graph, self.matcher, profile, person, possible, others)
            self._compiled = key, problem, Bounds(problem)
        _, problem, bounds = self._compiled
        return bounds.towards(asked(problem, profile))

    def _known(self, profile: Profile) -> tuple[Person, Obtainable]:
        """The person and what they can come to have, the same for every target, budget and deadline."""
        key = msgspec.structs.replace(profile, target=None, budget=None, deadline=None, via=(), prefer="fastest", most_moves=None)
        if self._last is None or self._last[0] != key:
            person = Person(self.matcher, profile)
            self._last = key, person, what_can_be_had(self.graph, self.matcher, profile, person)
        return self._last[1:]


def _planner(graph: Graph, effort: int) -> Answers:
    """What a planner in a process of its own answers by."""
    return Planner(graph, effort=effort)._answer


def _what_stands_in_the_way(profile: Profile) -> Cause:
    """The preferences that bind, all together."""
    causes = []
    if profile.budget is not None:
        causes.append(Cause(reason="budget", subject=f"{profile.budget:g}"))
    if profile.deadline is not None:
        causes.append(Cause(reason="deadline", subject=str(profile.deadline)))
    if profile.study != "any":
        causes.append(Cause(reason="study", subject=profile.study))
    causes += [Cause(reason="avoided", subject=role) for role in profile.avoid]
    causes += [Cause(reason="via", subject=role) for role in profile.via]
    return Cause(reason="role", subject=profile.target or "", causes=tuple(causes))


def _plan(problem: Problem, profile: Profile, blank: Plan, found: Found) -> Plan:
    label = found.label
    assert label is not None
    bound = {
        "fastest": Bound(months=int(found.bound)),
        "cheapest": Bound(cost=found.bound),
        "fewest_moves": Bound(moves=int(found.bound)),
    }[profile.prefer]
    return msgspec.structs.replace(
        blank,
        status="optimal" if found.is_proved else "feasible",
        months=label.months,
        cost=label.cost,
        moves=label.moves,
        bound=bound,
        steps=steps_of(problem, prompt(problem, label)),
        effort=found.effort,
    )


def steps_of(problem: Problem, label: Label) -> tuple[Step, ...]:
    """The label's route as steps of a plan."""
    return in_order((*_work(problem, label), *_studies(problem, label)))


def _work(problem: Problem, label: Label) -> list[Step]:
    steps: list[Step] = []
    ends: tuple[int | None, ...] = (*label.schedule.leaves, None)
    for stint, (role, start, end) in enumerate(zip(label.route.roles, label.schedule.entries, ends, strict=True)):
        if role >= 0 and end != start:
            steps.append(WorkStep(role=problem.role_ids[role], start=start, end=end, is_move=stint > 0))
    return steps


def _studies(problem: Problem, label: Label) -> list[Step]:
    steps: list[Step] = []
    if problem.under_way >= 0:
        mode = "full_time" if problem.is_busy_full_time else "part_time"
        name = problem.credential_ids[problem.under_way]
        steps.append(StudyStep(credential=name, mode=mode, start=0, end=problem.busy_until, is_under_way=True))  # type: ignore[arg-type]
    for study, start, end in zip(label.route.studies, label.schedule.starts, label.schedule.ends, strict=True):
        name = problem.credential_ids[study.credential]
        cost = problem.studies[study.credential].cost
        mode = "full_time" if study.gap >= 0 else "part_time"
        steps.append(StudyStep(credential=name, mode=mode, start=start, end=end, cost=cost))  # type: ignore[arg-type]
    return steps
