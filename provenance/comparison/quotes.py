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

from provenance.comparison import quote_cuts as cuts
from provenance.comparison.alignment import PreparedText, Region, locate, prepare
from provenance.comparison.quote_faults import Change, ChangeKind, Hunk, Judge, Quoted
from provenance.comparison.quote_setting import in_source_quotes
from provenance.comparison.quote_words import Words, words_for
from provenance.model import Span

_ELLIPSIS = re.compile(r"\[\s{0,3}(?:…|\.(?:\s?\.){1,3})\s{0,3}\]|\(\s{0,3}(?:…|\.(?:\s?\.){1,3})\s{0,3}\)|…|\.(?:\s?\.){2,3}|\.\.")
_BRACKET = re.compile(r"\[([^\[\]]{0,120})\]")
_ROUND = re.compile(r"\(([^()]{0,60})\)")
_REMARK = re.compile(
    r"\s*(?:sic|emphasis (?:added|mine|ours)|italics (?:added|mine)|so im original|так в (?:тексте|оригинале)|прим\..*)[.!?]?\s*", re.I
)
_EDGE = "\"'“”„‟«»‹›‘’‚‛「」『』 \t\r\n\u00a0"
_OPENED = re.compile(r"[\"“„«]\s?$")
_CLOSED = re.compile(r"[.,!?…]{0,3}\s?[\"”“»]")
_GLUE = "\u00ad"
_WILD = "[]"

LONG_WAY = 150
"""Tokens that one ellipsis may stand for; behind that the passages were never one utterance (a page has about 400)."""
LIKE = 0.6
"""Share of a quotation's words that must stand in one place, in order, for it to be a version of that place."""
RESEMBLES = 0.3
NEARBY = 20
"""Tokens of the draft around a quotation that may say what it leaves out."""
FEW = 6
"""Tokens up to which a piece is looked for near its neighbour word by word."""


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


@dataclass(frozen=True, slots=True)
class _Placed:
    """A piece and where it stands: tokens ``first`` to ``last`` of the source."""

    piece: tuple[Quoted, ...]
    first: int
    last: int
    hunks: tuple[Hunk, ...]
    matched: int


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
    pieces = [piece for piece in _pieces(quotation) if piece]
    count = sum(len(piece) for piece in pieces)
    if not count or not len(text):
        return QuoteMatch(QuoteKind.NOT_IN_SOURCE, False, 0.0)
    words = words_for(language or text.language)
    if not same_language:
        return _very_words(pieces, text)
    if _short(pieces):
        return _too_short(pieces, text, words)
    context = (prepare(before).keys[-NEARBY:], prepare(after).keys[:NEARBY])
    best: QuoteMatch | None = None
    reading = _Reading(quotation, text, words, context, tuple(pieces))
    for placed in _placements(pieces, text):
        match = reading.match(placed, count)
        if best is None or (match.faithful, match.score) > (best.faithful, best.score):
            best = match
        if best.faithful and best.score == 1.0:
            break
    return best or QuoteMatch(QuoteKind.NOT_IN_SOURCE, False, 0.0)


# ---- reading the quotation -------------------------------------------------------------------------------------------


def _pieces(quotation: str) -> list[tuple[Quoted, ...]]:
    """The tokens of a quotation, parted at its ellipses; offsets are into ``quotation``."""
    text = quotation
    brackets: list[tuple[int, int]] = []
    dropped: list[tuple[int, int]] = []
    gaps = [match.span() for match in _ELLIPSIS.finditer(text)]
    for match in _BRACKET.finditer(text):
        if any(start < match.end() and match.start() < end for start, end in gaps):
            continue
        (dropped if _REMARK.fullmatch(match.group(1)) else brackets).append(match.span())
    for start, end in brackets:  # "[T]he" and "agree[d]" are one word
        join = _GLUE if end - start <= 7 and text[start + 1 : end - 1].isalpha() else " "
        text = f"{text[:start]}{join}{text[start + 1 : end - 1]}{join}{text[end:]}"
    rounds = [match.span() for match in _ROUND.finditer(text)]
    parted: list[list[Quoted]] = [[]]
    gap = 0
    read = prepare(text)
    for number, key in enumerate(read.keys):
        first, last = read.start(number), read.end(number)
        while gap < len(gaps) and gaps[gap][0] < first:
            gap += 1
            parted.append([])
        if not _inside(dropped, first, last):
            parted[-1].append(Quoted(key, first, last, _inside(brackets, first, last), _inside(rounds, first, last)))
    return [tuple(piece) for piece in parted]


