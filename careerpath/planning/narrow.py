"""What a plan below a limit can still be made of.

A role is left out of the problem where no plan below the limit passes it, and a credential where none has room for it; with
what is left all others are bounded higher, so that more may be left out: what constraint programming calls shaving at the root
(Martin and Shmoys 1996)."""

from __future__ import annotations

from msgspec.structs import replace

from careerpath.planning.bounds import Bounds
from careerpath.planning.fit import Key
from careerpath.planning.known import Known, Room
from careerpath.planning.problem import bits, credential_sets, union, without
from careerpath.planning.sketch import Sketch, Sketches

ROUNDS = 3
"""How often what is left is looked over again at the most; a fourth time leaves out hardly anything more."""


def narrowed(known: Known, limit: Key, room: Room) -> tuple[Known | None, int]:
    """The problem without what no plan below the limit can use, None where there is no such plan; and the sketches weighed.
    `room`: what has room below some limit, and so below a higher one."""
    weighed, roles, credentials = 0, room.roles, room.credentials
    if room.limit > limit:
        roles = credentials = 0
    for _ in range(ROUNDS):
        sketches = Sketches(known, limit)
        sure = sketches.sure()
        if sure is None:
            return None, weighed + sketches.weighed
        found = Room(limit, _passable(sketches, sure, roles), _studiable(sketches, sure, credentials))
        weighed += sketches.weighed
        problem = known.bounds.problem
        left = without(problem, found.roles, found.credentials)
        is_all = left.can_enter == problem.can_enter and left.conditions == problem.conditions
        known = known.within(known.bounds if is_all else Bounds(left), found)
        if is_all:
            break
    return known, weighed


def _passable(sketches: Sketches, sure: Sketch, roomy: int) -> int:
    """The roles that a plan below the limit may pass (a bit set)."""
    problem = sketches.problem
    found = 1 << problem.target | roomy
    for role, can_enter in enumerate(problem.can_enter):
        if can_enter and (role == problem.present or found >> role & 1 or sketches.lives(sketches.by_way_of(role, sure))):
            found |= 1 << role
    return found


def _studiable(sketches: Sketches, sure: Sketch, roomy: int) -> int:
    """The credentials that a plan below the limit has room for (a bit set)."""
    problem = sketches.problem
    asked = credential_sets(one for asks in (*problem.conditions, *problem.study_conditions) for one in asks)
    found = roomy
    for number in bits(union(asked) & sketches.able & ~roomy):
        if sketches.lives(replace(sure, dues=(*sure.dues, (1 << number, len(sure.roles) - 1)))):
            found |= 1 << number
    return found
