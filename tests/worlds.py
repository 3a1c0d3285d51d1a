"""Small random graphs and profiles in which every figure is a few months, so that an exact model can solve them.

Each kind of world is made on purpose, so that long, short, tied, coupled and impossible plans all come up."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

import msgspec

from careerpath.model.graph import (
    SKILL_LADDER,
    Credential,
    Education,
    Experience,
    Function,
    Graph,
    Level,
    Requirement,
    Role,
    Skill,
    StudyMonths,
    TaughtAt,
)
from careerpath.model.profile import Held, Profile, Served, Studying

KINDS = ("ladder", "tangled", "coupled", "studious", "thrifty", "tied", "hopeless", "veteran")
LEVELS = ("low", "middle", "top")
FUNCTIONS = {"f0": None, "f1": "f0", "f2": None, "f3": None}
NOW = 2026 * 12


class World(NamedTuple):
    kind: str
    graph: Graph
    profile: Profile


def world(seed: int) -> World:
    """The same world for the same seed; the kinds take turns."""
    return _Maker(seed).world()


class _Maker:
    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.kind = KINDS[seed % len(KINDS)]
        self.names = [f"r{number}" for number in range(self.random.randint(4, 8))]
        self.studies = [f"c{number}" for number in range(self.random.randint(0, 4))]
        if self.kind in ("studious", "thrifty"):
            self.studies = [f"c{number}" for number in range(self.random.randint(2, 5))]

    def world(self) -> World:
        graph = self.coupled() if self.kind == "coupled" else self.graph()
        if self.kind == "thrifty":
            graph = self.dear_or_slow(graph)
        return World(self.kind, graph, self.profile(graph))

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def some(self, items: list[str], most: int) -> list[str]:
        return sorted(self.random.sample(items, self.random.randint(1, min(most, len(items)))))

    # Graphs

    def graph(self) -> Graph:
        roles = {name: self.role(number, name) for number, name in enumerate(self.names)}
        return _graph(
            roles, {name: self.credential(number) for number, name in enumerate(self.studies)}, self.random.randint(1, 3)
        )

    def role(self, number: int, name: str) -> Role:
        is_first = number < 2
        share = 0.9 if self.kind == "ladder" else 0.6
        feeders = None
        if not is_first and self.chance(share):
            others = self.names[:number] if self.chance(0.8) else [one for one in self.names if one != name]
            feeders = {one: self.random.randint(0, 5) for one in self.some(others, 3)}
        items = [] if is_first and self.chance(0.7) else [self.item(2) for _ in range(self.random.randint(0, 2))]
        if name == self.names[-1]:
            items += [self.item(2) for _ in range(self.random.randint(1, 3))]
        teaches = {}
        if self.chance(0.5):
            basic = self.random.randint(1, 4)
            teaches[self.random.choice(["s0", "s1"])] = TaughtAt(basic=basic, advanced=basic + self.random.randint(1, 5))
        return Role(
            title=name,
            level=LEVELS[min(2, number * 3 // len(self.names))],
            function=self.some(list(FUNCTIONS), 2),
            stay=self.random.randint(1, 4) if self.chance(0.4) else None,
            feeders=feeders,
            requires=items,
            teaches=teaches,
        )

    def credential(self, number: int) -> Credential:
        modes = self.random.choice([(True, True), (True, False), (False, True)])
        level = ("secondary", "bachelor", "master")[number % 3] if self.chance(0.6) else None
        items = [self.item(1, upto=number)] if self.chance(0.4) else []
        cost = 4 if self.kind == "tied" else self.random.randint(0, 9)
        return Credential(
            name=f"c{number}",
            kind="degree" if level else "course",
            level=level,
            field=self.random.choice(["d0", "d1"]) if level else None,
            months=StudyMonths(
                full_time=self.random.randint(1, 5) if modes[0] else None,
                part_time=self.random.randint(2, 9) if modes[1] else None,
            ),
            cost=cost,
            requires=items,
            teaches={self.random.choice(["s0", "s1"]): "advanced"} if self.chance(0.4) else {},
        )

    def item(self, depth: int, upto: int | None = None) -> Requirement:
        if depth and self.chance(0.3):
            parts = [self.item(depth - 1, upto) for _ in range(self.random.randint(2, 3))]
            return Requirement(any=parts) if self.chance(0.7) else Requirement(all=parts)
        studies = self.studies[: len(self.studies) if upto is None else upto]
        pick = self.random.random()
        if studies and pick < (0.6 if self.kind in ("studious", "thrifty") else 0.25):
            if self.chance(0.4):
                level = self.random.choice(["secondary", "bachelor", "master"])
                field = self.random.choice([None, "d0"])
                return Requirement(education=Education(level=level, field=field))
            return Requirement(credential=self.some(studies, 2))
        if pick < 0.45:
            return Requirement(skill={self.random.choice(["s0", "s1"]): self.random.choice(["basic", "advanced"])})
        if pick < 0.6:
            return Requirement(experience=Experience(months=self.random.randint(1, 7), role=self.some(self.names, 3)))
        most = 14 if self.kind == "ladder" else 8
        return Requirement(
            experience=Experience(
                months=self.random.randint(1, most),
                function=self.some(list(FUNCTIONS), 2) if self.chance(0.8) else None,
                level=self.random.choice(LEVELS[:2]) if self.chance(0.5) else None,
            )
        )

    def coupled(self) -> Graph:
        """Roles that each feed two of three needs: the best stay in one ends where no requirement does."""
        pairs = (["f1", "f2"], ["f2", "f3"], ["f1", "f3"])
        roles = {
            f"r{number}": Role(title=f"r{number}", level="low", function=pair, stay=self.random.randint(1, 3))
            for number, pair in enumerate(pairs)
        }
        needs = [
            Requirement(experience=Experience(months=self.random.randint(3, 10), function=one)) for one in ("f1", "f2", "f3")
        ]
        roles["r3"] = Role(title="r3", level="middle", function="f0", requires=self.random.sample(needs, 1))
        roles["r4"] = Role(title="r4", level="top", function="f0", requires=needs)
        self.names = list(roles)
        if self.studies and self.chance(0.6):
            needs.append(Requirement(credential=self.some(self.studies, 2)))
        return _graph(roles, {name: self.credential(number) for number, name in enumerate(self.studies)}, 1)

    def dear_or_slow(self, graph: Graph) -> Graph:
        """Two studies serve the target: one dear, and one that takes long."""
        dear, slow = graph.credentials["c0"], graph.credentials["c1"]
        change = msgspec.structs.replace
        dear = change(dear, months=StudyMonths(full_time=self.random.randint(1, 2), part_time=2), cost=9, requires=[])
        slow = change(slow, months=StudyMonths(part_time=self.random.randint(6, 9)), cost=self.random.randint(1, 4), requires=[])
        last = graph.roles[self.names[-1]]
        items = [*last.requires[:1], Requirement(credential=["c0", "c1"])]
        return change(
            graph,
            credentials={**graph.credentials, "c0": dear, "c1": slow},
            roles={**graph.roles, self.names[-1]: change(last, requires=items)},
        )

    # Profiles

    def profile(self, graph: Graph) -> Profile:
        target = self.names[-1]
        if self.kind == "hopeless":
            target = self.random.choice(self.names)
        known = self.some(self.studies, 1) if self.studies and self.chance(0.25) else []
        left = [one for one in self.studies if one not in known]
        studying = None
        if left and self.chance(0.2):
            one = self.random.choice(left)
            modes = [mode for mode in ("full_time", "part_time") if getattr(graph.credentials[one].months, mode)]
            studying = Studying(credential=one, mode=self.random.choice(modes), months_left=self.random.randint(1, 4))
        total = int(sum(one.cost for one in graph.credentials.values()))
        hard = self.kind == "hopeless"
        return Profile(
            as_of=NOW,
            target=target,
            work=self.work(graph),
            education=tuple(_held(graph, one) for one in known),
            skills={"s0": "basic"} if self.chance(0.2) else {},
            studying=studying,
            study=self.random.choice(["any", "any", "part_time", "full_time", "none"]) if self.chance(0.6) else "any",
            budget=float(self.random.randint(0, min(12, total))) if self.kind == "thrifty" or self.chance(0.15) else None,
            avoid=tuple(one for one in self.some(self.names[:-1], 1) if one != target)
            if self.chance(0.3 if hard else 0.1)
            else (),
            via=tuple(self.some(self.names[:-1], 1)) if self.chance(0.12) else (),
            prefer=self.random.choice(["fastest", "fastest", "cheapest", "fewest_moves"]),
            deadline=self.random.randint(1, 25) if self.chance(0.4 if hard else 0.08) else None,
        )

    def work(self, graph: Graph) -> tuple[Served, ...]:
        jobs = []
        count = self.random.randint(1, 4) if self.kind == "veteran" else self.random.choice([0, 1, 1, 2])
        for number in range(count):
            role = self.random.choice(self.names[:-1])
            months = self.random.randint(0, 9)
            is_current = number == count - 1 and self.chance(0.75)
            end = NOW if is_current else NOW - self.random.randint(0, 6)
            has_dates = is_current or self.chance(0.7)
            one = graph.roles[role]
            jobs.append(
                Served(
                    role=role,
                    title=role,
                    functions=(one.function,) if isinstance(one.function, str) else tuple(one.function),
                    level=one.level,
                    months=months,
                    start=end - months if has_dates else None,
                    end=end if has_dates else None,
                    is_current=is_current,
                )
            )
        return tuple(jobs)


def drawn_out(one: World, by: int) -> World:
    """The same world with every number of months so many times as large."""
    graph = msgspec.convert(_longer(msgspec.to_builtins(one.graph), by), Graph)
    profile = msgspec.convert(_longer(msgspec.to_builtins(one.profile), by), Profile)
    return World(one.kind, graph, msgspec.structs.replace(profile, as_of=NOW))


MONTHS = {"stay", "months", "full_time", "part_time", "months_left", "deadline", "feeders", "from", *SKILL_LADDER}


def _longer(value: object, by: int, is_months: bool = False) -> object:
    if isinstance(value, dict):
        return {name: _longer(one, by, is_months or name in MONTHS or name in ("start", "end")) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_longer(one, by) for one in value]
    if not is_months or isinstance(value, bool) or not isinstance(value, int):
        return value
    return NOW - (NOW - value) * by if value > NOW // 2 else value * by  # a date, or a number of months


def _held(graph: Graph, name: str) -> Held:
    one = graph.credentials[name]
    return Held(credential=name, title=name, level=one.level, fields=(one.field,) if isinstance(one.field, str) else ())


def _graph(roles: dict[str, Role], credentials: dict[str, Credential], stay: int) -> Graph:
    from careerpath.model.graph import Field

    return Graph(
        format="careerpath/1",
        stay=stay,
        levels={name: Level(name=name, executive=name == "top") for name in LEVELS},
        functions={name: Function(name=name, part_of=whole) for name, whole in FUNCTIONS.items()},
        fields={"d0": Field(name="d0"), "d1": Field(name="d1", part_of="d0")},
        skills={"s0": Skill(name="s0"), "s1": Skill(name="s1")},
        credentials=credentials,
        roles=roles,
    )
