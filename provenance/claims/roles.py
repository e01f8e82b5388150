"""What a link of a draft is there for: to name a source, to lead to another article, to steer, or to credit a picture."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

from provenance.claims.outlets import headline_overlap, host
from provenance.language.layout import is_credit, is_related_line
from provenance.model import Block, BlockKind, Claim, Draft, DraftLink, How, Link, Role

__all__ = ["Decided", "classify_links", "is_credit", "is_related_line", "roles"]

_NAVIGATION = {
    "nav": "in a navigation menu",
    "footer": "in the page's footer",
    "form": "in a form",
    "comments": "among readers' comments",
    "tags": "among the article's tags",
}
_SAME_HEADLINE = 0.6
_HEADLINE = 4  # words that a headline has at least
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


@cache
def _words() -> dict[str, frozenset[str]]:
    data = tomllib.loads((files("provenance.claims") / "data" / "roles.toml").read_text("utf-8"))
    return {name: frozenset(words) for name, words in data.items()}


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
    blocks = Blocks(draft)
    own = {_page(link.url) for link in draft.links if "canonical" in link.context}
    printed = Counter(_page(link.url) for link in draft.links if "furniture" in link.context)
    own.update(page for page, count in printed.items() if count > 1)  # what a browser prints on every page
    related = [
        blocks.whole(index)
        for index, block in enumerate(blocks.blocks)
        if len(block.pieces) == 1 and is_related_line(block.pieces[0].of(draft.text))
    ]
    under = _under_related(blocks)
    return tuple(_decide(draft, link, blocks, own, related, under) for link in draft.links)


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


def _decide(draft: Draft, link: DraftLink, blocks: Blocks, own: set[str], related: list[str], under: frozenset[int]) -> Decided:
    words = _words()
    if "canonical" in link.context or (_page(link.url) in own and link.url.startswith("http")):
        return Decided(Role.NAVIGATION, "the article's own address")
    if not link.url.lower().startswith(("http://", "https://", "ftp://")):
        return Decided(Role.NAVIGATION, "leads to another place of the same site")
    shared = _share(link, words)
    if shared:
        return Decided(Role.NAVIGATION, shared)
    index = blocks.of(link.span.start)
    block = blocks.blocks[index] if index is not None else None
    if "related" in link.context:
        return Decided(Role.RELATED, "in a box of related articles")
    around = blocks.whole(index) if index is not None else ""
    if is_related_line(link.text) or is_related_line(around[:200]) or index in under:
        return Decided(Role.RELATED, "in a line that points to another article")
    if _points_on(draft, link):
        return Decided(Role.RELATED, "behind words that point to another article")
    credit = _credit(draft, link, block, around, words)
    if credit:
        return Decided(Role.CREDIT, credit)
    for name in link.context:
        if name in _NAVIGATION:
            return Decided(Role.NAVIGATION, _NAVIGATION[name])
    if "byline" in link.context or _segment(link.url, words["author_segments"]):
        return Decided(Role.NAVIGATION, "an author's page")
    if "header" in link.context and "article" not in link.context and "main" not in link.context:
        return Decided(Role.NAVIGATION, "in the page's header")
    if _segment(link.url, words["tag_segments"]):
        return Decided(Role.NAVIGATION, "a list of articles on a topic")
    if link.text.strip(" .!»>→").lower() in words["site_words"] or _last_segment(link.url) in words["site_segments"]:
        return Decided(Role.NAVIGATION, "leads to the site's own services")
    if "aside" in link.context:
        return Decided(Role.RELATED, "in a side column")
    if link.how is How.BARE and any(headline_overlap(link.url, _headline(line)) >= _SAME_HEADLINE for line in related):
        return Decided(Role.RELATED, "its address has the words of a line that points to another article")
    if link.how in (How.FOOTNOTE, How.BIBLIOGRAPHY) or "footnote" in link.context:
        return Decided(Role.CITATION, "a footnote or numbered source")
    if "bibliography" in link.context:
        return Decided(Role.CITATION, "an entry of the source list")
    if "furniture" in link.context:
        return Decided(None, "in the furniture of a printed page")
    if not urlsplit(link.url).path.strip("/") and link.how is How.LINK and not urlsplit(link.url).query:
        return Decided(Role.CITATION, "names a site in the text")
    if block is not None and _stands_alone(link, blocks.words(index) if index is not None else ""):
        if len(link.text.split()) >= _HEADLINE and link.text.rstrip("\"'”»")[-1:] not in ".!…" and block.kind in _ALONE:
            return Decided(Role.RELATED, "a headline that stands alone, part of no sentence")
        if block.kind is BlockKind.FURNITURE:
            return Decided(Role.NAVIGATION, "stands alone, part of no sentence")
    return Decided(Role.CITATION, "stands in the text")


def _page(url: str) -> str:
    """An address without what does not change the page: scheme, ``www.``, trailing slash, fragment, trackers."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    query = "&".join(part for part in parts.query.split("&") if part and not part.lower().startswith(("utm_", "fbclid", "gclid")))
    return f"{host(url)}{parts.path.rstrip('/')}?{query}"


