"""Verdicts of the audit on what pages said then: earlier readings of its own, and copies in archives; replayed from cassettes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from newsroom import Inline, page

from provenance.audit import articles, evidence, ledger, runs
from provenance.audit.clock import stamp
from provenance.audit.database import Database
from provenance.audit.doctor import examine
from provenance.audit.morning.collect import collect
from provenance.audit.nouns import StoredVerdict
from provenance.audit.run import Outcome, run
from provenance.audit.stage import Budget
from provenance.audit.versions import migrate
from provenance.config import Config
from provenance.sources import Page, Resolver, write_pages
from provenance.sources.archives.archive import Wayback, memento_url

START = datetime(2026, 3, 1, 2, tzinfo=UTC)
WROTE = date(2026, 2, 26)
URL = "https://news.test/close"
CLAIM = "The port of Harwick will close on 3 May 2026"
SAYS = page(f"{CLAIM}, the harbour office said.")
OTHERWISE = page(f"{CLAIM.replace('3 May', '9 May')}, the harbour office said.")
SILENT = page("Nobody knows what will become of the old lighthouse.")


@dataclass
class Desk:
    """One article and the pages that a night finds."""

    folder: Path
    store: str
    monkeypatch: pytest.MonkeyPatch
    asked: list[str] = field(default_factory=list)
    """Days for which archives were asked in the last night."""
    nights: int = 0

    def __post_init__(self) -> None:
        self.database = Database(self.store)
        migrate(self.database)
        plain = Resolver.as_of

        def counted(resolver: Resolver, live: Any, when: date) -> Any:
            self.asked.append(when.isoformat())
            return plain(resolver, live, when)

        self.monkeypatch.setattr(Resolver, "as_of", counted)

    def article(self, name: str = "a.md", *, dated: date | None = WROTE, audit: str = "default") -> None:
        head = f"---\ndate: {dated}\n---\n\n" if dated else ""
        file = self.folder / name
        file.write_text(f"{head}# The harbour\n\n{CLAIM}, [the harbour office said]({URL}).\n", encoding="utf-8")
        now = stamp(START)
        self.database.transact(lambda c: articles.add(c, articles.audit_id(c, audit, now=now), [str(file)], [], now))

    def night(self, day: float, live: str | int | None, archive: dict[str, str] | int | None = None, **settings: Any) -> list[str]:
        """Run the audit where the page says ``live`` and archives have copies by their days; gives what was new."""
        when = START + timedelta(days=day)
        body, status = (b"", live) if isinstance(live, int) else ((live or "").encode(), 200)
        pages = [Page(URL, body, "text/html; charset=utf-8", status, date=stamp(when))] if live is not None else []
        copies = archive if isinstance(archive, dict) else {}
        stamps = {copied: f"{copied.replace('-', '')}100000" for copied in copies}
        rows = "".join(f"- {digits} {URL} text/html 200 D{digits} 1\n" for digits in stamps.values())
        answer = 503 if isinstance(archive, int) else 200
        if archive is not None:
            indexes = (Wayback().query(URL, WROTE), Wayback().query_of_all(URL))
            pages += [Page(index, rows.encode(), "text/plain", answer, date=stamp(when)) for index in indexes]
        pages += [
            Page(memento_url(URL, digits), copies[copied].encode(), "text/html; charset=utf-8", date=stamp(when))
            for copied, digits in stamps.items()
        ]
        cassette = self.folder / f"{self.nights}.warc.gz"
        self.nights += 1
        write_pages(cassette, pages, description="stand-ins for tests", date=stamp(when))
        budget = settings.pop("budget", Budget())
        audit = settings.pop("audit", "default")
        config = Config(cassette=cassette, offline=True, max_retries=0, jobs=1, **settings)
        self.asked.clear()
        self.last = run(audit, config, self.store, clock=lambda: when, made=Inline(), budget=budget)
        return self.kinds(self.last)

    def kinds(self, outcome: Outcome) -> list[str]:
        return sorted(event.kind.value for event in self.database.transact(lambda c: runs.told(c, outcome.run.id)))

    @property
    def verdict(self) -> StoredVerdict:
        (found,) = self.database.transact(lambda c: list(ledger.current(c, [1])))
        return found

    @property
    def reasons(self) -> dict[str, str]:
        return {reason["code"]: reason["message"] for reason in self.verdict.document["verdict"]["reasons"]}


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    yield from made(tmp_path, f"sqlite:///{tmp_path / 'audit.db'}", monkeypatch)


@pytest.fixture
def desk_on_both(tmp_path: Path, store_address: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    yield from made(tmp_path, store_address, monkeypatch)


def made(folder: Path, store: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    found = Desk(folder, store, monkeypatch)
    yield found
    assert examine(found.database).faults == ()
    found.database.close()


def test_a_page_that_changed_since_the_article_is_judged_by_what_was_read_before(desk: Desk) -> None:
    desk.article()
    assert desk.night(0, SAYS) == ["new_claim"]
    first = desk.verdict
    assert desk.night(1, OTHERWISE) == ["changed_since"]
    assert desk.asked == []  # an own reading is the better witness
    assert desk.verdict.label == "supported"
    assert "its earlier reading of 2026-03-01 has this, the page as read on 2026-03-02 says otherwise" in desk.reasons["changed_since"]
    (live, then) = desk.verdict.captures
    assert live[0] == then[0] == first.captures[0][0]
    assert then == first.captures[0]
    (news,) = desk.database.transact(lambda c: collect(c, "default")).articles
    (claim,) = news.claims
    assert "earlier reading of 2026-03-01" in claim.because
    assert claim.pieces
    # what changes around it is no news; what the page has lacked since then is not told again
    assert desk.night(2, OTHERWISE.replace("News of the harbour", "Town news")) == []
    assert desk.verdict.label == "supported"
    # and when the page says so again, the verdict rests on it
    assert desk.night(3, SAYS) == []
    assert [rest[0] for rest in desk.verdict.captures] == [live[0]]


def test_without_a_date_of_the_article_the_verdict_follows_the_page(desk: Desk) -> None:
    desk.article(dated=None)
    desk.night(0, SAYS)
    assert desk.night(1, OTHERWISE) == ["changed_since", "worse"]
    assert desk.verdict.label == "contradicted"


def test_what_a_page_never_said_is_told_apart_by_its_copy_and_the_archive_asked_once(desk: Desk) -> None:
    desk.article()
    assert desk.night(0, SILENT, {"2026-02-25": SILENT.replace("lighthouse", "mill")}) == ["new_claim"]
    assert desk.asked == [WROTE.isoformat()]
    assert desk.verdict.label == "not_found"
    assert "copy of 2026-02-25 was read as well: it does not have it either" in desk.reasons["dated_copy_read"]
    assert desk.night(1, SILENT) == []
    assert desk.night(2, SILENT.replace("Nobody", "No one")) == []
    assert desk.asked == []  # the result is kept
    assert "dated_copy_read" in desk.reasons


def test_a_copy_in_an_archive_carries_the_verdict_where_the_page_was_read_too_late(desk_on_both: Desk) -> None:
    desk = desk_on_both
    desk.article()
    desk.article("b.md")
    assert desk.night(0, OTHERWISE, {"2026-02-25": SAYS}) == ["new_claim"] * 2
    assert desk.asked == [WROTE.isoformat()]  # one source and day, though two articles want it
    assert desk.verdict.label == "supported"
    assert "its copy of 2026-02-25 has this, the page as read on 2026-03-01 says otherwise" in desk.reasons["changed_since"]
    (live, copy) = desk.verdict.captures
    stored = desk.database.transact(lambda c: evidence.captures(c, [copy[1] or 0]))[copy[1] or 0]
    assert (stored.source, stored.extract, stored.status) == (copy[0], copy[2], "archived")
    assert live[0] != copy[0]
    assert desk.night(1, OTHERWISE) == []
    assert desk.night(2, 404) == ["failing"]
    assert desk.verdict.label == "supported"


def test_a_page_that_has_gone_or_is_walled_leaves_its_reading_and_says_so(desk: Desk) -> None:
    desk.article()
    desk.night(0, SAYS)
    assert desk.night(1, 404) == ["failing"]
    assert desk.verdict.label == "supported"
    message = desk.reasons["earlier_reading"]
    assert "since 2026-03-02 (not found)" in message
    assert "the reading of 2026-03-01" in message
    assert desk.night(40, SAYS) == ["back"]
    assert "earlier_reading" not in desk.reasons


def test_a_page_that_was_never_read_is_judged_by_its_copy_and_says_so(desk: Desk) -> None:
    desk.article()
    assert desk.night(0, 404, {"2026-02-25": SAYS}) == ["failing", "new_claim"]
    assert desk.verdict.label == "supported"
    assert "its copy of 2026-02-25" in desk.reasons["archived_copy_read"]


def test_no_archive_is_asked_where_the_settings_say_so(desk: Desk) -> None:
    desk.article()
    assert desk.night(0, OTHERWISE, {"2026-02-25": SAYS}, no_archive=True) == ["new_claim"]
    assert desk.asked == []
    assert (desk.verdict.label, desk.reasons.keys() & {"no_dated_copy", "dated_copy_read"}) == ("contradicted", set())


def test_an_archive_is_asked_again_when_it_could_not_be_or_the_budget_was_spent(desk_on_both: Desk) -> None:
    desk = desk_on_both
    desk.article()
    assert desk.night(0, OTHERWISE, {"2026-02-25": SAYS}, budget=Budget(requests=1)) == ["new_claim"]
    assert desk.asked == []
    assert desk.verdict.label == "contradicted"
    assert "a later run" in desk.reasons["no_dated_copy"]
    assert desk.night(1, OTHERWISE, 503) == []  # the archive is down
    assert desk.asked == [WROTE.isoformat()]
    assert "could not be asked" in desk.reasons["no_dated_copy"]
    assert desk.night(2, OTHERWISE, {"2026-02-25": SAYS}) == ["better"]
    assert desk.asked == [WROTE.isoformat()]
    assert desk.verdict.label == "supported"


def test_an_archive_without_a_copy_is_left_alone_for_a_month(desk: Desk) -> None:
    desk.article()
    desk.night(0, OTHERWISE, {})
    assert "has no copy" in desk.reasons["no_dated_copy"]
    for day, count in ((1, 0), (20, 0), (31, 1)):
        desk.night(day, OTHERWISE, {})
        assert len(desk.asked) == count


def test_a_night_that_breaks_off_between_asking_and_writing_is_taken_up(desk: Desk) -> None:
    from provenance.audit.verdicts import Verdicts

    desk.article()
    with desk.monkeypatch.context() as patched:
        patched.setattr(Verdicts, "_write", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            desk.night(0, OTHERWISE, {"2026-02-25": SAYS})
    assert desk.asked == [WROTE.isoformat()]
    assert desk.night(0, OTHERWISE, {"2026-02-25": SAYS}) == ["new_claim"]
    assert desk.last.resumed
    assert desk.asked == []
    assert desk.verdict.label == "supported"
