"""A run as the command line drives it: results one by one, progress on stderr, and an orderly end when it is stopped."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence

from provenance.cli.interrupts import Interrupts
from provenance.cli.progress import Shown
from provenance.config import Config
from provenance.model import DraftFailure, DraftReport
from provenance.reports.words import NOT_REACHED


class Run:
    """The results of drafts, as they are ready.

    Parameters
    ----------
    named:
        The drafts, or why there is none.
    config:
        The settings.
    shown:
        Who shows how it goes on.

    Attributes
    ----------
    interrupted:
        Whether it was stopped before its end. The drafts that it did not come to are then failures that say so.
    """

    def __init__(self, named: Sequence[str | DraftFailure], config: Config, shown: Shown) -> None:
        self._named, self._config, self._shown = named, config, shown
        self._stop = Interrupts()
        self.interrupted = False
        self.reached = 0

    def __iter__(self) -> Iterator[DraftReport | DraftFailure]:
        from provenance.pipeline import run

        results: Iterator[DraftReport | DraftFailure] | None = None
        last: DraftReport | DraftFailure | None = None
        with self._stop.caught():
            try:
                while not self.interrupted:
                    with self._shown.going_on(), self._stop.allowed():
                        if results is None:
                            results = iter(run(self._named, self._config, self._shown))
                        last = next(results, None)
                    if last is None:
                        return
                    self.reached += 1
                    yield last
                    self.interrupted = self._stop.asked or (isinstance(last, DraftReport) and last.interrupted)
            except KeyboardInterrupt:
                self.interrupted = True
            finally:
                if isinstance(results, Generator):
                    results.close()
            if self.reached == len(self._named) and not (isinstance(last, DraftReport) and last.interrupted):
                self.interrupted = False  # stopped when all was done
            for draft in self._named[self.reached :]:
                yield draft if isinstance(draft, DraftFailure) else DraftFailure(draft, NOT_REACHED)
