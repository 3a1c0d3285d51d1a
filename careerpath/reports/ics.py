"""A plan as dates for a calendar: milestones, months in which to prepare a move, and reviews."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from hashlib import sha256

import msgspec

from careerpath.locale import Language
from careerpath.model.graph import Graph
from careerpath.model.profile import Profile
from careerpath.model.result import Plan, Step, StudyStep
from careerpath.reports.missing import MissingExtra
from careerpath.reports.view import PlanView, StepView, plan_view, uncited
from careerpath.reports.visible import visible
from careerpath.reports.wording import Wording

REVIEW = 6  # months between reviews
MOST_REVIEWS = 20


class Milestone(msgspec.Struct, frozen=True, kw_only=True):
    """A day in a calendar, the first of the month `offset` from now. `subject` is the id of a role or credential."""

    kind: str
    subject: str
    offset: int
    summary: str
    description: str


def plan_ics(graph: Graph, profile: Profile, plan: Plan, say: Language) -> bytes:
    """All-day events. Their ids rest on the person's name and target and on what they are about, never on dates: a later plan
    of the same person, once imported, moves them; those that it no longer has stay as they were. Persons without a name share
    ids where they share a target. Raises `MissingExtra`."""
    try:
        from icalendar import TRANSP, Calendar, Event
    except ImportError:
        raise MissingExtra("ics") from None
    view = plan_view(graph, profile, plan, say)
    name = " · ".join(filter(None, (visible(profile.name or ""), view.title)))
    prodid = f"-//careerpath//careerpath//{say.code.upper()}"
    stamp = datetime.combine(_day(plan.as_of), datetime.min.time(), UTC)
    calendar = Calendar.new(name=name, prodid=prodid, uid=_uid(profile, plan, "calendar"))
    for milestone, count in _counted(milestones(graph, plan, say, view)):
        event = Event.new(
            uid=_uid(profile, plan, milestone.kind, milestone.subject, str(count)),
            sequence=plan.as_of,
            stamp=stamp,
            start=_day(plan.as_of + milestone.offset),
            summary=milestone.summary,
            description=milestone.description,
            transparency=TRANSP.TRANSPARENT,
        )
        calendar.add_component(event)
    made: bytes = calendar.to_ical()
    return made


def milestones(graph: Graph, plan: Plan, say: Language, view: PlanView) -> list[Milestone]:
    """By date, those of a month in the order of the steps."""
    found = [
        milestone
        for step, words in zip(plan.steps, view.steps, strict=True)
        for milestone in _of_step(step, words, Wording(graph, say), say)
    ]
    return sorted(found + _reviews(graph, plan, say, view), key=lambda one: one.offset)


def _of_step(step: Step, words: StepView, word: Wording, say: Language) -> list[Milestone]:
    described = uncited("\n".join((words.dates, *(f"{label}: {text}" for label, text in words.facts))))

    def milestone(kind: str, offset: int, summary: str) -> Milestone:
        return Milestone(kind=kind, subject=subject, offset=offset, summary=summary, description=described)

    if isinstance(step, StudyStep):
        subject = step.credential
        end = milestone("study end", step.end, say("End of study: {credential}", credential=word.credential(subject)))
        return [end] if step.is_under_way else [milestone("study", step.start, words.title), end]
    subject = step.role
    if not step.is_move:
        return []
    entry = milestone("entry", step.start, words.title)
    if step.start == 0:
        return [entry]
    return [milestone("prepare", step.start - 1, say("Prepare the move: {role}", role=word.role(subject))), entry]


def _reviews(graph: Graph, plan: Plan, say: Language, view: PlanView) -> list[Milestone]:
    """Every half year before the arrival, and one where there is no plan to follow."""
    offsets = range(REVIEW, plan.months or 0, REVIEW) if plan.steps else (REVIEW,)
    summary = say("Review the plan: {role}", role=Wording(graph, say).role(plan.target))
    return [
        Milestone(kind="review", subject="", offset=offset, summary=summary, description=_under_way(plan, view, offset))
        for offset in offsets[:MOST_REVIEWS]
    ]


def _under_way(plan: Plan, view: PlanView, offset: int) -> str:
    """The steps of that month."""
    steps = zip(plan.steps, view.steps, strict=True)
    found = [words for step, words in steps if step.end is not None and step.start <= offset < step.end]
    return uncited("\n".join(f"{words.number}. {words.title}: {words.dates}" for words in found))


def _counted(found: list[Milestone]) -> list[tuple[Milestone, int]]:
    """Each with the number of those before it that are about the same."""
    seen: Counter[tuple[str, str]] = Counter()
    counted = []
    for one in found:
        counted.append((one, seen[one.kind, one.subject]))
        seen[one.kind, one.subject] += 1
    return counted


def _uid(profile: Profile, plan: Plan, *about: str) -> str:
    """A hash: a calendar may be shared, and the name is nobody else's business."""
    told = "\0".join((profile.name or "", plan.target, *about))
    return f"{sha256(told.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}@careerpath"


def _day(month: int) -> date:
    """The first of a month that counts from January of year 0, within the years that a calendar knows."""
    return date(min(max(month // 12, 1), 9999), month % 12 + 1, 1)
