"""The settings that bear on getting sources."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from provenance.config import USER_AGENT, RecordMode


class HasSettings(Protocol):
    """What this package reads of :class:`provenance.config.Config`."""

    @property
    def timeout(self) -> float: ...
    @property
    def max_retries(self) -> int: ...
    @property
    def host_concurrency(self) -> int: ...
    @property
    def host_interval(self) -> float: ...
    @property
    def user_agent(self) -> str: ...
    @property
    def allow_host(self) -> tuple[str, ...]: ...
    @property
    def offline(self) -> bool: ...
    @property
    def cassette(self) -> Path | None: ...
    @property
    def record_mode(self) -> RecordMode: ...
    @property
    def jobs(self) -> int: ...
    @property
    def max_bytes(self) -> int: ...


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """How to fetch. Times are in seconds, sizes in bytes."""

    timeout: float = 30.0
    """For one source in all: look-ups, every hop, waits between tries, the whole body. Queueing for a busy host of our own
    does not count."""
    max_retries: int = 2
    host_concurrency: int = 1
    host_interval: float = 0.0
    user_agent: str = USER_AGENT
    max_bytes: int = 16 << 20
    """Of one response, decompressed."""
    allow_host: tuple[str, ...] = ()
    offline: bool = False
    cassette: Path | None = None
    record_mode: RecordMode = RecordMode.NONE
    jobs: int = 2
    """Worker processes for extraction."""
    ask_neighbours: bool = True
    """Whether to ask for a made-up neighbour of each page, once a folder, to tell a missing page that is reported as found."""
    fetchers: int = 16
    """Sources fetched at the same time, all hosts together."""

    @classmethod
    def of(cls, config: HasSettings) -> FetchSettings:
        """Pick the settings of this package out of a run's settings."""
        return cls(
            timeout=config.timeout,
            max_retries=config.max_retries,
            host_concurrency=config.host_concurrency,
            host_interval=config.host_interval,
            user_agent=config.user_agent,
            max_bytes=config.max_bytes,
            allow_host=config.allow_host,
            offline=config.offline,
            cassette=config.cassette,
            record_mode=RecordMode(config.record_mode),
            jobs=config.jobs,
        )
