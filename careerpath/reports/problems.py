"""Diagnostics in words: place, source line with a caret, cause, remedy."""

from __future__ import annotations

import json
from typing import NamedTuple

from careerpath.diagnostics import Diagnostic, Span
from careerpath.locale import N_, Language
from careerpath.reports.visible import visible


class Wording(NamedTuple):
    """What is wrong, and how to mend it. Both take the diagnostic's `params`."""

    cause: str
    remedy: str


CODES: dict[str, Wording] = {
    # The file
    "file-missing": Wording(N_("There is no file {file}."), N_("Check the name and the folder.")),
    "not-a-file": Wording(N_("{file} is not a regular file."), N_("Give the path of a YAML or JSON file.")),
    "file-unreadable": Wording(N_("The file cannot be read: {reason}."), N_("Check that you may read it.")),
    "file-too-large": Wording(N_("The file is larger than {limit}."), N_("Split it, and join the parts with `extends`.")),
    "not-utf8": Wording(N_("The file is not UTF-8: byte {byte}."), N_("Save it with the encoding UTF-8.")),
    "control-character": Wording(N_("The file holds the control character {character}."), N_("Delete it.")),
    "yaml-syntax": Wording(
        N_("The file is not valid YAML: {reason}."), N_("Check the indentation, the colons and the quotes here and just above.")
    ),
    "too-deep": Wording(N_("The file is nested deeper than {limit}."), N_("Write it flatter.")),
    "too-many-values": Wording(
        N_("The file holds more than {limit} values once its aliases are written out."),
        N_("Remove the aliases, or split the file."),
    ),
    "unknown-alias": Wording(
        N_("The alias *{alias}* has no anchor above it."), N_("Define &{alias} first, or write the value out.")
    ),
    "tag": Wording(N_("Tags such as {tag} are not allowed."), N_("Remove the tag; quote the value if it is a text.")),
    "merge-key": Wording(
        N_("Merge keys (<<) are not allowed."), N_("Write the entries out, or lay a file over another with `extends`.")
    ),
    "duplicate-key": Wording(N_("The key {key} stands here again; it is first on line {first}."), N_("Keep one of the two.")),
    "key-not-text": Wording(N_("A key must be a text."), N_("Write a name before the colon.")),
    "several-documents": Wording(N_("The file holds more than one document."), N_("Keep one; remove the line ---.")),
    "empty-file": Wording(N_("The file is empty."), N_("Start from one of the files in examples/.")),
    # Shape
    "unknown-key": Wording(N_("The key {key} is not known here."), N_("Known here: {known}. A note of your own begins with x-.")),
    "missing-key": Wording(N_("The key {key} is missing here."), N_("Add it.")),
    "wrong-type": Wording(
        N_("Expected here: {expected}; found: {found}."),
        N_("Write the value in that form; quote a text that looks like a number."),
    ),
    "out-of-range": Wording(N_("{value} is out of range."), N_("Give a number from {low} to {high}.")),
    "bad-id": Wording(N_("{value} is not an id."), N_("Use small letters, digits and single hyphens, as in team-leader.")),
    "bad-choice": Wording(N_("{value} is not one of the choices."), N_("Choose one of: {known}.")),
    "bad-date": Wording(N_("{value} is not a date."), N_("Write YYYY, YYYY-MM or YYYY-MM-DD.")),
    "bad-value": Wording(N_("{value} is not in the expected form."), N_("Compare it with the description of the format.")),
    "requirement-kind": Wording(
        N_("A requirement is exactly one of {known}; found: {found}."),
        N_("Split it into several items, or name the one that is meant."),
    ),
    "empty-list": Wording(N_("{key} is empty, so it could never hold."), N_("Add an entry, or remove the key.")),
    "experience-mixed": Wording(
        N_("Experience names roles and also a function or a level."), N_("Keep `role`, or keep `function` and `level`.")
    ),
    "degree-without-level": Wording(N_("The degree {id} has no level."), N_("Add `level`, such as bachelor.")),
    "level-without-degree": Wording(
        N_("{id} is a {kind}, and only degrees have a level."), N_("Remove `level`, or set `kind: degree`.")
    ),
    "study-without-months": Wording(N_("{id} says in no mode how long it takes."), N_("Give full_time, part_time or both.")),
    # References
    "unknown-id": Wording(N_("{id} is not among the {section}."), N_("Define it there, or correct the id.")),
    "part-of-cycle": Wording(N_("{id} is a part of itself: {circle}."), N_("Remove one `part_of` of the circle.")),
    "extends-missing": Wording(N_("There is no file {file} to extend."), N_("Give a path relative to this file, or `{known}`.")),
    "extends-outside": Wording(N_("{file} lies outside this file's folder."), N_("Put it in the folder, or use `{known}`.")),
    "extends-cycle": Wording(N_("{file} extends this file in turn."), N_("Remove one `extends`.")),
    # The graph as a whole
    "role-never-entered": Wording(
        N_("Nobody can ever enter {id}."),
        N_("Make one of its feeder roles and each of its requirements possible, without needing {id} itself."),
    ),
    "credential-never-started": Wording(N_("Nobody can ever start {id}."), N_("Make what it requires possible.")),
    "requirement-never-satisfied": Wording(
        N_("Nothing in the graph satisfies this requirement."), N_("Add a role or credential that does, or remove it.")
    ),
    "executive-out-of-reach": Wording(
        N_("The executive role {id} cannot be reached from any role of the level {level}."),
        N_("Add a feeder role on the way to it."),
    ),
    "missing-translation": Wording(
        N_("This text has no wording in: {languages}."), N_("Write it as a map, {{en: ..., es: ...}}.")
    ),
    "figure-without-source": Wording(
        N_("No source is given for {figure}."), N_("Add `source`, or mark it as your own estimate.")
    ),
    "unused-entry": Wording(N_("Nothing refers to {id} of the {section}."), N_("Use it, or remove it.")),
    "foreign-figures": Wording(
        N_("{count} figures are still in the money of the graph beneath, though they will be shown as {currency}: {shown}."),
        N_("Give them anew in {currency}, each with its source."),
    ),
    "shared-title": Wording(
        N_("The title “{title}” is also that of {other}."), N_("Make the titles differ, so that each can be found by it.")
    ),
    # The profile
    "unknown-role": Wording(
        N_("No role is called {value}."), N_("Search with `careerpath roles`; for a job outside the graph write `title:`.")
    ),
    "ambiguous-role": Wording(N_("{value} is the name of several roles: {found}."), N_("Give the id of the one that is meant.")),
    "unknown-credential": Wording(
        N_("No credential is called {value}."), N_("For a degree outside the graph write `level:` and `field:`.")
    ),
    "ambiguous-credential": Wording(
        N_("{value} is the name of several credentials: {found}."), N_("Give the id of the one that is meant.")
    ),
    "outside-graph": Wording(
        N_("{id} is not among the {section}; it counts only where a requirement names none."),
        N_("Keep it so, or use an id of the graph."),
    ),
    "stint-without-role": Wording(
        N_("This job has neither role nor title."), N_("Add `role` for a role of the graph, or `title`.")
    ),
    "stint-without-length": Wording(N_("This job has neither dates nor months."), N_("Add `start` (and `end`), or `months`.")),
    "months-and-dates": Wording(N_("This job has months and dates."), N_("Keep one of the two.")),
    "date-in-future": Wording(
        N_("{date} is later than {as_of}, the month that the plan starts from."), N_("Correct the date, or `as_of`.")
    ),
    "end-before-start": Wording(N_("The end, {end}, comes before the start, {start}."), N_("Correct one of the two.")),
    "degree-without-level-or-credential": Wording(
        N_("This degree has neither credential nor level."), N_("Add `credential` for one of the graph, or `level`.")
    ),
    # A brand
    "bad-colour": Wording(
        N_("This is not a colour."), N_('Write # and six digits in quotes, as in "#1f3a5f"; unquoted, # begins a comment.')
    ),
    "logo-missing": Wording(
        N_("There is no picture {file} that can be read."), N_("Give a path relative to this file, in its folder or below.")
    ),
    "logo-outside": Wording(N_("{file} lies outside this file's folder."), N_("Put the picture in the folder or below it.")),
    "logo-kind": Wording(N_("{file} is not a whole PNG, JPEG or SVG."), N_("Save the picture anew in one of these forms.")),
    "logo-too-large": Wording(N_("{file} is larger than {limit}."), N_("Save the picture smaller.")),
    # A plan
    "not-a-plan": Wording(N_("This is not a plan: {reason}."), N_("Give a file that `careerpath plan --format json` wrote.")),
}
"""Every code, with its wording; the gallery in docs/errors.md shows each with an example."""

