"""A source as sentences with exact places, and the few of them on which a claim may rest.

Sentences are ranked by the sum of two standardised scores: the idf-weighted share of the claim's words that they hold, and the
cosine of the multilingual encoder. Measured on WiCE, the sum finds the evidence more often than either alone.
"""

from __future__ import annotations

import functools
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from provenance.comparison.matching.encoder import DIMENSIONS, encoder
from provenance.comparison.matching.tokens import Token, roman, script, tokenize
from provenance.language.identify import identify
from provenance.language.sentences import sentences as split_sentences

_ENCODE_ALL = 18  # sentences of a source in the claim's language that are all encoded; of a longer one only the likeliest by their words
_ENCODE_SAME = 14
_ENCODE_OTHER = 1_500  # the same in another language, where words help little
_READ_MAX = 400_000  # characters that are cut into sentences in full; of a longer source, the paragraphs that share words
_SENTENCE_MAX = 1_200  # characters of one unpunctuated run that count as one sentence


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a source."""

    start: int
    end: int
    tokens: tuple[Token, ...]
    """Content and function words; spans count in the whole source."""
    keys: frozenset[str]
    """Lemmas of the content words, and the plain-Latin form of its capitalised words."""
    main: bool
    """In the main text, not in what else stands on the page."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A source made ready once for any number of claims."""

    text: str
    main: int
    """Length of the main text: sentences that begin at or after it are the rest of the page."""
    language: str | None
    sentences: tuple[Sentence, ...]
    frequency: Counter[str] = field(repr=False)
    """In how many sentences each key stands."""
    vectors: dict[int, Any] = field(default_factory=dict, repr=False, compare=False)
    """Sentence vectors computed so far, by sentence index."""

    def idf(self, key: str) -> float:
        """Inverse sentence frequency of ``key`` in this source, in (0, 1]."""
        total = len(self.sentences) + 1
        return math.log(1 + total / (1 + self.frequency[key])) / math.log(1 + total)

    def encode(self, indices: Sequence[int]) -> Any:
        """Unit vectors of these sentences, shape (len(indices), 512)."""
        import numpy as np

        fresh = [i for i in indices if i not in self.vectors]
        if fresh:
            batch = [self.text[self.sentences[i].start : self.sentences[i].end] for i in fresh]
            for i, vector in zip(fresh, encoder().sentences(batch), strict=True):
                self.vectors[i] = vector
        return np.stack([self.vectors[i] for i in indices]) if indices else np.zeros((0, DIMENSIONS), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Ranked:
    """A sentence with how much it bears on a claim."""

    index: int
    words: float
    """Weighted share of the claim's words that it holds, in [0, 1]."""
    cosine: float
    score: float
    """Sum of both, each standardised over the source's sentences."""


@functools.lru_cache(maxsize=24)
def prepare_source(text: str, main: int, language: str | None) -> Reading:
    """Cut ``text`` into sentences and words. ``main`` is the length of its main text; ``language`` ``None`` means: find out."""
    language = language or identify(text[:4000]).language
    found: list[Sentence] = []
    frequency: Counter[str] = Counter()
    for start, stop, is_main in ((0, min(main, len(text)), True), (min(main, len(text)), len(text), False)):
        for span in split_sentences(text[start:stop][:_READ_MAX], language):
            for low, high in _pieces(text, start + span.start, start + span.end):
                tokens = tokenize(text[low:high], language, offset=low)
                if not tokens:
                    continue
                keys = {t.key for t in tokens if not t.stop}
                keys |= {roman(t.text)[:6] for t in tokens if t.text[:1].isupper() and not t.stop and script(t.text) != "latin"}
                found.append(Sentence(low, high, tokens, frozenset(keys), is_main))
                frequency.update(keys)
    return Reading(text, main, language, tuple(found), frequency)


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The span itself, or, if it is overlong, runs of it that end at a blank."""
    out: list[tuple[int, int]] = []
    while end - start > _SENTENCE_MAX:
        cut = text.rfind(" ", start + _SENTENCE_MAX // 2, start + _SENTENCE_MAX)
        cut = cut if cut > start else start + _SENTENCE_MAX
        out.append((start, cut))
        start = cut + 1 if text[cut : cut + 1] == " " else cut
    if end > start:
        out.append((start, end))
    return out


def weights(tokens: Sequence[Token], reading: Reading) -> list[float]:
    """Weight of each of a claim's words: how rare it is at large, and in this source. Function words weigh nothing."""
    known = encoder()
    out: list[float] = []
    for token in tokens:
        if token.stop:
            out.append(0.0)
        elif token.digit:
            out.append(0.7)
        else:
            out.append(known.rarity(token.text if token.capital else token.text.lower()) * (0.4 + 0.6 * reading.idf(token.key)))
    return out


def rank(claim: str, tokens: Sequence[Token], vector: Any, reading: Reading, *, same_language: bool) -> tuple[Ranked, ...]:
    """Sentences of the source, likeliest first; all that were looked at, at most some 1,500.

    ``vector`` is the claim's unit vector, shape (512,). Sentences outside the main text rank with the others.
    """
    import numpy as np

    count = len(reading.sentences)
    if not count:
        return ()
    weight = weights(tokens, reading)
    keys: dict[str, float] = {}
    for token, value in zip(tokens, weight, strict=True):
        if not token.stop:
            keys[token.key] = max(value, keys.get(token.key, 0.0))
            if not same_language and token.text[:1].isupper():
                keys.setdefault(roman(token.text)[:6], value)
    total = sum(keys.values()) or 1.0
    held = np.array([sum(value for key, value in keys.items() if key in s.keys) / total for s in reading.sentences])
    bound = _ENCODE_ALL if same_language else _ENCODE_OTHER
    if count <= bound:
        chosen = list(range(count))
    else:
        size = _ENCODE_SAME if same_language else _ENCODE_OTHER
        best = np.argsort(-held, kind="stable")[:size]
        chosen = sorted(int(i) for i in best)
    cosine = reading.encode(chosen) @ vector
    words = held[chosen]
    score = _standard(words) + _standard(cosine)
    ranked = [Ranked(chosen[i], float(words[i]), float(cosine[i]), float(score[i])) for i in np.argsort(-score, kind="stable")]
    return tuple(ranked)


def _standard(values: Any) -> Any:
    deviation = float(values.std())
    return (values - values.mean()) / deviation if deviation > 1e-6 else values * 0.0
