"""Telling "changed since" from "never said": where a page lacks what a draft has from it, its copy from then is read as well."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date as Date

from provenance.model import Comparison, Document, Extract, Label, Reason, Status, Unavailable

AsOf = Callable[[Document, Date], Document | Unavailable]
"""A page's copy from around a date; see :meth:`provenance.sources.resolver.Resolver.as_of`."""

_LACKS = frozenset({Label.NOT_FOUND, Label.MISQUOTED, Label.CONTRADICTED, Label.PARTLY_SUPPORTED})
_HAS = (Label.SUPPORTED, Label.PARTLY_SUPPORTED)


@dataclass(frozen=True, slots=True)
class Standing:
    """What a verdict on one source stands on."""

    document: Document
    """The live page, or its dated copy."""
    comparison: Comparison


def standing(live: Document, comparison: Comparison, when: Date | None, as_of: AsOf, judge: Callable[[Document], Comparison]) -> Standing:
    """Decide whether a comparison stands on the live page or on its dated copy.

    The verdict moves to the copy only if the copy has what the live page lacks; then a reason (``changed_since``) gives both
    dates. If the copy lacks it too, a reason (``dated_copy_read``) says that it was read; if none could be read, why
    (``no_dated_copy``). A copy that is older than a change which the page itself dates before ``when`` is not relied on: the
    draft was written after that change.

    Parameters
    ----------
    live
        The page as it was read.
    comparison
        What it says of the claim.
    when
        Date of the draft, or the day on which its author looked at the page; ``None`` if neither is known.
    as_of
        Finds the copy.
    judge
        Compares the claim with another document.
    """
    if when is None or not _may_have_changed(live, comparison, when):
        return Standing(live, comparison)
    copy = as_of(live, when)
    if isinstance(copy, Unavailable):
        if not copy.reason:
            return Standing(live, comparison)
        return Standing(
            live, _with(comparison, "no_dated_copy", f"{_stated(live, when)}No copy of it from around {when} could be read: {copy.reason}.")
        )
    assert isinstance(copy.content, Extract)
    assert copy.source.archive is not None
    captured = copy.source.archive.captured[:10]
    if isinstance(live.content, Extract) and live.content.full == copy.content.full:
        return Standing(live, _with(comparison, "dated_copy_read", f"The page has not changed: the copy of {captured} has the same text."))
    then = judge(copy)
    modified = _day(live.source.modified)
    if then.label in _HAS and _HAS.index(then.label) < _rank(comparison.label):
        if modified is not None and captured < modified.isoformat() and modified <= when:
            message = f"The copy of {captured} has it, but the page says that it was changed on {modified}, before {when}: the draft cannot have relied on it."
            return Standing(live, _with(comparison, "dated_copy_read", message))
        now = "says otherwise" if comparison.label in (Label.CONTRADICTED, Label.MISQUOTED) else "does not have all of it"
        share = "this" if then.label is Label.SUPPORTED else "part of this"
        read = f" as read on {live.source.fetched[:10]}" if live.source.fetched else ""
        message = f"The page has changed since: its copy of {captured} has {share}, the page{read} {now}. The verdict stands on the copy."
        return Standing(copy, _with(then, "changed_since", message))
    same = {
        Label.CONTRADICTED: "says otherwise, too" if comparison.label is Label.CONTRADICTED else "says otherwise",
        Label.MISQUOTED: "has other words, too" if comparison.label is Label.MISQUOTED else "has other words",
        Label.NOT_FOUND: "does not have it either" if comparison.label is Label.NOT_FOUND else "does not have it",
    }
    told = same.get(then.label, "has no more of it")
    return Standing(live, _with(comparison, "dated_copy_read", f"The copy of {captured} was read as well: it {told}."))


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


def _with(comparison: Comparison, code: str, message: str) -> Comparison:
    return replace(comparison, reasons=(*comparison.reasons, Reason(code, message)))


def _day(stamp: str | None) -> Date | None:
    try:
        return Date.fromisoformat(stamp[:10]) if stamp else None
    except ValueError:
        return None
