"""Telling "changed since" from "never said": where a page lacks what a draft has from it, it is read as it was then.

Witnesses of how it was, the best one first: our own earlier readings of it; what its server says of its last change; a copy in an
archive. Each has its weight: a reading is what was there; a server's ``Last-Modified`` counts only where it lies before the draft
(pages made for each request give the moment of the request) and no reading speaks against it; a page's own date of change only
disqualifies older copies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date as Date
from typing import Protocol

from provenance.model import Comparison, Document, Extract, Label, Reason, Status, Unavailable

_LACKS = frozenset({Label.NOT_FOUND, Label.MISQUOTED, Label.CONTRADICTED, Label.PARTLY_SUPPORTED})
_HAS = (Label.SUPPORTED, Label.PARTLY_SUPPORTED)


class Witness(Protocol):
    """Knows what a page said around a date; :class:`provenance.sources.resolver.Resolver` is one."""

    def earlier(self, live: Document, when: Date) -> Iterable[tuple[Document, bool]]:
        """Our own readings of a page that found another text, the nearest to the date first; whether each stood on the date."""

    def as_of(self, live: Document, when: Date) -> Document | Unavailable:
        """A copy of a page from around a date; an empty reason if nobody was asked."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a verdict on one source stands on."""

    document: Document
    """The page as it was read last, an earlier reading of it, or its dated copy."""
    comparison: Comparison


def standing(
    live: Document, comparison: Comparison, when: Date | None, witness: Witness, judge: Callable[[Document], Comparison]
) -> Standing:
    """Decide whether a comparison stands on the live page, on an earlier reading of it, or on its dated copy.

    The verdict moves only to one that has what the live page lacks; then a reason (``changed_since``) gives both dates. If it lacks
    it too, a reason (``dated_copy_read``) says that it was read; if none could be read, why (``no_dated_copy``). No archive is
    asked where a reading of our own shows the page as the draft had it, or its server says that it has not changed since
    (``not_changed_since``). A copy that is older than a change which the page itself dates before ``when`` is not relied on: the
    draft was written after that change.

    Parameters
    ----------
    live
        The page as it was read.
    comparison
        What it says of the claim.
    when
        Date of the draft, or the day on which its author looked at the page; ``None`` if neither is known.
    witness
        Finds earlier readings and copies.
    judge
        Compares the claim with another document.
    """
    if when is None or not _may_have_changed(live, comparison, when):
        return Standing(live, comparison)
    told: list[Reason] = []
    for reading, stood in witness.earlier(live, when):
        found = _weighed(live, comparison, when, reading, judge)
        if isinstance(found, Standing):
            return found
        told.append(found)
        if stood:
            return Standing(live, _with(comparison, *told))  # that is the page as the draft had it: it never said so
    unchanged = _since(live, when, witness)
    if unchanged is not None:
        return Standing(live, _with(comparison, *told, Reason("not_changed_since", unchanged)))
    copy = witness.as_of(live, when)
    if isinstance(copy, Unavailable):
        if copy.reason and not told:
            told.append(Reason("no_dated_copy", f"{_stated(live, when)}No copy of it from around {when} could be read: {copy.reason}."))
        return Standing(live, _with(comparison, *told))
    found = _weighed(live, comparison, when, copy, judge)
    return found if isinstance(found, Standing) else Standing(live, _with(comparison, *told, found))


def _weighed(
    live: Document, comparison: Comparison, when: Date, copy: Document, judge: Callable[[Document], Comparison]
) -> Standing | Reason:
    """What another text of the page bears: the verdict, if it has more than the live page, else a word on it."""
    assert isinstance(copy.content, Extract)
    archive = copy.source.archive
    captured = archive.captured[:10] if archive is not None else (copy.source.fetched or "")[:10]
    name = f"copy of {captured}" if archive is not None else f"earlier reading of {captured}"
    if isinstance(live.content, Extract) and live.content.full == copy.content.full:
        return Reason("dated_copy_read", f"The page has not changed: the {name} has the same text.")
    then = judge(copy)
    modified = _day(live.source.modified)
    if then.label in _HAS and _HAS.index(then.label) < _rank(comparison.label):
        if modified is not None and captured < modified.isoformat() and modified <= when:
            message = f"The {name} has it, but the page says that it was changed on {modified}, before {when}: the draft cannot have relied on it."
            return Reason("dated_copy_read", message)
        now = "says otherwise" if comparison.label in (Label.CONTRADICTED, Label.MISQUOTED) else "does not have all of it"
        share = "this" if then.label is Label.SUPPORTED else "part of this"
        read = f" as read on {live.source.fetched[:10]}" if live.source.fetched else ""
        on = "copy" if archive is not None else "earlier reading"
        message = f"The page has changed since: its {name} has {share}, the page{read} {now}. The verdict stands on the {on}."
        return Standing(copy, _with(then, Reason("changed_since", message)))
    same = {
        Label.CONTRADICTED: "says otherwise, too" if comparison.label is Label.CONTRADICTED else "says otherwise",
        Label.MISQUOTED: "has other words, too" if comparison.label is Label.MISQUOTED else "has other words",
        Label.NOT_FOUND: "does not have it either" if comparison.label is Label.NOT_FOUND else "does not have it",
    }
    return Reason("dated_copy_read", f"The {name} was read as well: it {same.get(then.label, 'has no more of it')}.")


def _since(live: Document, when: Date, witness: Witness) -> str | None:
    """What shows that the page has stood unchanged since before ``when``: its server's word, if nothing speaks against it."""
    stamp = live.source.last_modified
    changed, own = _day(stamp), _day(live.source.modified)
    if stamp is None or changed is None or changed >= when or (own is not None and own > changed):
        return None
    if any((reading.source.fetched or "") >= stamp for reading, _ in witness.earlier(live, when)):
        return None  # it had another text after that
    return f"Its server says that the page was last changed on {changed}, before {when}: it said then what it says now."


def _may_have_changed(live: Document, comparison: Comparison, when: Date) -> bool:
    source = live.source
    if comparison.label not in _LACKS or source.status not in (Status.OK, Status.MOVED) or source.http_status is None:
        return False
    read = _day(source.fetched)
    return read is None or read > when  # a page that was read on the day of the draft is the page that the draft had


def _rank(label: Label) -> int:
    return _HAS.index(label) if label in _HAS else len(_HAS)


def _stated(live: Document, when: Date) -> str:
    modified = _day(live.source.modified)
    return f"The page says that it was changed on {modified}, after {when}. " if modified is not None and modified > when else ""


def _with(comparison: Comparison, *reasons: Reason) -> Comparison:
    return replace(comparison, reasons=(*comparison.reasons, *reasons))


def _day(stamp: str | None) -> Date | None:
    try:
        return Date.fromisoformat(stamp[:10]) if stamp else None
    except ValueError:
        return None
