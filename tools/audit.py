"""Compares the shipped graph with the reference data it was made from: `python tools/audit.py [--data DIR] [--write]`.

The figures of a role are judgements that begin from O*NET and BLS. This shows, measure by measure, where a role follows its
occupation and where it departs from it; who departs has to say why in the `note` of that figure's source. Without `--write`
the tables go to stdout, with it into docs/data.md between the markers; exit code 1 while a deviation is without a reason.
That a note is there can be told by a program; whether it convinces, only by who reads it.

A figure that is not given has no source: there a note elsewhere on the role counts if it speaks of the matter.

Months asked are the least that any way into the role takes; those reported run from the lower bound of O*NET's category at
the 25th percentile over the midpoint of the median's to the upper bound of the 75th's, ends included."""

from __future__ import annotations

import argparse
import csv
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from math import inf
from pathlib import Path
from textwrap import shorten
from typing import NamedTuple

from careerpath.model.graph import EDUCATION_LADDER, Cited, Graph, Requirement, Role, citation, ids, words
from careerpath.model.matching import Matcher
from careerpath.reading.graph_file import load_graph

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT.parent / "shared" / "data"
PAGE = ROOT / "docs" / "data.md"
BEGIN, END = "<!-- audit -->", "<!-- /audit -->"

NONE = -1
"""No degree at all; every other level is its place on the education ladder."""
SECONDARY, POST_SECONDARY, SHORT_CYCLE, BACHELOR, MASTER, DOCTORATE = range(6)
ONET_EDUCATION = (
    *(NONE, SECONDARY, POST_SECONDARY, SECONDARY, SHORT_CYCLE, BACHELOR),
    *(BACHELOR, MASTER, MASTER, MASTER, DOCTORATE, DOCTORATE),
)
"""O*NET's categories 1 to 12 as the last level completed: some college is secondary, a first professional degree a master."""
BLS_EDUCATION = {
    "No formal educational credential": NONE,
    "High school diploma or equivalent": SECONDARY,
    "Some college, no degree": SECONDARY,
    "Postsecondary nondegree award": POST_SECONDARY,
    "Associate's degree": SHORT_CYCLE,
    "Bachelor's degree": BACHELOR,
    "Master's degree": MASTER,
    "Doctoral or professional degree": DOCTORATE,
}
MUCH_LESS = 2
"""Levels below the BLS entry education at which a role counts as admitting much less."""
ONET_MONTHS = ((0, 0), (0, 1), (1, 3), (3, 6), (6, 12), (12, 24), (24, 48), (48, 72), (72, 96), (96, 120), (120, inf))
"""O*NET's categories 1 to 11 of related work experience as the months that they span."""
BLS_MONTHS = {"None": (0, 0), "Less than 5 years": (1, 59), "5 years or more": (60, inf)}
ENTRY = "BLS: no experience is needed to enter; O*NET counts what those in the job brought"
OF_EDUCATION = re.compile(r"\b(education|school|degree|diploma|bachelor)")
OF_EXPERIENCE = re.compile(r"\bexperience\b")
PERCENTILES = {"p10": "oews_p10", "p25": "oews_p25", "p50": "oews_median", "p75": "oews_p75", "p90": "oews_p90"}
USUAL_PAY = {"low": "p10", "median": "p50", "high": "p90"}

Distribution = dict[int, float]
"""The share of each category, in percent."""


# The reference data


class Reference(NamedTuple):
    """What is published, by O*NET code; `bls` holds rows of backoffice.csv."""

    education: Mapping[str, Distribution]
    experience: Mapping[str, Distribution]
    related: frozenset[tuple[str, str]]
    bls: Mapping[str, Mapping[str, str]]


class Spread(NamedTuple):
    """Months of related work experience: the bounds of the middle half and the middle of the median's category."""

    low: float
    median: float
    high: float

    def __str__(self) -> str:
        return "–".join("120+" if months == inf else _count(months) for months in self)


