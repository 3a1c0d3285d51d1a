"""A problem as it would be whatever the order of the file, and without credentials that are never needed."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial, reduce

from careerpath.planning.problem import (
    Condition,
    Holds,
    Months,
    Problem,
    bits,
    credential_sets,
    rank,
    with_each,
    with_sets,
)
from careerpath.planning.useful import Useful


def in_canonical_order(problem: Problem) -> Problem:
    """The same problem, its counters numbered by what they count and its conditions sorted, whatever the order of the file."""
    order = sorted(range(len(problem.counters)), key=lambda number: problem.counters[number])
    numbers = {old: new for new, old in enumerate(order)}
    feeds = tuple(tuple(sorted(numbers[one] for one in fed)) for fed in problem.feeds)
    counters = tuple(problem.counters[old] for old in order)
    left = _left_of_sets(problem)
    ordered = with_each(problem, lambda one: with_sets(_renumbered(one, numbers), left))
    return ordered._replace(counters=counters, feeds=feeds)


def _renumbered(condition: Condition, numbers: dict[int, int]) -> Condition:
    if isinstance(condition, Months):
        return Months(numbers[condition.counter], condition.months)
    if isinstance(condition, Holds):
        return condition
    parts = condition.parts
    months = sorted((numbers[one.counter], one.months) for one in parts if isinstance(one, Months))
    others = sorted((_renumbered(one, numbers) for one in parts if not isinstance(one, Months)), key=rank)
    sets = sum(isinstance(one, Holds) for one in others)
    return type(condition)((*others[:sets], *(Months(*one) for one in months), *others[sets:]))


def _left_of_sets(problem: Problem) -> Callable[[int], int]:
    """What is left of a set of credentials of which one is to be held: without those that wait for another of the set, since
    who holds such a one has met the condition before, and without those that are never needed."""
    asked = credential_sets({id(one): one for items in problem.conditions for one in items}.values())
    studies, is_changed, steps = problem._replace(conditions=()), True, []
    while is_changed:
        steps.append(_first_alone(studies))
        before, studies = studies, with_each(studies, partial(with_sets, change=steps[-1]))
        is_changed = studies != before

    def alone(mask: int) -> int:
        return reduce(lambda left, step: step(left), steps, mask)

    kept = Useful(studies).among(set(map(alone, asked)) - {0})
    return cache(lambda mask: alone(mask) & kept)


def _first_alone(problem: Problem) -> Callable[[int], int]:
    first = [
        [one.credentials for one in conditions if isinstance(one, Holds)] if number != problem.under_way else []
        for number, conditions in enumerate(problem.study_conditions)
    ]

    @cache
    def reduced(mask: int) -> int:
        return sum(1 << one for one in bits(mask) if not any(wanted & ~mask == 0 for wanted in first[one]))

    return reduced
