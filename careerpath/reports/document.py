"""A plan as a document to hand over: everything worded and in order, for the renderers of pages."""

from __future__ import annotations

from typing import Literal

import msgspec

from careerpath.locale import N_, Language
from careerpath.model.brand import Brand, Logo
from careerpath.model.graph import Graph, words
from careerpath.model.profile import Profile
from careerpath.model.result import Alternatives, GapItem, Plan, WhatIf, WorkStep
from careerpath.reports.alternatives import alternatives_columns, alternatives_rows
from careerpath.reports.view import Bar, CauseLine, PlanView, StepView, plan_view, uncited
from careerpath.reports.visible import visible
from careerpath.reports.whatif import effect_lines
from careerpath.reports.wording import Wording

Paper = Literal["a4", "us-letter"]
MOST_ALTERNATIVES = 3
MOST_EFFECTS = 5
LEGEND = {"work": N_("Work"), "full_time": N_("Full-time study"), "part_time": N_("Part-time study"), "target": N_("Arrival")}
"""The kinds of bars of a timeline."""


class Paragraphs(msgspec.Struct, frozen=True, tag=True):
    """Running text; `with_marks`: as a list."""

    texts: tuple[str, ...]
    with_marks: bool = False


class Timeline(msgspec.Struct, frozen=True, tag=True):
    """Bars side by side over months `[0, months)`; `years` are the Januaries, as (month, year). `described` says it all in
    words, for those who do not see it. `legend` words each kind of bar that there is, as (kind, words)."""

    bars: tuple[Bar, ...]
    months: int
    years: tuple[tuple[int, str], ...]
    described: str
    legend: tuple[tuple[str, str], ...] = ()


class Steps(msgspec.Struct, frozen=True, tag=True):
    """Numbered steps, each with a box to tick."""

    steps: tuple[StepView, ...]


