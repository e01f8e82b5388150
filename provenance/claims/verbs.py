"""Cue verbs: "X said that …", "…," X said, "it was reported that …"."""

from __future__ import annotations

from dataclasses import replace

from provenance.claims.clause import DASHES, Unit
from provenance.claims.content import content_after
from provenance.claims.extent import clause_end, phrase_at
from provenance.claims.found import Found, Run, run_of
from provenance.claims.groups import (
    Group,
    after_content,
    clause_subject,
    coordinated,
    cue_run,
    described,
    directly_after_quote,
    headline,
    hypothetical,
    sentence_start,
    verb_group,
)
from provenance.claims.lexicon import VerbForm
from provenance.claims.phrases import relayed
from provenance.claims.pieces import before_comma, cue_end, gapped, in_relative, left_content, left_start, second_piece
from provenance.claims.plausible import cue_kind, may_lack_source, only_verb, plausible
from provenance.claims.subjects import subject_after, subject_before


def verb_cue(u: Unit, index: int, form: VerbForm, previous: Run | None) -> Found | None:
    """The attribution whose cue is the verb form at ``index``; ``previous`` is the source of the cue before it."""
    token = u.toks[index]
    features = form.features
    if token.capital and index > 0 and not sentence_start(u, index) and not headline(u):
        return None
    group = verb_group(u, index)
    gerund = features == {"gerund"}
    if features == {"participle"} and not (group.be or group.have) and not u.lex.words.get("free_order"):
        return None
    if "participle" in features and u.has("by", index + 1) and not group.have:
        return None  # "a fact first reported by X"
    if gerund and group.first == index and u.nominal(index) and not u.has("prepositions", index - 1):
        return None
    if not gerund and not group.be and group.first == index and u.nominal(index) and not only_verb(form):
        return None
    if group.be and not gerund and "participle" in features:
        return _passive(u, group, form)
    if group.infinitive and not features & {"base"}:
        return None
    source: Run | None = None
    subject: tuple[int, int] | None = None
    right: tuple[int, int] | None = None
    last = index + u.pair(index)
    start = last + 1
    inverted = after_content(u, group.first) and not gerund
    if inverted:
        right = subject_after(u, last + 1)
        subject_left = subject_before(u, group.first) if not directly_after_quote(u, group.first) else None
        if right is not None and not _plain_inversion(u, right, form, quoted=directly_after_quote(u, group.first)):
            right = None
        if "addressee" in form.frames and subject_left is not None and not u.lex.words.get("free_order"):
            right = None  # "…, told the Review": whom it was told to, never who told it
        if right is not None and (u.has("possessives", right[0]) or (group.have and not u.lex.words.get("free_order"))):
            right = None  # "…, recited her ideas", "the “reporter” has shown her bias"
        if right is not None and not directly_after_quote(u, group.first) and not _told_before(u, group.first, right):
            right = None
        if right is not None and subject_left is not None and u.stop(right[1]) and _no_clause(u, group.first):
            right = None  # "The head of the club, X, denied the rumours"
        if right is not None and subject_left is not None:
            comma = right[1] + 1 < len(u) and u.low[right[1]] == ","
            clause = comma and (u.has("that", right[1] + 1) or _told_clause(u, right, subject_left, form))
            if clause or u.low[group.first - 1] != ",":
                right = None
        if right is not None:
            subject = right
            start = right[1] + u.has("particles", right[1])
        else:
            subject = subject_left
    elif gerund and not group.be:
        subject = described(u, group.first)
    elif group.infinitive:
        subject = None
    else:
        subject = subject_before(u, group.first)
        if u.lex.words.get("free_order") and (subject is None or _no_subject(u, subject[0])):
            behind = subject_after(u, last + 1)
            if behind is not None and not u.has("that", behind[0]):
                subject, start = behind, behind[1]
        if subject is None and features == {"participle"}:
            source = clause_subject(u, group.first)
    if hypothetical(u, group, subject):
        return None
    cited: tuple[Run, Run] | None = None
    if subject is not None and u.has("expletives", last + 1):
        subject = _whole_phrase(u, subject)
    if subject is not None and (subject_cited := _cited_inside(u, subject)) is not None:
        cited, subject = subject_cited
    if subject is not None:
        source = run_of(u, subject)
    elif source is None and (gerund or group.infinitive or coordinated(u, group.first)):
        source = previous or clause_subject(u, group.first)
    if _back_reference(u, group.first):
        named = subject_after(u, index + 1) or subject
        if named is not None:
            return Found(run_of(u, named), (u.toks[group.first].start, token.end), (), "back", "paren", lemma=form.lemma)
    content = content_after(u, start, form) if right is None else None
    if content is not None and subject is not None and (in_relative(u, subject) or _subordinate(u, subject)):
        content = replace(content, last=before_comma(u, content))
    left: Run | None = None
    pieces: list[Run] = []
    if content is None and right is None and subject is not None and (gap := gapped(u, subject, start, form)) is not None:
        before = subject_before(u, subject[0] - 1) if u.has("relatives", subject[0] - 1) else None
        whole = None if before is None else (u.toks[before[0]].start, u.toks[subject[0] - 2].end)
        kind = cue_kind(form, "that", u, subject)
        return Found(source, cue_run(u, group), gap, "verb", "gap", kind, denied=group.negated, antecedent=whole, lemma=form.lemma)
    addressee = run_of(u, content.addressee) if content is not None and content.addressee else None
    if addressee is None and right is not None and u.has("told", right[1]) and right[1] + 1 < len(u) and u.toks[right[1] + 1].capital:
        addressee = (u.toks[right[1] + 1].start, u.toks[min(cue_end(u, right[1] + 1, form), len(u)) - 1].end)
    between = range(last + 1, content.first) if content is not None and right is None else range(0)
    negated = group.negated or any(u.has("negations", i) and u.quote[i] < 0 for i in between)
    frame = content.frame if content else "paren"
    if "paren" in form.frames or "quote" in form.frames:
        anchor = group.first if right is not None or subject is None else subject[0]
        while anchor > 0 and subject is not None and u.has("aux_have", anchor - 1):
            anchor -= 1  # French "a-t-il dit": the auxiliary comes before the subject
        spoken = subject is not None or right is not None or directly_after_quote(u, group.first) or u.lex.words.get("free_order")
        if not gerund and not group.infinitive and spoken:
            left = left_content(
                u,
                anchor,
                right is not None,
                content,
                form,
                middle=(right is None or _parted(u, start)) and start < len(u) and (u.low[start] == "," or u.opens(start) is not None),
                last=u.stop(cue_end(u, start, form)),
            )
    if left is not None:
        pieces.append(left)
        frame = "paren"
        end = cue_end(u, start, form)
        half = (
            end == start
            and (right is not None or end == last + 1)
            and _parted(u, start)
            and ((right is not None and u.has("pronouns", right[0])) or _half(u, left))
        )
        more = second_piece(u, end, direct=half or (end == last + 1 and right is None), half=half)
        if content is not None and content.frame in ("quote", "colon"):
            pieces.append(run_of(u, (content.first, content.last)))
        elif more is not None:
            pieces.append(run_of(u, more))
    elif content is not None:
        pieces.append(run_of(u, (content.first, content.last)))
    elif (
        right is None
        and "bare" in form.frames
        and start < len(u)
        and u.low[start] == ","
        and (rest := second_piece(u, start, direct=True)) is not None
    ):
        pieces.append(run_of(u, rest))  # "Last May, she said, the ..."
        frame = "bare"
    elif (colon := _colon_at_end(u, start)) is not None and "quote" in form.frames and source is not None:
        return Found(source, (u.toks[group.first].start, u.toks[colon].end), (), "verb", "colon", lemma=form.lemma)
    else:
        return None
    if source is None and not may_lack_source(u, frame, gerund):
        return None
    quoting = any(q.start < end and start < q.end for start, end in pieces for q in u.quotes)
    if not plausible(u, form, frame, subject, features, gerund, group, quoting):
        return None
    relative = None
    if subject is not None and u.has("relatives", subject[0]) and subject[1] - subject[0] == 1 and right is None:
        relative = _antecedent(u, subject[0])
    kind = cue_kind(form, frame, u, subject)
    first = group.first
    while first < index and u.has("adverbs", first):
        first += 1
    cue = (u.toks[first].start, u.toks[last].end)
    return Found(
        source,
        cue,
        tuple(pieces),
        "verb",
        frame,
        kind,
        denied=negated or form.lemma in u.lex.words.get("denials", ()),
        addressee=addressee,
        antecedent=relative,
        lemma=form.lemma,
        relayed=cited or relayed(u, index),
        hedged=any(u.has("hedges", i) for i in range(group.first, index)),
    )


