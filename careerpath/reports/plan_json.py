"""A plan as facts for scripts: `careerpath-plan/1`."""

from __future__ import annotations

import json
from typing import Any

from careerpath.diagnostics import Span
from careerpath.locale import Language
from careerpath.model.graph import Graph
from careerpath.model.profile import month_date
from careerpath.model.result import Because, Cause, Plan, Step, StudyStep
from careerpath.reports.view import Place
from careerpath.reports.wording import Wording

FORMAT = "careerpath-plan/1"


def plan_facts(graph: Graph, plan: Plan, say: Language, place: Place = lambda _: None) -> dict[str, Any]:
    """What `--format json` prints; the words are in the language of `say`, all else is the same in each."""
    word = Wording(graph, say)
    facts: dict[str, Any] = {"format": FORMAT, "status": plan.status, "target": plan.target, "as_of": month_date(plan.as_of)}
    facts["prefer"] = plan.prefer
    if plan.months is not None:
        facts |= {"months": plan.months, "cost": whole(plan.cost or 0), "moves": plan.moves}
    if plan.bound is not None:
        bound = {"months": plan.bound.months, "cost": plan.bound.cost, "moves": plan.bound.moves}
        facts["bound"] = {name: whole(value) for name, value in bound.items() if value is not None}
    if plan.steps:
        facts["steps"] = [_step(plan, step, word) for step in plan.steps]
    if plan.why is not None:
        facts["why"] = _cause(plan.why, word, place)
    if plan.relaxations:
        facts["relaxations"] = [
            {"changes": one.changes, "months": one.months, "cost": whole(one.cost), "moves": one.moves, "is_least": one.is_least}
            for one in plan.relaxations
        ]
    return facts


def plan_json(graph: Graph, plan: Plan, say: Language, place: Place = lambda _: None) -> str:
    return json.dumps(plan_facts(graph, plan, say, place), ensure_ascii=False, indent=2) + "\n"


def whole(value: float) -> float | int:
    return int(value) if float(value).is_integer() else value


def _step(plan: Plan, step: Step, word: Wording) -> dict[str, Any]:
    is_study = isinstance(step, StudyStep)
    facts: dict[str, Any] = {"kind": "study" if is_study else "work"}
    if isinstance(step, StudyStep):
        facts |= {"credential": step.credential, "title": word.credential(step.credential), "mode": step.mode}
        facts |= {"cost": whole(step.cost), "under_way": step.is_under_way}
    else:
        facts |= {"role": step.role, "title": word.role(step.role), "move": step.is_move}
    facts |= {"start": step.start, "end": step.end, "start_date": month_date(plan.as_of + step.start)}
    facts["end_date"] = None if step.end is None else month_date(plan.as_of + step.end)
    facts["because"] = [_because(one, word) for one in step.because]
    facts["slack"] = step.slack
    return facts


def _because(one: Because, word: Wording) -> dict[str, Any]:
    sources = [word.source(cited) for cited in word.cited_at(one.requirement)]
    facts: dict[str, Any] = {"requirement": one.requirement, "enables": one.enables, "at": one.at}
    facts |= {"text": word.requirement(one.requirement), "source": "; ".join(sources) or None}
    why = word.why(one.requirement)
    return {**facts, "why": why} if why else facts


def _cause(cause: Cause, word: Wording, place: Place) -> dict[str, Any]:
    facts: dict[str, Any] = {"reason": cause.reason, "text": word.cause(cause)}
    if cause.subject:
        facts["subject"] = cause.subject
    span: Span | None = place(cause.requirement) if cause.requirement else None
    if span is not None:
        facts |= {"requirement": cause.requirement, "file": span.file, "line": span.line}
    return {**facts, "causes": [_cause(one, word, place) for one in cause.causes]}