def read_reference(folder: Path) -> Reference:
    onet = folder / "onet-30.1"
    related = _rows(onet / "Related Occupations.txt")
    return Reference(
        education=_distributions(onet, "RL"),
        experience=_distributions(onet, "RW"),
        related=frozenset((row["O*NET-SOC Code"], row["Related O*NET-SOC Code"]) for row in related),
        bls={row["onet_soc"]: row for row in _rows(folder / "backoffice.csv")},
    )


def _rows(path: Path) -> list[dict[str, str]]:
    """The rows of a table: O*NET's are separated by tabs and quote nothing."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        if path.suffix == ".txt":
            return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
        return list(csv.DictReader(file))


def _distributions(onet: Path, scale: str) -> dict[str, Distribution]:
    found: dict[str, Distribution] = {}
    for row in _rows(onet / "Education, Training, and Experience.txt"):
        if row["Scale ID"] == scale:
            found.setdefault(row["O*NET-SOC Code"], {})[int(row["Category"])] = float(row["Data Value"])
    return found


def mode(shares: Distribution) -> int:
    """The category most often reported, the lower of two."""
    return max(sorted(shares), key=lambda category: shares[category])


def quantile(shares: Distribution, share: float) -> int:
    """The category in which `share` (0 to 1) of all reports is reached."""
    reached, wanted = 0.0, share * sum(shares.values())
    for category in sorted(shares):
        reached += shares[category]
        if reached >= wanted - 1e-9:
            return category
    return max(shares)


def spread(shares: Distribution) -> Spread:
    first, middle, third = (ONET_MONTHS[quantile(shares, share) - 1] for share in (0.25, 0.5, 0.75))
    return Spread(first[0], (middle[0] + middle[1]) / 2, third[1])


# What the graph asks for


class Demand(NamedTuple):
    """How much is asked, and the notes on whatever decides that it is not less or not more."""

    size: float
    notes: tuple[str, ...] = ()


Weigh = Callable[[Requirement], Demand]


def demand(item: Requirement, weigh: Weigh) -> Demand:
    """Of alternatives the least counts, of parts that must all hold the greatest; `weigh` is asked of what has no parts."""
    parts = item.any if item.any is not None else item.all
    if parts is None:
        return weigh(item)
    found = deciding([demand(one, weigh) for one in parts], min if item.any is not None else max)
    return Demand(found.size, found.notes + notes_of(item.source))


def deciding(demands: list[Demand], pick: Callable[[Iterable[float]], float]) -> Demand:
    size = pick(one.size for one in demands)
    return Demand(size, tuple(note for one in demands if one.size == size for note in one.notes))


def notes_of(*sources: Cited | None) -> tuple[str, ...]:
    """The notes that give a reason: a bare code says where a figure is from, not why it differs."""
    notes = [words(citation(one).note, "en") for one in sources if one is not None]
    return tuple(note for note in notes if re.search(r"[^\W\d_]", note))


def notes_about(matter: re.Pattern[str], *sources: Cited | None) -> tuple[str, ...]:
    return tuple(note for note in notes_of(*sources) if matter.search(note))


def notes_elsewhere(matter: re.Pattern[str], role: Role) -> tuple[str, ...]:
    """What the role's requirements and own sources say about a matter of which it gives no figure."""
    return notes_about(matter, *(item.source for item in leaves(role.requires)), *role.sources)


def leaves(items: Iterable[Requirement]) -> Iterator[Requirement]:
    for item in items:
        parts = item.any if item.any is not None else item.all
        yield from [item] if parts is None else leaves(parts)


def education_level(graph: Graph, item: Requirement) -> Demand:
    """The level of an item that asks for a degree, by itself or as a credential; NONE for every other item."""
    if item.education is not None:
        levels = [item.education.level]
    else:
        levels = [level for one in ids(item.credential) if (level := graph.credentials[one].level) is not None]
    return Demand(min(map(EDUCATION_LADDER.index, levels), default=NONE), notes_of(item.source))


