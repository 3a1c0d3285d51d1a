"""The role graph as its file states it. One definition validates, decodes and gives the JSON Schema."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
SOURCE_PATTERN = r"^[a-z0-9]+([.-][a-z0-9]+)*$"
DATE_PATTERN = r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"
Id = Annotated[str, Meta(pattern=ID_PATTERN, max_length=100)]
SourceId = Annotated[str, Meta(pattern=SOURCE_PATTERN, max_length=100, description="an id that may hold a version: onet-30.1")]
Months = Annotated[int, Meta(ge=0, le=1200, description="whole months")]
Money = Annotated[float, Meta(ge=0, le=1e12, description="in the graph's currency")]
Date = Annotated[str, Meta(pattern=DATE_PATTERN, description="YYYY, YYYY-MM or YYYY-MM-DD")]
Text = str | dict[str, str]
"""Words for people: one string, or one for each language."""
Ids = str | list[str]
"""One id or several. They carry no pattern: an id that is not known is reported as such."""
Texts = list[str] | dict[str, list[str]]

EducationLevel = Literal["secondary", "post-secondary", "short-cycle", "bachelor", "master", "doctorate"]
SkillLevel = Literal["basic", "intermediate", "advanced"]
CredentialKind = Literal["degree", "certificate", "licence", "course"]

EDUCATION_LADDER: tuple[EducationLevel, ...] = ("secondary", "post-secondary", "short-cycle", "bachelor", "master", "doctorate")
"""Lowest first; ISCED 2011 levels 3 to 8."""
SKILL_LADDER: tuple[SkillLevel, ...] = ("basic", "intermediate", "advanced")


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What every part of the files shares: an unknown key is an error."""


class Citation(Part, frozen=True, kw_only=True):
    """Where something is taken from: `ref` is a source's id, `claim` a numbered statement in it."""

    ref: str
    claim: str | None = None
    note: Text | None = None


Cited = str | Citation


class Source(Part, frozen=True, kw_only=True):
    title: Text
    publisher: Text | None = None
    licence: str | None = None
    url: str | None = None
    retrieved: Date | None = None
    attribution: Text | None = None
    """The sentence that the licence asks for wherever the data is used."""


class Level(Part, frozen=True, kw_only=True):
    name: Text
    executive: bool = False
    sources: list[Cited] = []


class Function(Part, frozen=True, kw_only=True):
    name: Text
    part_of: Id | None = None
    sources: list[Cited] = []


class Field(Part, frozen=True, kw_only=True):
    name: Text
    part_of: Id | None = None
    sources: list[Cited] = []


class Skill(Part, frozen=True, kw_only=True):
    name: Text
    sources: list[Cited] = []


class Education(Part, frozen=True, kw_only=True):
    """A degree at `level` or higher; `field`: in any of these or a part of them, None: in whatever field."""

    level: EducationLevel
    field: Ids | None = None


class Experience(Part, frozen=True, kw_only=True):
    """`months` served in roles of these functions and at least this level, or in just these roles."""

    months: Months
    function: Ids | None = None
    level: Id | None = None
    role: Ids | None = None


class Requirement(Part, frozen=True, kw_only=True):
    """One item of the requirement language: exactly one of the first six is given."""

    education: Education | None = None
    credential: Ids | None = None
    experience: Experience | None = None
    skill: dict[Id, SkillLevel] | None = None
    any: list[Requirement] | None = None
    all: list[Requirement] | None = None
    why: Text | None = None
    source: Cited | None = None


REQUIREMENT_KINDS = ("education", "credential", "experience", "skill", "any", "all")


def kind_of(item: Requirement) -> str:
    """Which of `REQUIREMENT_KINDS` the item is."""
    return next(kind for kind in REQUIREMENT_KINDS if getattr(item, kind) is not None)


class StudyMonths(Part, frozen=True, kw_only=True):
    """How long a study takes in each mode; None: not offered in that mode."""

    full_time: Annotated[int, Meta(ge=1, le=240)] | None = None
    part_time: Annotated[int, Meta(ge=1, le=240)] | None = None


class Credential(Part, frozen=True, kw_only=True):
    """Anything earned by study. `cost` is the whole of tuition and fees."""

    name: Text
    kind: CredentialKind
    level: EducationLevel | None = None
    field: Ids | None = None
    months: StudyMonths
    months_source: Cited | None = None
    cost: Money = 0
    cost_source: Cited | None = None
    requires: list[Requirement] = []
    teaches: dict[Id, SkillLevel] = {}
    aliases: Texts = []
    sources: list[Cited] = []


class Pay(Part, frozen=True, kw_only=True):
    """A year's pay before tax; None: not published."""

    low: Money | None = None
    median: Money | None = None
    high: Money | None = None
    year: Annotated[int, Meta(ge=1900, le=2200)] | None = None
    source: Cited | None = None


