"""`careerpath role`: one role, whole."""

from __future__ import annotations

from typing import Annotated

import typer

from careerpath.cli import options as o
from careerpath.cli.session import Session


def role(
    name: Annotated[str, typer.Argument(metavar="ROLE", help="Id, title or alias, in any language.")],
    graph: o.GraphPath = None,
    lang: o.Lang = None,
    format: o.Format = None,
    out: o.Out = None,
    plain: o.Plain = False,
    quiet: o.Quiet = False,
) -> None:
    """One role: where it comes from and leads, what it asks for, pay, sources."""
    session = Session(lang=lang, quiet=quiet, graph=graph)
    form = session.format(format, out)
    loaded = session.graph()
    found = session.role(name, loaded)
    from careerpath.reports.catalogue import role_facts, role_page

    session.deliver_page(role_page(loaded, found, session.say), role_facts(loaded, found), form, out, plain=plain)
