"""From what a run told to the morning's report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from provenance.audit import articles, evidence, ledger, runs
from provenance.audit.articles import chunks
from provenance.audit.clock import moment
from provenance.audit.morning.nouns import ArticleNews, ClaimNews, HostRot, Morning, Point, SourceNews
from provenance.audit.nouns import Article, Event, EventKind, Run, StoredVerdict
from provenance.audit.tables import table
from provenance.errors import UsageError
from provenance.model import Label

if TYPE_CHECKING:
    from sqlalchemy import Connection

_RUNS = 60
"""Runs that a trend reaches back."""
_WORTH_TELLING = frozenset({Label.CONTRADICTED, Label.MISQUOTED, Label.NOT_FOUND, Label.PARTLY_SUPPORTED})
"""A claim judged for the first time is news only if it did not hold."""
_GRAVITY = (Label.CONTRADICTED, Label.MISQUOTED, Label.NOT_FOUND, Label.PARTLY_SUPPORTED, Label.NOT_CHECKABLE, Label.SUPPORTED)
_KINDS = (EventKind.WORSE, EventKind.NEW_CLAIM, EventKind.CHANGED_SINCE, EventKind.BETTER)
_OF_SOURCES = (
    EventKind.VANISHED,
    EventKind.SOFT_DELETED,
    EventKind.CORRECTED,
    EventKind.MOVED,
    EventKind.FAILING,
    EventKind.BACK,
)
_AGES = ((1, "up to a day"), (7, "up to a week"), (30, "up to a month"), (365, "up to a year"), (36_500, "longer"))


def collect(connection: Connection, audit: str, number: int | None = None) -> Morning:
    """The report of one run.

    Parameters
    ----------
    audit
        Name of the audit.
    number
        Of the run; the last that ended by default.

    Raises
    ------
    UsageError
        There is no such audit, or no such run of it that ended.
    """
    key = articles.audit_id(connection, audit)
    ended = runs.latest(connection, key, 100_000)
    if not ended:
        raise UsageError(f"no run of the audit {audit!r} has ended yet: 'provenance audit run' makes one")
    run = next((r for r in ended if r.id == number), None) if number is not None else ended[0]
    if run is None:
        raise UsageError(f"there is no run {number} of the audit {audit!r}: the last one is {ended[0].id}")
    earlier = [r for r in ended if r.id < run.id]
    told = runs.told(connection, run.id)
    asked = moment(run.ended) if run.ended else moment(run.started)
    return Morning(
        audit=audit,
        run=run,
        since=earlier[0].ended if earlier else None,
        articles=_articles(connection, told, run),
        sources=_sources(connection, told),
        trend=tuple(_point(r) for r in reversed([run, *earlier][:_RUNS])),
        rot=_rot(connection, key),
        ages=_ages(connection, key, asked),
        watched_articles=articles.count(connection, key),
    )


# ---- articles --------------------------------------------------------------------------------------------------------


def _articles(connection: Connection, told: Sequence[Event], run: Run) -> tuple[ArticleNews, ...]:
    by_article: dict[int, list[Event]] = {}
    for event in told:
        if event.article is not None:
            by_article.setdefault(event.article, []).append(event)
    known = articles.by_id(connection, list(by_article))
    verdicts = _verdicts(connection, told) | _given_in(connection, told, run)
    titles = _titles(connection, {s for event in told for s in (event.detail or {}).get("changed_sources", ())})
    news = (_article(known.get(number), number, events, verdicts, titles) for number, events in by_article.items())
    found = [article for article in news if article.claims or article.message]
    found.sort(key=lambda article: (min((_gravity(c) for c in article.claims), default=(9, 9, 0.0)), article.place))
    return tuple(found)


def _article(
    article: Article | None, number: int, events: Sequence[Event], verdicts: Mapping[int, StoredVerdict], titles: Mapping[str, str]
) -> ArticleNews:
    drifts = {event.claim: event for event in events if event.kind is EventKind.CHANGED_SINCE}
    turned = {event.claim for event in events if event.kind in (EventKind.WORSE, EventKind.BETTER)}
    claims = []
    for event in events:
        drift = drifts.get(event.claim)
        if event.kind in (EventKind.WORSE, EventKind.BETTER, EventKind.NEW_CLAIM) or (event is drift and event.claim not in turned):
            claims.append(_claim(event, verdicts, drift, titles))
    worth = [c for c in claims if c is not None and (c.kind is not EventKind.NEW_CLAIM or c.after in _WORTH_TELLING)]
    message = next((str((e.detail or {}).get("message", "")) for e in events if e.kind is EventKind.UNREADABLE), None)
    if message is None and any(e.kind is EventKind.READABLE for e in events):
        message = "It can be read again."
    return ArticleNews(
        id=number,
        place=article.place if article else f"article {number}, watched no longer",
        title=article.title if article else None,
        claims=tuple(sorted(worth, key=_gravity)),
        message=message,
        went=sum(e.kind is EventKind.WENT for e in events),
    )


def _claim(event: Event, verdicts: Mapping[int, StoredVerdict], drift: Event | None, titles: Mapping[str, str]) -> ClaimNews | None:
    detail = event.detail or {}
    verdict = verdicts.get(detail["verdict"])
    if verdict is None:
        return None
    document = verdict.document
    passages = [(p["text"], p["link"]) for finding in document["findings"] for p in finding["evidence"]]
    pieces = (drift.detail or {})["pieces"] if drift is not None else ()
    return ClaimNews(
        claim=verdict.claim,
        kind=event.kind,
        text=document["text"],
        line=document["span"]["line"],
        before=Label(detail["before"]) if event.kind in (EventKind.WORSE, EventKind.BETTER) else None,
        after=Label(verdict.label),
        confidence=float(verdict.confidence),
        because=_because(event, drift, titles, document["verdict"]["reasons"]),
        reasons=tuple(reason["message"] for reason in document["verdict"]["reasons"]),
        evidence=tuple(passages[:2]),
        pieces=tuple((kind, text) for kind, text in pieces),
    )


def _because(event: Event, drift: Event | None, titles: Mapping[str, str], reasons: Sequence[Mapping[str, str]]) -> str:
    """Why a verdict turned: "changed since" and "never said" are two things."""
    detail = event.detail or {}
    if event.kind is EventKind.NEW_CLAIM:
        return "Judged for the first time."
    if event.kind is EventKind.CHANGED_SINCE:
        stands = next((reason["message"] for reason in reasons if reason["code"] == "changed_since"), None)
        return stands or "The passage reads otherwise now; the verdict stands."
    changed = [titles.get(source, source) for source in detail.get("changed_sources", ())]
    if changed and drift is not None:
        return f"The source has changed since it was last read: {', '.join(changed)}."
    if changed:
        return f"Read otherwise than before, or for the first time: {', '.join(changed)}."
    if detail.get("because") == "tool":
        return "The sources read as before; this version of the program judges otherwise."
    return "The sources read as before."


def _gravity(claim: ClaimNews) -> tuple[int, int, float]:
    return (_KINDS.index(claim.kind) // 2, _GRAVITY.index(claim.after), -claim.confidence)


def _verdicts(connection: Connection, told: Iterable[Event]) -> dict[int, StoredVerdict]:
    from sqlalchemy import select

    lines = table("verdicts")
    wanted = sorted({event.detail["verdict"] for event in told if event.detail and "verdict" in event.detail})
    found = {}
    for some in chunks(wanted):
        for row in connection.execute(select(lines).where(lines.c.id.in_(some))):
            found[row.id] = ledger.verdict_of(row)
    return found


def _given_in(connection: Connection, told: Iterable[Event], run: Run) -> dict[int, StoredVerdict]:
    """For verdicts before a change of which a passage is told: what was given in their place, if it is of this run."""
    from sqlalchemy import select

    lines = table("verdicts")
    changed = [event for event in told if event.kind is EventKind.CHANGED_SINCE and event.detail]
    found: dict[tuple[int, str], StoredVerdict] = {}
    for some in chunks(sorted({event.article for event in changed if event.article is not None})):
        for row in connection.execute(select(lines).where(lines.c.run == run.id, lines.c.article.in_(some))):
            found[row.article, row.claim] = ledger.verdict_of(row)
    return {
        event.detail["verdict"]: found[event.article, event.claim]
        for event in changed
        if event.detail and event.article is not None and event.claim is not None and (event.article, event.claim) in found
    }


def _titles(connection: Connection, sources: Iterable[str]) -> dict[str, str]:
    return {key: source.url for key, source in evidence.watched(connection, sorted(sources)).items()}


# ---- sources ---------------------------------------------------------------------------------------------------------


def _sources(connection: Connection, told: Sequence[Event]) -> tuple[SourceNews, ...]:
    from sqlalchemy import select

    events = [event for event in told if event.kind in _OF_SOURCES and event.source is not None]
    known = evidence.watched(connection, [event.source for event in events if event.source])
    citations, rows, lines = table("citations"), table("articles"), table("verdicts")
    places: dict[str, list[str]] = {}
    resting: dict[str, int] = {}
    for some in chunks(sorted(known)):
        joined = (
            select(citations.c.source, rows.c.place, rows.c.id)
            .join(rows, rows.c.id == citations.c.article)
            .where(citations.c.source.in_(some))
        )
        citing: dict[int, list[str]] = {}
        for source, place, number in connection.execute(joined.order_by(rows.c.id)):
            places.setdefault(source, []).append(place)
            citing.setdefault(number, []).append(source)
        for part in chunks(sorted(citing)):
            for (captures,) in connection.execute(select(lines.c.captures).where(lines.c.article.in_(part), lines.c.current.is_(True))):
                for source in {rest[0] for rest in captures}:
                    resting[source] = resting.get(source, 0) + 1
    found = [
        SourceNews(
            id=event.source or "",
            url=known[event.source or ""].url,
            kind=event.kind,
            message=_message(event),
            cited_by=tuple(places.get(event.source or "", ())),
            claims=resting.get(event.source or "", 0),
        )
        for event in events
        if event.source in known
    ]
    found.sort(key=lambda news: (_OF_SOURCES.index(news.kind), -news.claims, news.url))
    return tuple(found)


def _message(event: Event) -> str:
    detail: Mapping[str, Any] = event.detail or {}
    status = str(detail.get("after", "")).replace("_", " ")
    return {
        EventKind.VANISHED: f"It is dead: three failures more than three days apart, the last one “{status}”.",
        EventKind.SOFT_DELETED: f"The page is there, but its text has gone ({detail.get('before')} characters before, {detail.get('after')} now).",
        EventKind.CORRECTED: f"It carries a notice of a correction: “{detail.get('notice', '')}”",
        EventKind.MOVED: f"It is read at a new address: {detail.get('to', '')}",
        EventKind.FAILING: f"It could not be read (“{status}”); it is not called dead yet.",
        EventKind.BACK: "It was dead and answers again." if detail.get("was_dead") else "It can be read again.",
    }[event.kind]


# ---- how it stands -----------------------------------------------------------------------------------------------------


def _point(run: Run) -> Point:
    labels = {label: run.counts.get(f"label:{label.value}", 0) for label in Label}
    return Point(
        run.id, run.ended or run.started, labels, run.counts.get("dead", 0), run.counts.get("failing", 0), run.counts.get("watched", 0)
    )


def _rot(connection: Connection, audit: int) -> tuple[HostRot, ...]:
    from sqlalchemy import and_, case, func, select

    sources = table("sources")
    dead = func.sum(case((sources.c.dead.is_not(None), 1), else_=0))
    failing = func.sum(case((and_(sources.c.dead.is_(None), sources.c.lapses > 0), 1), else_=0))
    chosen = select(sources.c.host, dead, failing, func.count()).where(evidence.cited_in(audit)).group_by(sources.c.host)
    worst = chosen.having(dead + failing > 0).order_by(dead.desc(), failing.desc(), sources.c.host).limit(20)
    return tuple(HostRot(host, int(gone), int(bad), int(all_)) for host, gone, bad, all_ in connection.execute(worst))


def _ages(connection: Connection, audit: int, now: datetime) -> tuple[tuple[str, int], ...]:
    from sqlalchemy import func, select

    checked = table("sources").c.checked
    counts = dict.fromkeys((name for _, name in _AGES), 0)
    # by hours: as many groups as a source may be old, not as there are sources
    hour = func.substr(checked, 1, 13)
    chosen = select(func.max(checked), func.count()).where(evidence.cited_in(audit), checked.is_not(None)).group_by(hour)
    for last, count in connection.execute(chosen):
        age = max(timedelta(), now - moment(last))
        counts[next(name for days, name in _AGES if age <= timedelta(days=days))] += int(count)
    return tuple((name, count) for name, count in counts.items() if count)
