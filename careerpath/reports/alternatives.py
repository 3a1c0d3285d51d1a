"""Plans side by side: a column for each, a row for each figure and for what it leads through."""

from __future__ import annotations

from typing import Any

from careerpath.locale import Language
from careerpath.model.graph import Graph
from careerpath.model.profile import Profile
from careerpath.model.result import Alternatives, Plan, Step, StudyStep, WorkStep
from careerpath.reports.page import Page, Section
from careerpath.reports.plan_json import plan_facts
from careerpath.reports.view import Place, plan_view
from careerpath.reports.wording import Wording

ABREAST = 3  # ways side by side in one table


def alternatives_columns(plans: tuple[Plan, ...], say: Language, first: int = 1) -> tuple[str, ...]:
    return ("", *(say("Way {number}", number=number) for number in range(first, first + len(plans))))


def alternatives_rows(graph: Graph, plans: tuple[Plan, ...], say: Language) -> tuple[tuple[str, ...], ...]:
    word = Wording(graph, say)
    return (
        (say("Arrival"), *(_arrival(plan, say) for plan in plans)),
        (say("Cost"), *(word.money(plan.cost or 0) for plan in plans)),
        (say("Moves"), *(say.number(plan.moves or 0) for plan in plans)),
        (say("Roles"), *(_roles(plan, word) for plan in plans)),
        (say("Studies"), *(_studies(plan, word) or say("none") for plan in plans)),
    )


def alternatives_page(graph: Graph, profile: Profile, found: Alternatives, say: Language) -> Page:
    """The ways side by side, then the steps of each."""
    plans = found.plans
    ways = [Section(columns=_columns(plans, first, say), rows=_rows(graph, plans, first, say)) for first in _firsts(plans)]
    steps = [_steps(graph, profile, plan, number, say) for number, plan in enumerate(plans, 1)]
    word = Wording(graph, say)
    return Page(
        title=say("Ways to become: {role}", role=word.role(plans[0].target)),
        lead=(_proof(found, say),),
        sections=(*ways, *steps, Section(heading=say("Sources"), rows=tuple((one,) for one in word.attributions()))),
    )


def _firsts(plans: tuple[Plan, ...]) -> range:
    return range(0, len(plans), ABREAST)


def _columns(plans: tuple[Plan, ...], first: int, say: Language) -> tuple[str, ...]:
    return alternatives_columns(plans[first : first + ABREAST], say, first + 1)


def _rows(graph: Graph, plans: tuple[Plan, ...], first: int, say: Language) -> tuple[tuple[str, ...], ...]:
    return alternatives_rows(graph, plans[first : first + ABREAST], say)


def _proof(found: Alternatives, say: Language) -> str:
    count = len(found.plans)
    if found.is_complete and count == 1:
        return say("Proved: no other plan arrives earlier, costs less or has fewer moves.")
    if found.is_complete:
        return say("Proved: these are all. Any other plan is bettered by one of them in arrival, cost and moves together.")
    text = say.plural(
        "{count} way found; none of its figures is bettered by another plan found.",
        "{count} ways found, none better than another in arrival, cost and moves at once.",
        count,
    )
    return text + " " + say("Not proved: that there are no others.")


def _steps(graph: Graph, profile: Profile, plan: Plan, number: int, say: Language) -> Section:
    titles = [step.title for step in plan_view(graph, profile, plan, say).steps]
    rows = tuple(
        (say.month(plan.as_of + step.start), _lasting(title, step, say)) for title, step in zip(titles, plan.steps, strict=True)
    )
    return Section(heading=say("Steps of way {number}", number=number), rows=rows)


def _lasting(title: str, step: Step, say: Language) -> str:
    if step.end is None:
        return title
    return say("{step} ({duration})", step=title, duration=say.duration(step.end - step.start))


def alternatives_facts(graph: Graph, found: Alternatives, say: Language, place: Place = lambda _: None) -> dict[str, Any]:
    """Each plan as `careerpath plan` states it."""
    plans = [plan_facts(graph, plan, say, place) for plan in found.plans]
    return {"format": "careerpath-alternatives/1", "is_complete": found.is_complete, "plans": plans}


def _arrival(plan: Plan, say: Language) -> str:
    if not plan.months:
        return say.month(plan.as_of)
    return say("{month}, in {duration}", month=say.month(plan.as_of + plan.months), duration=say.duration(plan.months))


def _roles(plan: Plan, word: Wording) -> str:
    return " → ".join(word.role(step.role) for step in plan.steps if isinstance(step, WorkStep))


def _studies(plan: Plan, word: Wording) -> str:
    return "; ".join(word.credential(step.credential) for step in plan.steps if isinstance(step, StudyStep))
