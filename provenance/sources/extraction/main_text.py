"""Which of a page's visible blocks are its main text.

Most pages leave no doubt: :mod:`provenance.sources.extraction.main_model` tells their main text from lengths, links and markup, in a fraction of
the time. Where it does leave doubt, trafilatura says what the main text is, and the blocks themselves say it literally: each visible
block whose words are, for the greater part, in trafilatura's answer is main text, and so is a paragraph that stands between two of
them and looks like one. Thus the main text is in page order, holds nothing twice and nothing hidden, and every character of it is
the page's own.

trafilatura has no bound on time: pages with more than :data:`MAX_ELEMENTS` elements, with more than :data:`MAX_ATTRIBUTES` in one of
them, or nested deeper than :data:`MAX_DEPTH` are judged without it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from itertools import chain
from typing import Any, NamedTuple

from provenance.sources.extraction.main_model import likely
from provenance.sources.extraction.markup import hides
from provenance.sources.extraction.visible import Visible, VisibleBlock

MAX_ELEMENTS = 30_000
MAX_CHARACTERS = 2_000_000
MAX_ATTRIBUTES = 500
"""libxml2 takes a time that grows with the square of their number to make a tree of them."""
MAX_DEPTH = 250
_SET_ASIDE = ("nav", "footer", "aside", "style", "noscript", "svg", "iframe", "select", "button", "dialog", "menu")
_WORD = re.compile(r"\w+")
_APART = bytes(byte if byte < 128 and chr(byte).isalnum() else 32 for byte in range(256))
_MARKS = "’‘“”–—…\u00a0«»•·"
"""Signs that part words, in texts that are otherwise ASCII."""
_SHINGLE = 3
_GAP = 4
_BLIND = 0.5
"""Doubt from which the page's own markup says more than the weights."""
_LINKS = 0.7
"""Share of links beyond which a block that is no heading says nothing itself."""
LIKELY = 0.3
"""Probability from which a block is taken for main text."""
DOUBT = 0.2
"""Share of a page's main text that may be in doubt before trafilatura is asked."""


def bears_a_tree(html: str, seen: Visible) -> bool:
    """Whether a page is within the bounds of the readers that make a tree of it."""
    return len(html) <= MAX_CHARACTERS and seen.elements <= MAX_ELEMENTS and seen.widest <= MAX_ATTRIBUTES


def main_blocks(blocks: Sequence[VisibleBlock], html: str) -> tuple[frozenset[int], bool]:
    """The positions in ``blocks`` of the main text.

    Parameters
    ----------
    blocks:
        The visible blocks of the page, in order.
    html:
        The decoded page; empty if it is too large to make a tree of.

    Returns
    -------
    The positions, and whether they are in doubt: trafilatura should have been asked, but the page is beyond its bounds or it found
    nothing.
    """
    if not blocks:
        return frozenset(), False
    chances, doubt = likely(blocks)
    guessed = set((chances > LIKELY).nonzero()[0].tolist())
    if guessed and doubt <= DOUBT:
        chosen = _without_furniture(blocks, guessed)
        return frozenset(chosen | _between(blocks, chosen)), False
    answer = _trafilatura(html) if html else ""
    chosen = _matching(blocks, answer) if answer else set()
    if not chosen:
        return frozenset(guessed if guessed and doubt <= _BLIND else _by_markup(blocks)), True
    chosen = _without_furniture(blocks, chosen)
    chosen |= _between(blocks, chosen)
    chosen |= _beyond(blocks, chosen)
    return frozenset(chosen), False


def fold_words(text: str) -> list[str]:
    """The words of a text for comparison between two renderings of one page: its runs of letters and digits."""
    plain = text
    if not plain.isascii():
        for mark in _MARKS:
            plain = plain.replace(mark, " ")
    if plain.isascii():  # bytes are told apart many times faster
        return plain.lower().encode("ascii").translate(_APART).decode("ascii").split()
    return _WORD.findall(text.casefold().replace("_", " "))


def _trafilatura(html: str) -> str:
    from lxml import etree
    from trafilatura import bare_extraction

    tools = _tools()
    try:
        tree = tools.parse(html)
    except (etree.ParserError, etree.XMLSyntaxError):
        return ""
    if tools.deep(tree):
        return ""
    idle = [element for mark in tools.marks(tree) if hides((element := mark.getparent()).tag, element.attrib)]
    for element in (*idle, *[script for script in tree.iter("script") if "json" not in script.get("type", "")]):
        if element.getparent() is not None:
            element.drop_tree()
    # trafilatura takes these out too, but only after it has looked through all that they hold, a dozen times; where they hold all
    # paragraphs, it leaves them alone
    if any(next(paragraph.iterancestors(*_SET_ASIDE), None) is None for paragraph in tree.iter("p")):
        etree.strip_elements(tree, *_SET_ASIDE, with_tail=False)
    try:
        document = bare_extraction(tree, options=tools.options)
    except Exception:  # it walks into RecursionError, AttributeError and lxml's own errors on broken trees
        return ""
    text = getattr(document, "text", None)
    return str(text) if text else ""


