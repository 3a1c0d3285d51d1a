"""The planner against an exact model, an independent checker and the laws that any planner must keep."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from itertools import pairwise

import msgspec
import pytest
from oracle import best
from worlds import KINDS, World, drawn_out, world

from careerpath.model.graph import Graph, Role
from careerpath.model.matching import Matcher
from careerpath.model.profile import Profile
from careerpath.model.result import Plan, WorkStep
from careerpath.planning import Contradiction, Undecided, check_plan, plan
from careerpath.planning.bounds import Bounds
from careerpath.planning.compiler import compile_problem
from careerpath.planning.known import NO_ROOM, Known
from careerpath.planning.look import Look
from careerpath.planning.narrow import narrowed
from careerpath.planning.person import Person, what_can_be_had

COUNT = int(os.environ.get("CAREERPATH_WORLDS", "500"))
"""Worlds that are solved; a larger number looks harder."""
EFFORT = 20_000
"""Under which nearly all of the worlds are proved."""
PART = 25
HORIZON = 26
QUANTA = (3, 6, 12, 18)
"""Months that a month becomes in a world drawn out."""
SEEDS = range(0, COUNT, PART)


@cache
def solved(seed: int) -> tuple[World, Plan | None]:
    """The world and its plan; None where planning ended undecided."""
    one = world(seed)
    try:
        return one, plan(one.graph, one.profile, effort=EFFORT)
    except Undecided:
        return one, None


def figures(answer: Plan) -> tuple[float | None, ...]:
    return answer.months, answer.cost, answer.moves


@pytest.mark.parametrize("first", SEEDS)
def test_optimal_is_the_optimum_of_the_exact_model(first: int) -> None:
    for seed in range(first, min(first + PART, COUNT)):
        one, answer = solved(seed)
        if answer is None or answer.status == "there":
            continue
        if answer.status == "unreachable":
            assert best(one.graph, one.profile, HORIZON) is None, f"world {seed} has a plan"
            continue
        is_fastest = one.profile.prefer == "fastest"
        exact = best(one.graph, one.profile, answer.months if is_fastest else max(HORIZON, answer.months))
        assert exact is not None, f"world {seed}: the plan is none"
        if answer.status == "optimal":
            assert tuple(exact) == figures(answer), f"world {seed} ({one.kind})"
        order = {"fastest": "months", "cheapest": "cost", "fewest_moves": "moves"}[one.profile.prefer]
        bound = getattr(answer.bound, order)
        assert bound <= getattr(exact, order) <= getattr(answer, order), f"world {seed}: bound, optimum and plan"


@cache
def long_ones() -> list[tuple[World, int, Plan]]:
    """Worlds drawn out, how many months a month of theirs became, and their plans."""
    found = []
    for seed in range(COUNT // 4):
        one, by = world(seed), QUANTA[seed // len(KINDS) % len(QUANTA)]
        longer = drawn_out(one, by)
        with suppress(Undecided):
            found.append((one, by, plan(longer.graph, longer.profile)))
    return found


def test_long_plans_are_the_optimum_of_the_exact_model_in_a_coarser_quantum() -> None:
    long, proved = 0, 0
    for one, by, answer in long_ones():
        if answer.status != "optimal" or one.profile.via or one.kind == "coupled":
            continue  # a month in a role on the way, and a split between two roles, may lie between the quanta
        least = max(HORIZON, -(-answer.months // by))
        exact = best(one.graph, one.profile, least)
        assert exact is not None and figures(answer) == (exact.months * by, exact.cost, exact.moves), one
        proved += 1
        long += answer.months >= 60
    assert proved >= COUNT / 20 and long >= COUNT / 50


def test_a_narrowed_problem_has_room_for_the_optimum() -> None:
    count = Counter()
    for seed in range(min(COUNT, 300)):
        one, answer = solved(seed)
        if answer is None or answer.status != "optimal":
            continue
        known = Known(_bounds(one), one.profile.prefer)
        months, cost, moves = known.fit.key(*figures(answer))
        narrow, _ = narrowed(known, (months, cost, moves + 0.5), NO_ROOM)
        assert narrow is not None, f"world {seed}"
        look = Look(narrow)
        look.below((months, cost, moves + 0.5), EFFORT)
        assert look.best == (months, cost, moves), f"world {seed} ({one.kind})"
        count["less"] += narrow.bounds is not known.bounds
        count["none below"] += narrowed(known, (months, cost, moves), NO_ROOM)[0] is None
    assert count["less"] >= 50 and count["none below"] >= 50, count


def _bounds(one: World) -> Bounds:
    matcher = Matcher(one.graph)
    person = Person(matcher, one.profile)
    possible = what_can_be_had(one.graph, matcher, one.profile, person)
    return Bounds(compile_problem(one.graph, matcher, one.profile, person, possible))


@pytest.mark.parametrize("first", SEEDS)
def test_every_plan_keeps_the_rules(first: int) -> None:
    for seed in range(first, min(first + PART, COUNT)):
        one, answer = solved(seed)
        if answer is not None:
            assert check_plan(one.graph, one.profile, answer) == (), f"world {seed}"


def test_the_worlds_are_of_all_kinds() -> None:
    count = Counter()
    for seed in range(min(COUNT, 300)):
        one, answer = solved(seed)
        if answer is None:
            count["undecided"] += 1
            continue
        count[answer.status] += 1
        count[one.kind] += 1
        modes = {step.mode for step in answer.steps if not isinstance(step, WorkStep)}
        count["full time"] += "full_time" in modes
        count["part time"] += "part_time" in modes
        count["long"] += (answer.months or 0) >= 15
        count["at once"] += answer.months == 0
        count["bound by money"] += answer.status == "optimal" and one.profile.budget is not None
        count["study under way"] += bool(answer.steps) and one.profile.studying is not None
    assert all(count[kind] >= 10 for kind in KINDS)
    wanted = {"optimal": 100, "unreachable": 20, "there": 2, "full time": 10, "part time": 15, "long": 5, "at once": 8}
    assert all(count[name] >= least for name, least in wanted.items()), count
    assert count["bound by money"] >= 8 and count["study under way"] >= 8, count


def test_the_optima_are_of_all_kinds() -> None:
    count = Counter()
    for seed in range(min(COUNT, 300)):
        one, answer = solved(seed)
        if answer is not None and answer.status == "optimal" and answer.steps:
            count.update(_kinds(one, answer))
    wanted = {"tied": 10, "money decides": 3, "study waits for months": 4, "history overlaps": 10, "no threshold": 3, "moved": 50}
    assert all(count[name] >= least for name, least in wanted.items()), count


def _kinds(one: World, answer: Plan) -> Iterator[str]:
    """What makes an optimum hard to find, of which a test must have seen enough."""
    profile = one.profile
    if answer.moves and answer.moves > 1:
        yield "moved"
    if any(figures(other) == figures(answer) for other in _with_one_role_avoided(one, answer)):
        yield "tied"
    richer = msgspec.structs.replace(profile, budget=None)
    if profile.budget is not None and figures(plan(one.graph, richer, effort=EFFORT)) != figures(answer):
        yield "money decides"
    studied = [step.credential for step in answer.steps if not isinstance(step, WorkStep) and step.start > 0]
    if any('"experience":{' in msgspec.json.encode(one.graph.credentials[name].requires).decode() for name in studied):
        yield "study waits for months"
    spans = sorted((job.start, job.end) for job in profile.work if job.start is not None)
    if any(later[0] < earlier[1] for earlier, later in pairwise(spans)):
        yield "history overlaps"
    if one.kind == "coupled" and any(_ends_at_no_threshold(one, answer)):
        yield "no threshold"


def _with_one_role_avoided(one: World, answer: Plan) -> Iterator[Plan]:
    for step in answer.steps:
        if isinstance(step, WorkStep) and step.end is not None and step.role not in one.profile.via:
            other = msgspec.structs.replace(one.profile, avoid=(*one.profile.avoid, step.role))
            yield plan(one.graph, other, effort=EFFORT)


def _ends_at_no_threshold(one: World, answer: Plan) -> Iterator[bool]:
    """Whether the months of a stay are no figure that anything in the graph asks for."""
    text = msgspec.json.encode(one.graph).decode()
    asked = {int(months) for months in re.findall(r'"(?:months|stay)":(\d+)', text)} | {one.graph.stay}
    for step in answer.steps:
        if isinstance(step, WorkStep) and step.end is not None:
            yield step.end - step.start not in asked


def test_of_the_worlds_with_a_plan_99_of_100_are_proved() -> None:
    answers = [answer for _, answer in map(solved, range(COUNT))]
    open_ones = sum(answer is None or answer.status == "feasible" for answer in answers)
    solvable = open_ones + sum(answer is not None and answer.status == "optimal" for answer in answers)
    assert solvable >= COUNT / 2 and open_ones <= solvable / 100


def shuffled(graph: Graph) -> Graph:
    """The same graph with its entries the other way round; levels keep their order, which means something."""
    return msgspec.structs.replace(
        graph,
        roles={
            name: msgspec.structs.replace(role, feeders=role.feeders and dict(reversed(role.feeders.items())))
            for name, role in reversed(graph.roles.items())
        },
        credentials=dict(reversed(graph.credentials.items())),
        functions=dict(reversed(graph.functions.items())),
    )


@pytest.mark.parametrize("seed", range(0, 120, 3))
def test_the_order_of_the_file_never_shows(seed: int) -> None:
    one, answer = solved(seed)
    if answer is not None:
        assert plan(shuffled(one.graph), one.profile, effort=EFFORT) == answer


def renamed(value: object) -> object:
    """The same with other names for roles and credentials, that sort the other way round."""
    if isinstance(value, dict):
        return {renamed(key): renamed(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [renamed(one) for one in value]
    is_id = isinstance(value, str) and len(value) == 2 and value[0] in "rc" and value[1].isdigit()
    return f"{value[0]}{9 - int(value[1])}" if is_id else value


@pytest.mark.parametrize("seed", range(1, 120, 3))
def test_the_names_of_things_do_not_matter(seed: int) -> None:
    one, answer = solved(seed)
    graph = msgspec.convert(renamed(msgspec.to_builtins(one.graph)), Graph)
    profile = msgspec.convert(renamed(msgspec.to_builtins(one.profile)), Profile)
    if answer is not None and answer.status != "feasible":
        after = plan(graph, profile, effort=EFFORT)
        assert (after.status, figures(after)) == (answer.status, figures(answer))


@pytest.mark.parametrize("seed", range(0, 120, 3))
def test_a_role_that_leads_nowhere_changes_nothing(seed: int) -> None:
    one, answer = solved(seed)
    extra = Role(title="Extra", level="low", function=["f9"], requires=[])
    grown = msgspec.structs.replace(one.graph, roles={**one.graph.roles, "zzz": extra})
    if answer is not None and answer.status == "optimal" and not any(_counts_all(one.graph)):
        assert figures(plan(grown, one.profile, effort=EFFORT)) == figures(answer)


def _counts_all(graph: Graph) -> list[bool]:
    """Whether some requirement counts months in any role at all, which an extra role would serve too."""
    text = msgspec.json.encode(graph).decode()
    return ['"experience":{"months"' in text and '"function":null' in text, '"experience":{"months":' in text]


@pytest.mark.parametrize("seed", range(1, 160, 2))
def test_asking_for_less_never_takes_longer(seed: int) -> None:
    one, answer = solved(seed)
    target = one.graph.roles[one.profile.target or ""]
    if answer is None or answer.status != "optimal" or not target.requires:
        return
    easier = msgspec.structs.replace(target, requires=target.requires[:-1])
    graph = msgspec.structs.replace(one.graph, roles={**one.graph.roles, one.profile.target: easier})
    after = plan(graph, one.profile, effort=EFFORT)
    order = {"fastest": (0, 1, 2), "cheapest": (1, 0, 2), "fewest_moves": (2, 0, 1)}[one.profile.prefer]
    if after.status == "optimal":
        assert [figures(after)[one] for one in order] <= [figures(answer)[one] for one in order]


@pytest.mark.parametrize("seed", range(0, 200, 2))
def test_more_money_and_time_never_hurt(seed: int) -> None:
    one, answer = solved(seed)
    if answer is None or answer.status != "optimal" or one.profile.prefer != "fastest":
        return
    richer = msgspec.structs.replace(one.profile, budget=None, deadline=None)
    after = plan(one.graph, richer, effort=EFFORT)
    assert (after.status != "unreachable" and (after.months or 0) <= (answer.months or 0)) or after.status == "feasible"


@pytest.mark.parametrize("seed", range(0, 160, 2))
def test_slack_is_exact_and_every_step_has_a_reason(seed: int) -> None:
    one, answer = solved(seed)
    if answer is None or not answer.steps:
        return
    for number, step in enumerate(answer.steps):
        if step.end is None:
            assert step.slack is None
            continue
        assert step.slack is not None
        if isinstance(step, WorkStep) or step.is_under_way:
            continue
        assert step.because, f"world {seed}: the study of step {number} serves nothing"
        for months, is_right in ((step.slack, True), (step.slack + 1, False)):
            later = msgspec.structs.replace(step, start=step.start + months, end=step.end + months)
            steps = (*answer.steps[:number], later, *answer.steps[number + 1 :])
            ordered = tuple(sorted(steps, key=lambda step: (step.start, not isinstance(step, WorkStep))))
            is_kept = not check_plan(one.graph, one.profile, msgspec.structs.replace(answer, steps=ordered))
            is_done_in_time = not (step.end <= (answer.months or 0) < later.end)
            assert (is_kept and is_done_in_time) is is_right, f"world {seed}, step {number}, {months} months later"


def test_every_role_but_the_target_is_entered_as_soon_as_can_be() -> None:
    tried = 0
    for seed in range(200):
        one, answer = solved(seed)
        for sooner in _a_month_sooner(answer) if answer is not None else ():
            tried += 1
            assert check_plan(one.graph, one.profile, sooner), f"world {seed}: a wait without a reason"
    assert tried > 40


def _a_month_sooner(answer: Plan) -> Iterator[Plan]:
    work = [number for number, step in enumerate(answer.steps) if isinstance(step, WorkStep)]
    for before, after in pairwise(work):
        one, next_one = answer.steps[before], answer.steps[after]
        if one.end == next_one.start and next_one.end is not None and one.end - one.start > 1:
            steps = list(answer.steps)
            steps[before] = msgspec.structs.replace(one, end=one.end - 1)
            steps[after] = msgspec.structs.replace(next_one, start=next_one.start - 1)
            steps.sort(key=lambda step: (step.start, not isinstance(step, WorkStep)))
            yield msgspec.structs.replace(answer, steps=tuple(steps))


def test_avoiding_the_target_is_a_contradiction() -> None:
    one = world(0)
    with pytest.raises(Contradiction):
        plan(one.graph, msgspec.structs.replace(one.profile, avoid=(one.profile.target or "",)))


def test_the_checker_refuses_plans_that_break_a_rule() -> None:
    broken = Counter()
    for seed in range(200):
        one, answer = solved(seed)
        if answer is None or len(answer.steps) < 2 or answer.status == "unreachable":
            continue
        for wrong in _spoilt(answer):
            for violation in check_plan(one.graph, one.profile, wrong):
                broken[violation.rule] += 1
    wanted = {"totals", "target", "span", "two-roles", "requires", "from", "mode", "cost"}
    assert wanted <= set(broken), broken


def _spoilt(answer: Plan) -> list[Plan]:
    """The plan with one thing wrong, in several ways."""
    replace = msgspec.structs.replace
    first, *rest = answer.steps
    made = [
        replace(answer, months=(answer.months or 0) + 1),
        replace(answer, steps=tuple(rest)),
        replace(answer, steps=answer.steps[:-1]),
        replace(answer, steps=(replace(first, start=-1), *rest)),
        replace(answer, steps=(replace(first, end=(first.end or 0) + 1), *rest)),
    ]
    for number, step in enumerate(answer.steps):
        if not isinstance(step, WorkStep):
            made.append(
                replace(answer, steps=(*answer.steps[:number], replace(step, cost=step.cost + 1), *answer.steps[number + 1 :]))
            )
    return made
