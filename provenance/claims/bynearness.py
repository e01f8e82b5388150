"""References by where they stand: among a claim's words, behind them, in the next sentence, over or at the end of what they cover."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from provenance.claims.linked import Linked
from provenance.claims.outlets import owns
from provenance.claims.roles import Blocks, only_a_link
from provenance.claims.stated import Stated, chain, frame
from provenance.model import BlockKind, How, Span

_POINTER = 5  # words that "the full text of the letter" has at most
_LONGEST = 1000  # characters between a claim and a link of its sentence that are looked at
_CLAUSE = re.compile(
    r";|,\s(?:and|but|while|whereas|и|а|но|тогда|та|але|und|aber|während|et|mais|tandis|y|pero|mientras|i|ale|podczas)\s", re.IGNORECASE
)
_FILLER = 12  # characters of content that "he wrote so" has at most
_SECTION = 8  # blocks under a linked heading that it covers


@cache
def _anchors() -> dict[str, frozenset[str]]:
    data = tomllib.loads((files("provenance.claims") / "data" / "anchors.toml").read_text("utf-8"))
    return {name: frozenset(words) for name, words in data.items()}


# ---- in the same sentence ------------------------------------------------------------------------------------------


def in_sentences(text: str, items: Sequence[Stated], linked: Sequence[Linked]) -> None:
    """Bind links that stand among or right behind the words of a claim."""
    by_place: dict[tuple[int, int], list[Stated]] = {}
    for item in items:
        for number in item.sentences:
            if item.block is not None:
                by_place.setdefault((item.block, number), []).append(item)
    direct: dict[int, list[Linked]] = {}
    late: dict[int, list[Linked]] = {}
    for candidate in linked:
        if not candidate.near or candidate.block is None:
            continue
        near = by_place.get((candidate.block, candidate.sentence), [])
        takers = _takers(near, candidate)
        for item in near:
            if any(item is taker for taker in takers):
                direct.setdefault(id(item), []).append(candidate)
            elif candidate.behind and item.core.end <= candidate.link.span.start:
                late.setdefault(id(item), []).append(candidate)
    for item in items:
        item.bind(_chosen(text, item, direct.get(id(item), [])) or _first_group(text, late.get(id(item), [])))


def _chosen(text: str, item: Stated, candidates: Sequence[Linked]) -> list[Linked]:
    """Which of the links near a claim are for it.

    Where source or cue are linked, other linked words are about what is said; of the marks behind it the first group is its own.
    """
    if item.claim.attribution is None:
        return [one for one in candidates if one.link.span.start < item.core.end or not _aside(one)] or list(candidates)
    behind = [one for one in candidates if one.behind and one.link.span.start >= item.core.end]
    # A mark before the claim's first word is another's, if a clause ends between the two.
    before = [one for one in candidates if one.behind and one.link.span.start < item.core.end]
    marks = [one for one in before if one.link.span.start >= item.core.start or _beside(text, item, one)] + _first_group(text, behind)
    among = [one for one in candidates if not one.behind]
    owned = [one for one in among if any(owns(name, one.link.url) for name in item.names)]
    framed = [one for one in among if _in_frame(item, one.link.span)]
    chosen = [one for one in among if any(one is other for other in [*owned, *framed])]
    if not chosen:
        inside = [one for one in among if item.core.start <= one.link.span.start < item.core.end]
        beside = [one for one in among if one not in inside and _beside(text, item, one)]
        chosen = inside or ([] if marks else beside)
    return [one for one in candidates if any(one is other for other in [*chosen, *marks])]


def _beside(text: str, item: Stated, candidate: Linked) -> bool:
    """Whether a link outside of a claim's words is for it: no other clause parts them, but for one that only points back."""
    if item.of_another_outlet(candidate.link.url) or item.told_another(candidate.link.url):
        return False
    link = candidate.link
    between = text[link.span.end : item.core.start] if link.span.end <= item.core.start else text[item.core.end : link.span.start]
    parted = _CLAUSE.search(between[:_LONGEST])
    return not parted or (link.span.start >= item.core.end and points_back(link.text))


def _aside(candidate: Linked) -> bool:
    """Whether a link stands behind words as linked words of its own: "(Source: <the agency>)"."""
    return candidate.behind and candidate.link.how is How.LINK


def _first_group(text: str, marks: Sequence[Linked]) -> list[Linked]:
    """The marks of a row up to the first word between them: "a [1][2], and b [3]"."""
    ordered = sorted(marks, key=lambda one: one.link.span.start)
    group: list[Linked] = []
    for one in ordered:
        if group and re.search(r"\w", text[group[-1].link.span.end : one.link.span.start]):
            break
        group.append(one)
    return group


def _takers(near: Sequence[Stated], candidate: Linked) -> list[Stated]:
    """The claims of a sentence that a link in it is for."""
    if len(near) <= 1:
        return list(near)
    at = candidate.link.span.start
    holding = [item for item in near if item.core.start <= at < item.core.end or _in_frame(item, candidate.link.span)]
    if holding:
        # Among a claim's source and cue a link is for that claim; among its content for every claim that says it.
        framed = [item for item in holding if _in_frame(item, candidate.link.span)]
        return framed or holding
    before = [item for item in near if item.core.end <= at]
    if before:
        nearest = max(item.core.end for item in before)
        return [item for item in before if item.core.end == nearest]
    nearest = min(item.core.start for item in near)
    return [item for item in near if item.core.start == nearest]


