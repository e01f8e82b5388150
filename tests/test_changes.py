"""When a verdict moves to a dated copy, and when it stays; which day counts for which source."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from provenance.changes import standing
from provenance.config import Config
from provenance.draft import read_bytes
from provenance.draft.accessed import accessed
from provenance.model import ArchivedCopy, Comparison, Document, Extract, Label, Source, Status, Unavailable
from provenance.pipeline import check
from provenance.sources import Page, write_pages
from provenance.sources.archives.archive import Wayback, memento_url
from provenance.sources.archives.earlier import nearest

WHEN = date(2024, 3, 10)


def said(label: Label) -> Comparison:
    return Comparison(label, 0.9, 0.5)


def page(
    text: str = "now", *, status: Status = Status.OK, fetched: str | None = "2024-09-02T09:00:00Z", modified: str | None = None
) -> Document:
    source = Source("s-live", "https://a.test/x", status, http_status=200, fetched=fetched, modified=modified)
    return Document(source, Extract(text))


def copy_of(text: str = "then", captured: str = "2024-03-09T06:15:00Z") -> Document:
    archived = ArchivedCopy("https://archive.test/x", captured, "")
    return Document(Source("s-copy", "https://archive.test/x", Status.ARCHIVED, archive=archived), Extract(text))


class Witnesses:
    """A copy in an archive, and earlier readings of our own."""

    def __init__(self, copy: Document | Unavailable | None, *readings: tuple[Document, bool]) -> None:
        self.copy, self.readings = copy, readings

    def earlier(self, *_: object) -> tuple[tuple[Document, bool], ...]:
        return self.readings

    def as_of(self, *_: object) -> Document | Unavailable:
        assert self.copy is not None, "asked"
        return self.copy


def stands(
    live: Document, now: Label, then: Label, copy: Document | Unavailable | None = None, when: date | None = WHEN
) -> tuple[str, Label, list[str]]:
    found = standing(live, said(now), when, Witnesses(copy or copy_of()), lambda _: said(then))
    return found.document.source.id, found.comparison.label, [reason.code for reason in found.comparison.reasons]


@pytest.mark.parametrize("now", [Label.NOT_FOUND, Label.MISQUOTED, Label.CONTRADICTED, Label.PARTLY_SUPPORTED])
def test_a_copy_that_has_it_carries_the_verdict(now: Label) -> None:
    assert stands(page(), now, Label.SUPPORTED) == ("s-copy", Label.SUPPORTED, ["changed_since"])


@pytest.mark.parametrize(
    ("now", "then", "expected"),
    [
        (Label.NOT_FOUND, Label.PARTLY_SUPPORTED, ("s-copy", Label.PARTLY_SUPPORTED, ["changed_since"])),
        (Label.CONTRADICTED, Label.PARTLY_SUPPORTED, ("s-copy", Label.PARTLY_SUPPORTED, ["changed_since"])),
        (Label.PARTLY_SUPPORTED, Label.PARTLY_SUPPORTED, ("s-live", Label.PARTLY_SUPPORTED, ["dated_copy_read"])),
        (Label.NOT_FOUND, Label.NOT_FOUND, ("s-live", Label.NOT_FOUND, ["dated_copy_read"])),
        (Label.NOT_FOUND, Label.CONTRADICTED, ("s-live", Label.NOT_FOUND, ["dated_copy_read"])),
        (Label.MISQUOTED, Label.NOT_FOUND, ("s-live", Label.MISQUOTED, ["dated_copy_read"])),
        (Label.CONTRADICTED, Label.NOT_CHECKABLE, ("s-live", Label.CONTRADICTED, ["dated_copy_read"])),
    ],
)
def test_the_verdict_moves_only_to_a_copy_that_has_more(now: Label, then: Label, expected: tuple[str, Label, list[str]]) -> None:
    assert stands(page(), now, then) == expected


@pytest.mark.parametrize(
    ("live", "now", "when"),
    [
        (page(), Label.SUPPORTED, WHEN),
        (page(), Label.NOT_CHECKABLE, WHEN),
        (page(), Label.NOT_FOUND, None),
        (page(status=Status.ARCHIVED), Label.NOT_FOUND, WHEN),
        (page(fetched="2024-03-10T22:00:00Z"), Label.NOT_FOUND, WHEN),
        (Document(Source("s-live", "story.txt", Status.OK), Extract("by hand")), Label.NOT_FOUND, WHEN),
    ],
    ids=["has it", "not read", "no date", "is a copy", "read on the day", "by hand"],
)
def test_no_archive_is_asked_where_it_could_change_nothing(live: Document, now: Label, when: date | None) -> None:
    def never(_: Document) -> Comparison:
        raise AssertionError("compared")

    found = standing(live, said(now), when, Witnesses(None), never)
    assert (found.document, found.comparison) == (live, said(now))


def test_a_copy_from_before_a_change_that_the_draft_came_after_is_not_relied_on() -> None:
    for modified, captured, expected in (
        ("2024-03-05", "2024-03-01T00:00:00Z", "s-live"),  # changed, then cited
        ("2024-03-05", "2024-03-06T00:00:00Z", "s-copy"),  # changed again without a word
        ("2024-04-22T10:00:00Z", "2024-03-01T00:00:00Z", "s-copy"),
        ("last spring", "2024-03-01T00:00:00Z", "s-copy"),
    ):
        assert stands(page(modified=modified), Label.CONTRADICTED, Label.SUPPORTED, copy_of(captured=captured))[0] == expected


def test_what_is_said_where_no_copy_can_be_read() -> None:
    missing = Unavailable("https://a.test/x", Status.NOT_ATTEMPTED, "the archive wayback has no copy")
    found = standing(page(modified="2024-04-22"), said(Label.NOT_FOUND), WHEN, Witnesses(missing), lambda _: said(Label.SUPPORTED))
    assert found.document.source.id == "s-live"
    (reason,) = found.comparison.reasons
    assert reason.code == "no_dated_copy"
    assert "2024-04-22" in reason.message
    assert "has no copy" in reason.message
    silent = Unavailable("https://a.test/x", Status.NOT_ATTEMPTED, "")
    assert stands(page(), Label.NOT_FOUND, Label.SUPPORTED, silent) == ("s-live", Label.NOT_FOUND, [])
    assert stands(page("same"), Label.NOT_FOUND, Label.SUPPORTED, copy_of("same")) == ("s-live", Label.NOT_FOUND, ["dated_copy_read"])


def reading(text: str, fetched: str) -> Document:
    return Document(Source("s-live@1", "https://a.test/x", Status.OK, http_status=200, fetched=fetched), Extract(text))


def test_an_earlier_reading_carries_the_verdict_before_any_archive_is_asked() -> None:
    then = reading("then", "2024-03-11T01:00:00Z")
    found = standing(page(), said(Label.CONTRADICTED), WHEN, Witnesses(None, (then, True)), lambda _: said(Label.SUPPORTED))
    assert (found.document, found.comparison.label) == (then, Label.SUPPORTED)
    (reason,) = found.comparison.reasons
    assert reason.code == "changed_since"
    assert "earlier reading of 2024-03-11" in reason.message
    assert "2024-09-02" in reason.message


def test_what_it_never_said_is_known_by_the_reading_of_the_day() -> None:
    lacks = (reading("then", "2024-03-10T01:00:00Z"), True)
    found = standing(page(), said(Label.NOT_FOUND), WHEN, Witnesses(None, lacks), lambda _: said(Label.NOT_FOUND))
    assert [reason.code for reason in found.comparison.reasons] == ["dated_copy_read"]
    assert "2024-03-10 was read as well: it does not have it either" in found.comparison.reasons[0].message
    # one from much later proves nothing of the day: the archive is asked as well
    lacks = (reading("then", "2024-06-10T01:00:00Z"), False)
    answers = {"then": said(Label.NOT_FOUND), "copy": said(Label.SUPPORTED)}
    found = standing(
        page(),
        said(Label.NOT_FOUND),
        WHEN,
        Witnesses(copy_of("copy"), lacks),
        lambda document: answers[document.content.text],  # type: ignore[union-attr]
    )
    assert found.document.source.id == "s-copy"


@pytest.mark.parametrize(
    ("last_modified", "modified", "readings", "counts"),
    [
        ("2024-03-01T08:00:00Z", None, (), True),
        ("2024-03-01T08:00:00Z", "2024-02-27", (), True),
        ("2024-03-10T08:00:00Z", None, (), False),  # of the same day: before or after the draft
        ("2024-09-02T08:59:59Z", None, (), False),  # the moment of the request
        ("2024-03-01T08:00:00Z", "2024-05-05", (), False),  # the page itself says otherwise
        ("2024-03-01T08:00:00Z", None, (("2024-06-01T00:00:00Z", False),), False),  # it had another text after that
        ("2024-03-01T08:00:00Z", None, (("2024-02-20T00:00:00Z", False),), True),
        ("long ago", None, (), False),
    ],
)
def test_a_servers_word_counts_only_where_it_lies_before_the_draft(
    last_modified: str, modified: str | None, readings: tuple[tuple[str, bool], ...], counts: bool
) -> None:
    live = page(modified=modified)
    live = replace(live, source=replace(live.source, last_modified=last_modified))
    witnesses = Witnesses(None if counts else copy_of(), *((reading("then", day), stood) for day, stood in readings))
    found = standing(live, said(Label.CONTRADICTED), WHEN, witnesses, lambda _: said(Label.NOT_FOUND))
    assert ("not_changed_since" in [reason.code for reason in found.comparison.reasons]) is counts
    assert found.document == live


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([("2024-03-01", "2024-03-20")], [(0, True)]),
        ([("2024-03-11", "2024-03-20")], [(0, True)]),  # read in the night after
        ([("2024-03-13", "2024-03-20")], [(0, False)]),
        ([("2024-01-01", "2024-02-20")], [(0, False)]),
        ([("2023-01-01", "2023-02-20")], []),  # too long before
        ([("2026-01-01", "2026-02-20")], [(0, False)]),  # long after, but it was there when the draft was out
        ([("2024-05-01", "2024-05-02"), ("2024-03-02", "2024-04-30"), ("2024-02-25", "2024-03-01")], [(1, True), (2, False)]),
    ],
)
def test_the_readings_nearest_to_the_day(spans: list[tuple[str, str]], expected: list[tuple[int, bool]]) -> None:
    assert nearest([(date.fromisoformat(first), date.fromisoformat(last)) for first, last in spans], WHEN) == expected


# ---- the day that counts ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A claim.[^1]\n\n[^1]: News, https://a.test/x (accessed 3 May 2024).", {"https://a.test/x": date(2024, 5, 3)}),
        ("A claim.[^1]\n\n[^1]: News, [Ferry](https://a.test/x). Retrieved on May 5, 2024.", {"https://a.test/x": date(2024, 5, 5)}),
        ("A claim.[^1]\n\n[^1]: News, https://a.test/x. Last accessed: 2024-05-03", {"https://a.test/x": date(2024, 5, 3)}),
        ("Eine Aussage.[^1]\n\n[^1]: https://a.test/x (abgerufen am 3. Mai 2024)", {"https://a.test/x": date(2024, 5, 3)}),
        ("Une phrase.[^1]\n\n[^1]: https://a.test/x, consulté le 3 mai 2024.", {"https://a.test/x": date(2024, 5, 3)}),
        ("Предложение.[^1]\n\n[^1]: https://a.test/x (дата обращения: 03.05.2024).", {"https://a.test/x": date(2024, 5, 3)}),
        ("A claim.[^1]\n\n[^1]: https://a.test/x (accessed 03/05/2024)", {}),  # of May, or of March
        ("A claim.[^1]\n\n[^1]: https://a.test/x (accessed May 2024)", {}),
        ("A claim.[^1]\n\n[^1]: https://a.test/x (accessed 3 May 2031)", {}),  # after the draft
        ("A claim.[^1]\n\n[^1]: News, 3 May 2024, https://a.test/x", {}),
        ("The archive was [accessed](https://a.test/x) by 30 people on 3 May 2024.", {}),
        (
            "A claim [1].\n\n## Sources\n\n1. https://a.test/x\n2. https://a.test/y, accessed 3 May 2024",
            {"https://a.test/y": date(2024, 5, 3)},
        ),
        ("[a](https://a.test/x), [b](https://a.test/y) accessed 3 May 2024", {"https://a.test/y": date(2024, 5, 3)}),
    ],
)
def test_days_on_which_sources_were_looked_at(text: str, expected: dict[str, date]) -> None:
    draft = read_bytes(text.encode(), path="x.md", format="markdown", date=date(2025, 1, 1))
    assert accessed(draft) == expected


def test_the_copy_nearest_to_the_day_of_access_is_read(tmp_path: Path) -> None:
    url = "https://news.test/ferry"
    rows = [f"- {stamp} {url} text/html 200 D{stamp} 1" for stamp in ("20240501100000", "20240801100000")]
    story = (
        "<html lang=en><body><article><h1>{0}</h1><p>"
        + "The ferry runs until midnight, the harbour master said. " * 20
        + "</p></article></body></html>"
    )
    pages = [Page(url, b"gone", status=410)]
    for stamp in ("20240501100000", "20240801100000"):
        pages.append(Page(memento_url(url, stamp), story.format(stamp).encode()))
    pages.append(Page(Wayback().query(url, date(2024, 5, 3)), "\n".join(rows).encode(), "text/plain"))
    pages.append(Page(Wayback().query(url, date(2024, 8, 2)), "\n".join(rows).encode(), "text/plain"))
    cassette = tmp_path / "web.warc.gz"
    write_pages(cassette, pages, description="stand-ins")
    draft = tmp_path / "draft.md"
    for note, expected in ((" (accessed 3 May 2024)", "2024-05-01"), ("", "2024-08-01")):
        draft.write_text(f"The harbour master said that the ferry runs until midnight.[^1]\n\n[^1]: Harbour News, {url}{note}.\n")
        report = check(draft, config=Config(cassette=cassette, offline=True, date=date(2024, 8, 2), jobs=1))
        (source,) = report.sources
        assert source.archive is not None
        assert source.archive.captured[:10] == expected
