"""A claim's words laid beside the words of the passages that may say the same: how well each one is met, and where.

The soft recall of a clause is the weighted mean, over its content words, of the best cosine of word vectors in a window of up
to three neighbouring sentences; digits count only where they are the same digits. A claim is no better than its weakest clause.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from provenance.comparison.matching.clauses import clauses
from provenance.comparison.matching.encoder import NEAR_LANGUAGES, encoder
from provenance.comparison.matching.passages import Ranked, Reading, rank, weights
from provenance.comparison.matching.tokens import Token, roman, script, tokenize
from provenance.language.sound import readings, skeleton
from provenance.language.words import stem
from provenance.model import Span

_TOP = 8
"""Sentences around which windows are laid."""
_REACH = 1
"""Sentences on either side that belong to a window."""

_TRANSLATED = 1.12
"""What brings a word and its translation near 1."""
_NEAR = 1.45
"""The same for a language that the encoder knows only by its neighbour."""
_HEARD = 0.9
"""How near two names of two scripts are that only sound alike."""
_GLIDE = re.compile(r"\Aу(?=[аеиоэ])")
"""How Cyrillic writes an English *w*."""


@dataclass(frozen=True, slots=True)
class Window:
    """Neighbouring sentences of a source, by index, last included."""

    first: int
    last: int
    centre: int


@dataclass(frozen=True, slots=True)
class Match:
    """A claim matched with a source."""

    claim: str
    tokens: tuple[Token, ...]
    content: tuple[int, ...]
    """Indices of the content words among ``tokens``; rows of the matrices below."""
    weight: tuple[float, ...]
    """Weight of each content word."""
    parts: tuple[tuple[int, ...], ...]
    """Clauses, as rows."""
    reading: Reading
    same_language: bool
    ranked: tuple[Ranked, ...]
    windows: tuple[Window, ...]
    met: Any
    """How well each content word is met in each window, in [0, 1], shape (words, windows)."""
    at: Any
    """Place of the best match, as (sentence, token) numbered in ``slots``; shape (words, windows); -1 where there is none."""
    slots: tuple[tuple[int, int], ...]
    """The source's content words that were looked at, as (sentence, token), in order."""
    similar: Any
    """How near each content word is to each slot, shape (words, slots)."""
    part_window: tuple[int, ...]
    """For each clause the window that meets it best."""
    part_recall: tuple[float, ...]
    """How well that window meets it."""
    best_window: int
    """The window that meets the whole claim best; -1 if there are none."""
    recall: float
    """How well that window meets it."""

    def slots_of(self, sentence: int) -> tuple[int, int]:
        """First slot of a sentence, and the one after its last."""
        return bisect_left(self.slots, (sentence, -1)), bisect_left(self.slots, (sentence + 1, -1))

    def met_in(self, row: int, sentence: int) -> tuple[float, int]:
        """How well one sentence meets a content word, and with which slot (-1: none)."""
        low, high = self.slots_of(sentence)
        if low >= high:
            return 0.0, -1
        best = low + int(self.similar[row, low:high].argmax())
        return float(self.similar[row, best]), best

    @property
    def seen(self) -> tuple[int, ...]:
        """Sentences that stand in a window, in order."""
        return tuple(sorted({s for w in self.windows for s in range(w.first, w.last + 1)}))

    def window_of(self, row: int) -> int:
        """The window of the clause in which this content word stands."""
        for part, window in zip(self.parts, self.part_window, strict=True):
            if row in part:
                return window
        return self.best_window

    def support(self, row: int) -> float:
        """How well a content word is met in the window of its clause."""
        window = self.window_of(row)
        return float(self.met[row, window]) if window >= 0 else 0.0

    def met_token(self, row: int, window: int) -> Token | None:
        """The source's word that meets a content word best in a window."""
        slot = int(self.at[row, window])
        if slot < 0:
            return None
        sentence, token = self.slots[slot]
        return self.reading.sentences[sentence].tokens[token]


