"""The application: its commands, and what happens when one of them fails."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from careerpath.cli.streams import DEFECT, Stop, tell

COMMANDS = {
    "plan": "The best plan to a role, step by step, with its proof.",
    "report": "Documents to hand over, one for each client: a file each in a folder, or all bound in one file.",
    "whatif": "What would shorten the plan: each credential, skill, year of experience or softer preference, by months saved.",
    "explore": "Every executive role: how soon, at what cost, in how many moves.",
    "diff": "An old plan against a plan made today: what is done, earlier, later, dropped or new.",
    "gap": "Each requirement of a role: met, partly, missing, and when it can be met.",
    "roles": "The roles: search by title, alias, function, level or code.",
    "role": "One role: where it comes from and leads, what it asks for, pay, sources.",
    "check": "Every problem in graphs and profiles, with its place, cause and remedy.",
    "verify": "Every rule that a plan breaks, with its step; none for a right plan.",
    "schema": "The JSON Schema of a format, for editors and scripts.",
    "profile": "Read back a profile.",
}
"""Each command with its help; the module of its name holds it, as a function of that name or as an `app` of several."""


class _Later(TyperCommand):
    """A command that is imported when it is used."""

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
        assert self.name is not None
        return command(self.name).make_context(info_name, args, parent=parent, **extra)


class _Commands(TyperGroup):
    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands = {name: _Later(name, help=text) for name, text in COMMANDS.items()}


def command(name: str) -> Any:
    """One of the commands, imported."""
    from importlib import import_module

    module = import_module(f"careerpath.cli.{name}")
    if hasattr(module, "app"):
        return typer.main.get_command(module.app)
    alone = typer.Typer(add_completion=False, rich_markup_mode=None)
    alone.command(name)(getattr(module, name))
    return typer.main.get_command(alone)


app = typer.Typer(
    cls=_Commands,
    name="careerpath",
    help="Proved, timed, explained plans for careers in the back office.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


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
    import tempfile
    import traceback

    text = traceback.format_exc()
    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="careerpath-defect-", suffix=".txt", delete=False, encoding="utf-8"
        ) as stream:
            stream.write(text)
        return stream.name
    except OSError:
        return "no file, since none could be written"
