"""What the differences between a quotation and its source amount to.

A difference that a careful reader would not hold against the writer (an article, a spelling, an apostrophe) is *minor*; any
other is a fault. Faults are told apart by what they touch: a negation, a number, a name, the order, what was left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from provenance.comparison.alignment import NEAR, PreparedText, Token
from provenance.comparison.quote_words import Words
from provenance.model import Span

_QUOTE_MARK = re.compile(r"[\"“”„«»‹›‘’]")
_CLAUSE_MARK = re.compile(r"[,;:()\[\]—–]|\s-\s|--")
JUMP = 6
"""Left-out tokens, without an ellipsis, from which on two passages have been joined rather than a few words dropped."""


class ChangeKind(StrEnum):
    """How words of a quotation differ from the source's."""

    DROPPED_NEGATION = "dropped_negation"
    ADDED_NEGATION = "added_negation"
    CHANGED_NUMBER = "changed_number"
    SWAPPED_NAME = "swapped_name"
    OPPOSITE = "opposite"
    CHANGED_WORD = "changed_word"
    DROPPED_WORD = "dropped_word"
    ADDED_WORD = "added_word"
    REORDERED = "reordered"
    SPLICED = "spliced"
    CUT_NEGATION = "cut_negation"
    CUT_CONDITION = "cut_condition"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between the words quoted and the words of the source."""

    kind: ChangeKind
    claim: str
    """The quotation's words; empty where the source has words that the quotation lacks."""
    source: str
    """The source's words; empty where the quotation has words that the source lacks."""
    claim_span: Span
    """Of ``claim``, in the quotation as it was passed."""
    source_span: Span
    """Of ``source``, in the source's text; where there are no words, the place where they would stand."""
    minor: bool = False
    """Whether a careful reader would let it pass."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A token of a quotation, and whether the writer marks it as his own."""

    token: Token
    bracketed: bool = False
    """Whether it stands, or a letter of it stands, in square brackets."""
    soft: bool = False
    """Whether it stands in round brackets, which some use for square ones."""


@dataclass(frozen=True, slots=True)
class Hunk:
    """Tokens ``c0`` to ``c1`` of a piece that stand where the source has its tokens ``s0`` to ``s1``."""

    c0: int
    c1: int
    s0: int
    s1: int


