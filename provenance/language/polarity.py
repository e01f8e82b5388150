"""Words that turn, weaken, spread or point a statement: negations, hedges, quantifiers, directions, comparatives.

Each finding is a :class:`Marker` with its exact place and, where it governs other words, an estimate of which: from the
marker to the end of its clause (the heuristic of NegEx, Chapman et al. 2001, with clause ends in place of a window).
All words stand in the ``[polarity]`` table of the language's file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from provenance.language.lexicon import Phrases, elides, inverted, resolve, section
from provenance.language.scan import Token, scan
from provenance.model import Span

_LONGEST_SCOPE = 30
_LONGEST_GAP = 6
_SIGNS = frozenset('.,;:!?()[]{}"«»“”„—–…')


class MarkerKind(StrEnum):
    """What a marker does."""

    NEGATION = "negation"
    HEDGE = "hedge"
    MODAL = "modal"
    QUANTIFIER = "quantifier"
    DIRECTION = "direction"
    COMPARATIVE = "comparative"


@dataclass(frozen=True, slots=True)
class Marker:
    """One marker of a text.

    ``value`` is the same word for the same meaning in every language:

    - negation: ``not``, ``no``, ``never``, ``without``, ``no_longer``; implicit ones ``deny``, ``refuse``, ``fail``, ``lack``, ``prevent``
    - hedge and modal: ``possibility``, ``report`` (others say so), ``plan`` (not done yet), ``obligation``, ``attempt``
    - quantifier: ``all``, ``most``, ``many``, ``some``, ``few``, ``none``, ``only``, ``both``
    - direction, comparative: one pole of a pair, see :func:`opposite`: ``up`` and ``down``, ``win`` and ``lose``, …
    """

    kind: MarkerKind
    value: str
    span: Span
    scope: Span | None
    text: str

    @property
    def implicit(self) -> bool:
        """Whether it is a negation inside a word ("denied"), not one of its own ("not")."""
        return self.kind is MarkerKind.NEGATION and self.value in IMPLICIT


IMPLICIT = frozenset({"deny", "refuse", "fail", "lack", "prevent"})


def negations(text: str, language: str | None = None) -> tuple[Marker, ...]:
    """Negations in order. One that takes several words, as French "ne … pas" or Russian «никто не», is one marker.

    What only looks like a negation ("not only", "no fewer than", "no doubt", French "ne … que") is none.
    """
    return _find(text, language, "negation")


def privatives(text: str, language: str | None = None) -> tuple[Span, ...]:
    """Words that hold a negation ("impossible", «незаконный») or may stand for one ("instead of", "stopped"), in order."""
    code = resolve(text, language)
    pattern = _privative(code)
    return tuple(Span(*m.span()) for m in pattern.finditer(text)) if pattern is not None else ()


@cache
def _privative(language: str) -> re.Pattern[str] | None:
    table = section(language, "polarity").get("privative", {})
    if not table:
        return None
    known = "|".join(map(re.escape, table.get("not", ())))
    barred = rf"(?!{known})" if known else ""
    prefixes = [rf"{re.escape(p)}{barred}\w{{{1 if p.endswith('-') else 4},40}}" for p in table.get("prefixes", ())]
    suffixes = [rf"\w{{3,40}}{re.escape(s)}" for s in table.get("suffixes", ())]
    words = [re.escape(w[:-1]) + r"\w{0,40}" if w.endswith("*") else re.escape(w) for w in table.get("words", ())]
    return re.compile(rf"\b(?:{'|'.join([*prefixes, *suffixes, *words])})\b", re.IGNORECASE)


def is_plain(hedge: Marker, language: str | None) -> bool:
    """Whether a hedge is one that translations keep: "allegedly", «якобы»; "may" and "according to" come and go."""
    known = section(resolve(hedge.text, language), "polarity").get("plain", {}).get("hedges", ())
    return hedge.text.lower().startswith(tuple(known))


def hedges(text: str, language: str | None = None) -> tuple[Marker, ...]:
    """Hedges and modals in order: what is said to be possible, reported, planned, tried or due, and not plainly so."""
    return _find(text, language, "hedge")


def quantifiers(text: str, language: str | None = None) -> tuple[Marker, ...]:
    """Quantifiers in order."""
    return _find(text, language, "quantifier")


def directions(text: str, language: str | None = None) -> tuple[Marker, ...]:
    """Words with an opposite, and comparatives, in order."""
    return _find(text, language, "direction")


def opposite(value: str) -> str | None:
    """The other pole of a direction, comparative or quantifier: ``down`` for ``up``; ``None`` if it has none."""
    return _opposites().get(value)


def exceeds(claim: str, source: str) -> bool:
    """Whether one quantifier says more than another one bears out: "all" for "most", "some" for "none", "few" for "many"."""
    return source in _BEYOND.get(claim, ())


_BEYOND = {
    "all": ("most", "many", "some", "few", "none"),
    "most": ("some", "few", "none"),
    "many": ("few", "none"),
    "some": ("none",),
    "few": ("all", "most", "many", "none"),
    "none": ("all", "most", "many", "some", "few", "both"),
    "both": ("none",),
}


@cache
def _opposites() -> dict[str, str]:
    pairs = section("common", "opposites").get("pairs", ())
    return {**dict(pairs), **{b: a for a, b in pairs}}


@dataclass(frozen=True)
class _Words:
    """One family of markers of one language."""

    phrases: Phrases[tuple[str, str]]
    """To (kind, value); an empty value says that the phrase is no marker."""
    stems: dict[str, tuple[str, str]]
    stem_lengths: tuple[int, ...]
    firsts: frozenset[str]


@cache
def _words(language: str, family: str) -> _Words:
    table = section(language, "polarity")
    tables = {
        "negation": (("negation", MarkerKind.NEGATION), ("implicit", MarkerKind.NEGATION)),
        "hedge": (("modal", MarkerKind.MODAL), ("hedge", MarkerKind.HEDGE)),
        "quantifier": (("quantifier", MarkerKind.QUANTIFIER),),
        "direction": (("direction", MarkerKind.DIRECTION), ("comparative", MarkerKind.COMPARATIVE)),
    }[family]
    entries: list[tuple[str, tuple[str, str]]] = []
    stems: dict[str, tuple[str, str]] = {}
    for name, kind in tables:
        for form, value in inverted(table.get(name, {})):
            plain = "" if value == "pass" else value
            if form.endswith("*"):
                stems[form[:-1].replace("ё", "е")] = (kind, plain)
            else:
                entries.append((form, (kind, plain)))
    found = Phrases(entries, elides(language))
    return _Words(found, stems, tuple(sorted({len(stem) for stem in stems}, reverse=True)), found.firsts())


def is_change(word: str, language: str) -> bool:
    """Whether a word (lower-cased, as :mod:`provenance.language.scan` gives it) says that something rises or falls."""
    words = _words(language, "direction")
    found = words.phrases.single(word) or _stem(word, words)
    return found is not None and found[1] in ("up", "down")


def _stem(word: str, words: _Words) -> tuple[str, str] | None:
    for length in words.stem_lengths:
        if length <= len(word):
            found = words.stems.get(word[:length])
            if found is not None:
                return found
    return None


class _Clauses:
    """Where clauses end, and the words of the language that end them."""

    def __init__(self, text: str, tokens: list[Token], language: str) -> None:
        self.text = text
        self.tokens = tokens
        table = section(language, "polarity").get("clauses", {})
        self.breaks = frozenset(table.get("breaks", ()))

    def end(self, index: int) -> int:
        """The index behind the last token of the clause that goes on at ``index``."""
        stop = min(len(self.tokens), index + _LONGEST_SCOPE)
        for position in range(index, stop):
            token = self.tokens[position]
            if (token.kind == "s" and token.low in _SIGNS) or token.low in self.breaks:
                return position
        return stop

    def start(self, index: int) -> int:
        """The index of the first token of the clause that holds ``index``."""
        for position in range(index - 1, max(-1, index - _LONGEST_SCOPE), -1):
            token = self.tokens[position]
            if (token.kind == "s" and token.low in _SIGNS) or token.low in self.breaks:
                return position + 1
        return max(0, index - _LONGEST_SCOPE + 1)

    def scope(self, index: int) -> Span | None:
        """The words from ``index`` to the end of the clause."""
        end = self.end(index)
        return Span(self.tokens[index].start, self.tokens[end - 1].end) if end > index else None


def _find(text: str, language: str | None, family: str) -> tuple[Marker, ...]:
    code = resolve(text, language)
    tokens = scan(text, elides(code))
    words = _words(code, family)
    clauses = _Clauses(text, tokens, code)
    found: list[tuple[int, int, str, str]] = []
    index, count = 0, len(tokens)
    phrases, firsts, contracted = words.phrases, words.firsts, family == "negation" and code == "en"
    measured = family == "direction" and code == "en"
    while index < count:
        token = tokens[index]
        if token.low in firsts:
            match = phrases.at(tokens, index)
            if match is not None:
                (kind, value), end = match
                if value and not _is_name(text, tokens, index, end, code):
                    found.append((index, end, kind, value))
                index = end
                continue
        if token.kind == "w":
            if contracted and token.low.endswith("n't"):
                found.append((index, index + 1, MarkerKind.NEGATION, "not"))
            elif measured and token.low in ("up", "down") and _before_number(tokens, index):
                found.append((index, index + 1, MarkerKind.DIRECTION, token.low))
            elif words.stems:
                stem = _stem(token.low, words)
                if stem is not None and stem[1]:
                    found.append((index, index + 1, *stem))
        index += 1
    if family == "negation":
        found = _joined(found, tokens, clauses, code)
    return tuple(_marker(text, tokens, clauses, *entry) for entry in found)


def _before_number(tokens: list[Token], index: int) -> bool:
    """Whether a number follows, perhaps behind a currency sign: "up 4.1%", "down $3"."""
    follow = tokens[index + 1 : index + 3]
    return bool(follow) and (follow[0].kind == "n" or (len(follow) == 2 and follow[0].low in "$€£¥" and follow[1].kind == "n"))


def _is_name(text: str, tokens: list[Token], index: int, end: int, language: str) -> bool:
    """Whether a single word is capitalised in mid-sentence, as the month in "in May" or a name is."""
    if end != index + 1 or index == 0:
        return False
    first = text[tokens[index].start]
    if (
        not first.isupper()
        or text[tokens[index].start : tokens[index].end].isupper()
        or section(language, "language").get("nouns_capitalised")
    ):
        return False
    before = tokens[index - 1]
    return before.kind == "w" or before.kind == "n" or before.low in ","


def _marker(text: str, tokens: list[Token], clauses: _Clauses, index: int, end: int, kind: str, value: str) -> Marker:
    span = Span(tokens[index].start, tokens[end - 1].end)
    scope = None if kind in (MarkerKind.DIRECTION, MarkerKind.COMPARATIVE) else clauses.scope(end)
    return Marker(MarkerKind(kind), value, span, scope, span.of(text))


def _joined(
    found: list[tuple[int, int, str, str]], tokens: list[Token], clauses: _Clauses, language: str
) -> list[tuple[int, int, str, str]]:
    """Negations of several words made one, by the language's rules.

    ``concord``: an n-word and a "not" of one clause are one negation («никто не пришёл», "no vino nadie").
    ``particle``: a preverbal particle counts only with its second half ("ne … pas"), and not with ``restrictive`` ("ne … que").
    """
    rules = section(language, "polarity").get("rules", {})
    particles = frozenset(rules.get("particles", ()))
    if particles:
        found = _bipartite(found, tokens, clauses, particles, frozenset(rules.get("seconds", ())), frozenset(rules.get("restrictive", ())))
    if not rules.get("concord"):
        return found
    kept: list[tuple[int, int, str, str]] = []
    last_end = -1
    plain_in_clause = False
    for entry in found:
        explicit = entry[3] in ("not", "no", "never")
        if entry[0] >= last_end:
            last_end = clauses.end(entry[0])
            last_end = max(last_end, entry[1])
            plain_in_clause = False
        if explicit and plain_in_clause and (kept[-1][3] != "not" or entry[3] != "not"):
            previous = kept[-1]
            value = "never" if "never" in (previous[3], entry[3]) else "not"
            place = entry if entry[3] == "not" and previous[3] != "not" else previous
            kept[-1] = (place[0], place[1], previous[2], value)
            continue
        plain_in_clause = explicit
        kept.append(entry)
    return kept


def _bipartite(
    found: list[tuple[int, int, str, str]],
    tokens: list[Token],
    clauses: _Clauses,
    particles: frozenset[str],
    seconds: frozenset[str],
    restrictive: frozenset[str],
) -> list[tuple[int, int, str, str]]:
    kept: list[tuple[int, int, str, str]] = []
    closed = -1
    for entry in found:
        index, end, kind, value = entry
        if index < closed:
            continue
        if tokens[index].low not in particles or end != index + 1:
            kept.append(entry)
            continue
        stop = min(clauses.end(end), end + _LONGEST_GAP)
        for position in range(end, stop):
            low = tokens[position].low
            if low in seconds:
                second = next((other[3] for other in found if other[0] == position), value)
                kept.append((index, position + 1, kind, second if second != "no" else "not"))
                closed = position + 1
                break
            if low in restrictive:
                closed = position + 1
                break
        else:
            kept.append(entry)
    return kept
