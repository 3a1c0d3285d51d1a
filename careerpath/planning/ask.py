"""What an entry asks for, as sketches see it."""

from __future__ import annotations

from careerpath.planning.bounds import Ways, not_worse
from careerpath.planning.fit import Fit
from careerpath.planning.fit import Way as Atoms
from careerpath.planning.problem import Condition, bits

Need = tuple[int, int]
"""(counter, months)."""
Way = tuple[tuple[int, ...], tuple[Need, ...]]
"""Sets of credentials of which one each is held, and months served."""


class Ask:
    """A condition: months by the role that serves them, and on counters that several roles feed; or one of the `ways`, by study
    or by several things at once. `serving`: the roles that may be entered for it (a bit set); `takes`: the month in which one
    of them can be entered at the soonest, and the months to be served there, where no other is better in both; `fewest`: the
    months that roles still to be entered serve at the least, where none before does."""

    def __init__(self, condition: Condition, fit: Fit, target: int, able: int) -> None:
        """`able`: the credentials that may be studied (a bit set); the `target` is not entered for anything."""
        problem, asked = fit.problem, fit.asked(condition)
        self.condition = condition
        self.by_role = {role: _least_way(ways) for role, ways in asked.by_role.items()}
        self.shared = tuple((way[0][0], way[0][1]) for way in asked.others if len(way) == 1 and way[0][0] >= 0)
        alone: tuple[Way, ...] = (((asked.credentials & able,), ()),) if asked.credentials & able else ()
        more = (way for way in asked.others if len(way) > 1 or way[0][0] < 0)
        self.ways = alone + tuple(
            (tuple(one & able for one in _sets(way)), _needs(way)) for way in more if all(one & able for one in _sets(way))
        )
        fed = sum(1 << role for role in self.by_role)
        for counter, _ in self.shared:
            fed |= problem.counters[counter].roles
        self.serving = sum(1 << role for role in bits(fed) if problem.can_enter[role] and role != target)
        own = ((role, months - problem.counters[counter].start) for role, (counter, months) in self.by_role.items())
        entered = ((role, months) for role, months in own if self.serving >> role & 1 and role != problem.present)
        self.served_in = tuple((role, max(months, problem.stays[role])) for role, months in entered)
        shared = (months - problem.counters[counter].start for counter, months in self.shared)
        self.fewest = min((*(months for _, months in self.served_in), *shared), default=0)
        self.takes: Ways = ()

    def enter_from(self, earliest: list[float]) -> None:
        """Takes note of the first month in which each role can be entered."""
        self.takes = not_worse((int(earliest[role]), months) for role, months in self.served_in)


def _least_way(ways: tuple[Atoms, ...]) -> Need:
    return min(((way[0][0], way[0][1]) for way in ways), key=lambda need: need[1])


def _sets(way: Atoms) -> tuple[int, ...]:
    return tuple(figure for counter, figure, _ in way if counter < 0)


def _needs(way: Atoms) -> tuple[Need, ...]:
    return tuple((counter, months) for counter, months, _ in way if counter >= 0)
