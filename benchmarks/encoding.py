"""The sequential variant (see `benchmarks.sequential`) as a problem for planners that read PDDL."""

from __future__ import annotations

from unified_planning.environment import get_environment
from unified_planning.model import Fluent, FNode, InstantaneousAction, Problem
from unified_planning.model.metrics import MinimizeActionCosts
from unified_planning.shortcuts import FALSE, GE, TRUE, And, Int, IntType, Or, UserType

from careerpath.model.graph import Graph, Requirement, ids
from careerpath.model.matching import Matcher
from careerpath.model.profile import Profile
from careerpath.planning.person import Person

get_environment().credits_stream = None


class Encoding:
    """`problem` asks for the target at the least months; `months` holds what each action takes. Months in roles are counted by
    numbers where `is_numeric`, else by one fact for every month."""

    def __init__(self, graph: Graph, profile: Profile, *, is_numeric: bool) -> None:
        self.graph = graph
        self.is_numeric = is_numeric
        self.matcher = Matcher(graph)
        self.person = Person(self.matcher, profile)
        self.problem = Problem("career")
        self.months: dict[str, int] = {}
        self._counters: dict[tuple[frozenset[str], int], list[Fluent]] = {}
        self._place()
        self._held = {name: self._fact(f"held-{name}") for name in graph.credentials}
        asked = {name: self._enterable(name) for name in graph.roles}
        studies = {name: self._all(one.requires) for name, one in graph.credentials.items()}
        for name, condition in asked.items():
            self._stint(name, condition, is_target=name == profile.target)
        for name, condition in studies.items():
            self._study(name, condition)
        self.problem.set_initial_value(self._at[profile.present_role], True)
        self.problem.add_goal(self._at[profile.target])
        costs = {action: Int(self.months[action.name]) for action in self.problem.actions}
        self.problem.add_quality_metric(MinimizeActionCosts(costs))

    def _place(self) -> None:
        """Where one is: in a role, or (None) in none."""
        place = UserType("place")
        at = Fluent("at", place=place)
        self.problem.add_fluent(at, default_initial_value=False)
        names = (None, *self.graph.roles)
        self._at = {name: at(self.problem.add_object(name or "no-role", place)) for name in names}

    def _fact(self, name: str) -> Fluent:
        return self.problem.add_fluent(name, default_initial_value=False)

    # Actions

    def _stint(self, name: str, condition: FNode, *, is_target: bool) -> None:
        """Entering takes the fewest months that the role is held, each further month is an action, leaving is free."""
        stay = 0 if is_target else self.graph.stay_in(name)
        self._act(f"enter-{name}", stay, condition, leaves=None, enters=name, serves=name)
        if not is_target:
            self._act(f"stay-{name}", 1, TRUE(), leaves=name, enters=name, serves=name)
            self._act(f"leave-{name}", 0, TRUE(), leaves=name, enters=None)

    def _study(self, name: str, condition: FNode) -> None:
        months = self.graph.credentials[name].months.full_time
        if months is not None:
            self._act(f"study-{name}", months, condition, leaves=None, enters=None, earns=name)

    def _act(
        self,
        name: str,
        months: int,
        condition: FNode,
        *,
        leaves: str | None,
        enters: str | None,
        serves: str | None = None,
        earns: str | None = None,
    ) -> None:
        """Adds the action, unless it can never be taken or does nothing."""
        condition = condition.simplify()
        if condition.is_false():
            return
        action = InstantaneousAction(name)
        action.add_precondition(self._at[leaves])
        action.add_precondition(condition)
        if leaves != enters:
            action.add_effect(self._at[leaves], False)
            action.add_effect(self._at[enters], True)
        if earns is not None:
            action.add_effect(self._held[earns], True)
        if serves is not None and months:
            self._count(action, serves, months)
        if not action.effects:
            return
        self.problem.add_action(action)
        self.months[name] = months

    def _count(self, action: InstantaneousAction, role: str, months: int) -> None:
        for (roles, _), counter in self._counters.items():
            if role not in roles:
                continue
            if self.is_numeric:
                action.add_increase_effect(counter[0], months)
            else:
                for reached, fact in enumerate(counter, start=1):
                    action.add_effect(fact, True, counter[reached - months - 1] if reached > months else TRUE())

    # Requirements

    def _enterable(self, name: str) -> FNode:
        role = self.graph.roles[name]
        if role.feeders is None:
            return self._all(role.requires)
        fed = [self._served(frozenset([one]), months - self.person.months_in(one)) for one, months in role.feeders.items()]
        return And(Or(fed), self._all(role.requires))

    def _all(self, items: list[Requirement]) -> FNode:
        return And([TRUE(), *map(self._holds, items)])

    def _holds(self, item: Requirement) -> FNode:
        if item.any is not None:
            return Or(list(map(self._holds, item.any)))
        if item.all is not None:
            return self._all(item.all)
        if item.experience is not None:
            missing = item.experience.months - self.person.months(item.experience)
            return self._served(self.matcher.roles(item.experience), missing)
        if item.skill is not None:
            return And([self._skilled(skill, level) for skill, level in item.skill.items()])
        if self.person.has_degree(item):
            return TRUE()
        wanted = item.education
        return self._holding(self.matcher.credentials(wanted) if wanted else frozenset(ids(item.credential)))

    def _holding(self, names: frozenset[str]) -> FNode:
        return Or([FALSE(), *(self._held[name]() for name in sorted(names))])

    def _skilled(self, skill: str, level: str) -> FNode:
        if self.person.has_skill(skill, level):
            return TRUE()
        credentials, roles = self.matcher.teachers(skill, level)
        learnt = [self._served(frozenset([one]), months - self.person.months_in(one)) for one, months in sorted(roles.items())]
        return Or([self._holding(credentials), *learnt])

    def _served(self, roles: frozenset[str], missing: int) -> FNode:
        """Whether the months that are missing have been served in these roles."""
        if missing <= 0:
            return TRUE()
        if (roles, missing) not in self._counters:
            self._counters[roles, missing] = self._counter(f"counter-{len(self._counters)}", missing)
        counter = self._counters[roles, missing]
        return GE(counter[0], missing) if self.is_numeric else counter[-1]()

    def _counter(self, name: str, missing: int) -> list[Fluent]:
        """One number, or a fact for each month reached."""
        if self.is_numeric:
            return [self.problem.add_fluent(name, IntType(), default_initial_value=0)]
        return [self._fact(f"{name}-{reached}") for reached in range(1, missing + 1)]
