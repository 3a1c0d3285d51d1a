"""Numbered text without boxes, bars or colour, made to be read aloud; wraps at `width`."""

from __future__ import annotations

from textwrap import wrap

from careerpath.reports.view import PlanView, StepView


def plan_plain(view: PlanView, width: int) -> str:
    lines = [*wrapped(f"{view.title}.", width), ""]
    for label, text in view.facts:
        lines += wrapped(f"{label}: {text}.", width)
    lines += ["", *wrapped(view.proof, width)]
    _, steps, causes, sources, suggestions = view.heads
    if view.steps:
        lines += ["", f"{steps}:"]
        for step in view.steps:
            lines += ["", *_step(step, width)]
    if view.causes:
        lines += ["", f"{causes}:", ""]
        for cause in view.causes:
            place = f" ({cause.place})" if cause.place else ""
            lines += wrapped(f"{cause.text}{place}", width, "  " * cause.depth)
    for head, texts in ((sources, (*view.sources, *view.attributions)), (suggestions, view.suggestions)):
        if texts:
            lines += ["", f"{head}:", *(line for text in texts for line in wrapped(text, width))]
    return "\n".join(lines) + "\n"


def _step(step: StepView, width: int) -> list[str]:
    lines = wrapped(f"{step.number}. {step.title}. {step.dates}.", width)
    for label, text in step.facts:
        lines += wrapped(f"{label}: {text}", width, "   ")
    return lines


def wrapped(text: str, width: int, indent: str = "") -> list[str]:
    return wrap(text, max(20, width), initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False) or [""]
