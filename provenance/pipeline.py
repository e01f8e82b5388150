"""The way through the house: draft → claims → sources → comparison → verdict. The only place that knows the order of the stages."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from datetime import date as Date
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from provenance.changes import AsOf, Standing, standing
from provenance.config import MODEL_KEY, Config, ModelKind, parse_model
from provenance.draft.collect import is_address
from provenance.errors import DraftError
from provenance.model import (
    CheckedClaim,
    Claim,
    Comparison,
    Context,
    CueKind,
    Document,
    Draft,
    DraftFailure,
    DraftReport,
    Extract,
    Finding,
    Label,
    Passage,
    Reason,
    Report,
    Source,
    SourceKind,
    Span,
    Speech,
    Status,
    Unavailable,
    Verdict,
)
from provenance.progress import Progress, Silent, Stage
from provenance.relations import with_cites, with_voices

if TYPE_CHECKING:
    from provenance.comparison.entailment import Entailment
    from provenance.sources.resolver import Resolver

TOOL = "provenance"


@dataclass(frozen=True, slots=True)
class Work:
    """A draft on its way, with what is to be compared with what."""

    draft: Draft
    listed: tuple[Claim, ...]
    """All claims that were found."""
    claims: tuple[Claim, ...]
    """Those that are compared."""
    wanted: tuple[tuple[str, ...], ...]
    """For each claim that is compared the keys of the documents that stand for its sources."""
    accessed: Mapping[str, Date] = field(default_factory=dict)
    """When the author looked at a source, by its key, where the draft says so."""

    def when(self, key: str) -> Date | None:
        """The day as of which a source counts: that on which the author looked at it, else that of the draft."""
        return self.accessed.get(key, self.draft.date)

    @property
    def addresses(self) -> tuple[str, ...]:
        """The keys of all documents that are wanted, each once, in the order of first mention."""
        return tuple(dict.fromkeys(key for keys in self.wanted for key in keys))


def tool_version() -> str:
    """The installed version of the program."""
    try:
        return version("provenance-checker")
    except PackageNotFoundError:
        return "0+unknown"


def check(draft: str | Path | Draft, *, sources: Sequence[str] = (), config: Config | None = None) -> DraftReport:
    """Check one draft against its sources.

    Parameters
    ----------
    draft:
        A file, or a draft already read.
    sources:
        Texts given by hand, each ``[URL=]FILE|URL``: for that address, or for every claim without a reference.
    config:
        The settings; without them the defaults, with no environment or settings file looked at.

    Raises
    ------
    DraftError
        The draft cannot be read.
    SourceError
        A source given by hand cannot be read.
    CassetteError
        The cassette is missing or damaged.
    ModelError
        The model that the settings name cannot be loaded or asked.
    """
    settings = config or Config()
    if sources:
        settings = replace(settings, source=(*settings.source, *sources))
    (result,) = run([draft], settings)
    if isinstance(result, DraftFailure):
        raise DraftError(result.reason)
    return result


def check_all(drafts: Iterable[str | Path | Draft | DraftFailure], config: Config) -> Report:
    """Check several drafts in one run: an address that several of them cite is fetched once."""
    return report_of(run(drafts, config), config)


def report_of(results: Iterable[DraftReport | DraftFailure], config: Config, *, interrupted: bool = False) -> Report:
    """One report of all results of a run, or of those that there were when it was ``interrupted``."""
    found = list(results)
    done = tuple(r for r in found if isinstance(r, DraftReport))
    return Report(
        tool=TOOL,
        version=tool_version(),
        generated=_generated(done, config),
        settings=settings_told(config),
        drafts=done,
        failures=tuple(r for r in found if isinstance(r, DraftFailure)),
        interrupted=interrupted or any(r.interrupted for r in done),
    )


def run(
    drafts: Iterable[str | Path | Draft | DraftFailure], config: Config, progress: Progress | None = None
) -> Iterator[DraftReport | DraftFailure]:
    """Check drafts one after the other, a result each as it is ready. The settings name the sources given by hand.

    A :class:`~provenance.model.DraftFailure` among the drafts (see :func:`provenance.draft.collect.collect`) is passed through.
    Stopped by :class:`KeyboardInterrupt` in the middle of a draft, it yields what is known of that draft, marked as
    ``interrupted``, and ends.
    """
    from provenance.sources import Resolver

    told = progress or Silent()

    with Resolver(config) as resolver:
        model = entailment(config, resolver)
        given = Given.read(config.source, resolver)
        for draft in drafts:
            if isinstance(draft, DraftFailure):
                yield draft
                continue
            name = str(draft.path if isinstance(draft, Draft) else draft)
            try:
                told.begin(Stage.READING, 1, name)
                read = draft if isinstance(draft, Draft) else read_draft(draft, config, resolver)
                result = _check_one(read, given, resolver, model, told)
            except DraftError as error:
                yield DraftFailure(name, str(error))
                continue
            yield result
            if result.interrupted:
                return


def read_drafts(drafts: Iterable[str | DraftFailure], config: Config) -> Iterator[Draft | DraftFailure]:
    """Read drafts one after the other. Nothing is fetched but a draft that is named by its address."""
    resolver: Resolver | None = None
    try:
        for draft in drafts:
            if isinstance(draft, DraftFailure):
                yield draft
                continue
            try:
                if resolver is None and is_address(draft):
                    from provenance.sources import Resolver

                    resolver = Resolver(config)
                read = read_draft(draft, config, resolver)
            except DraftError as error:
                yield DraftFailure(draft, str(error))
            else:
                yield read
    finally:
        if resolver is not None:
            resolver.close()


def read_draft(path: str | Path, config: Config, resolver: Resolver | None = None) -> Draft:
    """Read a draft, ``-`` from standard input, with the format, language and date that the settings give it.

    Parameters
    ----------
    path:
        A file, ``-``, or the web address of a published text.
    config:
        The settings.
    resolver:
        Fetches an address, over the run's guard and cassette.

    Raises
    ------
    DraftError
        It cannot be read or fetched.
    """
    from provenance.draft import MAX_BYTES, read, read_bytes

    name = str(path)
    if name == "-":
        body = sys.stdin.buffer.read(MAX_BYTES + 1)
        return read_bytes(body, path="-", format=config.input_format, language=config.language, date=config.date)
    if resolver is not None and is_address(name):
        return _fetched(name, config, resolver)
    return read(path, format=config.input_format, language=config.language, date=config.date)


def _fetched(url: str, config: Config, resolver: Resolver) -> Draft:
    """A published text as a draft."""
    from provenance.draft import read_bytes

    capture = resolver.capture(url)
    if isinstance(capture, Unavailable):
        raise DraftError(f"{url}: {capture.reason}")
    kind, charset = media_type(capture.content_type)
    return read_bytes(
        capture.body,
        path=url,
        format=config.input_format or _SERVED.get(kind),
        language=config.language,
        date=config.date,
        address=capture.final_url,
        charset=charset,
    )


_SERVED = {"text/html": "html", "application/xhtml+xml": "html", "text/markdown": "markdown", "multipart/related": "mhtml"}
"""What a server's word on a page says of its format; of all else, name and content say more."""


