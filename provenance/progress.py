"""What a run tells while it goes on, so that whoever waits sees that it moves."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol


class Stage(StrEnum):
    """What a run is busy with; each draft goes through these in order."""

    READING = "reading"
    FETCHING = "fetching"
    EXTRACTING = "extracting"
    COMPARING = "comparing"


class Progress(Protocol):
    """Whoever listens to a run. Sources are fetched in threads, so :meth:`step` is called from several of them."""

    def begin(self, stage: Stage, total: int | None, detail: str, /) -> None:
        """A stage begins.

        Parameters
        ----------
        stage:
            Which.
        total:
            How many steps it has: drafts, sources or claims; ``None`` if nobody knows.
        detail:
            The draft's name.
        """

    def step(self, stage: Stage, detail: str, /) -> None:
        """One draft, source or claim of a stage is done; ``detail`` is its name, address or words."""

    def end(self, stage: Stage, /) -> None:
        """A stage has ended."""


class Silent:
    """Listens to nothing."""

    def begin(self, stage: Stage, total: int | None, detail: str, /) -> None:
        """See :class:`Progress`."""

    def step(self, stage: Stage, detail: str, /) -> None:
        """See :class:`Progress`."""

    def end(self, stage: Stage, /) -> None:
        """See :class:`Progress`."""
