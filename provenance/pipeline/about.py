"""What a run says of itself: the tool, its settings, its model, its time."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from provenance.config import MODEL_KEY, Config, ModelKind, parse_model
from provenance.model import (
    DraftReport,
)

if TYPE_CHECKING:
    from provenance.comparison.entailment import Entailment
    from provenance.sources.resolver import Resolver


TOOL = "provenance"


def tool_version() -> str:
    """The installed version of the program."""
    try:
        return version("provenance-checker")
    except PackageNotFoundError:
        return "0+unknown"


def entailment(config: Config, resolver: Resolver) -> Entailment:
    """The model that the settings name; one behind an endpoint is asked over the run's cassette.

    Raises
    ------
    ModelError
        It cannot be loaded.
    """
    from provenance.comparison.entailment import make

    choice = parse_model(config.model)
    if choice.kind is not ModelKind.OPENAI:
        return make(choice)
    key = os.environ.get(MODEL_KEY, "")
    return make(choice, resolver.asker(f"{choice.place}/chat/completions", key=key, timeout=config.model_timeout))


def model_name(config: Config) -> str:
    """The model's name as reports give it: for a folder with the hash of its content."""
    choice = parse_model(config.model)
    if choice.kind is not ModelKind.FOLDER:
        return str(choice)
    from provenance.comparison.entailment import make

    return make(choice).name


def settings_told(config: Config) -> tuple[tuple[str, str], ...]:
    """The settings that bear on the result, by name, in alphabetical order."""
    told = {
        "fail_on": ",".join(label.value for label in config.fail_on),
        "offline": str(config.offline).lower(),
        "record_mode": config.record_mode.value,
        "model": model_name(config),
    }
    if config.cassette is not None:
        told["cassette"] = config.cassette.name
    if config.input_format:
        told["input_format"] = config.input_format
    if config.language:
        told["language"] = config.language
    if config.date:
        told["date"] = config.date.isoformat()
    if config.source:
        told["source"] = ", ".join(config.source)
    usual = Config()
    if config.no_archive:
        told["no_archive"] = "true"
    elif (config.archive, config.archive_window) != (usual.archive, usual.archive_window):
        told["archive"], told["archive_window"] = ", ".join(config.archive), str(config.archive_window)
    if config.max_cache_age is not None and config.cassette is None and not config.no_cache:
        told["max_cache_age"] = str(config.max_cache_age)
    return tuple(sorted(told.items()))


def generated(drafts: Sequence[DraftReport], config: Config) -> str:
    """The time of the run; offline the time of the newest capture, so that a replay gives the same bytes."""
    if config.offline:
        stamps = [s.fetched for d in drafts for s in d.sources if s.fetched]
        return max(stamps, default="1970-01-01T00:00:00Z")
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
