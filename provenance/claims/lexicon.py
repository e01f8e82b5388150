"""The words of attribution in one language, read from ``data/<language>.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

LANGUAGES = ("en", "ru", "uk", "de", "fr", "es", "pl")
UNKNOWN = "und"
"""Stands for every language without a lexicon of its own (ISO 639-2: undetermined)."""


@dataclass(frozen=True, slots=True)
class VerbForm:
    """What one written form may be a form of, and what may follow it."""

    lemma: str
    features: frozenset[str]
    """Which forms of the lemma it can be: ``base``, ``third``, ``past``, ``participle``, ``gerund`` …"""
    frames: frozenset[str]
    kinds: frozenset[str]
    """``speech``, ``thought``, ``stance``, ``document``."""
    prepositions: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Closed classes, cue verbs, phrases and nouns of one language. All words are lower-case."""

    language: str
    verbs: dict[str, VerbForm]
    words: dict[str, frozenset[str]]
    phrases: dict[str, tuple[tuple[str, ...], ...]]
    nouns: dict[str, frozenset[str]]
    references: dict[str, frozenset[str]] = field(default_factory=dict)
    openers: dict[str, frozenset[str]] = field(default_factory=dict)
    """For each list of phrases the words that one of them begins with."""

    def has(self, name: str, word: str) -> bool:
        """Whether ``word`` belongs to the closed class ``name``."""
        return word in self.words.get(name, _NONE)


_NONE: frozenset[str] = frozenset()


@cache
def lexicon(language: str) -> Lexicon:
    """The lexicon of a language; nearly empty for a language that has none of its own.

    Args:
        language: ISO 639-1 code.
    """
    name = language if language in LANGUAGES else UNKNOWN
    data = tomllib.loads(resources.files(__package__).joinpath("data", f"{name}.toml").read_text(encoding="utf-8"))
    words = {key: frozenset(value) for key, value in data.items() if isinstance(value, list) and all(isinstance(x, str) for x in value)}
    phrases = {key: tuple(tuple(p.split()) for p in value) for key, value in data.get("phrases", {}).items()}
    return Lexicon(
        language=name,
        verbs=_verbs(data),
        words=words,
        phrases=phrases,
        openers={key: frozenset(phrase[0] for phrase in value) for key, value in phrases.items()},
        nouns={key: frozenset(value) for key, value in data.get("nouns", {}).items()},
        references={key: frozenset(value) for key, value in data.get("references", {}).items()},
    )


def _verbs(data: dict[str, Any]) -> dict[str, VerbForm]:
    frames: dict[str, set[str]] = {}
    kinds: dict[str, set[str]] = {}
    prepositions: dict[str, set[str]] = {}
    for group in data.get("verbs", ()):
        for lemma in group["lemmas"].split():
            frames.setdefault(lemma, set()).update(group["frames"])
            kinds.setdefault(lemma, set()).add(group["kind"])
    for group in data.get("prepositional", ()):
        for lemma in group["lemmas"].split():
            prepositions.setdefault(lemma, set()).add(group["preposition"])
            frames.setdefault(lemma, set())
            kinds.setdefault(lemma, set()).add(group["kind"])
    out: dict[str, VerbForm] = {}
    # a verb with its particle ("point_out"): only the first word has forms
    for lemma, allowed in frames.items():
        for form, features in _inflected(lemma, data).items():
            known = out.get(form)
            mine = VerbForm(lemma, frozenset(features), frozenset(allowed), frozenset(kinds[lemma]), frozenset(prepositions.get(lemma, ())))
            if known is not None:  # "found" of "find" and of "found": keep the union
                mine = VerbForm(
                    known.lemma,
                    known.features | mine.features,
                    known.frames | mine.frames,
                    known.kinds | mine.kinds,
                    known.prepositions | mine.prepositions,
                )
            out[form] = mine
    return out


def _inflected(lemma: str, data: dict[str, Any]) -> dict[str, set[str]]:
    """Written forms of a lemma, each with the features it can stand for."""
    head, mark, particle = lemma.partition("_")
    if mark and lemma not in data.get("irregular", {}):
        return {f"{form}_{particle}": features for form, features in _inflected(head, data).items()}
    keys: list[str] = data["inflection"]["keys"]
    forms: list[str] | None = data.get("irregular", {}).get(lemma)
    if forms is None:
        doubled = lemma in data["inflection"].get("doubling", ())
        rule = next(r for r in data["inflection"]["rules"] if lemma.endswith(r["ending"]))
        stem = lemma[: len(lemma) - rule["cut"]]
        forms = ["|".join(_with_stem(stem, ending, lemma[-1] if doubled else "") for ending in cell.split("|")) for cell in rule["add"]]
    out: dict[str, set[str]] = {}
    for index, form in enumerate(forms):
        for variant in form.split("|"):
            out.setdefault(variant, set()).add(keys[min(index, len(keys) - 1)])
    return out


def _with_stem(stem: str, ending: str, doubled: str) -> str:
    """A stem with an ending; "*" in the ending stands for the stem itself (German "ge*t")."""
    if "*" in ending:
        return ending.replace("*", stem)
    return stem + (doubled if ending[:1] in ("e", "i") else "") + ending
