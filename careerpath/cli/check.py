"""`careerpath check`: every problem in graphs and profiles."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from careerpath.cli import options as o
from careerpath.cli.session import Session
from careerpath.cli.streams import NO
from careerpath.diagnostics import Diagnostic, errors
from careerpath.model.graph import Graph


def check(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Graphs and profiles, in any mix.")],
    graph: o.GraphPath = None,
    lang: o.Lang = None,
    format: o.Format = None,
    out: o.Out = None,
    as_of: o.AsOf = None,
    quiet: o.Quiet = False,
) -> None:
    """Every problem in graphs and profiles, with its place, cause and remedy."""
    session = Session(lang=lang, quiet=quiet, graph=graph)
    form = session.format(format, out, ("text", "json"))
    given = session.month(as_of, "--as-of") if as_of else None
    problems: list[Diagnostic] = []
    graphs: list[Graph] = []
    for file in files:
        found, loaded = _checked(session, file, given)
        problems += found if not quiet else errors(found)
        graphs += [loaded] if loaded is not None else []
    session.deliver(_report(session, problems, graphs, form), out, tuple(files))
    if errors(problems):
        raise typer.Exit(NO)


def _checked(session: Session, file: str, as_of: int | None) -> tuple[list[Diagnostic], Graph | None]:
    """A file with roles or levels is a graph; any other is a profile of the graph in use."""
    from careerpath.reading.graph_file import load_graph
    from careerpath.reading.kinds import is_profile

    if not is_profile(Path(file)):
        loaded = load_graph(Path(file))
        return loaded.diagnostics, loaded.graph
    from careerpath.reading.profile_file import load_profile

    return load_profile(Path(file), session.graph(), today=session.today(), as_of=as_of).diagnostics, None


def _report(session: Session, problems: list[Diagnostic], graphs: list[Graph], form: str) -> str:
    from careerpath.reports.catalogue import counts, counts_line
    from careerpath.reports.problems import as_json, as_text

    if form == "json":
        return as_json(problems, session.say, counts(graphs[0]) if len(graphs) == 1 else None)
    say = session.say
    wrong = len(errors(problems))
    totals = [
        say.plural("{count} error", "{count} errors", wrong),
        say.plural("{count} warning", "{count} warnings", len(problems) - wrong),
    ]
    lines = [counts_line(one, say) for one in graphs] + [", ".join(totals)]
    return (as_text(problems, say) + "\n" if problems else "") + "\n".join(lines) + "\n"
