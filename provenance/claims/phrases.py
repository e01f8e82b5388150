"""Fixed wordings: "according to X", "as X reported", "citing X", "reportedly"."""

from __future__ import annotations

from provenance.claims.clause import DASHES, Unit
from provenance.claims.extent import clause_end, phrase_at
from provenance.claims.found import Found, Run, run_of
from provenance.claims.groups import verb_group
from provenance.claims.lexicon import VerbForm
from provenance.claims.pieces import left_start
from provenance.claims.subjects import subject_after, subject_before


def _source_phrase(u: Unit, first: int) -> tuple[int, int] | None:
    """The noun phrase after "according to" or "citing": up to the clause's end."""
    index = first
    while index < len(u) and index - first < 40:
        low = u.low[index]
        if u.quote[index] < 0:
            if u.stop(index) or low in (";", ":") or low in DASHES or low in (")", "]"):
                break
            if low == ",":
                break
            if index > first and u.has("wh", index) and not u.has("relatives", index):
                break
            verbal = index > first and u.lex.words.get("free_order") and not u.has("determiners", index - 1)
            if verbal and (form := u.verb(index)) is not None and "paren" in form.frames:
                break
        index += 1
    return (first, index) if index > first else None


def _short_source(u: Unit, phrase: tuple[int, int]) -> int | None:
    """Where the source ends if no comma divides it from the content: German "Laut der Polizei kamen …"."""
    first, last = phrase
    if last < len(u) and u.low[last] == "," and not any(u.likely_finite(i) for i in range(first, last)):
        return None
    if last < len(u) and u.low[last] == "," and any(u.has("relatives", i) or u.has("that", i) for i in range(first + 1, last)):
        return None  # "documents that X has seen, ..."
    index, seen = first, False
    while index < last:
        if u.toks[index].capital:
            seen = True
        elif seen and not (u.has("name_prepositions", index) or u.has("determiners", index) or u.has("prepositions", index)):
            break
        elif not seen and index > first and not u.has("determiners", index - 1) and not u.has("prepositions", index - 1):
            nxt = index + 1
            if nxt >= last or not u.toks[nxt].capital:
                break
        index += 1
    while index > first and (u.has("prepositions", index - 1) or u.has("determiners", index - 1)):
        index -= 1
    return index if first < index < last - 1 or (first < index < last) else None


def according(u: Unit, index: int, length: int) -> Found | None:
    """ "According to X, …" and "…, according to X": ``length`` tokens from ``index`` are the wording."""
    phrase = _source_phrase(u, index + length)
    if phrase is None:
        return None
    cue = (u.toks[index].start, u.toks[index + length - 1].end)
    source = run_of(u, phrase)
    after = phrase[1]
    leading = index == 0 or u.ends_stop(index - 1) or (index == 1 and u.has("conjunctions", 0)) or u.low[index - 1] == ";"
    pieces: list[Run] = []
    if leading and u.lex.words.get("free_order") and (short := _short_source(u, phrase)) is not None:
        source, after = run_of(u, (phrase[0], short)), short
        pieces.append(run_of(u, (after, clause_end(u, after, "that"))))
    elif leading:
        after = _behind_citing(u, _behind_relative(u, after))
        if after + 1 < len(u) and u.low[after] == ",":
            pieces.append(run_of(u, (after + 1, clause_end(u, after + 1, "that"))))
    else:
        last = index
        if u.low[index - 1] == "," or u.low[index - 1] in DASHES or u.low[index - 1] == "(":
            last = index - 1
        start = left_start(u, last, last)
        if last > start:
            pieces.append((u.toks[start].start, u.toks[last - 1].end))
        if after + 1 < len(u) and u.low[after] == ",":
            rest = _second_half(u, after + 1)
            if (
                rest is None
                and pieces
                and u.lex.words.get("free_order")
                and last - start < 5
                and not u.finite(start, last)
                and not u.stop(after + 2)
            ):
                rest = (after + 1, clause_end(u, after + 1, "that"))  # "This, according to X, lasts a month"
            if rest is not None:
                pieces.append(run_of(u, rest))
    if not pieces:
        return None
    return Found(source, cue, tuple(pieces), "according", "according", relayed=citing(u, phrase[1]))


