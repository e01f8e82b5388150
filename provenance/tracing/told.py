"""What the words of a draft themselves tell of the way that a claim has come, and how that joins with what pages tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.model import Attribution, Claim, Credit, CreditedIn, Draft, SourceKind
from provenance.tracing.naming import called, kind_of
from provenance.tracing.pages import Way

if TYPE_CHECKING:
    from provenance.pipeline import Given


def claims_of(draft: Draft, given: Given) -> tuple[Claim, ...]:
    """The claims of a draft that are traced: those that ``check`` compares."""
    from provenance.pipeline import prepare

    return prepare(draft, given).claims


def told_ways(claim: Claim, draft: Draft, given: Given) -> list[Way]:
    """The chains of credits that the draft itself tells for a claim, each from the nearest source on."""
    words = " ".join(claim.sentence.split())
    by_name: dict[str, list[str]] = {}
    for reference in claim.references:
        by_name.setdefault(reference.source, []).extend([reference.url] if reference.url else [])
    chain: list[Attribution] = []
    one = claim.attribution
    while one is not None and len(chain) < 6:
        chain.append(one)
        one = one.relayed_from
    told: list[Credit] = []
    others: list[Credit] = []
    for link in chain:
        urls = by_name.pop(link.source, None)
        if urls:
            told.append(Credit(called(draft.links, link.source, urls[0]), kind_of(link), CreditedIn.DRAFT, words, urls[0]))
            others.extend(Credit(link.source, kind_of(link), CreditedIn.DRAFT, words, url) for url in urls[1:])
        elif urls is not None or (link.source and kind_of(link) in (SourceKind.OUTLET, SourceKind.DOCUMENT)):
            told.append(Credit(link.source, kind_of(link), CreditedIn.DRAFT, words))
    others.extend(
        Credit(called(draft.links, name, url), None, CreditedIn.DRAFT, words, url) for name, urls in by_name.items() for url in urls
    )
    ways: list[Way] = [tuple(told)] if told else []
    ways.extend((credit,) for credit in others)
    if not any(credit.url for way in ways for credit in way):
        by_hand = [Credit("", None, CreditedIn.DRAFT, words, document.source.url) for document in given.for_all]
        ways = [(credit,) for credit in by_hand] or ways
    return ways


def joined(rest: Way, ways: tuple[Way, ...]) -> list[Way]:
    """What to follow from a page: the rest of the chain that the words before told, and what the page itself credits."""
    from provenance.sources.addressing.canonical import identity

    if not rest:
        return list(ways)
    known = {identity(credit.url) for way in ways for credit in way if credit.url}
    if rest[0].url and identity(rest[0].url) in known:
        return list(ways)
    # "the agreement" without a link on the page is the agreement that the draft links
    others = [way for way in ways if any(c.url for c in way) or not any(c.kind is rest[0].kind for c in way)]
    return [rest, *others]
