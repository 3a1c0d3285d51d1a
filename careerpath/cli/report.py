"""`careerpath report`: documents for several clients."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from functools import partial
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from careerpath.cli import options as o
from careerpath.cli.document import (
    BOUND,
    DOCUMENTS,
    FORMS,
    Answer,
    Maker,
    check_extra,
    named,
    paper_size,
    read_brand,
    rendered,
)
from careerpath.cli.question import answered, planner_of, question
from careerpath.cli.session import SUFFIXES, Session
from careerpath.cli.streams import ANSWERED, NO, Stop, tell
from careerpath.model.profile import Profile
from careerpath.reports.visible import visible

if TYPE_CHECKING:
    from careerpath.reports.document import Document, Paper


def report(
    profiles: Annotated[list[str], typer.Argument(metavar="PROFILE...", help="The clients' profiles, YAML or JSON.")],
    out: Annotated[Path, typer.Option("-o", "--output", metavar="FOLDER|FILE", help="The folder; with --bound, the file.")],
    to: o.Target = None,
    bound: Annotated[bool, typer.Option("--bound", help="All clients in one file, pdf or html.")] = False,
    prefer: o.Prefer = None,
    budget: o.Budget = None,
    study: o.Study = None,
    avoid: o.Avoid = None,
    via: o.Via = None,
    by: o.By = None,
    effort: o.Effort = None,
    processes: o.Processes = None,
    graph: o.GraphPath = None,
    lang: o.Lang = None,
    format: Annotated[
        Optional[list[str]],
        typer.Option("--format", metavar="pdf|docx|html|ics|md", help="Form of the documents; pdf if left out. Repeatable."),
    ] = None,
    paper: o.Paper = None,
    brand: o.BrandPath = None,
    brief: o.Brief = False,
    as_of: o.AsOf = None,
    quiet: o.Quiet = False,
) -> None:
    """Documents to hand over, one for each client: a file each in a folder, or all bound in one file."""
    session = Session(lang=lang, quiet=quiet, graph=graph)
    forms = _forms(session, format or [], out, bound)
    for form in forms:
        check_extra(session, form)
    size, branding = paper_size(session, paper), read_brand(session, brand)
    wishes = {"to": to, "prefer": prefer, "budget": budget, "study": study, "avoid": avoid, "via": via, "by": by}
    roles = session.graph()
    clients = _Clients(session, Maker(planner_of(roles, effort, processes), branding, brief), size, wishes, as_of)
    inputs = (*profiles, *named(graph, brand, branding.logo_path))

    def write(make: Callable[[], str | bytes], file: Path) -> None:
        session.deliver(rendered(session, make), file, inputs)

    made = 0
    kept: list[Document] = []
    stems = _stems(_folder(session, out.parent if bound else out), profiles)
    with _progress(session, len(profiles)) as advance, clients.maker.planner:
        for profile, stem in zip(profiles, stems, strict=True):
            answer = clients.answer(profile)
            if answer is not None and bound:
                kept.append(answer.document)
            elif answer is not None:
                for form in forms:
                    write(partial(FORMS[form], answer), stem.with_name(f"{stem.name}.{form}"))
            made += len(forms) if answer is not None else 0
            advance()
    if kept:
        write(partial(DOCUMENTS[forms[0]], kept, size), out)
    if not quiet:
        place = visible(str(out))
        tell(session.say.plural("{count} document in {place}", "{count} documents in {place}", made, place=place))
    if clients.code != ANSWERED:
        raise typer.Exit(clients.code)


class _Clients:
    """Answers one client after another. `code` is the exit code that they all come to, the worst of each."""

    def __init__(self, session: Session, maker: Maker, paper: Paper, wishes: dict[str, Any], as_of: str | None) -> None:
        self.session = session
        self.maker = maker
        self.paper = paper
        self.wishes = wishes
        self.as_of = as_of
        self.code = ANSWERED
        self._check_wishes()

    def _check_wishes(self) -> None:
        """Stops at an option that no client could be asked with, rather than once for each of them."""
        now = self.session.month(self.as_of, "--as-of") if self.as_of else self.session.today()
        question(self.session, self.maker.graph, Profile(as_of=now, target=""), **self.wishes)

    def answer(self, path: str) -> Answer | None:
        """What the forms of one client are made from; None, with the problem told, where there can be none."""
        try:
            return self._answer(path, copy(self.session))
        except Stop as stop:
            self.code = max(self.code, stop.code)
            if stop.message:
                tell(f"{visible(path)}: {stop.message.removeprefix('careerpath: ')}")
            return None

    def _answer(self, path: str, client: Session) -> Answer:
        """`client` is the session in the client's own language."""
        from careerpath.planning import silent

        maker = self.maker
        profile = client.profile(path, maker.graph, as_of=self.as_of, stated={})
        profile = question(client, maker.graph, profile, **self.wishes)
        plan = answered(client, maker.planner, profile)
        if plan.status == "unreachable":
            self.code = max(self.code, NO)
        return Answer(client, profile, plan, maker, self.paper, tick=silent)


def _forms(session: Session, wanted: list[str], out: Path, bound: bool) -> list[str]:
    """The forms asked for, else that of the bound file's suffix, else pdf; stops where `out` does not suit them."""
    suffix = SUFFIXES.get(out.suffix.lower())
    if not wanted and bound and suffix is not None:
        wanted = [suffix]
    forms = list(dict.fromkeys(session.choice(one, FORMS, "--format") or one for one in wanted or ["pdf"]))
    file = visible(str(out))
    if bound and len(forms) > 1:
        raise session.fail("--bound makes one file; give one --format.")
    if bound and forms[0] not in BOUND:
        raise session.fail("{form} cannot hold several clients; leave out --bound for a file each.", form=forms[0])
    if bound and out.is_dir():
        raise session.fail("{file} is a folder; with --bound, -o names a file.", file=file)
    if not bound and not out.is_dir() and (suffix is not None or out.exists()):
        raise session.fail("{file} is no folder; name one, or add --bound for one file.", file=file)
    return forms


def _folder(session: Session, folder: Path) -> Path:
    """The folder, made where it is missing."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise session.unwritable(folder, error) from None
    return folder


def _stems(folder: Path, profiles: list[str]) -> list[Path]:
    """Where the files of each profile go, without suffix: by its stem; one that is taken is numbered, in the order of the
    profiles."""
    taken: set[str] = set()
    stems = []
    for profile in profiles:
        stem = "profile" if profile == "-" else Path(profile).stem
        names = chain([stem], (f"{stem}-{number}" for number in count(2)))
        name = next(one for one in names if one.casefold() not in taken)  # some file systems do not tell Ana from ana
        taken.add(name.casefold())
        stems.append(folder / name)
    return stems


@contextmanager
def _progress(session: Session, total: int) -> Iterator[Callable[[], object]]:
    """A bar on a terminal, and what moves it on by one."""
    if session.quiet or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total)
        yield lambda: bar.advance(task)
