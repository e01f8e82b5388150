"""What a link of a draft is there for: to name a source, to lead to another article, to steer, or to credit a picture."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from provenance.claims.credits import credit, is_byline
from provenance.claims.linkaddresses import (
    is_advertising,
    is_authors,
    is_profile,
    is_service,
    is_share_target,
    is_social,
    is_topics,
    page,
    role_words,
)
from provenance.claims.outlets import headline_overlap, named_in, site
from provenance.language.layout import is_credit, is_related_line
from provenance.model import Block, BlockKind, Claim, Draft, DraftLink, How, Link, Role

__all__ = ["Decided", "classify_links", "is_credit", "is_related_line", "roles"]

_NAVIGATION = {
    "nav": "in a navigation menu",
    "footer": "in the page's footer",
    "form": "in a form",
    "comments": "among readers' comments",
    "tags": "among the article's tags",
    "reply": "in the mail that is answered",
    "signature": "in a mail's signature",
}
_SAME_HEADLINE = 0.6
_HEADLINE = 4  # words that a headline has at least
_NEAR = 60  # characters before a link in which "Follow us on" may stand
_SIGNS = " \t\n\r•·–—»→"
_ALONE = (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.HEADING, BlockKind.FURNITURE)


@dataclass(frozen=True, slots=True)
class Decided:
    """What a link is there for, before anyone has asked which claim leans on it.

    Attributes:
        role: ``None`` if only a claim can tell (an address in the furniture of a printed page).
        reason: why, in a few words.
    """

    role: Role | None
    reason: str


class Blocks:
    """The blocks of a draft in the order in which they begin, and which of them a link belongs to."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.blocks = sorted(draft.blocks, key=lambda block: block.span.start)
        self._starts = [block.span.start for block in self.blocks]

    def of(self, offset: int) -> int | None:
        """Index of the block that holds the character at ``offset``, or that it directly follows; ``None`` before the first."""
        index = bisect_right(self._starts, offset) - 1
        if index < 0:
            return None
        # A block with something dropped into its middle goes on behind it.
        for before in range(index, max(-1, index - 8), -1):
            block = self.blocks[before]
            if any(piece.start <= offset < piece.end for piece in block.pieces):
                return before
        return index

    def words(self, index: int) -> str:
        """What stands in a block, pieces joined."""
        return " ".join(piece.of(self.draft.text) for piece in self.blocks[index].pieces)

    def whole(self, index: int) -> str:
        """A block as it stands in the text, addresses and marks included, up to the next one at most."""
        block = self.blocks[index]
        stop = self._starts[index + 1] if index + 1 < len(self.blocks) else len(self.draft.text)
        return self.draft.text[block.span.start : max(block.span.end, stop)].strip()


def roles(draft: Draft) -> tuple[Decided, ...]:
    """What each of ``draft.links`` is there for, as far as the link itself and its surroundings show it."""
    about = _page_of(draft)
    return tuple(_decide(about, link) for link in draft.links)


def classify_links(draft: Draft, claims: Sequence[Claim]) -> tuple[Link, ...]:
    """Every link of a draft with its role and the reason for it.

    Parameters:
        draft: the draft.
        claims: its claims with their references bound.

    Returns:
        A :class:`~provenance.model.Link` for every link of the draft, in its order; the same address at the same place comes once.
        A link that a claim leans on is a citation; an address printed in a page's furniture that no claim leans on is navigation.
    """
    cited: dict[tuple[str, int, int], Claim] = {}
    for claim in claims:
        for reference in claim.references:
            cited.setdefault((reference.url, reference.span.start, reference.span.end), claim)
    urls = {url for url, _, _ in cited}
    found: dict[tuple[str, int, int], Link] = {}
    for link, decided in zip(draft.links, roles(draft), strict=True):
        key = (link.url, link.span.start, link.span.end)
        role, reason = decided.role, decided.reason
        if key in cited:
            role, reason = Role.CITATION, _cited(cited[key], link)
        elif role is None:
            role, reason = Role.NAVIGATION, "in the furniture of a printed page, and no claim names its outlet"
        elif role is Role.CITATION and link.url in urls:
            reason = "leads to a source that a claim leans on"
        found.setdefault(key, Link(link.url, link.text, link.span, role, reason))
    return tuple(found.values())


def _cited(claim: Claim, link: DraftLink) -> str:
    name = claim.attribution.source if claim.attribution else ""
    how = next((reference.how for reference in claim.references if reference.url == link.url), link.how)
    who = f" of what {name} is said to have said" if name else " of a statement"
    return {
        How.FOOTNOTE: f"a footnote{who}",
        How.BIBLIOGRAPHY: f"an entry of the source list{who}",
        How.NAMED: f"the named outlet's address, the source{who}",
    }.get(how, f"the source{who}")


