"""What every command does first and last: find the language, read graph and profile, report problems, write the answer."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from careerpath.cli.streams import NO, NO_OUTPUT, UNUSABLE, Stop, replace_file, show, tell
from careerpath.diagnostics import Diagnostic, errors
from careerpath.locale import LANGUAGES, Language
from careerpath.model.graph import Graph
from careerpath.model.profile import Profile, month_number
from careerpath.reports.visible import visible

if TYPE_CHECKING:
    from careerpath.reading.graph_file import LoadedGraph
    from careerpath.reports.page import Page

Choice = TypeVar("Choice", bound=str)
STDIN_LIMIT = 16 * 1024 * 1024 + 1
SUFFIXES = {
    ".json": "json",
    ".md": "md",
    ".txt": "text",
    ".csv": "csv",
    ".html": "html",
    ".htm": "html",
    ".pdf": "pdf",
    ".docx": "docx",
    ".ics": "ics",
}
BINARY = ("pdf", "docx")
"""The forms that a terminal is spared."""
NARROW, USUAL = 40, 80


class Session:
    """One run of a command."""

    def __init__(self, *, lang: str | None, quiet: bool = False, graph: Path | None = None) -> None:
        if lang is not None and lang not in LANGUAGES:
            raise Stop(UNUSABLE, f"careerpath: --lang {visible(lang)}: choose one of {', '.join(LANGUAGES)}")
        self.asked_language = lang
        self.quiet = quiet
        self.graph_path = graph
        self.say = Language(lang or environment_language())
        self.loaded: LoadedGraph | None = None

    def fail(self, message: str, **names: object) -> Stop:
        """What to raise where the input cannot be used."""
        return Stop(UNUSABLE, "careerpath: " + self.say(message, **names))

    def no(self, message: str, **names: object) -> Stop:
        """What to raise where the answer is no."""
        return Stop(NO, self.fail(message, **names).message)

    def undecided(self) -> Stop:
        """What to raise where no plan was found and that there is none is not proved."""
        return self.no("No plan was found, and that there is none is not proved; try a larger --effort")

    # Input

    def graph(self) -> Graph:
        """The graph; stops with all its problems where it has errors."""
        from careerpath.reading.graph_file import load_graph

        self.loaded = load_graph(self.graph_path, checked=False)
        self.report(self.loaded.diagnostics)
        if self.loaded.graph is None:
            raise Stop(UNUSABLE)
        return self.loaded.graph

    def today(self) -> int:
        """The present month; the one place where the date is read."""
        today = date.today()
        return today.year * 12 + today.month - 1

    def place(self, path: str) -> Any:
        return self.loaded.place(path) if self.loaded else None

    def profile(self, path: str | None, graph: Graph, *, as_of: str | None, stated: dict[str, Any]) -> Profile:
        """The profile from a file, standard input, or the options in `stated`."""
        from careerpath.reading.profile_file import load_profile, load_profile_text

        now = self.today()
        given = self.month(as_of, "--as-of") if as_of else None
        if path is None:
            if not stated:
                raise self.fail("Give a profile, or describe yourself with --role and --months.")
            text = person_file(stated, given if given is not None else now)
            loaded = load_profile_text(text, self.say("options"), graph, today=now, as_of=given)
        elif stated:
            raise self.fail("Give a profile or the options that describe a person, not both.")
        elif path == "-":
            data = sys.stdin.buffer.read(STDIN_LIMIT) if sys.stdin is not None else b""
            loaded = load_profile_text(data, "-", graph, today=now, as_of=given)
        else:
            loaded = load_profile(Path(path), graph, today=now, as_of=given)
        if loaded.profile is not None and self.asked_language is None and loaded.profile.language:
            self.say = Language(loaded.profile.language)
        self.report(loaded.diagnostics)
        if loaded.profile is None:
            raise Stop(UNUSABLE)
        return loaded.profile

    def report(self, diagnostics: list[Diagnostic]) -> None:
        """Problems, on stderr; only errors where it is to be quiet."""
        shown = errors(diagnostics) if self.quiet else diagnostics
        if shown:
            from careerpath.reports.problems import as_text

            tell(as_text(shown, self.say))

    def role(self, query: str, graph: Graph) -> str:
        """The role that `query` names; stops with the nearest where none or several do."""
        from careerpath.model.names import named, nearest_roles

        found = named(query, graph.roles)
        if len(found) == 1:
            return found[0]
        names = ", ".join(found or nearest_roles(query, graph))
        shown = visible(query)
        if found:
            raise self.fail("{query} is the name of several roles: {names}", query=shown, names=names)
        if names:
            raise self.fail("no role is called {query}; the nearest are: {names}", query=shown, names=names)
        raise self.fail("no role is called {query}; `careerpath roles` lists them", query=shown)

    def month(self, text: str, option: str) -> int:
        if not re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2]))?", text):
            raise self.fail("{option} {value}: write a month as YYYY-MM", option=option, value=visible(text))
        return month_number(text)

    def choice(self, value: str | None, options: Iterable[Choice], option: str) -> Choice | None:
        """A value of an option with few choices."""
        known = tuple(options)
        chosen = next((one for one in known if one == value), None)
        if value is not None and chosen is None:
            names = ", ".join(known)
            raise self.fail("{option} {value}: choose one of {names}", option=option, value=visible(value), names=names)
        return chosen

    # Output

    def format(self, wanted: str | None, out: Path | None, options: tuple[str, ...] = ("text", "json", "md")) -> str:
        """The form of the answer: as asked, else by the suffix of the file, else text."""
        self.choice(wanted, options, "--format")
        if wanted is None and out is not None:
            wanted = SUFFIXES.get(out.suffix.lower())
            if wanted not in options:
                raise self.fail("{file}: give --format, one of {names}", file=visible(str(out)), names=", ".join(options))
        if wanted in BINARY and out is None and sys.stdout.isatty():
            raise self.fail("{form} is not for a terminal; write it to a file with -o FILE", form=wanted)
        return wanted or options[0]

    def deliver_page(
        self, page: Page, facts: Any, form: str, out: Path | None, *, plain: bool, inputs: tuple[str | None, ...] = ()
    ) -> None:
        """A page in the form asked for; `facts` are what JSON says instead."""
        import json

        from careerpath.reports.page import page_markdown, page_plain, page_text

        if form == "json":
            text = json.dumps(facts, ensure_ascii=False, indent=2) + "\n"
        elif form == "md":
            text = page_markdown(page)
        elif plain:
            text = page_plain(page, width())
        else:
            text = page_text(page, width(), has_colour=out is None and has_colour())
        self.deliver(text, out, inputs)

    def deliver(self, answer: str | bytes, out: Path | None, inputs: tuple[str | None, ...] = ()) -> None:
        """The answer to stdout, or to a file that is none of the inputs."""
        if out is None:
            show(answer)
            return
        if any(one not in (None, "-") and Path(one).exists() and out.exists() and out.samefile(one) for one in inputs):
            raise self.fail("{file} is an input; write the answer to another file", file=visible(str(out)))
        try:
            replace_file(out, answer.encode("utf-8") if isinstance(answer, str) else answer)
        except OSError as error:
            raise self.unwritable(out, error) from None

    def unwritable(self, place: Path, error: OSError) -> Stop:
        """What to raise where a file or folder cannot be written."""
        reason = error.strerror or str(error)
        return Stop(NO_OUTPUT, self.fail("{file} cannot be written: {reason}", file=visible(str(place)), reason=reason).message)


def environment_language() -> str:
    """CAREERPATH_LANG, else the locale's language where we speak it, else English."""
    for name in ("CAREERPATH_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value:
            return value[:2] if value[:2] in LANGUAGES else "en"
    return "en"


def width() -> int:
    """Columns of the screen; 80 where that is unknown or absurd."""
    import shutil

    columns = shutil.get_terminal_size((USUAL, 24)).columns
    return columns if 20 <= columns <= 500 else (NARROW if 0 < columns < 20 else USUAL)


def has_colour() -> bool:
    """NO_COLOR, then FORCE_COLOR, then whether stdout is a capable terminal."""
    if os.environ.get("NO_COLOR"):
        return False
    forced = os.environ.get("FORCE_COLOR")
    if forced is not None:
        return forced not in ("", "0", "false")
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def encodes_bars() -> bool:
    try:
        "█▓▒◆…".encode(sys.stdout.encoding or "ascii")
    except (UnicodeError, LookupError):
        return False
    return True


def person_file(stated: dict[str, Any], now: int) -> bytes:
    """The options that describe a person, as a profile's file in JSON would say it."""
    import json

    from careerpath.model.profile import month_date

    made: dict[str, Any] = {}
    if stated.get("role") is not None:
        made["work"] = [{"role": stated["role"], "start": month_date(now - (stated.get("months") or 0)), "end": "present"}]
    held: list[dict[str, str]] = [{"credential": one} for one in stated.get("holds") or ()]
    for one in stated.get("degree") or ():
        level, _, field = one.partition(":")
        held.append({"level": level, "field": field} if field else {"level": level})
    made["education"] = held
    made["skills"] = {name: level or "basic" for name, _, level in (one.partition("=") for one in stated.get("skill") or ())}
    return json.dumps(made, ensure_ascii=False).encode()


def stated(**options: Any) -> dict[str, Any]:
    """The options that were given."""
    return {name: value for name, value in options.items() if value not in (None, [], ())}
