"""Quotations in a language without rules of its own: whose they are is told by the name that stands nearest."""

from __future__ import annotations

from provenance.claims.clause import Unit
from provenance.claims.found import Found, Run, run_of

_LEAST = 3  # words of a quotation that is more than a title or a turn of phrase
_REACH = 14  # tokens between a quotation and the name of its speaker


def nearby(u: Unit) -> list[Found]:
    """Attribute each quotation of some length to the nearest name outside it; the quotation's opening mark is the cue.

    A quotation without a name in its sentence is attributed to nobody, and so left out.
    """
    found = []
    for number, quotation in enumerate(u.quotes):
        inside = [i for i in range(len(u)) if u.quote[i] == number]
        if not inside or sum(u.toks[i].word for i in inside) < _LEAST:
            continue
        name = _after(u, inside[-1] + 1) or _before(u, inside[0] - 1)
        if name is None:
            continue
        mark = u.toks[inside[0]]
        content = (max(quotation.start, u.start), min(quotation.end, u.end))
        found.append(Found(name, (mark.start, mark.end), (content,), "mark", "quote"))
    return found


def _named(u: Unit, index: int) -> bool:
    return u.toks[index].word and u.toks[index].capital and u.quote[index] < 0


def _after(u: Unit, first: int) -> Run | None:
    """The first name behind a quotation, in the same sentence."""
    for index in range(first, min(len(u), first + _REACH)):
        if u.stop(index) or u.quote[index] >= 0:
            return None
        if _named(u, index):
            last = index
            while last < len(u) and _named(u, last):
                last += 1
            return run_of(u, (index, last))
    return None


def _before(u: Unit, last: int) -> Run | None:
    """The last name before a quotation, in the same sentence."""
    for index in range(last, max(-1, last - _REACH), -1):
        if u.stop(index) or u.quote[index] >= 0:
            return None
        if _named(u, index):
            first = index
            while first > 0 and _named(u, first - 1):
                first -= 1
            return run_of(u, (first, index + 1))
    return None