class _Tools(NamedTuple):
    """What takes time to make, and serves every page."""

    parse: Callable[[str], Any]
    deep: Callable[[Any], Any]
    """Whether anything in a tree is nested too deeply."""
    marks: Callable[[Any], Any]
    """Attributes that may hide their element."""
    options: Any
    """trafilatura's."""


@cache
def _tools() -> _Tools:
    from lxml import etree
    from lxml import html as lxml_html
    from trafilatura.settings import Extractor

    parser = lxml_html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True)
    return _Tools(
        partial(lxml_html.document_fromstring, parser=parser),
        etree.XPath(f"boolean({'/*' * (MAX_DEPTH + 1)})"),
        etree.XPath("/descendant::*/@hidden | /descendant::*/@style | /descendant::*/@aria-hidden"),
        Extractor(output_format="python", comments=False, fast=True, recall=True, formatting=False),
    )


def _matching(blocks: Sequence[VisibleBlock], answer: str) -> set[int]:
    lines = [words for line in answer.split("\n") if (words := fold_words(line))]
    whole = " ".join(" ".join(words) for words in lines)
    padded = f" {whole} "
    short_lines = {" ".join(words) for words in lines if len(words) <= 12}
    shingles = set(chain.from_iterable(map(_shingles, lines)))
    chosen: set[int] = set()
    for i, block in enumerate(blocks):
        words = fold_words(block.text)
        if not words:
            continue
        joined = " ".join(words)
        if len(joined) < 30:
            found = joined in short_lines and not block.furniture
        elif f" {joined} " in padded:
            found = True
        elif len(words) < _SHINGLE:  # scripts without spaces
            found = _overlap(joined, whole) > 0.6
        else:
            own = len(words) - _SHINGLE + 1
            found = sum(map(shingles.__contains__, _shingles(words))) > 0.6 * own
        if found:
            chosen.add(i)
    return chosen


def _shingles(words: list[str]) -> Iterator[tuple[str, ...]]:
    """Its runs of :data:`_SHINGLE` words."""
    return zip(*[words[k:] for k in range(_SHINGLE)], strict=False)


def _overlap(text: str, whole: str) -> float:
    """Share of the eight-character runs of ``text`` that ``whole`` has too."""
    runs = range(0, max(1, len(text) - 7), 4)
    return sum(text[k : k + 8] in whole for k in runs) / len(runs)


def _between(blocks: Sequence[VisibleBlock], chosen: set[int]) -> set[int]:
    """Paragraphs that the heuristics dropped from the midst of the main text."""
    first, last = min(chosen), max(chosen)
    return {i for i in range(first, last) if i not in chosen and _reads_like_text(blocks[i])}


def _without_furniture(blocks: Sequence[VisibleBlock], chosen: set[int]) -> set[int]:
    """Without links alone outside the article, and without what the page marks as furniture; unless that is most of the prose, and so
    means nothing here."""
    links = {i for i in chosen if blocks[i].link_share > _LINKS and not blocks[i].heading and not blocks[i].article}
    if links != chosen:
        chosen = chosen - links
    marked = {i for i in chosen if blocks[i].furniture}
    return chosen if 2 * _prose(blocks, marked) > _prose(blocks, chosen) else chosen - marked


def _prose(blocks: Sequence[VisibleBlock], chosen: set[int]) -> int:
    """Characters that are no links."""
    return sum(max(0, len(blocks[i].text) - blocks[i].linked) for i in chosen)


def _beyond(blocks: Sequence[VisibleBlock], chosen: set[int]) -> set[int]:
    """Paragraphs of the same article that follow the main text with little between: advertisements cut articles in two."""
    found: set[int] = set()
    i = last = max(chosen)
    while (i := i + 1) < len(blocks) and i - last <= _GAP:
        if blocks[i].article and blocks[i].tag == "p" and _reads_like_text(blocks[i]) and len(blocks[i].text) >= 100:
            found.add(i)
            last = i
    return found


def _reads_like_text(block: VisibleBlock) -> bool:
    if block.furniture or block.link_share > 0.4:
        return False
    return block.tag in ("p", "li", "blockquote", "dd", "pre", "tr") and len(block.text) >= 60


def _by_markup(blocks: Sequence[VisibleBlock]) -> set[int]:
    inside = {i for i, block in enumerate(blocks) if block.article and not block.furniture and block.link_share < 0.5}
    if sum(len(blocks[i].text) for i in inside) >= 200:
        return inside
    return {i for i, block in enumerate(blocks) if not block.furniture and block.link_share < 0.4 and len(block.text) >= 40}
