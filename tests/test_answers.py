"""Alternatives, what to relax, what-if, explore and diff: against the exact model, brute force and the checker."""

from __future__ import annotations

import csv
import io
import json
from functools import cache
from pathlib import Path

import msgspec
import pytest
from conftest import ROOT, careerpath
from oracle import best
from test_planner import shuffled
from worlds import World, world

from careerpath.locale import Language
from careerpath.model.graph import SKILL_LADDER, Graph, ids, item_at
from careerpath.model.matching import Matcher
from careerpath.model.profile import Held, Profile, Served
from careerpath.model.result import Alternatives, Change, Gap, GapItem, Plan, WhatIf, WorkStep
from careerpath.planning import Planner, Question, Undecided, check_plan, plan
from careerpath.planning.alternatives import alternatives, figures
from careerpath.planning.bounds import Bounds
from careerpath.planning.compiler import compile_problem
from careerpath.planning.diff import diff
from careerpath.planning.explore import EACH, explore
from careerpath.planning.gap import gap
from careerpath.planning.hints import Hints
from careerpath.planning.person import Person, what_can_be_had
from careerpath.planning.whatif import whatif
from careerpath.reading.profile_file import load_profile
from careerpath.reports.catalogue import gap_page

HORIZON = 26
JOE = "examples/no-degree.yaml"
PRIYA = "examples/finance-manager.yaml"
NEAR = ("--within", "6", "--function", "administration")
replace = msgspec.structs.replace


def free(seed: int) -> World:
    """A world whose person is bound by nothing, so that there is more to choose from."""
    one = world(seed)
    return one._replace(
        profile=replace(one.profile, budget=None, deadline=None, study="any", avoid=(), work=one.profile.work[:1])
    )


# Alternatives

FRONTS = (2, 42, 66, 74, 82, 92, 95, 3, 4, 5, 9, 10, 12, 18, 20, 25, 26, 29, 30, 35, 37, 50)
"""Worlds with fronts of two or more first."""


@cache
def front_of(seed: int) -> tuple[World, Alternatives]:
    one = free(seed)
    return one, alternatives(Planner(one.graph), one.profile)


def exact_front(one: World) -> set[tuple[float, ...]]:
    """The front by the exact model, which is asked about every limit that its own answers leave open."""
    open_ones, seen, found = [(HORIZON, None)], set(), set()
    while open_ones:
        months, budget = limits = open_ones.pop()
        if limits in seen or months < 0 or (budget is not None and budget < 0):
            continue
        seen.add(limits)
        answer = best(one.graph, replace(one.profile, prefer="fewest_moves", deadline=months, budget=budget), HORIZON)
        if answer is not None:
            found.add(tuple(answer))
            open_ones += [(answer.months - 1, budget), (months, float(answer.cost - 1))]
    return {one for one in found if not any(other != one and is_no_worse(other, one) for other in found)}