def education_asked(graph: Graph, role: Role) -> tuple[Demand, Demand]:
    """The lowest level with which the role can be had, and the highest that it names."""
    weigh = partial(education_level, graph)
    items = [item for item in role.requires if any(weigh(one).size > NONE for one in leaves([item]))]
    if not items:
        return (Demand(NONE, notes_elsewhere(OF_EDUCATION, role)),) * 2
    floor = deciding([demand(item, weigh) for item in items], max)
    return floor, deciding([weigh(one) for one in leaves(items)], max)


def least_months(graph: Graph) -> dict[str, Demand]:
    """For each role the least months of work before it can be entered, as `from` and the experience items ask: what can be
    had grows from the roles that ask for none, and each round finds ways that are one role longer."""
    matcher = Matcher(graph)
    least = dict.fromkeys(graph.roles, Demand(inf))
    while True:
        found = {name: months_asked(role, matcher, least) for name, role in graph.roles.items()}
        if found == least:
            return least
        least = found


def months_asked(role: Role, matcher: Matcher, least: Mapping[str, Demand]) -> Demand:
    """The greatest of what `from` and each item with experience in it ask, each role before at its `least`."""
    items = [item for item in role.requires if any(one.experience for one in leaves([item]))]
    demands = [demand(item, partial(experience_months, matcher, least)) for item in items]
    if role.feeders is not None:
        months = min((least[feeder].size + months for feeder, months in role.feeders.items()), default=inf)
        demands.append(Demand(months, notes_of(role.feeders_source)))
    return deciding(demands, max) if demands else Demand(0, notes_elsewhere(OF_EXPERIENCE, role))


def experience_months(matcher: Matcher, least: Mapping[str, Demand], item: Requirement) -> Demand:
    """The months of an experience item after the least that come before a role in which they count; 0 for other items."""
    if item.experience is None:
        return Demand(0, notes_about(OF_EXPERIENCE, item.source))
    before = min((least[role].size for role in matcher.roles(item.experience)), default=inf)
    return Demand(before + item.experience.months, notes_of(item.source))


# The measures


class Case(NamedTuple):
    """A role with the code of its occupation and what it asks for."""

    name: str
    role: Role
    code: str
    floor: Demand
    ceiling: Demand
    months: Demand


class Finding(NamedTuple):
    """`what` says in words how the role deviates, empty where it agrees; `reason` is the note that explains it."""

    measure: str
    role: str
    what: str = ""
    reason: str = ""
    is_compared: bool = True

    @property
    def is_unexplained(self) -> bool:
        return bool(self.what) and not self.reason


Judgement = tuple[str, tuple[str, ...]] | None
"""What deviates, if anything, and the notes on it; None: nothing is published, so nothing compared."""
AGREES = ("", ())


def cases(graph: Graph) -> list[Case]:
    least = least_months(graph)
    return [
        Case(name, role, role.codes.onet_soc, *education_asked(graph, role), least[name])
        for name, role in sorted(graph.roles.items())
        if role.codes is not None and role.codes.onet_soc is not None
    ]


def onet_education(case: Case, data: Reference) -> Judgement:
    shares = data.education.get(case.code)
    if shares is None:
        return None
    level = ONET_EDUCATION[mode(shares) - 1]
    if case.floor.size <= level <= case.ceiling.size:
        return AGREES
    what = f"asks {asked_education(case)}, most report {level_name(level)} ({max(shares.values()):.2f} %)"
    return what, (case.floor if level < case.floor.size else case.ceiling).notes


def bls_education(case: Case, data: Reference) -> Judgement:
    level = BLS_EDUCATION.get(data.bls.get(case.code, {}).get("bls_entry_education", ""))
    if level is None:
        return None
    if level - MUCH_LESS < case.floor.size <= level:
        return AGREES
    return f"asks {level_name(case.floor.size)} at the least, entry is by {level_name(level)}", case.floor.notes


