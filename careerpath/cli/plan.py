"""`careerpath plan`: the best plan, step by step."""

from __future__ import annotations

from typing import Annotated

import typer

from careerpath.cli import options as o
from careerpath.cli.alternatives import show_alternatives
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
    format: o.Format = None,
    out: o.Out = None,
    as_of: o.AsOf = None,
    plain: o.Plain = False,
    quiet: o.Quiet = False,
) -> None:
    """The best plan to a role, step by step, with its proof."""
    session = Session(lang=lang, quiet=quiet, graph=graph)
    form = session.format(format, out)
    roles = session.graph()
    person = stated(role=role, months=months, holds=holds, skill=skill, degree=degree)
    asker = session.profile(profile, roles, as_of=as_of, stated=person)
    from careerpath.cli.question import question

    asker = question(session, roles, asker, to=to, prefer=prefer, budget=budget, study=study, avoid=avoid, via=via, by=by)
    from careerpath.planning import EFFORT, Undecided
    from careerpath.planning import plan as best_plan

    inputs = (profile, str(graph) if graph else None)
    try:
        if alternatives:
            answer = show_alternatives(session, roles, asker, effort or EFFORT, form, out, plain=plain, inputs=inputs)
        else:
            answer = best_plan(roles, asker, effort=effort or EFFORT)
    except Undecided:
        raise session.no("No plan was found, and that there is none is not proved; try a larger --effort") from None
    if not alternatives or not (answer.steps or form == "json"):
        session.deliver(_rendered(session, roles, asker, answer, form, plain), out, inputs)
    if answer.status == "unreachable":
        raise typer.Exit(NO)


def _rendered(session, roles, asker, answer, form: str, plain: bool) -> str:  # type: ignore[no-untyped-def]
    if form == "json":
        from careerpath.reports.plan_json import plan_json

        return plan_json(roles, answer, session.say, session.place)
    from careerpath.reports.view import plan_view

    view = plan_view(roles, asker, answer, session.say, session.place)
    if form == "md":
        from careerpath.reports.markdown import plan_markdown

        return plan_markdown(view)
    if plain:
        from careerpath.reports.plain import plan_plain

        return plan_plain(view, width())
    from careerpath.reports.terminal import plan_text

    return plan_text(view, width(), is_ascii=not encodes_bars(), has_colour=has_colour())
