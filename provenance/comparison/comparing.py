"""Claim in, comparison out: reads the source once, gathers the signals, decides."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import replace

from provenance.comparison.decide import decide, unread
from provenance.comparison.details.facts import Fact
from provenance.comparison.entailment import Entailment, make
from provenance.comparison.entailment.blending import noted
from provenance.comparison.fitting.forms import Trees
from provenance.comparison.fitting.weights import fitted
from provenance.comparison.matching.encoder import NEAR_LANGUAGES, covers, encoder
from provenance.comparison.matching.match import Match, match
from provenance.comparison.matching.passages import prepare_source
from provenance.comparison.matching.tokens import script
from provenance.comparison.quotation.alignment import PreparedText, prepare
from provenance.comparison.quotation.quoted import Quoted, check_quotes, find_quotes, outright_quote
from provenance.comparison.quotation.verbatim import as_anothers, decide_quotation
from provenance.comparison.quotation.voice import reported
from provenance.comparison.rivals import unmasked
from provenance.comparison.signals import Signals, lay, signals
from provenance.comparison.vagueness.vague import judging, overruled, says_nothing, vague
from provenance.language.identify import identify
from provenance.language.words import is_stopword, lemma, words
from provenance.model import Comparison, Context, Extract, Label, Reason, Span

_SURE = 0.5
"""Below this the guess at a short claim's language is not taken against the source's."""
_CERTAIN = 0.75
"""From which it is where the claim has none of the little words of the source's language."""
_SHORT, _FEWEST = 12, 2
"""Words of a claim that is short; words that are no names, and show its language."""
_LETTERS = 2
"""Letters of the shortest word that shows a language by itself."""
_NO_CONTEXT = Context()


class _Blanks(dict[int, int]):
    """A table for :meth:`str.translate` that makes a blank of everything but white space."""

    def __missing__(self, code: int) -> int:
        self[code] = code if chr(code).isspace() else 32
        return self[code]


_BLANKS = _Blanks()


def compare(claim: str, source: Extract | str, *, context: Context = _NO_CONTEXT) -> Comparison:
    """What ``source`` says about ``claim``.

    Parameters:
        claim: the words that are claimed, quotation marks kept.
        source: the source's text, or what was extracted from its page. Spans of the result count in ``Extract.full``.
        context: language and date of the draft, date of the source, the speaker and the sentences around the claim.

    Returns:
        A label with calibrated probabilities, reasons, evidence and differences. Raises :class:`ModelError` if the encoder
        cannot be loaded; nothing about the texts raises.
    """
    return compare_many([(claim, source, context)])[0]


def compare_many(items: Sequence[tuple[str, Extract | str, Context]], *, model: Entailment | None = None) -> list[Comparison]:
    """:func:`compare` for each item, with the same results; claims are encoded together and every source is read once.

    ``model`` is the entailment model (default: the embedded one).
    """
    model = model or default_model()
    prepared = [Item(claim, Extract(source) if isinstance(source, str) else source, context) for claim, source, context in items]
    settled = [item.outright() or item.early or item.quotation() for item in prepared]
    claims = sorted({item.claim for item, found in zip(prepared, settled, strict=True) if found is None})
    vectors = dict(zip(claims, encoder().sentences(claims), strict=True)) if claims else {}
    return [found or item.compare(vectors[item.claim], model) for item, found in zip(prepared, settled, strict=True)]


@functools.cache
def default_model() -> Entailment:
    """The entailment model that is used where none is named."""
    return make()


