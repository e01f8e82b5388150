"""Cues without a cue verb: "is confident that …", "voiced support for …", "is expected to …"."""

from __future__ import annotations

from provenance.claims.clause import Unit
from provenance.claims.extent import clause_end
from provenance.claims.found import Found, Run, run_of
from provenance.claims.groups import hypothetical, verb_group
from provenance.claims.subjects import subject_before

_REACH = 5  # tokens between a light verb and its noun


def opened(u: Unit, index: int, allowed: tuple[str, ...]) -> tuple[int, int, str] | None:
    """What is held or said, behind a noun or adjective whose last token is ``index - 1``.

    Args:
        u: the sentence.
        index: the token behind it.
        allowed: which of ``that``, ``preposition`` and ``to`` may follow.

    Returns:
        First and last token (excluded) of the content, and which of the three it is.
    """
    if index + 1 >= len(u) or u.quote[index] >= 0 or u.stop(index + 1):
        return None
    if "that" in allowed and u.low[index] in u.lex.nouns.get("clause", ()):
        end = clause_end(u, index, "that")
        if u.likely_finite(index + 1) or not u.finite(index + 1, end):
            return None
        return index, end, "that"
    if (
        u.has("to", index)
        and (u.toks[index + 1].word or u.opens(index + 1) is not None)
        and not u.toks[index + 1].capital
        and not u.has("determiners", index + 1)
    ):
        return (index, clause_end(u, index, "to"), "to") if "to" in allowed else None
    if "preposition" in allowed and u.low[index] in u.lex.nouns.get("content_prepositions", ()):
        if not u.toks[index + 1].word and u.opens(index + 1) is None:
            return None
        return index + 1, clause_end(u, index + 1, "object"), "preposition"
    return None


def adjective_cue(u: Unit, index: int) -> Found | None:
    """ "X is confident that …", "X was critical of …", "X is eager to …"."""
    if not u.has("attitudes", index):
        return None
    group = verb_group(u, index)
    if not group.be and not u.has("linking", group.first - 1):
        return None
    first = group.first if group.be else group.first - 1
    subject = subject_before(u, first)
    if subject is None or u.has("expletives", subject[0]) or hypothetical(u, group, subject):
        return None
    if u.low[subject[0]] in u.lex.words.get("first_persons", ()):
        return None
    content = opened(u, index + 1, ("that", "preposition", "to") if u.has("willing", index) else ("that", "preposition"))
    if content is None:
        return None
    cue = (u.toks[first].start, u.toks[index].end)
    return Found(
        run_of(u, subject),
        cue,
        (run_of(u, content[:2]),),
        "adjective",
        "object",
        "thought",
        denied=group.negated,
        lemma=u.low[index],
    )


def light_verb(u: Unit, index: int) -> Found | None:
    """ "X voiced support for …", "X has no plans to …": a verb that says little, and a noun that is the cue."""
    nouns = u.lex.nouns
    kind = next((kind for kind in ("speech", "thought", "stance") if u.low[index] in nouns.get(kind, ())), None)
    if kind is None:
        return None
    verb = index - 1
    while verb > 0 and index - verb <= _REACH and u.quote[verb] < 0 and u.toks[verb].word and not u.has("light", verb):
        if u.has("prepositions", verb) or u.has("conjunctions", verb) or u.has("possessives", verb) or u.low[verb].endswith("'s"):
            return None
        verb -= 1
    if not u.has("light", verb) or u.quote[verb] >= 0:
        return None
    group = verb_group(u, verb)
    subject = subject_before(u, group.first)
    content = opened(u, index + 1, ("that", "preposition", "to"))
    if subject is None or content is None or group.be or group.infinitive or hypothetical(u, group, subject):
        return None
    if u.low[subject[0]] in u.lex.words.get("first_persons", ()):
        return None
    denied = group.negated or any(u.has("negations", i) or u.low[i] == "no" for i in range(verb, index))
    cue = (u.toks[group.first].start, u.toks[index].end)
    if content[2] != "that" and kind == "speech":
        kind = "stance"  # "made a proposal for a toll" states nothing
    return Found(run_of(u, subject), cue, (run_of(u, content[:2]),), "noun", "object", kind, denied=denied, lemma=u.low[index])


def expected(u: Unit, index: int) -> Found | None:
    """ "The bank is expected to raise …", "he is said to have left": someone holds or says it, and no one is named."""
    if not u.has("unnamed_passives", index) or not u.has("to", index + 1) or u.stop(index + 2):
        return None
    group = verb_group(u, index)
    subject = subject_before(u, group.first) if group.be else None
    if subject is None or hypothetical(u, group, None):
        return None
    whole: Run = run_of(u, subject)
    rest = run_of(u, (index + 1, clause_end(u, index + 1, "to")))
    cue = (u.toks[group.first].start, u.toks[index].end)
    return Found(None, cue, (whole, rest), "verb", "expected", "thought", denied=group.negated, hedged=True, lemma=u.low[index])
