"""What is done away from the run itself, in a worker process here or on another machine: pure work, addressed by plain values.

Workers read and keep bytes in the store, which is harmless to do twice; what was found out goes back to the run, which alone
writes verdicts. Each function takes one order and gives one answer, so that an order whose worker died can be given again.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date as Date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from provenance.audit.clock import stamp, system_clock
from provenance.audit.database import Database
from provenance.audit.dated import Copy, Held, Past, Want
from provenance.audit.evidence import content_of, has_content, keep_content
from provenance.audit.keeping import AuditCaptures
from provenance.audit.ledger import NewVerdict
from provenance.audit.packing import sha256
from provenance.audit.sources_json import extract_from, extract_to, source_from, source_to
from provenance.audit.works_json import work_from, work_key, work_to
from provenance.config import Config
from provenance.errors import DraftError, StoreError
from provenance.model import Capture, Document, Draft, Extract, Status, Unavailable

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from provenance.comparison.entailment import Entailment
    from provenance.pipeline import Work
    from provenance.sources import Resolver
    from provenance.sources.standing import Standing, Unchanged


# ---- reading articles ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ReadOrder:
    """An article to be read."""

    article: int
    place: str
    stamp: str | None
    """What its file looked like when it was read last; if it still does, nothing is read."""
    config: Config
    store: str
    """Address of the database."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What an article is and cites."""

    article: int
    stamp: str | None
    unchanged: bool = False
    failure: str | None = None
    sha256: str | None = None
    """Of the article's own bytes, which are in the store."""
    title: str | None = None
    language: str | None = None
    published: str | None = None
    cited: tuple[tuple[str, str, str], ...] = ()
    """Id, address as written, and host of each source."""


def read(order: ReadOrder) -> Reading:
    """Read an article, unless its file is as it was; what goes wrong with it is told, not raised."""
    from provenance.pipeline import prepare
    from provenance.sources.addressing.canonical import normal, source_id

    try:
        body, mark = _article(order)
        if mark == order.stamp:
            return Reading(order.article, mark, unchanged=True)
        draft = _draft(order.place, body, order.config)
        work = prepare(draft)
    except DraftError as error:
        return Reading(order.article, order.stamp, failure=str(error))
    database = _database(order.store)
    captures, known = AuditCaptures(database), work_to(work)

    def keep(connection: Connection) -> str:
        key = keep_content(connection, body, stamp(system_clock()))
        captures.derive(connection, _work_key(key, order), known)
        return key

    content = database.transact(keep)
    return Reading(
        order.article,
        mark,
        sha256=content,
        title=draft.title,
        language=draft.language,
        published=draft.date.isoformat() if draft.date else None,
        cited=tuple((source_id(url), url, host_of(normal(url))) for url in work.addresses),
    )


def _article(order: ReadOrder) -> tuple[bytes, str]:
    """The bytes of an article and what marks them, or the mark alone if it is the old one."""
    from provenance.draft.collect import is_address

    if is_address(order.place):
        capture = _captured(order)
        return capture.body, f"sha256:{capture.sha256}"
    path = Path(order.place)
    try:
        seen = path.stat()
        mark = f"{seen.st_size}:{seen.st_mtime_ns}"
        return (b"" if mark == order.stamp else path.read_bytes()), mark
    except OSError as error:
        raise DraftError(f"{order.place}: cannot be read ({error.strerror}); put it back, or 'provenance audit remove' it") from None


def _captured(order: ReadOrder) -> Capture:
    from provenance.sources import Resolver

    with Resolver(order.config, store=AuditCaptures(_database(order.store)), archives={}) as resolver:
        found = resolver.capture(order.place)
    if isinstance(found, Unavailable):
        raise DraftError(f"{order.place}: {found.reason}")
    return found


def _draft(place: str, body: bytes, config: Config) -> Draft:
    from provenance.draft import read_bytes
    from provenance.draft.collect import is_address

    address = place if is_address(place) else ""
    return read_bytes(body, path=place, format=config.input_format, language=config.language, date=config.date, address=address)


def host_of(url: str) -> str:
    """The host of an address, in lower case; what is no address is a host of its own."""
    return url.split("://", 1)[-1].split("/", 1)[0].rpartition("@")[2].lower()[:255]


# ---- checking sources ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CheckOrder:
    """A source to be looked at."""

    source: str
    url: str
    when: Date | None = None
    """Date of the article that cites it: an archived copy is chosen by it."""
    archived: bool = False
    """Whether an archived copy may stand in, because the page was never read."""
    held: Held | None = None
    """What it was read as last; ``None`` if it was not, or cannot stand."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a source came to."""

    source: str
    status: str
    """Of the live page."""
    fetched: str
    described: dict[str, Any] = field(repr=False)
    """The source as the JSON report has it."""
    content: str | None = None
    extract: str | None = None
    same: int | None = None
    """The capture that still tells what it is: nothing of it was read again."""


def check(orders: Sequence[CheckOrder], config: Config, store: str) -> Iterator[Checked]:
    """Look at sources, many hosts at once and each host's in turn; answers come as they are ready.

    Parameters
    ----------
    orders
        What to look at.
    config
        The settings of the run.
    store
        Address of the database.
    """
    with Checker(config, store) as checker:
        yield from checker.check(orders)


