"""References by whom a claim names: the link of a draft that belongs to the outlet, body or document, wherever it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice

from provenance.claims.bynearness import points_back
from provenance.claims.linked import Linked, Sentences
from provenance.claims.outlets import headline_overlap, named_in, owns
from provenance.claims.roles import Blocks
from provenance.claims.stated import Stated, chain, frame
from provenance.model import Attribution, How, Reference, SourceKind

_MOST = 3  # addresses that one page's furniture may hold of one outlet before none is taken for a citation
_RECENT = 20  # sources of a paragraph that one goes on from
_ENTRIES = 200  # of source lists whose outlets are looked for in a sentence
_NAMED = (SourceKind.OUTLET, SourceKind.DOCUMENT)
_RUN = re.compile(r"[^\W\d_a-zа-яёіїєґ][\w.'’-]*(?:\s[^\W\d_a-zа-яёіїєґ][\w.'’-]*){0,4}")


class Named:
    """The links that belong to whom a name names, looked up once for every name."""

    def __init__(self, linked: Sequence[Linked], blocks: Blocks, cut: Sentences) -> None:
        self._linked = linked
        self._near: dict[int, list[Linked]] = {}
        for one in linked:
            if one.near and one.block is not None:
                self._near.setdefault(one.block, []).append(one)
        self._entries = [one for one in linked if one.listed][:_ENTRIES]
        self._blocks = blocks
        self._cut = cut
        self._owned: dict[str, list[Linked]] = {}
        self._mentioned: dict[str, list[Linked]] = {}
        self._listed: dict[str, list[Linked]] = {}

    def owned(self, name: str) -> list[Linked]:
        """The links to the site of the outlet or body of a name."""
        if name not in self._owned:
            # "the report" is no outlet, whatever hosts are called.
            self._owned[name] = [one for one in self._linked if owns(name, one.link.url)] if _proper(name) else []
        return self._owned[name]

    def of(self, attribution: Attribution, item: Stated) -> list[Linked]:
        """The links to the source of one attribution of a claim."""
        name, kind = attribution.source, attribution.speaker_or_outlet
        if name not in self._mentioned:
            firm = [one for one in self._linked if not one.loose and one.block is not None]
            self._mentioned[name] = [one for one in firm if _mentions(one.link.text, name)]
            self._listed[name] = [one for one in firm if one.listed and _mentions(self._blocks.words(one.block or 0), name)]
        found = list(self.owned(name))
        if kind is SourceKind.PERSON and not _described(name):
            # A link on a person's name elsewhere is about the person; in the same paragraph, with more than the name, it is what
            # was said.
            least = len(name.split()) + 2
            found += [one for one in self._mentioned[name] if one.block == item.block and len(one.link.text.split()) >= least]
            return _once(found)
        before = kind is SourceKind.DOCUMENT or not _proper(name)
        found += [one for one in self._mentioned[name] if not before or one.link.span.start <= item.hull.end]
        if kind is SourceKind.OUTLET:
            found += self._listed[name]
        elif before or _described(name):
            found += self._of_document(name, item)
        return _once(found)

    def _of_document(self, name: str, item: Stated) -> list[Linked]:
        """ "The minutes" linked in the paragraph of "according to minutes seen by the Courier", the Courier's links there, and the
        entry of a source list that names the journal of "a study in the journal Nature"."""
        shorter = [one for one in self._here(item) if points_back(one.link.text) and _mentions(name, one.link.text)]
        inside = [one for run in _RUN.findall(name) for one in self.owned(run) if len(run) > 2 and (one.block == item.block or one.listed)]
        return [*shorter, *inside]

    def told(self, item: Stated) -> list[Linked]:
        """The links to the outlet to which the source is said to have spoken, or that the claim's sentence names beside it."""
        attribution = item.claim.attribution
        if attribution is None:
            return []
        for link in chain(attribution):
            # Elsewhere in the draft the outlet may be cited for something else.
            found = [one for one in self.owned(link.told) if one.loose or one.listed or one.block == item.block] if link.told else []
            if found:
                return found
        here = [one for one in self._here(item) if not one.behind] + self._entries
        said = self._frame(item) if here else ""
        return [one for one in here if named_in(said, one.link.url)]

    def _here(self, item: Stated) -> list[Linked]:
        return self._near.get(item.block, []) if item.block is not None else []

    def _frame(self, item: Stated) -> str:
        """What the claim's sentences say beside its content."""
        if item.block is None or item.claim.attribution is None:
            return ""
        text = self._blocks.draft.text
        cut = self._cut.of(item.block)
        spans = sorted((span.start, span.end) for span in item.claim.attribution.content_spans)
        words = []
        for number in sorted(item.sentences):
            at = cut[number].start
            for start, end in spans:
                if start < cut[number].end and end > at:
                    words.append(text[at : max(at, start)])
                    at = max(at, end)
            words.append(text[at : cut[number].end])
        return " … ".join(words)


def by_name(item: Stated, named: Named) -> None:
    """Bind the nearest link of the draft that belongs to whom the claim names."""
    for attribution in chain(item.claim.attribution):
        if attribution.speaker_or_outlet is SourceKind.UNNAMED or len(attribution.source) < 2:
            continue
        if matching := named.of(attribution, item):
            _bind(item, _nearest(item, matching))
            return
    if matching := named.told(item):
        _bind(item, _nearest(item, matching))


