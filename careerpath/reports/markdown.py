"""Markdown, with everything from files escaped."""

from __future__ import annotations

import re

from careerpath.reports.timeline import timeline
from careerpath.reports.view import PlanView

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~&])")
WIDTH = 100


def escaped(text: str) -> str:
    return _MARKUP.sub(r"\\\1", text)


def plan_markdown(view: PlanView) -> str:
    timeline_head, steps, causes, sources, suggestions = view.heads
    lines = [f"# {escaped(view.title)}", ""]
    lines += [f"- **{label}:** {escaped(text)}" for label, text in view.facts]
    lines += ["", escaped(view.proof)]
    rows = timeline(view, WIDTH)
    if rows:
        lines += [
            "",
            f"## {timeline_head}",
            "",
            "```text",
            *(f"{label}  {bar}".rstrip().replace("`", "'") for label, bar, _ in rows),
            "```",
        ]
    if view.steps:
        lines += ["", f"## {steps}"]
    for step in view.steps:
        lines += ["", f"### {step.number}. {escaped(step.title)}", "", f"{escaped(step.dates)}", ""]
        lines += [f"- **{label}:** {escaped(text)}" for label, text in step.facts]
    if view.causes:
        lines += ["", f"## {causes}", ""]
        lines += [
            "  " * one.depth + f"- {escaped(one.text)}" + (f" ({escaped(one.place)})" if one.place else "") for one in view.causes
        ]
    for head, texts in ((sources, (*view.sources, *view.attributions)), (suggestions, view.suggestions)):
        if texts:
            lines += ["", f"## {head}", "", *(f"- {with_code(text)}" for text in texts)]
    return "\n".join(lines) + "\n"


def with_code(text: str) -> str:
    """Escaped, but for what stands between backticks: commands."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return escaped(text)
    return "".join(f"`{part}`" if number % 2 else escaped(part) for number, part in enumerate(parts))
