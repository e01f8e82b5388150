"""Nouns as cues: "the claim that …", and a document with some of its own words in quotation marks."""

from __future__ import annotations

from provenance.claims.clause import Unit
from provenance.claims.extent import clause_end
from provenance.claims.found import Found, Run, run_of
from provenance.claims.nominal import opened
from provenance.claims.subjects import subject_before


def noun_cue(u: Unit, index: int) -> Found | None:
    """ "The claim that …", "accusations of …", "his support for …"."""
    nouns = u.lex.nouns
    follow = index + 1
    if follow + 1 >= len(u) or u.quote[follow] >= 0:
        return None
    kind = next((kind for kind in ("speech", "thought", "stance") if u.low[index] in nouns.get(kind, ())), None)
    if kind is None:
        return None
    owner = _owner(u, index)
    if u.low[follow] == "," and u.low[follow + 1] in nouns.get("clause", ()) and follow + 2 < len(u):
        follow += 1
    if u.low[follow] in nouns.get("clause", ()):
        end = clause_end(u, follow, "that")
        if kind == "stance" or not u.finite(follow + 1, end) or u.has("aux_be", follow + 1) or u.likely_finite(follow + 1):
            return None
        content, frame = run_of(u, (follow, _before_second_verb(u, follow + 1, end))), "that"
    elif owner is not None and (opening := opened(u, follow, ("preposition", "to"))) is not None:
        last = _before_second_verb(u, opening[0] + 1, opening[1])
        if opening[2] == "preposition":
            last = next((i for i in range(opening[0] + 1, opening[1]) if u.likely_finite(i) and not u.has("relatives", i - 1)), last)
        content, frame = run_of(u, (opening[0], last)), "object"
        kind = "stance" if kind == "speech" else kind  # "her proposal for a toll" states nothing
    else:
        return None
    return Found(owner, (u.toks[index].start, u.toks[index].end), (content,), "noun", frame, kind, lemma=u.low[index])


def _before_second_verb(u: Unit, first: int, end: int) -> int:
    """Where a "that" clause ends that is part of a subject: "the claim that it broke | has spread"."""
    index = first
    while index < end and not u.likely_finite(index):
        index += 1
    while index < end and (u.adverb(index) or any(u.has(name, index) for name in ("aux_be", "aux_have", "aux_do", "modals"))):
        index += 1
    index += 1
    for probe in range(index, end):
        if (
            u.has("conjunctions", probe)
            or u.has("relatives", probe)
            or u.has("that", probe)
            or u.low[probe] == ","
            or u.has("subordinators", probe)
        ):
            return end
        if u.likely_finite(probe) and not u.has("to", probe - 1):
            return probe
    return end


def _owner(u: Unit, index: int) -> Run | None:
    """Whose claim it is: "Trump's claim", "her claim"."""
    back = index - 1
    if back == 0 and u.has("possessives", 0):
        return (u.toks[0].start, u.toks[0].end)
    while back >= 0 and u.toks[back].word and not u.toks[back].capital and index - back < 4:
        if u.has("possessives", back):
            return (u.toks[back].start, u.toks[back].end)
        if u.low[back].endswith(("'s", "s'")):
            break
        back -= 1
    if back >= 0 and u.low[back].endswith(("'s", "s'")):
        first = back
        while first > 0 and u.toks[first - 1].capital and u.toks[first - 1].word and u.quote[first - 1] < 0:
            first -= 1
        return (u.toks[first].start, u.toks[back].end - 2 + (u.low[back].endswith("s'")))
    return None


def own_words(u: Unit, index: int) -> Found | None:
    """ "The agreement "made in Minsk" …": a document, and at once some of its own words; the mark is the cue."""
    quotation = u.opens(index + 1)
    if quotation is None or u.low[index] not in u.lex.nouns.get("documents", ()):
        return None
    last = u.after_quote(index + 1)
    if last - index < 6 or u.low[last - 2] == "," or last >= len(u) or not u.finite(last, len(u)):
        return None
    subject = subject_before(u, index + 1)
    if subject is None or not any(u.has("determiners", i) for i in range(*subject)):
        return None
    mark = u.toks[index + 1]
    return Found(run_of(u, subject), (mark.start, mark.end), (run_of(u, (index + 1, last)),), "mark", "mark", "document")
