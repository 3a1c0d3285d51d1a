"""`careerpath schema`: JSON Schema of the formats."""

from __future__ import annotations

from typing import Annotated

import typer

from careerpath.cli import options as o
from careerpath.cli.session import Session


def schema(
    form: Annotated[str, typer.Argument(metavar="graph|profile|plan|brand", help="Which format.")],
    lang: o.Lang = None,
    out: o.Out = None,
) -> None:
    """The JSON Schema of a format, for editors and scripts."""
    session = Session(lang=lang)
    from careerpath.reading.schema import FORMATS, schema_json

    session.choice(form, FORMATS, "schema")
    session.deliver(schema_json(form), out)
