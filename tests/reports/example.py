"""The example report that feeds the tests of every format: each verdict once, several scripts, and any string in any place."""

from __future__ import annotations

from collections.abc import Callable
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
    DraftReport,
    Finding,
    How,
    Label,
    Link,
    Passage,
    Quotation,
    Reason,
    Redirect,
    Reference,
    Report,
    Role,
    Source,
    SourceKind,
    Span,
    Speech,
    Status,
    Verdict,
)

PLACES = ("page title", "quoted passage", "author meta", "URL", "file name", "HTTP reason/header", "error message")
"""Where a string of a draft or page may stand; the names are the battery's."""

EVERYWHERE = "everywhere"

LINES = (
    "Harbour plan",
    "",
    "😀 The port will close on May 3, the mayor said.",
    "“We did not agree to it,” the union wrote.",
    "Forty people and twelve boats will go, the office said.",
    "The council met in secret, the newspaper reported.",
    "The ferry costs nine million, the weekly wrote.",
    "الميناء سيغلق يوم الجمعة, the radio said.",
    "港は金曜日に閉鎖される, the agency said.",
)
TEXT = "\n".join(LINES)


def span_of(words: str) -> Span:
    """Where ``words`` stand in the draft."""
    start = TEXT.index(words)
    line = TEXT.count("\n", 0, start) + 1
    return Span(start, start + len(words), line, start - TEXT.rfind("\n", 0, start))


def example(string: str = "", place: str = "", *, interrupted: bool = False) -> Report:
    """The report; with a ``string``, that stands at its ``place`` in every noun that has one, instead of what stood there."""

    def at(name: str, usual: str) -> str:
        return string if place in (name, EVERYWHERE) else usual

    url = at("URL", "https://example.org/port")
    sources = _sources(at)
    draft = Draft(
        path=at("file name", "drafts/harbour plan.md"),
        format="markdown",
        text=TEXT,
        sha256="0" * 64,
        title=at("page title", "Harbour plan"),
        language="en",
        date=date(2024, 5, 1),
        blocks=(
            Block(BlockKind.HEADING, (Span(0, 12, 1, 1),), 1),
            Block(BlockKind.PARAGRAPH, (Span(14, len(TEXT), 3, 1),)),
        ),
    )
    passage = at("quoted passage", "Порт закроют 4 мая.")
    port = Comparison(
        Label.CONTRADICTED,
        0.93,
        0.04,
        (Reason("date_differs", at("error message", "The source gives another day: 4 мая.")),),
        (Passage(passage, 4, 4 + len(passage), 0.9, "ru", at("URL", "https://example.org/harbour#:~:text=%D0%9F"), "Мэр: ", " Паром"),),
        (Difference(DifferenceKind.DATE, "May 3", at("quoted passage", "4 мая"), Span(23, 28), Span(4, 9), "another date"),),
    )
    also = Comparison(
        Label.SUPPORTED, 0.8, 0.9, (Reason("agrees", "every detail agrees"),), (Passage("It closes on May 3.", 0, 19, 0.8, "en"),)
    )
    union = Comparison(
        Label.MISQUOTED,
        0.96,
        0.02,
        (Reason("quote_differs", "the quoted words are not the source's (dropped negation)"),),
        (Passage("We did agree to it", 0, 18, 1.0, "en", "https://union.example/a#:~:text=We"),),
        (Difference(DifferenceKind.QUOTE, "not", "", Span(8, 11), None, "added negation"),),
    )
    office = Comparison(
        Label.PARTLY_SUPPORTED,
        0.7,
        0.5,
        (Reason("number_missing", "the source does not have “twelve boats”"),),
        (Passage("Forty people will go.", 0, 21, 0.9, "en", "https://union.example/a#:~:text=Forty"),),
        (Difference(DifferenceKind.MISSING, "twelve boats", "", Span(17, 29)),),
    )
    council = Comparison(Label.NOT_FOUND, 0.75, 0.1, (Reason("no_passage", "the whole text was read and no passage says it"),))
    weekly = Comparison(
        Label.NOT_CHECKABLE, 1.0, 0.5, (Reason("paywalled", at("HTTP reason/header", "only the beginning is free to read")),)
    )
    checked = (
        _checked("c1", "The port will close on May 3", "the mayor", (("s1", port), ("s2", also)), url),
        _checked("c2", "“We did not agree to it,” the union wrote.", "the union", (("s2", union),), "https://union.example/a", direct=True),
        _checked("c3", "Forty people and twelve boats will go", "the office", (("s2", office),), "https://union.example/a"),
        _checked("c4", "The council met in secret", "the newspaper", (("s2", council),), "https://union.example/a"),
        _checked("c5", "The ferry costs nine million", "the weekly", (("s3", weekly),), "https://weekly.example/x"),
        _checked("c6", "الميناء سيغلق يوم الجمعة", "the radio", (), ""),
        _checked("c7", "港は金曜日に閉鎖される", "the agency", (("s2", also),), "https://union.example/a"),
    )
    links = (
        Link(url, at("page title", "the mayor"), span_of("the mayor"), Role.CITATION, "in the claim's sentence"),
        Link(at("URL", "https://example.org/more"), "More", span_of("Harbour"), Role.RELATED, at("error message", "a line “Related”")),
    )
    return Report(
        tool="provenance",
        version="0.1.0",
        generated="2024-05-02T10:00:00Z",
        settings=(("fail_on", "contradicted,misquoted"), ("model", "embedded"), ("offline", "true")),
        drafts=(DraftReport(draft, checked, links, sources, interrupted),),
        failures=(DraftFailure(at("file name", "bad.md"), at("error message", "empty file: give another")),),
        interrupted=interrupted,
    )


