"""Cues that are marks: "Putin: …", a quotation behind a colon, a quotation signed with a dash."""

from __future__ import annotations

from provenance.claims.clause import DASHES, Unit
from provenance.claims.found import Found, run_of
from provenance.claims.groups import clause_subject, directly_after_quote
from provenance.claims.pieces import left_start, quotes_end
from provenance.claims.subjects import subject_before


def spoken_by_label(u: Unit) -> Found | None:
    """ "Putin: ..." at the beginning of a headline or of a line of dialogue."""
    first = 1 if len(u) and u.mark(0) else 0
    index = first
    while index < len(u) and index - first < 7 and u.low[index] != ":":
        token = u.toks[index]
        titled = (
            index > first and token.word and (u.has("titles", first) or u.low[first] in u.lex.nouns.get("groups", ())) and index - first < 4
        )
        if titled and u.verb(index) is None and not u.has("aux_be", index):
            index += 1
            continue
        if not (token.word and (token.capital or u.low[index] in u.lex.words.get("name_prepositions", ()))) and token.text not in (
            "(",
            ")",
            "&",
            ".",
            "’",
            "'",
        ):
            return None
        index += 1
    if index == first or index + 2 >= len(u) or u.low[index] != ":" or u.toks[index + 1].start == u.toks[index].end:
        return None
    named = first + (u.has("articles", first) and index - first > 1)
    if (u.low[first] in u.lex.words.get("not_speakers", ()) or u.low[named] in u.lex.words.get("not_speakers", ())) and u.low[
        first
    ] not in u.lex.words.get("headline_sources", ()):
        return None
    last = len(u)
    while last - 1 > index + 1 and u.low[last - 1] in (".",):
        last -= 1
    return Found(
        (u.toks[first].start, u.toks[index - 1].end),
        (u.toks[index].start, u.toks[index].end),
        (run_of(u, (index + 1, last)),),
        "colon",
        "colon",
    )


def led_in(u: Unit, colon: int) -> Found | None:
    """A quotation behind a colon whose verb is no known cue: "he shrugged: “…”"."""
    quotation = u.opens(colon + 1) if colon and u.low[colon] == ":" else None
    if quotation is None or quotation.end - quotation.start < 12:
        return None
    for index in range(max(0, colon - 8), colon):
        form = u.verb(index)
        if u.quote[index] < 0 and form is not None and "quote" in form.frames and not u.nominal(index):
            return None
    source = clause_subject(u, colon)
    if source is None:
        return None
    return Found(source, (u.toks[colon].start, u.toks[colon].end), (run_of(u, (colon + 1, quotes_end(u, colon + 1))),), "colon", "quote")


def unlisted(u: Unit, index: int) -> Found | None:
    """A verb that is no known cue right behind a quotation and its speaker: "“Never,” he thundered."."""
    token = u.toks[index]
    if not token.word or token.capital or u.low[index] in u.lex.verbs or index < 2 or not u.stop(index + 1):
        return None
    if not any(u.low[index].endswith(ending) for ending in u.lex.words.get("past_endings", ())):
        return None
    subject = subject_before(u, index)
    if subject is None or not directly_after_quote(u, subject[0]) or u.quote[subject[0] - 1] < 0:
        return None
    if not (u.toks[subject[1] - 1].capital or u.has("pronouns", subject[0])):
        return None
    last = subject[0] - 1
    if u.low[last - 1] not in (",", "?", "!"):
        return None
    first = last
    while first > 0 and u.quote[first - 1] == u.quote[last]:
        first -= 1
    return Found(
        run_of(u, subject), (token.start, token.end), ((u.toks[left_start(u, first, last)].start, u.toks[last].end),), "verb", "paren"
    )


def signed(u: Unit, index: int) -> Found | None:
    """ "“…” — Name": a quotation with its speaker's name behind a dash."""
    if index == 0 or u.low[index] not in DASHES or u.quote[index - 1] < 0 or not u.mark(index - 1):
        return None
    end = index + 1
    while (
        end < len(u) and end - index < 7 and u.quote[end] < 0 and u.toks[end].word and (u.toks[end].capital or u.has("name_particles", end))
    ):
        end += 1
    if end == index + 1 or not (u.stop(end) or u.low[end] in (",", "(") or u.quote[end] >= 0):
        return None
    first = index - 1
    while first > 0 and u.quote[first - 1] == u.quote[index - 1]:
        first -= 1
    return Found(run_of(u, (index + 1, end)), (u.toks[index].start, u.toks[index].end), (run_of(u, (first, index)),), "dash", "quote")