def media_type(content_type: str) -> tuple[str, str | None]:
    """Type and charset of a ``Content-Type``, both as the server has them; the charset ``None`` if it names none."""
    kind, _, parameters = content_type[:1000].partition(";")
    charset = re.search(r"\bcharset\s{0,10}=\s{0,10}[\"']?\s{0,10}([\w:.-]{1,40})", parameters, re.IGNORECASE)
    return kind.strip().lower(), charset[1] if charset else None


def compare_one(claim: str, place: str, context: str, config: Config) -> tuple[Document, Comparison]:
    """Compare one claim with one file or address, as ``provenance compare`` does.

    Parameters
    ----------
    claim:
        The claim's words.
    place:
        A file, an address, or ``-`` for stdin.
    context:
        Sentences around the claim.
    config:
        The settings.

    Raises
    ------
    SourceError
        The file cannot be read.
    CassetteError
        The cassette is missing or damaged.
    """
    from provenance.comparison import compare_many
    from provenance.sources import Resolver

    with Resolver(config) as resolver:
        model = entailment(config, resolver)
        if place.startswith(("http://", "https://")):
            (document,) = resolver.resolve_many([(place, config.date)])
        else:
            document = resolver.given(place)
        if isinstance(document.content, Unavailable):
            return document, _unchecked(document.content)
        about = Context(config.language, config.date, _date(document.source.published), context)
        (comparison,) = compare_many([(claim, document.content, about)], model=model)
    return document, _with_links(comparison, document)


