"""A small report of two claims, and the same full of hostile strings; the report that feeds every format is in example.py."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

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
    Record,
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

TEXT = "Harbour plan\n\nThe port will close on May 3, the mayor said, citing the council's decree.\n\n“We did not agree to it,” the union wrote."


def build_report(spice: str = "") -> Report:
    """A report with each kind of thing in it; ``spice`` is put into every string that comes from a draft or a page."""
    first, second = TEXT.index("The port"), TEXT.index("“We did")
    text = TEXT + spice
    draft = Draft(
        path=f"draft{spice}.md",
        format="markdown",
        text=text,
        sha256="0" * 64,
        title=f"Harbour plan{spice}",
        language="en",
        date=date(2024, 5, 1),
        blocks=(
            Block(BlockKind.HEADING, (Span(0, 12, 1, 1),), 1),
            Block(BlockKind.PARAGRAPH, (Span(first, second - 2, 3, 1),)),
            Block(BlockKind.PARAGRAPH, (Span(second, len(text), 5, 1),)),
        ),
    )
    content = Span(first, TEXT.index(", the mayor"), 3, 1)
    decree = Attribution("the council's decree", None, "citing", None, (content,), Speech.INDIRECT, SourceKind.DOCUMENT)
    mayor = Attribution(
        f"the mayor{spice}", None, "said", None, (content,), Speech.INDIRECT, SourceKind.PERSON, date(2024, 5, 1), relayed_from=decree
    )
    port = Claim(
        id="aaaaaaaaaaaa",
        text=f"The port will close on May 3{spice}",
        sentence=TEXT[first : second - 2],
        heading="Harbour plan",
        span=content,
        attribution=mayor,
        references=(Reference(f"https://example.org/port{spice}", content, How.LINK),),
    )
    quoted = Span(second + 1, TEXT.index(",” the union"), 5, 2)
    union = Claim(
        id="bbbbbbbbbbbb",
        text=TEXT[second:],
        sentence=TEXT[second:],
        heading="Harbour plan",
        span=Span(second, len(TEXT), 5, 1),
        attribution=Attribution("the union", None, "wrote", None, (quoted,), Speech.DIRECT, SourceKind.GROUP),
        quotations=(Quotation(quoted.of(TEXT), quoted),),
    )
    source = Source(
        id="s-1",
        url=f"https://example.org/port{spice}",
        status=Status.ARCHIVED,
        final_url="https://example.org/harbour",
        redirects=(Redirect("https://example.org/port", 301),),
        http_status=200,
        fetched="2024-05-02T10:00:00Z",
        sha256="1" * 64,
        content_type="text/html",
        title=f"Порт закроют 4 мая{spice}",
        publisher=f"Город{spice}",
        author=f"A. Author{spice}",
        published="2024-05-01",
        language="ru",
        archive=ArchivedCopy(f"https://web.archive.org/web/2024/x{spice}", "2024-05-01T00:00:00Z", f"the page is gone{spice}"),
        capture=Record("web.warc.gz", "1"),
        note=f"stand-in{spice}",
    )
    comparison = Comparison(
        Label.CONTRADICTED,
        0.93,
        0.04,
        (Reason("date_differs", f"The source gives another day: 4 мая{spice}."),),
        (Passage(f"Порт закроют 4 мая{spice}.", 0, 19, 0.9, "ru", "https://example.org/harbour#:~:text=%D0%9F"),),
        (Difference(DifferenceKind.DATE, f"May 3{spice}", f"4 мая{spice}", Span(23, 28), Span(13, 18), f"changed date{spice}"),),
    )
    checked = (
        CheckedClaim(port, Verdict(Label.CONTRADICTED, 0.93, 0.04, comparison.reasons), (Finding("s-1", comparison),)),
        CheckedClaim(union, Verdict(Label.NOT_CHECKABLE, 1.0, 0.5, (Reason("no_reference", "The draft gives no source for this."),))),
    )
    links = (
        Link(f"https://example.org/port{spice}", f"the mayor{spice}", content, Role.CITATION, "in the claim's sentence"),
        Link(f"https://example.org/more{spice}", f"More{spice}", content, Role.RELATED, f"a line that begins “Related”{spice}"),
    )
    return Report(
        tool="provenance",
        version="0.1.0",
        generated="2024-05-02T10:00:00Z",
        settings=(("offline", "true"),),
        drafts=(DraftReport(draft, checked, links, (source,)),),
        failures=(DraftFailure(f"bad{spice}.md", f"empty file{spice}: give another"),),
    )


@pytest.fixture
def report() -> Report:
    return build_report()


@pytest.fixture
def spiced() -> Callable[[str], Report]:
    return build_report