def has_number(keys: Sequence[str]) -> bool:
    """Whether one of the keys is written with digits."""
    return any(key[0].isdigit() for key in keys)


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges the differences of one quotation against one source."""

    quotation: str
    source: PreparedText
    words: Words

    def changes(self, piece: Sequence[Quoted], hunks: Sequence[Hunk]) -> list[Change]:
        """What the hunks of one piece amount to."""
        found = [change for hunk in hunks for change in self._of(piece, hunk)]
        return self._moved(found)

    # ---- one hunk ----------------------------------------------------------------------------------------------

    def _of(self, piece: Sequence[Quoted], hunk: Hunk) -> list[Change]:
        theirs = self.source.keys[hunk.s0 : hunk.s1]
        quoted = list(piece[hunk.c0 : hunk.c1])
        cut = any(0 <= at < len(piece) and piece[at].soft for at in (hunk.c0 - 1, hunk.c1))  # half of what round brackets hold
        own = [item for item in quoted if not item.bracketed and (cut or not item.soft)]
        keys = [item.token.key for item in own]
        if len(own) < len(quoted) and not own:
            return self._bracket(piece, hunk, quoted, theirs)
        if self.words.same(keys, theirs) or self.words.same([item.token.key for item in quoted], theirs):
            return []
        if not keys and self._passed_over(hunk):
            return []
        kind, minor = self._kind(own, keys, theirs, hunk)
        return [self._change(kind, piece, hunk, minor)]

    def _bracket(self, piece: Sequence[Quoted], hunk: Hunk, quoted: Sequence[Quoted], theirs: Sequence[str]) -> list[Change]:
        """Words in brackets may explain, or replace a few words; they may not turn the statement round."""
        keys = [item.token.key for item in quoted]
        mine, other = self._negations(keys), self._negations(theirs)
        if other > mine:
            return [self._change(ChangeKind.DROPPED_NEGATION, piece, hunk)]
        if mine > other:
            return [self._change(ChangeKind.ADDED_NEGATION, piece, hunk)]
        if has_number(keys) and has_number(theirs) and not self.words.same(keys, theirs):
            return [self._change(ChangeKind.CHANGED_NUMBER, piece, hunk)]
        if self._other_name(quoted, hunk):
            return [self._change(ChangeKind.SWAPPED_NAME, piece, hunk)]
        if len(theirs) > max(8, 3 * len(keys)):
            return [self._change(ChangeKind.DROPPED_WORD, piece, hunk)]
        return []

    def _passed_over(self, hunk: Hunk) -> bool:
        """Whether what the quotation leaves out is no part of what was said: "…," he said, "…"; a footnote mark; an address."""
        before, after = self.source.tokens[hunk.s0 - 1].end, self.source.tokens[hunk.s1].start if hunk.s1 < len(self.source.tokens) else 0
        raw = self.source.text[before:after]
        if hunk.s1 - hunk.s0 <= 40 and len(_QUOTE_MARK.findall(raw)) >= 2:
            first = self.source.between(hunk.s0)
            last = self.source.between(hunk.s1)
            if _QUOTE_MARK.search(first) and _QUOTE_MARK.search(last):
                return True
        stripped = raw.strip()
        return bool(re.fullmatch(r"\W{0,3}\[\d{1,3}\](?:\[\d{1,3}\])*\W{0,3}", stripped)) or "://" in raw

    def _kind(self, own: Sequence[Quoted], keys: Sequence[str], theirs: Sequence[str], hunk: Hunk) -> tuple[ChangeKind, bool]:
        mine, other = self._negations(keys), self._negations(theirs)
        if mine != other:
            return (ChangeKind.DROPPED_NEGATION if other > mine else ChangeKind.ADDED_NEGATION), False
        left = [key for key in keys if key not in self.words.slight]
        right = [key for key in theirs if key not in self.words.slight]
        if (not left and not right) or self.words.same(left, right):
            return self._plain(keys, theirs), True
        if has_number(left) != has_number(right) or (has_number(left) and self._digits(left) != self._digits(right)):
            return ChangeKind.CHANGED_NUMBER, False
        if not left and self._repeated(theirs, hunk):
            return self._plain(keys, theirs), True
        if not left and self._parenthesis(hunk):
            return ChangeKind.DROPPED_WORD, True
        if not left and len(theirs) >= JUMP:
            return ChangeKind.SPLICED, False
        if any(frozenset((one, two)) in self.words.opposites for one in left for two in right):
            return ChangeKind.OPPOSITE, False
        if (
            left
            and right
            and self._named([item.token for item in own], self.quotation)
            and self._named(self.source.tokens[hunk.s0 : hunk.s1], self.source.text)
        ):
            return ChangeKind.SWAPPED_NAME, False
        return self._plain(left, right), False

    def _other_name(self, quoted: Sequence[Quoted], hunk: Hunk) -> bool:
        """Whether brackets put one name in the place of another, not in that of a pronoun or a description."""
        theirs = [
            token for number, token in enumerate(self.source.tokens[hunk.s0 : hunk.s1], hunk.s0) if not self.source.begins_sentence(number)
        ]
        mine = [item.token for item in quoted[0 if quoted[0].token.start > 1 else 1 :]]
        shared = {token.key for token in mine} & {token.key for token in theirs}
        return not shared and self._named(mine, self.quotation) and self._named(theirs, self.source.text)

    @staticmethod
    def _plain(keys: Sequence[str], theirs: Sequence[str]) -> ChangeKind:
        if keys and theirs:
            return ChangeKind.CHANGED_WORD
        return ChangeKind.ADDED_WORD if keys else ChangeKind.DROPPED_WORD

    def _negations(self, keys: Sequence[str]) -> int:
        return sum(key in self.words.negation for key in keys)

    @staticmethod
    def _digits(keys: Sequence[str]) -> Counter[str]:
        return Counter(key for key in keys if key[0].isdigit())

    def _repeated(self, theirs: Sequence[str], hunk: Hunk) -> bool:
        """A stutter in the source that the quotation tidies: "we, we will"."""
        size = hunk.s1 - hunk.s0
        after = self.source.keys[hunk.s1 : hunk.s1 + size]
        before = self.source.keys[max(0, hunk.s0 - size) : hunk.s0]
        return list(theirs) in (after, before)

    def _parenthesis(self, hunk: Hunk) -> bool:
        before, after = self.source.between(hunk.s0), self.source.between(hunk.s1)
        return before.rstrip().endswith("(") and after.lstrip().startswith(")") and hunk.s1 - hunk.s0 <= 12

    @staticmethod
    def _named(tokens: Sequence[Token], text: str) -> bool:
        return any(text[token.start].isupper() and token.end - token.start > 1 for token in tokens)

    def _change(self, kind: ChangeKind, piece: Sequence[Quoted], hunk: Hunk, minor: bool = False) -> Change:
        claim, source = claim_span(piece, hunk), source_span(self.source, hunk)
        return Change(kind, claim.of(self.quotation), source.of(self.source.text), claim, source, minor)

    # ---- all hunks of a piece ------------------------------------------------------------------------------------

    def _moved(self, found: Sequence[Change]) -> list[Change]:
        """Words that the quotation lacks in one place and has in another were moved, not changed."""
        faults = [change for change in found if not change.minor]
        mine = Counter(word for change in faults for word in self._content(change.claim))
        other = Counter(word for change in faults for word in self._content(change.source))
        moved = mine & other
        if not moved or len(faults) < 2:
            return list(found)
        return [
            replace(change, kind=ChangeKind.REORDERED)
            if not change.minor and any(word in moved for word in (*self._content(change.claim), *self._content(change.source)))
            else change
            for change in found
        ]

    def _content(self, text: str) -> list[str]:
        return [word for word in re.findall(r"\w+", text.casefold()) if word not in self.words.slight]


def claim_span(piece: Sequence[Quoted], hunk: Hunk) -> Span:
    """The quotation's side of a hunk."""
    if hunk.c1 > hunk.c0:
        return Span(piece[hunk.c0].token.start, piece[hunk.c1 - 1].token.end)
    at = piece[hunk.c0 - 1].token.end if hunk.c0 > 0 else piece[0].token.start
    return Span(at, at)


