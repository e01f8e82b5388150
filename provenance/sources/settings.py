"""The settings that bear on getting sources."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from provenance.config import USER_AGENT, USER_AGENT_WITHOUT_ROBOTS, RecordMode, parse_duration


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
    def ignore_robots(self) -> bool: ...
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
    @property
    def no_archive(self) -> bool: ...
    @property
    def archive(self) -> tuple[str, ...]: ...
    @property
    def archive_window(self) -> int: ...
    @property
    def no_cache(self) -> bool: ...
    @property
    def cache_dir(self) -> Path | None: ...
    @property
    def cache_size(self) -> int: ...
    @property
    def max_cache_age(self) -> str | float | None: ...


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
    obey_robots: bool = False
    """Whether robots.txt is asked for and obeyed. A run does so unless it has ``--ignore-robots``; here it is off, so that what
    fetches a single address asks for nothing else."""
    no_archive: bool = False
    """Whether no archive is asked."""
    archive: tuple[str, ...] = ("wayback",)
    """The archives that are asked, see :data:`provenance.sources.archives.timegates.ARCHIVES`, or addresses of TimeGates."""
    archive_window: int = 180
    """Days before and after the draft's date in which a copy is relied on."""
    no_cache: bool = False
    """Whether to go without stored captures; with a cassette they are never used."""
    cache_dir: Path | None = None
    """Where captures are stored; ``None`` for the user's cache directory."""
    cache_size: int = 512 << 20
    """Bytes that stored captures may take."""
    max_cache_age: float | None = None
    """Seconds: stored captures younger than this are used without asking; ``None`` leaves that to the servers."""
    fetchers: int = 16
    """Sources fetched at the same time, all hosts together."""

    @classmethod
    def of(cls, config: HasSettings) -> FetchSettings:
        """Pick the settings of this package out of a run's settings."""
        agent = config.user_agent
        if config.ignore_robots and agent == USER_AGENT:
            agent = USER_AGENT_WITHOUT_ROBOTS  # what we say of ourselves is true
        return cls(
            timeout=config.timeout,
            max_retries=config.max_retries,
            host_concurrency=config.host_concurrency,
            host_interval=config.host_interval,
            user_agent=agent,
            max_bytes=config.max_bytes,
            no_archive=config.no_archive,
            archive=config.archive,
            archive_window=config.archive_window,
            no_cache=config.no_cache,
            cache_dir=config.cache_dir,
            cache_size=config.cache_size,
            max_cache_age=None if config.max_cache_age is None else parse_duration(config.max_cache_age, "max-cache-age"),
            allow_host=config.allow_host,
            obey_robots=not config.ignore_robots,
            offline=config.offline,
            cassette=config.cassette,
            record_mode=RecordMode(config.record_mode),
            jobs=config.jobs,
        )
