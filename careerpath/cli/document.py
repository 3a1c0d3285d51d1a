"""A plan as a document to hand over, in each of its forms; what `plan` and `report` share."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from functools import cached_property, partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from careerpath.cli.progress import progress
from careerpath.cli.session import Session
from careerpath.cli.streams import UNUSABLE, Stop
from careerpath.model.graph import Graph
from careerpath.model.profile import Profile
from careerpath.model.result import Alternatives, Plan, WhatIf

if TYPE_CHECKING:
    from careerpath.planning import Planner, Tick
    from careerpath.reading.brand_file import LoadedBrand
    from careerpath.reports.document import Document, Paper
    from careerpath.reports.view import PlanView

PAPERS: tuple[Paper, ...] = ("a4", "us-letter")
LETTER = frozenset(["BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"])
"""The territories whose paper is US letter, by Unicode CLDR (supplementalData, measurementData)."""


class Maker(NamedTuple):
    """Makes documents of plans: the one place that decides what goes into them. `is_brief`: without the other ways and what
    would shorten the plan, which ask for planning anew."""

    planner: Planner
    brand: LoadedBrand
    is_brief: bool

    @property
    def graph(self) -> Graph:
        return self.planner.graph

    def document(self, session: Session, profile: Profile, plan: Plan, tick: Tick) -> Document:
        """The document of one plan; `tick` is told of the planning that it asks for."""
        from careerpath.planning.gap import gaps_along
        from careerpath.reports.document import plan_document

        return plan_document(
            self.graph,
            profile,
            plan,
            session.say,
            gaps=gaps_along(self.graph, profile, plan, self.planner.matcher),
            whatif=self._whatif(profile, plan, tick),
            alternatives=self._alternatives(profile, plan),
            brand=self.brand.brand,
            logo=self.brand.logo,
        )

    def _alternatives(self, profile: Profile, plan: Plan) -> Alternatives | None:
        from careerpath.planning.alternatives import in_each_order

        if self.is_brief or not plan.steps:
            return None
        return in_each_order(self.planner, profile, plan)

    def _whatif(self, profile: Profile, plan: Plan, tick: Tick) -> WhatIf | None:
        """None too where it would speak of another plan."""
        from careerpath.planning.whatif import whatif

        if self.is_brief or not plan.steps:
            return None
        found = whatif(self.planner, profile, plan, tick=tick)
        return found if found.months == plan.months else None


class Answer:
    """What each form of a plan is made from. `tick` is told of the planning that a document asks for; without it, a bar."""

    def __init__(
        self, session: Session, profile: Profile, plan: Plan, maker: Maker, paper: Paper, *, tick: Tick | None = None
    ) -> None:
        self.session = session
        self.profile = profile
        self.plan = plan
        self.maker = maker
        self.paper = paper
        self.tick = tick

    @cached_property
    def view(self) -> PlanView:
        from careerpath.reports.view import plan_view

        return plan_view(self.maker.graph, self.profile, self.plan, self.session.say, self.session.place)

    @cached_property
    def document(self) -> Document:
        if self.tick is not None:
            return self.maker.document(self.session, self.profile, self.plan, self.tick)
        with progress(self.session) as tick, self.maker.planner:
            return self.maker.document(self.session, self.profile, self.plan, tick)


def _html(documents: list[Document], _paper: Paper) -> str:
    from careerpath.reports.html import documents_html, plan_html

    return plan_html(documents[0]) if len(documents) == 1 else documents_html(documents)


def _pdf(documents: list[Document], paper: Paper) -> bytes:
    from careerpath.reports.pdf import documents_pdf

    return documents_pdf(documents, paper)


def _docx(documents: list[Document], paper: Paper) -> bytes:
    from careerpath.reports.docx import plan_docx

    (document,) = documents
    return plan_docx(document, paper)


DOCUMENTS: dict[str, Callable[[list[Document], Paper], str | bytes]] = {"pdf": _pdf, "docx": _docx, "html": _html}
"""Form -> what renders documents in it, on paper of that size."""
BOUND = ("pdf", "html")
"""The forms that hold several documents in one file."""


def _ics(answer: Answer) -> bytes:
    from careerpath.reports.ics import plan_ics

    return plan_ics(answer.maker.graph, answer.profile, answer.plan, answer.session.say)


def _markdown(answer: Answer) -> str:
    from careerpath.reports.markdown import plan_markdown

    return plan_markdown(answer.view)


def _document(form: str, answer: Answer) -> str | bytes:
    return DOCUMENTS[form]([answer.document], answer.paper)


Form = Callable[[Answer], str | bytes]
FORMS: dict[str, Form] = {
    **{form: partial(_document, form) for form in DOCUMENTS},
    "ics": _ics,
    "md": _markdown,
}
"""Form -> what makes it: all in which a plan can be handed over."""

LIBRARIES = {"pdf": "typst", "docx": "docx", "html": "jinja2", "ics": "icalendar"}
"""Form -> the library that renders it."""


def check_extra(session: Session, form: str) -> None:
    """Stops where the form needs an extra that is missing: before planning, not after it."""
    if form in LIBRARIES and find_spec(LIBRARIES[form]) is None:
        raise _missing(session, form)


def _missing(session: Session, extra: str) -> Stop:
    return session.fail("{form} needs an extra: pip install 'careerpath[{extra}]'", form=extra.upper(), extra=extra)


def rendered(session: Session, make: Callable[[], str | bytes]) -> str | bytes:
    """What `make` gives; stops with the remedy where an optional part of the package is missing or the logo is no good."""
    from careerpath.model.brand import UnreadableLogo
    from careerpath.reports.missing import MissingExtra

    try:
        return make()
    except MissingExtra as missing:
        raise _missing(session, missing.extra) from None
    except UnreadableLogo:
        raise session.fail("The logo cannot be drawn; save the picture anew as PNG.") from None


def read_brand(session: Session, path: Path | None) -> LoadedBrand:
    """The brand; stops with all its problems where it has errors. Without a path, a brand that names nobody."""
    from careerpath.model.brand import Brand
    from careerpath.reading.brand_file import LoadedBrand, load_brand

    if path is None:
        return LoadedBrand(Brand(), None, None, [])
    loaded = load_brand(path)
    session.report(loaded.diagnostics)
    if loaded.brand is None:
        raise Stop(UNUSABLE)
    return loaded


def paper_size(session: Session, asked: str | None) -> Paper:
    """The paper that is asked for, else that of the locale's country."""
    return session.choice(asked, PAPERS, "--paper") or ("us-letter" if _territory() in LETTER else "a4")


def _territory() -> str:
    """`MX` of `es_MX.UTF-8`; nothing where the environment names no country."""
    value = next((os.environ[one] for one in ("LC_ALL", "LC_PAPER", "LANG") if os.environ.get(one)), "")
    found = re.match(r"[A-Za-z]+_([A-Z]{2})", value)
    return found[1] if found else ""


def named(*paths: Path | None) -> tuple[str, ...]:
    """Those files that were given, by name."""
    return tuple(str(one) for one in paths if one is not None)
