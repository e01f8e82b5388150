"""One claim against one text, without a draft."""

from __future__ import annotations

from collections.abc import Sequence

from provenance.config import Config, ModelKind, parse_model
from provenance.model import (
    Comparison,
    Context,
    Document,
    Extract,
    Unavailable,
)
from provenance.pipeline.about import entailment
from provenance.pipeline.judging import day_of, unchecked, with_links
from provenance.pipeline.speaking import spoken


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
            return document, unchecked(document.content)
        about = Context(config.language, config.date, day_of(document.source.published), context)
        (comparison,) = compare_many([(claim, document.content, spoken(claim, about))], model=model)
    return document, with_links(comparison, document)


def compare_all(items: Sequence[tuple[str, Extract | str, Context]], config: Config) -> list[Comparison]:
    """Compare claims with texts that are already at hand, with the model that the settings name.

    Raises
    ------
    ModelError
        It cannot be loaded or asked.
    """
    from provenance.comparison import compare_many

    items = [(claim, source, spoken(claim, about)) for claim, source, about in items]
    if parse_model(config.model).kind is ModelKind.EMBEDDED:
        return compare_many(items)
    from provenance.sources import Resolver

    with Resolver(config) as resolver:
        return compare_many(items, model=entailment(config, resolver))