def match(claim: str, language: str | None, vector: Any, reading: Reading, *, same_language: bool) -> Match:
    """Lay ``claim`` beside ``reading``. ``vector`` is the claim's unit vector, shape (512,)."""
    import numpy as np

    tokens = tokenize(claim, language)
    content = tuple(i for i, token in enumerate(tokens) if not token.stop)
    ranked = rank(claim, tokens, vector, reading, same_language=same_language)
    row_of = {index: row for row, index in enumerate(content)}
    parts = tuple(tuple(row_of[i] for i in part) for part in clauses(claim, tokens))
    every = weights(tokens, reading)
    weight = tuple(every[i] for i in content)
    windows = _windows(ranked, reading)
    slots = _slots(windows, reading)
    met = np.zeros((len(content), len(windows)))
    at = np.full((len(content), len(windows)), -1, dtype=np.int64)
    similar = np.zeros((len(content), len(slots)))
    if content and slots:
        words = [reading.sentences[s].tokens[t] for s, t in slots]
        similar = similarities([tokens[i] for i in content], words, factor=_factor(reading.language, same_language))
        sentence_of = np.array([s for s, _ in slots])
        for column, window in enumerate(windows):
            inside = np.flatnonzero((sentence_of >= window.first) & (sentence_of <= window.last))
            if inside.size:
                part = similar[:, inside]
                best = part.argmax(axis=1)
                met[:, column] = part[np.arange(len(content)), best]
                at[:, column] = inside[best]
    return _assembled(claim, tokens, content, weight, parts, reading, same_language, ranked, windows, met, at, slots, similar)


def _assembled(
    claim: str,
    tokens: tuple[Token, ...],
    content: tuple[int, ...],
    weight: tuple[float, ...],
    parts: tuple[tuple[int, ...], ...],
    reading: Reading,
    same_language: bool,
    ranked: tuple[Ranked, ...],
    windows: tuple[Window, ...],
    met: Any,
    at: Any,
    slots: tuple[tuple[int, int], ...],
    similar: Any,
) -> Match:
    recalls = [_recall(met, weight, part) for part in parts]
    part_window = tuple(int(r.argmax()) if r.size else -1 for r in recalls)
    part_recall = tuple(float(r.max()) if r.size else 0.0 for r in recalls)
    whole = _recall(met, weight, tuple(range(len(content))))
    best_window = int(whole.argmax()) if whole.size else -1
    recall = float(whole.max()) if whole.size else 0.0
    return Match(
        claim,
        tokens,
        content,
        weight,
        parts,
        reading,
        same_language,
        ranked,
        windows,
        met,
        at,
        slots,
        similar,
        part_window,
        part_recall,
        best_window,
        recall,
    )


def with_agreements(found: Match, agreeing: Iterable[tuple[Span, int]]) -> Match:
    """The match once it is known that details agree: words inside each span of the claim are met by that sentence.

    "On Aug. 27" shares no word with "at the end of August", nor "four" with "4"; the details know better than the words.
    """
    met = found.met.copy()
    for span, sentence in agreeing:
        columns = [c for c, window in enumerate(found.windows) if window.first <= sentence <= window.last]
        for row, index in enumerate(found.content):
            token = found.tokens[index]
            if columns and token.start < span.end and span.start < token.end:
                met[row, columns] = 1.0
    return _assembled(
        found.claim, found.tokens, found.content, found.weight, found.parts, found.reading, found.same_language, found.ranked, found.windows, met,
        found.at, found.slots, found.similar,
    )  # fmt: skip