def own_account(u: Unit, index: int, length: int) -> Found | None:
    """«По его словам, …», „jego zdaniem”: a fixed wording whose source is the pronoun in it."""
    owner = next((i for i in range(index, index + length) if u.has("possessives", i) or u.has("objects", i)), None)
    if owner is None:
        return None
    first, last = index, index + length
    start = left_start(u, first, first)
    before = first - (first > start and u.low[first - 1] == ",")
    after = last + (last < len(u) and u.low[last] == ",")
    pieces = [run_of(u, (start, before))] if before > start else []
    if after < len(u) and not u.stop(after):
        pieces.append(run_of(u, (after, clause_end(u, after, "that"))))
    cue = run_of(u, (first, last))
    return Found(run_of(u, (owner, owner + 1)), cue, tuple(pieces), "according", "according") if pieces else None


def postposed(u: Unit, index: int) -> Found | None:
    """German "Medienberichten zufolge …": the source stands before its cue."""
    source = subject_before(u, index)
    if source is None:
        return None
    cue = (u.toks[index].start, u.toks[index].end)
    if source[0] == 0 or u.ends_stop(source[0] - 1):
        pieces = [run_of(u, (index + 1, clause_end(u, index + 1, "that")))] if index + 2 < len(u) else []
    else:
        start = left_start(u, source[0], source[0])
        before = source[0] - (u.low[source[0] - 1] == ",")
        pieces = [run_of(u, (start, before))] if before > start else []
        follow = index + 1 + (index + 1 < len(u) and u.low[index + 1] == ",")
        if follow < len(u) and not u.stop(follow):
            pieces.append(run_of(u, (follow, clause_end(u, follow, "that"))))
    return Found(run_of(u, source), cue, tuple(pieces), "according", "according") if pieces else None


def as_said(u: Unit, index: int, form: VerbForm) -> Found | None:
    """ "As Reuters reported, …", «Как сообщил Интерфакс, …»."""
    if "paren" not in form.frames and "addressee" not in form.frames:
        return None
    group = verb_group(u, index)
    source = None
    before_group = group.first - 1
    while before_group > 0 and u.has("reflexive", before_group):
        before_group -= 1
    if u.has("as", before_group):
        opener, source = before_group, subject_after(u, index + 1 + u.pair(index))
        end = source[1] if source else index + 1 + u.pair(index)
    else:
        before = subject_before(u, group.first)
        if before is None or not u.has("as", before[0] - 1):
            return None
        opener, source, end = before[0] - 1, before, index + 1 + u.pair(index)
    if source is None:
        return None
    last = end
    while end < len(u) and not u.stop(end) and u.low[end] not in (",", ";", ":") and u.low[end] not in DASHES:
        end += 1
    if (
        end > last
        and not u.lex.words.get("free_order")
        and (u.has("to", last) or not any(u.has(name, last) for name in ("adjuncts", "time_words", "objects")))
    ):
        return None  # "as he continued the tour, …"
    for inner in range(*source):
        if inner > source[0] and phrase_at(u, inner, "citing"):
            source = (source[0], inner)
            break
    cue = (u.toks[group.first].start, u.toks[index + u.pair(index)].end)
    relayed = citing(u, opener)
    leading = opener == 0 or u.ends_stop(opener - 1) or (u.has("conjunctions", opener - 1) and opener == 1)
    if leading:
        end = _behind_relative(u, _behind_citing(u, end))
        if end + 1 >= len(u) or u.low[end] not in (",", ":"):
            return None
        pieces = [run_of(u, (end + 1, clause_end(u, end + 1, "that")))]
    else:
        if u.low[opener - 1] != "," and u.low[opener - 1] not in DASHES:
            return None
        start = left_start(u, opener - 1, opener - 1)
        if opener - 1 - start < 2:
            return None
        pieces = [run_of(u, (start, opener - 1))]
        if end < len(u) and u.low[end] == "," and (rest := _second_half(u, end + 1)) is not None:
            pieces.append(run_of(u, rest))
    return Found(run_of(u, source), cue, tuple(pieces), "verb", "according", lemma=form.lemma, relayed=relayed)


