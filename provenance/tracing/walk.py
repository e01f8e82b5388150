"""Following the credits level by level: read the sources that the level before credits, compare the claim there, see whom they credit."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from provenance.config import Config
from provenance.model import (
    Capture,
    Claim,
    Comparison,
    Credit,
    CreditedIn,
    Document,
    Draft,
    Extract,
    Label,
    Reason,
    Source,
    SourceKind,
    Trace,
    TrailEnd,
    Unavailable,
)
from provenance.relations import addresses, belongs, with_cites
from provenance.tracing.pages import Page, Way, credits_of, read_page
from provenance.tracing.told import claims_of, joined, told_ways
from provenance.tracing.trails import Step, grown

if TYPE_CHECKING:
    from provenance.comparison.entailment import Entailment
    from provenance.pipeline import Given
    from provenance.sources.resolver import Resolver

MOST_KEPT = 64 << 20
"""Bytes of pages that are kept, so that their links have places; of further ones only the text is read."""


class _Kept:
    """The bytes of the pages that were read, by their hash."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pages: dict[str, Capture] = {}
        self._size = 0

    def __call__(self, capture: Capture) -> None:
        with self._lock:
            if capture.sha256 not in self._pages and self._size + len(capture.body) <= MOST_KEPT:
                self._pages[capture.sha256] = capture
                self._size += len(capture.body)

    def of(self, source: Source) -> Capture | None:
        with self._lock:
            return self._pages.get(source.sha256 or "")


def walk(draft: str | Path | Draft, config: Config) -> Trace:
    """Trace a draft; see :func:`provenance.tracing.trace`."""
    from provenance.pipeline import TOOL, Given, entailment, read_draft, settings_told, tool_version
    from provenance.sources import Resolver
    from provenance.sources.voices import voices

    kept = _Kept()
    with Resolver(config, keep=kept) as resolver:
        model = entailment(config, resolver)
        given = Given.read(config.source, resolver)
        read = draft if isinstance(draft, Draft) else read_draft(draft, config, resolver)
        steps, claims, library = _Walk(read, config, given, resolver, model, kept).follow()
    documents = library.distinct()
    sources = with_cites(documents)
    told = (*settings_told(config), ("depth", str(config.depth)), ("max_sources", str(config.max_sources)))
    return Trace(
        tool=TOOL,
        version=tool_version(),
        generated=_generated(sources, config),
        settings=tuple(sorted(told)),
        depth=config.depth,
        draft=read,
        trails=grown(claims, steps),
        sources=sources,
        voices=voices(documents),
    )


def _generated(sources: Iterable[Source], config: Config) -> str:
    """The time of the run; offline the time of the newest capture, so that a replay gives the same bytes."""
    if config.offline:
        return max((s.fetched for s in sources if s.fetched), default="1970-01-01T00:00:00Z")
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class _Library:
    """The documents that a trace has asked for, by the address as a page wrote it."""

    def __init__(self) -> None:
        self._documents: dict[str, Document] = {}

    def __contains__(self, url: str) -> bool:
        return self._key(url) in self._documents

    def __getitem__(self, url: str) -> Document:
        return self._documents[self._key(url)]

    def __len__(self) -> int:
        return len(self._documents)

    def add(self, url: str, document: Document) -> None:
        self._documents.setdefault(self._key(url), document)

    def distinct(self) -> tuple[Document, ...]:
        """Each once, in the order in which they were asked for."""
        return tuple({document.source.id: document for document in self._documents.values()}.values())

    @staticmethod
    def _key(url: str) -> str:
        from provenance.sources.addressing.canonical import identity

        return identity(url) if "://" in url else url


@dataclass(frozen=True, slots=True)
class _Open:
    """A credit that is to be followed."""

    claim: int
    credit: Credit
    rest: Way
    """The rest of the chain, as the words that name it tell it."""
    parent: int | None
    path: tuple[int, ...]
    """The steps that led here, from the draft on."""

    @property
    def depth(self) -> int:
        return len(self.path) + 1


