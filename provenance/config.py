"""Settings: flags, then ``PROVENANCE_*`` variables, then a settings file, then the defaults below.

A settings file is ``provenance.toml``, or the table ``[tool.provenance]`` of ``pyproject.toml``, in the working directory; or
the file that ``--config`` names. Its keys are the fields of :class:`Config`, with ``-`` or ``_``. An unknown key is an error.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date as Date
from enum import StrEnum
from pathlib import Path
from typing import Any

from provenance.errors import ConfigError
from provenance.model import Label

MOST_SECONDS = 3.2e9
"""The longest duration that a setting may name: a hundred years."""
FILE_NAME = "provenance.toml"
USER_AGENT = "provenance-checker/0.1 (checks cited sources for a fact-checker; honours robots.txt and Retry-After)"
USER_AGENT_WITHOUT_ROBOTS = "provenance-checker/0.1 (checks cited sources for a fact-checker; honours Retry-After)"
MAX_SETTINGS_BYTES = 1 << 20


class ModelKind(StrEnum):
    """Where an entailment model comes from."""

    EMBEDDED = "embedded"
    """The one that comes with the program."""
    FOLDER = "folder"
    """A local folder."""
    OPENAI = "openai"
    """An endpoint that speaks OpenAI's chat completions."""


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """The entailment model that a run uses beside the embedded one."""

    kind: ModelKind = ModelKind.EMBEDDED
    name: str = ""
    """As the endpoint knows it."""
    place: str = ""
    """The folder, or the endpoint's base address."""

    def __str__(self) -> str:
        return {ModelKind.EMBEDDED: "embedded", ModelKind.FOLDER: self.place, ModelKind.OPENAI: f"openai:{self.name}@{self.place}"}[
            self.kind
        ]


_OPENAI = re.compile(r"openai:([^\s\x00-\x1f]{1,200})@(https?://[^\s@?#\\\\]{1,500})")


def parse_model(value: str) -> ModelChoice:
    """Read ``embedded``, ``openai:NAME@URL`` or the name of a folder.

    Raises
    ------
    ConfigError
        It is none of them; a folder must exist.
    """
    text = value.strip()
    if text == "embedded":
        return ModelChoice()
    if text.startswith("openai:"):
        found = _OPENAI.fullmatch(text)
        if found is None:
            # what was given may hold a password
            raise ConfigError(
                "the model is not openai:NAME@URL, with a URL that holds no user name: write, for example, openai:llama3.1@http://localhost:11434/v1"
            )
        return ModelChoice(ModelKind.OPENAI, found.group(1), found.group(2).rstrip("/"))
    if not text or not Path(text).is_dir():
        raise ConfigError(f"model {text[:200]!r} is no folder: give embedded, the folder of a downloaded model, or openai:NAME@URL")
    return ModelChoice(ModelKind.FOLDER, place=text)


_DURATION = re.compile(r"(\d{1,10}(?:\.\d{1,3})?)\s?(|ms|s|m|min|h|d|w)", re.ASCII)
_UNITS = {"": 1.0, "ms": 0.001, "s": 1.0, "m": 60.0, "min": 60.0, "h": 3600.0, "d": 86_400.0, "w": 604_800.0}


def parse_duration(value: str | float, name: str) -> float:
    """Read a duration, a number of seconds or a text such as ``90s``, ``30m``, ``12h``, ``7d``, ``2w``, as seconds.

    Raises
    ------
    ConfigError
        It is none, or longer than :data:`MOST_SECONDS`.
    """
    found = _DURATION.fullmatch(str(value).strip().lower())
    seconds = float(found[1]) * _UNITS[found[2]] if found else -1.0
    if not 0 <= seconds <= MOST_SECONDS:
        raise ConfigError(f"{name} is no duration: {str(value)[:50]!r}; write, for example, 90s, 30m, 12h or 7d")
    return seconds


def _is_language(code: str) -> bool:
    from babel import Locale

    return len(code) == 2 and code in Locale("en").languages