def source_span(source: PreparedText, hunk: Hunk) -> Span:
    """The source's side of a hunk."""
    if hunk.s1 > hunk.s0:
        return source.span(hunk.s0, hunk.s1)
    at = source.tokens[hunk.s0 - 1].end if hunk.s0 > 0 else source.tokens[0].start
    return Span(at, at)


# ---- what was left out -----------------------------------------------------------------------------------------------


def negates(source: PreparedText, words: Words, number: int, stop: int) -> bool:
    """Whether that token turns a statement round; not in "No. 1", nor in a set phrase that is left out as a whole, up to ``stop``."""
    keys = source.keys
    if keys[number] not in words.negation or (keys[number] == "no" and has_number(keys[number + 1 : number + 2])):
        return False
    return not any(tuple(keys[number : number + len(phrase)]) == phrase and number + len(phrase) <= stop for phrase in words.idle)


def conditional(source: PreparedText, words: Words, number: int) -> bool:
    """Whether a condition begins with that token."""
    size = words.conditional(source.keys, number)
    if not size or any(_covers(source.keys, phrase, number) for phrase in words.unconditional):
        return False
    if " ".join(source.keys[number : number + size]) in words.loose and not _CLAUSE_MARK.search(source.between(number)):
        return False
    return not has_number(source.keys[number + size : number + size + 1])  # "until 2005" is a date


