"""Whether the words in quotation marks are the source's words.

A quotation is read into pieces (an ellipsis parts them), each piece is found in the source, the words are aligned one by one,
and what differs, or was left out, is judged. What people do in print without changing what was said is no fault: other
quotation marks, dashes and spaces, another spelling, an ellipsis that hides nothing, words in square brackets, a beginning or
an end that is cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from provenance.comparison.quotation import cuts
from provenance.comparison.quotation.alignment import PreparedText, locate, prepare
from provenance.comparison.quotation.changes import Change, ChangeKind
from provenance.comparison.quotation.faults import Hunk, Judge, Quoted
from provenance.comparison.quotation.forms import known
from provenance.comparison.quotation.outright import EDGE, outright
from provenance.comparison.quotation.pieces import has_remark, is_short, plain_keys, read_pieces
from provenance.comparison.quotation.places import LONG_WAY, Placed, placements
from provenance.comparison.quotation.setting import in_source_quotes
from provenance.comparison.quotation.words import Words, words_for
from provenance.model import Span

_OPENED = re.compile(r"[\"“„«]\s?$")
_CLOSED = re.compile(r"[.,!?…]{0,3}\s?[\"”“»]")
_CYRILLIC = re.compile(r"[Ѐ-ӿ]")
MOST_ROMANISED = 40
"""Words up to which foreign words are left in their own language."""
LIKE = 0.6
"""Share of a quotation's words that must stand in one place, in order, for it to be a version of that place."""
RESEMBLES = 0.3
NEARBY = 20
"""Tokens of the draft around a quotation that may say what it leaves out."""


class QuoteKind(StrEnum):
    """What a quotation is to its source."""

    VERBATIM = "verbatim"
    TYPOGRAPHIC = "typographic"
    """The same words; marks, spelling, an article or the like differ."""
    ELLIPSIS = "ellipsis"
    """Words are left out, an ellipsis says so, and it hides nothing."""
    BRACKETED = "bracketed"
    """Words in brackets are the writer's, and change nothing."""
    CUT = "cut"
    """It begins or ends in mid-sentence and keeps the meaning."""
    ALTERED = "altered"
    SPLICED = "spliced"
    REORDERED = "reordered"
    CUT_NEGATION = "cut_negation"
    CUT_CONDITION = "cut_condition"
    REWORDED = "reworded"
    """One place of the source resembles it in too few words to be a slip: a paraphrase, or another translation."""
    NOT_IN_SOURCE = "not_in_source"
    TOO_SHORT = "too_short"
    """One or two words: all that is told is whether they occur (``faithful``)."""
    OTHER_LANGUAGE = "other_language"
    """Quotation and source are in different languages, and the words do not occur as they are."""


@dataclass(frozen=True, slots=True)
class QuoteMatch:
    """How a quotation stands to its source."""

    kind: QuoteKind
    faithful: bool
    """Whether these are the source's words, and mean there what they mean here."""
    score: float
    """Share of the quotation's words that stand in the source in that order, in [0, 1]."""
    spans: tuple[Span, ...] = ()
    """Where it stands, in the source's text: one span for each piece."""
    changes: tuple[Change, ...] = ()
    """Every difference in words, the minor ones too, in the order of the quotation."""


def check_quotation(
    quotation: str,
    source: PreparedText | str,
    *,
    same_language: bool = True,
    language: str | None = None,
    before: str = "",
    after: str = "",
) -> QuoteMatch:
    """Find a quotation in a source and say what it is to it.

    Parameters:
        quotation: the words between the marks.
        source: the source's text; :func:`prepare` it once where several quotations are looked up in it.
        same_language: whether both are in one language. If not, only the very words count (a source may quote a foreigner).
        language: ISO 639-1 code of the quotation; the source's if not given.
        before: what the draft says before the quotation, in its sentence. A "not" there is the one that stands before the words in the source.
        after: what it says behind it.

    Returns:
        The best reading: of several places where the words stand, one where they are quoted faithfully.
    """
    text = source if isinstance(source, PreparedText) else prepare(source)
    if same_language and (plain := outright(quotation, text.text)):
        return QuoteMatch(QuoteKind.VERBATIM, True, 1.0, (plain,))
    pieces = [piece for piece in read_pieces(quotation) if piece]
    count = sum(len(piece) for piece in pieces)
    if not count or not len(text):
        return QuoteMatch(QuoteKind.NOT_IN_SOURCE, False, 0.0)
    words = words_for(language or text.language)
    if not same_language:
        return _romanised(pieces, text, language) or _very_words(pieces, text)
    if is_short(pieces):
        return _too_short(pieces, text, words)
    context = (prepare(before).keys[-NEARBY:] if before else [], prepare(after).keys[:NEARBY] if after else [])
    best: QuoteMatch | None = None
    reading = _Reading(quotation, text, words, context, tuple(pieces))
    for placed in placements(pieces, text):
        match = reading.match(placed, count)
        if best is None or (match.faithful, match.score) > (best.faithful, best.score):
            best = match
        if best.faithful and best.score == 1.0:
            break
    return best or QuoteMatch(QuoteKind.NOT_IN_SOURCE, False, 0.0)