SECTIONS = {
    "sources": N_("sources"),
    "levels": N_("levels"),
    "functions": N_("functions"),
    "fields": N_("fields of study"),
    "skills": N_("skills"),
    "credentials": N_("credentials"),
    "roles": N_("roles"),
}
KINDS = {
    "map": N_("a map (key: value)"),
    "list": N_("a list"),
    "text": N_("a text"),
    "number": N_("a number"),
    "whole-number": N_("a whole number"),
    "true-or-false": N_("true or false"),
    "nothing": N_("nothing"),
}


def cause_and_remedy(one: Diagnostic, say: Language) -> tuple[str, str]:
    """The two sentences for a problem; the remedy ends with a suggestion where there is one."""
    wording = CODES[one.code]
    params = {name: _said(name, value, say) for name, value in one.params.items()}
    remedy = say(wording.remedy, **params)
    if one.suggestion:
        remedy = say("Did you mean {suggestion}?", suggestion=visible(one.suggestion)) + " " + remedy
    return say(wording.cause, **params), remedy


def _said(name: str, value: str, say: Language) -> str:
    if name == "section":
        return say(SECTIONS[value])
    if name == "expected":
        return say.either([say(KINDS.get(kind, kind)) for kind in value.split(" | ")])
    kind, _, shown = value.partition(" ")
    if name == "found" and kind in KINDS:
        return say(KINDS[kind]) + (f" ({visible(shown)})" if shown else "")
    return visible(value)


