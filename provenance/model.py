"""The nouns of the program: frozen, typed, and the only things that pass between stages.

Every stage takes some of these and returns new ones; none is ever filled in by a later stage. Offsets count characters
(Unicode code points) of the text that the noun's docstring names, start included, end excluded.

An optional piece of metadata that a text simply does not state (a title, an author) is ``None``. A step that was tried and
failed is never ``None``: it is an :class:`Unavailable` with a status and a sentence that says what to do next.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date as Date
from enum import StrEnum
from typing import overload


class Label(StrEnum):
    """What can be said of a claim, given its source."""

    SUPPORTED = "supported"
    PARTLY_SUPPORTED = "partly_supported"
    CONTRADICTED = "contradicted"
    MISQUOTED = "misquoted"
    NOT_FOUND = "not_found"
    NOT_CHECKABLE = "not_checkable"


class Status(StrEnum):
    """What became of a source. The first three were read; the rest are failures, and never a verdict about a claim."""

    OK = "ok"
    MOVED = "moved"
    ARCHIVED = "archived"
    NOT_FOUND = "not_found"
    GONE = "gone"
    SOFT_404 = "soft_404"
    BLOCKED = "blocked"
    RATE_LIMITED = "rate_limited"
    LOGIN_REQUIRED = "login_required"
    PAYWALLED = "paywalled"
    LEGAL_BLOCK = "legal_block"
    CONSENT_WALL = "consent_wall"
    JS_ONLY = "js_only"
    TEMPORARY = "temporary"
    UNREACHABLE = "unreachable"
    TIMED_OUT = "timed_out"
    TLS_ERROR = "tls_error"
    REDIRECT_ERROR = "redirect_error"
    REFUSED = "refused"
    ROBOTS_DISALLOWED = "robots_disallowed"
    UNSUPPORTED = "unsupported"
    WRONG_TYPE = "wrong_type"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    DECODE_ERROR = "decode_error"
    PARSER_FAILED = "parser_failed"
    NOT_IN_CASSETTE = "not_in_cassette"
    NOT_ATTEMPTED = "not_attempted"

    @property
    def was_read(self) -> bool:
        """Whether a text came back that a claim may be compared with."""
        return self in (Status.OK, Status.MOVED, Status.ARCHIVED)


class Speech(StrEnum):
    """How the content of an attribution is given."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class SourceKind(StrEnum):
    """Whom or what an attribution names."""

    PERSON = "person"
    OUTLET = "outlet"
    DOCUMENT = "document"
    GROUP = "group"
    UNNAMED = "unnamed"


class CueKind(StrEnum):
    """What an attribution's cue says of its source: a checker may leave beliefs and opinions aside."""

    SPEECH = "speech"
    """It said so."""
    THOUGHT = "thought"
    """It believes, wishes or plans so."""
    STANCE = "stance"
    """It is for or against it."""
    DOCUMENT = "document"
    """It shows so, as texts, polls and figures do."""


class How(StrEnum):
    """How a draft points from a claim to its source."""

    LINK = "link"
    FOOTNOTE = "footnote"
    BARE = "bare"
    BIBLIOGRAPHY = "bibliography"
    NAMED = "named"
    GIVEN = "given"


class Role(StrEnum):
    """What a link in a draft is there for; only a citation stands for a claim's source."""

    CITATION = "citation"
    RELATED = "related"
    NAVIGATION = "navigation"
    CREDIT = "credit"


