"""A plan's JSON -> Plan, for `verify` and `diff`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from careerpath.diagnostics import Diagnostic, in_order
from careerpath.model.graph import Date, Id, Money
from careerpath.model.profile import Mode, Prefer, month_number
from careerpath.model.result import Plan, Status, Step, StudyStep, WorkStep
from careerpath.reading.decode import decode
from careerpath.reading.yaml_source import Node, read_bytes, read_file

Offset = int


class StepFile(msgspec.Struct, frozen=True, kw_only=True):
    """A step as `careerpath-plan/1` states it; fields that are only read by people are passed over."""

    kind: str
    start: Offset
    end: Offset | None = None
    role: Id | None = None
    move: bool | None = None
    credential: Id | None = None
    mode: Mode | None = None
    cost: Money = 0
    under_way: bool = False


class PlanFile(msgspec.Struct, frozen=True, kw_only=True):
    format: str
    status: Status
    target: Id
    as_of: Date
    prefer: Prefer = "fastest"
    months: Offset | None = None
    cost: Money | None = None
    moves: Offset | None = None
    steps: list[StepFile] = []


def load_plan(path: Path, present_role: str | None) -> tuple[Plan | None, list[Diagnostic]]:
    """Reads a plan. A first step that starts at 0 in `present_role` is that role going on, where the file does not say."""
    return _loaded(*read_file(path), present_role)


def load_plan_text(text: bytes, file: str, present_role: str | None) -> tuple[Plan | None, list[Diagnostic]]:
    return _loaded(*read_bytes(text, file), present_role)


def _loaded(node: Node | None, problems: list[Diagnostic], present_role: str | None) -> tuple[Plan | None, list[Diagnostic]]:
    if node is None:
        return None, problems
    kind = node.get("format")
    if kind is None or kind.value != "careerpath-plan/1":
        params = {"reason": "format: careerpath-plan/1"}
        return None, [*problems, Diagnostic(code="not-a-plan", span=(kind or node).span, params=params)]
    stated, shape = decode(node, PlanFile)
    problems = problems + shape
    if stated is not None:
        problems += _step_problems(node, stated)
    if stated is None or problems:
        return None, in_order(problems)
    return _plan(stated, present_role), []


def _step_problems(node: Node, stated: PlanFile) -> list[Diagnostic]:
    """Steps that are neither work nor study."""
    found = []
    for index, step in enumerate(stated.steps):
        missing = {"work": step.role is None, "study": step.credential is None or step.mode is None or step.end is None}
        if missing.get(step.kind, True):
            reason = {"work": "role", "study": "credential, mode, end"}.get(step.kind, "kind: work, study")
            found.append(Diagnostic(code="not-a-plan", span=node.find(("steps", index)).span, params={"reason": reason}))
    return found


def _plan(stated: PlanFile, present_role: str | None) -> Plan:
    return Plan(
        status=stated.status,
        target=stated.target,
        as_of=month_number(stated.as_of),
        prefer=stated.prefer,
        months=stated.months,
        cost=stated.cost,
        moves=stated.moves,
        steps=tuple(_step(step, present_role) for step in stated.steps),
    )


def _step(step: StepFile, present_role: str | None) -> Step:
    if step.kind == "study":
        facts: dict[str, Any] = {"credential": step.credential, "mode": step.mode, "cost": step.cost}
        return StudyStep(**facts, start=step.start, end=step.end or 0, is_under_way=step.under_way)
    goes_on = step.start == 0 and step.role == present_role
    return WorkStep(role=step.role or "", start=step.start, end=step.end, is_move=not goes_on if step.move is None else step.move)