TOGETHER = 200
"""Confirmations that a page has not changed in one transaction; one that is lost is asked for again."""


class Checker:
    """Looks at sources, and remembers within a night what it read, so that it may be told of them bit by bit.

    Parameters
    ----------
    config, store
        See :func:`check`.
    """

    def __init__(self, config: Config, store: str) -> None:
        self._config = config
        self._database = _database(store)
        self._resolvers: dict[bool, Resolver] = {}
        self._captures = AuditCaptures(self._database, together=TOGETHER)
        self._lock = threading.Lock()

    def __enter__(self) -> Checker:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End its connections and workers."""
        for resolver in self._resolvers.values():
            resolver.close()
        self._resolvers.clear()
        self._flush()

    def rest(self) -> None:
        """Forget what was read, and write what was put off; what is looked at next finds connections and workers as they are."""
        for resolver in self._resolvers.values():
            resolver.forget()
        self._flush()

    def _flush(self) -> None:
        with suppress(StoreError):  # the run itself says so when it writes
            self._captures.flush()

    def check(self, orders: Sequence[CheckOrder]) -> Iterator[Checked]:
        """See :func:`check`."""
        for archived in (False, True):
            chosen = [order for order in orders if order.archived is archived]
            if not chosen:
                continue
            held = self._expected(chosen)
            documents = self._resolver(archived).recheck_many([(order.url, order.when) for order in chosen], held)
            for place, document in documents:
                order = chosen[place]
                yield _checked(order, document, self._database) if isinstance(document, Document) else _same(order, document)

    def _expected(self, orders: Sequence[CheckOrder]) -> dict[str, Standing]:
        """What is held of the pages that may be as they were; what the store has of all of them is looked up ahead."""
        from provenance.sources.addressing.canonical import normal
        from provenance.sources.extraction.remembering import extract_key
        from provenance.sources.standing import Standing

        held = {}
        wanted: dict[str, None] = {}
        for order in orders:
            wanted[normal(order.url)] = None
            if order.held is not None and order.held.described is not None and order.held.extract is not None:
                source = source_from(order.held.described)
                held[order.url] = Standing(source, order.held.extract)
                wanted[normal(source.final_url or order.url)] = None
        self._captures.expect(list(wanted), lambda kept: extract_key(kept.sha256, kept.header("Content-Type") or None, kept.url))
        return held

    def _resolver(self, archived: bool) -> Resolver:
        from provenance.sources import Resolver

        with self._lock:
            if archived not in self._resolvers:
                self._resolvers[archived] = Resolver(self._config, store=self._captures, archives=None if archived else {})
            return self._resolvers[archived]


def _checked(order: CheckOrder, document: Document, database: Database) -> Checked:
    source = document.source
    now = stamp(system_clock())
    extract = None
    if isinstance(document.content, Extract):
        packed = extract_to(document.content)
        extract = sha256(packed)
        if not database.read(lambda c: has_content(c, extract)):  # as a rule whoever extracted it has kept it
            database.transact(lambda c: keep_content(c, packed, now))
    live = source.live_status or source.status
    return Checked(order.source, live.value, source.fetched or now, source_to(source), source.sha256, extract)


def _same(order: CheckOrder, unchanged: Unchanged) -> Checked:
    held, source = order.held, unchanged.standing.source
    assert held is not None
    assert held.described is not None
    return Checked(order.source, source.status.value, unchanged.fetched, held.described, source.sha256, held.extract, held.capture)


# ---- judging articles ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class JudgeOrder:
    """An article whose claims are to be compared with what is held of its sources."""

    article: int
    place: str
    content: str
    """Hash of its bytes in the store."""
    sources: dict[str, Held]
    config: Config
    store: str
    kept: tuple[NewVerdict, ...] = ()
    """Verdicts that stand, because nothing of what they rest on has changed."""
    copies: dict[Want, Copy] = field(default_factory=dict)
    """What archives had of its sources."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of an article's claims."""

    article: int
    verdicts: tuple[NewVerdict, ...] = ()
    failure: str | None = None
    wanted: tuple[Want, ...] = ()
    """The dated copies that bear on the claims which were compared, known or not."""


