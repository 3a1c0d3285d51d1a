"""Of the plans with the same figures, roles and studies, the one that enters each role as soon as can be: nobody waits without
a reason."""

from __future__ import annotations

from bisect import bisect_left

from careerpath.planning.fit import Label
from careerpath.planning.problem import All, Condition, Holds, Months, Problem


def prompt(problem: Problem, label: Label) -> Label:
    """The label with every role but the target entered in the first month that leaves all other steps right."""
    sooner = _Timed(problem, label)
    while any([sooner.enter(stint) for stint in range(1, len(sooner.roles) - 1)]):
        pass
    schedule = label.schedule._replace(entries=tuple(sooner.entries), leaves=tuple(sooner.leaves))
    return label._replace(schedule=schedule)


class _Timed:
    """A plan whose entries are moved while its studies stay where they are."""

    def __init__(self, problem: Problem, label: Label) -> None:
        self.problem = problem
        self.roles = label.route.roles
        self.entries, self.leaves = list(label.schedule.entries), list(label.schedule.leaves)
        studies = [one.credential for one in label.route.studies]
        self.starts = list(zip(studies, label.schedule.starts, strict=True))
        self.held_from = dict(zip(studies, label.schedule.ends, strict=True)) | {problem.under_way: problem.busy_until}

    def enter(self, stint: int) -> bool:
        """Whether the role of before can be left sooner for this one. What holds in one month holds in those after it."""
        entry = self.entries[stint]
        if self.leaves[stint - 1] < entry:  # for a full-time study
            return False
        soonest = self.entries[stint - 1] + (self.problem.stays[self.roles[stint - 1]] if stint > 1 else 0)
        self._move(stint, soonest + bisect_left(range(soonest, entry), True, key=lambda month: self._is_right(stint, month)))
        return self.entries[stint] < entry

    def _move(self, stint: int, month: int) -> None:
        self.entries[stint] = self.leaves[stint - 1] = month

    def _is_right(self, stint: int, month: int) -> bool:
        self._move(stint, month)
        conditions = self.problem.conditions
        entered = zip(self.roles[stint:], self.entries[stint:], strict=True)
        return all(self._holds(one, at) for role, at in entered for one in conditions[role]) and all(
            self._holds(one, at) for number, at in self.starts for one in self.problem.study_conditions[number]
        )

    def _holds(self, condition: Condition, month: int) -> bool:
        if isinstance(condition, Months):
            return self._served(condition.counter, month) >= condition.months
        if isinstance(condition, Holds):
            return any(condition.credentials >> one & 1 and at <= month for one, at in self.held_from.items() if one >= 0)
        parts = (self._holds(one, month) for one in condition.parts)
        return all(parts) if isinstance(condition, All) else any(parts)

    def _served(self, counter: int, month: int) -> int:
        roles, served, _ = self.problem.counters[counter]
        for role, entry, leave in zip(self.roles[:-1], self.entries, self.leaves, strict=False):
            if role >= 0 and roles >> role & 1:
                served += max(0, min(leave, month) - entry)
        return served
