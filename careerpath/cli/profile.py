"""`careerpath profile`: read a profile back."""

from __future__ import annotations

import typer

from careerpath.cli import options as o
from careerpath.cli.session import Session

app = typer.Typer(help="Read back a profile.", no_args_is_help=True, rich_markup_mode=None, add_completion=False)


@app.callback()
def _profile() -> None:
    pass


@app.command("show")
def show(
    profile: o.ProfilePath = None,
    graph: o.GraphPath = None,
    lang: o.Lang = None,
    format: o.Format = None,
    out: o.Out = None,
    as_of: o.AsOf = None,
    plain: o.Plain = False,
    quiet: o.Quiet = False,
) -> None:
    """A profile as careerpath understands it: names resolved, dates turned into months."""
    session = Session(lang=lang, quiet=quiet, graph=graph)
    form = session.format(format, out)
    loaded = session.graph()
    found = session.profile(profile, loaded, as_of=as_of, stated={})
    from careerpath.reports.catalogue import profile_facts, profile_page

    session.deliver_page(
        profile_page(loaded, found, session.say), profile_facts(found), form, out, plain=plain, inputs=(profile,)
    )