def judge(order: JudgeOrder) -> Judged:
    """Compare an article's claims with its sources, from the store alone."""
    from provenance.pipeline import judge_claims
    from provenance.reports.json import checked_object
    from provenance.sources.addressing.canonical import source_id

    database = _database(order.store)
    try:
        work = _remembered(order, database)
    except DraftError as error:
        return Judged(order.article, failure=str(error))
    if work is None:
        return Judged(order.article, failure=f"{order.place}: its stored text is gone; it is read anew in the next run")
    standing = {verdict.claim: verdict for verdict in order.kept}
    # a claim whose sources read as they did is not compared again
    left = [(claim, keys) for claim, keys in zip(work.claims, work.wanted, strict=True) if claim.id not in standing]
    partial = replace(work, claims=tuple(claim for claim, _ in left), wanted=tuple(keys for _, keys in left))
    documents = {url: _document(url, order.sources.get(source_id(url)), database) for url in partial.addresses}
    chosen = order.config
    past = Past(order.sources, order.copies, not (chosen.no_archive or (chosen.offline and chosen.cassette is None)), database)
    judged = judge_claims(partial, documents, _model(chosen.model), past, past.note)
    new = {}
    for (claim, keys), checked in zip(left, judged, strict=True):
        rests = past.rests([source_id(url) for url in keys], checked.findings)
        # a reading of our own goes by the id of its source
        plain = tuple(replace(finding, source=finding.source.partition("@")[0]) for finding in checked.findings)
        verdict = checked.verdict
        told = checked_object(replace(checked, findings=plain))
        new[claim.id] = NewVerdict(claim.id, verdict.label.value, verdict.confidence, rests, told)
    found = standing | new
    verdicts = tuple(found[key] for key in dict.fromkeys(claim.id for claim in work.claims))
    return Judged(order.article, verdicts, wanted=tuple(past.wanted))


def _remembered(order: JudgeOrder, database: Database) -> Work | None:
    """An article as it was read, by these readers or now; ``None`` if its bytes are not stored any more."""
    from provenance.pipeline import prepare

    captures, key = AuditCaptures(database), _work_key(order.content, order)
    known = captures.derived(key)
    if known is not None:
        with suppress(ValueError, TypeError, IndexError):  # what is no such thing is read anew
            return work_from(known)
    body = database.read(lambda c: content_of(c, order.content))
    if body is None:
        return None
    work = prepare(_draft(order.place, body, order.config))
    captures.put_derived(key, work_to(work))
    return work


def _work_key(content: str, order: ReadOrder | JudgeOrder) -> str:
    chosen = order.config
    return work_key(content, order.place, chosen.input_format, chosen.language, chosen.date.isoformat() if chosen.date else None)


def load(config: Config) -> None:
    """Load what judging needs, before there is anything to judge, by judging something."""
    import gc

    import sqlalchemy  # noqa: F401 - for the copies of this process

    from provenance.model import Claim, Draft, How, Reference, Source, Span
    from provenance.pipeline import Work, judge_claims
    from provenance.sources.addressing.canonical import source_id

    # made by hand: what reads articles is not needed for those that are as they were
    url, text = "http://a.example/", "The bridge was opened in May."
    here = Span(0, len(text))
    claim = Claim("c-1", text, text, None, here, None, references=(Reference(url, here, How.LINK),))
    work = Work(Draft("a.md", "markdown", text, "0" * 64, language="en"), (claim,), (claim,), ((url,),))
    extract = Extract("The mayor opened the bridge in May.")
    gc.disable()  # all of it stays: looking for what may go takes a sixth of the time
    try:
        judge_claims(work, {url: Document(Source(source_id(url), url, Status.OK), extract)}, _model(config.model))
    finally:
        gc.freeze()
        gc.enable()


def _document(url: str, held: Held | None, database: Database) -> Document:
    """A source out of the store, under the address as the article wrote it."""
    from provenance.model import Source
    from provenance.sources.addressing.canonical import source_id

    if held is None or held.described is None:
        missing = Unavailable(url, Status.NOT_ATTEMPTED, "The source has not been looked at yet: the next run takes it up.")
        return Document(Source(source_id(url), url, Status.NOT_ATTEMPTED, message=missing.reason), missing)
    source = replace(source_from(held.described), url=url)
    key = held.extract
    packed = database.read(lambda c: content_of(c, key)) if key is not None else None
    if packed is None:
        status = Status.NOT_ATTEMPTED if source.status.was_read else source.status
        reason = source.message or "What was read of the source is not stored any more: the next check reads it anew."
        return Document(replace(source, status=status), Unavailable(url, status, reason))
    if held.away is not None and source.archive is None:
        source = replace(source, live_status=Status(held.away))
    return Document(source, extract_from(packed, url))


# ---- once for each process ------------------------------------------------------------------------------------------


_OPENED: weakref.WeakSet[Database] = weakref.WeakSet()


@lru_cache(maxsize=4)
def _database(store: str) -> Database:
    database = Database(store)
    _OPENED.add(database)
    return database


def let_go() -> None:
    """Close this process's connections to databases; each is opened anew when it is needed."""
    for database in list(_OPENED):
        database.close()


@lru_cache(maxsize=2)
def _model(name: str) -> Entailment:
    from provenance.comparison.entailment import make
    from provenance.config import ModelKind, parse_model
    from provenance.errors import ConfigError

    choice = parse_model(name)
    if choice.kind is ModelKind.OPENAI:
        raise ConfigError("an audit cannot ask an endpoint: use the embedded model or one in a folder")
    return make(choice)


def function(name: str) -> Callable[[Any], Any]:
    """The function that an engine is told to carry out, ``module:name``; never a stranger's words."""
    from importlib import import_module

    module, _, attribute = name.partition(":")
    found: Callable[[Any], Any] = getattr(import_module(module), attribute)
    return found


READ = f"{__name__}:read"
JUDGE = f"{__name__}:judge"
LOAD = f"{__name__}:load"
