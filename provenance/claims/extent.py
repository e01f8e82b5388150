"""Where what is said ends: at the sentence's end, or where the draft itself or another cue goes on."""

from __future__ import annotations

from provenance.claims.clause import DASHES, Unit


def clause_end(u: Unit, first: int, frame: str) -> int:
    """Token index (excluded) at which content that begins at ``first`` ends."""
    index = first
    size = len(u)
    objectlike = frame in ("object",)
    verbless = True  # whether what was read so far is a mere noun phrase
    while index < size:
        if u.quote[index] >= 0:
            index = u.after_quote(index)
            if u.ends_stop(index - 1):
                return index
            if (
                objectlike
                and index > first + 1
                and (
                    _gerund_cue(u, index + 1)
                    if u.has("conjunctions", index)
                    else any(u.has(name, index) for name in ("adjuncts", "subordinators", "time_words")) and not u.has("companions", index)
                )
            ):
                return index
            if frame in ("quote", "paren") and index < size and _adjunct(u, first, index) and u.has("dated", index):
                return index
            if index < size and u.low[index - 2] == "," and index > first + 1 and frame != "colon" and _cut_at_comma(u, index, frame):
                return index
            continue
        low = u.low[index]
        if u.stop(index) or low == ";":
            if index + 1 < size and u.stop(index) and low in (".",) and frame == "colon":
                index += 1
                continue
            return index
        if low in (")", "]"):
            depth = False
            for back in range(index - 1, first - 1, -1):
                if u.low[back] in ("(", "["):
                    depth = True
                    break
            if not depth:
                return index
        if low == "," and index > first and _cut_at_comma(u, index + 1, frame):
            return index
        if low in DASHES and index > first and _cut_at_dash(u, index + 1):
            return index
        if objectlike and index > first:
            verbless = verbless and not _verb_begins(u, index - 1, first)
            quoting = any(u.quote[i] >= 0 for i in range(index, min(size, index + 12)))
            if verbless and ((not quoting and _adjunct(u, first, index)) or (low == "," and _past_list(u, index + 1))):
                return index
            if verbless and u.has("conjunctions", index) and _another_verb(u, index + 1):
                return index
        if index > first + 1 and u.has("conjunctions", index) and _new_cue_follows(u, index + 1, objectlike):
            return index
        if index > first + 1 and phrase_at(u, index, "according"):
            return index
        index += 1
    return size


def _verb_begins(u: Unit, index: int, first: int) -> bool:
    """Whether a clause, an infinitive or a gerund begins at ``index``: what follows may then belong to it."""
    if u.has("wh", index) or u.has("relatives", index) or u.likely_finite(index):
        return True
    if u.has("to", index) and u.toks[index + 1].word and not u.toks[index + 1].capital:
        return not (u.has("determiners", index + 1) or u.has("objects", index + 1))
    return u.low[index].endswith("ing") and (index == first or u.has("prepositions", index - 1))


def _past_list(u: Unit, index: int) -> bool:
    """Whether the words behind a comma are no further item of a list: an apposition, a relative clause, another predicate."""
    if u.has("prepositions", index) and u.has("relatives", index + 1):
        return True
    if u.likely_finite(index) and not u.toks[index].capital:
        return True
    last = index
    joined = False
    while last < len(u) and not u.stop(last) and u.low[last] != ";":
        joined = joined or u.has("conjunctions", last)
        last += 1
    if u.has("conjunctions", index):
        return u.finite(index + 1, min(last, index + 16)) and not u.has("to", index + 1)
    return u.has("apposition", index) and not joined


def _another_verb(u: Unit, index: int) -> bool:
    """Whether the draft goes on with another verb behind a conjunction: "... and recently pointed", "but not naming"."""
    while index < len(u) and (u.adverb(index) or u.has("negations", index)) and not u.has("determiners", index):
        index += 1
    if index >= len(u) or u.quote[index] >= 0 or not u.toks[index].word or u.toks[index].capital:
        return False
    form = u.verb(index)
    if form is not None and form.features & {"gerund"} and index + 1 < len(u) and not u.stop(index + 1):
        return True
    return u.likely_finite(index)


def _adjunct(u: Unit, first: int, index: int) -> bool:
    """Whether an adjunct of time, place or manner begins at ``index``, which belongs to the cue and not to its object."""
    if u.has("closing", index):
        return True
    if u.has("as", index) and (u.low[index + 1 : index + 2] == ["well"] or u.has("subject_pronouns", index + 1)):
        return True
    if u.has("time_words", index) and not (u.toks[index].capital and u.toks[index - 1].capital):
        return not any(u.has(name, index - 1) for name in ("prepositions", "determiners", "conjunctions")) and not _modifier(u, index)
    if not u.has("adjuncts", index) or index + 1 >= len(u):
        return False
    if u.has("dated", index):
        behind = index + 1 + u.has("determiners", index + 1)
        if u.has("time_words", behind) or _year(u, behind):
            return not _modifier(u, behind)
        media = range(index + 1, min(len(u), index + 7))
        if u.has("determiners", index + 1) and any(u.has("media", i) and not _broken(u, index + 1, i) for i in media):
            return True
    if u.has("by", index) and u.low[index + 1].endswith("ing"):
        return True
    return index == first + 1 and u.has("objects", first) and u.has("dated", index)


