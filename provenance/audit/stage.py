"""What the stages of a run share: where they work, what they may spend, and how often they try."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from provenance.audit.database import Database
from provenance.audit.nouns import Run
from provenance.config import Config

TRIES = 3
"""Crashes of its worker after which an article is passed over until it changes."""


@dataclass(frozen=True, slots=True)
class Budget:
    """What one run may spend; what is left over is said and comes first in the next."""

    requests: int | None = None
    """Sources looked at."""
    seconds: float | None = None


@dataclass(slots=True)
class Spent:
    """What of the budget is gone. It is counted by a monotonic clock: a wall clock may jump."""

    budget: Budget
    clock: Callable[[], float] = time.monotonic
    began: float = field(default=0.0)

    def __post_init__(self) -> None:
        self.began = self.clock()

    @property
    def is_over(self) -> bool:
        """Whether the time is up."""
        return self.budget.seconds is not None and self.clock() - self.began >= self.budget.seconds


class Stage:
    """A part of a run's work.

    Parameters
    ----------
    database
        The store.
    run
        The run that does it.
    config, store
        For the workers.
    """

    def __init__(self, database: Database, run: Run, config: Config, store: str) -> None:
        self._database = database
        self._run = run
        self._config = config
        self._store = store
