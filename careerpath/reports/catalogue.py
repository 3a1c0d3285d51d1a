"""The graph's catalogue as pages and as facts: a list of roles, one role, a profile, a gap, a check."""

from __future__ import annotations

from typing import Any

from careerpath.locale import NN_, Language
from careerpath.model.graph import (
    EDUCATION_LADDER,
    Codes,
    Graph,
    Role,
    all_words,
    by_months,
    citation,
    ids,
    taught_levels,
    words,
)
from careerpath.model.profile import Profile, Served, month_date
from careerpath.model.result import Gap, GapItem
from careerpath.reports.page import Page, Section
from careerpath.reports.visible import visible
from careerpath.reports.wording import EDUCATION, MODES, SKILL_LEVELS, STUDIES, Wording

# Roles


def roles_page(graph: Graph, names: tuple[str, ...], say: Language) -> Page:
    word = Wording(graph, say)
    rows = tuple(
        (word.role(name), name, word.part("levels", graph.roles[name].level), _functions(graph, name, word)) for name in names
    )
    columns = (say("Title"), say("Id"), say("Level"), say("Function"))
    title = say.plural("{count} role", "{count} roles", len(names))
    return Page(title=title, sections=(Section(columns=columns, rows=rows),))


def roles_facts(graph: Graph, names: tuple[str, ...], say: Language) -> list[dict[str, Any]]:
    word = Wording(graph, say)
    return [
        {
            "id": name,
            "title": word.role(name),
            "level": graph.roles[name].level,
            "function": list(ids(graph.roles[name].function)),
        }
        for name in names
    ]


def _functions(graph: Graph, name: str, word: Wording) -> str:
    return ", ".join(word.part("functions", one) for one in ids(graph.roles[name].function))


def leads_to(graph: Graph, name: str) -> tuple[str, ...]:
    """The roles that have this one as a feeder."""
    return tuple(sorted(other for other, role in graph.roles.items() if name in (role.feeders or {})))


def role_page(graph: Graph, name: str, say: Language) -> Page:
    role, word = graph.roles[name], Wording(graph, say)
    facts = [
        (say("Id"), name),
        (say("Level"), word.part("levels", role.level)),
        (say("Function"), _functions(graph, name, word)),
        (say("Pay"), word.pay(role.pay)),
        (say("Stay"), say("at least {duration}", duration=say.duration(graph.stay_in(name)))),
        (say("Also called"), visible(", ".join(_aliases(role, say)))),
        (say("Codes"), _codes(role.codes)),
    ]
    path = f"roles.{name}"
    asks = [(_with_why(word, f"{path}.requires[{index}]"),) for index in range(len(role.requires))]
    return Page(
        title=word.role(name),
        lead=(visible(words(role.summary, say.code)),) if role.summary else (),
        sections=(
            Section(rows=tuple(one for one in facts if one[1])),
            Section(heading=say("Duties"), rows=tuple((visible(words(one.text, say.code)),) for one in role.duties)),
            Section(heading=say("Comes from one of"), rows=_feeders(role, word)),
            Section(heading=say("Asks for all of"), rows=tuple(asks)),
            Section(heading=say("Strengthened by"), rows=tuple((word.item(one),) for one in role.prefers)),
            Section(heading=say("Teaches"), rows=tuple(_teaches(role, word))),
            Section(heading=say("Leads to"), rows=tuple((word.role(one),) for one in leads_to(graph, name))),
            Section(heading=say("Sources"), rows=tuple((one,) for one in (*_role_sources(role, word), *word.attributions()))),
        ),
    )


def _aliases(role: Role, say: Language) -> tuple[str, ...]:
    return tuple(role.aliases.get(say.code, [])) if isinstance(role.aliases, dict) else tuple(role.aliases)


def _codes(codes: Codes | None) -> str:
    if codes is None:
        return ""
    named = (("O*NET-SOC", codes.onet_soc), ("ISCO-08", codes.isco08), ("ESCO", codes.esco))
    return visible(", ".join(f"{name} {code}" for name, code in named if code))


def _with_why(word: Wording, path: str) -> str:
    why = word.why(path)
    sources = "; ".join(word.source(one) for one in word.cited_at(path))
    return word.requirement(path) + (f" – {why}" if why else "") + (f" [{sources}]" if sources else "")


def _feeders(role: Role, word: Wording) -> tuple[tuple[str, ...], ...]:
    if role.feeders is None:
        return ((word.say("open to anyone who qualifies"),),)
    return tuple((word.role(one), word.say.duration(months)) for one, months in by_months(role.feeders))