def _whole_phrase(u: Unit, subject: tuple[int, int]) -> tuple[int, int]:
    """German "In einer Erklärung des Ministeriums heißt es": the phrase from behind its preposition."""
    for index in range(subject[0] - 1, max(-1, subject[0] - 6), -1):
        if u.has("expletive_prepositions", index):
            first = index + 1
            return (first, subject[1]) if not u.has("determiners", first) or first + 1 < subject[0] else subject
        if not u.toks[index].word:
            break
    return subject


def _cited_inside(u: Unit, subject: tuple[int, int]) -> tuple[tuple[Run, Run], tuple[int, int]] | None:
    """Where "X citing Y" stands before the verb without commas: cue and source of what is cited, and X alone."""
    for index in range(subject[0] + 1, subject[1] - 1):
        length = phrase_at(u, index, "citing")
        if length and index + length < subject[1]:
            return (run_of(u, (index, index + length)), run_of(u, (index + length, subject[1]))), (subject[0], index)
    return None


def _no_clause(u: Unit, first: int) -> bool:
    """Whether the words before token ``first`` hold neither a verb nor a quotation, and so can be nothing that was said."""
    if not u.lex.words.get("free_order"):
        return False
    start = left_start(u, first - 1, first - 1)
    return not any(u.quote[i] >= 0 for i in range(start, first)) and not u.finite(start, first)


