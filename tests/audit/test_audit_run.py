"""Nights of a small newsroom: what is looked at, what is judged, what is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from newsroom import Inline, Newsroom, page
from sqlalchemy import Connection, select

from provenance.audit import articles, ledger
from provenance.audit.database import Database
from provenance.audit.doctor import examine
from provenance.audit.nouns import RunState
from provenance.audit.stage import Budget
from provenance.audit.tables import table

CLOSES = "The port of Harwick will close on 3 May 2026"
SHIPS = "The port of Harwick handled 120 ships last year"


@pytest.fixture
def newsroom(tmp_path: Path, store_address: str) -> Iterator[Newsroom]:
    with Newsroom(tmp_path, store_address) as made:
        made.pages["/close"] = page(f"{CLOSES}, the harbour office said.")
        made.pages["/ships"] = page(f"{SHIPS}, the harbour office said.")
        yield made


def labels(newsroom: Newsroom) -> list[str]:
    """The verdicts that hold."""
    return newsroom.database.transact(lambda c: [v.label for v in ledger.current(c, [a.id for a in articles.listed(c, 1)])])


def test_nights_of_a_newsroom(newsroom: Newsroom) -> None:
    newsroom.add(newsroom.write("a.md", (CLOSES, "/close"), (SHIPS, "/ships")), newsroom.write("b.md", (SHIPS, "/ships")))
    first = newsroom.night(0)
    assert first.run.state is RunState.DONE
    done = {"sources": 2, "articles": 2, "left": 0, "quarantined": 0}
    assert first.run.counts == {**done, "label:supported": 3, "watched": 2, "dead": 0, "failing": 0}
    assert sorted(newsroom.asked) == ["/close", "/ships"]  # cited by both, asked for once
    assert newsroom.kinds(first) == ["new_claim"] * 3
    assert labels(newsroom) == ["supported"] * 3

    # nothing changed: the servers are asked, nothing is read or judged
    newsroom.engine.done.clear()
    second = newsroom.night(1)
    assert sorted(newsroom.asked) == ["=/close", "=/ships"]
    assert [what for what, _ in newsroom.engine.done] == ["check", "check"]
    assert newsroom.kinds(second) == []

    # one page says something else
    newsroom.pages["/close"] = page(f"{CLOSES.replace('3 May', '9 May')}, the harbour office said.")
    newsroom.engine.done.clear()
    third = newsroom.night(2)
    assert [what for what, _ in newsroom.engine.done].count("judge") == 1
    (worse,) = [event for event in newsroom.news(third) if event.kind.value == "worse"]
    assert worse.detail is not None
    assert (worse.detail["before"], worse.detail["after"]) == ("supported", "contradicted")
    assert len(worse.detail["changed_sources"]) == 1
    assert newsroom.kinds(third) == ["changed_since", "worse"]
    (drifted,) = [event for event in newsroom.news(third) if event.kind.value == "changed_since"]
    assert drifted.detail is not None
    assert (drifted.claim, drifted.detail["label"]) == (worse.claim, "supported")
    assert ["gone", "3 "] in drifted.detail["pieces"]
    assert ["new", "9 "] in drifted.detail["pieces"]

    # an article that changed is read and judged again
    newsroom.write("b.md", (SHIPS.replace("120", "420"), "/ships"))
    fourth = newsroom.night(3)
    assert newsroom.kinds(fourth) == ["new_claim", "went"]

    # the evidence is whole
    found = examine(newsroom.database)
    assert found.faults == ()
    assert found.verdicts > 3


@pytest.mark.parametrize("forgetful", [False, True], ids=["304", "same bytes"])
def test_pages_that_are_as_they_were_are_not_read_and_written_together(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, forgetful: bool
) -> None:
    paths = [f"/page/{number}" for number in range(60)]
    newsroom.forgetful = forgetful
    newsroom.pages.update({path: page(f"{SHIPS}, the harbour office said. Page {path}.") for path in paths})
    newsroom.add(
        newsroom.write("a.md", *((SHIPS, path) for path in paths[:30])), newsroom.write("b.md", *((SHIPS, path) for path in paths[30:]))
    )
    newsroom.night(0)
    transactions: list[object] = []
    transact = Database._transact

    def counted(self: Database, work: Callable[[Connection], object], *, reads: bool) -> object:
        transactions.append(work)
        return transact(self, work, reads=reads)

    def never(connection: Connection, content: str) -> bytes:
        raise AssertionError(f"{content} was read again")

    monkeypatch.setattr(Database, "_transact", counted)
    for module in ("keeping", "work"):
        monkeypatch.setattr(f"provenance.audit.{module}.content_of", never)
    before = newsroom.database.transact(lambda c: c.execute(select(table("captures").c.id)).all())
    second = newsroom.night(1)
    assert sorted(newsroom.asked) == sorted(path if forgetful else f"={path}" for path in paths)
    assert (second.run.counts["sources"], newsroom.kinds(second)) == (60, [])
    assert len(transactions) < 60  # of all that a night does
    monkeypatch.undo()
    assert newsroom.database.transact(lambda c: c.execute(select(table("captures").c.id)).all()) == before
    known = newsroom.database.transact(lambda c: c.execute(select(table("sources").c.checks)).scalars().all())
    assert list(known) == [2] * 60


def test_what_changed_is_foreseen_as_it_will_be_judged(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("provenance.audit.checks.ACKNOWLEDGED", 1)
    monkeypatch.setattr("provenance.audit.verdicts.FORESEEN", 1)
    newsroom.add(newsroom.write("a.md", (CLOSES, "/close"), (SHIPS, "/ships")), newsroom.write("b.md", (SHIPS, "/ships")))
    newsroom.night(0)
    assert not newsroom.engine.foreseen  # what was never judged has other sources that are still to be read
    newsroom.pages["/close"] = page(f"{CLOSES.replace('3 May', '9 May')}, the harbour office said.")
    newsroom.night(1)
    assert list(newsroom.engine.foreseen) == ["1"]
    assert newsroom.engine.foreseen == newsroom.engine.came

    # the second of two pages to change makes another order of it
    newsroom.pages["/close"] = page(f"{CLOSES}, the harbour office said.")
    newsroom.pages["/ships"] = page(f"{SHIPS.replace('120', '420')}, the harbour office said.")
    newsroom.night(2)
    assert newsroom.engine.foreseen == newsroom.engine.came
    assert sorted(newsroom.engine.came) == ["1", "2"]


def test_a_page_that_goes_is_dead_after_three_failures_and_keeps_its_verdict(newsroom: Newsroom) -> None:
    newsroom.add(newsroom.write("a.md", (CLOSES, "/close")))
    newsroom.night(0)
    newsroom.pages["/close"] = 404
    told = [newsroom.kinds(newsroom.night(day)) for day in (1, 2, 4.5, 6, 9, 10)]
    assert told == [["failing"], [], [], [], ["vanished"], []]
    assert labels(newsroom) == ["supported"]  # it rests on what was read
    newsroom.pages["/close"] = page(f"{CLOSES}, the harbour office said.")
    assert newsroom.kinds(newsroom.night(60)) == ["back"]


def test_a_text_that_goes_and_a_correction_are_told(newsroom: Newsroom) -> None:
    newsroom.add(newsroom.write("a.md", (CLOSES, "/close"), (SHIPS, "/ships")))
    newsroom.night(0)
    newsroom.pages["/close"] = (
        "<html><body><article><p>This article was removed at the wish of the harbour office.</p></article></body></html>"
    )
    newsroom.pages["/ships"] += "<p>Correction: an earlier text gave the wrong number of ships.</p>"  # type: ignore[operator]
    told = newsroom.kinds(newsroom.night(1))
    assert "soft_deleted" in told or "failing" in told  # a page that is a notice and nothing else may be taken for one that has gone
    assert "corrected" in told


def test_each_audit_is_told_what_is_new_about_a_source_that_both_cite(newsroom: Newsroom) -> None:
    mine, theirs = newsroom.write("a.md", (CLOSES, "/close"), (SHIPS, "/ships")), newsroom.write("b.md", (CLOSES, "/close"))
    newsroom.add(mine)
    newsroom.add(theirs, audit="other")
    newsroom.night(0)
    assert newsroom.kinds(newsroom.night(0.1, audit="other")) == ["new_claim"]
    newsroom.pages["/close"] = page(
        f"{CLOSES.replace('3 May', '9 May')}, the harbour office said.", "Correction: the day was wrong before."
    )
    assert newsroom.kinds(newsroom.night(1)) == ["changed_since", "corrected", "worse"]
    # it asks nobody, and is told all the same
    assert newsroom.kinds(newsroom.night(1.1, audit="other")) == ["changed_since", "corrected", "worse"]
    assert newsroom.asked == []
    assert newsroom.kinds(newsroom.night(1.2, audit="other")) == newsroom.kinds(newsroom.night(1.3)) == []
    # what begins to fail and comes back is news for both, whoever looks first
    newsroom.pages["/close"] = 404
    assert newsroom.kinds(newsroom.night(2.5, audit="other")) == newsroom.kinds(newsroom.night(2.6)) == ["failing"]
    newsroom.pages["/close"] = page(
        f"{CLOSES.replace('3 May', '9 May')}, the harbour office said.", "Correction: the day was wrong before."
    )
    assert newsroom.kinds(newsroom.night(9)) == newsroom.kinds(newsroom.night(9.1, audit="other")) == ["back"]


@pytest.mark.parametrize("status", [403, 429, 500, 503])
def test_a_wall_is_never_death(newsroom: Newsroom, status: int) -> None:
    newsroom.add(newsroom.write("a.md", (CLOSES, "/close")))
    newsroom.night(0)
    newsroom.pages["/close"] = status
    told = [kind for day in (1, 5, 9, 20, 40, 80) for kind in newsroom.kinds(newsroom.night(day))]
    assert told == ["failing"]


@pytest.mark.allow_hosts([f"127.0.0.{number}" for number in range(1, 7)])
def test_our_own_outage_writes_nothing(newsroom: Newsroom) -> None:
    newsroom.add(newsroom.write("a.md", (CLOSES, "/close")))
    newsroom.night(0)
    newsroom.server.shutdown()
    newsroom.server.server_close()
    # one host that is down says nothing about us; several do
    cited = [("s-0", newsroom.url("/close"), "127.0.0.1")]
    cited += [(f"s-{k}", newsroom.url("/close").replace("127.0.0.1", f"127.0.0.{k}"), f"127.0.0.{k}") for k in range(2, 7)]
    newsroom.database.transact(lambda c: articles.cite(c, 1, cited))
    outcome = newsroom.night(1)
    assert outcome.run.state is RunState.OUTAGE
    assert "our own network" in (outcome.run.message or "")
    rows = newsroom.database.transact(lambda c: c.execute(select(table("sources").c.failures, table("sources").c.lapses)).all())
    assert all(tuple(row) == (0, 0) for row in rows)
    assert newsroom.kinds(outcome) == []


@pytest.mark.allow_hosts([f"127.0.0.{number}" for number in range(1, 7)])
def test_a_long_night_without_a_network_is_given_up_early(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    from provenance.audit import checks

    newsroom.add(newsroom.write("a.md", (CLOSES, "/close")))
    newsroom.night(0)
    newsroom.server.shutdown()
    newsroom.server.server_close()
    cited = [(f"s-{k}", newsroom.url("/close").replace("127.0.0.1", f"127.0.0.{k}"), f"127.0.0.{k}") for k in range(1, 7)]
    newsroom.database.transact(lambda c: articles.cite(c, 1, cited))
    monkeypatch.setattr(checks, "BATCH", 2)
    monkeypatch.setattr(checks, "HELD", 4)
    newsroom.engine.done.clear()
    outcome = newsroom.night(1)
    assert outcome.run.state is RunState.OUTAGE
    assert [what for what, _ in newsroom.engine.done].count("check") == 4
    # where many fail though the network is there, what was held back is written on the way
    monkeypatch.setattr(checks, "is_outage", lambda *_: False)
    outcome = newsroom.night(2)
    assert outcome.run.state is RunState.DONE
    rows = newsroom.database.transact(lambda c: c.execute(select(table("sources").c.id).where(table("sources").c.lapses == 1)).all())
    assert {f"s-{k}" for k in range(1, 7)} <= {row.id for row in rows}


def test_a_budget_is_spent_on_what_was_never_seen_and_says_what_it_left(newsroom: Newsroom) -> None:
    newsroom.add(newsroom.write("a.md", (CLOSES, "/close")), newsroom.write("b.md", (SHIPS, "/ships")))
    first = newsroom.night(0, budget=Budget(requests=1))
    assert (first.left, len(newsroom.asked), len(labels(newsroom))) == (1, 1, 1)
    seen = newsroom.asked[0]
    second = newsroom.night(1, budget=Budget(requests=1))
    assert newsroom.asked != [seen]
    assert (second.left, labels(newsroom)) == (1, ["supported"] * 2)
    third = newsroom.night(2, budget=Budget(seconds=0))
    assert newsroom.asked == []
    assert third.left == 2


def test_any_number_of_sources_and_articles_is_worked_off_piece_by_piece(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    from provenance.audit import checks, drifts, readings, verdicts

    for module, names in ((checks, ("PAGE", "BATCH")), (drifts, ("PAGE",)), (verdicts, ("PAGE",)), (readings, ("PAGE", "_AHEAD"))):
        for name in names:
            monkeypatch.setattr(module, name, 2)
    for number in range(5):
        newsroom.pages[f"/{number}"] = page(f"{CLOSES}, the harbour office said.")
        newsroom.add(newsroom.write(f"{number}.md", (CLOSES, f"/{number}"), (CLOSES, f"/{(number + 1) % 5}")))
    first = newsroom.night(0, budget=Budget(requests=3))
    assert (first.left, len(newsroom.asked)) == (2, 3)
    seen = set(newsroom.asked)
    second = newsroom.night(0.1)  # what was left is due, what was seen is not
    assert (second.left, seen | set(newsroom.asked), len(newsroom.asked)) == (0, {f"/{number}" for number in range(5)}, 2)
    assert labels(newsroom) == ["supported"] * 10
    for number in range(5):
        newsroom.pages[f"/{number}"] = page(f"{CLOSES.replace('3 May', '9 May')}, the harbour office said.")
    assert newsroom.kinds(newsroom.night(1)) == ["changed_since"] * 10 + ["worse"] * 10


def test_a_poisonous_article_is_put_aside_and_the_rest_is_done(newsroom: Newsroom) -> None:
    newsroom.add(newsroom.write("a.md", (CLOSES, "/close")), newsroom.write("b.md", (SHIPS, "/ships")))
    newsroom.engine = Inline(poisoned=["1"])
    outcome = newsroom.night(0)
    assert outcome.run.counts["quarantined"] == 1
    assert newsroom.engine.done.count(("read", "1")) == 3
    assert labels(newsroom) == ["supported"]
    # it is not touched again until it changes
    newsroom.engine.done.clear()
    newsroom.night(1)
    assert ("read", "1") not in newsroom.engine.done
    newsroom.engine = Inline()
    newsroom.write("a.md", (CLOSES, "/close"), (SHIPS, "/ships"))
    newsroom.night(2)
    assert len(labels(newsroom)) == 3


def test_an_article_that_cannot_be_read_is_told_once(newsroom: Newsroom) -> None:
    place = newsroom.write("a.md", (CLOSES, "/close"))
    newsroom.add(place, newsroom.write("b.md", (SHIPS, "/ships")))
    newsroom.night(0)
    text = Path(place).read_text()
    Path(place).unlink()
    assert [newsroom.kinds(newsroom.night(day)) for day in (1, 2)] == [["unreadable"], []]
    Path(place).write_text(text)
    assert newsroom.kinds(newsroom.night(9)) == ["readable"]


def test_a_broken_run_is_taken_up_and_ends_as_one_that_was_not(newsroom: Newsroom) -> None:
    newsroom.add(newsroom.write("a.md", (CLOSES, "/close"), (SHIPS, "/ships")), newsroom.write("b.md", (SHIPS, "/ships")))

    class Broken(Exception): ...

    def breaking(stage: str, done: int, of: int) -> None:
        if (stage, done) == (wanted, 1):
            raise Broken

    for stage in ("read", "check", "judge"):
        wanted = stage
        with pytest.raises(Broken):
            newsroom.night(0, progress=breaking)
    outcome = newsroom.night(0)
    assert outcome.resumed
    assert outcome.run.id == 1
    assert labels(newsroom) == ["supported"] * 3
    assert newsroom.kinds(outcome) == ["new_claim"] * 3
    lines = newsroom.database.transact(lambda c: c.execute(select(table("verdicts").c.article, table("verdicts").c.claim)).all())
    assert len(lines) == len(set(lines)) == 3
    assert examine(newsroom.database).faults == ()


def test_another_version_judges_again_but_reads_no_page_again(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    newsroom.add(newsroom.write("a.md", (CLOSES, "/close")))
    newsroom.night(0)
    monkeypatch.setattr("provenance.pipeline.tool_version", lambda: "99.0")
    newsroom.engine.done.clear()
    outcome = newsroom.night(0.1)
    assert newsroom.asked == []
    assert newsroom.engine.done == [("judge", "1")]
    assert newsroom.kinds(outcome) == []
    assert [v.tool for v in newsroom.database.transact(lambda c: list(ledger.current(c, [1])))] == ["99.0"]


def test_a_claim_whose_source_reads_as_before_is_not_compared_again(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    from provenance.pipeline import checking

    newsroom.add(newsroom.write("a.md", (CLOSES, "/close"), (SHIPS, "/ships")))
    newsroom.night(0)
    before = {v.claim: v for v in newsroom.database.transact(lambda c: list(ledger.current(c, [1])))}
    compared: list[str] = []
    plain = checking.judged

    def counted(draft, pairs, model):  # type: ignore[no-untyped-def]
        compared.extend(claim.text for claim, _ in pairs)
        return plain(draft, pairs, model)

    monkeypatch.setattr(checking, "judged", counted)
    newsroom.pages["/ships"] = page(f"{SHIPS.replace('120', '420')}, the harbour office said.")
    assert newsroom.kinds(newsroom.night(1)) == ["changed_since", "worse"]
    assert len(compared) == 1
    assert "120 ships" in compared[0]
    after = {v.claim: v for v in newsroom.database.transact(lambda c: list(ledger.current(c, [1])))}
    assert after.keys() == before.keys()
    kept = [claim for claim in after if after[claim].label == "supported"]
    assert [after[claim].document for claim in kept] == [before[claim].document for claim in kept]
    assert examine(newsroom.database).faults == ()
    # an article that changed is compared as a whole: what stands around a claim may bear on it
    compared.clear()
    newsroom.write("a.md", (CLOSES, "/close"), (SHIPS, "/ships"), (SHIPS.replace("120", "90"), "/close"))
    newsroom.night(2)
    assert len(compared) == 3
