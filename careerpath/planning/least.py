"""The least moves, and the least cost, until each role can be entered: the least solution of the equations (Knuth 1977)."""

from __future__ import annotations

from collections.abc import Callable

from careerpath.planning.bounds import NEVER
from careerpath.planning.fit import Asked, Fit
from careerpath.planning.problem import bits, union


def least_moves(fit: Fit) -> list[float]:
    """For each role the least entries, its own included."""
    return _Least(fit, 1.0, lambda _: 0.0).of_role


def least_costs(fit: Fit) -> list[float]:
    """For each role the least cost of study."""
    return _Least(fit, 0.0, fit.bounds.least_cost).of_role


class _Least:
    """`own` counts for each entry, and `of` for a set of credentials of which one is held."""

    def __init__(self, fit: Fit, own: float, of: Callable[[int], float]) -> None:
        self.problem = problem = fit.problem
        self.of = of
        self.of_role = [float(NEVER)] * len(problem.role_ids)
        self.of_counter = [float(NEVER)] * len(problem.counters)
        self._met: dict[Asked, float] = {}
        if problem.present >= 0:
            self._feed(problem.present, 0.0)
        enterable = [role for role in range(len(problem.role_ids)) if problem.can_enter[role]]
        asked = {role: [fit.asked(one) for one in problem.conditions[role]] for role in enterable}
        open_ones = sum(1 << role for role in enterable)
        while open_ones:
            later = 0
            self._met = {}
            for role in sorted(bits(open_ones), key=lambda role: fit.bounds.soonest[role]):
                later &= ~(1 << role)
                figure = own + max(map(self._for, asked[role]), default=0.0)
                if figure < self.of_role[role]:
                    self.of_role[role] = figure
                    later |= union(fit.bounds.waiting[counter] for counter in self._feed(role, figure))
            open_ones = later

    def _feed(self, role: int, figure: float) -> list[int]:
        """Notes that months in the role can be had for so much; the counters that it feeds for less than any other."""
        less = [counter for counter in self.problem.feeds[role] if figure < self.of_counter[counter]]
        for counter in less:
            self.of_counter[counter] = figure
        return less

    def _for(self, asked: Asked) -> float:
        """What it takes to meet it, worked out once a round: many roles ask for the same."""
        if asked not in self._met:
            self._met[asked] = self._least(asked)
        return self._met[asked]

    def _least(self, asked: Asked) -> float:
        if self.problem.present in asked.by_role:
            return 0.0
        figure = self.of(asked.credentials) if asked.credentials else float(NEVER)
        figure = min(figure, min(map(self.of_role.__getitem__, asked.by_role), default=figure))
        for way in asked.others:
            figures = (self.of(wanted) if counter < 0 else self._with(counter, wanted) for counter, wanted, _ in way)
            figure = min(figure, max(figures, default=0.0))
        return figure

    def _with(self, counter: int, months: int) -> float:
        return 0.0 if self.problem.counters[counter].start >= months else self.of_counter[counter]