def _sources(at: Callable[[str, str], str]) -> tuple[Source, ...]:
    url = at("URL", "https://example.org/port")
    return (
        Source(
            id="s1",
            url=url,
            status=Status.ARCHIVED,
            final_url=at("URL", "https://example.org/harbour"),
            canonical_url=at("URL", "https://example.org/harbour"),
            redirects=(Redirect(url, 301),),
            http_status=200,
            fetched="2024-05-02T10:00:00Z",
            sha256="1" * 64,
            content_type="text/html",
            title=at("page title", "Порт закроют 4 мая"),
            publisher="Город",
            author=at("author meta", "А. Автор"),
            published="2024-05-01",
            language="ru",
            archive=ArchivedCopy(at("URL", "https://web.archive.org/web/2024/x"), "2024-05-01T00:00:00Z", "the page is gone"),
            note=at("HTTP reason/header", "stand-in"),
        ),
        Source("s2", "https://union.example/a", Status.OK, http_status=200, title=at("page title", "Letter"), language="en"),
        Source(
            "s3",
            "https://weekly.example/x",
            Status.PAYWALLED,
            http_status=200,
            author=at("author meta", "B. Writer"),
            message=at("HTTP reason/header", "only the beginning is free to read"),
        ),
    )


def _checked(
    name: str, words: str, source: str, findings: tuple[tuple[str, Comparison], ...], url: str, *, direct: bool = False
) -> CheckedClaim:
    span = span_of(words)
    speech = Speech.DIRECT if direct else Speech.INDIRECT
    quotations = (Quotation("We did not agree to it", span_of("We did not agree to it")),) if direct else ()
    claim = Claim(
        id=f"{name:0<12}",
        text=words,
        sentence=LINES[(span.line or 1) - 1],
        heading="Harbour plan",
        span=span,
        attribution=Attribution(source, None, "said", None, (span,), speech, SourceKind.GROUP),
        quotations=quotations,
        references=(Reference(url, span, How.LINK),) if url else (),
    )
    if not findings:
        return CheckedClaim(claim, Verdict(Label.NOT_CHECKABLE, 1.0, 0.5, (Reason("no_reference", "The draft gives no source."),)))
    first = findings[0][1]
    verdict = Verdict(first.label, first.confidence, first.support, first.reasons)
    return CheckedClaim(claim, verdict, tuple(Finding(source_id, comparison) for source_id, comparison in findings))