def compare_all(items: Sequence[tuple[str, Extract | str, Context]], config: Config) -> list[Comparison]:
    """Compare claims with texts that are already at hand, with the model that the settings name.

    Raises
    ------
    ModelError
        It cannot be loaded or asked.
    """
    from provenance.comparison import compare_many

    if parse_model(config.model).kind is ModelKind.EMBEDDED:
        return compare_many(items)
    from provenance.sources import Resolver

    with Resolver(config) as resolver:
        return compare_many(items, model=entailment(config, resolver))


# ---- the entailment model ------------------------------------------------------------------------------------------


def entailment(config: Config, resolver: Resolver) -> Entailment:
    """The model that the settings name; one behind an endpoint is asked over the run's cassette.

    Raises
    ------
    ModelError
        It cannot be loaded.
    """
    from provenance.comparison.entailment import make

    choice = parse_model(config.model)
    if choice.kind is not ModelKind.OPENAI:
        return make(choice)
    key = os.environ.get(MODEL_KEY, "")
    return make(choice, resolver.asker(f"{choice.place}/chat/completions", key=key, timeout=config.model_timeout))


def model_name(config: Config) -> str:
    """The model's name as reports give it: for a folder with the hash of its content."""
    choice = parse_model(config.model)
    if choice.kind is not ModelKind.FOLDER:
        return str(choice)
    from provenance.comparison.entailment import make

    return make(choice).name


# ---- sources given by hand -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Given:
    """Sources given by hand: some stand in for an address, the others for every claim without a reference."""

    by_url: Mapping[str, Document]
    for_all: tuple[Document, ...]

    @classmethod
    def read(cls, values: Sequence[str], resolver: Resolver) -> Given:
        """Read what the settings name, each ``[URL=]FILE|URL``."""
        by_url: dict[str, Document] = {}
        for_all: list[Document] = []
        for value in values:
            url, place = split_given(value)
            document = resolver.given(place, url=url)
            if url is None:
                for_all.append(document)
            else:
                by_url[url] = document
        return cls(by_url, tuple(for_all))


def split_given(value: str) -> tuple[str | None, str]:
    """Split ``[URL=]FILE|URL`` into address and place; an address alone is a place, even with ``=`` in its query."""
    if not value.startswith(("http://", "https://")):
        return None, value
    head, separator, tail = value.rpartition("=")
    if separator and (tail.startswith(("http://", "https://")) or Path(tail).exists()):
        return head, tail
    # "https://a/?x=https://b" is one address, but "https://a=https://b" is two
    for marker in ("=http://", "=https://"):
        at = value.find(marker)
        if at > 0 and "?" not in value[:at]:
            return value[:at], value[at + 1 :]
    if separator and "/" not in tail and "." in tail and "?" not in head:
        return head, tail
    return None, value


# ---- one draft -----------------------------------------------------------------------------------------------------


