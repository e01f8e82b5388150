"""The functions behind ``import provenance``: thin, typed doors to the stages."""

from __future__ import annotations

from collections.abc import Iterable

from provenance.config import Config
from provenance.model import Claim, Comparison, Context, Extract
from provenance.pipeline import check, compare_all

__all__ = ["check", "compare", "compare_many", "extract", "find_claims"]


def find_claims(text: str, *, format: str = "text", language: str | None = None) -> tuple[Claim, ...]:
    """Find every claim in ``text`` that leans on a source.

    Parameters
    ----------
    text:
        The draft.
    format:
        ``text``, ``markdown`` or ``html``.
    language:
        ISO 639-1 code; without it the language is identified.

    Returns
    -------
    The claims in the order of the text. For plain text their spans count in ``text`` itself; for the other formats in the
    text that a reader sees.

    Raises
    ------
    DraftError
        ``text`` is empty or not a text, or the format is unknown.
    """
    from provenance import claims
    from provenance.draft import read_text

    return claims.find_claims(read_text(text, format=format, language=language))


def compare(claim: str, source: str | Extract, *, context: str = "", language: str | None = None, model: str = "embedded") -> Comparison:
    """Compare one claim with the text of one source.

    Parameters
    ----------
    claim:
        What is claimed; words in quotation marks are taken as a quotation of the source.
    source:
        The source's text, or what :func:`extract` made of a page.
    context:
        Sentences around the claim, for names that it only alludes to.
    language:
        ISO 639-1 code of the claim; without it the language is identified.
    model:
        Who else reads the claim: a model's folder, or ``openai:NAME@URL``.

    Raises
    ------
    ConfigError
        ``model`` names none.
    ModelError
        The model cannot be loaded or asked.
    """
    return compare_all([(claim, source, Context(language=language, surrounding=context))], Config(model=model))[0]


def compare_many(pairs: Iterable[tuple[str, str | Extract]], *, model: str = "embedded") -> list[Comparison]:
    """Compare many (claim, source) pairs: the same results as :func:`compare`, in less time."""
    return compare_all([(claim, source, Context()) for claim, source in pairs], Config(model=model))


def extract(body: bytes, *, content_type: str | None = None, url: str | None = None) -> Extract:
    """Extract text and metadata from the bytes of a page or file.

    Parameters
    ----------
    body:
        The bytes as received, decompressed.
    content_type:
        The ``Content-Type`` they were sent with, if any.
    url:
        The address they came from, for resolving links.
    """
    from provenance.sources.extraction.extract import extract as extract_page

    return extract_page(body, content_type=content_type, url=url)
