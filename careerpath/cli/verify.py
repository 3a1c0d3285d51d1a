"""`careerpath verify`: replays a plan against the rules."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from careerpath.cli import options as o
from careerpath.cli.question import question
from careerpath.cli.session import STDIN_LIMIT, Session, stated
from careerpath.cli.streams import NO, UNUSABLE, Stop, tell


def verify(
    plan: Annotated[
        str, typer.Argument(metavar="PLAN", help="A plan that `careerpath plan --format json` wrote; - reads standard input.")
    ],
    profile: o.ProfilePath = None,
    budget: o.Budget = None,
    study: o.Study = None,
    avoid: o.Avoid = None,
    via: o.Via = None,
    by: o.By = None,
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
    """Every rule that a plan breaks, with its step; none for a right plan."""
    session = Session(lang=lang, quiet=quiet, graph=graph)
    form = session.format(format, out)
    roles = session.graph()
    person = stated(role=role, months=months, holds=holds, skill=skill, degree=degree)
    asker = session.profile(profile, roles, as_of=as_of, stated=person)
    found = read_plan(session, plan, asker.present_role)
    asker = question(session, roles, asker, to=found.target, budget=budget, study=study, avoid=avoid, via=via, by=by)
    from careerpath.planning.checker import check_plan
    from careerpath.reports.violations import violations_facts, violations_page

    violations = check_plan(roles, asker, found)
    page, facts = violations_page(roles, found, violations, session.say), violations_facts(violations, session.say)
    session.deliver_page(page, facts, form, out, plain=plain, inputs=(plan, profile))
    if violations:
        raise typer.Exit(NO)


def read_plan(session: Session, path: str, present_role: str | None):  # type: ignore[no-untyped-def]
    from careerpath.reading.plan_file import load_plan, load_plan_text
    from careerpath.reports.problems import as_text

    if path == "-":
        data = sys.stdin.buffer.read(STDIN_LIMIT) if sys.stdin is not None else b""
        found, problems = load_plan_text(data, "-", present_role)
    else:
        found, problems = load_plan(Path(path), present_role)
    if found is None:
        tell(as_text(problems, session.say))
        raise Stop(UNUSABLE)
    return found