class BlockKind(StrEnum):
    """What a run of a draft's text is, as its format or its layout shows it."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST_ITEM = "list_item"
    BLOCKQUOTE = "blockquote"
    CAPTION = "caption"
    FOOTNOTE = "footnote"
    TABLE = "table"
    CODE = "code"
    FURNITURE = "furniture"


class DifferenceKind(StrEnum):
    """In what a claim and its source differ."""

    NUMBER = "number"
    DATE = "date"
    NAME = "name"
    PLACE = "place"
    NEGATION = "negation"
    HEDGE = "hedge"
    QUOTE = "quote"
    RELATION = "relation"
    MISSING = "missing"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A run of characters of one text: ``text[start:end]``, with its place for a reader where that is known."""

    start: int
    end: int
    line: int | None = None
    """Line of the file, from 1."""
    column: int | None = None
    """Column in that line, in characters, from 1."""
    page: int | None = None
    """Page of the file, from 1, where the format has pages."""

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def of(self, text: str) -> str:
        """The characters of ``text`` that this span names."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether ``other`` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end


# ---- a draft -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item, … of a draft.

    ``pieces`` are the runs of the draft's text that make it up when read aloud, in order. There is more than one where
    something that is not part of it stands in its middle: a page footer, a URL dropped in by a PDF printer. A line break
    inside a paragraph does not split a piece.
    """

    kind: BlockKind
    pieces: tuple[Span, ...]
    level: int = 0
    """Heading level from 1, list or quotation depth from 1; 0 elsewhere."""
    label: str = ""
    """A footnote's or list entry's own label, e.g. ``1`` for ``[^1]:``."""

    @property
    def span(self) -> Span:
        """From the first character to the last, whatever stands between."""
        return Span(self.pieces[0].start, self.pieces[-1].end, self.pieces[0].line, self.pieces[0].column, self.pieces[0].page)


@dataclass(frozen=True, slots=True)
class DraftLink:
    """A link as the reader found it, before anyone has asked what it is for."""

    url: str
    """The address as the draft wrote it."""
    text: str
    """The words that are linked; empty for a bare address."""
    span: Span
    """Of the linked words in the draft's text; for a bare address, of the address; for a footnote mark, of the mark."""
    how: How
    label: str = ""
    """For a footnote or a numbered source list: the label that leads to it."""
    context: tuple[str, ...] = ()
    """Names of the containers it stood in, innermost first, in HTML's words: ``nav``, ``footer``, ``aside``, ``figcaption``, …"""
    wrapped: str = ""
    """The address as it stands in the file, where that is only a redirect around ``url`` (Google Docs, Outlook); else empty."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a character of a draft's text stands in its file."""

    offset: int
    line: int
    column: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A text to check, with everything its file says about itself.

    ``text`` is the text that all offsets count in. For plain text it is the file's own text, unchanged; for Markdown and
    HTML the text that a reader sees. ``places`` are the points where offset and place in the file stop going in step; in
    between, one character is one column and a line feed begins a new line.
    """

    path: str
    format: str
    text: str
    sha256: str
    """Of the file's bytes, in hexadecimal."""
    title: str | None = None
    language: str | None = None
    """ISO 639-1 code."""
    date: Date | None = None
    """The date that the draft bears: relative dates in it ("Friday") count from here."""
    blocks: tuple[Block, ...] = ()
    links: tuple[DraftLink, ...] = ()
    places: tuple[Place, ...] = field(default=(), repr=False)
    notes: tuple[str, ...] = ()
    """What the reader had to decide or leave out, a sentence each."""

    def placed(self, span: Span) -> Span:
        """``span`` of :attr:`text` with the line and column, and where there are pages the page, of its first character."""
        before = bisect_right(self.places, span.start, key=lambda known: known.offset) - 1
        known = self.places[before] if before >= 0 else Place(0, 1, 1)
        feeds = self.text.count("\n", known.offset, span.start)
        line_start = self.text.rfind("\n", known.offset, span.start)
        column = span.start - line_start if feeds else known.column + span.start - known.offset
        return replace(span, line=known.line + feeds, column=column, page=known.page)


