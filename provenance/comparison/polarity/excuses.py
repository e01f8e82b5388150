"""What a "not" more or less, or a denied event, may be excused by: another word near by that turns the statement too.

"Nobody can swim there" is said of baths "which have been closed", "no hot lunches" where canteens "serve only cold meals", and "broke the
law" where the source has «ne respectaient pas la loi». Which words do so cannot be listed with what they do to each verb. It is therefore
only asked whether one stands near that the other side does not have; then the difference is a doubt, and no contradiction.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from importlib import resources

from provenance.comparison.details.facts import Fact, Outcome
from provenance.comparison.matching.match import Match
from provenance.comparison.matching.tokens import Token
from provenance.comparison.polarity.bare import bare
from provenance.comparison.polarity.denied_near import denied_near
from provenance.comparison.polarity.factuality import TURNED
from provenance.comparison.polarity.foremost import from_the_other_end
from provenance.comparison.polarity.misplaced import misplaced
from provenance.comparison.polarity.negation import Strength, places_of, said_as_often
from provenance.comparison.polarity.opposed import OPPOSED
from provenance.comparison.polarity.parts_of import another_part
from provenance.comparison.polarity.promised import promised_otherwise
from provenance.comparison.polarity.put_off import put_off
from provenance.comparison.polarity.set_against import set_against, the_other_way
from provenance.comparison.polarity.supposed import supposed
from provenance.comparison.polarity.turned import ADDED, DROPPED
from provenance.language.polarity import negations, privatives
from provenance.model import DifferenceKind, Span

_NEAR = 8
"""Words on either side of the one that is turned among which another word may turn it."""
_BESIDE, _FAR = 4, 12
"""The same for a word that has its opposite there; for one like "none", which turns its whole clause."""
_OWN, _OWN_TRANSLATED = 0.9, 0.72
"""From which the other side has a turning word too, so that it turns both."""
_PLAIN = 0.82
"""How well, in one language, a word and its clause are met that no other word turns: all but the "not" is copied."""
_ONLY = frozenset(
    ("only", "just", "solely", "только", "лишь", "тільки", "лише", "nur", "lediglich", "seulement", "solo", "sólo", "tylko", "jedynie")
)
"""Words that deny all else, however much of a clause is copied."""
_EXCUSED = frozenset({ADDED, DROPPED, TURNED, "opposite word", "another quantifier"})
"""Notes of facts that a word near by may make up for: "all escaped unharmed" for "none was hurt", too."""
_NOTS = frozenset({ADDED, DROPPED, TURNED})
_EXCUSES = (set_against, another_part, from_the_other_end, supposed, misplaced, denied_near, promised_otherwise, put_off, bare)
"""What else may account for a "not" more or less."""
_WORD, _WORD_TRANSLATED = 0.75, 0.6
"""From which a word of another sentence is the one that the claim denies."""


def excused(match: Match, language: str, facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """``facts`` with those made doubtful that tell of a "not" more or less where another word may make up for it.

    Parameters:
        match: the claim laid on its source.
        language: of the claim.
        facts: what was found, in any order; only those of some rules are looked at.
    """
    made_up_for = {id(f) for f in facts if _may_be_innocent(match, language, f)}
    nots = [f for f in facts if id(f) in made_up_for and f.note in (ADDED, DROPPED)]
    made_up_for |= {id(f) for f in facts if f.note == OPPOSED and any(f.sentence == n.sentence and f.span.overlaps(n.span) for n in nots)}
    return tuple(replace(f, doubtful=True) if id(f) in made_up_for else f for f in facts)


def denied_elsewhere(match: Match, fact: Fact) -> bool:
    """Whether another sentence than the fact's denies the claim's very word: "nobody was killed" after the attack was told."""
    rows = [r for r, i in enumerate(match.content) if fact.span.start <= match.tokens[i].start < fact.span.end]
    if fact.note != ADDED or not rows:
        return False
    for index in match.seen:
        met, slot = match.met_in(rows[-1], index)
        if index != fact.sentence and slot >= 0 and met >= (_WORD if match.same_language else _WORD_TRANSLATED):
            at = match.slots[slot][1]
            if any(p.strength is Strength.OWN and at in (p.head, p.at - 1, p.at + 1) for p in places_of(match, index)):
                return True
    return False


def _may_be_innocent(match: Match, language: str, fact: Fact) -> bool:
    if fact.note not in _EXCUSED or fact.outcome is not Outcome.DIFFERS or fact.other_span is None:
        return False
    if fact.note in _NOTS and not the_other_way(match, language, fact) and any(excuse(match, language, fact) for excuse in _EXCUSES):
        return True
    plain = match.same_language and min(fact.bound, fact.fit) >= _PLAIN
    sentence = match.reading.sentences[fact.sentence]
    there = match.reading.text[sentence.start : sentence.end]
    local = Span(max(0, fact.other_span.start - sentence.start), max(0, fact.other_span.end - sentence.start))
    low, high = match.slots_of(fact.sentence)
    slots = {match.slots[s][1]: s for s in range(low, high)}
    rows = {token: row for row, token in enumerate(match.content)}
    reach = _NEAR if fact.kind is DifferenceKind.NEGATION else _FAR if negations(fact.text) or negations(fact.other) else _BESIDE
    sides = (
        (there, match.reading.language, _local(sentence.tokens, sentence.start), local, match.tokens, slots, match.similar),
        (match.claim, language, match.tokens, fact.span, sentence.tokens, rows, match.similar[:, low:high].T),
    )
    for text, code, tokens, turned, others, numbers, similar in sides:
        for token in _turning(text, code, tokens, turned, reach):
            word, number = tokens[token].text.lower(), numbers.get(token)
            if plain and word not in _ONLY:
                continue
            if number is not None and float(similar[:, number].max(initial=0.0)) < (_OWN if match.same_language else _OWN_TRANSLATED):
                return True
            if number is None and match.same_language and not _has(others, word):
                return True
    return not match.same_language and said_as_often(match, language, fact.sentence)


def _has(tokens: Sequence[Token], word: str) -> bool:
    return any(t.text.lower() == word for t in tokens)


def _local(tokens: Sequence[Token], start: int) -> tuple[Token, ...]:
    return tuple(Token(t.text, t.start - start, t.end - start, t.key, t.stop, t.digit, t.capital) for t in tokens)


def _turning(text: str, language: str | None, tokens: Sequence[Token], turned: Span, reach: int) -> list[int]:
    """The words near ``turned``, and not in it, that may turn it; those that hold no negation only for a "not"."""
    inside = [i for i, t in enumerate(tokens) if t.start < turned.end and turned.start < t.end]
    if not inside:
        return []
    first, last = inside[0] - reach, inside[-1] + reach
    return [
        i for i in _turns(text, language, tuple((t.start, t.end) for t in tokens), reach == _NEAR) if first <= i <= last and i not in inside
    ]


@functools.lru_cache(maxsize=4096)
def _turns(text: str, language: str | None, tokens: tuple[tuple[int, int], ...], wide: bool) -> tuple[int, ...]:
    """Numbers of the words that may turn a statement, a plain "not" left out: that is told by its own rule."""
    pattern = _pattern(language or "") if wide else None
    spans = [m.span for m in negations(text, language) if m.implicit or m.value == "without"] + list(privatives(text, language))
    spans += [Span(*m.span()) for m in pattern.finditer(text)] if pattern is not None else []
    return tuple(i for i, (start, end) in enumerate(tokens) if any(s.start < end and start < s.end for s in spans))


@functools.cache
def _pattern(language: str) -> re.Pattern[str] | None:
    known = _table().get(language)
    if known is None:
        return None
    words = (re.escape(w[:-1]) + r"\w*" if w.endswith("*") else re.escape(w) for w in known.split())
    return re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)


@functools.cache
def _table() -> dict[str, str]:
    return dict(tomllib.loads((resources.files("provenance.comparison") / "data" / "turning.toml").read_text("utf-8"))["words"])
