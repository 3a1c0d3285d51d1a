"""`careerpath explore`: every executive role from one profile."""

from __future__ import annotations

import re
from typing import Annotated, Optional

import typer

from careerpath.cli import options as o
from careerpath.cli.session import Session, stated
from careerpath.reports.visible import visible


def explore(
    profile: o.ProfilePath = None,
    within: Annotated[
        Optional[str], typer.Option("--within", metavar="MONTHS|YYYY-MM", help="Only roles that can be reached by then.")
    ] = None,
    level: Annotated[
        Optional[str], typer.Option("--level", metavar="LEVEL", help="The roles of this level instead of all executive ones.")
    ] = None,
    function: Annotated[
        Optional[str], typer.Option("--function", metavar="FUNCTION", help="Only this function and its parts.")
    ] = None,
    prefer: o.Prefer = None,
    budget: o.Budget = None,
    study: o.Study = None,
    avoid: o.Avoid = None,
    effort: o.Effort = None,
    processes: o.Processes = None,
    role: o.PersonRole = None,
    months: o.PersonMonths = None,
    holds: o.PersonHolds = None,
    skill: o.PersonSkill = None,
    degree: o.PersonDegree = None,
    graph: o.GraphPath = None,
    lang: o.Lang = None,
    format: Annotated[
        Optional[str], typer.Option("--format", metavar="text|json|md|csv", help="Form of the answer. Else by the suffix of -o.")
    ] = None,
    out: o.Out = None,
    as_of: o.AsOf = None,
    plain: o.Plain = False,
    quiet: o.Quiet = False,
) -> None:
    """Every executive role: how soon, at what cost, in how many moves."""
    session = Session(lang=lang, quiet=quiet, graph=graph)
    form = session.format(format, out, ("text", "json", "md", "csv"))
    roles = session.graph()
    session.choice(level, roles.levels, "--level")
    session.choice(function, roles.functions, "--function")
    person = stated(role=role, months=months, holds=holds, skill=skill, degree=degree)
    asker = session.profile(profile, roles, as_of=as_of, stated=person)
    latest = _months(session, within, asker.as_of)
    from careerpath.cli.progress import progress
    from careerpath.cli.question import planner_of, wishes
    from careerpath.planning.explore import EACH
    from careerpath.planning.explore import explore as reaches
    from careerpath.reports.explore import explore_csv, explore_facts, explore_page

    asker = wishes(session, roles, asker, prefer=prefer, budget=budget, study=study, avoid=avoid)
    with progress(session) as tick, planner_of(roles, effort or EACH, processes) as planner:
        found = reaches(planner, asker, within=latest, function=function, level=level, tick=tick)
    inputs = (profile, str(graph) if graph else None)
    if form == "csv":
        session.deliver(explore_csv(roles, asker, found), out, inputs)
        return
    page, facts = explore_page(roles, asker, found, session.say, latest), explore_facts(roles, asker, found, session.say)
    session.deliver_page(page, facts, form, out, plain=plain, inputs=inputs)


def _months(session: Session, within: str | None, as_of: int) -> int | None:
    """`--within` in months from `as_of`."""
    if within is None:
        return None
    if re.fullmatch(r"\d{1,3}", within):
        return int(within)
    if not re.fullmatch(r"\d{4}(-\d\d)?", within):
        raise session.fail("--within {value}: write a number of months, or a month as YYYY-MM", value=visible(within))
    return session.month(within, "--within") - as_of
