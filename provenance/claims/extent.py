"""Where what is said ends: at the sentence's end, or where the draft itself or another cue goes on."""

from __future__ import annotations

from provenance.claims.clause import DASHES, Unit


def clause_end(u: Unit, first: int, frame: str) -> int:
    """Token index (excluded) at which content that begins at ``first`` ends."""
    index = first
    size = len(u)
    objectlike = frame in ("object",)
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
        if low in DASHES and index > first and (objectlike or _cut_at_dash(u, index + 1)):
            return index
        if index > first + 1 and u.has("conjunctions", index) and _new_cue_follows(u, index + 1, objectlike):
            return index
        if index > first + 1 and phrase_at(u, index, "according"):
            return index
        index += 1
    return size


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
    if form is not None and "speech" in form.kinds and form.features & {"past", "third", "finite"} and not u.nominal(probe):
        return objectlike or bool({"that", "quote"} & form.frames)
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
