"""How verdicts, confidence and source states are put in words: the same in every report."""

from __future__ import annotations

import re

from provenance.model import Comparison, Finding, Label, Source, Status, Verdict

WORST_FIRST = (
    Label.CONTRADICTED,
    Label.MISQUOTED,
    Label.NOT_FOUND,
    Label.PARTLY_SUPPORTED,
    Label.NOT_CHECKABLE,
    Label.SUPPORTED,
)

NAMES = {
    Label.SUPPORTED: "supported",
    Label.PARTLY_SUPPORTED: "partly supported",
    Label.CONTRADICTED: "contradicted",
    Label.MISQUOTED: "misquoted",
    Label.NOT_FOUND: "not found",
    Label.NOT_CHECKABLE: "not checkable",
}

# told apart by shape as well as by colour
MARKS = {
    Label.SUPPORTED: "✓",
    Label.PARTLY_SUPPORTED: "◐",
    Label.CONTRADICTED: "✗",
    Label.MISQUOTED: "❝",
    Label.NOT_FOUND: "∅",
    Label.NOT_CHECKABLE: "?",
}

STATUS_NAMES = {
    Status.OK: "read",
    Status.MOVED: "read at its new address",
    Status.ARCHIVED: "read from an archived copy",
    Status.NOT_FOUND: "page not found",
    Status.GONE: "page gone",
    Status.SOFT_404: "an error page",
    Status.BLOCKED: "blocked us",
    Status.RATE_LIMITED: "limited our requests",
    Status.LOGIN_REQUIRED: "wants a login",
    Status.PAYWALLED: "behind a paywall",
    Status.LEGAL_BLOCK: "blocked for legal reasons",
    Status.CONSENT_WALL: "behind a consent wall",
    Status.JS_ONLY: "needs JavaScript",
    Status.TEMPORARY: "temporarily broken",
    Status.UNREACHABLE: "unreachable",
    Status.TIMED_OUT: "timed out",
    Status.TLS_ERROR: "certificate trouble",
    Status.REDIRECT_ERROR: "redirects go wrong",
    Status.REFUSED: "address refused",
    Status.ROBOTS_DISALLOWED: "robots.txt forbids it",
    Status.UNSUPPORTED: "not a kind of address we read",
    Status.WRONG_TYPE: "not a text",
    Status.EMPTY: "empty page",
    Status.TOO_LARGE: "too large",
    Status.DECODE_ERROR: "cannot be decoded",
    Status.PARSER_FAILED: "cannot be parsed",
    Status.NOT_IN_CASSETTE: "not in the cassette",
    Status.NOT_ATTEMPTED: "not attempted",
}


NOT_REACHED = "not checked, because the run was stopped: run it again"
"""Why a draft that an interrupted run did not come to is among the failures."""

INTERRUPTED = "The run was stopped before its end: this report is not complete."


def count(n: int, noun: str) -> str:
    """``1 claim``, ``2 claims``."""
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


def host_of(url: str) -> str:
    """The host of an address, as a person says it; any other text as it is."""
    return re.sub(r"^[a-z]+://(?:[^/?#@]*@)?(?:www\.)?|[/?#].*$", "", url, flags=re.I) if "://" in url else url


def certainty(verdict: Verdict | Comparison) -> str:
    """The confidence in words and as a number."""
    value = verdict.confidence
    word = "almost certain" if value >= 0.95 else "likely" if value >= 0.8 else "probable" if value >= 0.6 else "uncertain"
    return f"{word}, {value:.0%}"


def source_name(source: Source) -> str:
    """What a person would call the source: publisher and title, or its address."""
    parts = [part for part in (source.publisher, source.title) if part]
    return ": ".join(parts) if parts else source.url


def how_reached(source: Source) -> str:
    """How the text was reached, in one sentence; empty if it simply stood at its address."""
    parts = []
    if source.redirects and source.final_url:
        hops = len(source.redirects)
        parts.append(f"{hops} redirect{'s' if hops > 1 else ''} to {source.final_url}")
    if source.archive is not None:
        parts.append(f"copy of {source.archive.captured}: {source.archive.why}")
    if source.message:
        parts.append(source.message)
    if source.note:
        parts.append(source.note)
    return "; ".join(parts)


def worst(finding: Finding) -> int:
    """Rank of a finding, worst first."""
    return WORST_FIRST.index(finding.comparison.label)