def _in_frame(item: Stated, span: Span) -> bool:
    return any(part.overlaps(span) for link in chain(item.claim.attribution) for part in frame(link))


# ---- in the sentence behind ----------------------------------------------------------------------------------------


def by_pointer(items: Sequence[Stated], linked: Sequence[Linked]) -> None:
    """Bind what the next sentence only points to: "She said so in May. The recording is <here>." """
    attributed: dict[tuple[int, int], list[Stated]] = {}
    for item in items:
        if item.block is not None and item.claim.attribution is not None:
            for number in item.sentences:
                attributed.setdefault((item.block, number), []).append(item)
    for candidate in linked:
        if not candidate.near or candidate.block is None or candidate.behind or not points_back(candidate.link.text):
            continue
        if any(
            len(item.claim.text) > _FILLER and _said_here(item, candidate)
            for item in attributed.get((candidate.block, candidate.sentence), ())
        ):
            continue  # the link is for what its own sentence says
        for item in attributed.get((candidate.block, candidate.sentence - 1), ()):
            if not item.found and not item.of_another_outlet(candidate.link.url) and not item.told_another(candidate.link.url):
                item.bind([candidate])


def _said_here(item: Stated, candidate: Linked) -> bool:
    """Whether a claim of the link's own sentence bears it, and says more than "so"."""
    attribution = item.claim.attribution
    said = sum(span.end - span.start for span in attribution.content_spans) if attribution is not None else 0
    return said > _FILLER and any(reference.span == candidate.link.span for reference in item.found)


def points_back(words: str) -> bool:
    """Whether linked words are "here", or name a text or recording and little else."""
    low = words.lower().replace("’", "'").strip(' .,:;»«"“”„')
    parts = re.findall(r"[^\W_](?:[\w'-]*[^\W_])?", low)
    return low in _anchors()["here"] or (0 < len(parts) <= _POINTER and any(part in _anchors()["texts"] for part in parts))


# ---- over more than a sentence -------------------------------------------------------------------------------------


def by_paragraph(items: Sequence[Stated], linked: Sequence[Linked]) -> None:
    """Bind the citation at the end of a claim's paragraph, if nothing else is cited between the two."""
    by_block: dict[int, list[Linked]] = {}
    for candidate in linked:
        if candidate.near and candidate.block is not None:
            by_block.setdefault(candidate.block, []).append(candidate)
    for item in items:
        if item.found or item.block is None or not item.sentences:
            continue
        behind = [one for one in by_block.get(item.block, ()) if one.sentence >= min(item.sentences)]
        if behind and all(one.closing for one in behind):
            item.bind([one for one in behind if not item.of_another_outlet(one.link.url) and not item.told_another(one.link.url)])


def by_row(blocks: Blocks, items: Sequence[Stated], linked: Sequence[Linked]) -> None:
    """Bind a table's cell that is nothing but a source to the claim of its row."""
    kinds = [block.kind for block in blocks.blocks]
    cells: dict[int, list[Linked]] = {}
    for one in linked:
        if one.near and one.block is not None and kinds[one.block] is BlockKind.TABLE and only_a_link(blocks, one.block, one.link):
            cells.setdefault(one.block, []).append(one)
    claimed = {item.block for item in items if item.block is not None and kinds[item.block] is BlockKind.TABLE}
    for item in items:
        if not cells or item.found or item.block is None or item.block not in claimed:
            continue
        first = last = item.block
        while first > 0 and kinds[first - 1] is BlockKind.TABLE:
            first -= 1
        while last + 1 < len(kinds) and kinds[last + 1] is BlockKind.TABLE:
            last += 1
        lines = [blocks.blocks[index].span.line for index in range(first, last + 1)]
        if 1 < len(set(lines)) < len(lines):  # a row is a line, as in Markdown
            row = [index for index in range(first, last + 1) if lines[index - first] == lines[item.block - first] and index in cells]
        else:
            following = next((index for index in range(item.block + 1, last + 1) if index in cells or index in claimed), None)
            row = [following] if following in cells else []
        for index in row:
            item.bind(cells[index])


def by_heading(blocks: Blocks, items: Sequence[Stated], linked: Sequence[Linked]) -> None:
    """Bind a heading that is one link to what stands under it and has no source of its own."""
    heads = {
        one.block: one
        for one in linked
        if one.near
        and one.block is not None
        and blocks.blocks[one.block].kind is BlockKind.HEADING
        and only_a_link(blocks, one.block, one.link)
    }
    if not heads:
        return
    for item in items:
        if item.found or item.block is None or item.claim.attribution is None:
            continue
        for index in range(item.block - 1, max(-1, item.block - _SECTION), -1):
            if blocks.blocks[index].kind is BlockKind.HEADING:
                if index in heads and not item.of_another_outlet(heads[index].link.url):
                    item.bind([heads[index]])
                break
