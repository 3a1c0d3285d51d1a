"""A person: work, education, skills and preferences, as the profile's file states them and with its names resolved."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from careerpath.model.graph import (
    Date,
    EducationLevel,
    Id,
    Ids,
    Money,
    Months,
    Part,
    SkillLevel,
)

Study = Literal["any", "part_time", "full_time", "none"]
Mode = Literal["full_time", "part_time"]
Prefer = Literal["fastest", "cheapest", "fewest_moves"]
PREFERS: tuple[Prefer, ...] = ("fastest", "cheapest", "fewest_moves")
STUDIES: tuple[Study, ...] = ("any", "part_time", "full_time", "none")


class Stint(Part, frozen=True, kw_only=True):
    """One job. `role` names a role of the graph; `title` another, which `function` and `level` let count."""

    role: str | None = None
    title: str | None = None
    function: Ids | None = None
    level: Id | None = None
    start: Date | int | None = None
    end: Date | int | None = None
    months: Months | None = None


class Degree(Part, frozen=True, kw_only=True):
    """`credential` names one of the graph; `level` and `field` describe another."""

    credential: str | None = None
    title: str | None = None
    level: EducationLevel | None = None
    field: Ids | None = None


class Studying(Part, frozen=True, kw_only=True):
    """A study under way, its cost already spent."""

    credential: str
    mode: Mode
    months_left: Annotated[int, Meta(ge=1, le=240)]


class Preferences(Part, frozen=True, kw_only=True):
    """All bind. `via` (roles to enter or hold) is given on the command line only; `deadline` is the last month to arrive in."""

    study: Study = "any"
    budget: Money | None = None
    avoid: list[str] = []
    via: list[str] = []
    prefer: Prefer = "fastest"
    deadline: Date | int | None = None


class ProfileFile(Part, frozen=True, kw_only=True):
    """A profile as its file states it."""

    format: Literal["careerpath-profile/1"] = "careerpath-profile/1"
    name: str | None = None
    as_of: Date | int | None = None
    target: str | None = None
    work: list[Stint] = []
    education: list[Degree] = []
    skills: dict[str, SkillLevel] = {}
    studying: Studying | None = None
    preferences: Preferences = Preferences()
    language: str | None = None


class Served(msgspec.Struct, frozen=True, kw_only=True):
    """Work done before month 0. `role` is None for a job outside the graph; `start` and `end` are months since
    January of year 0 (`year * 12 + month - 1`), None for a job given by its months alone."""

    role: str | None
    title: str
    functions: tuple[str, ...]
    level: str | None
    months: int
    start: int | None = None
    end: int | None = None
    is_current: bool = False


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """A degree or other credential held. `credential` is None for one outside the graph."""

    credential: str | None
    title: str
    level: EducationLevel | None
    fields: tuple[str, ...]


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """A person with every name resolved. `as_of` counts months since January of year 0; `deadline` months from `as_of`.
    `most_moves` is asked for inside the planner only."""

    as_of: int
    name: str | None = None
    target: str | None = None
    work: tuple[Served, ...] = ()
    education: tuple[Held, ...] = ()
    skills: dict[str, SkillLevel] = {}
    studying: Studying | None = None
    study: Study = "any"
    budget: float | None = None
    avoid: tuple[str, ...] = ()
    via: tuple[str, ...] = ()
    prefer: Prefer = "fastest"
    deadline: int | None = None
    most_moves: int | None = None
    language: str | None = None

    @property
    def present_role(self) -> str | None:
        """The role of the graph held at month 0; the last listed where several are open."""
        open_ones = [stint for stint in self.work if stint.is_current]
        return open_ones[-1].role if open_ones else None


def month_number(date: str) -> int:
    """`YYYY`, `YYYY-MM` or `YYYY-MM-DD` as months since January of year 0; days are ignored."""
    parts = date.split("-")
    return int(parts[0]) * 12 + (int(parts[1]) - 1 if len(parts) > 1 else 0)


def month_date(number: int) -> str:
    """The reverse of `month_number`, as `YYYY-MM`."""
    return f"{number // 12:04d}-{number % 12 + 1:02d}"
