"""The order of the stages: sources are got, claims compared, verdicts combined, draft by draft."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from provenance.changes import Standing, Witness, standing
from provenance.config import Config
from provenance.errors import DraftError
from provenance.model import (
    CheckedClaim,
    Document,
    Draft,
    DraftFailure,
    DraftReport,
    Finding,
    Label,
    Reason,
    Report,
    Source,
    Status,
    Unavailable,
    Verdict,
)
from provenance.progress import Progress, Silent, Stage
from provenance.relations import with_cites, with_voices

if TYPE_CHECKING:
    from provenance.comparison.entailment import Entailment
    from provenance.sources.resolver import Resolver
from provenance.pipeline.about import TOOL, entailment, generated, settings_told, tool_version
from provenance.pipeline.given import Given
from provenance.pipeline.judging import judged, judged_one, no_reference
from provenance.pipeline.reading import read_draft
from provenance.pipeline.work import Work, prepare

Note = Callable[[Document], Reason | None]
"""What to say of a document in each verdict that rests on it, if anything."""


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
        generated=generated(done, config),
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
        for claim in _checked(work, documents, model, progress, resolver, copies):
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


def judge(
    work: Work,
    documents: Mapping[str, Document],
    model: Entailment,
    witness: Witness | None = None,
    note: Note | None = None,
) -> DraftReport:
    """Compare a draft's claims with its documents.

    Parameters
    ----------
    work:
        What is to be compared with what.
    documents:
        The documents by the keys that ``work`` names; more may be there.
    model:
        Reads each claim besides the details.
    witness:
        Finds earlier readings and dated copies of pages that lack what a claim has from them; without it none is looked at.
    note:
        What to say of a document in each verdict that rests on it.

    Raises
    ------
    ModelError
        The model cannot be asked.
    """
    copies: dict[str, Document] = {}
    checked = tuple(_checked(work, documents, model, Silent(), witness, copies, note))
    return _reported(work, documents, checked, copies)


def judge_claims(
    work: Work,
    documents: Mapping[str, Document],
    model: Entailment,
    witness: Witness | None = None,
    note: Note | None = None,
) -> tuple[CheckedClaim, ...]:
    """The claims of :func:`judge` alone, without what a report tells besides: what each link is there for, and who cites whom."""
    return with_voices(_checked(work, documents, model, Silent(), witness, {}, note), _distinct(work, documents))


def _distinct(work: Work, documents: Mapping[str, Document]) -> tuple[Document, ...]:
    return tuple({documents[key].source.id: documents[key] for key in work.addresses}.values())


def _reported(
    work: Work,
    documents: Mapping[str, Document],
    checked: Iterable[CheckedClaim],
    copies: Mapping[str, Document],
    *,
    interrupted: bool = False,
) -> DraftReport:
    from provenance.claims.references import classify_links

    distinct = _distinct(work, documents)
    voiced = with_voices(checked, distinct)
    return DraftReport(
        work.draft, voiced, tuple(classify_links(work.draft, work.listed)), with_cites((*distinct, *copies.values())), interrupted
    )


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
    witness: Witness | None,
    copies: dict[str, Document],
    note: Note | None = None,
) -> Iterator[CheckedClaim]:
    """Judge claim by claim; dated copies on which a verdict stands are added to ``copies`` by their ids."""
    from provenance.comparison import combine

    if work.claims:
        progress.begin(Stage.COMPARING, len(work.claims), work.draft.path)
    for claim, keys in zip(work.claims, work.wanted, strict=True):
        # claim by claim, so that a run that is stopped keeps what it has
        compared = judged(work.draft, [(claim, documents[key]) for key in keys], model)
        stand = [Standing(documents[key], comparison) for key, comparison in zip(keys, compared, strict=True)]
        if witness is not None:
            again = partial(judged_one, work.draft, claim, model)
            stand = [standing(one.document, one.comparison, work.when(key), witness, again) for key, one in zip(keys, stand, strict=True)]
            copies.update(
                {one.document.source.id: one.document for key, one in zip(keys, stand, strict=True) if one.document is not documents[key]}
            )
        if note is not None:
            stand = [_noted(one, note) for one in stand]
        findings = tuple(Finding(one.document.source.id, one.comparison) for one in stand)
        verdict = combine([f.comparison for f in findings]) if findings else no_reference(claim)
        yield CheckedClaim(claim, verdict, findings)
        progress.step(Stage.COMPARING, claim.text)
    if work.claims:
        progress.end(Stage.COMPARING)


def _noted(one: Standing, note: Note) -> Standing:
    said = note(one.document)
    if said is None or one.comparison.label is Label.NOT_CHECKABLE:
        return one
    return replace(one, comparison=replace(one.comparison, reasons=(*one.comparison.reasons, said)))
