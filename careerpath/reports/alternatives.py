"""Plans side by side: a column for each, a row for each figure and for what it leads through."""

from __future__ import annotations

from careerpath.locale import Language
from careerpath.model.graph import Graph
from careerpath.model.result import Plan, StudyStep, WorkStep
from careerpath.reports.wording import Wording


def alternatives_columns(plans: tuple[Plan, ...], say: Language) -> tuple[str, ...]:
    return ("", *(say("Way {number}", number=number) for number in range(1, len(plans) + 1)))


def alternatives_rows(graph: Graph, plans: tuple[Plan, ...], say: Language) -> tuple[tuple[str, ...], ...]:
    word = Wording(graph, say)
    return (
        (say("Arrival"), *(_arrival(plan, say) for plan in plans)),
        (say("Cost of study"), *(word.money(plan.cost or 0) for plan in plans)),
        (say("Moves"), *(say.number(plan.moves or 0) for plan in plans)),
        (say("Roles"), *(_roles(plan, word) for plan in plans)),
        (say("Studies"), *(_studies(plan, word) or say("none") for plan in plans)),
    )


def _arrival(plan: Plan, say: Language) -> str:
    if not plan.months:
        return say.month(plan.as_of)
    return say("{month}, in {duration}", month=say.month(plan.as_of + plan.months), duration=say.duration(plan.months))


def _roles(plan: Plan, word: Wording) -> str:
    return " → ".join(word.role(step.role) for step in plan.steps if isinstance(step, WorkStep))


def _studies(plan: Plan, word: Wording) -> str:
    return "; ".join(word.credential(step.credential) for step in plan.steps if isinstance(step, StudyStep))