class RecordMode(StrEnum):
    """What a cassette does with a request, in the words of other recorders."""

    NONE = "none"
    """Replay only; a request that was not recorded is a failure."""
    ONCE = "once"
    """Record if the file does not exist yet, else replay only."""
    NEW_EPISODES = "new_episodes"
    """Replay what was recorded, record the rest."""
    ALL = "all"
    """Record everything again."""


@dataclass(frozen=True, slots=True)
class Config:
    """All settings of one run. Times are in seconds, sizes in bytes."""

    fail_on: tuple[Label, ...] = (Label.CONTRADICTED, Label.MISQUOTED)
    exit_zero: bool = False
    source: tuple[str, ...] = ()
    """``[URL=]FILE|URL``: a text given by hand, for that address or for every claim without a link."""
    cassette: Path | None = None
    record_mode: RecordMode = RecordMode.NONE
    offline: bool = False
    input_format: str | None = None
    """Format of the drafts, where their names and content do not tell."""
    language: str | None = None
    date: Date | None = None
    timeout: float = 30.0
    """For one source in all: name look-up, every hop, the whole body."""
    max_retries: int = 2
    host_concurrency: int = 1
    host_interval: float = 0.0
    """Least time between the starts of two requests to one host."""
    user_agent: str = USER_AGENT
    allow_host: tuple[str, ...] = ()
    ignore_robots: bool = False
    jobs: int = 2
    """Worker processes for extraction."""
    max_bytes: int = 16 << 20
    """Of one response, decompressed."""
    no_archive: bool = False
    """Whether no archive is asked for dated copies."""
    archive: tuple[str, ...] = ("wayback",)
    """The archives that are asked, in this order: names, or addresses of Memento TimeGates."""
    archive_window: int = 180
    """Days before and after the draft's date in which a dated copy is relied on."""
    cache_dir: Path | None = None
    """Where captures are stored; ``None`` for the user's cache directory."""
    no_cache: bool = False
    """Whether to go without stored captures. With a cassette they are never used."""
    cache_size: int = 512 << 20
    """Bytes that stored captures may take."""
    max_cache_age: str | float | None = None
    """Stored captures younger than this are used without asking; see :func:`parse_duration`. ``None`` leaves that to servers."""
    model: str = "embedded"
    """``embedded``, a folder, or ``openai:NAME@URL``; see :func:`parse_model`."""
    model_timeout: float = 120.0
    """For one question to an endpoint in all."""
    depth: int = 3
    """Of a trace: how many sources deep it follows who got it from whom."""
    max_sources: int = 60
    """Of a trace: how many sources it reads at most."""

    def __post_init__(self) -> None:
        positive = {
            "timeout": self.timeout,
            "host_concurrency": self.host_concurrency,
            "jobs": self.jobs,
            "max_bytes": self.max_bytes,
            "model_timeout": self.model_timeout,
            "depth": self.depth,
            "max_sources": self.max_sources,
            "cache_size": self.cache_size,
        }
        for name, value in positive.items():
            if value <= 0:
                raise ConfigError(f"{name.replace('_', '-')} must be more than 0, not {value}")
        for name, number in {
            "max_retries": self.max_retries,
            "host_interval": self.host_interval,
            "archive_window": self.archive_window,
        }.items():
            if number < 0:
                raise ConfigError(f"{name.replace('_', '-')} must not be negative, but is {number}")
        if self.language is not None and not _is_language(self.language):
            raise ConfigError(f"unknown language {self.language[:50]!r}: give its ISO 639-1 code, for example en, ru or de")
        if self.max_cache_age is not None:
            parse_duration(self.max_cache_age, "max-cache-age")
        if parse_model(self.model).kind is ModelKind.OPENAI and self.offline and self.cassette is None:
            raise ConfigError(f"the model {self.model} cannot be asked offline: name a --cassette with its answers, or go online")


