"""Verb groups: a cue verb with its auxiliaries, and what stands around it."""

from __future__ import annotations

from dataclasses import dataclass

from provenance.claims.clause import DASHES, Unit
from provenance.claims.found import Run, run_of
from provenance.claims.subjects import subject_before


@dataclass(frozen=True, slots=True)
class Group:
    """A verb group: the cue verb with its auxiliaries and adverbs."""

    first: int
    head: int
    be: bool
    have: bool
    modal: bool
    negated: bool
    infinitive: bool


def verb_group(u: Unit, head: int) -> Group:
    """The verb group whose main verb is token ``head``: its auxiliaries, adverbs and negation stand before it."""
    first = head
    be = have = modal = negated = infinitive = False
    index = head - 1
    while index >= 0 and u.quote[index] < 0:
        u.low[index]
        if u.has("aux_be", index):
            be = True
        elif u.has("aux_have", index):
            have = True
        elif u.has("aux_do", index):
            pass
        elif u.has("modals", index):
            modal = True
        elif u.has("to", index) and index == first - 1:
            infinitive = True
            first = index
            break
        elif u.has("negations", index):
            negated = True
        elif not u.adverb(index):
            break
        if u.low[index].endswith("n't"):
            negated = True
        first = index
        index -= 1
    if index >= 0 and u.contracted(index) and u.quote[index] < 0:
        tail = u.low[index].rpartition("'")[2]
        be = be or tail in ("re", "m", "s")
        modal = modal or tail in ("ll", "d")
        have = have or tail == "ve"
    while first < head and u.has("adverbs", first) and u.has("pronouns", first) and not u.has("aux_have", first):
        first += 1  # "both said": the first word may be the subject
    return Group(first, head, be, have, modal, negated, infinitive)


def cue_run(u: Unit, group: Group) -> Run:
    """The characters of a verb group."""
    return (u.toks[group.first].start, u.toks[group.head].end)


def sentence_start(u: Unit, index: int) -> bool:
    """Whether a sentence begins with token ``index``."""
    return index == 0 or u.ends_stop(index - 1)


def headline(u: Unit) -> bool:
    """Whether most words of the unit are capitalised, as in an English headline."""
    words = [t for t in u.toks if t.word and len(t.text) > 3]
    return len(words) > 2 and sum(t.capital for t in words) >= 0.8 * len(words)


def hypothetical(u: Unit, group: Group, subject: tuple[int, int] | None) -> bool:
    """Whether the speech is only imagined or asked about: "might say", "if he says"."""
    for index in range(group.first, group.head):
        if u.has("hypothetical", index) or (u.has("conditional", index) and group.have and not group.be):
            return True  # "might say", "would have said"
    start = subject[0] if subject is not None else group.first
    return bool(start - 1 >= 0 and u.has("hypothetical", start - 1) and u.low[start - 1] in ("if", "unless"))


def after_content(u: Unit, first: int) -> bool:
    """Whether a comma, dash, quotation mark, question or exclamation mark stands right before the verb group."""
    if first == 0:
        return False
    before = u.low[first - 1]
    return before == "," or before in DASHES or u.quote[first - 1] >= 0 or before in ("?", "!")


def directly_after_quote(u: Unit, first: int) -> bool:
    """Whether a quotation ends right before token ``first``; a comma, full stop or dash may stand between."""
    index = first - 1
    while index >= 0 and first - index < 4 and u.quote[index] < 0 and (u.low[index] in (",", ".") or u.low[index] in DASHES):
        index -= 1
    return u.closes(index)


def coordinated(u: Unit, first: int) -> bool:
    """Whether a conjunction or comma ties the verb group at ``first`` to a clause before it."""
    return first > 0 and (u.has("conjunctions", first - 1) or (u.low[first - 1] == ","))


def described(u: Unit, gerund: int) -> tuple[int, int] | None:
    """The noun phrase that a participle right behind it describes: "a statement saying ..."."""
    before = gerund - 1
    if before < 0 or not u.toks[before].word or u.quote[before] >= 0:
        return None
    if any(u.has(name, before) for name in ("prepositions", "conjunctions", "subordinators", "adverbs", "aux_be")) or u.likely_finite(
        before
    ):
        return None
    return subject_before(u, gerund)


def clause_subject(u: Unit, before: int) -> Run | None:
    """The subject of the sentence's first finite verb before ``before``."""
    start = before - 1
    while start > 0 and not (u.ends_stop(start - 1) and u.quote[start] < 0) and u.low[start - 1] != ";":
        start -= 1
    for index in range(start, before):
        if u.quote[index] < 0 and u.likely_finite(index):
            group = verb_group(u, index)
            subject = subject_before(u, group.first)
            if subject is not None and subject[0] >= start and not u.has("relatives", subject[0]):
                return run_of(u, subject)
    while start < before and (u.has("adverbs", start) or u.has("conjunctions", start)) and not u.has("determiners", start):
        start += 1
    if start < before and (u.has("subject_pronouns", start) or u.toks[start].capital) and not u.has("prepositions", start):
        end = start + 1
        if u.has("determiners", start):
            while end < before and u.toks[end].word and u.quote[end] < 0 and not u.has("prepositions", end):
                end += 1
            return run_of(u, (start, end)) if end - start > 1 else None
        while end < before and u.toks[start].capital and u.toks[end].capital and u.quote[end] < 0 and u.toks[end].word:
            end += 1
        return run_of(u, (start, end))
    return None