@dataclass(frozen=True, slots=True)
class _Page:
    """What of a draft bears on all of its links."""

    draft: Draft
    blocks: Blocks
    own: frozenset[str]
    """The draft's own addresses, see :func:`~provenance.claims.linkaddresses.page`."""
    sites: frozenset[str]
    """The registrable domains of its own addresses."""
    related: tuple[str, ...]
    """The lines that point to other articles."""
    under: frozenset[int]
    """The blocks listed under a heading such as "Related stories"."""
    rows: frozenset[int]
    """The blocks that are nothing but several links."""


def _page_of(draft: Draft) -> _Page:
    blocks = Blocks(draft)
    canonical = [link.url for link in draft.links if "canonical" in link.context]
    own = {page(url) for url in canonical}
    printed = Counter(page(link.url) for link in draft.links if "furniture" in link.context)
    own.update(one for one, count in printed.items() if count > 1)  # what a browser prints on every page
    related = tuple(
        blocks.whole(index)
        for index, block in enumerate(blocks.blocks)
        if len(block.pieces) == 1 and is_related_line(block.pieces[0].of(draft.text))
    )
    sites = frozenset(site(url)[1] for url in canonical if site(url)[1])
    return _Page(draft, blocks, frozenset(own), sites, related, _under_related(blocks), _rows(blocks))


def _decide(about: _Page, link: DraftLink) -> Decided:
    """The first rule that fits, from what is sure to what is only likely."""
    draft, blocks = about.draft, about.blocks
    if "canonical" in link.context or (page(link.url) in about.own and link.url.startswith("http")):
        return Decided(Role.NAVIGATION, "the article's own address")
    if not link.url.lower().startswith(("http://", "https://", "ftp://")):
        return Decided(Role.NAVIGATION, "leads to another place of the same site")
    index = blocks.of(link.span.start)
    block = blocks.blocks[index] if index is not None else None
    if _shares(link, index is None or index in about.rows or only_a_link(blocks, index, link)):
        return Decided(Role.NAVIGATION, "a share button")
    if "related" in link.context:
        return Decided(Role.RELATED, "in a box of related articles")
    around = blocks.whole(index) if index is not None else ""
    if is_related_line(link.text) or is_related_line(around[:200]) or index in about.under:
        return Decided(Role.RELATED, "in a line that points to another article")
    if _points_on(draft, link):
        return Decided(Role.RELATED, "behind words that point to another article")
    if credited := credit(draft, link, block, around):
        return Decided(Role.CREDIT, credited)
    for name in link.context:
        if name in _NAVIGATION:
            return Decided(Role.NAVIGATION, _NAVIGATION[name])
    if is_advertising(link.url):
        return Decided(Role.NAVIGATION, "an advertisement or an affiliate's link")
    if "byline" in link.context or is_authors(link.url) or is_byline(draft, link, block):
        return Decided(Role.NAVIGATION, "an author's page")
    if is_profile(link.url) and _follow(draft, link, index in about.rows):
        return Decided(Role.NAVIGATION, "a profile on a social network, no post")
    if "header" in link.context and "article" not in link.context and "main" not in link.context:
        return Decided(Role.NAVIGATION, "in the page's header")
    if is_topics(link.url):
        return Decided(Role.NAVIGATION, "a list of articles on a topic")
    if re.sub(r"[\s(]+\d+\)?$", "", link.text.strip(" .!»>→").lower()) in role_words()["site_words"] or is_service(link.url, about.sites):
        return Decided(Role.NAVIGATION, "leads to the site's own services")
    if "aside" in link.context:
        return Decided(Role.RELATED, "in a side column")
    if link.how is How.BARE and any(headline_overlap(link.url, _headline(line)) >= _SAME_HEADLINE for line in about.related):
        return Decided(Role.RELATED, "its address has the words of a line that points to another article")
    return _by_place(about, link, index, block)


def _by_place(about: _Page, link: DraftLink, index: int | None, block: Block | None) -> Decided:
    """What a link is for that neither its address nor the words around it tell."""
    blocks = about.blocks
    if link.how in (How.FOOTNOTE, How.BIBLIOGRAPHY) or "footnote" in link.context:
        return Decided(Role.CITATION, "a footnote or numbered source")
    if "bibliography" in link.context:
        return Decided(Role.CITATION, "an entry of the source list")
    if "furniture" in link.context:
        return Decided(None, "in the furniture of a printed page")
    if index in about.rows and block is not None and block.kind is not BlockKind.TABLE:
        return Decided(Role.NAVIGATION, "in a row of links, part of no sentence")
    if not urlsplit(link.url).path.strip("/") and link.how is How.LINK and not urlsplit(link.url).query:
        return Decided(Role.CITATION, "names a site in the text")
    if index is not None and block is not None and only_a_link(blocks, index, link):
        if block.kind is BlockKind.HEADING and _sums_up(about, link, index):
            return Decided(Role.CITATION, "a heading that names what is summed up under it")
        if len(link.text.split()) >= _HEADLINE and link.text.rstrip("\"'”»")[-1:] not in ".!…" and block.kind in _ALONE:
            return Decided(Role.RELATED, "a headline that stands alone, part of no sentence")
        if block.kind is BlockKind.FURNITURE:
            return Decided(Role.NAVIGATION, "stands alone, part of no sentence")
    return Decided(Role.CITATION, "stands in the text")


