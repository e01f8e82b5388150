"""Words and their dictionary forms, in any language, with exact spans."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from provenance.model import Span

_LETTER = r"[^\W\d_]"
_MARK = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u093a-\u094f\u00ad"
_APOSTROPHE = "'’ʼ\u02bd`´"
_HAN = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_WORD = re.compile(
    rf"(?P<han>[{_HAN}])"
    # French and Italian elision: l'accord is two words
    rf"|(?P<elided>\b(?:[ldjnstcm]|qu|jusqu|lorsqu|puisqu|quoiqu|presqu|dell|nell|sull|all|un)['’](?=[a-zà-ÿ]{{2}}))"
    # 1,200  1 200  3.5  1.200,50  10:30  3.5bn  27th  1990s; a blank groups digits only by threes
    r"|(?P<number>\d{1,3}(?:[\u00a0\u2009\u202f ]\d{3}){1,6}(?!\d)(?:[.,]\d{1,9}(?!\d))?|\d+(?:[.,:/’']\d+)*[^\W\d_]{0,12})"
    # U.S.  В. О. needs no blank to be initials
    rf"|(?P<initials>\b{_LETTER}\.(?:{_LETTER}\.)+)"
    rf"|(?P<word>{_LETTER}[\w{_MARK}]*(?:(?:[{_APOSTROPHE}]|[-‐‑·])[\w{_MARK}]+)*)",
    re.IGNORECASE,
)
_CYRILLIC_ENDINGS = re.compile(
    r"(?:иями|ями|ами|ими|ыми|ого|его|ому|ему|ією|ией|ией|иях|иям|ую|юю|ая|яя|ое|ее|ые|ие|ый|ий|ой|ей|ою|ею|ых|их|ым|им|ом|ем|ам|ям|ах|ях|ію|ії|ія"
    r"|ию|ии|ия|єм|єю|ої|ої|їй|ій|ої|іх|і|ї|є|а|я|о|е|у|ю|ы|и|ь|й)\Z"
)
_LATIN_ENDINGS = re.compile(r"(?:iego|iemu|ego|emu|ami|ach|owi|iej|ie|ej|em|en|er|es|ym|im|ich|ych|a|e|i|n|o|u|y)\Z")
_POSSESSIVE = re.compile(rf"[{_APOSTROPHE}]s\Z")


@dataclass(frozen=True, slots=True)
class Word:
    """A word, a number or a set of initials. Marks of punctuation are no words."""

    text: str
    span: Span

    @property
    def is_number(self) -> bool:
        """Whether it is written with digits, perhaps with letters behind them: ``1,200``, ``27th``."""
        return self.text[0].isdigit()


@lru_cache(maxsize=1024)
def words(text: str) -> tuple[Word, ...]:
    """The words of ``text`` in order.

    ``1,200``, ``1 200``, ``3.5``, ``U.S.``, ``country's`` and ``law-enforcement`` are one word each; ``l'accord`` is two; an
    apostrophe at a word's end is not part of it; every Chinese or Japanese character is a word of its own.
    """
    return tuple(Word(word, Span(start, end)) for word, start, end in places(text))


def places(text: str) -> list[tuple[str, int, int]]:
    """The same as plain values, which are made in a third of the time: each word, where it begins, and where it ends."""
    return [(match.group(), *match.span()) for match in _WORD.finditer(text)]


_MOST_PARSED = 8192
"""Russian words whose readings are remembered, some kilobytes each."""


@lru_cache(maxsize=65536)
def lemma(word: str, language: str) -> str:
    """The dictionary form of ``word``, in lower case; the word itself where nothing is known of it.

    Parameters:
        word: one word; an English possessive ending is taken off.
        language: ISO 639-1 code.
    """
    plain = word.replace("\u00ad", "").replace("’", "'").replace("ʼ", "'")
    plain = _POSSESSIVE.sub("", plain) if language == "en" else plain
    lowered = plain.lower()
    if not lowered or lowered[0].isdigit():
        return lowered
    if language in ("ru", "be", "bg"):
        return _russian(lowered) if language == "ru" else lowered
    if language == "pl":  # simplemma's Polish dictionary takes 4 s and 400 MB to load
        return stem(lowered)
    known = _simplemma_languages()
    if language in known:
        import simplemma

        # simplemma tells German nouns by their capital
        return str(simplemma.lemmatize(plain if language == "de" else lowered, lang=language)).lower()
    return lowered


def _russian(word: str) -> str:
    return str(russian().parse(word)[0].normal_form).replace("ё", "е")


@cache
def russian() -> Any:
    """The Russian analyser, loaded once (0.1 s, 15 MB). It remembers words: each is looked up by many rules, a third of a millisecond a time."""
    import pymorphy3

    analyser = pymorphy3.MorphAnalyzer(lang="ru")
    analyser.parse = lru_cache(maxsize=_MOST_PARSED)(analyser.parse)
    return analyser


@cache
def _simplemma_languages() -> frozenset[str]:
    return frozenset(
        [
            "bg",
            "cs",
            "da",
            "de",
            "el",
            "en",
            "es",
            "et",
            "fi",
            "fr",
            "hu",
            "it",
            "lt",
            "lv",
            "nb",
            "nl",
            "pl",
            "pt",
            "ro",
            "sk",
            "sl",
            "sr",
            "sv",
            "tr",
            "uk",
        ]
    )


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A word in lower case without the case ending of a Slavic or German noun or adjective, by its letters alone."""
    if "\u0400" <= word[:1] <= "\u04ff":
        cut = _CYRILLIC_ENDINGS.sub("", word) if len(word) > 3 else word
        return cut if len(cut) > 2 else word
    cut = _LATIN_ENDINGS.sub("", word) if len(word) > 4 else word
    return cut if len(cut) > 3 else word


def is_stopword(word: str, language: str) -> bool:
    """Whether ``word`` carries no matter of its own in ``language`` (articles, pronouns, prepositions, auxiliaries …)."""
    return word.replace("’", "'").lower() in stopwords(language)


@cache
def stopwords(language: str) -> frozenset[str]:
    """Those words of a language, in small letters; none for a language that is not known here."""
    table = tomllib.loads((resources.files("provenance.language") / "data" / "stopwords.toml").read_text("utf-8"))
    return frozenset(str(table.get(language, "")).split())
