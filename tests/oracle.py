"""The rules of a plan as an exact CP-SAT model, month by month, written from the rules alone: it shares no code with the
planner, the checker or the matcher."""

from __future__ import annotations

from typing import NamedTuple

from ortools.sat.python import cp_model

from careerpath.model.graph import Graph, Requirement
from careerpath.model.profile import Profile

LADDER = ["secondary", "post-secondary", "short-cycle", "bachelor", "master", "doctorate"]
SKILLS = ["basic", "intermediate", "advanced"]


class Best(NamedTuple):
    months: int
    cost: float
    moves: int


def best(graph: Graph, profile: Profile, horizon: int, seconds: float = 120.0) -> Best | None:
    """The optimum among plans that arrive by month `horizon`; None where there is none. Raises TimeoutError undecided."""
    return _Model(graph, profile, horizon).solve(seconds)


class _Model:
    def __init__(self, graph: Graph, profile: Profile, horizon: int) -> None:
        self.graph = graph
        self.profile = profile
        self.horizon = horizon if profile.deadline is None else min(horizon, profile.deadline)
        self.model = cp_model.CpModel()
        self.true = self.model.new_constant(1)

    def solve(self, seconds: float) -> Best | None:
        if self.horizon < 0:
            return None
        self.variables()
        self.track()
        self.moves()
        self.preferences()
        cost = sum(int(self.graph.credentials[name].cost) * start for (name, _, _), start in self.starts.items())
        months = sum(month * one for month, one in enumerate(self.arrival))
        moves = sum(self.enter.values()) + 1
        big = 10_000
        order = {"fastest": (months, cost, moves), "cheapest": (cost, months, moves), "fewest_moves": (moves, months, cost)}
        first, second, third = order[self.profile.prefer]
        self.model.minimize(first * big * big + second * big + third)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.max_time_in_seconds = seconds
        status = solver.solve(self.model)
        if status == cp_model.INFEASIBLE:
            return None
        if status != cp_model.OPTIMAL:
            raise TimeoutError
        return Best(solver.value(months), solver.value(cost), solver.value(moves))

    def variables(self) -> None:
        new = self.model.new_bool_var
        target = self.profile.target
        others = [name for name in self.graph.roles if name != target]
        self.inside = {(name, month): new("") for name in others for month in range(self.horizon)}
        self.enter = {(name, month): new("") for name in others for month in range(self.horizon)}
        self.arrival = [new("") for _ in range(self.horizon + 1)]
        self.model.add_exactly_one(self.arrival)
        self.starts = {}
        held = {one.credential for one in self.profile.education}
        under_way = self.profile.studying
        modes = {"any": ["full_time", "part_time"], "none": []}.get(self.profile.study, [self.profile.study])
        for name, one in self.graph.credentials.items():
            if name in held or (under_way and under_way.credential == name):
                continue
            for mode in modes:
                months = getattr(one.months, mode)
                for month in range(self.horizon - (months or self.horizon + 1) + 1):
                    self.starts[name, mode, month] = new("")
        for name in self.graph.credentials:
            self.model.add(sum(one for (other, _, _), one in self.starts.items() if other == name) <= 1)

    def is_over(self, month: int) -> object:
        """1 where the target is entered at `month` or before."""
        return sum(self.arrival[: month + 1])

    def track(self) -> None:
        """One study at a time; none beside a role where full time; full time done by the arrival."""
        under_way = self.profile.studying
        busy = under_way.months_left if under_way else 0
        is_full = under_way is not None and under_way.mode == "full_time"
        for month in range(self.horizon):
            running, full = [], []
            for (name, mode, start), one in self.starts.items():
                if start <= month < start + getattr(self.graph.credentials[name].months, mode):
                    running.append(one)
                    if mode == "full_time":
                        full.append(one)
            self.model.add(sum(running) <= (0 if month < busy else 1))
            working = sum(self.inside[name, month] for name, other in self.inside if other == month)
            self.model.add(working + sum(full) + self.is_over(month) <= 1)
            if is_full and month < busy:
                self.model.add(working == 0)
                self.model.add(self.arrival[month] == 0)
        if is_full and self.horizon < busy:
            self.model.add(self.arrival[self.horizon] == 0)

    def moves(self) -> None:
        present = self.present()
        is_away = self.profile.studying is not None and self.profile.studying.mode == "full_time"
        for (name, month), one in self.inside.items():
            goes_on = int(name == present and not is_away) if month == 0 else self.inside[name, month - 1]
            enter = self.enter[name, month]
            self.model.add(one <= goes_on + enter)
            self.model.add(enter <= one)
            role = self.graph.roles[name]
            stay = max(1, self.graph.stay if role.stay is None else role.stay)
            for later in range(month, month + stay):
                self.model.add(enter <= (self.inside[name, later] if later < self.horizon else 0))
            if month:  # a stint entered anew is told from one that goes on
                self.model.add(enter + self.inside[name, month - 1] <= 1)
            self.require_role(name, month, enter)
        for month, one in enumerate(self.arrival):
            self.require_role(self.profile.target, month, one)
        for (name, _, month), one in self.starts.items():
            for item in self.graph.credentials[name].requires:
                self.model.add(self.holds(item, month) == 1).only_enforce_if(one)

    def present(self) -> str | None:
        open_ones = [one.role for one in self.profile.work if one.is_current]
        return open_ones[-1] if open_ones else None

    def require_role(self, name: str, month: int, when: object) -> None:
        role = self.graph.roles[name]
        if role.feeders is not None:
            fed = [self.at_least([one], month, least) for one, least in role.feeders.items()]
            self.model.add_bool_or(fed).only_enforce_if(when)
        for item in role.requires:
            self.model.add(self.holds(item, month) == 1).only_enforce_if(when)

    def preferences(self) -> None:
        if self.profile.budget is not None:
            cost = sum(int(self.graph.credentials[name].cost) * one for (name, _, _), one in self.starts.items())
            self.model.add(cost <= int(self.profile.budget))
        for name in self.profile.avoid:
            for (other, _), one in self.enter.items():
                if other == name:
                    self.model.add(one == 0)
        for name in self.profile.via:
            if name not in (self.present(), self.profile.target):
                self.model.add(sum(one for (other, _), one in self.enter.items() if other == name) >= 1)

    # Requirements: a literal that may be true only where the item holds

    def holds(self, item: Requirement, month: int) -> object:
        if item.any is not None:
            return self.either([self.holds(one, month) for one in item.any])
        if item.all is not None:
            return self.both([self.holds(one, month) for one in item.all])
        if item.experience is not None:
            return self.experienced(item.experience, month)
        if item.skill is not None:
            return self.both([self.skilled(name, level, month) for name, level in item.skill.items()])
        if item.education is not None:
            return self.educated(item.education, month)
        wanted = [item.credential] if isinstance(item.credential, str) else item.credential
        return self.holding(wanted, month)

    def either(self, literals: list[object]) -> object:
        literal = self.model.new_bool_var("")
        self.model.add(sum(literals) >= 1).only_enforce_if(literal)
        return literal

    def both(self, literals: list[object]) -> object:
        literal = self.model.new_bool_var("")
        for one in literals:
            self.model.add(one == 1).only_enforce_if(literal)
        return literal

    def at_least(self, roles: list[str], month: int, least: int) -> object:
        literal = self.model.new_bool_var("")
        served = sum(one for (name, other), one in self.inside.items() if name in roles and other < month)
        self.model.add(served >= least - self.past(roles)).only_enforce_if(literal)
        return literal

    def past(self, roles: list[str]) -> int:
        jobs = [one for one in self.profile.work if one.role in roles]
        covered = {month for one in jobs if one.start is not None for month in range(one.start, one.end)}
        return len(covered) + sum(one.months for one in jobs if one.start is None)

    def experienced(self, wanted: object, month: int) -> object:
        levels = list(self.graph.levels)
        functions = _listed(wanted.function)
        roles = []
        for name, role in self.graph.roles.items():
            own = {whole for one in _listed(role.function) for whole in self.wholes(one, self.graph.functions)}
            fits = not functions or own & set(functions)
            high = wanted.level is None or levels.index(role.level) >= levels.index(wanted.level)
            if (name in _listed(wanted.role)) if wanted.role is not None else (fits and high):
                roles.append(name)
        return self.at_least(roles, month, wanted.months)

    def wholes(self, name: str, forest: dict) -> set[str]:
        return {name} | (self.wholes(forest[name].part_of, forest) if forest[name].part_of else set())

    def holding(self, wanted: list[str], month: int) -> object:
        if {one.credential for one in self.profile.education} & set(wanted):
            return self.true
        under_way = self.profile.studying
        if under_way and under_way.credential in wanted and under_way.months_left <= month:
            return self.true
        done = [
            one
            for (name, mode, start), one in self.starts.items()
            if name in wanted and start + getattr(self.graph.credentials[name].months, mode) <= month
        ]
        return self.either(done)

    def educated(self, wanted: object, month: int) -> object:
        enough = [
            name
            for name, one in self.graph.credentials.items()
            if one.level is not None
            and LADDER.index(one.level) >= LADDER.index(wanted.level)
            and (
                wanted.field is None
                or set(_listed(wanted.field)) & {w for f in _listed(one.field) for w in self.wholes(f, self.graph.fields)}
            )
        ]
        return self.holding(enough, month)

    def skilled(self, name: str, level: str, month: int) -> object:
        least = SKILLS.index(level)
        if name in self.profile.skills and SKILLS.index(self.profile.skills[name]) >= least:
            return self.true
        ways = [
            self.holding([one], month)
            for one, part in self.graph.credentials.items()
            if name in part.teaches and SKILLS.index(part.teaches[name]) >= least
        ]
        for role, part in self.graph.roles.items():
            taught = part.teaches.get(name)
            months = [getattr(taught, one) for one in SKILLS[least:] if taught and getattr(taught, one) is not None]
            if months:
                ways.append(self.at_least([role], month, min(months)))
        return self.either(ways)


def _listed(value: object) -> list[str]:
    return [] if value is None else [value] if isinstance(value, str) else list(value)
