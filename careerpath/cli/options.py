"""The options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

ProfilePath = Annotated[
    Optional[str], typer.Argument(metavar="[PROFILE]", help="Your profile, YAML or JSON; - reads standard input.")
]
Target = Annotated[
    Optional[str], typer.Option("--to", metavar="ROLE", help="The role to reach: id, title or alias. Else the profile's target.")
]
GraphPath = Annotated[
    Optional[Path],
    typer.Option("--graph", metavar="FILE", envvar="CAREERPATH_GRAPH", help="A role graph instead of the shipped one."),
]
Lang = Annotated[
    Optional[str],
    typer.Option("--lang", metavar="en|es", help="Language of the answer. Else the profile's, CAREERPATH_LANG, the locale."),
]
Format = Annotated[
    Optional[str], typer.Option("--format", metavar="text|json|md", help="Form of the answer. Else by the suffix of -o.")
]
PlanFormat = Annotated[
    Optional[str],
    typer.Option("--format", metavar="text|json|md|html|pdf|docx|ics", help="Form of the plan. Else by the suffix of -o."),
]
Out = Annotated[
    Optional[Path], typer.Option("-o", "--output", metavar="FILE", help="Write the answer to a file, replaced in one step.")
]
AsOf = Annotated[
    Optional[str], typer.Option("--as-of", metavar="YYYY-MM", help="The month to plan from. Else the profile's, else today.")
]
Paper = Annotated[
    Optional[str], typer.Option("--paper", metavar="a4|us-letter", help="Paper of a document. Else by the locale's country.")
]
BrandPath = Annotated[
    Optional[Path], typer.Option("--brand", metavar="FILE", help="Name, logo, colour and contact for a document, YAML.")
]
Brief = Annotated[
    bool, typer.Option("--brief", help="A document without the other ways and what would shorten the plan: made at once.")
]
Plain = Annotated[bool, typer.Option("--plain", help="Numbered text without boxes or bars, made to be read aloud.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="No warnings and no hints.")]

PersonRole = Annotated[Optional[str], typer.Option("--role", metavar="ROLE", help="Without a PROFILE: your present role.")]
PersonMonths = Annotated[Optional[int], typer.Option("--months", metavar="N", min=0, max=1200, help="Months served in it.")]
PersonHolds = Annotated[Optional[list[str]], typer.Option("--holds", metavar="CREDENTIAL", help="A credential held. Repeatable.")]
PersonSkill = Annotated[Optional[list[str]], typer.Option("--skill", metavar="SKILL=LEVEL", help="A skill. Repeatable.")]
PersonDegree = Annotated[
    Optional[list[str]], typer.Option("--degree", metavar="LEVEL[:FIELD]", help="A degree held. Repeatable.")
]

Prefer = Annotated[Optional[str], typer.Option("--prefer", metavar="fastest|cheapest|fewest_moves", help="What counts first.")]
Budget = Annotated[Optional[float], typer.Option("--budget", metavar="N", min=0, help="The most that may be spent on study.")]
Study = Annotated[Optional[str], typer.Option("--study", metavar="any|part_time|full_time|none", help="How you can study.")]
Avoid = Annotated[Optional[list[str]], typer.Option("--avoid", metavar="ROLE", help="A role not to enter. Repeatable.")]
Via = Annotated[Optional[list[str]], typer.Option("--via", metavar="ROLE", help="A role to pass through. Repeatable.")]
By = Annotated[Optional[str], typer.Option("--by", metavar="YYYY-MM", help="The last month to arrive in.")]
Effort = Annotated[
    Optional[int], typer.Option("--effort", metavar="N", min=1, help="How hard to search before a plan without proof is given.")
]
Processes = Annotated[
    Optional[int],
    typer.Option(
        "--processes",
        metavar="N",
        min=1,
        max=64,
        envvar="CAREERPATH_PROCESSES",
        help="Processes that plan at the same time where there is long to wait. Else one for each core, at most 8.",
    ),
]
