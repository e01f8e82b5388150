"""How a run goes on, on stderr: a bar for each stage on a terminal, elsewhere a line for each stage of a run that takes its time."""

from __future__ import annotations

import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING, Protocol, TextIO
from urllib.parse import urlsplit

from provenance.progress import Progress, Silent, Stage
from provenance.reports.clean import masked, one_line, shorten
from provenance.reports.words import count

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

_DETAIL = 48
PATIENCE = 5.0
"""A run that is done sooner needs no word on how it goes on."""


class Shown(Progress, Protocol):
    """A progress that shows itself only while a result is awaited: a live line would take stdout over."""

    def going_on(self) -> AbstractContextManager[object]:
        """Show it meanwhile."""


class Nothing(Silent):
    """Shows nothing."""

    def going_on(self) -> AbstractContextManager[object]:
        """See :class:`Shown`."""
        return nullcontext()


def shown(drafts: int, *, wanted: bool, stream: TextIO | None = None) -> Shown:
    """What to show for so many drafts: bars on a terminal, else lines, or nothing if nothing is ``wanted``."""
    where = sys.stderr if stream is None else stream
    if not wanted:
        return Nothing()
    return TerminalBars(drafts, where) if where.isatty() else Lines(drafts, where)


class Lines:
    """A line when a stage ends; for several drafts one when a draft is done. Nothing in the first :data:`PATIENCE` seconds.

    Parameters
    ----------
    drafts:
        How many there are.
    stream:
        Where to write.
    clock:
        Monotonic seconds.
    """

    def __init__(self, drafts: int, stream: TextIO, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._drafts, self._stream = drafts, stream
        self._clock, self._begun = clock, clock()
        self._done: Counter[Stage] = Counter()
        self._hosts: set[str] = set()
        self._name = ""
        self._number = 0

    def going_on(self) -> AbstractContextManager[object]:
        """See :class:`Shown`."""
        return nullcontext()

    def begin(self, stage: Stage, total: int | None, detail: str, /) -> None:
        """See :class:`provenance.progress.Progress`."""
        if stage is Stage.READING:
            self._name = shorten(masked(detail), _DETAIL)
            self._number += 1
            self._done.clear()
            self._hosts.clear()

    def step(self, stage: Stage, detail: str, /) -> None:
        """See :class:`provenance.progress.Progress`."""
        self._done[stage] += 1
        if stage is Stage.FETCHING:
            self._hosts.add(_host(detail))

    def end(self, stage: Stage, /) -> None:
        """See :class:`provenance.progress.Progress`."""
        if self._clock() - self._begun < PATIENCE:
            return
        n = self._done[stage]
        told = {
            Stage.READING: f"read {self._name}",
            Stage.FETCHING: f"fetched {count(n, 'source')} from {count(len(self._hosts), 'host')}",
            Stage.EXTRACTING: f"extracted {count(n, 'text')}",
            Stage.COMPARING: f"compared {count(n, 'claim')}",
        }[stage]
        if self._drafts > 1:
            if stage is not Stage.COMPARING:
                return
            told = f"draft {self._number} of {self._drafts}, {self._name}: {told}"
        self._stream.write(f"provenance: {told}\n")
        self._stream.flush()


class TerminalBars:
    """A bar for each stage, gone when the result is there.

    Parameters
    ----------
    drafts:
        How many there are.
    stream:
        The terminal.
    """

    def __init__(self, drafts: int, stream: TextIO) -> None:
        self._drafts, self._stream = drafts, stream
        self._number = 0
        self._bars: Bars | None = None
        self._tasks: dict[Stage, TaskID] = {}
        self._hosts: set[str] = set()
        self._lock = threading.Lock()

    @contextmanager
    def going_on(self) -> Iterator[None]:
        """See :class:`Shown`."""
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
        from rich.progress import Progress as Bars

        console = Console(file=self._stream, markup=False, emoji=False, highlight=False)
        columns = (
            TextColumn("{task.description:<10}", markup=False),
            BarColumn(bar_width=30),
            MofNCompleteColumn(),
            TextColumn("{task.fields[detail]}", markup=False),
        )
        self._tasks.clear()
        with Bars(*columns, console=console, transient=True) as bars:
            self._bars = bars
            try:
                yield
            finally:
                self._bars = None

    def begin(self, stage: Stage, total: int | None, detail: str, /) -> None:
        """See :class:`provenance.progress.Progress`."""
        if stage is Stage.READING:
            self._number += 1
            self._hosts.clear()
        if self._bars is None:
            return
        which = f"{self._number} of {self._drafts}: " if self._drafts > 1 else ""
        self._tasks[stage] = self._bars.add_task(stage.value, total=total, detail=which + shorten(masked(detail), _DETAIL))

    def step(self, stage: Stage, detail: str, /) -> None:
        """See :class:`provenance.progress.Progress`."""
        bars, task = self._bars, self._tasks.get(stage)
        if bars is None or task is None:
            return
        told = shorten(masked(detail), _DETAIL)
        if stage in (Stage.FETCHING, Stage.EXTRACTING):
            with self._lock:
                self._hosts.add(_host(detail))
                told = f"{_host(detail)} ({count(len(self._hosts), 'host')})"
        bars.update(task, advance=1, detail=told)

    def end(self, stage: Stage, /) -> None:
        """See :class:`provenance.progress.Progress`."""
        bars, task = self._bars, self._tasks.get(stage)
        if bars is not None and task is not None:
            done = bars.tasks[list(bars.task_ids).index(task)].completed
            bars.update(task, total=done, completed=done)


def _host(url: str) -> str:
    try:
        return shorten(urlsplit(url).hostname or one_line(url), _DETAIL)
    except ValueError:
        return "?"