class Codes(Part, frozen=True, kw_only=True):
    onet_soc: str | None = None
    isco08: str | None = None
    esco: str | None = None


class Duty(Part, frozen=True, kw_only=True):
    text: Text
    source: Cited | None = None


class TaughtAt(Part, frozen=True, kw_only=True):
    """The months served in the role after which a skill is had at each level; None: the role does not teach it that far."""

    basic: Months | None = None
    intermediate: Months | None = None
    advanced: Months | None = None


class Role(Part, frozen=True, kw_only=True, rename={"feeders": "from", "feeders_source": "from_source"}):
    """`feeders` is the file's `from`: months served in any one of these roles; None: open to anyone who qualifies."""

    title: Text
    level: Id
    function: Ids
    summary: Text | None = None
    duties: list[Duty] = []
    stay: Months | None = None
    feeders: dict[Id, Months] | None = None
    feeders_source: Cited | None = None
    requires: list[Requirement] = []
    prefers: list[Requirement] = []
    teaches: dict[Id, TaughtAt] = {}
    pay: Pay | None = None
    aliases: Texts = []
    codes: Codes | None = None
    sources: list[Cited] = []


class Graph(Part, frozen=True, kw_only=True):
    """A whole role graph: ids to parts, in the order of the file except that levels run from lowest to highest."""

    format: Literal["careerpath/1"]
    title: Text = "Careers"
    currency: Annotated[str, Meta(pattern="^[A-Z]{3}$", description="ISO 4217")] = "USD"
    as_of: Date | None = None
    stay: Annotated[int, Meta(ge=1, le=1200)] = 1
    extends: str | list[str] | None = None
    sources: dict[SourceId, Source] = {}
    levels: dict[Id, Level] = {}
    functions: dict[Id, Function] = {}
    fields: dict[Id, Field] = {}
    skills: dict[Id, Skill] = {}
    credentials: dict[Id, Credential] = {}
    roles: dict[Id, Role] = {}

    def rank(self, level: str) -> int:
        """A level's place on the ladder, 0 for the lowest."""
        return list(self.levels).index(level)

    def stay_in(self, role: str) -> int:
        """The fewest months that this role, once entered, is held."""
        own = self.roles[role].stay
        return max(1, self.stay if own is None else own)

    def is_executive(self, role: str) -> bool:
        return self.levels[self.roles[role].level].executive


def ids(value: Ids | None) -> tuple[str, ...]:
    """One id or a list of them as a tuple; None as none."""
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def citation(value: Cited) -> Citation:
    return Citation(ref=value) if isinstance(value, str) else value


def words(text: Text | None, language: str) -> str:
    """The text in `language`, else in English, else in whichever language is there."""
    if text is None or isinstance(text, str):
        return text or ""
    return text.get(language) or text.get("en") or next(iter(sorted(text.values())), "")


def all_words(text: Text | Texts | None) -> tuple[str, ...]:
    """Every wording of a text or of a list of aliases, in all languages."""
    if text is None:
        return ()
    if isinstance(text, str):
        return (text,)
    if isinstance(text, list):
        return tuple(text)
    found: list[str] = []
    for value in text.values():
        found.extend([value] if isinstance(value, str) else value)
    return tuple(found)


def by_months(feeders: dict[str, int]) -> list[tuple[str, int]]:
    """Feeder roles with their months, the quickest way first."""
    return sorted(feeders.items(), key=lambda feeder: (feeder[1], feeder[0]))


def taught_levels(taught: TaughtAt) -> tuple[tuple[SkillLevel, int], ...]:
    """The levels that a role teaches a skill to, with the months that each takes."""
    months = ((level, getattr(taught, level)) for level in SKILL_LADDER)
    return tuple((level, one) for level, one in months if one is not None)


def with_parents(part: str, forest: dict[str, Function] | dict[str, Field]) -> tuple[str, ...]:
    """A function or field and all that it is a part of, nearest first; ids that the graph lacks stand for themselves."""
    chain = [part]
    while (entry := forest.get(chain[-1])) is not None and entry.part_of and entry.part_of not in chain:
        chain.append(entry.part_of)
    return tuple(chain)


def item_at(graph: Graph, path: str) -> Requirement:
    """The requirement at a path such as `roles.a.requires[0].any[1]`."""
    section, name, rest = path.split(".", 2)
    owner: Role | Credential = graph.roles[name] if section == "roles" else graph.credentials[name]
    item: Requirement | None = None
    for step in rest.split("."):
        key, _, index = step.rstrip("]").partition("[")
        item = getattr(owner if item is None else item, key)[int(index)]
    assert item is not None
    return item
