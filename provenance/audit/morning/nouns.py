"""The nouns of the morning's report, frozen and typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from provenance.audit.nouns import EventKind, Run
from provenance.model import Label


@dataclass(frozen=True, slots=True)
class ClaimNews:
    """What is new about a claim."""

    claim: str
    """Its id."""
    kind: EventKind
    """``new_claim``, ``worse``, ``better`` or ``changed_since``."""
    text: str
    line: int | None
    before: Label | None
    after: Label
    confidence: float
    because: str
    """Why the verdict turned, in a sentence."""
    reasons: tuple[str, ...]
    evidence: tuple[tuple[str, str | None], ...]
    """Passages that the verdict rests on now, each with its link."""
    pieces: tuple[tuple[str, str], ...] = ()
    """Word diff of the passage that mattered: ``same``, ``gone`` or ``new``, and the words."""

    @property
    def is_grave(self) -> bool:
        """Whether somebody should look at it first."""
        return self.kind is not EventKind.BETTER and self.after in (Label.CONTRADICTED, Label.MISQUOTED, Label.NOT_FOUND)


@dataclass(frozen=True, slots=True)
class ArticleNews:
    """What is new about an article."""

    id: int
    place: str
    title: str | None
    claims: tuple[ClaimNews, ...]
    """The gravest first."""
    message: str | None = None
    """That it cannot be read any more, or can again."""
    went: int = 0
    """Claims that it no longer makes."""


@dataclass(frozen=True, slots=True)
class SourceNews:
    """What is new about a source."""

    id: str
    url: str
    kind: EventKind
    message: str
    """What happened, in a sentence."""
    cited_by: tuple[str, ...]
    """Places of the articles that cite it."""
    claims: int
    """Claims that rest on it."""


@dataclass(frozen=True, slots=True)
class Point:
    """An audit at the end of one run."""

    run: int
    ended: str
    labels: Mapping[Label, int]
    dead: int
    failing: int
    watched: int


@dataclass(frozen=True, slots=True)
class HostRot:
    """The sources of one host."""

    host: str
    dead: int
    failing: int
    watched: int


@dataclass(frozen=True, slots=True)
class Morning:
    """Everything that one run found to be new, and how the audit stands."""

    audit: str
    run: Run
    since: str | None
    """When the run before ended; ``None`` for the first."""
    articles: tuple[ArticleNews, ...]
    """The gravest first."""
    sources: tuple[SourceNews, ...]
    trend: tuple[Point, ...]
    """This run and those before, the oldest first."""
    rot: tuple[HostRot, ...]
    """Hosts with dead or failing sources, the worst first."""
    ages: tuple[tuple[str, int], ...]
    """How long ago sources were last read, in words, and how many."""
    watched_articles: int

    @property
    def is_quiet(self) -> bool:
        """Whether there is nothing to read."""
        return not self.articles and not self.sources