def _check_one(draft: Draft, given: Given, resolver: Resolver, model: Entailment, progress: Progress) -> DraftReport:
    work = prepare(draft, given)
    progress.step(Stage.READING, draft.path)
    progress.end(Stage.READING)
    documents: dict[str, Document] = {}
    checked: list[CheckedClaim] = []
    copies: dict[str, Document] = {}
    interrupted = False
    try:
        for key, document in _documents(work, given, resolver, progress):
            documents[key] = document
        for claim in _checked(work, documents, model, progress, resolver.as_of, copies):
            checked.append(claim)
    except KeyboardInterrupt:
        interrupted = True
        checked.extend(CheckedClaim(left, _not_reached()) for left in work.claims[len(checked) :])
        for key in work.addresses:
            documents.setdefault(key, _not_fetched(key))
    return _reported(work, documents, checked, copies, interrupted=interrupted)


def _not_reached() -> Verdict:
    message = "The run was stopped before this claim was checked: run it again."
    return Verdict(Label.NOT_CHECKABLE, 1.0, 0.5, (Reason("interrupted", message),))


def _not_fetched(url: str) -> Document:
    from provenance.sources.addressing.canonical import source_id

    reason = "not fetched, because the run was stopped; run it again"
    missing = Unavailable(url, Status.NOT_ATTEMPTED, reason)
    return Document(Source(source_id(url), url, Status.NOT_ATTEMPTED, message=reason), missing)


def prepare(draft: Draft, given: Given | None = None) -> Work:
    """Find what a draft claims, and which addresses stand for it; nothing is fetched.

    Parameters
    ----------
    draft:
        The draft.
    given:
        Sources given by hand.
    """
    from provenance.claims import find_claims, is_statement
    from provenance.draft.accessed import accessed

    by_hand = given or Given({}, ())
    listed = find_claims(draft, statements=bool(by_hand.for_all))
    # beliefs, wishes and stances are compared only where the draft itself gives an address for them
    claims = tuple(claim for claim in listed if is_statement(claim) or any(reference.url for reference in claim.references))
    return Work(draft, tuple(listed), claims, tuple(_wanted(claim, by_hand) for claim in claims), accessed(draft))


def judge(work: Work, documents: Mapping[str, Document], model: Entailment, as_of: AsOf | None = None) -> DraftReport:
    """Compare a draft's claims with its documents.

    Parameters
    ----------
    work:
        What is to be compared with what.
    documents:
        The documents by the keys that ``work`` names; more may be there.
    model:
        Reads each claim besides the details.
    as_of:
        Finds dated copies of pages that lack what a claim has from them; without it none is looked at.

    Raises
    ------
    ModelError
        The model cannot be asked.
    """
    copies: dict[str, Document] = {}
    checked = tuple(_checked(work, documents, model, Silent(), as_of, copies))
    return _reported(work, documents, checked, copies)


def _reported(
    work: Work,
    documents: Mapping[str, Document],
    checked: Iterable[CheckedClaim],
    copies: Mapping[str, Document],
    *,
    interrupted: bool = False,
) -> DraftReport:
    from provenance.claims.references import classify_links

    distinct = tuple({documents[key].source.id: documents[key] for key in work.addresses}.values())
    voiced = with_voices(checked, distinct)
    return DraftReport(
        work.draft, voiced, tuple(classify_links(work.draft, work.listed)), with_cites((*distinct, *copies.values())), interrupted
    )


def _wanted(claim: Claim, given: Given) -> tuple[str, ...]:
    urls = tuple(dict.fromkeys(r.url for r in claim.references if r.url))
    return urls or tuple(document.source.url for document in given.for_all)


def _documents(work: Work, given: Given, resolver: Resolver, progress: Progress) -> Iterator[tuple[str, Document]]:
    """The documents of a draft, each with its address as the draft wrote it, in the order of first mention."""
    by_hand = {**{d.source.url: d for d in given.for_all}, **given.by_url}
    to_fetch = [key for key in work.addresses if key not in by_hand]
    if to_fetch:
        progress.begin(Stage.FETCHING, len(to_fetch), work.draft.path)
        progress.begin(Stage.EXTRACTING, None, work.draft.path)
        resolver.watch = lambda event, url: progress.step(Stage.FETCHING if event == "fetched" else Stage.EXTRACTING, url)
    fetched = resolver.resolve_many([(url, work.when(url)) for url in to_fetch])
    for key in work.addresses:
        yield key, by_hand[key] if key in by_hand else next(fetched)
    if to_fetch:
        progress.end(Stage.FETCHING)
        progress.end(Stage.EXTRACTING)