# ---- claims --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words that the draft puts in quotation marks."""

    text: str
    """The words between the marks, as one runs them together."""
    span: Span
    """Of the words without the marks, in the draft's text."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who is said to have said what: source, cue and content, after Pareti's terms for quotation attribution."""

    source: str
    """The source's name, resolved: "Interfax", not "it"."""
    source_span: Span | None
    """Of the words that name the source here (perhaps a pronoun); ``None`` if no word does."""
    cue: str
    cue_span: Span | None
    content_spans: tuple[Span, ...]
    kind: Speech
    speaker_or_outlet: SourceKind
    date: Date | None = None
    """When the source is said to have said it ("Friday" counted from the draft's date)."""
    relayed_from: Attribution | None = None
    """Where this source has it from: "Interfax …, citing the agreement" is relayed from the agreement."""
    hedged: bool = False
    """Whether the draft itself only says "reportedly", "allegedly"."""
    cue_kind: CueKind = CueKind.SPEECH
    denied: bool = False
    """Whether the source is said to deny the content, or not to have said it; the claim's text then holds the cue as well."""
    told: str = ""
    """The outlet to which the source is said to have spoken ("told Reuters"); empty if none is named."""
    when: str = ""
    """The words that date the report by day or month ("Aug. 27"); empty if none do."""
    note: str = ""
    """Why this attribution is less sure than others, in a sentence; empty if it is not."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A link or name that stands for a claim's source."""

    url: str
    """The address as the draft wrote it; for a hand-given source its file name or address; empty if there is only a name."""
    span: Span
    how: How
    source: str = ""
    """Which name of the claim's chain of sources it stands for; empty for a plain statement or a source given by hand."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Something that the draft says on the strength of a source."""

    id: str
    """Made of the claim's own words and its source's name, so that it stays the same when the text around it moves."""
    text: str
    """What is claimed, as one runs it together: the content without source and cue, quotation marks kept."""
    sentence: str
    """The sentence or sentences that it stands in."""
    heading: str | None
    span: Span
    attribution: Attribution | None
    """``None`` for a plain statement that only bears a reference."""
    quotations: tuple[Quotation, ...] = ()
    references: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a draft and what it is there for."""

    url: str
    text: str
    span: Span
    role: Role
    reason: str
    """Why it has this role, in a few words."""


# ---- sources -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Redirect:
    """One hop on the way to a page."""

    url: str
    """The address that answered with the redirect."""
    status: int
    """Its HTTP status code."""


@dataclass(frozen=True, slots=True)
class ArchivedCopy:
    """A dated copy that was read in place of the live page."""

    url: str
    captured: str
    """Date and time of the copy, ISO 8601."""
    why: str


@dataclass(frozen=True, slots=True)
class Record:
    """The place of a recorded response: file and record number or id in it."""

    file: str
    record: str


@dataclass(frozen=True, slots=True)
class Capture:
    """The bytes that stood at an address, and how they were reached."""

    url: str
    """The address as asked for."""
    final_url: str
    status: Status
    http_status: int | None
    """``None`` where no HTTP took part (a file given by hand)."""
    fetched: str
    """ISO 8601 time at which these bytes were received (on replay: recorded)."""
    content_type: str
    body: bytes = field(repr=False)
    sha256: str
    redirects: tuple[Redirect, ...] = ()
    archive: ArchivedCopy | None = None
    record: Record | None = None
    note: str = ""
    """What a reader of the report should know of this capture, e.g. that it is a stand-in; empty if nothing."""


@dataclass(frozen=True, slots=True)
class Unavailable:
    """A source that could not be read, and why."""

    url: str
    status: Status
    reason: str
    """One sentence: what failed, and what to do next."""
    http_status: int | None = None
    final_url: str | None = None
    redirects: tuple[Redirect, ...] = ()
    fetched: str | None = None
    record: Record | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link on a source's page."""

    url: str
    text: str


