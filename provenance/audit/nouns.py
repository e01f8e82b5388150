"""The nouns of the audit, frozen and typed; fields are named and ordered as the columns in :mod:`provenance.audit.tables`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class RunState(StrEnum):
    """How a run stands."""

    RUNNING = "running"
    """At work, or broken off and to be taken up again."""
    DONE = "done"
    """Everything that was due was done, or left for want of budget and said so."""
    OUTAGE = "outage"
    """Our own network was down: what failed was not written."""


class ItemKind(StrEnum):
    """What a run works off."""

    SOURCE = "source"
    ARTICLE = "article"


class ItemState(StrEnum):
    """What became of one item of a run."""

    DUE = "due"
    DONE = "done"
    LEFT = "left"
    """The budget was spent before its turn came; it is due again in the next run."""
    QUARANTINED = "quarantined"
    """It broke the program three times, and is passed over until it or the program changes."""


class EventKind(StrEnum):
    """What can be new in the morning."""

    NEW_CLAIM = "new_claim"
    """A claim that was judged for the first time."""
    WORSE = "worse"
    BETTER = "better"
    WENT = "went"
    """A claim that the article no longer makes."""
    CHANGED_SINCE = "changed_since"
    """The passage that carried a verdict reads otherwise now."""
    VANISHED = "vanished"
    """A source is dead by the rule of three failures."""
    BACK = "back"
    """A dead source answers again."""
    FAILING = "failing"
    """A source began to fail; it is not dead yet."""
    MOVED = "moved"
    """A source is read at a new address."""
    SOFT_DELETED = "soft_deleted"
    """The page is there, but its text has gone."""
    CORRECTED = "corrected"
    """The source carries a notice of a correction that it did not carry before."""
    UNREADABLE = "unreadable"
    """An article cannot be read any more."""
    READABLE = "readable"


@dataclass(frozen=True, slots=True)
class Article:
    """A published text that is watched."""

    id: int
    audit: int
    place: str
    """Absolute path, or address."""
    tags: tuple[str, ...]
    added: str
    published: str | None = None
    title: str | None = None
    language: str | None = None
    sha256: str | None = None
    """Of the text that was read last; ``None`` before the first reading."""
    stamp: str | None = None
    """What tells cheaply that nothing changed: size and time of a file, validators of an address."""
    inputs: str | None = None
    """Hash of all that its verdicts rest on."""
    read: str | None = None
    due: str | None = None
    failures: int = 0
    message: str | None = None
    quarantined: bool = False
    parts: dict[str, str] | None = None
    """Source → hash of what of it the verdicts rest on; ``None`` before the first verdicts."""


@dataclass(frozen=True, slots=True)
class Watched:
    """A source that is watched, whoever cites it."""

    id: str
    url: str
    host: str
    status: str | None = None
    """As in reports; ``None`` before the first check."""
    capture: int | None = None
    """The last capture that gave a text."""
    last: int | None = None
    """The last capture of all."""
    checked: str | None = None
    due: str | None = None
    checks: int = 0
    changes: int = 0
    """Checks that found another content than the one before."""
    failures: int = 0
    """Failures in a row that count towards death."""
    failed: str | None = None
    """When the last of them was."""
    dead: str | None = None
    """Since when it is called dead."""
    lapses: int = 0
    """Failures of any kind in a row."""


@dataclass(frozen=True, slots=True)
class StoredCapture:
    """What one check of a source found."""

    id: int
    source: str
    run: int
    fetched: str
    status: str
    content: str | None
    """Hash of the bytes; ``None`` if nothing was read."""
    extract: str | None
    """Hash of what was read out of them; ``None`` if nothing was."""
    described: dict[str, Any]
    """The source as the JSON report has it."""


@dataclass(frozen=True, slots=True)
class StoredVerdict:
    """One verdict, as it was given, with what it rests on."""

    id: int
    audit: int
    seq: int
    run: int
    article: int
    claim: str
    label: str
    confidence: str
    given: str
    tool: str
    model: str
    captures: tuple[tuple[str, int | None, str | None], ...]
    """Source, capture and hash of its extract; the latter two ``None`` for a source that was never read."""
    document: dict[str, Any]
    """The claim as the JSON report has it, with verdict and findings."""
    current: bool
    hash: str


@dataclass(frozen=True, slots=True)
class Run:
    """One night."""

    id: int
    audit: int
    started: str
    ended: str | None
    state: RunState
    tool: str
    model: str
    settings: dict[str, Any]
    counts: dict[str, int]
    message: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Something that a run found to be new."""

    kind: EventKind
    article: int | None = None
    source: str | None = None
    claim: str | None = None
    detail: dict[str, Any] | None = None
    """What the report needs to tell it: labels before and after, a word diff, addresses."""

    @property
    def key(self) -> str:
        """What it is about; with run and kind it is unique."""
        return f"{self.article or ''}|{self.source or ''}|{self.claim or ''}"[:200]