def _no_subject(u: Unit, first: int) -> bool:
    """Whether a phrase begins as an adjunct does."""
    return not u.has("determiners", first) and (u.has("prepositions", first) or u.has("adverbs", first))


def _parted(u: Unit, comma: int) -> bool:
    """Whether what is said goes on behind ", said X,"."""
    return bool(u.lex.words.get("free_order")) and comma + 2 < len(u) and u.low[comma] == "," and not u.stop(comma + 1)


def _half(u: Unit, left: Run) -> bool:
    """Whether the words before the cue are only the beginning of a clause: "The bridge, said the mayor, is closed"."""
    return not any(u.likely_finite(i) for i in range(len(u)) if left[0] <= u.toks[i].start < left[1])


def _told_clause(u: Unit, right: tuple[int, int], left: tuple[int, int], form: VerbForm) -> bool:
    """Whether ``right`` is whom it is said to, as the case does not tell: German "X, der …, sagte der Zeitung, die Lage sei …"."""
    if not u.lex.words.get("comma_clause") or "addressee" not in form.frames or left[0] > 1:
        return False
    return u.finite(right[1] + 1, min(len(u), right[1] + 12)) and not u.has("relatives", right[1] + 1)


def _colon_at_end(u: Unit, start: int) -> int | None:
    """The colon that ends the unit, if the quotation that it announces is yet to come: "She went on to say:"."""
    last = len(u) - 1
    if last >= start and u.low[last] == ":" and last - start <= 30 and not any(u.low[i] == ";" for i in range(start, last)):
        return last
    return None