class PageLinks(Sequence[PageLink]):
    """The links of a page, equal to a tuple of them, but made one by one as they are read: pages have hundreds, and few ask for them.

    Parameters
    ----------
    urls, texts:
        One on each line; both empty for no links.
    """

    __slots__ = ("texts", "urls")

    def __init__(self, urls: str = "", texts: str = "") -> None:
        self.urls = urls
        self.texts = texts

    @classmethod
    def of(cls, pairs: Collection[tuple[str, str]]) -> PageLinks:
        """Links of the given addresses, none of them empty, and words; line ends in either are no part of them."""
        urls, texts = zip(*pairs, strict=True) if pairs else ((), ())
        found = cls("\n".join(urls), "\n".join(texts))
        if found.urls.count("\n") == found.texts.count("\n") == len(urls) - 1 or not urls:
            return found
        return cls("\n".join(url.replace("\n", "") for url in urls), "\n".join(text.replace("\n", " ") for text in texts))

    def __len__(self) -> int:
        return self.urls.count("\n") + 1 if self.urls else 0

    def __iter__(self) -> Iterator[PageLink]:
        return map(PageLink, self.urls.split("\n"), self.texts.split("\n")) if self.urls else iter(())

    @overload
    def __getitem__(self, index: int) -> PageLink: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[PageLink]: ...
    def __getitem__(self, index: int | slice) -> PageLink | Sequence[PageLink]:
        return tuple(self)[index]

    def __eq__(self, other: object) -> bool:
        if isinstance(other, PageLinks):
            return (self.urls, self.texts) == (other.urls, other.texts)
        return isinstance(other, tuple) and tuple(self) == other

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))


@dataclass(frozen=True, slots=True)
class Extract:
    """The text of a source.

    ``text`` is the main text; ``rest`` is what else a visitor sees (captions, side columns, what the main-text heuristics
    dropped). Offsets of evidence count in :attr:`full`; one below ``len(text)`` lies in the main text.
    """

    text: str
    rest: str = ""
    title: str | None = None
    author: str | None = None
    published: str | None = None
    """ISO 8601 date or time, as the page states it."""
    modified: str | None = None
    publisher: str | None = None
    language: str | None = None
    """ISO 639-1 code."""
    canonical_url: str | None = None
    truncated: bool = False
    """Whether a bound was hit or a part could not be read: then nothing is ever ``not_found`` in it."""
    restricted: Status | None = None
    """A wall that the page itself shows (paywall, consent, login, script only); its text is then not the whole text."""
    links: Sequence[PageLink] = ()
    notes: tuple[str, ...] = ()
    furniture: tuple[Span, ...] = ()
    """Of :attr:`full`: menus, lists of related links, consent banners and the like. They are kept so that nothing goes
    unread, but what they say is no evidence by itself."""
    pages: tuple[int, ...] = ()
    """Of a source with pages (PDF): the offset in :attr:`text` at which each begins, from the first page on."""

    @property
    def full(self) -> str:
        """Main text and the rest, in that order, with a blank line between."""
        return f"{self.text}\n\n{self.rest}" if self.rest else self.text

    def page_of(self, offset: int) -> int | None:
        """The page, from 1, on which a character of :attr:`text` stands; ``None`` if there are no pages, or for one of :attr:`rest`."""
        if not self.pages or offset >= len(self.text):
            return None
        return max(1, bisect_right(self.pages, offset))


@dataclass(frozen=True, slots=True)
class Source:
    """A source as the report lists it."""

    id: str
    url: str
    """The address as the draft wrote it; for a hand-given source its file name or address."""
    status: Status
    final_url: str | None = None
    canonical_url: str | None = None
    redirects: tuple[Redirect, ...] = ()
    http_status: int | None = None
    fetched: str | None = None
    sha256: str | None = None
    content_type: str | None = None
    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    published: str | None = None
    modified: str | None = None
    last_modified: str | None = None
    """When its server says that it was changed last (``Last-Modified``): the moment of the request, for many pages."""
    language: str | None = None
    archive: ArchivedCopy | None = None
    live_status: Status | None = None
    """What the live page came to, where an archived copy was read in its place."""
    capture: Record | None = None
    cites: tuple[str, ...] = ()
    message: str = ""
    """Why it could not be read and what to do next; empty if it was read."""
    note: str = ""
    """What a reader should know of the capture, e.g. that it is a stand-in."""


@dataclass(frozen=True, slots=True)
class Document:
    """A source together with its text, or with the reason why there is none."""

    source: Source
    content: Extract | Unavailable


