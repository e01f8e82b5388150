"""Which link stands for which claim's source.

From near to far: a link among the claim's own words; a footnote mark or address behind them; the one citation at a paragraph's
end, which covers what stands before it; and a link anywhere in the draft that belongs to the outlet, body or document that the
claim names. A link that leads to another article, credits a picture or steers is never a reference, however near it stands. An
outlet or document for which the draft has no link at all is a reference by its name alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from provenance.claims.byname import Named, by_continuation, by_name, by_outlet, without_address
from provenance.claims.bynearness import by_heading, by_paragraph, by_pointer, by_row, in_sentences
from provenance.claims.linked import MARKS, Sentences, anchored
from provenance.claims.roles import Blocks, citations, classify_links
from provenance.claims.stated import Stated, inherit, stated
from provenance.model import Claim, Draft, Reference, Span

__all__ = ["bind_references", "classify_links", "reference_spans"]

_BEHIND = " \t\r\n\xa0.,;:!?…\"'”’»“)]›(["
_LISTED = ("bibliography", "footnote")


def bind_references(draft: Draft, claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """Give every claim the references that stand for its source.

    Parameters:
        draft: the draft.
        claims: its claims; references that they already bear are kept.

    Returns:
        The claims in the same order, each with its references in the order of nearness, every address once. ``how`` tells how the
        draft points to it; ``named`` is a link elsewhere that belongs to the outlet, body or document the claim names, or, with
        an empty address, that name itself where the draft gives no link for it. ``source`` says which name of the claim's chain of
        sources a reference stands for.
    """
    blocks = Blocks(draft)
    cut = Sentences(draft, blocks)
    linked = anchored(draft, [(link, decided.role is None) for link, decided in citations(draft)], blocks, cut)
    items = stated(claims, blocks, cut)
    in_sentences(draft.text, items, linked)
    by_row(blocks, items, linked)
    inherit(items)
    named = Named(linked, blocks, cut)
    for item in items:
        if item.found:
            by_outlet(item, named)
        else:
            by_name(item, named)
    by_pointer(items, linked)
    by_paragraph(items, linked)
    by_heading(blocks, items, linked)
    inherit(items)
    by_continuation(items)
    for item in items:
        without_address(item)
    return tuple(_with(item) for item in items)


def reference_spans(draft: Draft) -> tuple[Span, ...]:
    """Where the draft's text bears a reference: every possible citation, with the last word before it where it stands behind its words.

    A sentence that overlaps one of these bears a reference, though marks and bare addresses are not among its words.
    """
    spans: list[Span] = []
    for link, decided in citations(draft):
        if decided.role is None or any(name in link.context for name in _LISTED):
            continue
        start = link.span.start
        if link.how in MARKS:
            floor = max(0, start - 400)
            while start > floor and (draft.text[start - 1] in _BEHIND or draft.text[start - 1].isspace()):
                start -= 1
                if draft.text[start] == "]" and (opening := draft.text.rfind("[", floor, start)) >= 0 and start - opening < 20:
                    start = opening  # another mark
            start = max(0, start - 1)
        spans.append(Span(start, link.span.end))
    return tuple(spans)


def _with(item: Stated) -> Claim:
    unique: dict[tuple[str, str], Reference] = {}
    for reference in item.found:
        unique.setdefault((reference.url, "" if reference.url else reference.source), reference)
    return replace(item.claim, references=tuple(unique.values()))
