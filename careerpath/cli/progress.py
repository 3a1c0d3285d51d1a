"""Progress of long answers, on stderr and on a terminal only."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from careerpath.cli.session import Session

if TYPE_CHECKING:
    from careerpath.planning import Tick


@contextmanager
def progress(session: Session) -> Iterator[Tick]:
    """A bar that is gone when the answer is there; nothing where stderr is no terminal or --quiet was given."""
    if session.quiet or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda _done, _of: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    console = Console(stderr=True, markup=False, highlight=False)
    columns = (TextColumn(session.say("Planning"), markup=False), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of or None)
