"""The draft that comes with the program, claim by claim: what a careful person says of each, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

import provenance
from provenance.config import Config
from provenance.model import CheckedClaim, DifferenceKind, DraftReport, Label, Role, Source, Status

FOLDER = Path(__file__).resolve().parents[2] / "cassettes" / "border-agreement"

INTERFAX = "http://www.interfax.ru/russia/741864"
PORTAL = "https://pravo.by/document/?guid=3871&p0=I02000061"
REVIEW = "https://www.borderlands-review.example/2020/12/18/guard-and-police"
COURIER = "https://www.neman-courier.example/region/2020/09/15/sochi-talks"
LEDGER = "https://www.continental-ledger.example/energy/2020/12/18/guard-pipelines"
STREAM = "https://live.square-stream.example/minsk/2020-12-13"
SANCTIONS = "https://www.borderlands-review.example/2020/12/17/sanctions"
PHOTO = "https://www.borderlands-review.example/photo/5512"


@dataclass(frozen=True)
class Expected:
    """A claim, found by words that no other claim has, and the verdict on it."""

    phrase: str
    label: Label
    url: str | None
    """The reference that it stands on."""
    kinds: tuple[DifferenceKind, ...] = ()
    """Kinds of difference that must be shown."""
    shown: tuple[str, ...] = ()
    """Words that the evidence must hold."""
    reason: str = ""
    """Code of a reason that must be given."""
    detail: str = ""
    """What kind of change a difference must be said to be."""


EXPECTED = (
    # true: the story is Russian, the quoted words are a translation
    Expected("terrorism and extremism", Label.SUPPORTED, INTERFAX, shown=("терроризмом и экстремизмом",), reason="translated"),
    # true, at second hand: the outlet cites a document, and the document is linked
    Expected("important state facilities and special cargo", Label.SUPPORTED, PORTAL, shown=("специальных грузов",)),
    # true: another spelling of the name
    Expected("80.1 percent of the vote", Label.SUPPORTED, REVIEW, shown=("Lukashenka", "80.1 percent")),
    # the page that says so is only offered for further reading
    Expected("29 more Belarusians", Label.NOT_CHECKABLE, None, reason="no_reference"),
    # true: a translated quotation from a document
    Expected(
        "enters into force on the day of its signing",
        Label.SUPPORTED,
        PORTAL,
        shown=("вступает в силу со дня его подписания",),
        reason="translated",
    ),
    # changed number, across languages: the document says 30 days
    Expected("within 90 days", Label.CONTRADICTED, PORTAL, (DifferenceKind.NUMBER,), ("в течение 30 дней",)),
    # changed date, across languages: the story says 19 November
    Expected("signed in Minsk on Nov. 29", Label.CONTRADICTED, INTERFAX, (DifferenceKind.DATE,), ("датировано 19 ноября 2020 года",)),
    # not in the story; a headline in its list of related links speaks of exercises, but asks whether there will be any
    Expected("joint exercises near Brest", Label.NOT_FOUND, INTERFAX),
    Expected("does allow Russian troops", Label.MISQUOTED, REVIEW, (DifferenceKind.QUOTE,), ("does not allow",), detail="dropped negation"),
    Expected("and once it is called one, a guardsman", Label.MISQUOTED, REVIEW, (DifferenceKind.QUOTE,), detail="spliced passages"),
    # an honest ellipsis
    Expected("broadcasting tower can be called", Label.SUPPORTED, REVIEW, shown=("broadcasting tower",), reason="quote_found"),
    Expected("a say over pipelines", Label.NOT_CHECKABLE, LEDGER, reason="paywalled"),
    # true: through a footnote
    Expected("had formed a reserve of law enforcement officers", Label.SUPPORTED, REVIEW, shown=("On August 27",)),
    Expected("steering the protests", Label.SUPPORTED, REVIEW, shown=("accuses Western governments",)),
    # the first half is in the story, the deadline is not
    Expected("gave them two weeks", Label.PARTLY_SUPPORTED, REVIEW, (DifferenceKind.MISSING,), ("instructed his officials in October",)),
    # true: Svetlana Tikhanovskaya is Svyatlana Tsikhanouskaya
    Expected("does not recognize the official count", Label.SUPPORTED, REVIEW, shown=("Tsikhanouskaya",)),
    # true: read from a dated copy
    Expected("reserve would return to its bases", Label.SUPPORTED, COURIER, shown=("would return to its bases",)),
    # changed number
    Expected("a loan of $2.5 billion", Label.CONTRADICTED, COURIER, (DifferenceKind.NUMBER,), ("$1.5 billion",)),
    Expected("12 districts of Minsk", Label.NOT_CHECKABLE, STREAM, reason="js_only"),
)


@pytest.fixture(scope="module")
def report() -> DraftReport:
    return provenance.check(FOLDER / "draft.md", config=Config(cassette=FOLDER / "web.warc.gz", offline=True))


@pytest.fixture(scope="module")
def sources(report: DraftReport) -> Mapping[str, Source]:
    return {source.url: source for source in report.sources}


def claim_of(report: DraftReport, expected: Expected) -> CheckedClaim:
    """The claim with these words; of a claim inside a claim the outer one, which has the reference."""
    found = [checked for checked in report.claims if expected.phrase in checked.claim.text]
    assert found, f"no claim holds {expected.phrase!r}"
    bound = [checked for checked in found if checked.claim.references] or found
    return max(bound, key=lambda checked: len(checked.claim.text))


@pytest.mark.parametrize("expected", EXPECTED, ids=[expected.phrase for expected in EXPECTED])
def test_the_verdict_of_a_careful_person(report: DraftReport, expected: Expected) -> None:
    checked = claim_of(report, expected)
    # where a claim is relayed ("Interfax …, citing the agreement on the legal portal") both links stand for it, the origin's first
    assert [reference.url for reference in checked.claim.references][:1] == ([expected.url] if expected.url else [])
    assert checked.verdict.label is expected.label, [reason.message for reason in checked.verdict.reasons]
    comparisons = [finding.comparison for finding in checked.findings]
    differences = [difference for comparison in comparisons for difference in comparison.differences]
    assert set(expected.kinds) <= {difference.kind for difference in differences}
    evidence = " ".join(passage.text for comparison in comparisons for passage in comparison.evidence)
    for words in expected.shown:
        assert words in evidence
    codes = {reason.code for reason in (*checked.verdict.reasons, *(r for c in comparisons for r in c.reasons))}
    assert not expected.reason or expected.reason in codes
    assert not expected.detail or any(expected.detail.split()[0] in difference.detail for difference in differences)
    if expected.label in (Label.SUPPORTED, Label.CONTRADICTED, Label.MISQUOTED, Label.PARTLY_SUPPORTED):
        assert evidence, "a verdict without evidence"


def test_the_draft_is_accused_of_nothing_else(report: DraftReport) -> None:
    accused = [c.claim.text for c in report.claims if c.verdict.label in (Label.CONTRADICTED, Label.MISQUOTED)]
    planted = [e.phrase for e in EXPECTED if e.label in (Label.CONTRADICTED, Label.MISQUOTED)]
    assert [text for text in accused if not any(phrase in text for phrase in planted)] == []


def test_further_reading_and_picture_credits_are_no_sources(report: DraftReport, sources: Mapping[str, Source]) -> None:
    roles = {link.url: link.role for link in report.links}
    assert roles[SANCTIONS] is Role.RELATED
    assert roles[PHOTO] is Role.CREDIT
    assert not {SANCTIONS, PHOTO} & set(sources)


def test_what_became_of_each_source(sources: Mapping[str, Source]) -> None:
    assert {url: source.status for url, source in sources.items()} == {
        INTERFAX: Status.OK,
        PORTAL: Status.OK,
        REVIEW: Status.OK,
        COURIER: Status.ARCHIVED,
        LEDGER: Status.PAYWALLED,
        STREAM: Status.JS_ONLY,
    }


def test_the_story_stands_behind_a_redirect(sources: Mapping[str, Source]) -> None:
    story = sources[INTERFAX]
    assert [(hop.url, hop.status) for hop in story.redirects] == [(INTERFAX, 301)]
    assert story.final_url == story.canonical_url == "https://www.interfax.ru/russia/741864"
    assert (story.publisher, story.language, (story.published or "")[:10]) == ("Интерфакс", "ru", "2020-12-18")


def test_the_removed_page_is_read_from_the_copy_nearest_to_the_draft(sources: Mapping[str, Source]) -> None:
    courier = sources[COURIER]
    assert courier.http_status == 410
    assert courier.archive is not None
    assert courier.archive.captured == "2020-09-16T04:12:33Z"
    assert courier.archive.url.startswith("https://web.archive.org/web/20200916041233")
    assert "removed" in courier.archive.why


def test_every_stand_in_says_so_in_the_report(sources: Mapping[str, Source]) -> None:
    for source in sources.values():
        assert "tand-in" in source.note


def test_no_notice_of_the_stand_ins_is_taken_for_evidence(report: DraftReport) -> None:
    for checked in report.claims:
        if checked.verdict.label in (Label.SUPPORTED, Label.CONTRADICTED, Label.MISQUOTED):
            assert "stand-in" not in checked.findings[0].comparison.evidence[0].text


def test_the_draft_says_what_it_is(report: DraftReport) -> None:
    draft = report.draft
    assert (draft.date, draft.language) == (date(2020, 12, 18), "en")
    for checked in report.claims:
        assert checked.claim.span.of(draft.text)


def test_a_replay_gives_the_same_report(report: DraftReport) -> None:
    again = provenance.check(FOLDER / "draft.md", config=Config(cassette=FOLDER / "web.warc.gz", offline=True))
    assert again == report