class Table(msgspec.Struct, frozen=True, tag=True):
    """`columns` head it; the first cell of a row heads the row."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Chart(msgspec.Struct, frozen=True, tag=True):
    """Pay by role along the way: horizontal bars, each with its label, figure and figure in words."""

    bars: tuple[tuple[str, float, str], ...]
    described: str


class Causes(msgspec.Struct, frozen=True, tag=True):
    """A tree, as indented lines."""

    lines: tuple[CauseLine, ...]


class Notes(msgspec.Struct, frozen=True, tag=True):
    """Room to write on, and lines to sign, each with its label."""

    signatures: tuple[str, ...]


Content = Paragraphs | Timeline | Steps | Table | Chart | Causes | Notes


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """`starts_page`: on paper it begins a new page."""

    heading: str
    content: Content
    starts_page: bool = False


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """`facts` are the (label, value) pairs of the cover. `language` is a tag such as `en`. `client`, `organisation`, `contact`
    and `footer` may be empty. `page_of` words the page number, with {page} and {pages} in it."""

    language: str
    title: str
    organisation: str
    contact: str
    footer: str
    skip: str = ""
    contents: str = ""
    back: str = ""
    """Words of links on a screen: past the head of the page; the heading of a list of plans; and back to it."""
    colour: str
    logo: Logo | None
    facts: tuple[tuple[str, str], ...]
    proof: str
    sections: tuple[Section, ...]
    page_of: str
    client: str = ""


def plan_document(
    graph: Graph,
    profile: Profile,
    plan: Plan,
    say: Language,
    *,
    gaps: tuple[GapItem, ...] = (),
    alternatives: Alternatives | None = None,
    whatif: WhatIf | None = None,
    brand: Brand | None = None,
    logo: Logo | None = None,
) -> Document:
    """The whole document. `gaps` are the requirements of the target, each with the month in which the plan meets it."""
    return _Writer(graph, profile, plan, say, brand or Brand()).document(gaps, alternatives, whatif, logo)


class _Writer:
    def __init__(self, graph: Graph, profile: Profile, plan: Plan, say: Language, brand: Brand) -> None:
        self.graph = graph
        self.profile = profile
        self.plan = plan
        self.say = say
        self.brand = brand
        self.word = Wording(graph, say)
        self.view: PlanView = plan_view(graph, profile, plan, say)

    def document(
        self, gaps: tuple[GapItem, ...], alternatives: Alternatives | None, whatif: WhatIf | None, logo: Logo | None
    ) -> Document:
        say, brand = self.say, self.brand
        sections = [*self._plan_sections(), *self._outlook(gaps, alternatives, whatif), self._notes(), *self._sources()]
        return Document(
            language=say.code,
            title=self.view.title,
            organisation=visible(words(brand.name, say.code)),
            contact=visible(words(brand.contact, say.code)),
            footer=visible(words(brand.footer, say.code)),
            skip=say("Skip to the plan"),
            contents=say("Plans"),
            back=say("Back to all plans"),
            colour=brand.colour,
            logo=logo,
            facts=self._facts(),
            proof=self.view.proof,
            sections=tuple(sections),
            page_of=say("Page {page} of {pages}", page="{page}", pages="{pages}"),
            client=visible(self.profile.name or ""),
        )

    def _facts(self) -> tuple[tuple[str, str], ...]:
        counsellor = visible(self.brand.counsellor or "")
        extra = ((self.say("Counsellor"), counsellor),) if counsellor else ()
        return (*self.view.facts[:1], *extra, *self.view.facts[1:])

    # Sections

    def _plan_sections(self) -> list[Section]:
        view = self.view
        timeline, steps, causes, _, _ = view.heads
        if not view.steps:
            tree = [Section(heading=causes, content=Causes(view.causes))] if view.causes else []
            return [*tree, *self._listed(self.say("What to try next"), view.relaxations)]
        return [
            *self._listed(self.say("What to do first"), self._first()),
            Section(heading=timeline, content=self._timeline()),
            Section(heading=steps, content=Steps(view.steps), starts_page=True),
        ]

    def _outlook(self, gaps: tuple[GapItem, ...], alternatives: Alternatives | None, whatif: WhatIf | None) -> list[Section]:
        say = self.say
        found = [self._gaps(gaps)] if gaps else []
        found += self._pay()
        if alternatives is not None and len(alternatives.plans) > 1:
            plans = alternatives.plans[:MOST_ALTERNATIVES]
            corner, *others = alternatives_columns(plans[1:], say)
            table = Table((corner, say("This plan"), *others), alternatives_rows(self.graph, plans, say))
            found.append(Section(heading=say("Other ways"), content=table))
        if whatif is not None and whatif.effects:
            found += self._listed(say("What would shorten it"), effect_lines(self.graph, whatif, say)[:MOST_EFFECTS])
        return found

    def _listed(self, heading: str, texts: tuple[str, ...]) -> list[Section]:
        return [Section(heading=heading, content=Paragraphs(texts, with_marks=True))] if texts else []

    def _first(self) -> tuple[str, ...]:
        """What begins in the first month, and what comes after that."""
        now = [view for view, step in zip(self.view.steps, self.plan.steps, strict=True) if step.start == 0]
        later = [step.start for step in self.plan.steps if step.start > 0]
        then = [view for view, step in zip(self.view.steps, self.plan.steps, strict=True) if later and step.start == min(later)]
        return (
            *(self.say("This month: {step}.", step=one.title) for one in now),
            *(self.say("Then, in {month}: {step}.", month=self._month(min(later)), step=one.title) for one in then),
        )

    def _month(self, offset: int) -> str:
        return self.say.month(self.plan.as_of + offset)

    def _timeline(self) -> Timeline:
        bars, as_of = self.view.timeline, self.plan.as_of
        months = max(1, *(bar.end for bar in bars))
        years = tuple((month, str((as_of + month) // 12)) for month in range(-as_of % 12, months + 1, 12))
        described = " ".join(f"{view.number}. {view.title}: {uncited(view.dates)}." for view in self.view.steps)
        kinds = {bar.kind for bar in bars}
        legend = tuple((kind, self.say(words)) for kind, words in LEGEND.items() if kind in kinds)
        return Timeline(bars, months, years, described, legend)

    def _gaps(self, gaps: tuple[GapItem, ...]) -> Section:
        say = self.say
        rows = tuple((self.word.requirement(one.requirement), self._state(one), self._met(one)) for one in gaps)
        heading = say("What {role} asks for", role=self.word.role(self.plan.target))
        return Section(heading=heading, content=Table((say("Requirement"), say("Today"), say("Met by this plan")), rows))

    def _state(self, one: GapItem) -> str:
        if one.is_met:
            return self.say("met")
        return self.say("{percent} % there", percent=int(one.share * 100)) if one.share else self.say("missing")

    def _met(self, one: GapItem) -> str:
        if one.first_month is None:
            return ""
        return self.say("already") if one.first_month == 0 else self._month(one.first_month)

    def _pay(self) -> list[Section]:
        """The role of today and those of the plan, each with its first month and median pay."""
        starts = {self.profile.present_role: 0} if self.profile.present_role and self.plan.steps else {}
        for step in self.plan.steps:
            if isinstance(step, WorkStep):
                starts.setdefault(step.role, step.start)
        bars = tuple(bar for name, start in starts.items() for bar in self._paid(name, start))
        if not bars:
            return []
        described = "; ".join(f"{label}: {amount}" for label, _, amount in bars)
        heading = self.say("Pay along the way, a year at the median")
        return [Section(heading=heading, content=Chart(bars, described))]

    def _paid(self, name: str, start: int) -> list[tuple[str, float, str]]:
        pay = self.graph.roles[name].pay
        if pay is None or not pay.median:
            return []
        label = self.say("{role}, {month}", role=self.word.role(name), month=self._month(start))
        return [(label, pay.median, self.word.money(pay.median))]

    def _notes(self) -> Section:
        say = self.say
        signatures = (say("Client, date"), say("Counsellor, date"))
        return Section(heading=say("Notes and signatures"), content=Notes(signatures), starts_page=True)

    def _sources(self) -> list[Section]:
        texts = (*self.view.sources, *self.view.works, *self.view.attributions)
        return [Section(heading=self.say("Sources"), content=Paragraphs(texts))] if texts else []
