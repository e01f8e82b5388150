"""From an HTML page to its text and metadata."""

from __future__ import annotations

import re

from provenance.model import Extract, PageLinks, Span, Status
from provenance.sources.extraction import clues, main_text, metadata
from provenance.sources.extraction.charset import Decoded
from provenance.sources.extraction.targets import Targets
from provenance.sources.extraction.visible import VisibleBlock, visible
from provenance.sources.outcomes import walls
from provenance.sources.outcomes.walls import Wall

_SOLID = 60
"""Characters from which a block may be text of its own."""
_LINKED = 0.4
"""Share of links up to which it reads like text."""
_IDEOGRAPHS = "\u2e80"
"""The first character of the scripts without spaces."""
_BEHIND = frozenset({Status.PAYWALLED, Status.JS_ONLY})
"""Walls behind which the article's text may all the same stand in the page's structured data."""


def extract_html(page: Decoded, *, url: str | None = None, cut: bool = False) -> Extract:
    """Read an HTML page.

    Parameters
    ----------
    page:
        The page as characters.
    url:
        Its address: relative links count from it, and some dates are read from it.
    cut:
        Whether the bytes were cut off at a bound before they came here.

    Returns
    -------
    The extract; its text is empty where the page shows none.
    """
    html = page.text
    seen = visible(html)
    blocks = seen.blocks
    small = main_text.bears_a_tree(html, seen)
    chosen, doubtful = main_text.main_blocks(blocks, html if small else "")
    said = metadata.read_metadata(html, url, seen.head)
    notes = list(page.notes)
    if doubtful:
        notes.append("what is the main text and what is not is uncertain on this page")

    main = [blocks[i] for i in sorted(chosen)]
    text = "\n\n".join(block.text for block in main)
    folded = main_text.fold_words(text)
    words = _count(folded)
    in_page = chosen
    body = _structured_body(said.body)
    structured = bool(body) and _count(main_text.fold_words(body)) >= max(60, 1.5 * words)
    if structured:
        notes.append("the text is the article body of the page's structured data (schema.org), which is longer than what the page shows")
        text, chosen = body, frozenset()
        folded = main_text.fold_words(text)
        words = _count(folded)
    rest, furniture = _rest(blocks, chosen, text, folded)

    barrier = walls.wall(said, seen, in_page, words)
    if barrier and structured and barrier.status in _BEHIND:
        barrier = Wall(None, f"{barrier.note}; its structured data may not hold all of it")
    if barrier:
        notes.append(barrier.note)
    if seen.truncated:
        notes.append("the page is larger than what is read of one page; its end is missing")
    target = Targets(said.base)
    links = {(address, words): None for href, words in seen.links if (address := target(href))}
    guessed = metadata.Guess()
    if not (said.author and said.published and said.publisher):
        lines = () if said.published else [block.text for block in blocks]
        guessed = metadata.guess(clues.page(seen.head, seen.clues, lines), url, said)
    return Extract(
        text=text,
        rest=rest,
        title=said.title,
        author=said.author or guessed.author,
        published=said.published or guessed.published,
        modified=said.modified,
        publisher=said.publisher or guessed.publisher,
        language=_language(said.language, text or rest),
        canonical_url=said.canonical_url,
        truncated=cut or seen.truncated or page.damaged or (barrier is not None and barrier.status is None),
        restricted=barrier.status if barrier else None,
        links=PageLinks.of(links),
        notes=tuple(notes),
        furniture=furniture,
    )


def _rest(blocks: tuple[VisibleBlock, ...], chosen: frozenset[int], text: str, folded: list[str]) -> tuple[str, tuple[Span, ...]]:
    """Every visible block that the main text does not hold, each wording once, and where furniture lies in the full text.

    ``folded`` are the words of ``text``.
    """
    main = f" {' '.join(folded)} "
    lines = frozenset(text.split("\n"))
    kept: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    offset = len(text) + 2
    known: set[str] = set()
    first, last = min(chosen, default=0), max(chosen, default=-1)
    for i, block in enumerate(blocks):
        if i in chosen:
            continue
        own, furniture = block.text, block.furniture
        # furniture is compared letter by letter and line by line, which is quicker
        words = own if furniture else " ".join(main_text.fold_words(own))
        if words in known or (words in lines if furniture else words and f" {words} " in main):
            continue
        known.add(words)
        inside = first < i < last
        if furniture:
            # what reads like text in the midst of the article (an embedded post, a box) may be evidence, whatever its container is called
            furniture = not (inside and block.article and len(own) >= _SOLID and block.link_share <= _LINKED)
        if not furniture and block.link_share > 0.7:
            furniture = not (block.tag == "h1" or (inside and block.heading))
        end = offset + len(own)
        if furniture:
            if ends and ends[-1] + 2 == offset:
                ends[-1] = end
            else:
                starts.append(offset)
                ends.append(end)
        kept.append(own)
        offset = end + 2
    return "\n\n".join(kept), tuple(map(Span, starts, ends))


def _structured_body(body: str) -> str:
    """An ``articleBody`` as paragraphs; some hold markup, some escape it twice."""
    if not body:
        return ""
    if "&lt;" in body or "&amp;" in body or "&nbsp;" in body or "&#" in body:
        import html

        body = html.unescape(body)
    if re.search(r"<(?:p|br|div|a|b|i|em|strong|span|h[1-6]|ul|li|img)\b[^>]{0,500}>", body, re.I):
        return "\n\n".join(block.text for block in visible(f"<html><body>{body}</body></html>").blocks)
    paragraphs = (re.sub(r"[ \t\r\f]+", " ", part).strip() for part in re.split(r"\n+", body))
    return "\n\n".join(part for part in paragraphs if part)


def _count(words: list[str]) -> int:
    """Words of a text; in scripts without spaces, two characters count as one."""
    if max(words, default="") < _IDEOGRAPHS:
        return len(words)
    return sum(max(1, len(word) // 2) if word[0] >= _IDEOGRAPHS else 1 for word in words)


def _language(declared: str | None, text: str) -> str | None:
    """The language of the text: the declared one, unless the text is plainly in another."""
    from provenance.language.identify import identify, reads_as

    sample = text[:400]
    if len(sample) < 40 or (declared is not None and reads_as(sample, declared)):
        return declared
    found = identify(sample, default=declared)
    if declared is None or found.language is None:
        return found.language or declared
    return found.language if found.confidence >= 0.9 and len(sample) >= 200 else declared