def as_text(diagnostics: list[Diagnostic], say: Language) -> str:
    """All problems, each with its place, source line and caret."""
    return "\n".join(_problem(one, say) for one in diagnostics)


def _problem(one: Diagnostic, say: Language) -> str:
    cause, remedy = cause_and_remedy(one, say)
    severity = say("error") if one.severity == "error" else say("warning")
    lines = [f"{visible(str(one.span))}: {severity}: {cause} [{one.code}]"]
    return "\n".join([*lines, *_excerpt(one.span), f"  {remedy}"]) + "\n"


def _excerpt(span: Span) -> list[str]:
    """The source line with a caret under the place, cut where it is long."""
    if not span.excerpt.strip() or span.column > len(span.excerpt) + 1:
        return []
    before = visible(span.excerpt[: span.column - 1].replace("\t", " "))
    line = before + visible(span.excerpt[span.column - 1 :].replace("\t", " "))
    width = max(1, min(span.width, len(line) - len(before)))
    number = str(span.line)
    return [f"  {number} | {line}", f"  {' ' * len(number)} | {' ' * len(before)}{'^' * width}"]


def as_facts(diagnostics: list[Diagnostic], say: Language) -> list[dict[str, object]]:
    """The problems for scripts."""
    facts: list[dict[str, object]] = []
    for one in diagnostics:
        cause, remedy = cause_and_remedy(one, say)
        place = {"file": one.span.file, "line": one.span.line, "column": one.span.column}
        shown = {"code": one.code, "severity": one.severity, **place, "excerpt": one.span.excerpt}
        facts.append({**shown, "cause": cause, "remedy": remedy, "suggestion": one.suggestion})
    return facts


def as_json(diagnostics: list[Diagnostic], say: Language, counts: dict[str, int] | None = None) -> str:
    facts = as_facts(diagnostics, say)
    return (
        json.dumps({"format": "careerpath-check/1", "counts": counts or {}, "problems": facts}, ensure_ascii=False, indent=2)
        + "\n"
    )
