"""`careerpath roles`: the catalogue."""

from __future__ import annotations

from typing import Annotated, Optional

import typer

from careerpath.cli import options as o
from careerpath.cli.session import Session


def roles(
    query: Annotated[
        Optional[str], typer.Argument(metavar="[QUERY]", help="Words of a title, alias, function, level or code.")
    ] = None,
    level: Annotated[Optional[str], typer.Option("--level", metavar="LEVEL", help="Only this level.")] = None,
    function: Annotated[
        Optional[str], typer.Option("--function", metavar="FUNCTION", help="Only this function and its parts.")
    ] = None,
    executive: Annotated[bool, typer.Option("--executive", help="Only executive roles.")] = False,
    graph: o.GraphPath = None,
    lang: o.Lang = None,
    format: o.Format = None,
    out: o.Out = None,
    plain: o.Plain = False,
    quiet: o.Quiet = False,
) -> None:
    """The roles: search by title, alias, function, level or code."""
    session = Session(lang=lang, quiet=quiet, graph=graph)
    form = session.format(format, out)
    loaded = session.graph()
    session.choice(level, loaded.levels, "--level")
    session.choice(function, loaded.functions, "--function")
    from careerpath.reports.catalogue import roles_facts, roles_page, search_roles

    found = search_roles(loaded, query, level=level, function=function, executive=executive)
    session.deliver_page(roles_page(loaded, found, session.say), roles_facts(loaded, found, session.say), form, out, plain=plain)