def _teaches(role: Role, word: Wording) -> list[tuple[str, str]]:
    rows = []
    for skill, taught in sorted(role.teaches.items()):
        parts = [f"{word.say(SKILL_LEVELS[level])}: {word.say.duration(months)}" for level, months in taught_levels(taught)]
        rows.append((word.part("skills", skill), ", ".join(parts)))
    return rows


def _role_sources(role: Role, word: Wording) -> list[str]:
    cited = [citation(one) for one in role.sources]
    cited += [citation(duty.source) for duty in role.duties if duty.source is not None]
    cited += [citation(role.pay.source)] if role.pay is not None and role.pay.source is not None else []
    cited += [citation(role.feeders_source)] if role.feeders_source is not None else []
    return list(dict.fromkeys(word.source(one) for one in cited))


def role_facts(graph: Graph, name: str) -> dict[str, Any]:
    """The role as the file states it, with what it leads to."""
    import msgspec

    stated: dict[str, Any] = msgspec.to_builtins(graph.roles[name])
    return {"id": name, **stated, "leads_to": list(leads_to(graph, name))}


def search_roles(
    graph: Graph, query: str | None, *, level: str | None = None, function: str | None = None, executive: bool = False
) -> tuple[str, ...]:
    """Ids of the roles that match: all words of the query in title, alias, id, function, level or code; in order of level."""
    from careerpath.model.graph import with_parents
    from careerpath.model.names import fold, nearest_roles

    ranks = {name: rank for rank, name in enumerate(graph.levels)}
    wanted = fold(query or "").split()

    def fits(name: str, role: Role) -> bool:
        wholes = {whole for one in ids(role.function) for whole in with_parents(one, graph.functions)}
        if (level and role.level != level) or (function and function not in wholes):
            return False
        if executive and not graph.is_executive(name):
            return False
        return all(any(word in text for text in _haystack(graph, name, role, wholes)) for word in wanted)

    found = [name for name, role in graph.roles.items() if fits(name, role)]
    if not found and query and not (level or function or executive):
        return nearest_roles(query, graph)
    return tuple(sorted(found, key=lambda name: (ranks.get(graph.roles[name].level, 0), name)))


def _haystack(graph: Graph, name: str, role: Role, functions: set[str]) -> list[str]:
    from careerpath.model.names import fold

    texts = [name, *all_words(role.title), *all_words(role.aliases), role.level, *sorted(functions)]
    texts += [word for one in functions if one in graph.functions for word in all_words(graph.functions[one].name)]
    codes = role.codes
    texts += [code for code in (codes.onet_soc, codes.isco08, codes.esco) if code] if codes else []
    return [fold(text) for text in texts]


# A profile


def profile_page(graph: Graph, profile: Profile, say: Language) -> Page:
    word = Wording(graph, say)
    facts = [(say("As of"), say.month(profile.as_of)), (say("Aim"), word.role(profile.target) if profile.target else "")]
    education = [(_degree(one.credential, one.title, one.level, one.fields, word),) for one in profile.education]
    skills = [(word.skill(name, level),) for name, level in sorted(profile.skills.items())]
    return Page(
        title=visible(profile.name or say("Profile")),
        sections=(
            Section(rows=tuple(one for one in facts if one[1])),
            Section(heading=say("Work"), rows=tuple(_served(one, word) for one in profile.work)),
            Section(heading=say("Education"), rows=tuple(education)),
            Section(heading=say("Skills"), rows=tuple(skills)),
            Section(heading=say("Preferences"), rows=tuple(_preferences(profile, word))),
        ),
    )


def _served(one: Served, word: Wording) -> tuple[str, str]:
    say = word.say
    title = word.role(one.role) if one.role else visible(one.title)
    length = say.duration(one.months)
    if one.start is None or one.end is None:
        return title, length
    end = say("today") if one.is_current else say.month(one.end)
    return title, say("{start} to {end}, {duration}", start=say.month(one.start), end=end, duration=length)


def _degree(credential: str | None, title: str, level: str | None, fields: tuple[str, ...], word: Wording) -> str:
    if credential is not None:
        return word.credential(credential)
    names = ", ".join(word.part("fields", one) for one in fields)
    degree = word.say(EDUCATION[level]) if level in EDUCATION_LADDER else ""
    return ", ".join(part for part in (visible(title), degree, names) if part)