def _inside(runs: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    return any(first < end and start < last for first, last in runs)


def _short(pieces: Sequence[Sequence[Quoted]]) -> bool:
    signs = [item for piece in pieces for item in piece]
    return len(signs) <= 2 or (len(signs) <= 4 and all(item.end - item.start == 1 for item in signs))


def _keys(piece: Sequence[Quoted]) -> list[str]:
    """A piece's keys; a bracketed word stands for anything."""
    return [_WILD if item.bracketed else item.key for item in piece]


def _plain(piece: Sequence[Quoted]) -> list[str]:
    return [item.key for item in piece]


def _too_short(pieces: Sequence[Sequence[Quoted]], text: PreparedText, words: Words) -> QuoteMatch:
    keys = [item.key for piece in pieces for item in piece]
    hits = text.find(keys, limit=1)
    if hits:
        return QuoteMatch(QuoteKind.TOO_SHORT, True, 1.0, (text.span(hits[0], hits[0] + len(keys)),))
    return QuoteMatch(QuoteKind.TOO_SHORT, False, 0.0)


def _very_words(pieces: Sequence[tuple[Quoted, ...]], text: PreparedText) -> QuoteMatch:
    spans: list[Span] = []
    for piece in pieces:
        hits = text.find(_plain(piece), limit=1)
        if not hits or sum(map(len, pieces)) < 3:
            return QuoteMatch(QuoteKind.OTHER_LANGUAGE, False, 0.0)
        spans.append(text.span(hits[0], hits[0] + len(piece)))
    return QuoteMatch(QuoteKind.VERBATIM if len(pieces) == 1 else QuoteKind.ELLIPSIS, True, 1.0, tuple(spans))


# ---- finding the places ----------------------------------------------------------------------------------------------


def _placements(pieces: Sequence[tuple[Quoted, ...]], text: PreparedText) -> Iterator[list[_Placed | None]]:
    """Ways to place the pieces, the likeliest first; a piece that stands nowhere is ``None``."""
    options = [_options(piece, text) for piece in pieces]
    anchor = max(range(len(pieces)), key=lambda number: (bool(options[number]), min(len(pieces[number]), 12), -len(options[number])))
    for start in options[anchor][:48]:
        placed: list[_Placed | None] = [None] * len(pieces)
        placed[anchor] = start
        here = start
        for number in range(anchor + 1, len(pieces)):
            placed[number] = _beside(pieces[number], options[number], text, here.last, here.last + LONG_WAY)
            here = placed[number] or here
        here = start
        for number in range(anchor - 1, -1, -1):
            placed[number] = _beside(pieces[number], options[number], text, here.first - LONG_WAY, here.first, backwards=True)
            here = placed[number] or here
        yield placed


def _options(piece: tuple[Quoted, ...], text: PreparedText) -> list[_Placed]:
    """Where a piece may stand: wherever its very words stand; failing that, where something like it does."""
    plain = _plain(piece)
    exact = text.find(plain)
    if exact:
        return [_Placed(piece, at, at + len(plain), (), len(plain)) for at in exact]
    keys = _keys(piece)
    return [_align(piece, keys, region, text) for region in locate(keys, text)]


def _beside(
    piece: tuple[Quoted, ...], options: Sequence[_Placed], text: PreparedText, low: int, high: int, *, backwards: bool = False
) -> _Placed | None:
    """The place of a piece next to its neighbour, if it stands there; otherwise its best place anywhere."""
    plain = _plain(piece)
    near = text.find(plain, max(0, low), high + len(plain))
    if near:
        at = near[-1] if backwards else near[0]
        return _Placed(piece, at, at + len(plain), (), len(plain))
    within = [option for option in options if low <= option.first and option.last <= high + len(plain) + 4]
    if within:
        return within[-1 if backwards else 0] if within[0].matched == len(plain) else within[0]
    if len(piece) <= FEW and max(0, low) < min(high, len(text)):
        start = min(range(max(0, low), min(high, len(text))), key=lambda at: _distance(plain, text.keys[at : at + len(plain)]))
        hunks, matched = _differences(_keys(piece), text.keys[start : start + len(plain)], 0, start)
        if 2 * matched >= len(plain):
            return _Placed(piece, start, min(start + len(plain), len(text)), tuple(hunks), matched)
    return max(options, key=lambda option: option.matched, default=None)


def _align(piece: tuple[Quoted, ...], keys: Sequence[str], region: Region, text: PreparedText) -> _Placed:
    """Align a piece with the place that was found for it, word by word."""
    hunks: list[Hunk] = []
    matched = region.matched
    runs = region.runs
    if not runs:
        first, last = region.start, region.end
        hunks, matched = _differences(keys, text.keys[first:last], 0, first)
        return _Placed(piece, first, last, tuple(hunks), matched)
    first, last = runs[0].there, region.end
    if runs[0].here:
        first, some, count = _head(keys[: runs[0].here], text, runs[0].there)
        hunks += some
        matched += count
    for run, following in pairwise(runs):
        c0, s0 = run.here + run.length, run.there + run.length
        if c0 < following.here or s0 < following.there:
            some, count = _differences(keys[c0 : following.here], text.keys[s0 : following.there], c0, s0)
            hunks += some
            matched += count
    tail = runs[-1].here + runs[-1].length
    if tail < len(keys):
        last, some, count = _tail(keys[tail:], text, last, tail)
        hunks += some
        matched += count
    return _Placed(piece, first, last, tuple(hunks), matched)


def _head(keys: Sequence[str], text: PreparedText, end: int) -> tuple[int, list[Hunk], int]:
    """What the words before the first sure match stand for, in the sentence that they end in."""
    low = end
    while low > 0 and end - low < min(len(keys), 80) + 3 and not text.begins_sentence(low):
        low -= 1
    start = min(range(low, end + 1), key=lambda at: (_distance(keys, text.keys[at:end]), abs(end - at - len(keys))))
    hunks, count = _differences(keys, text.keys[start:end], 0, start)
    return start, hunks, count


def _tail(keys: Sequence[str], text: PreparedText, start: int, offset: int) -> tuple[int, list[Hunk], int]:
    """What the words behind the last sure match stand for."""
    high = start
    while high < len(text.keys) and high - start < min(len(keys), 80) + 3 and not text.begins_sentence(high):
        high += 1
    end = min(range(start, high + 1), key=lambda at: (_distance(keys, text.keys[start:at]), abs(at - start - len(keys))))
    hunks, count = _differences(keys, text.keys[start:end], offset, start)
    return end, hunks, count


def _distance(keys: Sequence[str], other: Sequence[str]) -> int:
    """How badly the source's words fit: words of the quotation that it lacks weigh more than words that were passed over."""
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.distance(keys, other, weights=(1, 4, 4) if len(keys) < 100 else (1, 1, 1))


def _differences(keys: Sequence[str], other: Sequence[str], c: int, s: int) -> tuple[list[Hunk], int]:
    """The hunks in which two runs of keys differ, and how many keys they share in order."""
    from rapidfuzz.distance import Levenshtein

    hunks: list[Hunk] = []
    matched = 0
    for op in Levenshtein.opcodes(keys, other):
        c0, c1, s0, s1 = c + op.src_start, c + op.src_end, s + op.dest_start, s + op.dest_end
        if op.tag == "equal":
            matched += c1 - c0
        elif hunks and hunks[-1].c1 == c0 and hunks[-1].s1 == s0:
            hunks[-1] = Hunk(hunks[-1].c0, c1, hunks[-1].s0, s1)
        else:
            hunks.append(Hunk(c0, c1, s0, s1))
    return hunks, matched


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

    def match(self, placed: Sequence[_Placed | None], count: int) -> QuoteMatch:
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

    def _missing(self, placed: Sequence[_Placed | None], there: Sequence[_Placed]) -> Iterator[Change]:
        """Pieces that the source does not have at all."""
        at = self.text.end(there[0].last - 1)
        for piece, item in zip(self.pieces, placed, strict=True):
            if item is None and not all(quoted.bracketed for quoted in piece):
                claim = Span(piece[0].start, piece[-1].end)
                yield Change(ChangeKind.ADDED_WORD, claim.of(self.quotation), "", claim, Span(at, at))
            elif item is not None:
                at = self.text.end(item.last - 1)

    def _thin(self, there: Sequence[_Placed], changes: Sequence[Change]) -> bool:
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

    def _spliced(self, change: Change, item: _Placed) -> Change | None:
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

    def _order(self, there: Sequence[_Placed]) -> Iterator[Change]:
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

    def _hidden(self, there: Sequence[_Placed]) -> Iterator[Change]:
        """Negations and conditions in what an ellipsis or a cut leaves out."""
        for one, two in pairwise(there):
            if 0 < two.first - one.last <= LONG_WAY:
                yield from self._hide(cuts.between(self.text, self.words, one.last, two.first, two.last), one.piece[-1].end)
        if there[0].piece and not any(hunk.c0 == 0 for hunk in there[0].hunks):
            found = None if self.text.begins_sentence(there[0].first) else cuts.before(self.text, self.words, there[0].first, there[0].last)
            yield from self._hide(found, there[0].piece[0].start)
        if not any(hunk.c1 == len(there[-1].piece) for hunk in there[-1].hunks):
            yield from self._hide(cuts.behind(self.text, self.words, there[-1].first, there[-1].last), there[-1].piece[-1].end)

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

    def _kind(self, there: Sequence[_Placed], changes: Sequence[Change], spans: Sequence[Span]) -> QuoteKind:
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
        if any(item.bracketed for placed in there for item in placed.piece) or _remarks(self.quotation):
            return QuoteKind.BRACKETED
        if len(there) > 1:
            return QuoteKind.ELLIPSIS
        if not self._whole(there[0].first, there[-1].last):
            return QuoteKind.CUT
        return QuoteKind.VERBATIM if _visible(self.quotation) == _visible(spans[0].of(self.text.text)) else QuoteKind.TYPOGRAPHIC

    def _whole(self, first: int, last: int) -> bool:
        """Whether what stands there begins and ends as a sentence does, or as what the source itself puts in quotation marks."""
        begins = self.text.begins_sentence(first) or bool(_OPENED.search(self.text.between(first)))
        return begins and (self.text.begins_sentence(last) or bool(_CLOSED.match(self.text.between(last))))


def _visible(text: str) -> str:
    """A text without what differs between two prints of it at its edges and line breaks."""
    return " ".join(text.strip(_EDGE).rstrip(".,;:!?…").split())


def _remarks(quotation: str) -> bool:
    return any(_REMARK.fullmatch(match.group(1)) for match in _BRACKET.finditer(quotation))


__all__ = ["Change", "ChangeKind", "PreparedText", "QuoteKind", "QuoteMatch", "check_quotation", "in_source_quotes", "prepare"]
