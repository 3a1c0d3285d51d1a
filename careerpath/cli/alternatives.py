"""`careerpath plan --alternatives`: every plan that no other betters."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from careerpath.cli.session import Session
from careerpath.model.profile import Profile

if TYPE_CHECKING:
    from careerpath.model.result import Plan
    from careerpath.planning import Planner


def show_alternatives(
    session: Session,
    planner: Planner,
    profile: Profile,
    form: str,
    out: Path | None,
    *,
    plain: bool,
    inputs: tuple[str | None, ...],
) -> Plan:
    """Delivers the alternatives and gives the first; where it has no steps, only JSON is delivered."""
    from careerpath.cli.progress import progress
    from careerpath.planning import Undecided
    from careerpath.planning.alternatives import alternatives
    from careerpath.reports.alternatives import alternatives_facts, alternatives_page

    try:
        with progress(session) as tick, planner:
            found = alternatives(planner, profile, tick=tick)
    except Undecided:
        raise session.undecided() from None
    graph, first = planner.graph, found.plans[0]
    if first.steps or form == "json":
        facts = alternatives_facts(graph, found, session.say, session.place)
        session.deliver_page(alternatives_page(graph, profile, found, session.say), facts, form, out, plain=plain, inputs=inputs)
    return first