def _shares(link: DraftLink, apart: bool) -> bool:
    """Whether a link is a button; "Telegram" among the words of a sentence is where somebody wrote."""
    if "share" in link.context or is_share_target(link.url):
        return True
    word = link.text.strip().lower()
    return apart and word in role_words()["share_words"] and "article" not in link.context[:1] and len(word) > 3 and is_social(link.url)


def _follow(draft: Draft, link: DraftLink, in_row: bool) -> bool:
    """Whether a profile is shown to be followed rather than named as where something was said."""
    if in_row or link.text.startswith("@"):
        return True
    start = max(draft.text.rfind("\n", 0, link.span.start) + 1, link.span.start - _NEAR)
    around = f"{draft.text[start : link.span.start]} {link.text}".lower()
    return any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", around) for word in role_words()["follow_words"])


def _sums_up(about: _Page, link: DraftLink, index: int) -> bool:
    """Whether the paragraph under a linked heading tells what the heading's page says: it shares a word with the heading, or the
    heading names the outlet that the address belongs to. A heading that leads to the draft's own site is a teaser."""
    from provenance.language.words import is_stopword

    blocks = about.blocks
    if site(link.url)[1] in about.sites or index + 1 >= len(blocks.blocks) or blocks.blocks[index + 1].kind is not BlockKind.PARAGRAPH:
        return False
    under = {word.lower() for word in re.findall(r"[^\W\d_]{3,30}", blocks.words(index + 1))}
    head = {word.lower() for word in re.findall(r"[^\W\d_]{3,30}", link.text)}
    shared = {word for word in head & under if not is_stopword(word, about.draft.language or "en")}
    return len(shared) >= 2 or (bool(shared) and named_in(link.text, link.url))


def _points_on(draft: Draft, link: DraftLink) -> bool:
    """Whether the words right before a link point to another article: "(Read more: <link>)"."""
    line_start = draft.text.rfind("\n", max(0, link.span.start - 60), link.span.start) + 1
    before = draft.text[max(line_start, link.span.start - 60) : link.span.start]
    head = re.split(r"[.!?(\[–—|]\s{0,3}(?=\S)", before)[-1].rstrip()
    if not head:
        return False
    if head.endswith((":", "»", ">", "→", "|")):
        words = head.rstrip(" :»>→|*_").lstrip(" *_•").lower()
        more = role_words()["more_words"]
        return is_related_line(head) or words in more or any(words.startswith(f"{one} ") for one in more if " " in one)
    # "(see also the agency's <summary>)": the bracket begins with the words
    return before.rstrip()[: -len(head)].rstrip().endswith(("(", "[")) and any(is_related_line(" ".join(head.split()[:n])) for n in (2, 3))


def only_a_link(blocks: Blocks, index: int, link: DraftLink) -> bool:
    """Whether a block is nothing but a link."""
    return bool(link.text) and blocks.words(index).strip(_SIGNS + "-*>") == link.text.strip(_SIGNS + ">")


def _rows(blocks: Blocks) -> frozenset[int]:
    """The blocks that are two or more links and signs between them."""
    inside: dict[int, list[DraftLink]] = {}
    for link in blocks.draft.links:
        index = blocks.of(link.span.start)
        if index is not None and link.how is How.LINK and link.text and blocks.blocks[index].span.contains(link.span):
            inside.setdefault(index, []).append(link)
    found: set[int] = set()
    for index, links in inside.items():
        block = blocks.blocks[index]
        at, rest = block.span.start, ""
        for link in links:
            rest += blocks.draft.text[at : link.span.start]
            at = max(at, link.span.end)
        rest += blocks.draft.text[at : block.span.end]
        if len(links) > 1 and not re.search(r"\w", rest):
            found.add(index)
    return frozenset(found)


def _headline(line: str) -> str:
    return re.split(r"[:|>»→]", line, maxsplit=1)[-1]


def _under_related(blocks: Blocks) -> frozenset[int]:
    """The blocks that are only links, in the list under a heading such as "Related stories"."""
    found: set[int] = set()
    inside = False
    linked: set[int] = set()
    holding: set[int] = set()
    for link in blocks.draft.links:
        index = blocks.of(link.span.start)
        if index is not None and link.text:
            holding.add(index)
        if index is not None and link.text and blocks.words(index).strip() == link.text.strip():
            linked.add(index)
    for index, block in enumerate(blocks.blocks):
        words = block.pieces[0].of(blocks.draft.text) if block.pieces else ""
        if is_related_line(words) and len(words) < 60 and index not in holding:
            inside = True
        elif inside and index in linked:
            found.add(index)
        elif block.kind is not BlockKind.FURNITURE:
            inside = False
    return frozenset(found)


def citations(draft: Draft) -> Iterable[tuple[DraftLink, Decided]]:
    """The links that may stand for a claim's source: those with a citation's role and those that only a claim can tell."""
    for link, decided in zip(draft.links, roles(draft), strict=True):
        if decided.role in (Role.CITATION, None):
            yield link, decided
