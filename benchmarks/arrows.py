"""What shortest paths over the `from` arrows get wrong: networkx, as diagrams and other tools use it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from statistics import median
from typing import Any

import msgspec

from benchmarks.machine import missing
from benchmarks.people import pairs, person
from careerpath.model.graph import Credential, Function, Graph, Level, Requirement, Role, StudyMonths
from careerpath.model.matching import Matcher
from careerpath.model.profile import Profile
from careerpath.model.result import Plan, WorkStep
from careerpath.planning import Planner, Undecided, check_plan

STRIDE, QUICK_STRIDE = 701, 4200
EFFORT, QUICK_EFFORT = 1_000, 200
RULES = {
    "fewest hops": "every arrow counts the same",
    "fewest months": "an arrow takes the months that `from` asks for",
    "fewest months, experience too": "or those of the experience that the role asks for, if they are more",
}
HEAD = """## Against shortest paths

networkx over the `from` arrows: {rules}. The
months already served in the first role are taken off its arrows, and a role is held for its `stay` at least."""
EXAMPLE = """
A small example: to a manager from an agent after 96 months or from a lead after 30, with 36 months in operations; to a
lead from an agent after 6, with 36 months in operations or a certificate of 6 months part time.

| | route | says | as it stands | followed |
|---|---|---|---|---|"""
TABLE = """
On the shipped graph, {count} of {of} pairs of an entry role (held 0, 7, 17 or 31 months, a secondary diploma) and an
executive role. *No plan*: the checker refuses the route as it stands. *Too soon*: it says fewer months than any plan
can take. *Followed*: the best plan by just its roles, with the studies and stays that the requirements force in, and
with more roles where there is none without. *Longer*: that is proved to arrive later than ours, and by how many months
at least; *sooner*: it arrives sooner than ours, which is not the best then. Undecided are those for which effort
{effort:,} finds no plan to compare.