def _windows(ranked: Sequence[Ranked], reading: Reading) -> tuple[Window, ...]:
    out: list[Window] = []
    main = [r for r in ranked if reading.sentences[r.index].main][:_TOP]
    rest = [r for r in ranked if not reading.sentences[r.index].main][: _TOP // 2]
    for entry in [*main, *rest]:
        centre = entry.index
        first = last = centre
        for step in range(1, _REACH + 1):
            if centre - step >= 0 and reading.sentences[centre - step].main == reading.sentences[centre].main:
                first = centre - step
            if centre + step < len(reading.sentences) and reading.sentences[centre + step].main == reading.sentences[centre].main:
                last = centre + step
        out.append(Window(first, last, centre))
    return tuple(out)


def _slots(windows: Sequence[Window], reading: Reading) -> tuple[tuple[int, int], ...]:
    wanted = sorted({s for w in windows for s in range(w.first, w.last + 1)})
    return tuple((s, t) for s in wanted for t, token in enumerate(reading.sentences[s].tokens) if not token.stop)


def _recall(met: Any, weight: Sequence[float], rows: Sequence[int]) -> Any:
    """Weighted mean of these rows for every window, shape (windows,)."""
    import numpy as np

    if not rows:
        return np.zeros(met.shape[1])
    share = np.array([weight[r] for r in rows])
    total = float(share.sum())
    return (share[:, None] * met[list(rows)]).sum(axis=0) / total if total > 0 else met[list(rows)].mean(axis=0)


def _factor(language: str | None, same: bool) -> float:
    return 1.0 if same else _NEAR if language in NEAR_LANGUAGES else _TRANSLATED


def similarities(claim: Sequence[Token], source: Sequence[Token], *, factor: float = 1.0) -> Any:
    """How near each word of the claim is to each word of the source, in [0, 1], shape (len(claim), len(source)).

    ``factor`` stretches the cosines of words in two languages; 1 means that both are in one.
    """
    import numpy as np

    same_language = factor == 1.0

    known = encoder()
    unique = sorted({_form(t) for t in source if not t.digit})
    column = {word: i for i, word in enumerate(unique)}
    vectors = known.words([*(_form(t) for t in claim), *unique])  # at once: a few words take as long as many
    near = vectors[: len(claim)] @ vectors[len(claim) :].T
    near = np.c_[near, np.zeros(len(near))]  # for the source's digits, which are like no word
    out = near[:, [len(unique) if t.digit else column[_form(t)] for t in source]]
    # A word and its translation lie at .85 to .95, not at 1.
    out = np.clip(out * factor, 0.0, 1.0).astype(np.float64)
    digits = np.array([t.digit for t in source], dtype=bool)
    keys, stems = _numbered([t.key for t in source]), _numbered([t.key[:5] for t in source])
    for row, token in enumerate(claim):
        if token.digit:
            out[row] = np.where(digits, 0.0, out[row] * 0.5)
        else:
            out[row] = np.where(digits, 0.0, out[row])
            if len(token.key) >= 6 and same_language:
                alike = stems.get(token.key[:5], [])
                out[row, alike] = np.maximum(out[row, alike], 0.85)
        out[row, keys.get(token.key, [])] = 1.0
        if not same_language and token.capital and not token.digit:
            out[row] = np.maximum(out[row], _spelt_alike(token, source))
    return out


def _numbered(words: Sequence[str]) -> dict[str, list[int]]:
    """Where each of these words stands among them."""
    places: dict[str, list[int]] = {}
    for i, word in enumerate(words):
        places.setdefault(word, []).append(i)
    return places


def _form(token: Token) -> str:
    return token.text if token.capital else token.text.lower()


def _spelt_alike(token: Token, source: Sequence[Token]) -> Any:
    """For a name, how alike the source's capitalised words sound in another script; 0 for the others."""
    import numpy as np
    from rapidfuzz.distance import JaroWinkler

    own = roman(token.text)
    out = np.zeros(len(source))
    for i, other in enumerate(source):
        if other.text[:1].isupper() and script(other.text) != script(token.text):
            ratio = float(JaroWinkler.similarity(own, roman(other.text)))
            out[i] = ratio if ratio >= 0.85 else _HEARD if heard_alike(token.text, other.text) else 0.0
    return out


@functools.lru_cache(maxsize=50_000)
def heard_alike(one: str, other: str) -> bool:
    """Whether two names of two scripts may be one by their sound: "Warren" and «Уоррену», "Keane" and «Кин».

    The consonants decide, since an English vowel is written in several ways; a name of one consonant has too few of them.
    """
    forms = []
    for name in (one.lower().replace("\u2019", "'").removesuffix("'s"), other.lower().replace("\u2019", "'").removesuffix("'s")):
        bare = _GLIDE.sub("в", name.replace("-", ""))
        forms.append({s for form in (bare, stem(bare)) for reading in readings(form) if len(s := skeleton(reading)) > 1})
    return bool(forms[0] & forms[1])
