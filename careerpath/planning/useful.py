"""Which credentials are worth holding at all."""

from __future__ import annotations

from careerpath.planning.problem import Holds, Problem, bits, credential_sets, union


class Useful:
    """Leaves out credentials that another replaces wherever they count, for as few months and as little money, with nothing
    more asked for."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self._figures: dict[int, tuple[float, ...]] = {}
        self._first: dict[int, set[int]] = {}
        self._does_for: dict[tuple[int, int], bool] = {}

    def among(self, asked: set[int]) -> int:
        """The credentials (a bit set) that may be needed where one of each of these sets is asked for."""
        counts = self._counts(asked)
        under_way = self.problem.under_way
        kept: list[int] = []
        for number in sorted(counts, key=lambda one: (-counts[one].bit_count(), self._figures_of(one), one)):
            if number != under_way and not any(self._replaces(one, number, counts[one], counts[number]) for one in kept):
                kept.append(number)
        for number in kept[:]:
            if self._is_beyond(number, counts, [one for one in kept if one != number]):
                kept.remove(number)
        return sum(1 << number for number in kept) | (1 << under_way if under_way in counts else 0)

    def _counts(self, asked: set[int]) -> dict[int, int]:
        """For each credential in play the sets that it is in (a bit set)."""
        counts: dict[int, int] = {}
        for index, one in enumerate(self._in_play(asked)):
            for number in bits(one):
                counts[number] = counts.get(number, 0) | 1 << index
        return counts

    def _in_play(self, asked: set[int]) -> set[int]:
        """These sets of credentials, and those that their studies speak of in turn."""
        sets, seen = set(asked), 0
        while fresh := union(sets) & ~seen:
            seen |= fresh
            for number in bits(fresh):
                if number not in self._first:
                    self._first[number] = credential_sets(self.problem.study_conditions[number])
                sets |= self._first[number]
        return sets

    def _figures_of(self, number: int) -> tuple[float, ...]:
        """What it costs, the months full time and part time, and how much is asked for."""
        if number not in self._figures:
            full_time, part_time, cost = self.problem.studies[number]
            months = (float("inf") if one is None else one for one in (full_time, part_time))
            self._figures[number] = cost, *months, len(self.problem.study_conditions[number])
        return self._figures[number]

    def _replaces(self, one: int, other: int, counts: int, wanted: int) -> bool:
        """Whether study `one`, which counts in the sets `counts`, does for `other`, which is `wanted`."""
        if wanted & ~counts:
            return False
        if (one, other) not in self._does_for:
            mine, theirs = self._figures_of(one), self._figures_of(other)
            asks = self.problem.study_conditions
            is_no_worse = all(figure <= most for figure, most in zip(mine[:3], theirs[:3], strict=True))
            self._does_for[one, other] = is_no_worse and all(condition in asks[other] for condition in asks[one])
        return self._does_for[one, other]

    def _is_beyond(self, number: int, counts: dict[int, int], others: list[int]) -> bool:
        """Whether each credential that the study needs first has another in its place that does for both."""
        for condition in self.problem.study_conditions[number]:
            if not isinstance(condition, Holds) or self._is_under_way(condition.credentials):
                continue
            first = [one for one in others if condition.credentials >> one & 1]
            if first and all(self._has_both(one, number, counts, others) for one in first):
                return True
        return False

    def _is_under_way(self, credentials: int) -> bool:
        return self.problem.under_way >= 0 and bool(credentials >> self.problem.under_way & 1)

    def _has_both(self, first: int, number: int, counts: dict[int, int], others: list[int]) -> bool:
        """Whether one of the others does for the credential that is needed first, and counts where the two do."""
        return any(self._replaces(other, first, counts[other], counts[first] | counts[number]) for other in others)