| | no route | no plan | too soon | more roles | longer | by months, median (most) | sooner | undecided |
|---|---|---|---|---|---|---|---|---|"""


class Route(msgspec.Struct, frozen=True):
    """Roles from the present one to the target, and the months in each but the last."""

    roles: tuple[str, ...]
    months: tuple[int, ...]


class Outcome(msgspec.Struct, frozen=True):
    """A route beside our plan, and the best plan found that follows it. Both are None where undecided."""

    says: int
    is_plan: bool
    ours: Plan | None
    followed: Plan | None
    needs_more_roles: bool


def arrows(graph: Graph, matcher: Matcher, quick: bool) -> list[str]:
    why_not = missing(("networkx",))
    rules = "; ".join(f"*{name}* ({what})" for name, what in RULES.items())
    lines = HEAD.format(rules=rules).splitlines()
    if why_not:
        return [*lines, "", f"SKIPPED: networkx: {why_not}"]
    every = pairs(graph)
    chosen = [person(graph, *one) for one in every[:: QUICK_STRIDE if quick else STRIDE]]
    asked = _Asked(graph, matcher, QUICK_EFFORT if quick else EFFORT)
    plans = [asked.best(one) for one in chosen]
    lines += [*EXAMPLE.splitlines(), *_example()]
    lines += TABLE.format(count=len(chosen), of=len(every), effort=asked.effort).splitlines()
    for rule in RULES:
        routes = [route(graph, one, rule) for one in chosen]
        outcomes = [
            outcome(graph, one, way, ours, asked) for one, way, ours in zip(chosen, routes, plans, strict=True) if way is not None
        ]
        lines.append(_row(rule, routes.count(None), outcomes))
    return lines


# The rules


def route(graph: Graph, profile: Profile, rule: str) -> Route | None:
    """The way from the present role to the target by that rule; None where no arrows lead there."""
    import networkx

    taken = _months(graph, profile, is_asked=rule == "fewest months, experience too")
    drawn = networkx.DiGraph()
    drawn.add_nodes_from(sorted(graph.roles))
    for name, role in sorted(graph.roles.items()):
        drawn.add_weighted_edges_from((feeder, name, taken(feeder, name)) for feeder in sorted(role.feeders or ()))
    try:
        roles = networkx.shortest_path(
            drawn, profile.present_role, profile.target, weight=None if rule == "fewest hops" else "weight"
        )
    except networkx.NetworkXNoPath:
        return None
    return Route(tuple(roles), tuple(taken(*one) for one in pairwise(roles)))


def _months(graph: Graph, profile: Profile, *, is_asked: bool) -> Callable[[str, str], int]:
    """The months in a role before the next one may be entered, as an arrow has them."""
    served = sum(one.months for one in profile.work if one.is_current)

    def months(feeder: str, name: str) -> int:
        role = graph.roles[name]
        least = max((role.feeders or {})[feeder], _experience(role.requires) if is_asked else 0)
        return max(0, least - served) if feeder == profile.present_role else max(least, graph.stay_in(feeder))

    return months


def _experience(items: Sequence[Requirement]) -> int:
    """The months of experience that are asked for; of alternatives the fewest, those without experience being out of sight."""
    asked = []
    for item in items:
        if item.experience is not None:
            asked.append(item.experience.months)
        asked.append(_experience(item.all or ()))
        asked.append(min(filter(None, (_experience([one]) for one in item.any or ())), default=0))
    return max(asked, default=0)


# What they are worth


def outcome(graph: Graph, profile: Profile, way: Route, ours: Plan | None, asked: _Asked) -> Outcome:
    followed = asked.follow(profile, way)
    more = followed is not None and not {one.role for one in followed.steps if isinstance(one, WorkStep)} <= set(way.roles)
    is_plan = not check_plan(graph, profile, as_it_stands(profile, way), asked.matcher)
    return Outcome(sum(way.months), is_plan, ours, followed, more)


def as_it_stands(profile: Profile, way: Route) -> Plan:
    """The route as a plan, right or not."""
    steps, month = [], 0
    for number, (role, months) in enumerate(zip(way.roles, (*way.months, None), strict=True)):
        if months != 0:
            end = None if months is None else month + months
            steps.append(WorkStep(role=role, start=month, end=end, is_move=number > 0))
        month += months or 0
    return Plan(
        status="feasible",
        target=profile.target or "",
        as_of=profile.as_of,
        prefer=profile.prefer,
        months=month,
        cost=0.0,
        moves=len(way.roles) - 1,
        steps=tuple(steps),
    )


class _Asked(msgspec.Struct, frozen=True):
    """Our planner within an effort, without the reasons and what to relax."""

    graph: Graph
    matcher: Matcher
    effort: int

    def best(self, profile: Profile) -> Plan | None:
        """None where undecided."""
        try:
            return Planner(self.graph, effort=self.effort, matcher=self.matcher).best(profile)
        except Undecided:
            return None

    def follow(self, profile: Profile, way: Route) -> Plan | None:
        """By the roles of the route alone, and by more where it is proved that these do not do; None where undecided or none."""
        through = msgspec.structs.replace(profile, via=way.roles[1:-1])
        others = tuple(sorted(self.graph.roles.keys() - set(way.roles)))
        found = self.best(msgspec.structs.replace(through, avoid=others))
        if found is not None and found.status == "unreachable":
            found = self.best(through)
        return None if found is None or found.status == "unreachable" else found


def _row(rule: str, without: int, outcomes: list[Outcome]) -> str:
    decided = [(one.says, one.ours, one.followed) for one in outcomes if one.ours is not None and one.followed is not None]
    too_soon = sum(says < _bound(ours) for says, ours, _ in decided)
    later = [_bound(followed) - (ours.months or 0) for _, ours, followed in decided]
    longer = [months for months in later if months > 0]
    sooner = sum((followed.months or 0) < (ours.months or 0) for _, ours, followed in decided)
    by = f"{median(longer):g} ({max(longer)})" if longer else "–"
    refused = sum(not one.is_plan for one in outcomes)
    more = sum(one.needs_more_roles for one in outcomes)
    figures = [without, refused, too_soon, more, len(longer), by, sooner, len(outcomes) - len(decided)]
    return f"| {rule} | {' | '.join(map(str, figures))} |"


def _bound(one: Plan) -> int:
    assert one.bound is not None and one.bound.months is not None
    return one.bound.months


# The small example


def _example() -> list[str]:
    graph = example()
    asked = _Asked(graph, Matcher(graph), EFFORT)
    profile = person(graph, "agent", 0, "manager")
    ours = asked.best(profile)
    assert ours is not None
    rows = []
    for rule in RULES:
        way = route(graph, profile, rule)
        assert way is not None
        found = outcome(graph, profile, way, ours, asked)
        verdict = "a plan" if found.is_plan else "no plan: what the lead asks for is missing"
        stays = " → ".join(f"{role} {months}" for role, months in zip(way.roles, way.months, strict=False))
        rows.append(
            f"| {rule} | {stays} → {way.roles[-1]} | {found.says} | {verdict} | {found.followed and found.followed.months} |"
        )
    return [*rows, f"| ours | {_told(ours)} | {ours.months} | a plan, {ours.status} | {ours.months} |"]


def _told(ours: Plan) -> str:
    """The steps of a plan in a line."""
    parts: list[str] = []
    for step in ours.steps:
        if isinstance(step, WorkStep):
            parts.append(step.role if step.end is None else f"{step.role} {step.end - step.start}")
        else:
            parts[-1] += f" with the {step.credential} beside it"
    return " → ".join(parts)


def example() -> Graph:
    """Experience adds up over roles, and a certificate does instead of it."""
    in_operations = {"experience": {"months": 36, "function": "operations"}}
    return Graph(
        format="careerpath/1",
        levels={"entry": Level(name="Entry"), "manager": Level(name="Manager", executive=True)},
        functions={"operations": Function(name="Operations")},
        credentials={
            "certificate": Credential(name="Certificate", kind="certificate", months=StudyMonths(part_time=6), cost=900),
        },
        roles={
            "agent": _role("entry"),
            "lead": _role("entry", {"agent": 6}, {"any": [in_operations, {"credential": "certificate"}]}),
            "manager": _role("manager", {"agent": 96, "lead": 30}, in_operations),
        },
    )


def _role(level: str, feeders: dict[str, int] | None = None, *requires: dict[str, Any]) -> Role:
    items = [msgspec.convert(one, Requirement) for one in requires]
    return Role(title=level, level=level, function="operations", feeders=feeders, requires=items)
