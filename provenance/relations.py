"""What the sources of one draft have to do with one another: who cites whom, and which of them are one voice. Nothing is fetched."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from provenance.model import Attribution, CheckedClaim, Claim, Document, Extract, Reason, Source, Voice

MOST_NAMED = 40_000
"""Characters of a source in which names are looked for."""
MOST_SOURCES = 400
"""Sources of a draft beyond which names are not looked for: each is compared with each."""
_COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def cited_by(documents: Sequence[Document]) -> dict[str, tuple[str, ...]]:
    """For each source the other sources of the draft that it links, or credits by name.

    Parameters
    ----------
    documents:
        The sources of one draft, each once.

    Returns
    -------
    dict
        Id of a source that was read → ids of the sources that it cites, in the order of ``documents``; those that cite none are
        left out. A link in a page's menus counts like any other: an address of an article stands there for a reason.
    """
    from provenance.sources.addressing.canonical import identity

    homes: dict[str, str] = {}
    for document in documents:
        for url in addresses(document.source):
            homes.setdefault(identity(url), document.source.id)
    found: dict[str, tuple[str, ...]] = {}
    for document in documents:
        if not isinstance(document.content, Extract):
            continue
        linked = {homes[key] for link in document.content.links if (key := identity(link.url)) in homes}
        if len(documents) <= MOST_SOURCES:
            linked |= _named(document.source, document.content, documents)
        cites = tuple(d.source.id for d in documents if d.source.id in linked and d.source.id != document.source.id)
        if cites:
            found[document.source.id] = cites
    return found


def addresses(source: Source) -> tuple[str, ...]:
    """Every address under which a source is known."""
    return tuple(dict.fromkeys(filter(None, (source.url, source.final_url, source.canonical_url))))


def _named(source: Source, content: Extract, documents: Sequence[Document]) -> set[str]:
    """Sources that a page credits by name for something it says, with or without a link."""
    text = content.text[:MOST_NAMED]
    low = text.casefold()
    near = {}
    for document in documents:
        other = document.source
        if other.id != source.id and not _same_house(source, other):
            names = _names(other)
            # names bend at their ends
            if any(name.casefold()[: max(4, len(name) - 2)] in low for name in names):
                near[other.id] = other
    if not near:
        return set()
    from provenance.claims import find_claims
    from provenance.draft import read_text
    from provenance.errors import DraftError

    try:
        draft = read_text(text, path=source.url, language=content.language)
    except DraftError:
        return set()
    said = [name for claim in find_claims(draft) for name in credited(claim)]
    return {key for key, other in near.items() if any(belongs(name, other) for name in said)}


def credited(claim: Claim) -> list[str]:
    """The names in a claim's chain of sources, the nearest first, and the outlet that a speaker spoke to."""
    names: list[str] = []
    one: Attribution | None = claim.attribution
    while one is not None and len(names) < 12:
        names.extend(filter(None, (one.source, one.told)))
        one = one.relayed_from
    return names


def belongs(name: str, source: Source) -> bool:
    """Whether ``name`` is what the house of a source is called."""
    from provenance.claims.outlets import owns
    from provenance.language.names import same_name

    if any(owns(name, url) for url in addresses(source) if "://" in url):
        return True
    return bool(source.publisher) and same_name(name, source.publisher or "") > 0.9


def _names(source: Source) -> tuple[str, ...]:
    """What a source's house may be called, four letters or more."""
    from provenance.claims.outlets import outlet_names, site

    url = source.final_url or source.url
    known = outlet_names(url) if "://" in url else ()
    own = site(url)[0] if "://" in url else ""
    return tuple(name for name in (*known, source.publisher or "", own) if len(name) >= 3)


def _same_house(one: Source, other: Source) -> bool:
    from provenance.claims.outlets import site

    first, second = (site(s.final_url or s.url)[1] for s in (one, other))
    return bool(first) and first == second


def with_cites(documents: Sequence[Document]) -> tuple[Source, ...]:
    """The sources of a draft, each with the ids of those that it cites."""
    cites = cited_by(documents)
    return tuple(replace(d.source, cites=cites[d.source.id]) if d.source.id in cites else d.source for d in documents)


def with_voices(claims: Iterable[CheckedClaim], documents: Sequence[Document]) -> tuple[CheckedClaim, ...]:
    """The claims, with a reason (``one_voice``) where several sources of one carry the same text.

    Parameters
    ----------
    claims:
        The checked claims of one draft.
    documents:
        Its sources, each once.
    """
    from provenance.sources.voices import voices

    found = voices(documents)
    read = frozenset(d.source.id for d in documents if isinstance(d.content, Extract))
    return tuple(_with_voices(checked, found, read) for checked in claims)


def _with_voices(checked: CheckedClaim, voices: Sequence[Voice], read: frozenset[str]) -> CheckedClaim:
    own = list(dict.fromkeys(finding.source for finding in checked.findings))
    reasons = []
    for voice in voices:
        alike = [key for key in own if key in voice.sources]
        if len(alike) > 1:
            text = f"the same text by {voice.agency}" if voice.agency else "the same text"
            heard = sum(1 for key in own if key in read)
            unread = "" if heard == len(own) else " that could be read"
            message = f"{_count(len(alike))} of the {_count(heard)} sources{unread} carry {text}: they count as one voice."
            reasons.append(Reason("one_voice", message[:1].upper() + message[1:]))
    if not reasons:
        return checked
    return replace(checked, verdict=replace(checked.verdict, reasons=(*checked.verdict.reasons, *reasons)))


def _count(n: int) -> str:
    return _COUNTS[n] if n < len(_COUNTS) else str(n)