def onet_experience(case: Case, data: Reference) -> Judgement:
    shares = data.experience.get(case.code)
    if shares is None or case.months.size == inf:
        return None
    reported = spread(shares)
    if reported.low <= case.months.size <= reported.high:
        return AGREES
    is_entry = case.months.size == 0 and data.bls.get(case.code, {}).get("bls_work_experience") == "None"
    notes = (*case.months.notes, *((ENTRY,) if is_entry else ()))
    return f"asks {_count(case.months.size)} months, reported {reported}", notes


def bls_experience(case: Case, data: Reference) -> Judgement:
    category = data.bls.get(case.code, {}).get("bls_work_experience", "")
    if category not in BLS_MONTHS or case.months.size == inf:
        return None
    low, high = BLS_MONTHS[category]
    if low <= case.months.size <= high:
        return AGREES
    return f"asks {_count(case.months.size)} months, BLS says {category.lower()}", case.months.notes


def pay(case: Case, data: Reference) -> Judgement:
    row, own = data.bls.get(case.code), case.role.pay
    if own is None or row is None or not any(row.get(column) for column in PERCENTILES.values()):
        return None
    published = {name: _amount(row.get(column, "")) for name, column in PERCENTILES.items()}
    figures = {part: getattr(own, part) for part in USUAL_PAY}
    if all(figures[part] == published[name] for part, name in USUAL_PAY.items()):
        return AGREES
    what = ", ".join(f"{part} {_percentile(figure, published)}" for part, figure in figures.items())
    return what, notes_of(own.source)


def _percentile(figure: float | None, published: Mapping[str, float | None]) -> str:
    """A figure as the percentile that it is, if it is one."""
    if figure is None:
        return "left out"
    return next((name for name, amount in published.items() if amount == figure), f"{figure:,.0f} (no percentile)")


def _amount(cell: str) -> float | None:
    """A figure of OEWS: `#` stands for one above those published."""
    return float(cell) if cell not in ("", "#", "*") else None


MEASURES: dict[str, Callable[[Case, Reference], Judgement]] = {
    "O*NET education": onet_education,
    "BLS entry education": bls_education,
    "O*NET experience": onet_experience,
    "BLS work experience": bls_experience,
    "OEWS pay": pay,
}
EDGES = "`from` edges"


def edge_findings(graph: Graph, case: Case, data: Reference) -> Iterator[Finding]:
    """One finding for each role that feeds this one."""
    for feeder in sorted(case.role.feeders or {}):
        codes = graph.roles[feeder].codes
        code = codes.onet_soc if codes is not None else None
        if code is None:
            yield Finding(EDGES, case.name, is_compared=False)
        elif are_close(code, case.code, data):
            yield Finding(EDGES, case.name)
        else:
            yield _finding(EDGES, case.name, (f"{feeder} ({code})", notes_of(case.role.feeders_source)))


def are_close(one: str, other: str, data: Reference) -> bool:
    """The same occupation, related by O*NET either way, or of one SOC minor group, which the first four characters tell."""
    return one[:4] == other[:4] or not data.related.isdisjoint({(one, other), (other, one)})


def audit(graph: Graph, data: Reference) -> list[Finding]:
    """Everything compared, by measure and then by role."""
    all_cases = cases(graph)
    found = [_finding(name, case.name, measure(case, data)) for name, measure in MEASURES.items() for case in all_cases]
    return found + [finding for case in all_cases for finding in edge_findings(graph, case, data)]


def _finding(measure: str, role: str, judgement: Judgement) -> Finding:
    if judgement is None:
        return Finding(measure, role, is_compared=False)
    what, notes = judgement
    return Finding(measure, role, what, notes[0] if what and notes else "")


# The tables


def report(graph: Graph, data: Reference) -> str:
    findings = audit(graph, data)
    return "\n".join([*summary(findings), "", *by_role(cases(graph), data, findings), "", *deviations(findings)]) + "\n"


def summary(findings: list[Finding]) -> Iterator[str]:
    yield from _head("measure", "compared", "agree", "deviate", "explained", "unexplained", "not compared")
    for measure in (*MEASURES, EDGES):
        own = [one for one in findings if one.measure == measure]
        compared, deviating = sum(one.is_compared for one in own), sum(bool(one.what) for one in own)
        unexplained = sum(one.is_unexplained for one in own)
        counts = (compared, compared - deviating, deviating, deviating - unexplained, unexplained, len(own) - compared)
        yield _row(measure, *map(str, counts))