def _behind_relative(u: Unit, comma: int) -> int:
    """The comma behind a relative clause that describes the source: "documents, which X has seen, ..."."""
    if comma + 2 < len(u) and u.low[comma] == "," and (u.has("relatives", comma + 1) or u.has("relatives", comma + 2)):
        for index in range(comma + 2, min(len(u), comma + 24)):
            if u.low[index] == "," and u.quote[index] < 0:
                return index
    return comma


def _behind_citing(u: Unit, comma: int) -> int:
    """The comma behind "citing X" if that stands between ``comma`` and the content."""
    if comma + 1 < len(u) and u.low[comma] == "," and phrase_at(u, comma + 1, "citing"):
        for index in range(comma + 2, len(u)):
            if u.low[index] == "," and u.quote[index] < 0:
                return index
    return comma


def _second_half(u: Unit, first: int) -> tuple[int, int] | None:
    if u.has("relatives", first) or u.has("contrast", first) or u.has("conjunctions", first) or u.low[first].endswith("ing"):
        return None
    if u.has("prepositions", first) and u.has("relatives", first + 1):
        return None
    end = clause_end(u, first, "that")
    return (first, end) if u.finite(first, end) else None


def relayed(u: Unit, verb: int) -> tuple[Run, Run] | None:
    """Where the source of the cue at ``verb`` has it from, named behind the cue, right before it, or at the sentence's beginning."""
    behind = citing(u, verb + 1)
    if behind is not None:
        return behind
    for index in range(verb):
        if u.quote[index] < 0 and phrase_at(u, index, "citing") and (index == 0 or u.low[index - 1] == ","):
            before = citing(u, index)
            if before is not None and before[1][1] <= u.toks[verb].start:
                return before
    return None


def chained(u: Unit, first: tuple[Run, Run] | None) -> tuple[tuple[Run, Run], ...]:
    """The further links of a chain whose first is ``first``: each begins where the one before it ends."""
    links: list[tuple[Run, Run]] = []
    last = first
    while last is not None:
        index = next((i for i, t in enumerate(u.toks) if t.start >= last[1][1]), len(u))
        while index < len(u) and u.low[index] in (",", "“", "”", '"', "»", "«"):
            index += 1
        last = citing(u, index) if phrase_at(u, index, "citing") else None
        if last is not None:
            links.append(last)
    return tuple(links)


def citing(u: Unit, first: int) -> tuple[Run, Run] | None:
    """ "…, citing X": cue and source of where the source has it from."""
    for index in range(first, len(u)):
        if u.quote[index] >= 0:
            continue
        length = phrase_at(u, index, "citing")
        if length:
            phrase = _source_phrase(u, index + length)
            if phrase is None:
                return None
            for inner in range(phrase[0] + 1, phrase[1]):
                if phrase_at(u, inner, "citing"):
                    phrase = (phrase[0], inner)  # "citing X citing Y"
                    break
            return ((u.toks[index].start, u.toks[index + length - 1].end), run_of(u, phrase))
    return None


def cites_fact(u: Unit, first: int) -> bool:
    """Whether what is cited is a fact ("citing low growth") rather than a text or a name, from which another source has it."""
    phrase = _source_phrase(u, first)
    if phrase is None or u.quote[first] >= 0 or not u.has("citations", first - 1) or u.has("articles", first):
        return False
    nouns = u.lex.nouns
    bodies = [nouns.get(name, ()) for name in ("documents", "unnamed", "outlets", "groups")]
    return not any(u.toks[i].capital or any(u.low[i] in body for body in bodies) for i in range(*phrase))


def hearsay(u: Unit, index: int) -> Found | None:
    """ "X reportedly agreed that …": no source is named, and the draft itself only says "reportedly"."""
    start = left_start(u, index, index)
    end = clause_end(u, index + 1, "that") if index + 1 < len(u) else len(u)
    pieces = []
    if index > start:
        pieces.append(run_of(u, (start, index)))
    if end > index + 1:
        pieces.append(run_of(u, (index + 1, end)))
    if not pieces or end - start < 4:
        return None
    return Found(None, (u.toks[index].start, u.toks[index].end), tuple(pieces), "adverb", "adverb", hedged=True, lemma=u.low[index])
