"""What is to be compared with what: a draft, its claims, and the keys of the documents that stand for their sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date as Date

from provenance.model import (
    Claim,
    Draft,
)
from provenance.pipeline.given import Given


@dataclass(frozen=True, slots=True)
class Work:
    """A draft on its way, with what is to be compared with what."""

    draft: Draft
    listed: tuple[Claim, ...]
    """All claims that were found."""
    claims: tuple[Claim, ...]
    """Those that are compared."""
    wanted: tuple[tuple[str, ...], ...]
    """For each claim that is compared the keys of the documents that stand for its sources."""
    accessed: Mapping[str, Date] = field(default_factory=dict)
    """When the author looked at a source, by its key, where the draft says so."""

    def when(self, key: str) -> Date | None:
        """The day as of which a source counts: that on which the author looked at it, else that of the draft."""
        return self.accessed.get(key, self.draft.date)

    @property
    def addresses(self) -> tuple[str, ...]:
        """The keys of all documents that are wanted, each once, in the order of first mention."""
        return tuple(dict.fromkeys(key for keys in self.wanted for key in keys))


def prepare(draft: Draft, given: Given | None = None) -> Work:
    """Find what a draft claims, and which addresses stand for it; nothing is fetched.

    Parameters
    ----------
    draft:
        The draft.
    given:
        Sources given by hand.
    """
    from provenance.claims import find_claims, is_statement
    from provenance.draft.accessed import accessed

    by_hand = given or Given({}, ())
    listed = find_claims(draft, statements=bool(by_hand.for_all))
    # beliefs, wishes and stances are compared only where the draft itself gives an address for them
    claims = tuple(claim for claim in listed if is_statement(claim) or any(reference.url for reference in claim.references))
    return Work(draft, tuple(listed), claims, tuple(_wanted(claim, by_hand) for claim in claims), accessed(draft))


def _wanted(claim: Claim, given: Given) -> tuple[str, ...]:
    urls = tuple(dict.fromkeys(r.url for r in claim.references if r.url))
    return urls or tuple(document.source.url for document in given.for_all)
