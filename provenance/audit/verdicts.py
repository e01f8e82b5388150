"""The third stage of a run: judge the articles of which anything changed that their verdicts rest on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from provenance.audit import articles, evidence, ledger, novelty, runs
from provenance.audit.engines import Crashed, Engine
from provenance.audit.ledger import NewVerdict
from provenance.audit.nouns import Article, Event, EventKind, ItemKind, ItemState
from provenance.audit.packing import canonical, sha256
from provenance.audit.stage import TRIES, Spent, Stage
from provenance.audit.work import JUDGE, Held, Judged, JudgeOrder

if TYPE_CHECKING:
    from sqlalchemy import Connection


class Verdicts(Stage):
    """Judges articles."""

    def work(self, engine: Engine, spent: Spent, now: Callable[[], str]) -> Iterator[tuple[int, int]]:
        """Judge them; gives how many are done, of how many, after each."""
        due = self._database.transact(self._planned)
        total, done = len(due), 0
        crashes: dict[int, int] = {}
        while due and not spent.is_over:
            orders = ((str(a.id), self._order(a, mark)) for a, mark in due.values() if not spent.is_over)
            again = {}
            for key, answer in engine.map(JUDGE, orders):
                article, mark = due[int(key)]
                if isinstance(answer, Crashed):
                    crashes[article.id] = crashes.get(article.id, 0) + 1
                    if crashes[article.id] < TRIES:
                        again[article.id] = (article, mark)
                        continue
                    self._database.transact(lambda c, a=article, m=mark, why=answer.reason: self._quarantine(c, a, m, why))  # type: ignore[misc]
                else:
                    self._database.transact(lambda c, a=article, m=mark, j=answer: self._write(c, a, m, j, now()))  # type: ignore[misc]
                done += 1
                yield done, total
            due = again
        self._database.transact(self._leave)

    def _planned(self, connection: Connection) -> dict[int, tuple[Article, str]]:
        """The articles to be judged, each with the hash of what its verdicts will rest on: the newest first."""
        listed = [a for a in articles.listed(connection, self._run.audit) if a.sha256 is not None]
        held = _held_by(connection, [a.id for a in listed])
        found = {}
        for article in sorted(listed, key=lambda a: (a.published or a.added, a.id), reverse=True):
            sources = held[article.id]
            if any(source.described is None for source in sources.values()):
                continue  # what the budget left out would only be told as not checkable
            mark = self._mark(article, sources)
            if mark != article.inputs:
                found[article.id] = (article, mark)
        runs.plan(connection, self._run.id, ItemKind.ARTICLE, [str(number) for number in found])
        return found

    def _mark(self, article: Article, sources: dict[str, Held]) -> str:
        """Hash of all that an article's verdicts rest on: its text, its sources, and who judges."""
        texts = [_part(source, held) for source, held in sorted(sources.items())]
        date = self._config.date.isoformat() if self._config.date else None
        return sha256(canonical([article.sha256, self._run.tool, self._run.model, self._config.language, date, texts]))

    def _order(self, article: Article, mark: str) -> JudgeOrder:
        assert article.sha256 is not None
        held, kept = self._database.transact(lambda c: self._known(c, article))
        return JudgeOrder(article.id, article.place, article.sha256, held, self._config, self._store, kept)

    def _known(self, connection: Connection, article: Article) -> tuple[dict[str, Held], tuple[NewVerdict, ...]]:
        """What is held of an article's sources, and the verdicts that stand because only other sources have changed."""
        held = _held_by(connection, [article.id])[article.id]
        before = list(ledger.current(connection, [article.id]))
        rests = {rest[0]: rest for verdict in before for rest in verdict.captures}
        if article.inputs is None or rests.keys() != held.keys():
            return held, ()
        numbers = {source: capture for source, capture, _ in rests.values() if capture is not None}
        captures = evidence.captures(connection, sorted(numbers.values()))
        if any(numbers.get(source) not in captures for source in rests):
            return held, ()
        then = {s: Held(numbers[s], rests[s][2], captures[numbers[s]].described) for s in rests}
        if self._mark(article, then) != article.inputs:
            return held, ()  # text, settings or program have changed as well
        same = {source for source in held if _part(source, held[source]) == _part(source, then[source])}
        kept = [verdict for verdict in before if all(rest[0] in same for rest in verdict.captures)]
        return held, tuple(
            NewVerdict(v.claim, v.label, float(v.confidence), tuple((s, held[s].capture, x) for s, _, x in v.captures), v.document)
            for v in kept
        )

    def _write(self, connection: Connection, article: Article, mark: str, judged: Judged, now: str) -> None:
        key = str(article.id)
        if judged.failure is not None:
            # the text is read anew: nothing is known to be the same any more
            articles.change(connection, article.id, message=judged.failure, stamp=None, due=None)
            runs.settle(connection, self._run.id, ItemKind.ARTICLE, [key], ItemState.DONE)
            return
        before = {verdict.claim: verdict for verdict in ledger.current(connection, [article.id])}
        tool, model = self._run.tool, self._run.model
        after = ledger.write(connection, self._run.audit, self._run.id, article.id, judged.verdicts, now=now, tool=tool, model=model)
        runs.tell(connection, self._run.id, novelty.of_verdicts(article.id, before, after))
        articles.change(connection, article.id, inputs=mark, quarantined=False)
        runs.settle(connection, self._run.id, ItemKind.ARTICLE, [key], ItemState.DONE)

    def _quarantine(self, connection: Connection, article: Article, mark: str, why: str) -> None:
        message = f"{article.place}: judging it {why}; it is passed over until it, its sources or this program change"
        articles.change(connection, article.id, quarantined=True, message=message, inputs=mark)
        runs.settle(connection, self._run.id, ItemKind.ARTICLE, [str(article.id)], ItemState.QUARANTINED)
        runs.tell(connection, self._run.id, [Event(EventKind.UNREADABLE, article.id, detail={"message": message})])

    def _leave(self, connection: Connection) -> None:
        left = runs.to_do(connection, self._run.id, ItemKind.ARTICLE)
        runs.settle(connection, self._run.id, ItemKind.ARTICLE, list(left), ItemState.LEFT)


def _part(source: str, held: Held) -> list[str | None]:
    """What of a source bears on verdicts."""
    assert held.described is not None
    return [source, held.extract or held.described["status"], held.described["published"]]


def _held_by(connection: Connection, numbers: list[int]) -> dict[int, dict[str, Held]]:
    """For each article what is held of the sources that it cites: the last that was read, else the last failure."""
    cited = articles.cited_by(connection, numbers)
    watched = evidence.watched(connection, sorted({source for sources in cited.values() for source in sources}))
    chosen = {key: source.capture or source.last for key, source in watched.items()}
    captures = evidence.captures(connection, sorted({number for number in chosen.values() if number is not None}))
    held = {}
    for key, number in chosen.items():
        capture = captures.get(number) if number is not None else None
        held[key] = Held(number, capture.extract, capture.described) if capture is not None else Held(None, None, None)
    return {article: {source: held[source] for source in sources} for article, sources in cited.items()}