class _Walk:
    """One trace on its way."""

    def __init__(self, draft: Draft, config: Config, given: Given, resolver: Resolver, model: Entailment, kept: _Kept) -> None:
        self._draft = draft
        self._config = config
        self._given = given
        self._resolver = resolver
        self._model = model
        self._kept = kept
        self._library = _Library()
        self._steps: list[Step] = []
        self._pages: dict[str, Page | None] = {}
        self._compared: dict[tuple[int, str], Comparison] = {}
        self._reached: set[tuple[int, str]] = set()
        self._texts: set[str] = set()
        """Ids of sources that somebody calls a document: a decree, a report, an agreement."""
        for url, document in given.by_url.items():
            self._library.add(url, document)
        for document in given.for_all:
            self._library.add(document.source.url, document)
        self._by_hand = len(self._library)
        self._claims = claims_of(draft, given)

    def follow(self) -> tuple[tuple[Step, ...], tuple[Claim, ...], _Library]:
        """All steps, each after the one that led to it; the claims; the documents."""
        level = [
            _Open(number, way[0], way[1:], None, ())
            for number, claim in enumerate(self._claims)
            for way in told_ways(claim, self._draft, self._given)
        ]
        while level:
            self._read(level)
            self._compare(level)
            level = [further for one in level for further in self._step(one)]
        return tuple(self._steps), self._claims, self._library

    # ---- one level -----------------------------------------------------------------------------------------------

    def _read(self, level: Sequence[_Open]) -> None:
        wanted = dict.fromkeys(o.credit.url for o in level if o.credit.url and o.depth <= self._config.depth and not self._leads_back(o))
        new = [url for url in wanted if url not in self._library]
        room = max(0, self._config.max_sources - (len(self._library) - self._by_hand))
        for document in self._resolver.resolve_many([(url, self._draft.date) for url in new[:room]]):
            self._library.add(document.source.url, document)

    def _compare(self, level: Sequence[_Open]) -> None:
        from provenance.pipeline import judged

        pairs: dict[tuple[int, str], tuple[Claim, Document]] = {}
        for one in level:
            if one.credit.url and one.depth <= self._config.depth and one.credit.url in self._library:
                document = self._library[one.credit.url]
                if one.credit.kind is SourceKind.DOCUMENT:
                    self._texts.add(document.source.id)
                pairs.setdefault((one.claim, document.source.id), (self._claims[one.claim], document))
        for key in [key for key in pairs if key in self._compared]:
            del pairs[key]
        self._compared.update(zip(pairs, judged(self._draft, list(pairs.values()), self._model), strict=True))

    def _step(self, one: _Open) -> Iterator[_Open]:
        """Lay down one step, and say what is to be followed from it."""
        number = len(self._steps)
        step, ways = self._decided(one)
        self._steps.append(step)
        path = (*one.path, number)
        for way in joined(one.rest, ways):
            yield _Open(one.claim, way[0], way[1:], number, path)

    def _decided(self, one: _Open) -> tuple[Step, tuple[Way, ...]]:
        credit = one.credit
        if not credit.url:
            why = f"{credit.name or 'the source'} is named without a link"
            return self._ended(one, "", _not_read("no_link", f"{why}: find the page and add its address."), TrailEnd.UNLINKED, why), ()
        before = self._leads_back(one)
        if before is not None:
            return self._ended(
                one, before.source, before.comparison, TrailEnd.CYCLE, "this leads back to a page that the trail has come from"
            ), ()
        if one.depth > self._config.depth:
            why = f"it is {one.depth} sources deep; follow it with --depth {one.depth}"
            return self._ended(one, "", _not_read("depth", f"Not read: {why}."), TrailEnd.DEPTH, why), ()
        if credit.url not in self._library:
            why = f"{self._config.max_sources} sources were read already; read more with --max-sources"
            return self._ended(one, "", _not_read("limit", f"Not read: {why}."), TrailEnd.LIMIT, why), ()
        document = self._library[credit.url]
        comparison = self._compared[one.claim, document.source.id]
        source = document.source.id
        if isinstance(document.content, Unavailable):
            return self._ended(one, source, comparison, TrailEnd.UNREADABLE, document.content.reason), ()
        if any(self._steps[n].source == source for n in one.path):  # under another address, seen only now
            return self._ended(one, source, comparison, TrailEnd.CYCLE, "this is a page that the trail has come from"), ()
        if (one.claim, source) in self._reached:
            return self._ended(one, source, comparison, TrailEnd.SEEN, "reached before on another way, and followed there"), ()
        self._reached.add((one.claim, source))
        copied = self._copied(document, one.path)
        step, ways = self._credited(one, document, comparison)
        nearest = self._steps[one.path[-1]].source if one.path else ""
        if copied and copied != nearest and self._credits_back(one, ways):
            why = "it carries the text of a page that the trail has come from, and credits the same"
            return self._ended(one, source, comparison, TrailEnd.CYCLE, why, copied), ()
        return replace(step, copy_of=copied), ways

    def _credited(self, one: _Open, document: Document, comparison: Comparison) -> tuple[Step, tuple[Way, ...]]:
        """The step to a page that was read, with whom it credits."""
        source = document.source.id
        if comparison.label is Label.NOT_FOUND or not comparison.evidence:
            why = "the page was read and does not say it" if comparison.label is Label.NOT_FOUND else _reason(comparison)
            return self._ended(one, source, comparison, TrailEnd.UNSAID, why), ()
        page = self._page(document)
        found = credits_of(page, comparison.evidence[0]) if page is not None else None
        if found is not None and found.ways:
            return self._ended(one, source, comparison, None, ""), found.ways
        if found is not None and found.own:
            why = f"the page says it in its own name ({found.own})"
            return self._ended(one, source, comparison, TrailEnd.ORIGIN, why), ()
        if source in self._texts and not (found and found.speaker):
            return self._ended(one, source, comparison, TrailEnd.ORIGIN, "this is the document itself"), ()
        if one.credit.place is CreditedIn.CREDIT_LINE:
            why = "this is the text that the page before is signed with"
            return self._ended(one, source, comparison, TrailEnd.ORIGIN, why), ()
        if found is not None and found.speaker:
            why = f"the page gives the words of {found.speaker}, and credits no other page"
            return self._ended(one, source, comparison, TrailEnd.NO_SOURCE, why), ()
        return self._ended(one, source, comparison, TrailEnd.NO_SOURCE, "the page says it and names no source"), ()

    def _ended(self, one: _Open, source: str, comparison: Comparison, end: TrailEnd | None, why: str, copied: str = "") -> Step:
        return Step(one.claim, one.parent, one.credit, source, comparison, end, why, copied)

    # ---- what is known already -----------------------------------------------------------------------------------

    def _leads_back(self, one: _Open) -> Step | None:
        """The step on the way here whose page the credit's address is, under any of its addresses."""
        from provenance.sources.addressing.canonical import identity

        key = identity(one.credit.url)
        for number in one.path:
            step = self._steps[number]
            document = self._library[step.credit.url] if step.source and step.credit.url in self._library else None
            if document is not None and key in {identity(url) for url in addresses(document.source)}:
                return step
        own = {identity(link.url) for link in self._draft.links if "canonical" in link.context}
        if self._draft.path.startswith(("http://", "https://")):
            own.add(identity(self._draft.path))
        if key in own:
            comparison = _not_read("cycle", "This is the draft itself.")
            return Step(one.claim, None, one.credit, "", comparison, TrailEnd.CYCLE, "", "")
        return None

    def _credits_back(self, one: _Open, ways: tuple[Way, ...]) -> bool:
        """Whether a page credits, by address or by name, a source on the way to it."""
        from provenance.sources.addressing.canonical import identity

        on_way = [self._library[self._steps[n].credit.url].source for n in one.path if self._steps[n].source]
        known = {identity(url) for source in on_way for url in addresses(source)}
        credits = [credit for way in ways for credit in way]
        return any(
            identity(c.url) in known if c.url else any(belongs(c.name, source) for source in on_way) for c in credits if c.url or c.name
        )

    def _copied(self, document: Document, path: tuple[int, ...]) -> str:
        """Id of the source on the way here whose text the document carries, the farthest from it first; empty for none."""
        from provenance.sources.voices import compared, is_same, signers

        if not isinstance(document.content, Extract):
            return ""
        for number in path:
            step = self._steps[number]
            other = self._library[step.credit.url] if step.source else None
            if other is None or not isinstance(other.content, Extract):
                continue
            alike = set(signers(document.source, document.content)) & set(signers(other.source, other.content))
            if is_same(compared(document.content.text, other.content.text), signed_alike=bool(alike)):
                return step.source
        return ""

    def _page(self, document: Document) -> Page | None:
        key = document.source.id
        if key not in self._pages:
            self._pages[key] = read_page(document, self._kept.of(document.source))
        return self._pages[key]


def _not_read(code: str, message: str) -> Comparison:
    return Comparison(Label.NOT_CHECKABLE, 1.0, 0.5, (Reason(code, message[:1].upper() + message[1:]),))


def _reason(comparison: Comparison) -> str:
    return comparison.reasons[0].message if comparison.reasons else "no passage of the page bears on it"
