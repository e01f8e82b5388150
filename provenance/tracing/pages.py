"""Whom a source's page credits for a passage: read as a draft is read, with its attributions, links and credit lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date as Date
from urllib.parse import urlsplit

from provenance.errors import DraftError
from provenance.language.credit_lines import CreditLine, credit_lines, is_newsroom, newsroom
from provenance.model import (
    Attribution,
    BlockKind,
    Capture,
    Claim,
    Credit,
    CreditedIn,
    Document,
    Draft,
    Extract,
    Link,
    Passage,
    Role,
    Source,
    SourceKind,
    Span,
)
from provenance.relations import addresses, belongs
from provenance.tracing.naming import called, kind_of, same_words

MAX_PAGE = 4 << 20
"""Bytes of a page that is read as a draft; of a larger one only the text is."""
MAX_LINKS = 4000
"""Links of such a page: what each is there for is asked of each."""
MAX_TEXT = 1_000_000
"""Characters of a text that attributions are looked for in."""
MOST_CREDITS = 4
"""Ways that are followed from one page."""
_WORD = re.compile(r"\w+")
_MEDIA = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|avif|mp[34]|m4a|mov|webm|zip)$", re.IGNORECASE)

Way = tuple[Credit, ...]
"""A chain of credits, the nearest first: "Interfax, citing the agreement" is one of two."""


@dataclass(frozen=True, slots=True)
class Page:
    """A source's page, read as a draft."""

    source: Source
    draft: Draft
    claims: tuple[Claim, ...]
    links: tuple[Link, ...]
    lines: tuple[CreditLine, ...]


@dataclass(frozen=True, slots=True)
class Credits:
    """Whom a page credits for one passage."""

    ways: tuple[Way, ...] = ()
    own: str = ""
    """The page's own house, if that is whom it names: "told Interfax" on Interfax's page."""
    speaker: str = ""
    """A person or body whose words the page gives, without a link."""


def read_page(document: Document, capture: Capture | None) -> Page | None:
    """Read a source's page as a draft.

    Parameters
    ----------
    document:
        The source and its text.
    capture:
        Its bytes, if they were kept: only there do links have places.

    Returns
    -------
    Page or None
        ``None`` where the source was not read, or has no words.
    """
    from provenance.claims import find_claims
    from provenance.claims.references import classify_links

    if not isinstance(document.content, Extract):
        return None
    draft = _draft(document.source, document.content, capture)
    if draft is None:
        return None
    claims = find_claims(draft)
    aside = [block.span for block in draft.blocks if block.kind in (BlockKind.CAPTION, BlockKind.FURNITURE)]
    lines = tuple(line for line in credit_lines(draft.text) if not any(line.span.overlaps(span) for span in aside))
    return Page(document.source, draft, claims, tuple(classify_links(draft, claims)), lines)


def _draft(source: Source, content: Extract, capture: Capture | None) -> Draft | None:
    from provenance.draft import read_bytes, read_text
    from provenance.pipeline import media_type

    published = _date(source.published)
    address = source.final_url or source.url
    if capture is not None and len(capture.body) <= MAX_PAGE and capture.body.count(b"<a") <= MAX_LINKS:
        kind, charset = media_type(capture.content_type)
        form = {"text/html": "html", "application/xhtml+xml": "html"}.get(kind)
        try:
            return read_bytes(
                capture.body, path=address, format=form, language=content.language, date=published, address=address, charset=charset
            )
        except DraftError:
            pass
    try:
        return read_text(content.full[:MAX_TEXT], path=address, language=content.language, date=published)
    except DraftError:
        return None


def credits_of(page: Page, passage: Passage) -> Credits:
    """Whom a page credits for a passage of it.

    Attributions and links of the passage come first; then, where it names nobody but a speaker, what the page credits for all of
    it; then the attribution before it in its paragraph, which it may go on from.

    Parameters
    ----------
    page:
        The page.
    passage:
        The passage that bears on the claim.
    """
    here = [claim for claim in page.claims if same_words(claim.sentence, passage.text)]
    found = _read(page, here)
    if not found.ways and not found.own:
        lines = _from_lines(page)
        if lines.ways or lines.own:
            return Credits(lines.ways, lines.own, found.speaker)
        before = _before(page, passage)
        if before is not None:
            earlier = _read(page, [before])
            if earlier.ways or earlier.own:
                return Credits(earlier.ways, earlier.own, found.speaker)
    return found


# ---- attributions ----------------------------------------------------------------------------------------------------


def _read(page: Page, claims: Iterable[Claim]) -> Credits:
    ways: dict[str, Way] = {}
    own = speaker = ""
    for claim in claims:
        way, house, said = _way(page, claim)
        own = own or house
        speaker = speaker or said
        if way:
            ways.setdefault(_key(way[0]), way)
    # one that stands in another's chain is no way of its own
    inner = {_key(credit) for way in ways.values() for credit in way[1:]}
    kept = [way for key, way in ways.items() if key not in inner]
    return Credits(tuple(kept[:MOST_CREDITS]), own, speaker)