# ---- comparison ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reason:
    """One ground of a verdict."""

    code: str
    """A stable word, e.g. ``number_differs``; see ``provenance.comparison.decide``."""
    message: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of a source that bears on a claim. Offsets count in :attr:`Extract.full`."""

    text: str
    start: int
    end: int
    score: float
    """How much it bears on the claim, in [0, 1]."""
    language: str | None = None
    link: str | None = None
    """Address that opens the source at this passage (URL fragment text directive)."""
    prefix: str = ""
    """The characters right before it in the source, by which it is found again where its words stand twice."""
    suffix: str = ""
    """The characters right after it."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One detail in which claim and source differ, side by side."""

    kind: DifferenceKind
    claim: str
    """The claim's words; empty if the claim lacks what the source has."""
    source: str
    """The source's words; empty if the source lacks what the claim has."""
    claim_span: Span | None = None
    """In the claim's text."""
    evidence_span: Span | None = None
    """In :attr:`Extract.full`."""
    detail: str = ""
    """What kind of change it is, in words: ``dropped negation``, ``changed number``, ``spliced passages`` …"""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What one source says about one claim."""

    label: Label
    confidence: float
    """Probability that the label is right, in [0, 1]."""
    support: float
    """Probability that the source supports the claim, in [0, 1]."""
    reasons: tuple[Reason, ...] = ()
    evidence: tuple[Passage, ...] = ()
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """What a claim's draft adds to its words when they are compared with a source."""

    language: str | None = None
    """ISO 639-1 code of the claim."""
    date: Date | None = None
    """Date of the draft: "Friday" and "last month" in the claim count from here."""
    source_date: Date | None = None
    """Date of the source: the same words in the source count from here."""
    surrounding: str = ""
    """Sentences around the claim, for names that the claim only alludes to."""
    speaker: str | None = None
    """Who is said to have said it, resolved; ``None`` if the draft names nobody."""
    speaker_kind: SourceKind | None = None
    """What the speaker is; ``None`` if that is not known."""
    speaker_names: tuple[str, ...] = ()
    """What else the draft calls the speaker: "the president"."""
    said: bool = True
    """Whether the draft says that the speaker said it: not where he denies it, believes it, or passes on what another said."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one source of a claim says about it."""

    source: str
    """Id of the :class:`Source`."""
    comparison: Comparison


@dataclass(frozen=True, slots=True)
class Verdict:
    """What all the sources of a claim together say about it."""

    label: Label
    confidence: float
    support: float
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckedClaim:
    """A claim with its verdict and what each of its sources says."""

    claim: Claim
    verdict: Verdict
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftReport:
    """Everything found out about one draft."""

    draft: Draft
    claims: tuple[CheckedClaim, ...]
    links: tuple[Link, ...]
    sources: tuple[Source, ...]
    interrupted: bool = False
    """Whether the run was stopped before all of its claims were checked; those are then ``not_checkable``."""


@dataclass(frozen=True, slots=True)
class DraftFailure:
    """A draft that could not be read; the others are reported all the same."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Review:
    """What a reviewer says of a claim: a note, and a verdict of his own."""

    claim: str
    """Id of the :class:`Claim`."""
    verdict: Label | None
    """``None`` where there is only a note."""
    note: str
    updated: str
    """ISO 8601 time of the last change, in UTC."""
    text: str = ""
    """The claim's words when the note was written, so that a note whose claim is gone can still be placed."""
    draft: str = ""
    """Path of the draft that it was in."""