def _covers(keys: Sequence[str], phrase: tuple[str, ...], number: int) -> bool:
    """Whether the phrase begins with token ``number`` or ends with it."""
    end = number + 1
    return tuple(keys[number : number + len(phrase)]) == phrase or (end >= len(phrase) and tuple(keys[end - len(phrase) : end]) == phrase)


def hidden_before(source: PreparedText, words: Words, start: int) -> tuple[ChangeKind, int] | None:
    """Whether the words of its sentence before token ``start`` turn round, or set a condition for, what stands from there on.

    Returns:
        What they do, and the number of the first such token; ``None`` if they do neither.
    """
    first = start
    while first > 0 and start - first < 60 and not source.begins_sentence(first):
        first -= 1
    keys = source.keys
    at = start - 1
    while at >= first:
        if negates(source, words, at, start) and (at == start - 1 or start - at <= 12):
            return ChangeKind.CUT_NEGATION, at
        if keys[at] in words.reversing and start - at <= 3:
            return ChangeKind.CUT_NEGATION, at
        if keys[at] in words.divider or (_CLAUSE_MARK.search(source.between(at + 1)) and at != start - 1):
            break
        if at == start - 1 and _CLAUSE_MARK.search(source.between(start)):
            break
        at -= 1
    for at in range(first, min(first + 3, start)):
        if conditional(source, words, at) and "," in source.between(start):
            return ChangeKind.CUT_CONDITION, at
    if 0 < start - first <= 3:  # so few words are cut that whatever they hold belongs to what follows
        for at in range(first, start):
            if negates(source, words, at, start):
                return ChangeKind.CUT_NEGATION, at
    return None


def hidden_after(source: PreparedText, words: Words, end: int) -> tuple[ChangeKind, int] | None:
    """Whether the words right behind token ``end - 1``, in its sentence, set a condition for what stands before or turn it round."""
    if end >= len(source.keys) or source.begins_sentence(end) or re.search(r"[;:]", source.between(end)):
        return None
    if conditional(source, words, end):
        return ChangeKind.CUT_CONDITION, end
    if source.keys[end] in words.trailing and not _CLAUSE_MARK.search(source.between(end)):
        return ChangeKind.CUT_NEGATION, end
    return None


def hidden_between(source: PreparedText, words: Words, start: int, end: int) -> tuple[ChangeKind, int] | None:
    """Whether the tokens that an ellipsis stands for hide a negation or a condition of the words around it."""
    breaks = [number for number in range(start, end + 1) if source.begins_sentence(number)]
    if breaks:
        return _until(source, words, start, breaks[0]) or (hidden_before(source, words, end) if breaks[-1] < end else None)
    aside = bool(_CLAUSE_MARK.search(source.between(start))) and bool(_CLAUSE_MARK.search(source.between(end)))
    for number in range(start, end):
        if conditional(source, words, number):
            return ChangeKind.CUT_CONDITION, number
        if not aside and negates(source, words, number, end):
            return ChangeKind.CUT_NEGATION, number
    return None


def _until(source: PreparedText, words: Words, start: int, stop: int) -> tuple[ChangeKind, int] | None:
    """The same for the rest of a sentence that was cut off: what it says of the words before, up to its next clause."""
    for number in range(start, stop):
        if conditional(source, words, number) and number - start <= 3:
            return ChangeKind.CUT_CONDITION, number
        if source.keys[number] in words.divider or _CLAUSE_MARK.search(source.between(number)):
            if number > start:
                return None
            continue
        if negates(source, words, number, stop):
            return ChangeKind.CUT_NEGATION, number
    return None


__all__ = ["NEAR", "Change", "ChangeKind", "Hunk", "Judge", "Quoted", "hidden_after", "hidden_before", "hidden_between"]