def _way(page: Page, claim: Claim) -> tuple[Way, str, str]:
    """The chain that a claim of the page credits, the page's own house if it is named, and a speaker whom nothing stands for."""
    words = " ".join(claim.sentence.split())
    by_name: dict[str, list[str]] = {}
    for reference in claim.references:
        if reference.url and _leads_on(reference.url, page.source):
            by_name.setdefault(reference.source, []).append(reference.url)
    chain = list(_chain(claim.attribution))
    loose = [url for name, urls in by_name.items() if name not in {one.source for one in chain} for url in urls]
    way: list[Credit] = []
    own = speaker = ""
    for number, one in enumerate(chain):
        urls = by_name.get(one.source, []) + (loose if number == 0 else [])
        name = called(page.links, one.source, urls[0]) if urls else one.source
        if one.told and not urls:
            if belongs(one.told, page.source):
                own = own or one.told
            else:
                way.append(Credit(one.told, SourceKind.OUTLET, CreditedIn.PASSAGE, words))
                continue
        if name and belongs(name, page.source) and one.speaker_or_outlet is not SourceKind.PERSON:
            own = own or name
            continue
        kind = kind_of(one)
        if urls:
            way.append(Credit(name, kind, CreditedIn.PASSAGE, words, urls[0]))
        elif one.source and kind in (SourceKind.OUTLET, SourceKind.DOCUMENT):
            way.append(Credit(one.source, kind, CreditedIn.PASSAGE, words))
        else:
            speaker = speaker or _speaker(page, one)
    if not chain and loose:
        way.append(Credit(called(page.links, "", loose[0]), None, CreditedIn.PASSAGE, words, loose[0]))
    return tuple(way), own, speaker


def _speaker(page: Page, one: Attribution) -> str:
    """Whose words the page gives. Whom a pronoun stands for is too often unclear to be told."""
    here = one.source_span.of(page.draft.text) if one.source_span else ""
    return one.source if here and same_words(here, one.source) else "a speaker" if one.source else ""


def _before(page: Page, passage: Passage) -> Claim | None:
    """The last claim with a credited outlet or document before the passage in its paragraph."""
    home = next(
        (b for b in page.draft.blocks if same_words(b.span.of(page.draft.text), passage.text) and len(b.span.of(page.draft.text)) > 20),
        None,
    )
    if home is None:
        return None
    earlier = [
        claim
        for claim in page.claims
        if home.span.contains(claim.span)
        and claim.attribution is not None
        and any(one.speaker_or_outlet in (SourceKind.OUTLET, SourceKind.DOCUMENT) for one in _chain(claim.attribution))
        and not same_words(claim.sentence, passage.text)
    ]
    at = _place(page.draft.text[home.span.start : home.span.end], passage.text)
    earlier = [claim for claim in earlier if claim.span.start - home.span.start < at]
    return earlier[-1] if earlier else None


def _place(text: str, passage: str) -> int:
    """Where the passage begins in the text, as near as its first words tell."""
    words = _WORD.findall(passage)[:4]
    found = re.search(r"\W+".join(map(re.escape, words)), text) if words else None
    return found.start() if found else len(text)


def _chain(one: Attribution | None) -> Iterator[Attribution]:
    for _ in range(6):
        if one is None:
            return
        yield one
        one = one.relayed_from


# ---- credit lines ----------------------------------------------------------------------------------------------------


def _from_lines(page: Page) -> Credits:
    """Whom lines of the page credit for all of it."""
    ways: list[Way] = []
    own = ""
    author = page.source.author or ""
    lines = [(line.name, " ".join(line.span.of(page.draft.text).split()), line) for line in page.lines]
    if author and len(author) <= 50 and is_newsroom(author) and newsroom(author) not in {newsroom(name) for name, _, _ in lines}:
        lines.append((author, f"By {author}", CreditLine(author, Span(0, 0), True)))
    for name, words, line in lines:
        if belongs(name, page.source):
            own = own or name
            continue
        url = next((link.url for link in page.links if link.span.overlaps(line.span) and _leads_on(link.url, page.source)), "")
        url = url or next(
            (
                link.url
                for link in page.links
                if link.role in (Role.CITATION, Role.CREDIT) and _owned(name, link.url) and _leads_on(link.url, page.source)
            ),
            "",
        )
        ways.append((Credit(name, SourceKind.OUTLET, CreditedIn.CREDIT_LINE, words, url),))
    return Credits(tuple(ways[:MOST_CREDITS]), own)


def _owned(name: str, url: str) -> bool:
    from provenance.claims.outlets import owns

    return owns(name, url)


def _leads_on(url: str, source: Source) -> bool:
    """Whether an address may be an article or document of another: no front page, no picture, not this page itself."""
    from provenance.sources.addressing.canonical import identity

    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    if parts.scheme not in ("http", "https") or (parts.path in ("", "/") and not parts.query) or _MEDIA.search(parts.path):
        return False
    return identity(url) not in {identity(own) for own in addresses(source)}


def _key(credit: Credit) -> str:
    from provenance.sources.addressing.canonical import identity

    return identity(credit.url) if credit.url else f"name:{newsroom(credit.name)}"


def _date(stamp: str | None) -> Date | None:
    try:
        return Date.fromisoformat(stamp[:10]) if stamp else None
    except ValueError:
        return None
