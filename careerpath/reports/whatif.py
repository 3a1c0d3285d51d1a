"""What would shorten a plan, in words."""

from __future__ import annotations

from careerpath.locale import Language
from careerpath.model.graph import Graph
from careerpath.model.result import Change, Effect, WhatIf
from careerpath.reports.wording import STUDIES, Wording


def effect_lines(graph: Graph, whatif: WhatIf, say: Language) -> tuple[str, ...]:
    """A sentence for each effect, the greatest first."""
    word = Wording(graph, say)
    return tuple(_line(one, word, say) for one in whatif.effects)


def _line(one: Effect, word: Wording, say: Language) -> str:
    change = change_words(one.change, word, say)
    if one.saves is None:
        return say("{change}: a plan of {duration}.", change=change, duration=say.duration(one.months))
    return say("{change}: {duration} earlier.", change=change, duration=say.duration(one.saves))


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
    if change.kind == "budget":
        return say("A budget of {amount}", amount=word.money(float(change.value or 0)))
    return say("Allowing {study}", study=say(STUDIES[str(change.value)]))
