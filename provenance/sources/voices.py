"""Sources that carry one text: agency copy that several outlets print is one voice, however many addresses it has.

Two pages carry one text where their own words are the same for the greater part. What stands in quotation marks does not count: two
reporters who quote the same statement are two voices. The measure is the share of the shorter text's word 4-shingles that the other
holds too (containment; Broder, "On the resemblance and containment of documents", 1997), exact over an inverted index of hashes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from urllib.parse import urlsplit

from provenance.language.credit_lines import credit_lines, is_newsroom, newsroom
from provenance.model import Document, Extract, Source, Voice

SHINGLE = 4
SAME = 0.6
"""Containment from which two texts are one."""
SAME_SHORT = 0.75
"""The same for texts below :data:`SHORT` shingles, of which a few stock phrases are a great part."""
SHORT = 60
SAME_CREDIT = 0.3
"""The same for two texts that are signed by one newsroom: each outlet cuts and adds."""
SAME_HOUSE = 0.9
"""The same for two pages of one site: its follow-ups repeat paragraphs, and its pages their foot."""
FEWEST = 16
"""Shingles below which nothing can be told."""
LONGEST = 200_000
"""Characters of a text that are looked at."""

_LONGEST_NAME = 50
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
_QUOTED = re.compile(
    r"“[^”\n]{8,2000}(?:”|$)|«[^»\n]{8,2000}(?:»|$)|„[^“”\n]{8,2000}(?:[“”]|$)|(?<!\w)\"(?=\S)[^\"\n]{8,2000}(?:\"|$)|‚[^‘\n]{8,2000}‘",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Shared:
    """How much two texts have in common, by their own words."""

    containment: float
    """Share of the shorter one's shingles that stand in the other, in [0, 1]."""
    jaccard: float
    """Share of the shingles of both that stand in both, in [0, 1]."""
    shorter: int
    """Shingles of the shorter one."""


def voices(documents: Sequence[Document]) -> tuple[Voice, ...]:
    """The groups of sources that carry one text each.

    Parameters
    ----------
    documents:
        Sources; those that could not be read carry nothing.

    Returns
    -------
    tuple of Voice
        In the order of their first members. Every two members of a group carry one text: a long page that holds two agencies'
        copy does not make one voice of both.
    """
    read = list({d.source.id: d for d in documents if isinstance(d.content, Extract)}.values())
    shingles = [own_shingles(_text(document)) for document in read]
    credits = [_signed(document) for document in read]
    pairs: dict[tuple[int, int], float] = {}
    for (i, j), common in _common(shingles).items():
        shared = _shared(shingles[i], shingles[j], common)
        if _house(read[i].source) == _house(read[j].source):
            same = shared.shorter >= FEWEST and shared.containment >= SAME_HOUSE
        else:
            same = is_same(shared, signed_alike=bool(credits[i].keys() & credits[j].keys()))
        if same:
            pairs[i, j] = shared.containment
    groups: list[list[int]] = []
    for i, j in sorted(pairs, key=lambda pair: (-pairs[pair], pair)):
        home = next((g for g in groups if i in g or j in g), None)
        if home is None:
            groups.append([i, j])
            continue
        for new in {i, j} - set(home):
            if all((min(new, old), max(new, old)) in pairs for old in home) and not any(new in g for g in groups):
                home.append(new)
    found = []
    for group in sorted(sorted(g) for g in groups):
        least = min(pairs[pair] for pair in combinations(group, 2))
        agency = _agency([read[i] for i in group])
        found.append(Voice(tuple(read[i].source.id for i in group), agency, round(least, 4)))
    return tuple(found)


def is_same(shared: Shared, *, signed_alike: bool = False) -> bool:
    """Whether two texts with so much in common are one text.

    Parameters
    ----------
    shared:
        What they have in common.
    signed_alike:
        Whether one newsroom has signed both.
    """
    if shared.shorter < FEWEST:
        return False
    if signed_alike:
        return shared.containment >= SAME_CREDIT
    return shared.containment >= (SAME if shared.shorter >= SHORT else SAME_SHORT)


def compared(one: str, other: str) -> Shared:
    """What two texts have in common."""
    first, second = own_shingles(one), own_shingles(other)
    return _shared(first, second, len(first & second))


def own_shingles(text: str) -> frozenset[int]:
    """The hashed word 4-shingles of a text's own words: letter case, punctuation and what is quoted do not count."""
    found: set[int] = set()
    # words on both sides of a quotation were never neighbours
    for part in _QUOTED.split(text[:LONGEST]):
        words = [word.casefold() for word in _WORD.findall(part)]
        found.update(hash(tuple(words[i : i + SHINGLE])) for i in range(len(words) - SHINGLE + 1))
    return frozenset(found)


def _house(source: Source) -> str:
    """The host of a source's page; its own id where it has none, as a text given by hand."""
    address = source.final_url or source.url
    try:
        host = urlsplit(address).hostname if "://" in address else None
    except ValueError:
        host = None
    return (host or source.id).removeprefix("www.")


def _text(document: Document) -> str:
    assert isinstance(document.content, Extract)
    return document.content.text or document.content.full


def _common(shingles: Sequence[frozenset[int]]) -> Counter[tuple[int, int]]:
    """How many shingles each two texts share, where they share any."""
    index: dict[int, list[int]] = {}
    for number, some in enumerate(shingles):
        for shingle in some:
            index.setdefault(shingle, []).append(number)
    common: Counter[tuple[int, int]] = Counter()
    for holders in index.values():
        if len(holders) > 1:
            common.update(combinations(holders, 2))
    return common


def _shared(one: frozenset[int], other: frozenset[int], common: int) -> Shared:
    shorter = min(len(one), len(other))
    union = len(one) + len(other) - common
    return Shared(common / shorter if shorter else 0.0, common / union if union else 0.0, shorter)


def _signed(document: Document) -> dict[str, str]:
    """Who signs for a source's text: its credit lines, an agency in the byline, and the house whose page it is. Key -> name."""
    found = _credited(document)
    publisher = document.source.publisher or ""
    if publisher and len(publisher) <= _LONGEST_NAME:
        found.setdefault(newsroom(publisher), publisher)
    return found


def _credited(document: Document) -> dict[str, str]:
    """Whom a source's page credits for its text: its credit lines, and an agency in the byline. Key -> name."""
    assert isinstance(document.content, Extract)
    found = {newsroom(line.name): line.name for line in credit_lines(document.content.full[:LONGEST])}
    author = document.source.author or ""
    if author and len(author) <= _LONGEST_NAME and is_newsroom(author):
        found.setdefault(newsroom(author), author)
    return found


def signers(source: Source, content: Extract) -> tuple[str, ...]:
    """The names of the newsrooms that sign for a source's text, its own house included."""
    return tuple(_signed(Document(source, content)).values())


def _agency(group: Sequence[Document]) -> str:
    """Whom the pages of one text credit for it, if at least half of them do or are its own; a house's page alone credits nobody."""
    credited = [_credited(document) for document in group]
    signed = [_signed(document) for document in group]
    votes = Counter(key for some in signed for key in some)
    names = {key: name for some in reversed(credited) for key, name in some.items()}
    if not names:
        return ""
    key = max(names, key=lambda one: (votes[one], -min(i for i, some in enumerate(signed) if one in some)))
    return names[key] if 2 * votes[key] >= len(group) else ""
