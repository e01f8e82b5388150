"""Words that say how real an event is: done, refused, promised, denied, demanded, threatened, allowed …

Event factuality after Saurí and Pustejovsky, *FactBank: a corpus annotated with event factuality* (Language Resources and
Evaluation, 2009): what a word does to the event that it governs is a mode with a sign ("refused to pay": what is willed, and not
to be). The words stand in ``data/factuality.toml``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_GAP = "…"
_LONGEST_GAP = 14
_FOLLOWED = ">"
"""What begins the ending of a word that has to follow, and is no part of the operator: "має … >ти"."""


@dataclass(frozen=True, slots=True)
class Operator:
    """One such word, or run of words."""

    kind: str
    """The table that it stands in: ``refuse``, ``promise`` …"""
    mode: str
    """``do``, ``will``, ``accept``, ``may``, ``want``, ``threat``, ``try``, ``let``, ``admit``, ``accuse`` or ``know``."""
    sign: int
    """1: towards the event; -1: against it."""
    words: tuple[int, ...]
    """Numbers of its words, in order; two runs where others stand between."""


@dataclass(frozen=True)
class _Lexicon:
    by_word: dict[str, list[tuple[tuple[str, ...], str]]]
    """Entries by their first word, the longest first."""
    by_stem: dict[str, list[tuple[tuple[str, ...], str]]]
    sizes: tuple[int, ...]
    kinds: dict[str, tuple[str, int]]


@cache
def _lexicon(language: str) -> _Lexicon | None:
    table = tomllib.loads((files("provenance.language") / "data" / "factuality.toml").read_text(encoding="utf-8"))
    by_word: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    by_stem: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for kind, entry in table.items():
        for phrase in str(entry.get(language, "")).split(","):
            words = tuple(phrase.replace("ё", "е").split())
            if words:
                first = words[0]
                (by_stem if first.endswith("*") else by_word).setdefault(first.removesuffix("*").removeprefix("="), []).append(
                    (words, kind)
                )
    if not by_word and not by_stem:
        return None
    for found in (*by_word.values(), *by_stem.values()):
        found.sort(key=lambda item: (-len(item[0]), item[0]))
    sizes = tuple(sorted({len(stem) for stem in by_stem}, reverse=True))
    return _Lexicon(by_word, by_stem, sizes, {kind: (str(e["mode"]), int(e["sign"])) for kind, e in table.items()})


def operators(words: Sequence[tuple[str, str]], clause: Sequence[int], language: str) -> tuple[Operator, ...]:
    """The operators of a sentence, in order; none overlaps another.

    Parameters:
        words: the sentence's words, each in lower case and in dictionary form.
        clause: for each word the number of the clause that it stands in.
        language: ISO 639-1 code; nothing is found in a language that the data do not have.
    """
    lexicon = _lexicon(language)
    if lexicon is None:
        return ()
    candidates: list[tuple[int, int, tuple[int, ...], str]] = []
    for index, (low, key) in enumerate(words):
        offers = [*lexicon.by_word.get(low, ()), *(lexicon.by_word.get(key, ()) if key != low else ())]
        for size in lexicon.sizes:
            if size <= len(low) and low[:size] in lexicon.by_stem:
                offers += lexicon.by_stem[low[:size]]
        best: tuple[int, tuple[int, ...], str] | None = None
        for phrase, kind in offers:
            at = _laid(phrase, words, clause, index)
            if at is not None and (best is None or len(at) > best[0]):
                best = (len(at), at, kind)
        if best is not None:
            candidates.append((best[0], index, best[1], best[2]))
    taken: set[int] = set()
    out: list[Operator] = []
    for _, _, at, kind in sorted(candidates, key=lambda c: (-c[0], c[1])):
        if not taken.intersection(at):
            taken.update(at)
            mode, sign = lexicon.kinds[kind]
            if mode:
                out.append(Operator(kind, mode, sign, at))
    return tuple(sorted(out, key=lambda op: op.words))


def _laid(phrase: tuple[str, ...], words: Sequence[tuple[str, str]], clause: Sequence[int], index: int) -> tuple[int, ...] | None:
    """Where the words of an entry stand, the first of them at ``index``; ``None`` if they do not."""
    at: list[int] = []
    parts = [part for part in phrase if part != _GAP]
    position, free = index, False
    for part in phrase:
        if part == _GAP:
            free = True
            continue
        stop = min(len(words), position + _LONGEST_GAP) if free else min(len(words), position + 1)
        place = next((i for i in range(position, stop) if clause[i] == clause[index] and _is(words[i], part)), None)
        if place is None:
            return None
        at.append(place)
        position, free = place + 1, False
    return tuple(i for i, seen in zip(at, parts, strict=True) if not seen.startswith(_FOLLOWED))


def _is(word: tuple[str, str], part: str) -> bool:
    low, key = word
    if part.startswith("="):
        return low == part[1:]
    if part.startswith(_FOLLOWED):
        return low.endswith(part[1:]) and len(low) > len(part)
    return low.startswith(part[:-1]) if part.endswith("*") else part in (low, key)
