"""What stands between a visitor and a page's text, as the page itself shows it: paywall, consent, login, scripts, bot check, no page at all.

A wall is only called where the text behind it is missing. A page that asks for consent above an article that is there in full
is just that article; a page *about* paywalls or 404 errors has a text of its own.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass

from provenance.model import Status
from provenance.sources.extraction.metadata import Metadata
from provenance.sources.extraction.visible import Visible, VisibleBlock
from provenance.sources.outcomes.wallwords import BOT_CHECK, CONSENT, CONSENT_ASKS, LEGAL, LOGIN, MISSING_PAGE, PARKED, PAYWALL, SCRIPTS

_TEASER = 300
"""A main text of fewer words may be the teaser of a longer one."""
_WHOLE = 600
"""A main text of as many words, without a word on subscribing, is no teaser."""

_APOLOGY = 40
"""A main text of fewer words may be all that a server has to say of a missing page."""

_OFFER_WITHIN = 12
"""Blocks after the end of the main text in which an offer to subscribe belongs to it."""


@dataclass(frozen=True, slots=True)
class Wall:
    """A wall, or the suspicion of one."""

    status: Status | None
    """``None`` where the text may merely not be the whole text."""
    note: str


def wall(metadata: Metadata, page: Visible, chosen: Set[int], words: int) -> Wall | None:
    """What stands before a page's text, or ``None`` if nothing does.

    Parameters
    ----------
    metadata:
        What the page says about itself.
    page:
        All that a visitor sees of it.
    chosen:
        Positions of the blocks of its main text.
    words:
        Number of words of the text that is there.
    """
    main = [page.blocks[i] for i in sorted(chosen)]
    shown = sum(len(block.text) for block in page.blocks)
    # beyond this, the page has a text of its own, whatever else it says
    short = words < 150
    top = " ".join(filter(None, [metadata.title, *(b.text for b in page.blocks if b.tag in ("h1", "h2"))][:3]))[:400]
    all_text = " ".join(b.text for b in page.blocks)[:20_000] if short else ""
    if short:
        headings = [metadata.title or "", *(b.text for b in page.blocks if b.tag in ("h1", "h2"))][:4]
        if BOT_CHECK.search(top) or (shown < 1500 and not _long_paragraph(main) and BOT_CHECK.search(all_text)):
            return Wall(Status.BLOCKED, "the page asks whether a person is reading it")
        if not _long_paragraph(main) and any(MISSING_PAGE.search(line[:200]) for line in (*headings, *_lines(main, words))):
            return Wall(Status.SOFT_404, "the page says that there is no such page")
        if shown < 2500 and not _long_paragraph(main) and any(len(b.text) <= 600 and LEGAL.search(b.text) for b in page.blocks):
            return Wall(Status.LEGAL_BLOCK, "the page says that its text is withheld here")
        if shown < 2500 and PARKED.search(all_text):
            return Wall(Status.SOFT_404, "the address shows a parked domain")
        if _is_consent(page, shown):
            return Wall(Status.CONSENT_WALL, "the page shows only a request for consent")
        if words < 80 and (metadata.password or any(LOGIN.search(heading) for heading in headings)) and not _long_paragraph(main):
            return Wall(Status.LOGIN_REQUIRED, "the page asks for a login")
        if _is_script_only(page, shown, all_text):
            return Wall(Status.JS_ONLY, "the page builds its text with scripts")
    return _paywall(metadata, page, chosen, words)


def _paywall(metadata: Metadata, page: Visible, chosen: Set[int], words: int) -> Wall | None:
    if metadata.free or (metadata.free is None and words >= _TEASER):
        return None  # whatever it offers
    # an offer that stands where the text breaks off, not the "log in" of every page's head
    first, last = min(chosen, default=0), max(chosen, default=len(page.blocks))
    near = page.blocks[first : last + _OFFER_WITHIN]
    backwards = sorted(chosen, reverse=True)
    prose = next((i for i in backwards if len(page.blocks[i].text) >= 80 and not PAYWALL.search(page.blocks[i].text)), first)
    if metadata.words and words >= 0.8 * metadata.words:
        return None  # as long as the page says the article is
    asks = words < _WHOLE and any(_offers(block, after=first + place > prose) for place, block in enumerate(near))
    if metadata.free is False:
        if words < _TEASER or asks or (metadata.words and words < 0.5 * metadata.words):
            return Wall(Status.PAYWALLED, "the page says that its article is not free to read, and shows only its beginning")
        if words < _WHOLE:
            return Wall(None, "the page says that its article is not free to read; its text may not be all of it")
        return None
    if asks and metadata.free is None and words < _TEASER:
        return Wall(Status.PAYWALLED, "the page asks readers to subscribe, and shows only a short text")
    return None


def _offers(block: VisibleBlock, *, after: bool) -> bool:
    """Whether a block offers a subscription: behind the text, or as a label that says nothing else. A headline only tells of one."""
    found = PAYWALL.search(block.text) if len(block.text) <= 400 and block.tag not in ("h1", "title") else None
    return found is not None and (after or 2 * len(found.group()) >= len(block.text))


def _lines(main: Sequence[VisibleBlock], words: int) -> list[str]:
    """The first lines of a text that is so short that it may be nothing but an apology."""
    return [block.text for block in main[:3] if len(block.text) <= 200] if words < _APOLOGY else []


def _is_consent(page: Visible, shown: int) -> bool:
    if not 0 < shown < 6000:
        return False
    about = sum(len(block.text) for block in page.blocks if CONSENT.search(block.text))
    return about >= 0.6 * shown and any(len(block.text) < 120 and CONSENT_ASKS.search(block.text) for block in page.blocks)


def _is_script_only(page: Visible, shown: int, text: str) -> bool:
    if not page.scripts:
        return False
    if SCRIPTS.search(page.noscript) or (shown < 1500 and SCRIPTS.search(text)):
        prose = sum(
            len(b.text) for b in page.blocks if len(b.text) >= 80 and b.link_share < 0.3 and not b.furniture and not SCRIPTS.search(b.text)
        )
        return prose < 300
    return shown < 80


def _long_paragraph(main: Sequence[VisibleBlock]) -> bool:
    return sum(len(block.text) for block in main if block.link_share < 0.3 and len(block.text) >= 120) >= 500