def _checked(
    work: Work,
    documents: Mapping[str, Document],
    model: Entailment,
    progress: Progress,
    as_of: AsOf | None,
    copies: dict[str, Document],
) -> Iterator[CheckedClaim]:
    """Judge claim by claim; dated copies on which a verdict stands are added to ``copies`` by their ids."""
    from provenance.comparison import combine

    if work.claims:
        progress.begin(Stage.COMPARING, len(work.claims), work.draft.path)
    for claim, keys in zip(work.claims, work.wanted, strict=True):
        # claim by claim, so that a run that is stopped keeps what it has
        compared = judged(work.draft, [(claim, documents[key]) for key in keys], model)
        stand = [Standing(documents[key], comparison) for key, comparison in zip(keys, compared, strict=True)]
        if as_of is not None:
            again = partial(_judged_one, work.draft, claim, model)
            stand = [standing(one.document, one.comparison, work.when(key), as_of, again) for key, one in zip(keys, stand, strict=True)]
            copies.update(
                {one.document.source.id: one.document for key, one in zip(keys, stand, strict=True) if one.document is not documents[key]}
            )
        findings = tuple(Finding(one.document.source.id, one.comparison) for one in stand)
        verdict = combine([f.comparison for f in findings]) if findings else _no_reference(claim)
        yield CheckedClaim(claim, verdict, findings)
        progress.step(Stage.COMPARING, claim.text)
    if work.claims:
        progress.end(Stage.COMPARING)


def _judged_one(draft: Draft, claim: Claim, model: Entailment, document: Document) -> Comparison:
    return judged(draft, [(claim, document)], model)[0]


def judged(draft: Draft, pairs: Sequence[tuple[Claim, Document]], model: Entailment) -> list[Comparison]:
    """What each document says of its claim, in the order of the pairs; not checkable, with the reason, where it was not read.

    Parameters
    ----------
    draft:
        The draft of the claims.
    pairs:
        Claims with documents.
    model:
        Who reads each claim besides the rules; see :func:`entailment`.
    """
    from provenance.comparison import compare_many

    asked = [
        (_dating(claim, document.source) + claim.text, document.content, _context(draft, claim, document.source))
        for claim, document in pairs
        if isinstance(document.content, Extract)
    ]
    compared = iter(compare_many(asked, model=model))
    return [
        _unchecked(document.content)
        if isinstance(document.content, Unavailable)
        else _with_links(_shifted(next(compared), len(_dating(claim, document.source))), document)
        for claim, document in pairs
    ]


def _dating(claim: Claim, source: Source) -> str:
    """The words that date what a person or body said, to be checked with it; empty where the source need not repeat them.

    "On Aug. 27, Putin announced …" says when he did. What an outlet "reported Friday", or was said on the day on which the
    source appeared, the source does not date itself; and a quotation alone is compared by its words.
    """
    attribution = claim.attribution
    if attribution is None or not attribution.when or attribution.kind is Speech.DIRECT or attribution.when in claim.text:
        return ""
    if attribution.speaker_or_outlet not in (SourceKind.PERSON, SourceKind.GROUP):
        return ""
    published = _date(source.published)
    if attribution.date is not None and published is not None and abs((published - attribution.date).days) <= 1:
        return ""
    return f"{attribution.when}, "


def _shifted(comparison: Comparison, by: int) -> Comparison:
    """``comparison`` with the places in the claim counted from ``by`` characters later; what lies before has none."""

    def moved(span: Span | None) -> Span | None:
        return Span(span.start - by, span.end - by) if span is not None and span.start >= by else None

    if not by:
        return comparison
    return replace(comparison, differences=tuple(replace(d, claim_span=moved(d.claim_span)) for d in comparison.differences))