def _subordinate(u: Unit, subject: tuple[int, int]) -> bool:
    """Whether the cue's clause is itself only the first half of a sentence: "While X said …, Y said …"."""
    return subject[0] > 0 and u.has("subordinators", subject[0] - 1) and (subject[0] == 1 or sentence_start(u, subject[0] - 1))


def _back_reference(u: Unit, verb: int) -> bool:
    """Whether words like «об этом» ("of this") right before the verb take up the sentence before."""
    for phrase in u.lex.phrases.get("back_reference", ()):
        first = verb - len(phrase)
        if first in (0, 1) and tuple(u.low[first:verb]) == phrase:
            return True
    return False


def _plain_inversion(u: Unit, right: tuple[int, int], form: VerbForm, *, quoted: bool) -> bool:
    """Whether ``right`` is really a subject: the sentence ends or pauses soon behind it."""
    if "paren" not in form.frames and "quote" not in form.frames:
        return False
    behind = right[1]
    if u.has("particles", behind):
        behind += 1
    if not quoted:
        if u.lex.words.get("free_order"):
            return u.stop(behind) or u.low[behind] == "," or any(u.has(name, behind) for name in ("told", "time_words", "adjuncts"))
        return (u.stop(behind) or u.low[behind] == ",") and not u.has("pronouns", right[0])
    if u.stop(behind) or u.low[behind] in (",", ";", ":") or u.low[behind] in DASHES:
        return True
    if u.quote[behind] >= 0:
        return u.low[behind - 1] == ","
    if any(u.has(name, behind) for name in ("relatives", "subordinators", "adjuncts", "time_words", "prepositions", "adverbs")):
        return not u.has("that", behind)
    form_behind = u.verb(behind)
    return (form_behind is not None and "gerund" in form_behind.features) or u.low[behind].endswith("ing") or u.low[behind] == "("


def _told_before(u: Unit, first: int, right: tuple[int, int]) -> bool:
    """Whether a clause stands before "…, said X" and none behind it."""
    if u.lex.words.get("free_order"):
        return True
    start = left_start(u, first - 1, first - 1)
    return u.finite(start, first - 1) and not u.finite(right[0] + 1, right[1])


def _antecedent(u: Unit, relative: int) -> Run | None:
    index = relative
    if index > 0 and u.low[index - 1] == ",":
        index -= 1
    before = subject_before(u, index) if index > 0 else None
    return run_of(u, before) if before is not None else None


def _passive(u: Unit, group: Group, form: VerbForm) -> Found | None:
    """ "It was reported that ...", "the deal was described by X as ..." """
    index = group.head + 1
    if hypothetical(u, group, None):
        return None
    while u.has("adverbs", index):
        index += 1
    subject = subject_before(u, group.first)
    if index < len(u) and u.has("that", index) and "that" in form.frames:
        end = clause_end(u, index, "that")
        source = None
        if subject is not None and u.low[subject[0]] not in ("it", "this"):
            return (
                None
                if "addressee" not in form.frames and "patient" not in form.frames
                else Found(None, cue_run(u, group), (run_of(u, (index, end)),), "verb", "that", lemma=form.lemma)
            )
        kind = cue_kind(form, "that", u, None)
        return Found(source, cue_run(u, group), (run_of(u, (index, end)),), "verb", "that", kind, denied=group.negated, lemma=form.lemma)
    asked = "addressee" in form.frames and index < len(u) and (u.has("wh", index) or u.low[index] in form.prepositions)
    if asked and subject is not None:
        first = index + (u.low[index] in form.prepositions)
        if first < len(u) and not u.stop(first):
            return Found(None, cue_run(u, group), (run_of(u, (first, clause_end(u, first, "that"))),), "verb", "wh", lemma=form.lemma)
    if subject is not None and u.opens(index) is not None and "quote" in form.frames:
        run = run_of(u, subject)
        content = run_of(u, (index, u.after_quote(index)))
        return Found(run, cue_run(u, group), (content,), "verb", "quote", lemma=form.lemma) if form.lemma in ("quote",) else None
    return None