def by_outlet(item: Stated, named: Named) -> None:
    """Where the references found are all for whom an outlet has it from, bind the outlet's own link as well, if the draft has it
    elsewhere: it is the outlet that is said to have reported."""
    attribution = item.claim.attribution
    if attribution is None or attribution.speaker_or_outlet is not SourceKind.OUTLET or attribution.relayed_from is None:
        return
    frames = [span for link in chain(attribution.relayed_from) for span in frame(link)]
    if all(any(span.overlaps(reference.span) for span in frames) for reference in item.found):
        _bind(item, _nearest(item, named.owned(attribution.source)))


def by_continuation(items: Sequence[Stated]) -> None:
    """Bind what the same source goes on to say: a person or body in the next sentence, on the same occasion; a text or outlet in the
    same paragraph."""
    latest: dict[int, dict[str, Stated]] = {}
    for item in sorted(items, key=lambda one: one.hull.start):
        attribution = item.claim.attribution
        if attribution is None or item.block is None or len(attribution.source) < 2:
            continue
        known = latest.setdefault(item.block, {})
        name = next((name for name in islice(reversed(known), _RECENT) if _same(name, attribution.source)), None)
        if not item.found and name is not None and _goes_on(known[name], item, attribution):
            for reference in known[name].found:
                if reference.url and reference.source in ("", name):
                    item.found.append(Reference(reference.url, reference.span, How.NAMED, attribution.source))
        if any(reference.url for reference in item.found):
            known.pop(attribution.source, None)
            known[attribution.source] = item


def _same(name: str, other: str) -> bool:
    """Whether two sources of a paragraph are one: "the court" behind "the Constitutional Court"."""
    if name == other:
        return True
    plain = other.lower().removeprefix("the ")
    return " " not in plain and _described(other) and name.lower().split()[-1] == plain


def _goes_on(before: Stated, item: Stated, attribution: Attribution) -> bool:
    if attribution.speaker_or_outlet in _NAMED:
        return True
    if not before.sentences or not item.sentences or attribution.when or attribution.relayed_from is not None:
        return False
    return min(item.sentences) - max(before.sentences) <= 1 and not any(item.told_another(reference.url) for reference in before.found)


def without_address(item: Stated) -> None:
    """Say which outlets and documents of a claim's chain the draft names without an address for them.

    A claim with a reference that is not of a chain has it for its source; there only what the source has it from is looked at.
    """
    found = {reference.source for reference in item.found}
    for attribution in chain(item.claim.attribution):
        described = attribution.speaker_or_outlet is SourceKind.OUTLET and not _proper(attribution.source)  # "the agency"
        if attribution.speaker_or_outlet not in _NAMED or described or not attribution.source or attribution.source_span is None:
            continue
        if attribution.source not in found:
            item.found.append(Reference("", attribution.source_span, How.NAMED, attribution.source))


def _bind(item: Stated, candidates: Iterable[Linked]) -> None:
    """A citation at the end of the claim's own paragraph is one, whoever is named; any other is there by its name."""
    for one in candidates:
        own = one.near and one.closing and one.block == item.block and one.link.span.start >= item.core.end
        item.bind([one], None if own else How.NAMED)


def _proper(name: str) -> bool:
    """Whether a source is called by a name, and not only described: "the report"."""
    return any(char.isupper() for char in name.removeprefix("The "))


def _described(name: str) -> bool:
    """Whether a source is called by what it is, whatever names stand in that: "minutes seen by the Courier"."""
    return name.removeprefix("the ").removeprefix("The ")[:1].islower()


def _once(found: Iterable[Linked]) -> list[Linked]:
    return list({id(one): one for one in found}.values())


def _mentions(words: str, name: str) -> bool:
    """Whether the words of a link name a source: all words of the name that count stand in it, in any inflection's stem."""
    from provenance.language.words import is_stopword

    if not words or not name:
        return False
    said = [word.lower() for word in re.findall(r"[^\W_]{2,40}", words)]
    wanted = [word.lower() for word in re.findall(r"[^\W_]{2,40}", name) if not is_stopword(word.lower(), "en")]
    if not wanted or not said or sum(len(word) for word in wanted) < 3:
        return False
    return all(
        any(
            word == other or (len(word) > 5 and other.startswith(word[: max(4, len(word) - 2)]) and abs(len(other) - len(word)) <= 3)
            for other in said
        )
        for word in wanted
    )


def _nearest(item: Stated, matching: Sequence[Linked]) -> list[Linked]:
    """The links that a claim most likely means: in its own paragraph, else the last before it, else the first behind it.

    Addresses in a page's furniture have lost their places: of several, the one whose words the claim shares, else all of a few.
    """
    firm = [candidate for candidate in matching if not candidate.loose]
    if firm:
        at = item.hull.start
        listed = [candidate for candidate in firm if not candidate.listed] or firm
        return [
            min(
                listed,
                key=lambda candidate: (candidate.block != item.block, candidate.link.span.start > at, abs(candidate.link.span.start - at)),
            )
        ]
    different = list({candidate.link.url: candidate for candidate in matching}.values())
    if len(different) <= 1:
        return different
    scored = [(headline_overlap(candidate.link.url, item.claim.sentence), candidate) for candidate in different]
    best = max(score for score, _ in scored)
    if best > 0 and sum(score == best for score, _ in scored) == 1:
        return [candidate for score, candidate in scored if score == best]
    return different if len(different) <= _MOST else []
