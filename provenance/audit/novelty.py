"""What is new between two nights: verdicts that turned, claims that came or went, sources that began to fail, died or came back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from provenance.audit.nouns import Event, EventKind, StoredVerdict, Watched
from provenance.model import Label, Status

_ORDER = (Label.SUPPORTED, Label.PARTLY_SUPPORTED, Label.NOT_CHECKABLE, Label.NOT_FOUND, Label.MISQUOTED, Label.CONTRADICTED)
_RANK = {label.value: rank for rank, label in enumerate(_ORDER)}


def of_verdicts(article: int, before: Mapping[str, StoredVerdict], after: Sequence[StoredVerdict]) -> list[Event]:
    """What is new about an article's claims.

    Parameters
    ----------
    article
        Its number.
    before
        The verdicts that held until now, by claim.
    after
        Those that hold now.
    """
    events = []
    for verdict in after:
        old = before.get(verdict.claim)
        label = {"after": verdict.label, "confidence": verdict.confidence, "verdict": verdict.id}
        if old is None:
            events.append(Event(EventKind.NEW_CLAIM, article, None, verdict.claim, label))
        elif old.label != verdict.label:
            kind = EventKind.WORSE if _RANK[verdict.label] > _RANK[old.label] else EventKind.BETTER
            # whether the source reads otherwise or this program does is the first thing that a desk wants to know
            changed = sorted({rest[0] for rest in verdict.captures} - {rest[0] for rest in verdict.captures if rest in _same(old, verdict)})
            detail = {**label, "before": old.label, "replaced": old.id, "changed_sources": changed}
            if not changed and (old.tool, old.model) != (verdict.tool, verdict.model):
                detail["because"] = "tool"
            events.append(Event(kind, article, None, verdict.claim, detail))
    now = {verdict.claim for verdict in after}
    events += [
        Event(EventKind.WENT, article, None, claim, {"before": old.label, "replaced": old.id})
        for claim, old in before.items()
        if claim not in now
    ]
    return events


def _same(old: StoredVerdict, new: StoredVerdict) -> set[tuple[str, int | None, str | None]]:
    """What both rest on, by the hash of the text."""
    texts = {(source, extract) for source, _, extract in old.captures}
    return {rest for rest in new.captures if (rest[0], rest[2]) in texts}


def of_source(before: Watched, after: Watched, *, moved: tuple[str, str] | None = None) -> list[Event]:
    """What is new about a source.

    Parameters
    ----------
    before, after
        What was known of it before and after this check.
    moved
        Where it was read before and where now, if that differs.
    """
    if before.checked is None and Status(after.status or "ok").was_read:
        return []
    detail = {"before": before.status, "after": after.status, "url": after.url}
    events = []
    if after.dead and not before.dead:
        events.append(Event(EventKind.VANISHED, None, after.id, None, {**detail, "since": after.dead}))
    elif after.lapses and not before.lapses:
        events.append(Event(EventKind.FAILING, None, after.id, None, detail))
    elif before.lapses and not after.lapses:
        events.append(Event(EventKind.BACK, None, after.id, None, {**detail, "was_dead": before.dead is not None}))
    if moved is not None:
        events.append(Event(EventKind.MOVED, None, after.id, None, {**detail, "from": moved[0], "to": moved[1]}))
    return events
