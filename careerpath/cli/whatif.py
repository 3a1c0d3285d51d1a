"""`careerpath whatif`: what would shorten the plan."""

from __future__ import annotations

from careerpath.cli import options as o
from careerpath.cli.session import Session, stated


def whatif(
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
    """What would shorten the plan: each credential, skill, year of experience or softer preference, by months saved."""
    session = Session(lang=lang, quiet=quiet, graph=graph)
    form = session.format(format, out)
    roles = session.graph()
    person = stated(role=role, months=months, holds=holds, skill=skill, degree=degree)
    asker = session.profile(profile, roles, as_of=as_of, stated=person)
    from careerpath.cli.progress import progress
    from careerpath.cli.question import planner_of, question
    from careerpath.planning import Undecided
    from careerpath.planning.whatif import whatif as what_if
    from careerpath.reports.whatif import whatif_facts, whatif_page

    asker = question(session, roles, asker, to=to, prefer=prefer, budget=budget, study=study, avoid=avoid, via=via, by=by)
    try:
        with progress(session) as tick, planner_of(roles, effort, processes) as planner:
            found = what_if(planner, asker, tick=tick)
    except Undecided:
        raise session.undecided() from None
    page, facts = whatif_page(roles, found, session.say), whatif_facts(roles, found, session.say)
    session.deliver_page(page, facts, form, out, plain=plain, inputs=(profile, str(graph) if graph else None))
