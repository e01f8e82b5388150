"""Reports for the tests of the HTML page: as many claims as wanted, of every verdict, with every kind of source and difference.

All texts are written for the tests. ``spice`` goes into every string that may come from a draft or a page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from provenance.model import (
    ArchivedCopy,
    Attribution,
    Block,
    BlockKind,
    CheckedClaim,
    Claim,
    Comparison,
    Difference,
    DifferenceKind,
    Draft,
    DraftFailure,
    DraftLink,
    DraftReport,
    Finding,
    How,
    Label,
    Link,
    Passage,
    Quotation,
    Reason,
    Record,
    Redirect,
    Reference,
    Report,
    Review,
    Role,
    Source,
    SourceKind,
    Span,
    Speech,
    Status,
    Verdict,
)

LABELS = (
    Label.SUPPORTED,
    Label.CONTRADICTED,
    Label.SUPPORTED,
    Label.MISQUOTED,
    Label.PARTLY_SUPPORTED,
    Label.NOT_FOUND,
    Label.NOT_CHECKABLE,
    Label.SUPPORTED,
)
"""The verdicts, over and over in this order."""

_SAID = {
    Label.SUPPORTED: "The harbour council of town {n} will close the old quay for repairs until the end of May",
    Label.CONTRADICTED: "The repairs at quay {n} will cost the town 90 million crowns over two years",
    Label.MISQUOTED: "“We did agree to shut berth {n} without asking the pilots first”",
    Label.PARTLY_SUPPORTED: "Ferry line {n} moves to the north pier and will sail twice as often at night",
    Label.NOT_FOUND: "A second dredger for basin {n} has already been ordered from a yard abroad",
    Label.NOT_CHECKABLE: "The pilots of district {n} are going to vote on a strike next week",
}
_READ = {
    Label.SUPPORTED: (
        "en",
        "The council decided on Monday that the old quay of town {n} stays closed for repairs until 31 May, and that the market moves.",
    ),
    Label.CONTRADICTED: ("ru", "Ремонт причала {n} обойдётся городу в 60 миллионов крон за два года, сообщили в совете."),
    Label.MISQUOTED: ("en", "“We did not agree to shut berth {n} without asking the pilots first,” the harbour master wrote in a letter."),
    Label.PARTLY_SUPPORTED: ("ar", "تنتقل العبارة رقم {n} إلى الرصيف الشمالي ابتداءً من الشهر المقبل."),
    Label.NOT_FOUND: ("de", "Der Hafen {n} bleibt bis auf Weiteres geöffnet."),
    Label.NOT_CHECKABLE: ("en", ""),
}


@dataclass(frozen=True, slots=True)
class _Told:
    label: Label
    words: str
    passage: str
    language: str
    differences: tuple[Difference, ...]
    start: int = 0


def full_report(claims: int = 8, *, drafts: int = 1, spice: str = "", reviews: tuple[Review, ...] = ()) -> Report:
    """A report of ``drafts`` drafts with ``claims`` claims each."""
    return Report(
        tool="provenance",
        version="0.1.0",
        generated="2024-05-02T10:00:00Z",
        settings=(("model", f"embedded{spice}"), ("offline", "true")),
        drafts=tuple(_draft(number, claims, spice) for number in range(drafts)),
        failures=(DraftFailure(f"broken{spice}.docx", f"it is damaged{spice}: save it again"),),
        reviews=reviews,
    )


def _draft(number: int, claims: int, spice: str) -> DraftReport:
    told = [_told(n) for n in range(1, claims + 1)]
    text = ""
    blocks: list[Block] = []
    links: list[DraftLink] = []

    def block(kind: BlockKind, words: str, level: int = 0, label: str = "") -> Span:
        nonlocal text
        start = len(text)
        text += words
        line = text.count("\n", 0, start) + 1
        blocks.append(Block(kind, (Span(start, len(text), line, 1),), level, label))
        text += "\n\n"
        return Span(start, start + len(words), line, 1)

    block(BlockKind.HEADING, f"Harbour plan {number + 1}{spice}", 1)
    block(BlockKind.CAPTION, f"The old quay in April.{spice}")
    spans = []
    for n, item in enumerate(told, 1):
        if n % 6 == 4:
            block(BlockKind.HEADING, f"What part {n} of the plan says", 3)
        kind = (BlockKind.PARAGRAPH, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.BLOCKQUOTE)[n % 4]
        said = ", the council said" if item.label is not Label.MISQUOTED else ", the harbour master wrote"
        whole = block(kind, f"{item.words}{said} on Tuesday, and nothing more was known at noon.{spice}", 1)
        spans.append(Span(whole.start, whole.start + len(item.words), whole.line, 1))
        at = text.index("said" if ", the council" in said else "wrote", whole.start)
        links.append(DraftLink(f"https://example.org/plan/{n}{spice}", "said", Span(at, at + 4), How.LINK))
    for cell in ("Quay", "Closed", f"Old{spice}", "May"):
        block(BlockKind.TABLE, cell)
    block(BlockKind.CODE, f"berth = 4{spice}")
    block(BlockKind.FOOTNOTE, f"The plan was published in April.{spice}", label="1")
    block(BlockKind.FURNITURE, f"Menu{spice}")

    sources = tuple(_sources(spice))
    draft = Draft(
        path=f"plans/harbour-{number + 1}{spice}.md",
        format="markdown",
        text=text,
        sha256="0" * 64,
        title=f"Harbour plan {number + 1}{spice}",
        language="en",
        date=date(2024, 5, 1),
        blocks=tuple(blocks),
        links=tuple(links),
        notes=(f"a comment was left out{spice}",),
    )
    checked = tuple(_checked(number, n, item, span, spice) for n, (item, span) in enumerate(zip(told, spans, strict=True)))
    listed = (
        Link(f"https://example.org/plan/1{spice}", f"said{spice}", Span(0, 4), Role.CITATION, f"on the cue{spice}"),
        Link(f"https://example.org/more{spice}", f"More{spice}", Span(0, 4), Role.RELATED, f"a line that begins “Related”{spice}"),
        Link(spice or "https://example.org/author", f"By line{spice}", Span(0, 4), Role.CREDIT, f"a byline{spice}"),
    )
    return DraftReport(draft, checked, listed, sources)


def _told(n: int) -> _Told:
    label = LABELS[(n - 1) % len(LABELS)]
    words, (language, passage) = _SAID[label].format(n=n), _READ[label]
    passage = passage.format(n=n)
    differences: tuple[Difference, ...] = ()
    if label is Label.CONTRADICTED:
        differences = (_difference(DifferenceKind.NUMBER, words, "90 million crowns", passage, "60 миллионов крон", "another number"),)
    elif label is Label.MISQUOTED:
        differences = (_difference(DifferenceKind.QUOTE, words, "", passage, "not", "dropped negation"),)
    elif label is Label.PARTLY_SUPPORTED:
        differences = (_difference(DifferenceKind.MISSING, words, "twice as often at night", passage, "", "words that nothing supports"),)
    return _Told(label, words, passage, language, differences)


def _difference(kind: DifferenceKind, words: str, mine: str, passage: str, theirs: str, detail: str) -> Difference:
    at, there = words.find(mine), passage.find(theirs)
    return Difference(
        kind, mine, theirs, Span(at, at + len(mine)) if mine else None, Span(there, there + len(theirs)) if theirs else None, detail
    )


def _checked(draft: int, n: int, told: _Told, span: Span, spice: str) -> CheckedClaim:
    decree = Attribution(f"the decree{spice}", None, "citing", None, (span,), Speech.INDIRECT, SourceKind.DOCUMENT)
    said = Attribution(
        f"the council{spice}",
        None,
        "said",
        None,
        (span,),
        Speech.INDIRECT,
        SourceKind.GROUP,
        date(2024, 4, 30),
        relayed_from=decree if n % 3 == 0 else None,
        told=f"the Harbour Post{spice}" if n % 5 == 0 else "",
        note=f"read by its marks alone{spice}" if n % 7 == 0 else "",
    )
    quotations = (Quotation(told.words.strip("“”"), Span(span.start + 1, span.end - 1)),) if told.label is Label.MISQUOTED else ()
    claim = Claim(
        id=f"{draft:04x}{n:08x}",
        text=told.words + spice,
        sentence=told.words,
        heading="Harbour plan",
        span=span,
        attribution=said,
        quotations=quotations,
        references=(Reference(f"https://example.org/plan/{n}{spice}", span, How.LINK),),
    )
    reason = Reason(f"code_{told.label.value}", f"because of what stands there: {told.label.value}{spice}")
    if told.label is Label.NOT_CHECKABLE:
        paywalled = Finding("s-4", Comparison(told.label, 1.0, 0.5, (Reason("paywalled", f"only its beginning is free{spice}"),)))
        return CheckedClaim(claim, Verdict(told.label, 1.0, 0.5, (reason,)), (paywalled,) if n % 2 else ())
    link = f"https://example.org/plan/{n}#:~:text=word{spice}"
    evidence = (
        Passage(told.passage + spice, 0, len(told.passage + spice), 0.9, told.language, link),
        Passage(f"Nothing else of it bears on this.{spice}", 900, 940, 0.3, "en", spice or None),
    )
    comparison = Comparison(
        told.label, 0.93, 0.05, (reason,), () if told.label is Label.NOT_FOUND else evidence, tuple(_spiced(told.differences, spice))
    )
    findings = [Finding({"ru": "s-2", "ar": "s-3"}.get(told.language, "s-1"), comparison)]
    if told.label is Label.CONTRADICTED:
        findings.append(Finding("s-3", Comparison(Label.SUPPORTED, 0.55, 0.8, (reason,), evidence)))
    return CheckedClaim(claim, Verdict(told.label, 0.93, 0.05, comparison.reasons), tuple(findings))


def _spiced(differences: tuple[Difference, ...], spice: str) -> Iterator[Difference]:
    for d in differences:
        yield d
        if spice:
            yield Difference(d.kind, d.claim + spice, d.source + spice, d.claim_span, d.evidence_span, d.detail + spice)


def _sources(spice: str) -> Iterator[Source]:
    yield Source(
        id="s-1",
        url=f"https://example.org/plan{spice}",
        status=Status.MOVED,
        final_url=f"https://www.example.org/harbour/plan{spice}",
        canonical_url=f"https://www.example.org/plan{spice}",
        redirects=(Redirect(f"https://example.org/plan{spice}", 301), Redirect("https://example.org/harbour", 302)),
        http_status=200,
        fetched="2024-05-02T09:58:00Z",
        sha256="1" * 64,
        content_type="text/html",
        title=f"The plan for the harbour{spice}",
        publisher=f"Harbour Post{spice}",
        author=f"Ann Reed{spice}",
        published=f"2024-04-30{spice}",
        modified="2024-05-01T08:00:00+02:00",
        language="en",
        capture=Record(f"web{spice}.warc.gz", "1"),
        note=f"a stand-in{spice}",
    )
    yield Source(
        id="s-2",
        url=spice or "https://example.org/ru",
        status=Status.ARCHIVED,
        final_url="https://example.org/ru",
        http_status=410,
        fetched="2024-05-02T09:58:00Z",
        title=f"Ремонт причала{spice}",
        publisher=f"Портовый вестник{spice}",
        published="2024-04-29",
        language="ru",
        archive=ArchivedCopy(f"https://web.archive.org/web/2024/x{spice}", "2024-04-30T04:12:33Z", f"the page was removed{spice}"),
    )
    yield Source(
        id="s-3",
        url="https://example.org/ar",
        status=Status.OK,
        http_status=200,
        title=f"العبارات{spice}",
        language="ar",
        published="2024-04-28",
    )
    yield Source(
        id="s-4",
        url=spice or "https://example.org/wall",
        status=Status.PAYWALLED,
        message=f"only its beginning is free{spice}; give it with --source",
    )
