"""The application: its commands, and what happens when one of them fails."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from careerpath.cli import check, diff, explore, gap, plan, profile, report, role, roles, schema, verify, whatif
from careerpath.cli.streams import DEFECT, Stop, tell

app = typer.Typer(
    name="careerpath",
    help="Proved, timed, explained plans for careers in the back office.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("plan")(plan.plan)
app.command("report")(report.report)
app.command("whatif")(whatif.whatif)
app.command("explore")(explore.explore)
app.command("diff")(diff.diff)
app.command("gap")(gap.gap)
app.command("roles")(roles.roles)
app.command("role")(role.role)
app.command("check")(check.check)
app.add_typer(profile.app, name="profile")
app.command("verify")(verify.verify)
app.command("schema")(schema.schema)


def _version(value: bool) -> None:
    if value:
        from careerpath import __version__

        typer.echo(f"careerpath {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")] = False,
) -> None:
    pass


def run() -> None:
    """Runs one command and ends the process with its exit code."""
    try:
        app()
    except Stop as stop:
        if stop.message:
            tell(stop.message)
        sys.exit(stop.code)
    except Exception:
        tell(f"careerpath: this is a defect in careerpath; the details are in {_report()}")
        sys.exit(DEFECT)


def _report() -> str:
    """Writes the traceback to a file of its own; its name."""
    import traceback

    text = traceback.format_exc()
    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="careerpath-defect-", suffix=".txt", delete=False, encoding="utf-8"
        ) as stream:
            stream.write(text)
        return str(Path(stream.name))
    except OSError:
        return "no file, since none could be written"
