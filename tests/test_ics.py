"""A plan as a calendar: its days, and the ids that let a later plan move them."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest
from icalendar import Calendar
from planned import example, planned, shipped

from careerpath.locale import LANGUAGES, Language
from careerpath.model.graph import Graph
from careerpath.model.profile import Profile
from careerpath.model.result import Plan, StudyStep, WorkStep
from careerpath.reports.ics import plan_ics
from careerpath.reports.missing import MissingExtra

ANA = "call-centre-agent"
NOW = 2026 * 12 + 10
HOSTILE = "a;b,c\\n\r\nBEGIN:VEVENT\r\nSUMMARY:x\u202e" + "ñ" * 90
GOLDEN = """\
2026-11-01 Become BPO team leader
2027-02-01 Study: Bachelor's degree in management, part time
2027-05-01 Review the plan: BPO operations manager
2027-07-01 End of study: Bachelor's degree in management
2027-10-01 Prepare the move: BPO operations manager
2027-11-01 Arrive: BPO operations manager
"""


def small(as_of: int = NOW, later: int = 0) -> Plan:
    """A year of work with a study in it, by hand."""
    work = WorkStep(role="bpo-team-leader", start=0, end=12 + later)
    study = StudyStep(credential="bachelor-management", mode="part_time", start=3, end=8)
    target = WorkStep(role="bpo-operations-manager", start=12 + later, end=None, slack=None)
    totals: dict[str, Any] = {"months": 12 + later, "cost": 0, "moves": 2}
    return Plan(
        status="optimal", target="bpo-operations-manager", as_of=as_of, prefer="fastest", steps=(work, study, target), **totals
    )


def person(name: str | None = "Ana Pérez") -> Profile:
    return Profile(as_of=NOW, name=name)


def calendar(plan: Plan, who: Profile | None = None, language: str = "en", graph: Graph | None = None) -> Any:
    return Calendar.from_ical(plan_ics(graph or shipped(), who or person(), plan, Language(language)))


def events(*arguments: Any, **options: Any) -> dict[str, Any]:
    """By id."""
    found = calendar(*arguments, **options).events
    assert len({str(one["UID"]) for one in found}) == len(found)
    return {str(one["UID"]): one for one in found}


def test_the_days_of_a_plan() -> None:
    found = events(small()).values()
    assert "".join(f"{one['DTSTART'].dt} {one['SUMMARY']}\n" for one in found) == GOLDEN
    for one in found:
        assert type(one["DTSTART"].dt) is date and one["TRANSP"] == "TRANSPARENT"
        assert one["DTSTAMP"].dt == datetime(2026, 11, 1, tzinfo=UTC) and one["SEQUENCE"] == NOW
    study = next(one for one in found if one["SUMMARY"].startswith("Study"))
    assert study["DESCRIPTION"].splitlines()[0] == "Feb 2027 to Jul 2027, 5 months" and "Cost: $0" in study["DESCRIPTION"]


def test_a_later_plan_moves_the_days() -> None:
    first, second = events(small()), events(small(NOW + 2, later=3))
    assert set(first) <= set(second)  # and one review more
    assert all(
        second[uid]["SUMMARY"] == one["SUMMARY"] and second[uid]["SEQUENCE"] > one["SEQUENCE"] for uid, one in first.items()
    )
    assert all(second[uid]["DTSTART"].dt > one["DTSTART"].dt for uid, one in first.items())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("stem", [ANA, "no-degree"])
def test_an_example_in_both_languages(stem: str, language: str) -> None:
    plan = planned(stem)
    found = events(plan, example(stem), language)
    assert set(found) == set(events(plan, example(stem)))
    studies = [one for one in plan.steps if isinstance(one, StudyStep)]
    moves = [one for one in plan.steps if isinstance(one, WorkStep) and one.is_move]
    prepared = [one for one in moves if one.start]
    reviews = len(range(6, plan.months or 0, 6))
    assert len(found) == 2 * len(studies) + len(moves) + len(prepared) + reviews
    summaries = " ".join(str(one["SUMMARY"]) for one in found.values())
    assert ("Revisar el plan" if language == "es" else "Review the plan") in summaries
    assert all("[" not in one["DESCRIPTION"] for one in found.values())


def test_ids_are_the_persons_own_and_do_not_tell_the_name() -> None:
    ana, joe = events(small()), events(small(), person("Joe Kowalski"))
    assert set(ana).isdisjoint(joe) and len(events(small(), person(None))) == len(ana)
    assert not any(name in uid.lower() for uid in {**ana, **joe} for name in ("ana", "pérez", "joe"))
    assert calendar(small())["UID"] != calendar(small(), person("Joe Kowalski"))["UID"]
    assert calendar(small())["X-WR-CALNAME"] == "Ana Pérez · Plan to become: BPO operations manager"


def test_the_same_plan_gives_the_same_bytes() -> None:
    first, second = (plan_ics(shipped(), person(), small(), Language("en")) for _ in range(2))
    assert first == second and b"PRODID:-//careerpath//careerpath//EN\r\n" in first


def test_hostile_text_comes_out_as_text() -> None:
    graph = shipped()
    roles = {name: msgspec.structs.replace(role, title=HOSTILE) for name, role in graph.roles.items()}
    graph = msgspec.structs.replace(graph, roles=roles)
    data = plan_ics(graph, person(HOSTILE), small(), Language("en"))
    assert all(len(line) <= 75 for line in data.split(b"\r\n")) and data.decode().isprintable() is False
    found = events(small(), person(HOSTILE), "en", graph)
    shown = "a;b,c\\n\\u000d\\u000aBEGIN:VEVENT\\u000d\\u000aSUMMARY:x\\u202e" + "ñ" * 90
    assert len(found) == len(events(small())) and sum(shown in one["SUMMARY"] for one in found.values()) == 4
    assert len(events(small(), person("\ud800"))) == len(found)


def test_reviews_end_after_ten_years_and_come_without_a_plan() -> None:
    assert sum("Review" in one["SUMMARY"] for one in events(small(later=600)).values()) == 20
    nothing = Plan(status="unreachable", target="bpo-operations-manager", as_of=NOW, prefer="fastest")
    (review,) = events(nothing).values()
    assert review["DTSTART"].dt == date(2027, 5, 1)


def test_a_study_under_way_has_only_its_end() -> None:
    plan = small()
    under_way = msgspec.structs.replace(plan.steps[1], start=0, is_under_way=True)
    plan = msgspec.structs.replace(plan, steps=(plan.steps[0], under_way, plan.steps[2]))
    assert set(events(plan)) < set(events(small())) and len(events(plan)) == len(events(small())) - 1


def test_the_ends_of_time_do_no_harm() -> None:
    for as_of in (0, 9999 * 12 + 11):
        assert len(events(small(as_of))) == 6


def test_a_missing_library_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "icalendar", None)
    with pytest.raises(MissingExtra) as told:
        plan_ics(shipped(), person(), small(), Language("en"))
    assert told.value.extra == "ics"
