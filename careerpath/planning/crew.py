"""Several questions at a time, each in a process of its own, once there is long enough to wait.

Processes are started anew (`spawn`), so that it is the same on every system, and only after the planner has been at it for a
while: what is answered, and in which order, does not depend on them."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from math import inf
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

from careerpath.model.profile import Profile
from careerpath.model.result import Plan
from careerpath.planning.hints import Hints

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing.process import BaseProcess

PATIENCE = 1.0
"""Seconds that a planner works alone before it asks for help: two or three times what it takes a process to start."""


class Question(NamedTuple):
    """What is best for a profile with its target. `effort` is the planner's own if None; `drafts` as in `search`. `beside`: other
    targets that will be asked for, so that what matters to any of them is compiled once. `is_by_months`: only the months count,
    what it costs and how many moves it takes is all the same; of use with `fastest` alone."""

    profile: Profile
    effort: int | None = None
    drafts: float = inf
    beside: tuple[str, ...] = ()
    is_by_months: bool = False


Asked = tuple[Question, Hints]
Answers = Callable[[Asked], Plan | None]
"""Answers one question with these hints; None where that ends undecided."""


class Crew:
    """Answers questions by `answers`, or, from when that has taken a while, by `processes` that each begin with what `equip`
    makes of `gear`. Where no process can be had, or one dies, it goes on alone."""

    def __init__(self, answers: Answers, processes: int, equip: Callable[..., Answers], gear: tuple[object, ...]) -> None:
        self.answers = answers
        self.processes = processes
        self.equip, self.gear = equip, gear
        self.worked = 0.0
        self._pool: ProcessPoolExecutor | None = None

    def answer(self, questions: Sequence[Asked]) -> Iterator[Plan | None]:
        """One answer after the other, in the order of the questions."""
        done = 0
        while done < len(questions) and not (self._is_worth_while and len(questions) - done > 1):
            yield self._alone(questions[done])
            done += 1
        if rest := questions[done:]:
            yield from self._together(rest)

    @property
    def _is_worth_while(self) -> bool:
        return self.processes > 1 and self.worked > PATIENCE

    def _alone(self, question: Asked) -> Plan | None:
        began = perf_counter()
        try:
            return self.answers(question)
        finally:
            self.worked += perf_counter() - began

    def _together(self, questions: Sequence[Asked]) -> Iterator[Plan | None]:
        from concurrent.futures import BrokenExecutor

        done = 0
        try:
            for answer in self._started().map(_answer, questions):
                yield answer
                done += 1
        except (BrokenExecutor, OSError, ImportError, NotImplementedError):
            self.processes = 1
            yield from map(self._alone, questions[done:])
        except BaseException:  # interrupted: what nobody waits for any more is not begun
            self.end()
            raise

    def end(self) -> None:
        """Lets the processes go; what was begun is still ended."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def _started(self) -> ProcessPoolExecutor:
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                self.processes, mp_context=get_context("spawn"), initializer=_begin, initargs=(self.equip, self.gear)
            )
        return self._pool


# In the processes

_answers: Answers


def _begin(equip: Callable[..., Answers], gear: tuple[object, ...]) -> None:
    """Makes ready; ends at once when interrupted, or when the planner's process is gone."""
    from multiprocessing import parent_process
    from threading import Thread

    global _answers
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if (parent := parent_process()) is not None:
        Thread(target=_end_with, args=(parent,), daemon=True).start()
    _answers = equip(*gear)


def _end_with(parent: BaseProcess) -> None:
    parent.join()
    os._exit(0)


def _answer(question: Asked) -> Plan | None:
    return _answers(question)
