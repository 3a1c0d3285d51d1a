"""`careerpath plan`: the best plan, step by step."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from careerpath.cli import options as o
from careerpath.cli.alternatives import show_alternatives
from careerpath.cli.document import FORMS, Answer, Form, Maker, check_extra, named, paper_size, read_brand, rendered
from careerpath.cli.session import Session, encodes_bars, has_colour, stated, width
from careerpath.cli.streams import NO


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
    processes: o.Processes = None,
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
    form = session.format(format, out, ("text", "json", "md") if alternatives else ("text", "json", *FORMS))
    check_extra(session, form)
    size, branding = paper_size(session, paper), read_brand(session, brand)
    roles = session.graph()
    person = stated(role=role, months=months, holds=holds, skill=skill, degree=degree)
    asker = session.profile(profile, roles, as_of=as_of, stated=person)
    from careerpath.cli.question import answered, planner_of, question

    asker = question(session, roles, asker, to=to, prefer=prefer, budget=budget, study=study, avoid=avoid, via=via, by=by)
    inputs = (profile, *named(graph, brand, branding.logo_path))
    with planner_of(roles, effort, processes) as planner:
        if alternatives:
            answer = show_alternatives(session, planner, asker, form, out, plain=plain, inputs=inputs)
        else:
            answer = answered(session, planner, asker)
    if not alternatives or not (answer.steps or form == "json"):
        made = Answer(session, asker, answer, Maker(planner, branding, brief), size)
        forms: dict[str, Form] = {"text": partial(_text, plain=plain), "json": _json, **FORMS}
        session.deliver(rendered(session, partial(forms[form], made)), out, inputs)
    if answer.status == "unreachable":
        raise typer.Exit(NO)


def _text(answer: Answer, *, plain: bool) -> str:
    if plain:
        from careerpath.reports.plain import plan_plain

        return plan_plain(answer.view, width())
    from careerpath.reports.terminal import plan_text

    return plan_text(answer.view, width(), is_ascii=not encodes_bars(), has_colour=has_colour())


def _json(answer: Answer) -> str:
    from careerpath.reports.plan_json import plan_json

    return plan_json(answer.maker.graph, answer.plan, answer.session.say, answer.session.place)
