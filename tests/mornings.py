"""A morning of the audit in which nothing is left out, for tests of its report."""

from __future__ import annotations

from dataclasses import replace

from provenance.audit.morning.nouns import ArticleNews, ClaimNews, HostRot, Morning, Point, SourceNews
from provenance.audit.nouns import EventKind, Run, RunState
from provenance.model import Label


def invented(text: str = "Words", url: str = "https://n.example/a") -> Morning:
    """A morning in which ``text`` stands in every place that a draft or page fills."""
    labels = {Label.SUPPORTED: 3, Label.CONTRADICTED: 1}
    claim = ClaimNews(
        "c-1",
        EventKind.WORSE,
        text,
        3,
        Label.SUPPORTED,
        Label.CONTRADICTED,
        0.8,
        text,
        ("words differ", text),
        ((text, url),),
        (("same", text), ("gone", text), ("new", text)),
    )
    other = replace(claim, kind=EventKind.NEW_CLAIM, before=None, after=Label.NOT_FOUND, pieces=())
    run = Run(
        4,
        1,
        "2026-03-04T02:00:00Z",
        "2026-03-04T02:10:00Z",
        RunState.DONE,
        "1.0",
        "embedded",
        {},
        {"sources": 5, "watched": 9, "left": 2},
        text,
    )
    return Morning(
        audit=f"desk {text}"[:90],
        run=run,
        since="2026-03-03T02:10:00Z",
        articles=(ArticleNews(1, url, text, (claim, other)), ArticleNews(2, text, None, (), text)),
        sources=tuple(SourceNews("s-1", url, kind, text, (url, text), 2) for kind in (EventKind.VANISHED, EventKind.MOVED)),
        trend=(
            Point(3, "2026-03-03T02:10:00Z", labels, 0, 1, 9),
            Point(4, "2026-03-04T02:10:00Z", {**labels, Label.NOT_FOUND: 2}, 1, 0, 9),
        ),
        rot=(HostRot(text, 1, 0, 4),),
        ages=(("up to a day", 4), ("longer", 1)),
        watched_articles=7,
    )
