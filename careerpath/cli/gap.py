"""`careerpath gap`: what a role asks for, against what the person has."""

from __future__ import annotations

from careerpath.cli import options as o
from careerpath.cli.session import Session, stated


def gap(
    profile: o.ProfilePath = None,
    to: o.Target = None,
    budget: o.Budget = None,
    study: o.Study = None,
    avoid: o.Avoid = None,
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
    """Each requirement of a role: met, partly, missing, and when it can be met."""
    session = Session(lang=lang, quiet=quiet, graph=graph)
    form = session.format(format, out)
    roles = session.graph()
    person = stated(role=role, months=months, holds=holds, skill=skill, degree=degree)
    asker = session.profile(profile, roles, as_of=as_of, stated=person)
    from careerpath.cli.question import question
    from careerpath.planning.gap import gap as gap_of
    from careerpath.reports.catalogue import gap_facts, gap_page

    found = gap_of(roles, question(session, roles, asker, to=to, budget=budget, study=study, avoid=avoid))
    page, facts = gap_page(roles, found, session.say), gap_facts(roles, found, session.say)
    session.deliver_page(page, facts, form, out, plain=plain, inputs=(profile,))
