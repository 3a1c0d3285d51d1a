"""What `verify` says of a plan."""

from __future__ import annotations

from typing import Any

from careerpath.locale import N_, Language
from careerpath.model.graph import Graph
from careerpath.model.result import Plan, Violation, WorkStep
from careerpath.reports.page import Page, Section
from careerpath.reports.visible import visible
from careerpath.reports.wording import Wording

RULES = {
    "unknown-id": N_("{id} is not in the graph"),
    "order": N_("the steps do not stand by start, work before study"),
    "span": N_("the step does not end after it starts, or starts before month 0"),
    "two-roles": N_("two roles are held in month {month}"),
    "two-studies": N_("two studies run in month {month}"),
    "full-time-and-role": N_("a role is held during full-time study, in month {month}"),
    "stay": N_("the role is held for {months} months and must be held for {least}"),
    "from": N_("no feeder role was held for long enough: {requirement}"),
    "requires": N_("a requirement does not hold by then: {requirement}"),
    "held-already": N_("{id} is held or under study already"),
    "mode": N_("the study takes {least} months in that mode, not {months} (0: it is not offered)"),
    "cost": N_("the study costs {right}, not {cost}"),
    "under-way": N_("the study under way must run to its end, at no cost"),
    "study": N_("study in the mode {mode} is not wanted"),
    "budget": N_("the studies cost {cost}, the budget is {budget}"),
    "avoid": N_("{id} is to be avoided"),
    "via": N_("{id} is never held"),
    "deadline": N_("the arrival is in month {months}, the deadline in month {deadline}"),
    "target": N_("the plan must end where the target is entered, and only there"),
    "full-time-unfinished": N_("a full-time study is not finished by the arrival"),
    "totals": N_("{name} is stated as {stated} and comes to {right}"),
}


def violations_page(graph: Graph, plan: Plan, violations: tuple[Violation, ...], say: Language) -> Page:
    word = Wording(graph, say)
    rows = tuple((_step(plan, one, word), _said(one, say), one.rule) for one in violations)
    if violations:
        title = say.plural("The plan breaks a rule", "The plan breaks rules in {count} places", len(violations))
    else:
        title = say("The plan keeps every rule.")
    return Page(title=title, sections=(Section(columns=(say("Step"), say("What is wrong"), say("Rule")), rows=rows),))


def _step(plan: Plan, one: Violation, word: Wording) -> str:
    if one.step is None:
        return word.say("the plan")
    step = plan.steps[one.step]
    name = word.role(step.role) if isinstance(step, WorkStep) else word.credential(step.credential)
    return f"{one.step + 1} {name}"


def _said(one: Violation, say: Language) -> str:
    return say(RULES[one.rule], **{name: visible(str(value)) for name, value in one.params.items()})


def violations_facts(violations: tuple[Violation, ...], say: Language) -> dict[str, Any]:
    facts = [{"rule": one.rule, "step": one.step, "text": _said(one, say), "params": one.params} for one in violations]
    return {"format": "careerpath-verify/1", "valid": not violations, "violations": facts}