def load(
    flags: Mapping[str, Any] | None = None,
    *,
    file: Path | None = None,
    environment: Mapping[str, str] | None = None,
    directory: Path | None = None,
) -> Config:
    """Put the settings together.

    Parameters
    ----------
    flags:
        Values from the command line by field name; ``None`` and empty sequences count as not given.
    file:
        The settings file that ``--config`` names; without it the working directory is looked at.
    environment:
        Variables to read instead of the process's own.
    directory:
        Where to look for a settings file instead of the working directory.

    Raises
    ------
    ConfigError
        A file is missing or damaged, a key is unknown, or a value does not fit its field.
    """
    variables = os.environ if environment is None else environment
    merged: dict[str, tuple[Any, str]] = {}
    for key, value in _from_file(file, directory or Path.cwd()).items():
        merged[key] = (value, "the settings file")
    for key, value in _from_environment(variables).items():
        merged[key] = (value, f"PROVENANCE_{key.upper()}")
    for key, value in (flags or {}).items():
        if value is not None and value != () and value != []:
            merged[key] = (value, f"--{key.replace('_', '-')}")
    return Config(**_validated(merged))


def _known() -> frozenset[str]:
    return frozenset(f.name for f in fields(Config))


def _from_file(file: Path | None, directory: Path) -> dict[str, Any]:
    if file is not None:
        return _table(file, inside_pyproject=file.name == "pyproject.toml", must_exist=True)
    found = _table(directory / FILE_NAME, inside_pyproject=False, must_exist=False)
    return found or _table(directory / "pyproject.toml", inside_pyproject=True, must_exist=False)


def _table(path: Path, *, inside_pyproject: bool, must_exist: bool) -> dict[str, Any]:
    if not path.is_file():
        if must_exist:
            raise ConfigError(f"no settings file at {path}: check the name after --config")
        return {}
    if path.stat().st_size > MAX_SETTINGS_BYTES:
        raise ConfigError(f"{path} is too large for a settings file: name another after --config")
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        if inside_pyproject and not must_exist:
            # somebody else's file, which we only look into on the chance
            return {}
        raise ConfigError(f"{path} cannot be read as TOML: {error}") from error
    if inside_pyproject:
        tool = data.get("tool", {})
        data = tool.get("provenance", {}) if isinstance(tool, dict) else {}
    settings = {str(key).replace("-", "_"): value for key, value in data.items()}
    for key in settings:
        if key not in _known():
            raise ConfigError(f"{path}: unknown setting {key!r}; known ones are {', '.join(sorted(_known()))}")
    return settings


# read by other parts of the program, not settings of a run
MODEL_KEY = "PROVENANCE_MODEL_KEY"
"""The variable that holds an endpoint's key: a secret has no place in a file or on a command line."""
RESERVED_VARIABLES = frozenset(
    {"PROVENANCE_STORE", "PROVENANCE_SMTP_PASSWORD", "PROVENANCE_WEBHOOK_SECRET", "PROVENANCE_SHARED", "PROVENANCE_LOG", MODEL_KEY}
)


def _from_environment(variables: Mapping[str, str]) -> dict[str, Any]:
    settings: dict[str, Any] = {}
    for name in sorted(variables):
        if not name.startswith("PROVENANCE_") or name in RESERVED_VARIABLES:
            continue
        key = name.removeprefix("PROVENANCE_").lower()
        if key not in _known():
            raise ConfigError(
                f"unknown variable {name}: unset it, or use one of " + ", ".join(f"PROVENANCE_{k.upper()}" for k in sorted(_known()))
            )
        value = variables[name]
        settings[key] = [part for part in value.split(",") if part] if key in ("fail_on", "source", "allow_host", "archive") else value
    return settings


def _validated(merged: Mapping[str, tuple[Any, str]]) -> dict[str, Any]:
    # pydantic turns "yes" and "2.5" into what the fields say, and names what it cannot
    from pydantic import TypeAdapter, ValidationError

    values = {key: (value.split(",") if key == "fail_on" and isinstance(value, str) else value) for key, (value, _) in merged.items()}
    try:
        config = TypeAdapter(Config).validate_python(values)
    except ValidationError as error:
        first = error.errors()[0]
        key = str(first["loc"][0]) if first["loc"] else "?"
        origin = merged.get(key, ("", "the settings"))[1]
        raise ConfigError(f"{origin}: {first['msg'][:1].lower()}{first['msg'][1:]} (given: {first.get('input')!r})") from error
    return {key: getattr(config, key) for key in values}