def by_role(all_cases: list[Case], data: Reference, findings: list[Finding]) -> Iterator[str]:
    marks = {(one.measure, one.role): _mark(one) for one in findings if one.measure in MEASURES}
    yield from _head("role", "education asked", "O*NET mode", "BLS entry", "months asked", "O*NET months", "BLS", "pay")
    for case in all_cases:
        marked = [f"{text}{marks[measure, case.name]}" for measure, text in zip(MEASURES, _published(case, data), strict=True)]
        yield _row(case.name, asked_education(case), *marked[:2], _count(case.months.size), *marked[2:])


def _published(case: Case, data: Reference) -> tuple[str, ...]:
    """What each measure compares the role with."""
    education, experience = data.education.get(case.code), data.experience.get(case.code)
    row = data.bls.get(case.code, {})
    entry = BLS_EDUCATION.get(row.get("bls_entry_education", ""))
    return (
        level_name(ONET_EDUCATION[mode(education) - 1]) if education else "",
        "" if entry is None else level_name(entry),
        str(spread(experience)) if experience else "",
        row.get("bls_work_experience", "").lower(),
        "p10, p50, p90" if any(row.get(column) for column in PERCENTILES.values()) else "",
    )


def _mark(finding: Finding) -> str:
    if not finding.is_compared:
        return "–"
    return (" ✗" if finding.is_unexplained else " ≠") if finding.what else ""


def deviations(findings: list[Finding]) -> Iterator[str]:
    """One row for a role and measure; feeders that are far from the role share theirs."""
    rows: dict[tuple[str, str], list[Finding]] = {}
    for one in findings:
        if one.what:
            rows.setdefault((one.role, one.measure), []).append(one)
    yield from _head("role", "measure", "deviation", "reason given")
    for (role, measure), own in sorted(rows.items()):
        reason = shorten(own[0].reason, 100, placeholder=" …") or "**none**"
        yield _row(role, measure, "; ".join(one.what for one in own), reason)


def level_name(level: float) -> str:
    return "none" if level == NONE else EDUCATION_LADDER[int(level)]


def asked_education(case: Case) -> str:
    """The levels that the role admits, from the lowest to the highest that it names."""
    levels = dict.fromkeys((level_name(case.floor.size), level_name(case.ceiling.size)))
    return " to ".join(levels)


def _count(months: float) -> str:
    return "never" if months == inf else f"{months:g}"


def _head(*cells: str) -> tuple[str, str]:
    return _row(*cells), "|" + "---|" * len(cells)


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


# The command


def shipped_graph() -> Graph:
    loaded = load_graph(None, checked=False)
    assert loaded.graph is not None, loaded.diagnostics
    return loaded.graph


def written(page: str, tables: str) -> str | None:
    """The page with the tables between its markers; None where it has no markers."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    return f"{before}{begin}\n{tables}{end}{after}" if end else None


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, default=DATA, metavar="DIR", help="the reference data (../shared/data)")
    parser.add_argument("--write", action="store_true", help="write the tables into docs/data.md")
    options = parser.parse_args(arguments)
    if not (options.data / "backoffice.csv").exists():
        parser.error(f"no reference data in {options.data}")
    graph, data = shipped_graph(), read_reference(options.data)
    if options.write:
        write_page(report(graph, data))
    else:
        print(report(graph, data), end="")
    unexplained = [one for one in audit(graph, data) if one.is_unexplained]
    for one in unexplained:
        print(f"no reason given: {one.role}, {one.measure}: {one.what}", file=sys.stderr)
    return 1 if unexplained else 0


def write_page(tables: str) -> None:
    page = written(PAGE.read_text(encoding="utf-8"), tables)
    if page is None:
        sys.exit(f"docs/data.md has no {BEGIN} and {END}")
    PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