class Item:
    """One claim with one source, languages settled."""

    def __init__(self, claim: str, extract: Extract, context: Context = _NO_CONTEXT) -> None:
        self.claim = claim
        self.extract = extract
        self.context = context
        self.full, self.source_language = _read(_One(extract))

    @functools.cached_property
    def language(self) -> str:
        """Of the claim, ISO 639-1."""
        return self.context.language or _language(self.claim, self.source_language) or self.source_language or "en"

    @functools.cached_property
    def early(self) -> Comparison | None:
        """The answer where there is nothing to compare."""
        if not self.full.strip():
            status = self.extract.restricted
            reason = Reason(status.value if status else "empty", "the source has no text that could be read: give its text by hand")
            return Comparison(Label.NOT_CHECKABLE, 1.0, 0.0, (reason,))
        empty = says_nothing(self.claim, self.language)
        if empty is not None:
            return empty
        other = self.source_language
        if other is not None and other != self.language and not (covers(other) and covers(self.language)):
            text = f"the claim is in “{self.language}” and the source in “{other}”, and they cannot be compared: give the source in another language"
            return Comparison(Label.NOT_CHECKABLE, 1.0, 0.0, (Reason("language", text),))
        return None

    def match(self, vector: object) -> Match:
        """The claim laid on the source; ``vector`` is the claim's."""
        reading = prepare_source(self.full, len(self.extract.text), self.source_language)
        same = reading.language == self.language or reading.language is None
        return match(self.claim, self.language, vector, reading, same_language=same)

    def details(self, vector: object) -> tuple[Match, tuple[Fact, ...]]:
        """The match and what it says of every detail; ``vector`` is the claim's."""
        return lay(self.match(vector), self.language, self.context)

    def signals(self, vector: object, word: Trees) -> Signals:
        """All that is known before deciding; ``vector`` is the claim's, ``word`` the fitted trees for single words."""
        return signals(self.match(vector), self.language, self.quotes(), self.context, word)

    def quotes(self) -> tuple[Quoted, ...]:
        """The claim's quotations, checked."""
        if not find_quotes(self.claim):
            return ()
        prepared = _prepared(self.full, self.source_language)
        return check_quotes(self.claim, self.language, prepared, self.source_language, self.context, main=len(self.extract.text))

    def outright(self) -> Comparison | None:
        """The comparison, if the claim is one quotation, nobody's by name, that plainly stands in the source letter for letter.

        It says what :meth:`quotation` would, but needs neither the claim's language nor the source's words.
        """
        if self.context.speaker is not None or self.context.language not in (None, self.source_language):
            return None
        quote = outright_quote(self.claim, self.full, self.source_language)
        found = decide_quotation(quote, self.full, self.source_language) if quote is not None else None
        return unread(found, self.extract) if found is not None else None

    def quotation(self) -> Comparison | None:
        """The comparison, if the claim is one quotation whose words settle it."""
        quotes = self.quotes()
        if len(quotes) != 1:
            return None
        found = decide_quotation(quotes[0], self.full, self.source_language)
        return unread(found, self.extract) if found is not None else None

    def compare(self, vector: object, model: Entailment) -> Comparison:
        """The comparison, given the claim's vector."""
        weights = fitted()
        found = self.signals(vector, weights.word)
        judgement = model.judge([found])[0]
        result = noted(decide(found, judgement, weights, self.extract), found, judgement)
        result = unmasked(result, found, lambda span: self._against(span, vector))
        loose = vague(self.claim, self.language, self.context, vector)
        result = overruled(result, loose, found.match.recall, judging(found.match, loose))
        if result.label is Label.SUPPORTED and result.evidence and self.context.speaker and not find_quotes(self.claim):
            first = Span(result.evidence[0].start, result.evidence[0].end)
            about = f"{self.extract.author or ''} {self.extract.title or ''}"
            said = reported(_prepared(self.full, self.source_language), first, self.context, beside=about)
            result = as_anothers(result, said)
        other = self.source_language
        if result.label is Label.NOT_FOUND and other != self.language and (other in NEAR_LANGUAGES or self.language in NEAR_LANGUAGES):
            text = (
                f"no passage was found, but the language pair {self.language}-{other} is not covered well enough to say that there is none"
            )
            return Comparison(Label.NOT_CHECKABLE, result.confidence, result.support, (Reason("language", text),))
        return result

    def _against(self, span: Span, vector: object) -> Comparison:
        """What one run of the source says by itself, spans counted in that run; ``vector`` is the claim's."""
        part = Item(self.claim, Extract(span.of(self.full), language=self.source_language), replace(self.context, language=self.language))
        weights = fitted()
        found = part.signals(vector, weights.word)
        return decide(found, default_model().judge([found])[0], weights, part.extract)


@functools.lru_cache(maxsize=24)
def _prepared(text: str, language: str | None) -> PreparedText:
    return prepare(text, language=language)


class _One:
    """An extract as a key that is the same only for the same object: its texts are long, and hashed anew at every look."""

    def __init__(self, extract: Extract) -> None:
        self.extract = extract

    def __hash__(self) -> int:
        return id(self.extract)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _One) and other.extract is self.extract


@functools.lru_cache(maxsize=64)
def _read(one: _One) -> tuple[str, str | None]:
    """What may be evidence of a source, and its language."""
    full = _without_furniture(one.extract)
    return full, one.extract.language or (_language(full[:5000], None) if full.strip() else None)


def _without_furniture(extract: Extract) -> str:
    """The full text with menus, related links and banners blanked out: no evidence, and every offset stays what it was."""
    full = extract.full
    parts: list[str] = []
    end = 0
    for span in sorted(extract.furniture, key=lambda span: span.start):
        start = max(end, span.start)
        parts += (full[end:start], full[start : span.end].translate(_BLANKS))
        end = max(start, span.end)
    return "".join((*parts, full[end:])) if parts else full


def _language(text: str, default: str | None) -> str | None:
    found = identify(text)
    if default not in (None, "en") and _plainly_english(text, default):
        return "en"
    if default is None or script(text) != _script_of(default):
        return found.language
    said = words(text)
    plain = [word.text for word in said if not word.text[:1].isupper()]
    if len(plain) >= _FEWEST and len(said) <= _SHORT and not any(is_stopword(word, default) for word in plain):
        bare = identify(" ".join(plain)) if len(plain) < len(said) else found  # names are of no language
        if bare.language != default and covers(bare.language) and bare.confidence >= _CERTAIN:
            return bare.language
    if found.language == default:
        return default
    # a short claim is of another language than its source only if it has that language's own little words
    sure = found.language is not None and found.confidence >= _SURE and covers(found.language)
    if sure and any(is_stopword(word.text, found.language or "") for word in words(text)):
        return found.language
    return default


def _plainly_english(text: str, default: str | None) -> bool:
    """Whether all words of a short claim but for its names are English ones, and none is a little word of the source's language."""
    from provenance.comparison.lexical.dictionary import entries

    said = words(text)
    plain = [word.text for word in said[1:] if word.text.islower()]
    if not plain or len(said) > _SHORT or not all(word.isascii() for word in plain):
        return False
    if any(is_stopword(word, default or "") and not is_stopword(word, "en") for word in plain):
        return False
    if script(text) == _script_of(default or "") and all(lemma(word, "en") == word and not is_stopword(word, "en") for word in plain):
        return False  # "Paris accuse Madrid" is French as well
    return all(is_stopword(word, "en") or (len(word) > _LETTERS and entries(word)) for word in plain)


def _script_of(language: str) -> str:
    return (
        "cyrillic"
        if language in ("ru", "uk", "be", "bg", "sr", "mk")
        else "other"
        if language in ("ar", "zh", "ja", "ko", "th")
        else "latin"
    )
