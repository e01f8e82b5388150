"""Words of seven languages for things that exclude each other, read off one table: rise and fall, convict and acquit, early and late.

``data/concepts.toml`` has one table per axis and, in it, one per pole, with the pole's words in every language. So one entry serves
all pairs of languages, in both directions. How the words are written there is said at the top of the file.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from importlib import resources

from provenance.comparison.matching.tokens import Token, tokenize
from provenance.comparison.polarity.negation import Strength, places
from provenance.language.polarity import hedges, negations
from provenance.model import Span

_GAP = 7
"""Words that may stand in a gap of a phrase, as between the two halves of a German verb."""
_LEAD = 3
"""Words between a negation, or a word that undoes things, and the word that it turns."""
_FEWEST = 2
"""Content words of a piece."""


class Sign(IntEnum):
    """Whether a word is meant as it stands."""

    PLAIN = 0
    DENIED = 1
    """Behind a "not" of its own."""
    UNDONE = 2
    """Behind a word that may turn it: "lifted the ban", "refused to sell"."""


@dataclass(frozen=True, slots=True)
class Item:
    """One word or phrase of a text that stands at one pole of an axis."""

    axis: str
    pole: str
    first: int
    """Number of its first word."""
    last: int
    """Number of its last word."""
    head: int
    """Number of the word that its phrase is known by."""
    span: Span
    sign: Sign
    hedged: bool
    """Said to be possible, expected or planned only."""


@dataclass(frozen=True, slots=True)
class Read:
    """A text with its words, its items, and the number of the piece (clause or member of a list) that each word stands in."""

    tokens: tuple[Token, ...]
    items: tuple[Item, ...]
    pieces: tuple[int, ...]
    loose: frozenset[int]
    """Pieces that only "and" parts from the one before."""


@dataclass(frozen=True, slots=True)
class Axis:
    """How the words of an axis are to be taken."""

    near: bool
    """They belong to the word beside them ("severe injuries"), and not to a whole clause."""
    shifts: bool
    """Their meaning shifts with the day of writing ("this year")."""
    sorts: bool = False
    """They only say which of its kind a thing is ("the upper house"): no "not" turns them."""


@dataclass(frozen=True, slots=True)
class _Entry:
    axis: str
    pole: str
    pattern: tuple[str, ...]


@functools.cache
def _table() -> dict[str, dict[str, dict[str, str]]]:
    return tomllib.loads((resources.files("provenance.comparison") / "data" / "concepts.toml").read_text("utf-8"))


@functools.cache
def axis(name: str) -> Axis:
    """What is said of an axis."""
    given = _table()[name].get("is", {})
    return Axis("near" in given, "shifts" in given, "sorts" in given)


@functools.cache
def _lexicon(language: str) -> tuple[dict[str, list[_Entry]], dict[str, list[_Entry]], tuple[int, ...]]:
    """Phrases by their first word in full, and by the stem of it; lengths of the stems, longest first."""
    exact: dict[str, list[_Entry]] = {}
    stems: dict[str, list[_Entry]] = {}
    for name, poles in _table().items():
        if name == "undoing":
            continue
        for pole, given in poles.items():
            if pole == "is":
                continue
            for phrase in filter(None, (part.strip() for part in given.get(language, "").split(","))):
                pattern = tuple(phrase.replace("ё", "е").split())
                entry = _Entry(name, "" if pole == "pass" else pole, pattern)
                first = pattern[0]
                (stems if first.endswith("*") else exact).setdefault(first.removesuffix("*"), []).append(entry)
    return exact, stems, tuple(sorted({len(stem) for stem in stems}, reverse=True))


@functools.lru_cache(maxsize=8192)
def read(text: str, language: str) -> Read:
    """The items of a text, each word at most once on every axis; where phrases overlap the longest counts."""
    tokens, found = _looked_up(text, language)
    pieces, loose = _pieces(text, tokens)
    if not found:
        return Read(tokens, (), pieces, loose)
    turned = _turns(text, tokens, language)
    unsure = [h.scope for h in hedges(text, language) if h.scope is not None]
    items = tuple(
        Item(
            entry.axis, entry.pole, first, last, head, Span(tokens[first].start, tokens[last].end),
            Sign.PLAIN if axis(entry.axis).sorts else _sign(turned, pieces, first, last), any(s.start <= tokens[first].start < s.end for s in unsure),
        )
        for entry, first, last, head in found
    )  # fmt: skip
    return Read(tokens, items, pieces, loose)


def axes(text: str, language: str) -> frozenset[str]:
    """The axes on which a text has a word: quicker than to :func:`read` it."""
    return frozenset(entry.axis for entry, *_ in _looked_up(text, language)[1])


@functools.lru_cache(maxsize=8192)
def _looked_up(text: str, language: str) -> tuple[tuple[Token, ...], tuple[tuple[_Entry, int, int, int], ...]]:
    tokens = tokenize(text, language)
    found = _overlaps_settled(list(_found(text, tokens, language)))
    return tokens, tuple(f for f in found if f[0].pole)


def _found(text: str, tokens: Sequence[Token], language: str) -> Iterator[tuple[_Entry, int, int, int]]:
    exact, stems, lengths = _lexicon(language)
    for index, token in enumerate(tokens):
        if token.digit or (token.capital and language != "de" and not token.text.isupper()):
            continue
        low = token.text.lower().replace("ё", "е").replace("’", "'")
        entries = list(exact.get(low, ()))
        if token.key != low:
            entries += exact.get(token.key, ())
        for length in lengths:
            if length <= len(low):
                entries += stems.get(low[:length], ())
        for entry in entries:
            last = index if len(entry.pattern) == 1 else _end(text, tokens, index, entry.pattern)
            if last >= 0:
                yield entry, index, last, index


def _end(text: str, tokens: Sequence[Token], index: int, pattern: tuple[str, ...]) -> int:
    """Number of the last word of a phrase that begins at ``index``; -1 if it does not stand there."""
    at, gap = index, False
    for part in pattern[1:]:
        if part == "~":
            gap = True
            continue
        stop = min(len(tokens), at + 2 + (_GAP if gap else 0))
        at = next((i for i in range(at + 1, stop) if _is(tokens[i], part)), -1)
        if at < 0 or _STOP.search(text, tokens[index].end, tokens[at].start):
            return -1
        gap = False
    return at


def _is(token: Token, part: str) -> bool:
    low = token.text.lower().replace("ё", "е").replace("’", "'")
    return low.startswith(part[:-1]) if part.endswith("*") else part in (low, token.key)


def _overlaps_settled(found: list[tuple[_Entry, int, int, int]]) -> list[tuple[_Entry, int, int, int]]:
    """On every axis the longest of the phrases that share their first word, and no word inside another phrase of that axis."""
    found.sort(key=lambda f: (f[0].axis, -len(f[0].pattern), f[0].pole != "", -len(f[0].pattern[0]), f[1]))
    taken: dict[tuple[str, int], int] = {}
    kept = []
    for number, (entry, first, last, head) in enumerate(found):
        inside = (first, last) if "~" in entry.pattern else range(first, last + 1)
        if any((entry.axis, i) in taken for i in inside):
            continue
        taken.update({(entry.axis, i): number for i in inside})
        kept.append((entry, first, last, head))
    return sorted(kept, key=lambda f: (f[1], f[2], f[0].axis))


def _turns(text: str, tokens: Sequence[Token], language: str) -> list[tuple[int, int, int, Sign]]:
    """Negations as (numbers of the first and last word, number of what it turns, sign): French "n'augmentera pas" has three words."""
    found = places(text, language, tuple((t.start, t.end, not t.stop) for t in tokens))
    plain = {m.span for m in negations(text, language) if not m.implicit and m.value != "without"}
    kept = [p for p in found if (p.strength is Strength.OWN and not p.not_before) or (p.strength is Strength.HELD and p.span in plain)]
    out = [(next((i for i, t in enumerate(tokens) if t.end > p.span.start), p.at), p.at, p.head, Sign.DENIED) for p in kept]
    words, stems = _undoing(language)
    for index, token in enumerate(tokens):
        low = token.text.lower().replace("ё", "е")
        if low in words or low.startswith(stems):
            out.append((index, index, -1, Sign.UNDONE))
    return out


@functools.cache
def _undoing(language: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """Words that may turn what follows them, in full and as stems."""
    given = [word.strip() for word in _table()["undoing"]["words"].get(language, "").split(",")]
    return frozenset(w for w in given if not w.endswith("*")), tuple(w[:-1] for w in given if w.endswith("*"))


def _sign(turned: Sequence[tuple[int, int, int, Sign]], pieces: Sequence[int], first: int, last: int) -> Sign:
    signs = []
    for begin, at, head, sign in turned:
        around = begin < first and last < at
        own = sign is Sign.DENIED and (first <= head <= last or around)
        if not first <= at <= last and pieces[at] == pieces[first] and (own or 0 < first - at <= _LEAD):
            signs.append(sign)
    if signs == [Sign.DENIED]:
        return Sign.DENIED
    return Sign.UNDONE if signs else Sign.PLAIN


_STOP = re.compile(r"[.;:!?…](?=\s)")
_STRONG = re.compile(r"[.!?…;:,()—–\n]|(?<=\s)-(?=\s)")
_SPLIT = frozenset(
    (
        "but", "while", "whereas", "although", "though", "because", "which", "who", "that", "after", "before", "when", "if", "unless", "despite",
        "но", "а", "хотя", "тогда", "который", "которая", "которое", "которые", "что", "когда", "если", "потому", "однако",
        "але", "хоча", "тоді", "який", "яка", "яке", "які", "що", "коли", "якщо", "бо", "проте",
        "aber", "sondern", "während", "obwohl", "weil", "dass", "wenn", "dagegen", "nachdem",
        "mais", "tandis", "alors", "car", "qui", "que", "dont", "lorsque", "si",
        "pero", "sino", "mientras", "aunque", "porque", "cuando",
        "ale", "lecz", "choć", "chociaż", "podczas", "natomiast", "że", "który", "która", "które", "gdy", "jeśli",
    )
)  # fmt: skip
_RELATIVE = frozenset(
    (
        "which", "who", "whose", "который", "которая", "которое", "которые", "которого", "которой", "которых", "який", "яка", "яке", "які", "яких",
        "що", "qui", "que", "dont", "quien", "który", "która", "które", "którzy", "którego", "której", "der", "die", "das", "dessen", "deren",
    )
)  # fmt: skip
_AND = frozenset(("and", "or", "as", "и", "или", "і", "й", "та", "або", "und", "oder", "et", "ou", "y", "e", "o", "i", "oraz", "lub"))


def _pieces(text: str, tokens: Sequence[Token]) -> tuple[tuple[int, ...], frozenset[int]]:
    """The number of each word's piece, and the pieces that only "and" parts from the one before."""
    out: list[int] = []
    loose: set[int] = set()
    piece = top = last = 0
    outer = -1  # the piece that goes on behind a relative clause: "the unions, which had asked for more, abstained"
    for token in tokens:
        low, between = token.text.lower(), text[last : token.start]
        strong = bool(out) and _STRONG.search(between) is not None
        if strong and low in _RELATIVE:
            outer, piece = (outer if outer >= 0 else piece), top + 1
        elif strong and outer >= 0 and "," in between:
            outer, piece = -1, outer
        elif strong or (out and low in _SPLIT):
            outer, piece = (-1 if strong else outer), top + 1
        elif out and low in _AND:
            piece = top + 1
            loose.add(piece)
        top = max(top, piece)
        out.append(piece)
        last = token.end
    return _merged(out, tokens, loose)


def _merged(pieces: Sequence[int], tokens: Sequence[Token], loose: set[int]) -> tuple[tuple[int, ...], frozenset[int]]:
    """The pieces without those of a single content word, which go with the next one, or behind an "and" with the one before."""
    count: dict[int, int] = {}
    for piece, token in zip(pieces, tokens, strict=True):
        count[piece] = count.get(piece, 0) + (not token.stop)
    into: dict[int, int] = {}
    last = max(count, default=0)
    for piece in sorted(count, reverse=True):
        short = count[piece] < _FEWEST
        into[piece] = into[piece + 1] if short and piece < last and piece not in loose else piece
        if into[piece] != piece:
            count[into[piece]] += count[piece]
    for piece in sorted(count):
        if into[piece] == piece and count[piece] < _FEWEST and piece > 0:
            into = {p: into[piece - 1] if to == piece else to for p, to in into.items()}
    return tuple(into[p] for p in pieces), frozenset(loose)
