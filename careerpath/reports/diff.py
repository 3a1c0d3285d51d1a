"""An old plan against a new one, in words."""

from __future__ import annotations

from typing import Any

from careerpath.locale import N_, Language
from careerpath.model.graph import Graph
from careerpath.model.profile import month_date
from careerpath.model.result import PlanDiff, StepChange
from careerpath.reports.page import Page, Section
from careerpath.reports.wording import Wording

STATES = {
    "done": N_("done"),
    "same": N_("as before"),
    "earlier": N_("{duration} earlier"),
    "later": N_("{duration} later"),
    "dropped": N_("dropped"),
    "new": N_("new"),
}
STEPS = {
    ("work", "start"): N_("Become {role}"),
    ("work", "end"): N_("Leave {role}"),
    ("study", "end"): N_("Finish {role}"),
}


def diff_page(graph: Graph, found: PlanDiff, say: Language) -> Page:
    word = Wording(graph, say)
    rows = tuple((_step(one, word, say), _when(one.then, say), _when(one.now, say), _state(one, say)) for one in found.steps)
    columns = (say("Step"), say("Old plan"), say("New plan"), say("Change"))
    sources = Section(heading=say("Sources"), rows=tuple((one,) for one in word.attributions()))
    return Page(
        title=say("What has changed on the way to become: {role}", role=word.role(found.target)),
        lead=(_arrival(found, say), *_proof(found, say)),
        sections=(Section(columns=columns, rows=rows), sources),
    )


def _step(one: StepChange, word: Wording, say: Language) -> str:
    name = word.role(one.subject) if one.kind == "work" else word.credential(one.subject)
    return say(STEPS[one.kind, one.at], role=name)


def _when(month: int | None, say: Language) -> str:
    return "" if month is None else say.month(month)


def _state(one: StepChange, say: Language) -> str:
    if one.then is None or one.now is None or one.now == one.then:
        return say(STATES[one.state])
    return say(STATES[one.state], duration=say.duration(abs(one.now - one.then)))


def _arrival(found: PlanDiff, say: Language) -> str:
    then, now = found.arrival_then, found.arrival_now
    if now is None:
        return say("There is no plan any more; `careerpath plan` says why.")
    if found.status == "there":
        return say("You have arrived, in {month}.", month=say.month(now))
    if then is None:
        return say("Arrival now: {month}. There was no plan then.", month=say.month(now))
    names = {"then": say.month(then), "now": say.month(now), "duration": say.duration(abs(now - then))}
    if now == then:
        return say("Arrival as before: {now}.", **names)
    if now < then:
        return say("Arrival {now} instead of {then}: {duration} earlier.", **names)
    return say("Arrival {now} instead of {then}: {duration} later.", **names)


def _proof(found: PlanDiff, say: Language) -> tuple[str, ...]:
    return (say("The new plan is not proved the best."),) if found.status == "feasible" else ()


def diff_facts(graph: Graph, found: PlanDiff, say: Language) -> dict[str, Any]:
    word = Wording(graph, say)
    return {
        "format": "careerpath-diff/1",
        "target": found.target,
        "status": found.status,
        "as_of_then": month_date(found.as_of_then),
        "as_of": month_date(found.as_of),
        "arrival_then": _date(found.arrival_then),
        "arrival_now": _date(found.arrival_now),
        "steps": [_facts(one, word, say) for one in found.steps],
    }


def _facts(one: StepChange, word: Wording, say: Language) -> dict[str, Any]:
    months = None if one.then is None or one.now is None else one.now - one.then
    subject = {"role" if one.kind == "work" else "credential": one.subject}
    dates = {"at": one.at, "then": _date(one.then), "now": _date(one.now), "months_later": months}
    return {"kind": one.kind, **subject, "title": _step(one, word, say), "state": one.state, **dates}


def _date(month: int | None) -> str | None:
    return None if month is None else month_date(month)