@dataclass(frozen=True, slots=True)
class Report:
    """One run of the program, ready to be written in any format."""

    tool: str
    version: str
    generated: str
    """ISO 8601 time of the run; on an offline replay, of the newest capture that was read."""
    settings: tuple[tuple[str, str], ...]
    """The settings that bear on the result, by name, in alphabetical order."""
    drafts: tuple[DraftReport, ...]
    failures: tuple[DraftFailure, ...] = ()
    interrupted: bool = False
    """Whether the run was stopped before its end; the drafts that it did not come to are among the failures."""
    reviews: tuple[Review, ...] = ()
    """A reviewer's notes from an earlier report, as ``--review`` gives them."""

    @property
    def sources(self) -> tuple[Source, ...]:
        """The sources of all drafts, each once, in the order in which they are first cited."""
        seen: dict[str, Source] = {}
        for draft in self.drafts:
            for source in draft.sources:
                seen.setdefault(source.id, source)
        return tuple(seen.values())


# ---- a trace -------------------------------------------------------------------------------------------------------


class TrailEnd(StrEnum):
    """Why a trail goes no further than one of its hops."""

    ORIGIN = "origin"
    """The page is where it comes from: the document itself, or a page that says it in its own name."""
    NO_SOURCE = "no_source"
    """The page says it and credits nobody."""
    UNLINKED = "unlinked"
    """The page credits somebody and links no page of theirs; or somebody is only named."""
    UNREADABLE = "unreadable"
    """The page could not be read."""
    UNSAID = "unsaid"
    """The page was read and does not say it, so that nobody is credited for it there."""
    CYCLE = "cycle"
    """It leads back to a page, or to the text of a page, that the trail has come from."""
    SEEN = "seen"
    """The page was reached before on another way, and is followed there."""
    DEPTH = "depth"
    """The depth that was asked for."""
    LIMIT = "limit"
    """The number of sources that one trace may read."""


class CreditedIn(StrEnum):
    """Where a page, or the draft, credits the source that a hop leads to."""

    DRAFT = "draft"
    """In the draft's own words."""
    PASSAGE = "passage"
    """In the passage that says what the claim says, or beside it."""
    CREDIT_LINE = "credit_line"
    """In a line for the whole page: a byline, a dateline, "Reporting by …"."""


@dataclass(frozen=True, slots=True)
class Credit:
    """Whom a page credits, and what it links for them."""

    name: str
    """The source's name as the page gives it; empty if only a link stands there."""
    kind: SourceKind | None
    place: CreditedIn
    words: str
    """The sentence or line that credits them."""
    url: str = ""
    """The address that stands for them; empty if there is only the name."""


@dataclass(frozen=True, slots=True)
class Hop:
    """One step of a trail: from a page to a source that it credits."""

    credit: Credit
    source: str
    """Id of the :class:`Source`; empty for one that is only named."""
    comparison: Comparison
    """What this source says of the draft's claim; not checkable, with the reason, where it was not read."""
    end: TrailEnd | None = None
    """Why this page leads no further; ``None`` where it does. A hop below it is then known from the words before it alone."""
    why: str = ""
    """The same in a sentence; empty where it goes on."""
    copy_of: str = ""
    """Id of the source nearer to the draft whose text this page also carries; empty for a text of its own."""
    hops: tuple[Hop, ...] = ()


@dataclass(frozen=True, slots=True)
class Trail:
    """All ways from one claim of a draft to where it comes from."""

    claim: Claim
    hops: tuple[Hop, ...]
    why: str = ""
    """Why there is no hop, in a sentence; empty if there is one."""
    meets: tuple[str, ...] = ()
    """Ids of the sources in which two or more of the draft's own sources meet: those have it from there, and are one voice."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Several sources that carry one text: they count as one."""

    sources: tuple[str, ...]
    """Ids, at least two."""
    agency: str
    """Whose text it is by the pages' own credits; empty if they do not say."""
    shared: float
    """The least share of a text's words that any two of them have in common, in [0, 1]."""


@dataclass(frozen=True, slots=True)
class Trace:
    """Who got it from whom: one draft, followed hop by hop."""

    tool: str
    version: str
    generated: str
    settings: tuple[tuple[str, str], ...]
    depth: int
    """How many hops were followed at most."""
    draft: Draft
    trails: tuple[Trail, ...]
    """In the order of the draft's claims."""
    sources: tuple[Source, ...]
    voices: tuple[Voice, ...] = ()