def is_no_worse(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return all(mine <= theirs for mine, theirs in zip(one, other, strict=True))


@pytest.mark.parametrize("seed", FRONTS)
def test_the_front_is_that_of_the_exact_model(seed: int) -> None:
    one, found = front_of(seed)
    if not found.is_complete:
        return
    assert {figures(plan) for plan in found.plans if plan.months <= HORIZON} == exact_front(one)


def test_nearly_all_fronts_are_proved_whole() -> None:
    assert sum(front_of(seed)[1].is_complete for seed in FRONTS) >= len(FRONTS) - 2


def test_the_fronts_are_not_all_of_one_plan() -> None:
    assert sum(len(front_of(seed)[1].plans) > 1 for seed in FRONTS) >= 5


@pytest.mark.parametrize("seed", range(0, 80, 2))
def test_each_alternative_keeps_the_rules_and_is_bettered_by_none(seed: int) -> None:
    one = free(seed)
    try:
        found, first = alternatives(Planner(one.graph), one.profile), plan(one.graph, one.profile)
    except Undecided:
        return
    assert figures(found.plans[0]) == figures(first) and found.plans[0].status == first.status
    for answer in found.plans:
        assert check_plan(one.graph, one.profile, answer) == () and answer.prefer == one.profile.prefer
        assert not any(is_no_worse(figures(other), figures(answer)) for other in found.plans if other is not answer)


@pytest.mark.parametrize("seed", (2, 42, 66, 92))
def test_alternatives_and_what_if_are_the_same_whatever_the_order_of_the_file(seed: int) -> None:
    one = free(seed)
    other = shuffled(one.graph)
    assert alternatives(Planner(one.graph), one.profile) == alternatives(Planner(other), one.profile)
    assert whatif(Planner(one.graph), one.profile) == whatif(Planner(other), one.profile)


def test_more_plans_than_are_shown_are_not_called_complete(monkeypatch: pytest.MonkeyPatch) -> None:
    one = free(2)
    monkeypatch.setattr("careerpath.planning.alternatives.MOST", 1)
    found = alternatives(Planner(one.graph), one.profile)
    assert len(found.plans) == 1 and not found.is_complete


# What to relax


@cache
def unreachable(count: int) -> tuple[tuple[World, Plan], ...]:
    """Worlds where preferences stand in the way."""
    found = []
    for seed in range(300):
        one = world(seed)
        try:
            answer = plan(one.graph, one.profile)
        except Undecided:
            continue
        if answer.status == "unreachable" and answer.relaxations:
            found.append((one, answer))
        if len(found) == count:
            break
    return tuple(found)


def relaxed(profile: Profile, changes: dict[str, object]) -> Profile:
    """The profile with its preferences as a relaxation says."""
    made = {name: value for name, value in changes.items() if name in ("study", "budget", "deadline")}
    for name in ("avoid", "via"):
        made[name] = tuple(one for one in getattr(profile, name) if one not in changes.get(name, ()))
    return replace(profile, **made)


def has_no_plan(one: World, profile: Profile) -> bool:
    """Whether none was found."""
    try:
        return plan(one.graph, profile).status == "unreachable"
    except Undecided:
        return True


def test_what_to_relax_is_enough_minimal_and_the_least() -> None:
    worlds = unreachable(20)
    assert len(worlds) == 20
    for one, answer in worlds:
        for way in answer.relaxations:
            after = plan(one.graph, relaxed(one.profile, way.changes))
            assert after.steps, f"{one.profile}: {way}"
            for name in way.changes:
                fewer = {other: value for other, value in way.changes.items() if other != name}
                assert has_no_plan(one, relaxed(one.profile, fewer))
            if len(way.changes) == 1 and way.is_least and {"budget", "deadline"} & set(way.changes):
                ((name, value),) = way.changes.items()
                assert has_no_plan(one, relaxed(one.profile, {name: value - 1}))


def test_causes_are_the_preferences_that_matter_and_no_others() -> None:
    for _, answer in unreachable(20):
        named = {cause.reason.replace("avoided", "avoid") for cause in answer.why.causes}
        assert named == {name for way in answer.relaxations for name in way.changes}


def test_a_missed_deadline_says_by_how_much() -> None:
    done = careerpath("plan", JOE, "--by", "2027-10")
    assert done.returncode == 1 and "arrival by Nov 2027, 1 month late" in " ".join(done.stdout.split())


# What if


def changed(profile: Profile, change: Change, one: World) -> Profile:
    """The profile after a change, written from what the change says."""
    if change.kind == "credential":
        part = one.graph.credentials[change.subject]
        held = Held(credential=change.subject, title="", level=part.level, fields=ids(part.field))
        studying = profile.studying if profile.studying and profile.studying.credential != change.subject else None
        return replace(profile, education=(*profile.education, held), studying=studying)
    if change.kind == "skill":
        return replace(profile, skills={**profile.skills, change.subject: change.value})
    if change.kind == "experience":
        role = one.graph.roles[change.subject]
        job = Served(role=change.subject, title="", functions=ids(role.function), level=role.level, months=change.value)
        return replace(profile, work=(job, *profile.work))
    if change.kind in ("avoid", "via"):
        return replace(profile, **{change.kind: tuple(x for x in getattr(profile, change.kind) if x != change.subject)})
    return replace(profile, **{change.kind: change.value})


def every_change(one: World) -> list[Change]:
    """Each credential, skill and longer service that could be thought of."""
    profile = one.profile
    held = {other.credential for other in profile.education}
    found = [Change(kind="credential", subject=name) for name in one.graph.credentials if name not in held]
    for skill in one.graph.skills:
        known = SKILL_LADDER.index(profile.skills[skill]) if skill in profile.skills else -1
        found += [Change(kind="skill", subject=skill, value=level) for level in SKILL_LADDER[known + 1 :]]
    roles = {job.role for job in profile.work}
    found += [Change(kind="experience", subject=role, value=months) for role in roles for months in (12, 24)]
    found += [Change(kind="study", value="any")] if profile.study != "any" else []
    return found + [Change(kind="avoid", subject=role) for role in profile.avoid]


def exact_plan(one: World, profile: Profile) -> Plan | None:
    try:
        answer = plan(one.graph, profile)
    except Undecided:
        return None
    return answer if answer.status != "feasible" else None


@cache
def trials() -> tuple[tuple[World, Plan, WhatIf], ...]:
    found = []
    for seed in range(120):
        one = world(seed)
        base = exact_plan(one, one.profile)
        if base is not None and base.status != "there":
            found.append((one, base, whatif(Planner(one.graph), one.profile)))
    return tuple(found)


def test_what_if_gives_the_figures_of_planning_anew() -> None:
    seen = set()
    for one, base, found in trials():
        assert found.months == base.months
        for effect in found.effects:
            after = exact_plan(one, changed(one.profile, effect.change, one))
            if after is not None and effect.status == "optimal":
                assert (effect.months, effect.cost, effect.moves) == figures(after), (one.profile, effect)
            assert effect.saves == (None if base.months is None else base.months - effect.months)
            assert effect.saves is None or effect.saves > 0
            seen.add(effect.change.kind)
    assert {"credential", "skill", "experience", "study"} <= seen


def test_what_if_forgets_nothing_that_saves() -> None:
    """What is not listed saves nothing, or no more than a lesser change of the same kind."""
    count = 0
    for one, base, found in trials()[::2]:
        for change in every_change(one) if found.is_complete else ():
            after = exact_plan(one, changed(one.profile, change, one))
            if after is None or after.status == "unreachable" or (base.months is not None and after.months >= base.months):
                continue
            same = [x for x in found.effects if (x.change.kind, x.change.subject) == (change.kind, change.subject)]
            assert any((x.months, x.cost, x.moves) == figures(after) for x in same), (one.profile, change)
            count += 1
    assert count >= 20


def test_what_if_ranks_by_months_saved() -> None:
    for _, _, found in trials():
        months = [effect.months for effect in found.effects]
        assert months == sorted(months)


# Explore


@pytest.mark.parametrize("seed", range(0, 60, 3))
def test_explore_gives_the_figures_of_each_plan(seed: int) -> None:
    one = free(seed)
    roles = [name for name in one.graph.roles if one.graph.is_executive(name)]
    found = explore(Planner(one.graph, effort=EACH), one.profile)
    assert {each.role for each in found} == set(roles)
    for each in found:
        answer = exact_plan(one, replace(one.profile, target=each.role))
        if answer is not None and each.status not in ("feasible", "undecided"):
            assert (each.status, each.months, each.cost, each.moves) == (answer.status, answer.months, answer.cost, answer.moves)
        elif answer is not None and each.months is not None:
            assert answer.months <= each.months or one.profile.prefer != "fastest"
    months = [each.months for each in found if each.months is not None]
    assert [each.months is None for each in found] == sorted(each.months is None for each in found)
    assert months == sorted(months) or one.profile.prefer != "fastest"


def test_explore_within_keeps_those_that_arrive_by_then() -> None:
    one = free(8)
    everything = explore(Planner(one.graph, effort=EACH), one.profile)
    reached = [each.months for each in everything if each.months is not None]
    within = explore(Planner(one.graph, effort=EACH), one.profile, within=min(reached))
    assert {each.months for each in within} == {min(reached), None} or len(set(reached)) == 1


@pytest.mark.parametrize("seed", range(0, 60, 3))
def test_what_was_asked_before_changes_no_proved_answer(seed: int) -> None:
    one = free(seed)
    planner = Planner(one.graph)
    for target in sorted(one.graph.roles):
        profile = replace(one.profile, target=target)
        (later,), (alone,) = planner.answers([Question(profile)]), Planner(one.graph).answers([Question(profile)])
        if later is None or alone is None or "feasible" in (later.status, alone.status):
            continue
        assert (later.status, figures(later)) == (alone.status, figures(alone))
        assert not later.steps or not check_plan(one.graph, profile, later)


def test_the_way_to_one_role_is_a_hint_for_the_next() -> None:
    longer = 0
    for seed in range(40):
        one = free(seed)
        matcher = Matcher(one.graph)
        person = Person(matcher, one.profile)
        possible = what_can_be_had(one.graph, matcher, one.profile, person)
        if one.profile.target not in possible.roles:
            continue
        bounds = Bounds(compile_problem(one.graph, matcher, one.profile, person, possible))
        (found,) = Planner(one.graph).answers([Question(one.profile)])
        if found is None or not found.steps:
            continue
        hints = Hints()
        assert hints.towards(bounds) == []
        hints.remember(one.profile, found)
        entered = [one.role for one in found.steps if isinstance(one, WorkStep) and one.is_move]
        assert (bounds.problem.present, *map(bounds.problem.role_ids.index, entered)) in hints.towards(bounds)
        for target, feeders in enumerate(bounds.feeders):
            if target == bounds.problem.present:
                continue
            found = hints.towards(bounds.towards(bounds.problem._replace(target=target)))
            assert all(way[0] == bounds.problem.present and way[-1] == target for way in found)
            longer += any(way[-2] in (feeders or {}) and len(way) > 2 for way in found)
    assert longer > 10


def test_a_plan_beyond_the_budget_leads_to_one_within_it(graph: Graph) -> None:
    """Alone, with so little effort, the search finds no plan that costs nothing."""
    profile = load_profile(ROOT / "examples/career-changer.yaml", graph, today=24_000, as_of=None).profile
    assert profile is not None
    found = Planner(graph, effort=2_000).best(replace(profile, budget=0.0))
    assert found.cost == 0.0 and found.steps and not check_plan(graph, replace(profile, budget=0.0), found)


# Gap


@pytest.mark.parametrize("seed", range(0, 80, 4))
def test_a_gap_says_the_month_of_the_exact_model(seed: int) -> None:
    one = world(seed)
    profile = replace(one.profile, via=(), prefer="fastest")
    found = gap(one.graph, profile)
    left = best(one.graph, profile, HORIZON)
    assert not found.is_proved or found.months_left == (left.months if left else None)
    for item in found.items:
        if item.is_met or profile.present_role == profile.target:
            continue
        exact = soonest_alone(one.graph, profile, item.requirement)
        first = None if item.first_month is None or item.first_month > HORIZON else item.first_month
        assert first == exact if item.is_proved else first is None or (exact is not None and exact <= first)


@pytest.mark.parametrize("seed", range(0, 60))
def test_where_the_months_alone_are_asked_for_they_are_those_of_the_best_plan(seed: int) -> None:
    one = world(seed)
    profile = replace(one.profile, prefer="fastest")
    best_one, soonest = Planner(one.graph).answers([Question(profile), Question(profile, is_by_months=True)])
    assert best_one is not None and soonest is not None
    if "feasible" not in (best_one.status, soonest.status):
        assert (best_one.months, best_one.status) == (soonest.months, soonest.status)
    assert not soonest.steps or not check_plan(one.graph, profile, soonest)


def soonest_alone(graph: Graph, profile: Profile, path: str) -> int | None:
    """The month in which the target could be entered if it asked for this alone, by the exact model."""
    target = profile.target or ""
    role = graph.roles[target]
    requires = [] if path.endswith(".from") else [item_at(graph, path)]
    alone = replace(role, feeders=None if requires else role.feeders, requires=requires)
    asked = replace(graph, roles={**graph.roles, target: alone})
    found = best(asked, replace(profile, deadline=None), HORIZON)
    return found.months if found else None


@pytest.mark.parametrize(
    ("month", "is_proved", "text"),
    [(None, True, "never"), (None, False, "not known"), (5, True, "Jun 2000"), (5, False, "Jun 2000 or before")],
)
def test_what_a_gap_did_not_find_out_is_not_said_to_be_so(month: int | None, is_proved: bool, text: str) -> None:
    graph = world(0).graph
    role = next(name for name, one in graph.roles.items() if one.requires)
    path = f"roles.{role}.requires[0]"
    item = GapItem(requirement=path, is_met=False, share=0.0, first_month=month, is_proved=is_proved)
    found = Gap(target=role, as_of=24_000, items=(item,), months_left=6, months_from_nothing=8, is_proved=is_proved)
    page = gap_page(graph, found, Language("en"))
    assert page.sections[0].rows[0][2] == text
    assert ("not proved" in page.lead[0]) != is_proved


# Diff


@pytest.mark.parametrize("seed", range(0, 60, 2))
def test_a_plan_against_itself_has_not_changed(seed: int) -> None:
    one = world(seed)
    answer = exact_plan(one, one.profile)
    if answer is None or not answer.steps:
        return
    found = diff(one.graph, answer, one.profile, answer)
    assert {step.state for step in found.steps} == {"same"} and found.arrival_then == found.arrival_now
    assert len(found.steps) == len(answer.steps)


@pytest.mark.parametrize("seed", range(0, 120, 2))
def test_who_follows_the_plan_arrives_as_planned(seed: int) -> None:
    """Half-way, with all done as planned, nothing is dropped or new that costs time, and the arrival stands."""
    one = free(seed)
    old = exact_plan(one, one.profile)
    if old is None or not old.steps or not old.months or one.profile.prefer != "fastest" or one.profile.studying:
        return
    later = half_way(one, old)
    new = exact_plan(one, later)
    if new is None or later.studying is not None:
        return
    found = diff(one.graph, old, later, new)
    assert found.arrival_now is not None and found.arrival_now <= found.arrival_then
    done = {(step.kind, step.subject) for step in found.steps if step.state == "done"}
    for step in old.steps:
        if not isinstance(step, WorkStep) and step.end <= later.as_of - old.as_of:
            assert ("study", step.credential) in done


def half_way(one: World, old: Plan) -> Profile:
    """The person in the middle of the plan, having kept it."""
    now = old.as_of + old.months // 2
    work = [replace(job, is_current=False) for job in one.profile.work]
    education = list(one.profile.education)
    studying = None
    for step in old.steps:
        start, end = old.as_of + step.start, None if step.end is None else old.as_of + step.end
        if start > now or (start == now and end is None):
            continue
        if isinstance(step, WorkStep):
            role, stop = one.graph.roles[step.role], now if end is None else min(end, now)
            facts = {"functions": ids(role.function), "level": role.level, "months": stop - start}
            is_current = end is None or end > now
            work.append(Served(role=step.role, title="", start=start, end=stop, is_current=is_current, **facts))
        elif end <= now:
            part = one.graph.credentials[step.credential]
            education.append(Held(credential=step.credential, title="", level=part.level, fields=ids(part.field)))
        elif start < now:
            from careerpath.model.profile import Studying

            studying = Studying(credential=step.credential, mode=step.mode, months_left=end - now)
    passed = {job.role for job in work if job.start is not None and job.start >= old.as_of}
    via = tuple(role for role in one.profile.via if role not in passed)
    return replace(one.profile, as_of=now, work=tuple(work), education=tuple(education), studying=studying, via=via)


# Commands


def facts(*arguments: object, code: int = 0) -> dict:
    done = careerpath(*arguments, "--format", "json")
    assert done.returncode == code, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize(("language", "columns"), [("en", "40"), ("es", "40"), ("en", "80"), ("es", "120")])
def test_the_answers_fit_the_screen(language: str, columns: str, tmp_path: Path) -> None:
    old = tmp_path / "plan.json"
    assert careerpath("plan", JOE, "-o", old).returncode == 0
    for arguments in (["plan", JOE, "--alternatives"], ["whatif", JOE], ["explore", JOE, *NEAR], ["diff", old, JOE]):
        done = careerpath(*arguments, "--lang", language, COLUMNS=columns)
        assert done.returncode == 0 and done.stderr == "" and done.stdout
        assert max(map(len, done.stdout.splitlines())) <= int(columns), arguments


@pytest.mark.parametrize("columns", ["40", "60", "80"])
def test_a_table_breaks_no_word(columns: str) -> None:
    done = careerpath("explore", JOE, "--within", "36", "--lang", "es", COLUMNS=columns)
    assert done.returncode == 0 and "administrativos" in done.stdout


@pytest.mark.parametrize("option", ["--plain", "--format=md"])
def test_the_answers_come_in_other_forms(option: str, tmp_path: Path) -> None:
    old = tmp_path / "plan.json"
    assert careerpath("plan", JOE, "-o", old).returncode == 0
    for arguments in (["plan", JOE, "--alternatives"], ["whatif", JOE], ["explore", JOE, *NEAR], ["diff", old, JOE]):
        done = careerpath(*arguments, option)
        assert done.returncode == 0 and "manager" in done.stdout.lower()
        assert not set(done.stdout) & set("│┃━")


def test_alternatives_as_json_can_be_verified(tmp_path: Path) -> None:
    found = facts("plan", PRIYA, "--alternatives", "--effort", "100")
    assert found["format"] == "careerpath-alternatives/1" and isinstance(found["is_complete"], bool)
    for answer in found["plans"]:
        path = tmp_path / "plan.json"
        path.write_text(json.dumps(answer), encoding="utf-8")
        assert careerpath("verify", path, PRIYA).returncode == 0


def test_where_there_is_no_plan_alternatives_say_why() -> None:
    done = careerpath("plan", JOE, "--by", "2027-10", "--alternatives")
    assert done.returncode == 1 and "1 month late" in " ".join(done.stdout.split())
    assert facts("plan", JOE, "--by", "2027-10", "--alternatives", code=1)["plans"][0]["status"] == "unreachable"


def test_what_if_as_json() -> None:
    found = facts("whatif", JOE)
    assert found["format"] == "careerpath-whatif/1" and found["effects"][0]["saves"] == 12
    assert {"kind": "skill", "subject": "facilities-management", "value": "basic"} in [one["change"] for one in found["effects"]]


def test_explore_as_rows_and_by_function() -> None:
    rows = list(csv.DictReader(io.StringIO(careerpath("explore", JOE, "--within", "6", "--format", "csv").stdout)))
    assert len(rows) > 50 and {"role", "months", "cost", "moves", "status"} <= set(rows[0])
    assert all(int(row["months"]) <= 6 for row in rows if row["months"])
    some = facts("explore", JOE, "--within", "6", "--function", "finance")
    assert 0 < len(some["roles"]) < len(rows) and some["format"] == "careerpath-explore/1"


def test_diff_reads_an_old_plan(tmp_path: Path) -> None:
    old, profile = tmp_path / "plan.json", tmp_path / "joe.yaml"
    assert careerpath("plan", JOE, "-o", old).returncode == 0
    text = (ROOT / JOE).read_text(encoding="utf-8").replace("as_of: 2026-11", "as_of: 2027-05")
    profile.write_text(
        text.replace(
            "    start: 2019-07\n",
            "    start: 2019-07\n    end: 2027-01\n  - {role: administrative-services-manager, start: 2027-01}\n",
        ),
        encoding="utf-8",
    )
    found = facts("diff", old, profile)
    assert found["format"] == "careerpath-diff/1"
    states = {one.get("role"): one for one in found["steps"]}
    assert states["administrative-services-manager"]["state"] == "done"
    assert states["facilities-manager"]["state"] == "later" and states["facilities-manager"]["months_later"] == 2
    assert (found["arrival_then"], found["arrival_now"]) == ("2027-11", "2028-01")
