"""Two things in an order, and whether claim and source have them in the same: earlier and later, cause and effect, more and less.

"The stadium was cleared after the final", "demand fell because prices rose", "copper is cheaper than silver": a word parts two sides
and says which of them comes first. A claim is the other way round if it has the same word and the sides have changed places, or a word
of the other direction and the sides have not; it is the same if both are turned.
"""

from __future__ import annotations

import functools
import itertools
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import resources

from provenance.comparison.details.facts import Fact, Outcome
from provenance.comparison.matching.match import Match
from provenance.comparison.matching.tokens import Token
from provenance.comparison.polarity.concepts import read
from provenance.language.words import russian
from provenance.model import DifferenceKind, Span

_MET = 0.8, 0.7
"""How well a side must be met by a side of the source, in one language and across two."""
_GAP = 0.25, 0.18
"""How much better than by its other side."""
_REST = 0.72, 0.66
"""How well the other side must be met where the sides stand as they do in the source."""
_QUALITY = 0.8, 0.72
"""From which two words of comparison are one."""
_BOUND = 0.5
_SIDE = 12
"""Content words of a side at the most."""
_MARK = re.compile(r"[.;:!?…()«»“”\"\n]|\s[—–-]\s")
_COMPARATIVE = {
    "en": re.compile(r"\w{2,}(?:er|ier)\Z"), "de": re.compile(r"\w{2,}er(?:e[nrsm]?)?\Z"), "pl": re.compile(r"\w{2,}(?:szy|sza|sze|si|iej)\Z"),
    "uk": re.compile(r"\w{2,}(?:ший|ша|ше|ші|іше)\Z"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Order:
    """A word that parts two sides."""

    kind: str
    turned: bool
    """Whether the right side comes first: the earlier one, the cause, the one that is more."""
    word: tuple[int, ...]
    """Its tokens; in a comparison that of the quality."""
    left: tuple[int, ...]
    right: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sides:
    """What the orders of a claim come to."""

    facts: tuple[Fact, ...]
    settled: tuple[Span, ...]
    """Words that are opposite to the source's, as the sides are: both tell the same."""


@functools.cache
def _table(language: str) -> tuple[tuple[tuple[str, ...], str, str], ...]:
    """Word sequences with kind and name, the longest first."""
    raw = tomllib.loads((resources.files("provenance.comparison") / "data" / "sides.toml").read_text("utf-8"))
    out = []
    for kind, entries in raw.items():
        for name, words in entries.items():
            out += [(tuple(form.lower().split()), kind, name) for form in words.get(language, "").split(", ") if form]
    return tuple(sorted(out, key=lambda entry: (-len(entry[0]), entry)))


@functools.cache
def _hint(language: str) -> re.Pattern[str]:
    words = "|".join(sorted({re.escape(form[0]) for form, _, _ in _table(language)}, key=lambda w: (-len(w), w)))
    return re.compile(rf"(?<!\w)(?:{words or '(?!)'})(?!\w)")


def sides(match: Match, language: str | None) -> Sides:
    """Where the claim has two things in another order than its source; facts that differ, kind ``RELATION``.

    Parameters:
        match: the claim laid on its source.
        language: of the claim.
    """
    there = match.reading.language
    if language is None or there is None or not match.content:
        return Sides((), ())
    own = orders(match.claim, language, match.tokens)
    if not own:
        return Sides((), ())
    facts: list[Fact] = []
    settled: list[Span] = []
    for order in own:
        turned: tuple[float, int, Order] | None = None
        for index in match.seen:
            sentence = match.reading.sentences[index]
            text = match.reading.text[sentence.start : sentence.end]
            for other in orders(text, there, tuple(_moved(t, -sentence.start) for t in sentence.tokens)) if sentence.main else ():
                judged = _compared(match, language, order, other, index)
                if judged is None:
                    continue
                same, fit, words_differ = judged
                if same:
                    turned = None
                    if words_differ:
                        settled.append(_span(match.tokens, order.word))
                    break
                if turned is None or fit > turned[0]:
                    turned = fit, index, other
            else:
                continue
            break
        if turned is not None:
            facts.append(_fact(match, order, turned[2], turned[1]))
    return Sides(tuple(facts), tuple(settled))


def _moved(token: Token, by: int) -> Token:
    return Token(token.text, token.start + by, token.end + by, token.key, token.stop, token.digit, token.capital)


# ---- reading ----------------------------------------------------------------------------------------------------------


@functools.lru_cache(maxsize=4096)
def orders(text: str, language: str, tokens: tuple[Token, ...]) -> tuple[Order, ...]:
    """The words of a sentence that part two sides. ``tokens`` count in ``text``."""
    if len(tokens) > 60 or not (_hint(language).search(text.lower()) or language == "ru"):
        return ()
    return tuple(_read(text, language, tokens))


def _read(text: str, language: str, tokens: Sequence[Token]) -> Iterator[Order]:
    low = [t.text.lower().replace("’", "'") for t in tokens]
    gap = ["", *(text[one.end : other.start] for one, other in itertools.pairwise(tokens))]
    taken: set[int] = set()
    for i in range(len(tokens)):
        if i in taken:
            continue
        found = next((e for e in _table(language) if tuple(low[i : i + len(e[0])]) == e[0]), None)
        if found is None:
            if language == "ru" and i and i + 1 < len(tokens) and _bare_comparison(low, i):
                yield from _sided("than", _less(low[i], language), (i,), i, i + 1, tokens, gap)
            continue
        form, kind, name = found
        words = tuple(range(i, i + len(form)))
        taken |= set(words)
        if kind != "than":
            if not (words[-1] + 1 < len(tokens) and tokens[words[-1] + 1].digit and name == "before"):  # "from 3 to 5"
                yield from _sided(kind, name in ("after", "because"), words, i, words[-1] + 1, tokens, gap)
        elif name == "than":
            quality = _quality(low, language, tokens, i)
            if quality is not None:
                turned = any(_less(low[j], language) for j in range(max(0, quality - 1), i))
                yield from _sided("than", turned, (quality,), quality, i + 1, tokens, gap)


def _bare_comparison(low: Sequence[str], i: int) -> bool:
    """Whether a Russian comparative has what it is compared with right behind it, in the genitive: "больше петербургской"."""
    if russian().parse(low[i])[0].tag.POS != "COMP" or low[i + 1] == "чем":
        return False
    return any(p.tag.case == "gent" for p in russian().parse(low[i + 1])[:3])


def _less(word: str, language: str) -> bool:
    return any(form == (word,) and name == "less" for form, _, name in _table(language))


def _quality(low: Sequence[str], language: str, tokens: Sequence[Token], than: int) -> int | None:
    """What two things are compared by: "faster", "more reactive", "less"."""
    marked = next((j for j in range(than - 1, max(-1, than - 5), -1) if any(f == (low[j],) and n != "than" and k == "than" for f, k, n in _table(language))), None)  # fmt: skip
    if marked is not None:
        content = [j for j in range(marked + 1, than) if not tokens[j].stop]
        return content[0] if content else marked
    form = _COMPARATIVE.get(language)
    near = range(than - 1, max(-1, than - 4), -1)
    if language == "ru":
        return next((j for j in near if russian().parse(low[j])[0].tag.POS == "COMP"), None)
    return next((j for j in near if form is not None and form.match(low[j]) and not tokens[j].capital), None)


def _sided(kind: str, turned: bool, word: tuple[int, ...], first: int, behind: int, tokens: Sequence[Token], gap: Sequence[str]) -> Iterator[Order]:  # fmt: skip
    right: list[int] = []
    comma = len(tokens)
    for j in range(behind, len(tokens)):
        if _MARK.search(gap[j]) or ("," in gap[j] and j > behind):
            comma = j
            break
        right.append(j)
    left = []
    for j in range(first - 1, -1, -1):
        left.append(j)
        if _MARK.search(gap[j]):
            break
    if not any(not tokens[j].stop for j in left) and kind != "than":  # "After the final, the stadium was cleared"
        left = list(range(comma, len(tokens)))
    sides = [tuple(sorted(j for j in side if not tokens[j].stop)) for side in (left, right)]
    if all(0 < len(side) <= _SIDE for side in sides):
        yield Order(kind, turned, word, sides[0], sides[1])


# ---- comparing --------------------------------------------------------------------------------------------------------


def _compared(match: Match, language: str, mine: Order, theirs: Order, index: int) -> tuple[bool, float, bool] | None:
    """Whether two orders are the same, how well their sides meet, and whether their words are opposite; ``None`` if they are about other things."""
    if mine.kind != theirs.kind:
        return None
    pick = 0 if match.same_language else 1
    opposite = mine.turned is not theirs.turned
    if mine.kind == "than":
        alike = _one_quality(match, language, mine, theirs, index)
        if alike is None:
            return None
        opposite = opposite is alike
    left, right = _rows(match, mine.left), _rows(match, mine.right)
    if not left or not right:
        return None
    straight, crosswise = _met(match, right, index, theirs.right), _met(match, right, index, theirs.left)
    least, gap = _MET[pick], _GAP[pick]
    if straight >= least and straight >= crosswise + gap and _met(match, left, index, theirs.left) >= _REST[pick]:
        return not opposite, straight, opposite
    back = _covered(match, theirs.right, index, left), _covered(match, theirs.right, index, right)
    if crosswise >= least and crosswise >= straight + gap and back[0] >= least and back[0] >= back[1] + gap:
        return opposite, crosswise, opposite
    return None


def _one_quality(match: Match, language: str, mine: Order, theirs: Order, index: int) -> bool | None:
    """Whether two are compared by the same quality (true), by its opposite (false) or by others (``None``)."""
    here, there = match.tokens[mine.word[0]].text.lower(), match.reading.sentences[index].tokens[theirs.word[0]].text.lower()
    amounts = [_amount(word, lang) for word, lang in ((here, language), (there, match.reading.language or language))]
    if all(amounts):
        return True
    sentence = match.reading.sentences[index]
    text, at = match.reading.text[sentence.start : sentence.end], sentence.tokens[theirs.word[0]].start - sentence.start
    poles = [
        {(i.axis, i.pole) for i in read(whole, lang).items if i.span.start <= start < i.span.end}
        for whole, lang, start in (
            (match.claim, language, match.tokens[mine.word[0]].start),
            (text, match.reading.language or language, at),
        )
    ]
    axes = [{axis for axis, _ in pole} for pole in poles]
    if axes[0] & axes[1]:
        return bool(poles[0] & poles[1])
    rows = _rows(match, mine.word)
    alike = bool(rows) and _met(match, rows, index, theirs.word) >= _QUALITY[0 if match.same_language else 1]
    return True if alike else None


def _amount(word: str, language: str) -> bool:
    return any(form == (word,) and kind == "than" and name != "than" for form, kind, name in _table(language))


def _rows(match: Match, tokens: Sequence[int]) -> list[int]:
    at = {token: row for row, token in enumerate(match.content)}
    return [at[i] for i in tokens if i in at]


def _columns(match: Match, index: int, tokens: Sequence[int]) -> list[int]:
    low, high = match.slots_of(index)
    wanted = frozenset(tokens)
    return [s for s in range(low, high) if match.slots[s][1] in wanted]


def _met(match: Match, rows: Sequence[int], index: int, tokens: Sequence[int]) -> float:
    """How well words of the claim are met by words of a sentence."""
    columns = _columns(match, index, tokens)
    if not columns:
        return 0.0
    total = sum(match.weight[r] for r in rows)
    return float(sum(match.weight[r] * match.similar[r, columns].max() for r in rows)) / total if total else 0.0


def _covered(match: Match, tokens: Sequence[int], index: int, rows: Sequence[int]) -> float:
    """How well words of a sentence are met by words of the claim."""
    columns = _columns(match, index, tokens)
    return float(match.similar[list(rows)][:, columns].max(axis=0).mean()) if columns else 0.0


def _span(tokens: Sequence[Token], words: Sequence[int]) -> Span:
    return Span(tokens[min(words)].start, tokens[max(words)].end)


def _fact(match: Match, mine: Order, theirs: Order, index: int) -> Fact:
    from provenance.comparison.polarity.opposed import DOUBTED

    span = _span(match.tokens, mine.word)
    where = _span(match.reading.sentences[index].tokens, theirs.word)
    text = match.reading.text
    return Fact(DifferenceKind.RELATION, Outcome.DIFFERS, span.of(match.claim), span, where.of(text), where, index, _BOUND, _BOUND, DOUBTED)
