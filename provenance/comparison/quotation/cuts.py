"""What an ellipsis or a cut leaves out of a quotation, and whether that turns round what is left.

A negation counts with what it denies. "We will not | use it" quoted as "use it" says the contrary; "we do not support | the plan"
quoted as "the plan" says nothing about it. A condition counts with the statement that depends on it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from provenance.comparison.quotation.changes import ChangeKind
from provenance.comparison.quotation.faults import has_number
from provenance.comparison.quotation.text import PreparedText
from provenance.comparison.quotation.words import Words

_CLAUSE_MARK = re.compile(r"[,;:()\[\]—–]|\s-\s|--")
_HARD_MARK = re.compile(r"[;:]")
LONG = 8
"""Tokens from which on a run of words is taken to hold a statement, not only a name for something."""
SHORT_CUT = 4
"""So few tokens of a sentence that whatever they hold belongs to the words that follow."""
REACH = 12

Hidden = tuple[ChangeKind, int]
"""What hidden words do, and the number of the first of them."""


def before(source: PreparedText, words: Words, start: int, end: int) -> Hidden | None:
    """Whether the words of its sentence before token ``start`` turn round what stands from there to ``end``, or set a condition for it."""
    first = start
    while first > 0 and start - first < 60 and not source.begins_sentence(first):
        first -= 1
    return _denied(source, words, first, start, end) or _depends(source, words, first, start, end)


def _denied(source: PreparedText, words: Words, first: int, start: int, end: int) -> Hidden | None:
    brief = start - first <= SHORT_CUT and end - start >= LONG
    clause = next((at for at in range(start + 1, end) if _CLAUSE_MARK.search(source.between(at))), end)
    opened = bool({source.keys[start - 1], source.keys[start]} & words.opener)
    stated = brief or opened or (end - start >= LONG and clause - start >= 3)
    parted = False
    for at in range(start - 1, max(first, start - REACH) - 1, -1):
        gap = source.between(at + 1)
        parts = _CLAUSE_MARK.search(gap) and not (gap.strip() == "," and source.keys[at + 1] in words.opener)  # "glaubt nicht, dass"
        parted = parted or bool(parts)
        if parted and (not brief or _HARD_MARK.search(gap)):
            return None
        near = at == start - 1 or all(key in words.adverb for key in source.keys[at + 1 : start])
        if negates(source, words, at, start) and (near or stated):
            return ChangeKind.CUT_NEGATION, at
        if source.keys[at] in words.reversing and start - at <= 3 and (near or stated) and not parted:
            if at > first and source.keys[at - 1] in words.negation:  # "no denying that", "did not refuse to"
                return None
            return ChangeKind.CUT_NEGATION, at
        if source.keys[at] in words.divider and not brief and not (at == start - 1 and _opens_content(source, words, at, first)):
            return None
    return None


def _opens_content(source: PreparedText, words: Words, at: int, first: int) -> bool:
    """Whether a "that" begins what somebody thinks, says or doubts, and is not a relative pronoun: "no creo que …"."""
    lead = source.keys[at - 1] if at > first else ""
    return source.keys[at] in words.opener and (lead in words.opener or lead in words.reversing)


def _depends(source: PreparedText, words: Words, first: int, start: int, end: int) -> Hidden | None:
    """A condition whose first word is all that was cut, or that opens the sentence and ends right before ``start``: "If …, | we will …"."""
    if not states(source, words, start, end):
        return None
    whole = "," in source.between(start)
    for at in range(first, start):
        size = words.conditional(source.keys, at)
        if size and (at + size == start or (whole and at < first + 3)) and conditional(source, words, at):
            return ChangeKind.CUT_CONDITION, at
    return None


def behind(source: PreparedText, words: Words, start: int, end: int) -> Hidden | None:
    """Whether the words behind token ``end - 1``, in its sentence, set a condition for what stands from ``start`` to there, or turn it round."""
    if end >= len(source) or source.begins_sentence(end) or _HARD_MARK.search(source.between(end)):
        return None
    if conditional(source, words, end) and states(source, words, start, end):
        return ChangeKind.CUT_CONDITION, end
    rest = next((number for number in range(end, min(end + 4, len(source) + 1)) if source.begins_sentence(number)), None)
    at = end + 1 if source.keys[end] in words.verb else end
    if rest and end - start >= LONG and at < rest and negates(source, words, at, rest):
        return ChangeKind.CUT_NEGATION, end  # "… but the small ones | did not."
    if source.keys[end] in words.trailing and not _CLAUSE_MARK.search(source.between(end)):
        return ChangeKind.CUT_NEGATION, end
    return None


def between(source: PreparedText, words: Words, start: int, end: int, last: int) -> Hidden | None:
    """Whether the tokens ``start`` to ``end``, for which an ellipsis stands, hide a negation or a condition of the words around them.

    Parameters:
        last: the token up to which the quotation goes on behind the ellipsis.
    """
    breaks = [number for number in range(start, end + 1) if source.begins_sentence(number)]
    if breaks:
        return _rest(source, words, start, breaks[0]) or (before(source, words, end, last) if breaks[-1] < end else None)
    aside = _aside(source, words, start, end)
    for number in range(start, end):
        if conditional(source, words, number):
            return ChangeKind.CUT_CONDITION, number
        if not aside and negates(source, words, number, end) and not _countered(source, words, number, end):
            return ChangeKind.CUT_NEGATION, number
    return None


def _countered(source: PreparedText, words: Words, number: int, end: int) -> bool:
    """Whether what the negation at ``number`` denies is left out as a whole: "is | not dangerous, but it is | old"."""
    for at in range(number + 2, end):
        if source.keys[at] in words.contrast and _CLAUSE_MARK.search(source.between(at)):
            return end - at <= SHORT_CUT and not any(negates(source, words, later, end) for later in range(at, end))
    return False


def _aside(source: PreparedText, words: Words, start: int, end: int) -> bool:
    """Whether the tokens say something by the way: brackets, dashes, "which not everybody likes", "not the ministry"."""
    opening, closing = source.between(start), source.between(end)
    if not (_CLAUSE_MARK.search(opening) and _CLAUSE_MARK.search(closing)):
        return False
    if not ("," in opening and "," in closing):
        return True
    return source.keys[start] in words.divider | words.negation | words.slight


def _rest(source: PreparedText, words: Words, start: int, stop: int) -> Hidden | None:
    """The same for the rest of a sentence that was cut off: what it says of the words before, up to its next clause."""
    for number in range(start, stop):
        if conditional(source, words, number) and number - start <= 3:
            return ChangeKind.CUT_CONDITION, number
        if number > start and (source.keys[number] in words.divider or _CLAUSE_MARK.search(source.between(number))):
            return None
        if negates(source, words, number, stop):
            return ChangeKind.CUT_NEGATION, number
        if source.keys[number] in words.divider:
            return None
    return None


def negates(source: PreparedText, words: Words, number: int, stop: int) -> bool:
    """Whether that token turns a statement round; not in "No. 1", nor in a set phrase that is left out as a whole, up to ``stop``."""
    keys = source.keys
    if keys[number] in words.paired and any(key in words.negation for key in keys[max(0, number - 25) : number]):
        return False  # "neither … nor": the first of them is what denies
    if keys[number] not in words.negation or (keys[number] == "no" and has_number(keys[number + 1 : number + 2])):
        return False
    return not any(tuple(keys[number : number + len(phrase)]) == phrase and number + len(phrase) <= stop for phrase in words.idle)


def conditional(source: PreparedText, words: Words, number: int) -> bool:
    """Whether a condition begins with that token."""
    size = words.conditional(source.keys, number)
    if not size or any(_covers(source.keys, phrase, number) for phrase in words.unconditional):
        return False
    set_off = _CLAUSE_MARK.search(source.between(number)) or source.begins_sentence(number)
    if " ".join(source.keys[number : number + size]) in words.loose and not set_off:
        return False
    if has_number(source.keys[number + size : number + size + 1]):  # "until 2005" is a date
        return False
    if source.keys[number] not in words.temporal:
        return True
    around = source.keys[max(0, number - 15) : number + 20]  # "he stayed until the war" is no condition, "will stay until" is
    return any(key in words.future or key in words.negation for key in around)


def states(source: PreparedText, words: Words, start: int, end: int) -> bool:
    """Whether the tokens state something, rather than name something: a condition needs a statement to depend on it."""
    return end - start >= LONG or source.begins_sentence(start) or any(key in words.verb for key in source.keys[start:end])


def _covers(keys: Sequence[str], phrase: tuple[str, ...], number: int) -> bool:
    """Whether the phrase begins with token ``number`` or ends with it."""
    end = number + 1
    return tuple(keys[number : number + len(phrase)]) == phrase or (end >= len(phrase) and tuple(keys[end - len(phrase) : end]) == phrase)
