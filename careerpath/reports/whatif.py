"""What would shorten a plan, in words."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from careerpath.locale import N_, Language
from careerpath.model.graph import Graph
from careerpath.model.profile import month_date
from careerpath.model.result import Change, Effect, WhatIf
from careerpath.reports.page import Page, Section
from careerpath.reports.plan_json import whole
from careerpath.reports.wording import STUDIES, Wording

NAMED = 4  # credentials of one effect that are named
SAVINGS = {
    "exact": N_("{change}: {duration} earlier."),
    "at_least": N_("{change}: at least {duration} earlier."),
    "found": N_("{change}: {duration} earlier, by the plans found."),
}


def effect_lines(graph: Graph, whatif: WhatIf, say: Language) -> tuple[str, ...]:
    """A sentence for each effect, the greatest first; credentials that do the same share one."""
    word = Wording(graph, say)
    return tuple(_line(one, word, say) for one in _grouped(whatif))


def _grouped(whatif: WhatIf) -> list[tuple[Effect, ...]]:
    """The effects, those of credentials with the same figures together."""
    groups = groupby(enumerate(whatif.effects), key=lambda one: _group(*one))
    return [tuple(effect for _, effect in group) for _, group in groups]


def _group(number: int, one: Effect) -> tuple[object, ...]:
    is_credential = one.change.kind == "credential"
    return (-1 if is_credential else number, one.months, one.cost, one.moves, one.certainty)


def _line(effects: tuple[Effect, ...], word: Wording, say: Language) -> str:
    first, change = effects[0], _changes(effects, word, say)
    if first.saves is None:
        return say("{change}: a plan of {duration}.", change=change, duration=say.duration(first.months))
    return say(SAVINGS[first.certainty], change=change, duration=say.duration(first.saves))


def _changes(effects: tuple[Effect, ...], word: Wording, say: Language) -> str:
    if len(effects) == 1:
        return change_words(effects[0].change, word, say)
    names = [word.credential(one.change.subject) for one in effects[:NAMED]]
    more = len(effects) - len(names)
    names += [say.plural("{count} other", "{count} others", more)] if more else []
    return say("Holding {credential}", credential=say.either(names))


def whatif_page(graph: Graph, whatif: WhatIf, say: Language) -> Page:
    word = Wording(graph, say)
    role = word.role(whatif.target)
    columns = (say("Change"), say("Sooner by"), say("Arrival"), say("Cost"), say("Moves"))
    rows = tuple(_row(one, whatif, word, say) for one in _grouped(whatif))
    sources = Section(heading=say("Sources"), rows=tuple((one,) for one in word.attributions()))
    return Page(
        title=say("What would shorten the way to become: {role}", role=role),
        lead=tuple(text for text in (_now(whatif, say), _found(whatif, say)) if text),
        sections=(Section(columns=columns, rows=rows), sources),
    )


def _row(effects: tuple[Effect, ...], whatif: WhatIf, word: Wording, say: Language) -> tuple[str, ...]:
    one = effects[0]
    arrival = say.month(whatif.as_of + one.months)
    return _changes(effects, word, say), _saved(one, say), arrival, word.money(one.cost), say.number(one.moves)


def _saved(one: Effect, say: Language) -> str:
    if one.saves is None:
        return say("a plan at all")
    duration = say.duration(one.saves)
    return say("at least {duration}", duration=duration) if one.certainty == "at_least" else duration


def _now(whatif: WhatIf, say: Language) -> str:
    if whatif.status == "there":
        return say("No plan is needed: this role is held already.")
    if whatif.months is None:
        return say("As it is, no plan exists under these preferences.")
    month, duration = say.month(whatif.as_of + whatif.months), say.duration(whatif.months)
    if any(one.certainty == "found" for one in whatif.effects):
        return say("The plan as it is arrives in {month}, in {duration}; not proved the soonest.", month=month, duration=duration)
    return say("The plan as it is arrives in {month}, in {duration}.", month=month, duration=duration)


def _found(whatif: WhatIf, say: Language) -> str:
    if whatif.status == "there":
        return ""
    text = "" if whatif.effects else _nothing(whatif, say)
    if whatif.is_complete:
        return text or say("Each line is a change by itself, and the best plan with it.")
    text = text or say("Each line is a change by itself, and the plan found with it.")
    return text + " " + say("Not proved: that nothing else would.")


def _nothing(whatif: WhatIf, say: Language) -> str:
    if whatif.months is None:
        return say("No single change of those tried would make one possible; `careerpath plan` says which do together.")
    return say("Nothing that was tried would shorten it.")


def whatif_facts(graph: Graph, whatif: WhatIf, say: Language) -> dict[str, Any]:
    word = Wording(graph, say)
    return {
        "format": "careerpath-whatif/1",
        "target": whatif.target,
        "as_of": month_date(whatif.as_of),
        "status": whatif.status,
        "months": whatif.months,
        "is_complete": whatif.is_complete,
        "effects": [_facts(one, word, say) for one in whatif.effects],
    }


def _facts(one: Effect, word: Wording, say: Language) -> dict[str, Any]:
    change = {"kind": one.change.kind, "subject": one.change.subject, "value": one.change.value}
    figures = {"months": one.months, "cost": whole(one.cost), "moves": one.moves}
    text = change_words(one.change, word, say)
    return {"change": change, "text": text, "status": one.status, **figures, "saves": one.saves, "certainty": one.certainty}


def change_words(change: Change, word: Wording, say: Language) -> str:
    """The change as the start of a sentence."""
    if change.kind == "credential":
        return say("Holding {credential}", credential=word.credential(change.subject))
    if change.kind == "skill":
        return say("Knowing {skill}", skill=word.skill(change.subject, str(change.value)))
    if change.kind == "experience":
        duration = say.duration(int(change.value or 0))
        return say("{duration} more as {role}", duration=duration, role=word.role(change.subject))
    if change.kind == "avoid":
        return say("Not avoiding {role}", role=word.role(change.subject))
    if change.kind == "via":
        return say("Not passing through {role}", role=word.role(change.subject))
    if change.kind == "deadline":
        return say("{duration} to arrive", duration=say.duration(int(change.value or 0)))
    if change.kind == "budget":
        return say("A budget of {amount}", amount=word.money(float(change.value or 0)))
    return say("Allowing {study}", study=say(STUDIES[str(change.value)]))