def _too_short(pieces: Sequence[Sequence[Quoted]], text: PreparedText, words: Words) -> QuoteMatch:
    keys = [item.key for piece in pieces for item in piece]
    hits = text.find(keys, limit=1)
    if hits:
        return QuoteMatch(QuoteKind.TOO_SHORT, True, 1.0, (text.span(hits[0], hits[0] + len(keys)),))
    return QuoteMatch(QuoteKind.TOO_SHORT, False, 0.0)


def _very_words(pieces: Sequence[tuple[Quoted, ...]], text: PreparedText) -> QuoteMatch:
    spans: list[Span] = []
    for piece in pieces:
        hits = text.find(plain_keys(piece), limit=1)
        if not hits or sum(map(len, pieces)) < 3:
            return QuoteMatch(QuoteKind.OTHER_LANGUAGE, False, 0.0)
        spans.append(text.span(hits[0], hits[0] + len(piece)))
    return QuoteMatch(QuoteKind.VERBATIM if len(pieces) == 1 else QuoteKind.ELLIPSIS, True, 1.0, tuple(spans))


def _romanised(pieces: Sequence[tuple[Quoted, ...]], text: PreparedText, language: str | None) -> QuoteMatch | None:
    """Foreign words in Latin letters that the source has in its own script: "Slava geroyam" for «Слава героям»."""
    keys = [plain_keys(piece) for piece in pieces]
    words = [key for piece in keys for key in piece]
    if len(words) < 2 or len(words) > MOST_ROMANISED or not all(key.isascii() for key in words) or not _CYRILLIC.search(text.text[:5000]):
        return None
    if sum(bool(known(key, language or "en")) for key in words) > len(words) // 2:  # a translation
        return None
    found = [text.find_sounds(piece) for piece in keys]
    spans = tuple(text.span(at, at + len(piece)) for at, piece in zip(found, keys, strict=True) if at is not None)
    if len(spans) < len(keys) or not any(_CYRILLIC.search(span.of(text.text)) for span in spans):
        return None
    return QuoteMatch(QuoteKind.TYPOGRAPHIC if len(spans) == 1 else QuoteKind.ELLIPSIS, True, 1.0, spans)


