"""`careerpath plan`: the best plan, step by step."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from careerpath.cli import options as o
from careerpath.cli.alternatives import show_alternatives
from careerpath.cli.document import DOCUMENTS, Maker, Paper, check_extra, named, paper_size, read_brand, rendered
from careerpath.cli.session import Session, encodes_bars, has_colour, stated, width
from careerpath.cli.streams import NO
from careerpath.model.graph import Graph
from careerpath.model.matching import Matcher
from careerpath.model.profile import Profile
from careerpath.model.result import Plan

if TYPE_CHECKING:
    from careerpath.reports.view import PlanView


def plan(
    profile: o.ProfilePath = None,
    to: o.Target = None,
    prefer: o.Prefer = None,
    budget: o.Budget = None,
    study: o.Study = None,
    avoid: o.Avoid = None,
    via: o.Via = None,
    by: o.By = None,
    effort: o.Effort = None,
    alternatives: Annotated[
        bool, typer.Option("--alternatives", help="Every plan that no other betters in arrival, cost and moves at once.")
    ] = False,
    role: o.PersonRole = None,
    months: o.PersonMonths = None,
    holds: o.PersonHolds = None,
    skill: o.PersonSkill = None,
    degree: o.PersonDegree = None,
    graph: o.GraphPath = None,
    lang: o.Lang = None,
    format: o.PlanFormat = None,
    out: o.Out = None,
    paper: o.Paper = None,
    brand: o.BrandPath = None,
    brief: o.Brief = False,
    as_of: o.AsOf = None,
    plain: o.Plain = False,
    quiet: o.Quiet = False,
) -> None:
    """The best plan to a role, step by step, with its proof."""
    session = Session(lang=lang, quiet=quiet, graph=graph)
    form = session.format(format, out, ("text", "json", "md") if alternatives else tuple(FORMS))
    check_extra(session, form)
    size, branding = paper_size(session, paper), read_brand(session, brand)
    roles = session.graph()
    person = stated(role=role, months=months, holds=holds, skill=skill, degree=degree)
    asker = session.profile(profile, roles, as_of=as_of, stated=person)
    from careerpath.cli.question import answered, question

    asker = question(session, roles, asker, to=to, prefer=prefer, budget=budget, study=study, avoid=avoid, via=via, by=by)
    inputs = (profile, *named(graph, brand, branding.logo_path))
    if alternatives:
        answer = show_alternatives(session, roles, asker, effort, form, out, plain=plain, inputs=inputs)
    else:
        answer = answered(session, roles, asker, effort)
    if not alternatives or not (answer.steps or form == "json"):
        made = Answer(session, asker, answer, plain, size, Maker(roles, Matcher(roles), branding, effort, brief))
        session.deliver(rendered(session, partial(FORMS[form], made)), out, inputs)
    if answer.status == "unreachable":
        raise typer.Exit(NO)


class Answer(NamedTuple):
    """What each form of a plan is made from."""

    session: Session
    profile: Profile
    plan: Plan
    plain: bool
    paper: Paper
    maker: Maker

    @property
    def graph(self) -> Graph:
        return self.maker.graph


def _text(answer: Answer) -> str:
    from careerpath.reports.plain import plan_plain
    from careerpath.reports.terminal import plan_text

    if answer.plain:
        return plan_plain(_view(answer), width())
    return plan_text(_view(answer), width(), is_ascii=not encodes_bars(), has_colour=has_colour())


def _markdown(answer: Answer) -> str:
    from careerpath.reports.markdown import plan_markdown

    return plan_markdown(_view(answer))


def _view(answer: Answer) -> PlanView:
    from careerpath.reports.view import plan_view

    return plan_view(answer.graph, answer.profile, answer.plan, answer.session.say, answer.session.place)


def _json(answer: Answer) -> str:
    from careerpath.reports.plan_json import plan_json

    return plan_json(answer.graph, answer.plan, answer.session.say, answer.session.place)


def _ics(answer: Answer) -> bytes:
    from careerpath.reports.ics import plan_ics

    return plan_ics(answer.graph, answer.profile, answer.plan, answer.session.say)


def _document(form: str, answer: Answer) -> str | bytes:
    from careerpath.cli.progress import progress

    with progress(answer.session) as tick:
        document = answer.maker.document(answer.session, answer.profile, answer.plan, tick)
    return DOCUMENTS[form]([document], answer.paper)


FORMS: dict[str, Callable[[Answer], str | bytes]] = {
    "text": _text,
    "json": _json,
    "md": _markdown,
    "html": partial(_document, "html"),
    "pdf": partial(_document, "pdf"),
    "docx": partial(_document, "docx"),
    "ics": _ics,
}
"""Form -> what makes it. The first is the one that a terminal gets."""