def _context(draft: Draft, claim: Claim, source: Source) -> Context:
    named = claim.attribution
    about = Context(language=draft.language, date=draft.date, source_date=_date(source.published), surrounding=claim.sentence)
    if named is None:
        return about
    called = named.source_span.of(draft.text) if named.source_span else ""
    return replace(
        about,
        speaker=named.source,
        speaker_kind=named.speaker_or_outlet,
        speaker_names=(called,) if called and called != named.source else (),
        said=named.cue_kind is CueKind.SPEECH and not named.denied and named.relayed_from is None,
    )


def _date(stamp: str | None) -> Date | None:
    try:
        return Date.fromisoformat(stamp[:10]) if stamp else None
    except ValueError:
        return None


def _unchecked(missing: Unavailable) -> Comparison:
    """No judgement: the source was not read. The reason is its failure, never a verdict about the claim."""
    return Comparison(Label.NOT_CHECKABLE, 1.0, 0.5, (Reason(missing.status.value, missing.reason),))


def _no_reference(claim: Claim) -> Verdict:
    named = f" ({claim.attribution.source})" if claim.attribution and claim.attribution.source else ""
    message = f"No link or text stands for this claim's source{named}: give one with --source FILE, or add a link to the draft."
    return Verdict(Label.NOT_CHECKABLE, 1.0, 0.5, (Reason("no_reference", message),))


_AROUND = 32
"""Characters before and after a passage by which it is found again (W3C Web Annotation's prefix and suffix)."""


def _with_links(comparison: Comparison, document: Document) -> Comparison:
    """``comparison`` with what leads to each passage: a link, and the words around it."""
    from provenance.sources.addressing.fragments import fragment_link

    source, content = document.source, document.content
    address = source.archive.url if source.archive else source.final_url or source.url
    full = content.full if isinstance(content, Extract) else ""

    def linked(passage: Passage) -> Passage:
        page = content.page_of(passage.start) if isinstance(content, Extract) else None
        return replace(
            passage,
            link=fragment_link(address, passage.text, page),
            prefix=full[max(0, passage.start - _AROUND) : passage.start],
            suffix=full[passage.end : passage.end + _AROUND],
        )

    return replace(comparison, evidence=tuple(linked(p) for p in comparison.evidence))


# ---- about the run -------------------------------------------------------------------------------------------------


def _generated(drafts: Sequence[DraftReport], config: Config) -> str:
    """The time of the run; offline the time of the newest capture, so that a replay gives the same bytes."""
    if config.offline:
        stamps = [s.fetched for d in drafts for s in d.sources if s.fetched]
        return max(stamps, default="1970-01-01T00:00:00Z")
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def settings_told(config: Config) -> tuple[tuple[str, str], ...]:
    """The settings that bear on the result, by name, in alphabetical order."""
    told = {
        "fail_on": ",".join(label.value for label in config.fail_on),
        "offline": str(config.offline).lower(),
        "record_mode": config.record_mode.value,
        "model": model_name(config),
    }
    if config.cassette is not None:
        told["cassette"] = config.cassette.name
    if config.input_format:
        told["input_format"] = config.input_format
    if config.language:
        told["language"] = config.language
    if config.date:
        told["date"] = config.date.isoformat()
    if config.source:
        told["source"] = ", ".join(config.source)
    usual = Config()
    if config.no_archive:
        told["no_archive"] = "true"
    elif (config.archive, config.archive_window) != (usual.archive, usual.archive_window):
        told["archive"], told["archive_window"] = ", ".join(config.archive), str(config.archive_window)
    if config.max_cache_age is not None and config.cassette is None and not config.no_cache:
        told["max_cache_age"] = str(config.max_cache_age)
    return tuple(sorted(told.items()))
