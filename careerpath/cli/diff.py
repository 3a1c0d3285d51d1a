"""`careerpath diff`: an old plan against the profile as it is now."""

from __future__ import annotations

from typing import Annotated

import typer

from careerpath.cli import options as o
from careerpath.cli.question import question
from careerpath.cli.session import Session, stated
from careerpath.cli.streams import NO
from careerpath.cli.verify import read_plan


def diff(
    plan: Annotated[str, typer.Argument(metavar="PLAN", help="The plan of then, as `careerpath plan --format json` wrote it.")],
    profile: o.ProfilePath = None,
    prefer: o.Prefer = None,
    budget: o.Budget = None,
    study: o.Study = None,
    avoid: o.Avoid = None,
    via: o.Via = None,
    by: o.By = None,
    effort: o.Effort = None,
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
    """An old plan against a plan made today: what is done, earlier, later, dropped or new."""
    session = Session(lang=lang, quiet=quiet, graph=graph)
    form = session.format(format, out)
    roles = session.graph()
    person = stated(role=role, months=months, holds=holds, skill=skill, degree=degree)
    asker = session.profile(profile, roles, as_of=as_of, stated=person)
    old = read_plan(session, plan, asker.present_role)
    from careerpath.planning import EFFORT, Undecided
    from careerpath.planning import plan as best_plan
    from careerpath.planning.diff import diff as compared
    from careerpath.reports.diff import diff_facts, diff_page

    wanted = prefer or old.prefer
    asker = question(session, roles, asker, to=old.target, prefer=wanted, budget=budget, study=study, avoid=avoid, via=via, by=by)
    try:
        new = best_plan(roles, asker, effort=effort or EFFORT)
    except Undecided:
        raise session.undecided() from None
    found = compared(roles, old, asker, new)
    page, facts = diff_page(roles, found, session.say), diff_facts(roles, found, session.say)
    session.deliver_page(page, facts, form, out, plain=plain, inputs=(plan, profile, str(graph) if graph else None))
    if new.status == "unreachable":
        raise typer.Exit(NO)