def _preferences(profile: Profile, word: Wording) -> list[tuple[str, str]]:
    say = word.say
    rows = [(say("Study"), say(STUDIES[profile.study]))]
    if profile.budget is not None:
        rows.append((say("Budget"), word.money(profile.budget)))
    if profile.deadline is not None:
        rows.append((say("Deadline"), say.month(profile.as_of + profile.deadline)))
    if profile.avoid:
        rows.append((say("Avoided"), ", ".join(word.role(one) for one in profile.avoid)))
    if profile.studying is not None:
        under_way = profile.studying
        left = say.duration(under_way.months_left)
        name, mode = word.credential(under_way.credential), say(MODES[under_way.mode])
        rows.append((say("Studying"), say("{credential}, {mode}, {duration} left", credential=name, mode=mode, duration=left)))
    return rows


def profile_facts(profile: Profile) -> dict[str, Any]:
    """The profile with every name resolved."""
    import msgspec

    facts: dict[str, Any] = msgspec.to_builtins(profile)
    del facts["most_moves"]
    return {
        "format": "careerpath-profile-read/1",
        **facts,
        "as_of": month_date(profile.as_of),
        "present_role": profile.present_role,
    }


# A gap


def gap_page(graph: Graph, gap: Gap, say: Language) -> Page:
    word = Wording(graph, say)
    rows = tuple((word.requirement(one.requirement), _state(one, say), _first(one, gap, say)) for one in gap.items)
    columns = (say("Requirement"), say("State"), say("Can be met"))
    title = say("What is missing to become: {role}", role=word.role(gap.target))
    sources = Section(heading=say("Sources"), rows=tuple((one,) for one in word.attributions()))
    return Page(title=title, lead=(_readiness(gap, say),), sections=(Section(columns=columns, rows=rows), sources))


def _state(one: GapItem, say: Language) -> str:
    if one.is_met:
        return say("met")
    return say("{percent} % there", percent=int(one.share * 100)) if one.share else say("missing")


def _first(one: GapItem, gap: Gap, say: Language) -> str:
    if one.first_month is None:
        return say("never") if one.is_proved else say("not known")
    if one.first_month == 0:
        return say("now")
    month = say.month(gap.as_of + one.first_month)
    return month if one.is_proved else say("{month} or before", month=month)


def _readiness(gap: Gap, say: Language) -> str:
    if gap.readiness is None or gap.months_left is None or gap.months_from_nothing is None:
        if not gap.is_proved:
            return say("How far it is to this role was not found; `careerpath plan --to {id}` looks closer.", id=gap.target)
        return say("There is no way to this role; `careerpath plan --to {id}` says why.", id=gap.target)
    ready = say(
        "Ready to {percent} %: {left} to go, of the {whole} that it takes from nothing.",
        percent=int(gap.readiness * 100),
        left=say.duration(gap.months_left),
        whole=say.duration(gap.months_from_nothing),
    )
    return ready if gap.is_proved else ready + " " + say("That neither takes less is not proved.")


def gap_facts(graph: Graph, gap: Gap, say: Language) -> dict[str, Any]:
    word = Wording(graph, say)
    items = [
        {
            "requirement": one.requirement,
            "text": word.requirement(one.requirement),
            "state": "met" if one.is_met else "partly" if one.share else "missing",
            "share": round(one.share, 4),
            "first_month": one.first_month,
            "first_date": None if one.first_month is None else month_date(gap.as_of + one.first_month),
            "is_proved": one.is_proved,
        }
        for one in gap.items
    ]
    readiness = None if gap.readiness is None else round(gap.readiness, 4)
    months = {"months_left": gap.months_left, "months_from_nothing": gap.months_from_nothing, "is_proved": gap.is_proved}
    return {
        "format": "careerpath-gap/1",
        "target": gap.target,
        "as_of": month_date(gap.as_of),
        "readiness": readiness,
        **months,
        "items": items,
    }


# Checks


def counts(graph: Graph) -> dict[str, int]:
    """How much of everything the graph holds."""
    executive = sum(graph.is_executive(name) for name in graph.roles)
    sections = ("roles", "credentials", "skills", "functions", "fields", "levels", "sources")
    return {"roles": len(graph.roles), "executive": executive} | {name: len(getattr(graph, name)) for name in sections[1:]}


COUNTED = {
    "roles": NN_("{count} role", "{count} roles"),
    "credentials": NN_("{count} credential", "{count} credentials"),
    "skills": NN_("{count} skill", "{count} skills"),
    "functions": NN_("{count} function", "{count} functions"),
    "fields": NN_("{count} field of study", "{count} fields of study"),
    "levels": NN_("{count} level", "{count} levels"),
    "sources": NN_("{count} source", "{count} sources"),
}


def counts_line(graph: Graph, say: Language) -> str:
    found = counts(graph)
    executive = say("of them {count} executive", count=found.pop("executive"))
    parts = [say.plural(*COUNTED[name], count) + (f" ({executive})" if name == "roles" else "") for name, count in found.items()]
    return say.each(parts)
