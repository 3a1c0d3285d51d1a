"""How far many roles are: as a page, as facts, as rows."""

from __future__ import annotations

import csv
from io import StringIO
from typing import Any

from careerpath.locale import N_, NN_, Language
from careerpath.model.graph import Graph
from careerpath.model.profile import Profile, month_date
from careerpath.model.result import Reach
from careerpath.reports.page import Page, Section
from careerpath.reports.plan_json import whole
from careerpath.reports.visible import visible
from careerpath.reports.wording import Wording

PROOF = {"optimal": "", "feasible": N_("not proved"), "there": N_("held now")}
OUT_OF_REACH = NN_(
    "{count} role cannot be reached under these preferences.", "{count} roles cannot be reached under these preferences."
)
TOO_LATE = NN_("{count} role cannot be reached by {month}.", "{count} roles cannot be reached by {month}.")
UNDECIDED = NN_(
    "For {count} role no plan was found, and that there is none is not proved: {roles}.",
    "For {count} roles no plan was found, and that there is none is not proved: {roles}.",
)


def explore_page(graph: Graph, profile: Profile, found: tuple[Reach, ...], say: Language, within: int | None = None) -> Page:
    """The roles that can be reached, then the count of the others; `within` in months, as it was asked for."""
    word = Wording(graph, say)
    reached = [one for one in found if one.months is not None]
    rows = tuple(_row(one, profile.as_of, word, say) for one in reached)
    columns: tuple[str, ...] = (say("Role"), say("Arrival"), say("Takes"), say("Cost"), say("Moves"), say("Proof"))
    sources = Section(heading=say("Sources"), rows=tuple((one,) for one in word.attributions()))
    if len({row[-1] for row in rows}) == 1:
        columns, rows = columns[:-1], tuple(row[:-1] for row in rows)
    who = visible(profile.name) if profile.name else say("this profile")
    return Page(
        title=say.plural("{count} role within reach of {name}", "{count} roles within reach of {name}", len(reached), name=who),
        lead=_rest(found, profile, word, say, within),
        sections=(Section(columns=columns, rows=rows), sources),
    )


def _row(one: Reach, as_of: int, word: Wording, say: Language) -> tuple[str, ...]:
    months = one.months or 0
    proof = say(PROOF[one.status]) if PROOF[one.status] else ""
    arrival = say.month(as_of + months)
    takes = say.duration(months) if months else say("now")
    return word.role(one.role), arrival, takes, word.money(one.cost or 0), say.number(one.moves or 0), proof


def _rest(found: tuple[Reach, ...], profile: Profile, word: Wording, say: Language, within: int | None) -> tuple[str, ...]:
    """What is said of the roles that are not in the table."""
    lines = []
    if {one.status for one in found if one.months is not None} == {"feasible"}:
        lines.append(say("None of these is proved the best way there."))
    if never := sum(one.status == "unreachable" for one in found):
        one, many = OUT_OF_REACH if within is None else TOO_LATE
        lines.append(say.plural(one, many, never, month=say.month(profile.as_of + (within or 0))))
    if unknown := [word.role(one.role) for one in found if one.status == "undecided"]:
        lines.append(say.plural(*UNDECIDED, len(unknown), roles="; ".join(unknown)))
    return tuple(lines)


def explore_facts(graph: Graph, profile: Profile, found: tuple[Reach, ...], say: Language) -> dict[str, Any]:
    word = Wording(graph, say)
    rows = [{"role": one.role, "title": word.role(one.role), **_figures(graph, profile, one)} for one in found]
    return {"format": "careerpath-explore/1", "as_of": month_date(profile.as_of), "prefer": profile.prefer, "roles": rows}


def _figures(graph: Graph, profile: Profile, one: Reach) -> dict[str, Any]:
    arrival = None if one.months is None else month_date(profile.as_of + one.months)
    cost = None if one.cost is None else whole(one.cost)
    level = graph.roles[one.role].level
    return {"level": level, "status": one.status, "months": one.months, "arrival": arrival, "cost": cost, "moves": one.moves}


def explore_csv(graph: Graph, profile: Profile, found: tuple[Reach, ...]) -> str:
    """Ids and figures only; what is not known is empty."""
    made = StringIO()
    columns = ("role", "level", "status", "months", "arrival", "cost", "moves")
    writer = csv.DictWriter(made, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows({"role": one.role, **_figures(graph, profile, one)} for one in found)
    return made.getvalue()
