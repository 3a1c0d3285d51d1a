"""A plan as one HTML file to open anywhere: on a phone, on paper, read aloud; nothing in it is fetched, nothing runs.

The look is in templates/plan.html.j2; here is what a template cannot do."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from careerpath.reports.colours import ink_on, readable
from careerpath.reports.document import Content, Document, Timeline
from careerpath.reports.missing import MissingExtra
from careerpath.reports.view import CauseLine
from careerpath.reports.visible import visible

if TYPE_CHECKING:
    from jinja2 import Template

    from careerpath.model.brand import Logo

LIGHT, DARK, PRINTED = "#f4f5f7", "#1b222c", "#ffffff"
"""The ground on which the colour of the brand is hardest to read, in each scheme."""
MIME = {"png": "image/png", "jpeg": "image/jpeg", "svg": "image/svg+xml"}
DEEPEST = 12  # levels of a tree; deeper lines stay at the last
YEARS_ON_A_PHONE, YEARS_ON_A_PAGE = 7, 12
LAST_YEAR = 92  # percent of the timeline, behind which a year has no room
NARROWEST = 1.2  # percent of the timeline, below which a bar cannot be seen


class Strip(NamedTuple):
    """A bar of the timeline; `start` and `width` in percent."""

    label: str
    kind: str
    start: float
    width: float


class Tick(NamedTuple):
    """A January; `start` in percent. `year` is empty where its neighbours leave it no room; `is_major`: room on a phone."""

    start: float
    year: str
    is_major: bool


class Branch(NamedTuple):
    line: CauseLine
    branches: list[Branch]


def plan_html(document: Document) -> str:
    """The same text for the same document. Raises `MissingExtra`, and ValueError where the colour is not `#rrggbb`."""
    return documents_html([document])


def documents_html(documents: Sequence[Document]) -> str:
    """Several clients in one file, with links to each at the top. Raises as `plan_html`, and ValueError without documents."""
    if not documents:
        raise ValueError("no document")
    colours = list(dict.fromkeys(one.colour for one in documents))
    return _template().render(documents=documents, colours=colours).lstrip("\n")


@cache
def _template() -> Template:
    try:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined
    except ImportError:
        raise MissingExtra("html") from None
    folder = FileSystemLoader(Path(__file__).parent / "templates")
    made = Environment(
        loader=folder, autoescape=True, undefined=StrictUndefined, finalize=_shown, trim_blocks=True, lstrip_blocks=True
    )
    made.filters |= {"kind": kind, "digest": digest, "data_uri": data_uri, "css_text": css_text}
    made.filters |= {"strips": strips, "ticks": ticks, "tree": tree, "ink_on": ink_on, "readable": readable}
    made.globals |= {"LIGHT": LIGHT, "DARK": DARK, "PRINTED": PRINTED}
    return made.get_template("plan.html.j2")


def _shown(value: object) -> object:
    """Whoever made the document, no text of it is obeyed."""
    return visible(value) if type(value) is str else value


def kind(content: Content) -> str:
    return type(content).__name__


def digest(text: str) -> str:
    """As a Content-Security-Policy names the only style that it allows."""
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()


def data_uri(logo: Logo) -> str:
    return f"data:{MIME[logo.kind]};base64,{b64encode(logo.data).decode()}"


def css_text(text: str) -> str:
    """Any text within quotes of a style sheet: all but plain letters and digits as escapes, HTML's signs among them."""
    return re.sub(r"[^A-Za-z0-9]", lambda found: f"\\{ord(found.group()):x} ", visible(text))


def strips(timeline: Timeline) -> list[Strip]:
    return [_strip(bar.label, bar.kind, bar.start, bar.end, timeline.months) for bar in timeline.bars]


def _strip(label: str, kind: str, start: int, end: int, months: int) -> Strip:
    width = max(NARROWEST, 100 * (end - start) / months)
    left = 100 * start / months if kind == "target" else min(100 * start / months, 100 - width)
    return Strip(label, kind, round(left, 2), round(width, 2))


def ticks(timeline: Timeline) -> list[Tick]:
    count = len(timeline.years)
    every = max(1, -(-count // YEARS_ON_A_PHONE))
    return [
        _tick(100 * month / timeline.months, year, number % every == 0, is_crowded=count > YEARS_ON_A_PAGE)
        for number, (month, year) in enumerate(timeline.years)
    ]


def _tick(start: float, year: str, is_major: bool, *, is_crowded: bool) -> Tick:
    has_room = start <= LAST_YEAR and (is_major or not is_crowded)
    return Tick(round(start, 2), year if has_room else "", is_major)


def tree(lines: Sequence[CauseLine]) -> list[Branch]:
    """The indented lines as branches of branches."""
    root: list[Branch] = []
    open_: list[tuple[int, list[Branch]]] = [(-1, root)]
    for line in lines:
        while len(open_) > 1 and (len(open_) > DEEPEST or open_[-1][0] >= line.depth):
            open_.pop()
        branch = Branch(line, [])
        open_[-1][1].append(branch)
        open_.append((line.depth, branch.branches))
    return root
