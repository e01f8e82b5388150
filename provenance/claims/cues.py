"""Cues in one sentence, each with its source and content: verbs, fixed wordings, nouns, colons and quotation marks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from provenance.claims.clause import Unit
from provenance.claims.extent import phrase_at
from provenance.claims.found import Found, Run
from provenance.claims.labels import led_in, signed, spoken_by_label, unlisted
from provenance.claims.lexicon import UNKNOWN
from provenance.claims.nearby import nearby
from provenance.claims.nominal import adjective_cue, expected, light_verb
from provenance.claims.nouns import noun_cue, own_words
from provenance.claims.phrases import according, as_said, chained, cites_fact, hearsay, own_account, postposed
from provenance.claims.verbs import verb_cue


def find_in(u: Unit) -> list[Found]:
    """All attributions of a unit, in the order of their cues."""
    if u.lex.language == UNKNOWN:
        return nearby(u)
    found: list[Found] = []
    taken: list[Run] = []
    asked = bool(len(u)) and u.low[-1] == "?" and u.quote[-1] < 0
    for item in _candidates(u):
        if asked and item.manner not in ("colon", "dash") and not any(q.start < b and a < q.end for a, b in item.content for q in u.quotes):
            continue  # a question claims nothing
        if any(a <= item.cue[0] < b for a, b in taken):
            continue
        if item.manner == "noun" and any(item.content == other.content for other in found):
            continue  # "said in a statement that …" is one cue
        taken.append(item.cue)
        found.append(item if item.relayed is None else replace(item, further=chained(u, item.relayed)))
    return found


def _candidates(u: Unit) -> Iterator[Found]:
    subject: Run | None = None
    skipped = 0  # up to here a wording was read whole
    if (found := spoken_by_label(u)) is not None:
        yield found
    for index in range(len(u)):
        if u.quote[index] >= 0 or index < skipped:
            continue
        for look in (led_in, unlisted, signed):
            if (found := look(u, index)) is not None:
                yield found
        if (length := phrase_at(u, index, "own_account")) and (found := own_account(u, index, length)) is not None:
            skipped = index + length
            yield found
            continue
        length = phrase_at(u, index, "according")
        if length and u.has("as", index) and u.verb(index + 1) is not None:
            continue  # Spanish "según informó X" is read from its verb
        if length:
            if (found := according(u, index, length)) is not None:
                yield found
            continue
        if phrase_at(u, index, "postposed") and (found := postposed(u, index)) is not None:
            yield found
            continue
        if (length := phrase_at(u, index, "citing")) and not cites_fact(u, index + length):
            skipped = index + length
            continue  # where another source has it from
        if u.has("hearsay", index) and (found := hearsay(u, index)) is not None:
            yield found
            continue
        if (found := own_words(u, index)) is not None:
            yield found
        if (found := expected(u, index) or adjective_cue(u, index)) is not None:
            subject = found.source or subject
            yield found
            continue
        form = u.verb(index)
        if form is not None:
            found = as_said(u, index, form) if index else None
            if found is None and not any(u.has("hearsay", i) for i in range(max(0, index - 3), index)):
                found = verb_cue(u, index, form, subject)
            if found is not None:
                subject = found.source or subject
                yield found
                continue
        if (found := light_verb(u, index) or noun_cue(u, index)) is not None:
            yield found