def _broken(u: Unit, first: int, last: int) -> bool:
    return any(not u.toks[i].word or u.has("prepositions", i) for i in range(first, last))


def _year(u: Unit, index: int) -> bool:
    return index < len(u) and len(u.low[index]) == 4 and u.low[index].isdigit() and u.low[index][:2] in ("18", "19", "20")


def _modifier(u: Unit, index: int) -> bool:
    """Whether a word of time only describes the noun behind it: "Tuesday's vote", "last year's budget"."""
    while index < len(u) and (u.has("time_words", index) or u.low[index][:1].isdigit()) and not u.low[index].endswith("'s"):
        index += 1
    return index < len(u) and (u.low[index].endswith("'s") or u.low[index] == "'")


def _cut_at_dash(u: Unit, index: int) -> bool:
    return u.has("conjunctions", index) and _own_attribution(u, index + 1)


def _gerund_cue(u: Unit, index: int) -> bool:
    form = u.verb(index)
    return form is not None and "gerund" in form.features and "speech" in form.kinds


def _cut_at_comma(u: Unit, index: int, frame: str) -> bool:
    """Whether a comma before token ``index`` ends the content."""
    if index >= len(u):
        return True
    form = u.verb(index)
    if form is not None and "gerund" in form.features and "speech" in form.kinds:
        return True
    if u.has("adverbs", index) and (second := u.verb(index + 1)) is not None and "gerund" in second.features and "speech" in second.kinds:
        return True
    if phrase_at(u, index, "according") or phrase_at(u, index, "citing"):
        return True
    if frame == "object":
        if u.has("relatives", index) and not u.has("that", index):
            return True
        if u.low[index].endswith("ing") and u.toks[index].word:
            return True
        if u.has("contrast", index) and not u.has("conjunctions", index):
            return True
        if u.has("conjunctions", index) and (
            u.likely_finite(index + 1) or _new_cue_follows(u, index + 1, True) or u.has("pronouns", index + 1)
        ):
            return True
    if frame == "to" and (
        any(u.has(name, index) for name in ("closing", "apposition", "relatives"))
        or u.low[index] in ("but", "including")
        or (u.low[index].endswith("ing") and len(u.low[index]) > 5)
        or (u.has("conjunctions", index) and u.finite(index + 1, min(len(u), index + 10)))
    ):
        return True
    if u.has("contrast", index) or u.has("conjunctions", index):
        return _own_attribution(u, index + 1)
    return False


def _own_attribution(u: Unit, index: int) -> bool:
    """Whether a clause that begins at ``index`` soon has a cue of speech as its verb ("but he added ...")."""
    for probe in range(index, min(len(u), index + 9)):
        if u.quote[probe] >= 0 or u.low[probe] in (",", ";", ":"):
            return False
        if u.has("that", probe):
            return False
        form = u.verb(probe)
        if (
            form is not None
            and "speech" in form.kinds
            and form.features & {"past", "third", "base", "finite"}
            and not u.nominal(probe)
            and ("that" in form.frames or u.has("subject_pronouns", probe - 1))
        ):
            return not (u.has("to", probe - 1))
        if u.likely_finite(probe) and form is None:
            if u.has("aux_have", probe) or u.has("aux_be", probe):
                continue
            return False
    return False


def _new_cue_follows(u: Unit, index: int, objectlike: bool) -> bool:
    """Whether a coordinated cue begins here: "... and called", "... and has since accused"."""
    probe = index
    while probe < len(u) and probe < index + 3 and (u.has("adverbs", probe) or u.has("aux_have", probe)):
        probe += 1
    if probe >= len(u) or u.quote[probe] >= 0:
        return False
    form = u.verb(probe)
    past = form is not None and (form.features & {"past", "third", "finite"} or (probe > index and u.has("aux_have", probe - 1)))
    if form is not None and "speech" in form.kinds and past and not u.nominal(probe):
        free = {"patient", "infinitive"} if u.lex.words.get("free_order") else set()
        return objectlike or bool(({"that", "quote"} | free) & form.frames)
    if objectlike:
        return u.likely_finite(probe) or (probe > index and u.has("aux_have", probe - 1))
    return False


def phrase_at(u: Unit, index: int, name: str) -> int:
    """Length in tokens of a fixed wording that begins at ``index``; 0 if none does."""
    if index >= len(u.low) or u.low[index] not in u.lex.openers.get(name, ()):
        return 0
    for phrase in u.lex.phrases[name]:
        if u.low[index] == phrase[0] and tuple(u.low[index : index + len(phrase)]) == phrase:
            return len(phrase)
    return 0
