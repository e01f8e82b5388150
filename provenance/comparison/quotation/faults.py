"""What the differences between a quotation and its source amount to.

A difference that a careful reader would not hold against the writer (an article, a spelling, an apostrophe) is *minor*; any
other is a fault. Faults are told apart by what they touch: a negation, a number, a name, the order, what was left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from provenance.comparison.quotation.changes import Change, ChangeKind
from provenance.comparison.quotation.forms import counted, same_words
from provenance.comparison.quotation.subjects import saying_words
from provenance.comparison.quotation.text import PreparedText
from provenance.comparison.quotation.words import Words
from provenance.language.folding import fold
from provenance.model import Span

_QUOTE_MARK = re.compile(r"[\"“”„«»‹›‘’]|(?<!\w)'|'(?!\w)")
_FOOTNOTE = re.compile(r"\W{0,3}(?:\[\d{1,3}\]){1,9}\W{0,3}")
_TURN = re.compile(r"[,.!?…]\s*[—–-]\s")
_DASH = re.compile(r"[—–-]\s")
JUMP = 6
"""Left-out tokens, without an ellipsis, from which on two passages have been joined rather than a few words dropped."""
ASIDE = 25
"""Tokens that may stand between the halves of a quotation in the source: "…," said the head of the office, "…"."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A token of a quotation, and whether the writer marks it as his own."""

    key: str
    start: int
    end: int
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
        """What the hunks of one piece amount to, in the order of the piece."""
        return self._moved([change for hunk in hunks for change in self._of(piece, hunk)])

    # ---- one hunk ----------------------------------------------------------------------------------------------

    def _of(self, piece: Sequence[Quoted], hunk: Hunk) -> list[Change]:
        theirs = self.source.keys[hunk.s0 : hunk.s1]
        quoted = piece[hunk.c0 : hunk.c1]
        half = any(0 <= at < len(piece) and piece[at].soft for at in (hunk.c0 - 1, hunk.c1))  # of what round brackets hold
        own = [item for item in quoted if not item.bracketed and (half or not item.soft)]
        keys = [item.key for item in own]
        if quoted and not own:
            kind = self._bracket(quoted, theirs, hunk)
            return [self._change(kind, piece, hunk)] if kind else []
        if self.words.same(keys, theirs) or self.words.same([item.key for item in quoted], theirs):
            return []
        if not keys and self._passed_over(hunk):
            return []
        kind, minor = self._kind(own, keys, theirs, hunk)
        return [self._change(kind, piece, hunk, minor)]

    def _bracket(self, quoted: Sequence[Quoted], theirs: Sequence[str], hunk: Hunk) -> ChangeKind | None:
        """Words in brackets may explain, or replace a few words; they may not turn the statement round."""
        keys = [item.key for item in quoted]
        mine, other = self._negations(keys), self._negations(theirs)
        if mine != other:
            return ChangeKind.DROPPED_NEGATION if other > mine else ChangeKind.ADDED_NEGATION
        if mine and len(theirs) > len(keys) + 1:  # "is [not] old" for "is not dangerous, but old"
            return ChangeKind.ADDED_NEGATION
        if has_number(keys) and has_number(theirs) and not self.words.same(keys, theirs):
            return ChangeKind.CHANGED_NUMBER
        if self._other_name(quoted, hunk):
            return ChangeKind.SWAPPED_NAME
        if self._opposite(keys, theirs):
            return ChangeKind.OPPOSITE
        return ChangeKind.DROPPED_WORD if len(theirs) > max(8, 3 * len(keys)) else None

    def _other_name(self, quoted: Sequence[Quoted], hunk: Hunk) -> bool:
        """Whether brackets put one name in the place of another, not in that of a pronoun or a description."""
        mine = [item for item in quoted if item.start > 1]
        places = [number for number in range(hunk.s0, hunk.s1) if not self.source.begins_sentence(number)]
        theirs = [self.source.word(number) for number in places]
        if {item.key for item in mine} & {self.source.keys[number] for number in places}:
            return False
        words = self._written(mine)
        return self._named(words) and self._named(theirs) and not same_words(words, theirs, self.words.language)

    def _passed_over(self, hunk: Hunk) -> bool:
        """Whether what the quotation leaves out is no part of what was said: "…," he said, "…"; a footnote mark; an address."""
        start = self.source.end(hunk.s0 - 1) if hunk.s0 else 0
        end = self.source.start(hunk.s1) if hunk.s1 < len(self.source) else len(self.source.text)
        raw = self.source.text[start:end]
        marked = _QUOTE_MARK.search(self.source.between(hunk.s0)) and _QUOTE_MARK.search(self.source.between(hunk.s1))
        inner = sum(self.source.begins_sentence(number) for number in range(hunk.s0, hunk.s1))
        if marked and hunk.s1 - hunk.s0 <= ASIDE and inner <= 1:
            return True
        return "://" in raw or self._cue(hunk) or bool(_FOOTNOTE.fullmatch(raw.strip())) or self._furniture(hunk)

    def _cue(self, hunk: Hunk) -> bool:
        """Whether it is the author's own "said he", set between dashes inside the source's quotation marks."""
        before, after = self.source.between(hunk.s0), self.source.between(hunk.s1)
        parted = _TURN.search(before) and _DASH.search(after) and hunk.s1 - hunk.s0 <= ASIDE
        return bool(parted) and any(key in saying_words(self.words.language) for key in self.source.keys[hunk.s0 : hunk.s1])

    def _furniture(self, hunk: Hunk) -> bool:
        """Whole lines in the middle of a sentence: what a printer put at the edge of a page."""
        if hunk.s0 == 0 or hunk.s1 >= len(self.source) or hunk.s1 - hunk.s0 > ASIDE:
            return False
        before, after = self.source.between(hunk.s0), self.source.between(hunk.s1)
        goes_on = self.source.text[self.source.start(hunk.s1)].islower() and not re.search(r"[.!?…;:,]", before)
        return goes_on and "\n" in before and "\n" in after and not self._negations(self.source.keys[hunk.s0 : hunk.s1])

    def _kind(self, own: Sequence[Quoted], keys: Sequence[str], theirs: Sequence[str], hunk: Hunk) -> tuple[ChangeKind, bool]:
        left = [key for key in keys if key not in self.words.slight]
        right = [key for key in theirs if key not in self.words.slight]
        plain = _plain(left or keys, right or theirs)
        words = [word for word, key in zip(self._written(own), keys, strict=True) if key not in self.words.slight]
        opening = self.source.begins_sentence(hunk.s0) and hunk.c0 == 0
        others = [self.source.word(number) for number in range(hunk.s0, hunk.s1) if self.source.keys[number] not in self.words.slight]
        mine, other = self._negations(keys), self._negations(theirs)
        if words and same_words(words, others, self.words.language):
            return plain, True
        turned = self._turned(keys), self._turned(theirs)
        if mine != other and turned[0] != turned[1]:
            return (ChangeKind.DROPPED_NEGATION if turned[1] > turned[0] else ChangeKind.ADDED_NEGATION), False
        if mine != other:
            return plain, False  # "did not" for "failed to": other words, and no other sense
        if (not left and not right) or self.words.same(left, right):
            return plain, True
        number = self._number(own, keys, theirs, hunk)
        if number is not None:
            return (plain if number else ChangeKind.CHANGED_NUMBER), number
        if not left and (self._stutter(theirs, hunk) or self._parenthesis(hunk)):
            return plain, True
        if not left and len(theirs) >= JUMP:
            return ChangeKind.SPLICED, False
        if self._opposite(left, right):
            return ChangeKind.OPPOSITE, False
        if turned[0] != turned[1]:
            return (ChangeKind.DROPPED_NEGATION if turned[1] > turned[0] else ChangeKind.ADDED_NEGATION), False
        named = left and right and self._named(words[opening:]) and self._named(others[opening:])
        return (ChangeKind.SWAPPED_NAME if named else plain), False

    def _number(self, own: Sequence[Quoted], keys: Sequence[str], theirs: Sequence[str], hunk: Hunk) -> bool | None:
        """Whether the two sides are the same but for the way of writing a number; ``None`` if they differ in something else."""
        language = self.words.language
        left = counted(self.quotation[own[0].start : own[-1].end] if own else "", language)
        right = counted(self.source.span(hunk.s0, hunk.s1).of(self.source.text) if theirs else "", language)
        if not left.numbers and not right.numbers and not has_number(keys) and not has_number(theirs):
            return None
        if len(keys) == len(theirs) and has_number(keys) and has_number(theirs) and self._digits(keys) != self._digits(theirs):
            return False
        if not left.numbers or left.numbers != right.numbers:
            return False
        rest = [[word for word in side.rest if fold(word).text not in self.words.slight] for side in (left, right)]
        return True if same_words(rest[0], rest[1], language) else None

    @staticmethod
    def _digits(keys: Sequence[str]) -> list[str]:
        return [key for key in keys if key[0].isdigit()]

    def _opposite(self, left: Sequence[str], right: Sequence[str]) -> bool:
        return any(frozenset((one, two)) in self.words.opposites for one in left for two in right)

    def _negations(self, keys: Sequence[str]) -> int:
        return sum(key in self.words.negation for key in keys)

    def _turned(self, keys: Sequence[str]) -> int:
        """How many of the keys turn a statement round: "not", and "failed" or "denied" as well."""
        return sum(key in self.words.negation or key in self.words.reversing for key in keys)

    def _stutter(self, theirs: Sequence[str], hunk: Hunk) -> bool:
        """A word said twice in the source that the quotation tidies: "we, we will"."""
        size = hunk.s1 - hunk.s0
        return list(theirs) in (self.source.keys[hunk.s1 : hunk.s1 + size], self.source.keys[max(0, hunk.s0 - size) : hunk.s0])

    def _parenthesis(self, hunk: Hunk) -> bool:
        """Round brackets of the source that were left out as a whole."""
        before, after = self.source.between(hunk.s0), self.source.between(hunk.s1)
        return before.rstrip().endswith("(") and after.lstrip().startswith(")") and hunk.s1 - hunk.s0 <= 12

    def _written(self, items: Sequence[Quoted]) -> list[str]:
        return [self.quotation[item.start : item.end] for item in items]

    @staticmethod
    def _named(words: Sequence[str]) -> bool:
        return any(word[:1].isupper() and len(word) > 1 for word in words)

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


def _plain(keys: Sequence[str], theirs: Sequence[str]) -> ChangeKind:
    if keys and theirs:
        return ChangeKind.CHANGED_WORD
    return ChangeKind.ADDED_WORD if keys else ChangeKind.DROPPED_WORD


def claim_span(piece: Sequence[Quoted], hunk: Hunk) -> Span:
    """The quotation's side of a hunk."""
    if hunk.c1 > hunk.c0:
        return Span(piece[hunk.c0].start, piece[hunk.c1 - 1].end)
    at = piece[hunk.c0 - 1].end if hunk.c0 > 0 else piece[0].start
    return Span(at, at)


def source_span(source: PreparedText, hunk: Hunk) -> Span:
    """The source's side of a hunk."""
    if hunk.s1 > hunk.s0:
        return source.span(hunk.s0, hunk.s1)
    at = source.end(hunk.s0 - 1) if hunk.s0 > 0 else source.start(0)
    return Span(at, at)
