"""The graph's parts in words: names, requirements, sources, causes."""

from __future__ import annotations

from careerpath.locale import N_, Language
from careerpath.model.graph import (
    Citation,
    Cited,
    Education,
    Experience,
    Graph,
    Pay,
    Requirement,
    by_months,
    citation,
    ids,
    item_at,
    words,
)
from careerpath.model.result import Cause
from careerpath.reports.visible import visible

EDUCATION = {
    "secondary": N_("secondary education"),
    "post-secondary": N_("post-secondary education"),
    "short-cycle": N_("a short-cycle degree (two years)"),
    "bachelor": N_("a bachelor's degree"),
    "master": N_("a master's degree"),
    "doctorate": N_("a doctorate"),
}
SKILL_LEVELS = {"basic": N_("basic"), "intermediate": N_("intermediate"), "advanced": N_("advanced")}
MODES = {"full_time": N_("full time"), "part_time": N_("part time")}
KINDS = {"degree": N_("degree"), "certificate": N_("certificate"), "licence": N_("licence"), "course": N_("course")}
STUDIES = {
    "any": N_("any study"),
    "part_time": N_("part-time study only"),
    "full_time": N_("full-time study only"),
    "none": N_("no new study"),
}


class Wording:
    """Words for one graph in one language."""

    def __init__(self, graph: Graph, say: Language) -> None:
        self.graph = graph
        self.say = say

    def role(self, name: str) -> str:
        role = self.graph.roles.get(name)
        return visible(words(role.title, self.say.code) if role else name)

    def credential(self, name: str) -> str:
        credential = self.graph.credentials.get(name)
        return visible(words(credential.name, self.say.code) if credential else name)

    def part(self, section: str, name: str) -> str:
        """The name of a level, function, field or skill."""
        found = getattr(self.graph, section).get(name)
        return visible(words(found.name, self.say.code) if found else name)

    def owner(self, path: str) -> str:
        """The role or credential that a path lies in."""
        section, name = path.split(".")[:2]
        return self.role(name) if section == "roles" else self.credential(name)

    # Requirements

    def requirement(self, path: str) -> str:
        """What is asked for at `path`: an item, a role's feeders, or one of them."""
        head, _, feeder = path.partition(".from")
        if path != head:
            name = head.split(".")[1]
            feeders = self.graph.roles[name].feeders or {}
            wanted = {feeder[1:]: feeders[feeder[1:]]} if feeder[1:] in feeders else feeders
            return self.say.either([self._served(months, one) for one, months in by_months(wanted)])
        return self.item(item_at(self.graph, path))

    def _served(self, months: int, role: str) -> str:
        return self.say("{duration} as {role}", duration=self.say.duration(months), role=self.role(role))

    def item(self, item: Requirement) -> str:
        if item.any is not None:
            return self.say.either([self.item(one) for one in item.any])
        if item.all is not None:
            return self.say.each([self.item(one) for one in item.all])
        if item.education is not None:
            return self._education(item.education)
        if item.experience is not None:
            return self._experience(item.experience)
        if item.skill is not None:
            return self.say.each([self.skill(name, level) for name, level in item.skill.items()])
        return self.say.either([self.credential(one) for one in ids(item.credential)])

    def skill(self, name: str, level: str) -> str:
        return self.say("{skill} ({level})", skill=self.part("skills", name), level=self.say(SKILL_LEVELS[level]))

    def _education(self, wanted: Education) -> str:
        level = self.say(EDUCATION[wanted.level])
        if wanted.field is None:
            return self.say("{degree} or higher", degree=level)
        fields = self.say.either([self.part("fields", one) for one in ids(wanted.field)])
        return self.say("{degree} or higher in {fields}", degree=level, fields=fields)

    def _experience(self, wanted: Experience) -> str:
        duration = self.say.duration(wanted.months)
        if wanted.role is not None:
            roles = self.say.either([self.role(one) for one in ids(wanted.role)])
            return self.say("{duration} as {role}", duration=duration, role=roles)
        functions = self.say.either([self.part("functions", one) for one in ids(wanted.function)])
        level = self.part("levels", wanted.level) if wanted.level else ""
        if functions and level:
            return self.say(
                "{duration} in {functions}, at the level of {level} or above", duration=duration, functions=functions, level=level
            )
        if level:
            return self.say("{duration} at the level of {level} or above", duration=duration, level=level)
        if functions:
            return self.say("{duration} in {functions}", duration=duration, functions=functions)
        return self.say("{duration} of work", duration=duration)

    def why(self, path: str) -> str:
        """The reason that the graph gives for a requirement, or nothing."""
        return "" if ".from" in path else visible(words(item_at(self.graph, path).why, self.say.code))

    # Sources

    def cited_at(self, path: str) -> tuple[Citation, ...]:
        """What a requirement rests on: its own source, else those of what it stands in."""
        section, name = path.split(".")[:2]
        part = self.graph.roles[name] if section == "roles" else self.graph.credentials[name]
        own: Cited | None = getattr(part, "feeders_source", None) if ".from" in path else item_at(self.graph, path).source
        if own is None and ".from" not in path and path.count("[") > 1:
            return self.cited_at(path.rsplit(".", 1)[0])
        return (citation(own),) if own is not None else tuple(citation(one) for one in part.sources)

    def source(self, cited: Citation) -> str:
        """A short citation: the source's title, and the claim or note."""
        source = self.graph.sources.get(cited.ref)
        title = words(source.title, self.say.code) if source else cited.ref
        note = words(cited.note, self.say.code)
        return visible(", ".join(one for one in (title, cited.claim, note) if one))

    def work(self, name: str) -> str:
        """Who published a source, where it is and when it was read; nothing where the graph says neither place nor day."""
        source = self.graph.sources.get(name)
        if source is None or not (source.url or source.retrieved):
            return ""
        read = self.say("read {date}", date=source.retrieved) if source.retrieved else ""
        title, publisher = (words(one, self.say.code) for one in (source.title, source.publisher))
        return visible(" · ".join(filter(None, (title, publisher, source.url, read))))

    def attributions(self) -> tuple[str, ...]:
        """What the licences ask to be shown wherever the data is."""
        found = [words(one.attribution, self.say.code) for _, one in sorted(self.graph.sources.items())]
        return tuple(visible(one) for one in found if one)

    # Figures

    def money(self, value: float) -> str:
        return self.say.money(value, self.graph.currency)

    def pay(self, pay: Pay | None) -> str:
        """`$43,920 to $102,980 a year, half earn more than $66,140 (2024)`, or nothing."""
        if pay is None or pay.median is None:
            return ""
        year = str(pay.year or "")
        if pay.low is not None and pay.high is not None:
            return self.say(
                "{median} a year at the median, {low} to {high} ({year})",
                median=self.money(pay.median),
                low=self.money(pay.low),
                high=self.money(pay.high),
                year=year,
            )
        return self.say("{median} a year at the median ({year})", median=self.money(pay.median), year=year)

    # Causes

    def cause(self, cause: Cause) -> str:
        """One node of a tree of causes."""
        say = self.say
        name = self.role(cause.subject) if cause.subject in self.graph.roles else self.credential(cause.subject)
        if cause.reason == "requirement":
            return say("nothing can satisfy: {requirement}", requirement=self.requirement(cause.requirement or ""))
        if cause.reason == "avoided":
            return say("{role} is to be avoided", role=name)
        if cause.reason == "loop":
            return say("{role}: see above", role=name)
        if cause.reason == "credential":
            return say("{credential} cannot be started", credential=name)
        if cause.reason == "via":
            return say("{role} is to be passed through", role=name)
        if cause.reason == "budget":
            return say("the budget of {amount}", amount=self.money(float(cause.subject)))
        if cause.reason == "deadline":
            return say("the deadline, {duration} from now", duration=say.duration(int(cause.subject)))
        if cause.reason == "study":
            known = cause.subject in STUDIES
            return say(STUDIES[cause.subject]) if known else say("{credential} is not offered in that mode", credential=name)
        return say("{role} cannot be entered", role=name)