def _share(link: DraftLink, words: dict[str, frozenset[str]]) -> str:
    if "share" in link.context:
        return "a share button"
    address = host(link.url)
    path = urlsplit(link.url).path.lower() or "/"
    for target in words["share_targets"]:
        name, beginning = target.split(" ", 1)
        if (address == name or address.endswith("." + name)) and path.startswith(beginning):
            return "a share button"
    return (
        "a share button"
        if link.text.strip().lower() in words["share_words"]
        and "article" not in link.context[:1]
        and len(link.text) > 3
        and _social(address)
        else ""
    )


def _social(address: str) -> bool:
    return any(
        address == name or address.endswith("." + name)
        for name in (
            "facebook.com",
            "twitter.com",
            "x.com",
            "t.me",
            "vk.com",
            "ok.ru",
            "linkedin.com",
            "reddit.com",
            "whatsapp.com",
            "instagram.com",
            "pinterest.com",
        )
    )


def _credit(draft: Draft, link: DraftLink, block: Block | None, around: str, words: dict[str, frozenset[str]]) -> str:
    if "figcaption" in link.context or (block is not None and block.kind is BlockKind.CAPTION):
        return "in a picture's caption"
    if link.text and len(link.text) > 3 and is_credit(link.text) and ":" in link.text:
        return "credits a picture"
    if is_credit(around[:200]) and len(around) <= 200 and _owns_credit(around, link):
        return "in a line that credits a picture"
    if host(link.url) in words["picture_hosts"] and len(around) < 120:
        return "leads to a picture service"
    return ""


def _owns_credit(around: str, link: DraftLink) -> bool:
    """Whether a credit is more than the link's own words: "Reuters" alone may be a list entry."""
    return around.strip() != link.text.strip() or "©" in around


def _points_on(draft: Draft, link: DraftLink) -> bool:
    """Whether the words right before a link point to another article: "(Read more: <link>)"."""
    line_start = draft.text.rfind("\n", max(0, link.span.start - 60), link.span.start) + 1
    before = draft.text[max(line_start, link.span.start - 60) : link.span.start]
    head = re.split(r"[.!?(\[–—|]\s{0,3}(?=\S)", before)[-1].rstrip()
    return bool(head) and head.endswith((":", "»", ">", "→", "|")) and is_related_line(head)


def _segment(url: str, names: frozenset[str]) -> bool:
    parts = [part.lower() for part in urlsplit(url).path.split("/") if part]
    # The last segment of an article's address may well be its headline: only a folder before it, or a short path, tells.
    return any(part in names for part in parts[:3]) and len(parts) <= 4


def _last_segment(url: str) -> str:
    parts = [part.lower() for part in urlsplit(url).path.split("/") if part]
    return parts[-1] if parts else ""


def _stands_alone(link: DraftLink, words: str) -> bool:
    """Whether a block is nothing but the link."""
    return bool(link.text) and words.strip(" \t\n\r•·-–—*>»→") == link.text.strip(" •·-–—*>»→")


def _headline(line: str) -> str:
    return re.split(r"[:|>»→]", line, maxsplit=1)[-1]


def _under_related(blocks: Blocks) -> frozenset[int]:
    """The blocks that are only links, in the list under a heading such as "Related stories"."""
    found: set[int] = set()
    inside = False
    linked: set[int] = set()
    for link in blocks.draft.links:
        index = blocks.of(link.span.start)
        if index is not None and link.text and blocks.words(index).strip() == link.text.strip():
            linked.add(index)
    for index, block in enumerate(blocks.blocks):
        words = block.pieces[0].of(blocks.draft.text) if block.pieces else ""
        if is_related_line(words) and len(words) < 60 and index not in linked:
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
