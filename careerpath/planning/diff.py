"""An old plan against the profile as it is now and the plan made from it."""

from __future__ import annotations

from careerpath.model.graph import Graph
from careerpath.model.matching import Matcher
from careerpath.model.profile import Profile
from careerpath.model.result import Plan, PlanDiff, Step, StepChange, StudyStep, WorkStep
from careerpath.planning.person import Person

Key = tuple[str, str, int]
"""Work or study, the role or credential, and which of several stints in it, the last first."""


def diff(graph: Graph, old: Plan, profile: Profile, new: Plan, *, matcher: Matcher | None = None) -> PlanDiff:
    """Every step of both: first what is done, then by the months of now, or of then."""
    before, after = _keyed(old), _keyed(new)
    person = Person(matcher or Matcher(graph), profile)
    changes = [_change(key, step, old, after.get(key), new, person) for key, step in before.items()]
    added = [_added(step, new) for key, step in after.items() if key not in before]
    return PlanDiff(
        target=new.target,
        status=new.status,
        as_of_then=old.as_of,
        as_of=new.as_of,
        arrival_then=None if old.months is None else old.as_of + old.months,
        arrival_now=_arrival(profile, new),
        steps=tuple(sorted((*changes, *added), key=lambda one: (one.state != "done", one.now or one.then or 0))),
    )


def _arrival(profile: Profile, new: Plan) -> int | None:
    """When the target is entered, or was."""
    since = [job.start for job in profile.work if job.is_current and job.role == new.target and job.start is not None]
    if new.status == "there" and since:
        return since[-1]
    return None if new.months is None else new.as_of + new.months


def _keyed(plan: Plan) -> dict[Key, Step]:
    """The steps in their order. Stints are counted from the last, since it is the first ones that are over."""
    found: list[tuple[Key, Step]] = []
    seen: dict[tuple[str, str], int] = {}
    for step in reversed(plan.steps):
        name = ("work", step.role) if isinstance(step, WorkStep) else ("study", step.credential)
        seen[name] = seen.get(name, 0) + 1
        found.append(((*name, seen[name]), step))
    return dict(reversed(found))


def _change(key: Key, step: Step, old: Plan, match: Step | None, new: Plan, person: Person) -> StepChange:
    kind, subject, _ = key
    at = "end" if isinstance(step, StudyStep) or not step.is_move else "start"
    then = _month(step, old, at)
    if _is_done(step, match, old, person):
        return StepChange(kind=kind, subject=subject, state="done", at=at, then=then)  # type: ignore[arg-type]
    if match is None:
        return StepChange(kind=kind, subject=subject, state="dropped", at=at, then=then)  # type: ignore[arg-type]
    now = _month(match, new, at)
    state = "same" if now == then else "earlier" if now < then else "later"
    return StepChange(kind=kind, subject=subject, state=state, at=at, then=then, now=now)  # type: ignore[arg-type]


def _added(step: Step, new: Plan) -> StepChange:
    kind, subject = ("work", step.role) if isinstance(step, WorkStep) else ("study", step.credential)
    at = "end" if isinstance(step, StudyStep) or not step.is_move else "start"
    return StepChange(kind=kind, subject=subject, state="new", at=at, now=_month(step, new, at))  # type: ignore[arg-type]


def _month(step: Step, plan: Plan, at: str) -> int:
    return plan.as_of + (step.start if at == "start" or step.end is None else step.end)


def _is_done(step: Step, match: Step | None, old: Plan, person: Person) -> bool:
    """A credential held; the role of then left; another entered, or served for as long as was planned, and not to be entered
    again."""
    if isinstance(step, StudyStep):
        return step.credential in person.held
    if isinstance(match, WorkStep) and match.is_move:
        return False
    if person.profile.present_role == step.role or not step.is_move:
        return step.is_move or match is None
    return step.end is not None and _served_since(step.role, old.as_of, person) >= step.end - step.start


def _served_since(role: str, month: int, person: Person) -> int:
    """Months in a role after a month; those of a job without dates count in full."""
    jobs = [job for job in person.profile.work if job.role == role]
    return sum(job.months if job.start is None or job.end is None else max(0, job.end - max(job.start, month)) for job in jobs)