# ---- judging ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Reading:
    """Judges one way of placing a quotation."""

    quotation: str
    text: PreparedText
    words: Words
    context: tuple[list[str], list[str]]
    """Keys of the draft's words right before and right behind the quotation."""
    pieces: tuple[tuple[Quoted, ...], ...]

    def match(self, placed: Sequence[Placed | None], count: int) -> QuoteMatch:
        """What the quotation is, if its pieces stand there."""
        judge = Judge(self.quotation, self.text, self.words)
        there = [item for item in placed if item is not None]
        wild = sum(item.bracketed for piece in there for item in piece.piece)
        score = min(1.0, sum(item.matched for item in there) / max(1, count - wild))
        spans = tuple(self.text.span(item.first, item.last) for item in there if item.last > item.first)
        if score < RESEMBLES or not spans:
            return QuoteMatch(QuoteKind.NOT_IN_SOURCE, False, score)
        changes: list[Change] = []
        for item in there:
            for change in judge.changes(item.piece, item.hunks):
                changes.append(self._spliced(change, item) or change)
        if (score < LIKE or self._thin(there, changes)) and not any(change.kind is ChangeKind.SPLICED for change in changes):
            return QuoteMatch(QuoteKind.REWORDED, False, score, spans, tuple(changes))
        changes += self._missing(placed, there)
        changes += self._order(there)
        changes += self._hidden(there)
        changes.sort(key=lambda change: (change.claim_span.start, change.claim_span.end))
        kind = self._kind(there, changes, spans)
        return QuoteMatch(kind, all(change.minor for change in changes), score, spans, tuple(changes))

    def _missing(self, placed: Sequence[Placed | None], there: Sequence[Placed]) -> Iterator[Change]:
        """Pieces that the source does not have at all."""
        at = self.text.end(there[0].last - 1)
        for piece, item in zip(self.pieces, placed, strict=True):
            if item is None and not all(quoted.bracketed for quoted in piece):
                claim = Span(piece[0].start, piece[-1].end)
                yield Change(ChangeKind.ADDED_WORD, claim.of(self.quotation), "", claim, Span(at, at))
            elif item is not None:
                at = self.text.end(item.last - 1)

    def _thin(self, there: Sequence[Placed], changes: Sequence[Change]) -> bool:
        """Whether so few telling words stand there that it may be any place of the source."""
        empty = self.words.slight | self.words.common
        faults = [change.claim_span for change in changes if not change.minor]
        telling = hits = 0
        for item in there:
            for quoted in item.piece:
                if not quoted.bracketed and quoted.key not in empty:
                    telling += 1
                    hits += not any(span.start <= quoted.start < span.end for span in faults)
        return telling > 0 and hits < min(2, telling)

    def _spliced(self, change: Change, item: Placed) -> Change | None:
        """The change again, if the words that do not stand here stand in another place of the source."""
        if change.minor or change.kind is ChangeKind.REORDERED:
            return None
        keys = [quoted.key for quoted in item.piece if change.claim_span.contains(Span(quoted.start, quoted.end))]
        if sum(key not in self.words.slight for key in keys) < 4:
            return None
        for at in self.text.find(keys, limit=8) or [
            region.start for region in locate(keys, self.text, most=1) if region.matched >= 0.8 * len(keys)
        ]:
            if not item.first <= at < item.last:
                span = self.text.span(at, min(at + len(keys), len(self.text)))
                return Change(ChangeKind.SPLICED, change.claim, span.of(self.text.text), change.claim_span, span)
        return None

    def _order(self, there: Sequence[Placed]) -> Iterator[Change]:
        """Faults in how the pieces follow one another."""
        for one, two in pairwise(there):
            claim = Span(one.piece[0].start, two.piece[-1].end)
            low, high = min(one.first, two.first), max(one.last, two.last)
            source = self.text.span(low, high)
            kind = None
            if two.first < one.first or two.last <= one.first:
                kind = ChangeKind.REORDERED if one.first - two.last <= LONG_WAY else ChangeKind.SPLICED
            elif two.first - one.last > LONG_WAY:
                kind = ChangeKind.SPLICED
            if kind:
                yield Change(kind, claim.of(self.quotation), source.of(self.text.text), claim, source)

    def _hidden(self, there: Sequence[Placed]) -> Iterator[Change]:
        """Negations and conditions in what an ellipsis or a cut leaves out."""
        for one, two in pairwise(there):
            if 0 < two.first - one.last <= LONG_WAY:
                yield from self._hide(cuts.between(self.text, self.words, one.last, two.first, two.last), one.piece[-1].end)
        first, last = there[0], there[-1]
        # what the source itself puts in quotation marks was cut by the source, not by the draft
        if not (self._begins(first.first) or any(hunk.c0 == 0 and not _substituted(hunk) for hunk in first.hunks)):
            yield from self._hide(cuts.before(self.text, self.words, first.first, first.last), first.piece[0].start)
        if not (self._ends(last.last) or any(hunk.c1 == len(last.piece) for hunk in last.hunks)):
            yield from self._hide(cuts.behind(self.text, self.words, last.first, last.last), last.piece[-1].end)

    def _hide(self, found: tuple[ChangeKind, int] | None, at: int) -> Iterator[Change]:
        if found is None:
            return
        kind, number = found
        if any(self._told(kind, keys) for keys in self.context):
            return
        span = self.text.span(number, number + 1)
        yield Change(kind, "", span.of(self.text.text), Span(at, at), span)

    def _told(self, kind: ChangeKind, keys: Sequence[str]) -> bool:
        """Whether the draft itself says what the quotation leaves out."""
        if kind is ChangeKind.CUT_CONDITION:
            return any(self.words.conditional(keys, at) for at in range(len(keys)))
        return any(key in self.words.negation or key in self.words.reversing for key in keys)

    def _kind(self, there: Sequence[Placed], changes: Sequence[Change], spans: Sequence[Span]) -> QuoteKind:
        faults = {change.kind for change in changes if not change.minor}
        for fault, kind in (
            (ChangeKind.CUT_NEGATION, QuoteKind.CUT_NEGATION),
            (ChangeKind.CUT_CONDITION, QuoteKind.CUT_CONDITION),
            (ChangeKind.REORDERED, QuoteKind.REORDERED),
            (ChangeKind.SPLICED, QuoteKind.SPLICED),
        ):
            if faults == {fault}:
                return kind
        if ChangeKind.SPLICED in faults:
            return QuoteKind.SPLICED
        if faults:
            return QuoteKind.ALTERED
        if any(item.bracketed for placed in there for item in placed.piece) or has_remark(self.quotation):
            return QuoteKind.BRACKETED
        if len(there) > 1:
            return QuoteKind.ELLIPSIS
        if not (self._begins(there[0].first) and self._ends(there[-1].last)):
            return QuoteKind.CUT
        return QuoteKind.VERBATIM if _visible(self.quotation) == _visible(spans[0].of(self.text.text)) else QuoteKind.TYPOGRAPHIC

    def _begins(self, number: int) -> bool:
        """Whether a sentence, or what the source itself puts in quotation marks, begins with that token."""
        return self.text.begins_sentence(number) or bool(_OPENED.search(self.text.between(number)))

    def _ends(self, number: int) -> bool:
        """Whether a sentence, or what the source itself puts in quotation marks, ends before that token."""
        return self.text.begins_sentence(number) or bool(_CLOSED.match(self.text.between(number)))


def _substituted(hunk: Hunk) -> bool:
    """Whether as many words stand in the place of others: "got" for "get", behind a "failed to" that was cut."""
    return 0 < hunk.c1 - hunk.c0 == hunk.s1 - hunk.s0


def _visible(text: str) -> str:
    """A text without what differs between two prints of it at its edges and line breaks."""
    return " ".join(text.strip(EDGE).rstrip(".,;:!?…").split())


__all__ = ["Change", "ChangeKind", "PreparedText", "QuoteKind", "QuoteMatch", "check_quotation", "in_source_quotes", "prepare"]
