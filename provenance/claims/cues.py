"""Cues in one sentence, each with its source and content: verbs, fixed wordings, nouns, colons and quotation marks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from provenance.claims.clause import DASHES, Unit
from provenance.claims.content import Content, clause_end, content_after, phrase_at
from provenance.claims.lexicon import VerbForm
from provenance.claims.subjects import subject_after, subject_before

Run = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Found:
    """An attribution within one paragraph. All runs are offsets in the paragraph's running text."""

    source: Run | None
    cue: Run
    content: tuple[Run, ...]
    manner: str
    """``verb``, ``according``, ``noun``, ``colon``, ``mark``, ``adverb``."""
    frame: str
    kind: str = "speech"
    denied: bool = False
    hedged: bool = False
    addressee: Run | None = None
    """To whom it was said ("told Reuters")."""
    relayed: tuple[Run, Run] | None = None
    """Cue and source of "citing X"."""
    antecedent: Run | None = None
    """What a relative pronoun that is the source stands for."""
    lemma: str = ""


def find_in(u: Unit) -> list[Found]:
    """All attributions of a unit, in the order of their cues."""
    found: list[Found] = []
    taken: list[Run] = []
    for item in _candidates(u):
        if any(a <= item.cue[0] < b for a, b in taken):
            continue
        taken.append(item.cue)
        found.append(item)
    return found


def _candidates(u: Unit) -> Iterator[Found]:
    subject: Run | None = None
    if (item := _spoken_by_label(u)) is not None:
        yield item
    for index in range(len(u)):
        if u.quote[index] >= 0:
            continue
        if u.low[index] == ":" and index > 0 and (led := _led_in(u, index)) is not None:
            yield led
        if (unlisted := _unlisted(u, index)) is not None:
            yield unlisted
        if u.low[index] in DASHES and (signed := _signed(u, index)) is not None:
            yield signed
        length = phrase_at(u, index, "according")
        if length and u.has("as", index) and u.verb(index + 1) is not None:
            continue
        if length:
            item2 = _according(u, index, length)
            if item2 is not None:
                yield item2
            continue
        if phrase_at(u, index, "postposed") and (after := _postposed(u, index)) is not None:
            yield after
            continue
        if phrase_at(u, index, "citing") and subject is not None:
            continue
        if u.has("hearsay", index) and (hearsay := _hearsay(u, index)) is not None:
            yield hearsay
            continue
        if (own := _own_words(u, index)) is not None:
            yield own
        form = u.verb(index)
        if form is not None and index > 0 and (as_said := _as_said(u, index, form)) is not None:
            subject = as_said.source
            yield as_said
            continue
        if form is not None and not any(u.has("hearsay", i) for i in range(max(0, index - 3), index)):
            made = _verb(u, index, form, subject)
            if made is not None:
                if made.source is not None:
                    subject = made.source
                yield made
                continue
        if u.low[index] in u.lex.nouns.get("speech", ()) or u.low[index] in u.lex.nouns.get("thought", ()):
            noun = _noun(u, index)
            if noun is not None:
                yield noun


# ---- verbs ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Group:
    """A verb group: the cue verb with its auxiliaries and adverbs."""

    first: int
    head: int
    be: bool
    have: bool
    modal: bool
    negated: bool
    infinitive: bool


def _group(u: Unit, head: int) -> _Group:
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
    return _Group(first, head, be, have, modal, negated, infinitive)


def _verb(u: Unit, index: int, form: VerbForm, previous: Run | None) -> Found | None:
    token = u.toks[index]
    features = form.features
    if token.capital and index > 0 and not _sentence_start(u, index) and not _headline(u):
        return None
    group = _group(u, index)
    gerund = features == {"gerund"}
    if not gerund and not group.be and group.first == index and u.nominal(index) and not _only_verb(form):
        return None
    if group.be and not gerund and "participle" in features:
        return _passive(u, group, form)
    if group.infinitive and not features & {"base"}:
        return None
    source: Run | None = None
    subject: tuple[int, int] | None = None
    right: tuple[int, int] | None = None
    start = index + 1
    inverted = _after_content(u, group.first) and not gerund
    if inverted:
        right = subject_after(u, index + 1)
        subject_left = subject_before(u, group.first) if not _directly_after_quote(u, group.first) else None
        if right is not None and not _plain_inversion(u, right, form, quoted=_directly_after_quote(u, group.first)):
            right = None
        if right is not None and subject_left is not None:
            clause = right[1] + 1 < len(u) and u.low[right[1]] == "," and u.has("that", right[1] + 1)
            if clause or u.low[group.first - 1] != ",":
                right = None
        if right is not None:
            subject = right
            start = right[1]
        else:
            subject = subject_left
    elif gerund and not group.be:
        subject = _described(u, group.first)
    elif group.infinitive:
        subject = None
    else:
        subject = subject_before(u, group.first)
        if u.lex.words.get("free_order") and (subject is None or u.has("prepositions", subject[0]) or u.has("adverbs", subject[0])):
            behind = subject_after(u, index + 1)
            if behind is not None and not u.has("that", behind[0]):
                subject, start = behind, behind[1]
        if subject is None and features == {"participle"}:
            source = _clause_subject(u, group.first)
    if _hypothetical(u, group, subject):
        return None
    if subject is not None:
        source = _run(u, subject)
    elif source is None and (gerund or group.infinitive or _coordinated(u, group.first)):
        source = previous or _clause_subject(u, group.first)
    if _back_reference(u, group.first):
        named = subject_after(u, index + 1) or subject
        if named is not None:
            return Found(_run(u, named), (u.toks[group.first].start, token.end), (), "back", "paren", lemma=form.lemma)
    content = content_after(u, start, form) if right is None else None
    if content is not None and subject is not None and _in_relative(u, subject):
        content = replace(content, last=_before_comma(u, content))
    left: Run | None = None
    pieces: list[Run] = []
    if content is None and right is None and subject is not None and (gap := _gapped(u, subject, start, form)) is not None:
        return Found(source, _cue(u, group), gap, "verb", "gap", _kind(form, "that", u, subject), denied=group.negated, lemma=form.lemma)
    addressee = _run(u, content.addressee) if content is not None and content.addressee else None
    frame = content.frame if content else "paren"
    if "paren" in form.frames or "quote" in form.frames:
        anchor = group.first if right is not None or subject is None else subject[0]
        while anchor > 0 and subject is not None and u.has("aux_have", anchor - 1):
            anchor -= 1  # French "a-t-il dit": the auxiliary comes before the subject
        if not gerund and not group.infinitive:
            left = _left_content(u, anchor, right is not None, content, form)
    if left is not None:
        pieces.append(left)
        frame = "paren"
        end = _cue_end(u, start, form)
        more = _second_piece(u, end, direct=end == index + 1 and right is None)
        if content is not None and content.frame in ("quote", "colon"):
            pieces.append(_run(u, (content.first, content.last)))
        elif more is not None:
            pieces.append(_run(u, more))
    elif content is not None:
        pieces.append(_run(u, (content.first, content.last)))
    elif (
        right is None
        and "bare" in form.frames
        and start < len(u)
        and u.low[start] == ","
        and (rest := _second_piece(u, start, direct=True)) is not None
    ):
        pieces.append(_run(u, rest))  # "Last May, she said, the ..."
        frame = "bare"
    else:
        return None
    if source is None and not _may_lack_source(u, frame, gerund):
        return None
    if not _plausible(u, form, frame, subject, features, gerund, group):
        return None
    relative = None
    if subject is not None and u.has("relatives", subject[0]) and subject[1] - subject[0] == 1 and right is None:
        relative = _antecedent(u, subject[0])
    kind = _kind(form, frame, u, subject)
    first = group.first
    while first < index and u.has("adverbs", first):
        first += 1
    cue = (u.toks[first].start, token.end)
    return Found(
        source,
        cue,
        tuple(pieces),
        "verb",
        frame,
        kind,
        denied=group.negated or form.lemma in u.lex.words.get("denials", ()),
        addressee=addressee,
        antecedent=relative,
        lemma=form.lemma,
        relayed=_citing(u, index + 1),
        hedged=any(u.has("hedges", i) for i in range(group.first, index)),
    )


def _back_reference(u: Unit, verb: int) -> bool:
    """Whether words like «об этом» ("of this") right before the verb take up the sentence before."""
    for phrase in u.lex.phrases.get("back_reference", ()):
        first = verb - len(phrase)
        if first in (0, 1) and tuple(u.low[first:verb]) == phrase:
            return True
    return False


def _gapped(u: Unit, subject: tuple[int, int], start: int, form: VerbForm) -> tuple[Run, ...] | None:
    """ "An election that the opposition insists was stolen": what is said is divided by source and cue."""
    relative = subject[0] - 1
    if relative < 1 or not (u.has("relatives", relative) or u.has("wh", relative)) or "bare" not in form.frames or start >= len(u):
        return None
    if not (u.has("aux_be", start) or u.has("aux_have", start) or u.has("modals", start) or u.likely_finite(start)):
        return None
    before = subject_before(u, relative) if u.has("relatives", relative) else None
    end = clause_end(u, start, "that")
    if _in_relative(u, subject):
        end = _before_comma(u, Content(start, end, "gap"))
    rest = _run(u, (start, end))
    return (rest,) if before is None else (_run(u, before), rest)


def _in_relative(u: Unit, subject: tuple[int, int]) -> bool:
    """Whether the cue stands in a relative clause set off by a comma: ", who said …,"."""
    at = subject[0] if u.has("relatives", subject[0]) else subject[0] - 1
    return at > 0 and u.has("relatives", at) and u.low[at - 1] == ","


def _before_comma(u: Unit, content: Content) -> int:
    for index in range(content.first + 1, content.last):
        if u.low[index] == "," and u.quote[index] < 0 and index + 1 < len(u) and not u.low[index + 1][:1].isdigit():
            return index
    return content.last


def _kind(form: VerbForm, frame: str, u: Unit, subject: Run | None) -> str:
    for kind in ("speech", "document", "thought", "stance"):
        if kind in form.kinds:
            if kind == "speech" and frame in ("object",) and "stance" in form.kinds:
                continue
            return kind
    return "speech"


def _only_verb(form: VerbForm) -> bool:
    return form.lemma in ("say", "tell") or bool(form.features & {"past"} and not form.features & {"participle", "base"})


def _sentence_start(u: Unit, index: int) -> bool:
    return index == 0 or u.ends_stop(index - 1)


def _headline(u: Unit) -> bool:
    """Whether most words of the unit are capitalised, as in an English headline."""
    words = [t for t in u.toks if t.word and len(t.text) > 3]
    return len(words) > 2 and sum(t.capital for t in words) >= 0.8 * len(words)


def _hypothetical(u: Unit, group: _Group, subject: tuple[int, int] | None) -> bool:
    """Whether the speech is only imagined or asked about: "might say", "if he says"."""
    for index in range(group.first, group.head):
        if u.has("hypothetical", index):
            return True
    start = subject[0] if subject is not None else group.first
    return bool(start - 1 >= 0 and u.has("hypothetical", start - 1) and u.low[start - 1] in ("if", "unless"))


def _after_content(u: Unit, first: int) -> bool:
    """Whether a comma, dash, quotation mark, question or exclamation mark stands right before the verb group."""
    if first == 0:
        return False
    before = u.low[first - 1]
    return before == "," or before in DASHES or u.quote[first - 1] >= 0 or before in ("?", "!")


def _directly_after_quote(u: Unit, first: int) -> bool:
    index = first - 1
    while index >= 0 and first - index < 4 and u.quote[index] < 0 and (u.low[index] in (",", ".") or u.low[index] in DASHES):
        index -= 1
    return u.closes(index)


def _plain_inversion(u: Unit, right: tuple[int, int], form: VerbForm, *, quoted: bool) -> bool:
    """Whether ``right`` is really a subject: the sentence ends or pauses soon behind it."""
    if "paren" not in form.frames and "quote" not in form.frames:
        return False
    behind = right[1]
    if u.has("particles", behind):
        behind += 1
    if not quoted:
        return (u.stop(behind) or u.low[behind] == ",") and not u.has("pronouns", right[0])
    if u.stop(behind) or u.low[behind] in (",", ";", ":") or u.low[behind] in DASHES:
        return True
    if u.quote[behind] >= 0:
        return u.low[behind - 1] == ","
    if any(u.has(name, behind) for name in ("relatives", "subordinators", "adjuncts", "time_words", "prepositions", "adverbs")):
        return not u.has("that", behind)
    form_behind = u.verb(behind)
    return (form_behind is not None and "gerund" in form_behind.features) or u.low[behind].endswith("ing") or u.low[behind] == "("


def _described(u: Unit, gerund: int) -> tuple[int, int] | None:
    """The noun phrase that a participle right behind it describes: "a statement saying ..."."""
    before = gerund - 1
    if before < 0 or not u.toks[before].word or u.quote[before] >= 0:
        return None
    if any(u.has(name, before) for name in ("prepositions", "conjunctions", "subordinators", "adverbs", "aux_be")) or u.likely_finite(
        before
    ):
        return None
    return subject_before(u, gerund)


def _coordinated(u: Unit, first: int) -> bool:
    return first > 0 and (u.has("conjunctions", first - 1) or (u.low[first - 1] == ","))


def _clause_subject(u: Unit, before: int) -> Run | None:
    """The subject of the sentence's first finite verb before ``before``."""
    start = before - 1
    while start > 0 and not (u.ends_stop(start - 1) and u.quote[start] < 0) and u.low[start - 1] != ";":
        start -= 1
    for index in range(start, before):
        if u.quote[index] < 0 and u.likely_finite(index):
            group = _group(u, index)
            subject = subject_before(u, group.first)
            if subject is not None and subject[0] >= start and not u.has("relatives", subject[0]):
                return _run(u, subject)
    while start < before and (u.has("adverbs", start) or u.has("conjunctions", start)) and not u.has("determiners", start):
        start += 1
    if start < before and (u.has("subject_pronouns", start) or u.toks[start].capital) and not u.has("prepositions", start):
        end = start + 1
        while end < before and u.toks[start].capital and u.toks[end].capital and u.quote[end] < 0 and u.toks[end].word:
            end += 1
        return _run(u, (start, end))
    return None


def _left_content(u: Unit, anchor: int, inverted: bool, content: Content | None, form: VerbForm) -> Run | None:
    """What stands before source and cue as their content: ``"...," X said`` and ``..., X said``."""
    index = anchor - 1
    if index < 0:
        return None
    comma = u.low[index] == "," or u.low[index] in DASHES
    quoted = index
    while quoted >= 0 and index - quoted < 3 and u.quote[quoted] < 0 and (u.low[quoted] in (",", ".") or u.low[quoted] in DASHES):
        quoted -= 1
    if u.closes(quoted) and (quoted != index or not comma):
        first = quoted
        while first > 0 and u.quote[first - 1] == u.quote[quoted]:
            first -= 1
        if not comma and not inverted and u.low[quoted - 1] not in (",", ".", "?", "!", "…") and u.low[quoted - 1] not in DASHES:
            return None
        start = _left_start(u, first, quoted)
        return (u.toks[start].start, u.toks[quoted].end)
    if "paren" not in form.frames:
        return None
    if not comma and u.low[index] not in ("?", "!"):
        return None
    if comma and index > 0 and u.low[index] in DASHES and u.low[index - 1] == ",":
        index -= 1
    if content is not None and content.frame not in ("bare",):
        return None
    if content is not None and not (comma and _short_rest(u, content)):
        return None
    start = _left_start(u, index, index)
    if comma and index > 1 and u.has("relatives", index - 1) and not u.has("that", index - 1):
        start = index - 1  # "…, which, X said, is …"
        return (u.toks[start].start, u.toks[start].end)
    end = index if comma else index + 1
    if end - start < 2 or (not u.finite(start, end) and end - start < 4):
        return None
    if u.has("subordinators", start) and not inverted and u.low[start] not in ("so", "what", "how", "that"):
        return None
    if (u.has("prepositions", start) or u.low[start].endswith("ing")) and not u.finite(start, end):
        return None
    return (u.toks[start].start, u.toks[end - 1].end)


def _short_rest(u: Unit, content: Content) -> bool:
    return False


def _left_start(u: Unit, first: int, last: int) -> int:
    """First token of content that ends before a cue: of its sentence or of its half of the sentence."""
    index = first
    while index > 0:
        if u.quote[index - 1] >= 0:
            if u.ends_stop(index - 1) and u.quote[index] < 0:
                break
            index -= 1
            continue
        if u.low[index - 1] == ";" or u.stop(index - 1):
            break
        index -= 1
    # a conjunction before the quotation is the draft's own
    if index < first and u.quote[first] >= 0 and first - index < 3 and u.has("conjunctions", index) and not u.finite(index, first):
        return first
    return index


def _cue_end(u: Unit, start: int, form: VerbForm) -> int:
    """Behind the cue, its adverbs and its adjuncts ("told reporters on Friday"): where a second piece may begin."""
    index = start
    while (
        index < len(u) and not u.stop(index) and u.low[index] not in (",", ";", ":") and u.low[index] not in DASHES and u.quote[index] < 0
    ):
        if index - start > 30:
            break
        index += 1
    return index


def _second_piece(u: Unit, index: int, *, direct: bool) -> tuple[int, int] | None:
    """The content's second half after ``..., X said,``.

    Args:
        u: the sentence.
        index: the token that ends the cue and its adjuncts.
        direct: whether the comma follows the cue itself; what follows an adjunct or an inverted subject may be an apposition.
    """
    if index >= len(u) or u.stop(index):
        follow = index + 1
        if index < len(u) and follow < len(u) and u.opens(follow) is not None:
            return (follow, _quotes_end(u, follow))
        return None
    follow = index if u.quote[index] >= 0 else index + 1
    if follow >= len(u):
        return None
    if u.opens(follow) is not None and (direct or u.low[index] in (",", ":") or u.low[index] in DASHES):
        return (follow, _quotes_end(u, follow))
    # an apposition or relative clause may stand between: look for the quotation that goes on behind it
    for probe in range(follow, min(len(u), follow + 40)):
        if u.opens(probe) is not None and u.low[probe - 1] in (",", ":", ".", "—", "–", "--"):
            return (probe, _quotes_end(u, probe))
        if u.stop(probe) and not (probe + 1 < len(u) and u.opens(probe + 1) is not None):
            break
    if not direct or u.low[index] != ",":
        return None
    form = u.verb(follow)
    if (form is not None and "gerund" in form.features) or u.low[follow].endswith("ing"):
        return None
    if phrase_at(u, follow, "according") or phrase_at(u, follow, "citing") or u.has("conjunctions", follow):
        return None
    if u.has("relatives", follow) and not u.has("that", follow):
        return None
    if any(u.has(name, follow) for name in ("adverbs", "adjuncts", "time_words", "prepositions")) and not u.has("that", follow):
        return None
    end = clause_end(u, follow, "that")
    return (follow, end) if end - follow > 1 else None


def _quotes_end(u: Unit, index: int) -> int:
    end = u.after_quote(index)
    if end < len(u) and not u.ends_stop(end - 1) and not u.stop(end) and u.low[end] not in (",", ";"):
        end = clause_end(u, end, "quote")
    return end


def _may_lack_source(u: Unit, frame: str, gerund: bool) -> bool:
    if frame == "paren" and u.lex.words.get("free_order"):
        return True
    return frame in ("quote", "that", "colon") and not gerund


def _plausible(
    u: Unit, form: VerbForm, frame: str, subject: tuple[int, int] | None, features: frozenset[str], gerund: bool, group: _Group
) -> bool:
    """A last look: whether the verb is used of a person who says or holds something, not of a thing or in passing."""
    first = u.low[subject[0]] if subject is not None else ""
    relative = subject is not None and u.has("relatives", subject[0])
    named = subject is not None and u.toks[subject[1] - 1].capital
    pronoun = subject is not None and subject[1] - subject[0] == 1 and u.has("pronouns", subject[0])
    finite_past = bool(features & {"past", "finite"})
    kinds = form.kinds
    if frame == "object":
        if form.lemma in u.lex.words.get("no_object", ()) or group.infinitive or group.modal:
            return False
        if "stance" in kinds:
            return (finite_past or "third" in features) and (named or first in u.lex.words.get("persons", ())) and not relative
        if gerund:
            return subject is None or named
        if finite_past:
            return subject is not None and not (relative and "speech" not in kinds)
        return named
    if frame == "preposition":
        return finite_past or named or gerund
    if frame in ("bare", "that", "wh") and not finite_past and not gerund and form.lemma != "say":
        if frame == "bare" and (pronoun or group.infinitive) and "third" not in features:
            return False
        if "speech" not in kinds and pronoun and "third" not in features:
            return False
    if frame == "to":
        return not relative and (named or finite_past or gerund)
    return True


def _antecedent(u: Unit, relative: int) -> Run | None:
    index = relative
    if index > 0 and u.low[index - 1] == ",":
        index -= 1
    before = subject_before(u, index) if index > 0 else None
    return _run(u, before) if before is not None else None


def _passive(u: Unit, group: _Group, form: VerbForm) -> Found | None:
    """ "It was reported that ...", "the deal was described by X as ..." """
    index = group.head + 1
    if _hypothetical(u, group, None):
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
                else Found(None, _cue(u, group), (_run(u, (index, end)),), "verb", "that", lemma=form.lemma)
            )
        return Found(source, _cue(u, group), (_run(u, (index, end)),), "verb", "that", lemma=form.lemma)
    if subject is not None and u.opens(index) is not None and "quote" in form.frames:
        run = _run(u, subject)
        content = _begin_quote(u, index)
        return Found(run, _cue(u, group), (content,), "verb", "quote", lemma=form.lemma) if form.lemma in ("quote",) else None
    return None


def _begin_quote(u: Unit, index: int) -> Run:
    return _run(u, (index, u.after_quote(index)))


def _cue(u: Unit, group: _Group) -> Run:
    return (u.toks[group.first].start, u.toks[group.head].end)


def _hearsay(u: Unit, index: int) -> Found | None:
    """ "X reportedly agreed that …": no source is named, and the draft itself only says "reportedly"."""
    start = _left_start(u, index, index)
    end = clause_end(u, index + 1, "that") if index + 1 < len(u) else len(u)
    pieces = []
    if index > start:
        pieces.append(_run(u, (start, index)))
    if end > index + 1:
        pieces.append(_run(u, (index + 1, end)))
    if not pieces or end - start < 4:
        return None
    return Found(None, (u.toks[index].start, u.toks[index].end), tuple(pieces), "adverb", "adverb", hedged=True, lemma=u.low[index])


def _own_words(u: Unit, index: int) -> Found | None:
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
    return Found(_run(u, subject), (mark.start, mark.end), (_run(u, (index + 1, last)),), "mark", "mark", "document")


# ---- fixed wordings, nouns, colons ---------------------------------------------------------------------------------


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
            if index > first and u.lex.words.get("free_order") and (form := u.verb(index)) is not None and "paren" in form.frames:
                break
        index += 1
    return (first, index) if index > first else None


def _short_source(u: Unit, phrase: tuple[int, int]) -> int | None:
    """Where the source ends if no comma divides it from the content: German "Laut der Polizei kamen …"."""
    first, last = phrase
    if last < len(u) and u.low[last] == "," and not any(u.likely_finite(i) for i in range(first, last)):
        return None
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


def _according(u: Unit, index: int, length: int) -> Found | None:
    phrase = _source_phrase(u, index + length)
    if phrase is None:
        return None
    cue = (u.toks[index].start, u.toks[index + length - 1].end)
    source = _run(u, phrase)
    after = phrase[1]
    leading = index == 0 or u.ends_stop(index - 1) or (index == 1 and u.has("conjunctions", 0)) or u.low[index - 1] == ";"
    pieces: list[Run] = []
    if leading and u.lex.words.get("free_order") and (short := _short_source(u, phrase)) is not None:
        source, after = _run(u, (phrase[0], short)), short
        pieces.append(_run(u, (after, clause_end(u, after, "that"))))
    elif leading:
        after = _behind_citing(u, after)
        if after + 1 < len(u) and u.low[after] == ",":
            pieces.append(_run(u, (after + 1, clause_end(u, after + 1, "that"))))
    else:
        last = index
        if u.low[index - 1] == "," or u.low[index - 1] in DASHES or u.low[index - 1] == "(":
            last = index - 1
        start = _left_start(u, last, last)
        if last > start:
            pieces.append((u.toks[start].start, u.toks[last - 1].end))
        if after + 1 < len(u) and u.low[after] == ",":
            rest = _second_half(u, after + 1)
            if rest is not None:
                pieces.append(_run(u, rest))
    if not pieces:
        return None
    return Found(source, cue, tuple(pieces), "according", "according", relayed=_citing(u, after))


def _postposed(u: Unit, index: int) -> Found | None:
    """German "Medienberichten zufolge …": the source stands before its cue."""
    source = subject_before(u, index)
    if source is None:
        return None
    cue = (u.toks[index].start, u.toks[index].end)
    if source[0] == 0 or u.ends_stop(source[0] - 1):
        pieces = [_run(u, (index + 1, clause_end(u, index + 1, "that")))] if index + 2 < len(u) else []
    else:
        start = _left_start(u, source[0], source[0])
        before = source[0] - (u.low[source[0] - 1] == ",")
        pieces = [_run(u, (start, before))] if before > start else []
        follow = index + 1 + (index + 1 < len(u) and u.low[index + 1] == ",")
        if follow < len(u) and not u.stop(follow):
            pieces.append(_run(u, (follow, clause_end(u, follow, "that"))))
    return Found(_run(u, source), cue, tuple(pieces), "according", "according") if pieces else None


def _as_said(u: Unit, index: int, form: VerbForm) -> Found | None:
    """ "As Reuters reported, …", «Как сообщил Интерфакс, …»."""
    if "paren" not in form.frames and "addressee" not in form.frames:
        return None
    group = _group(u, index)
    source = None
    before_group = group.first - 1
    while before_group > 0 and u.has("reflexive", before_group):
        before_group -= 1
    if u.has("as", before_group):
        opener, source = before_group, subject_after(u, index + 1)
        end = source[1] if source else index + 1
    else:
        before = subject_before(u, group.first)
        if before is None or not u.has("as", before[0] - 1):
            return None
        opener, source, end = before[0] - 1, before, index + 1
    if source is None:
        return None
    while end < len(u) and not u.stop(end) and u.low[end] not in (",", ";", ":") and u.low[end] not in DASHES:
        end += 1
    for inner in range(*source):
        if inner > source[0] and phrase_at(u, inner, "citing"):
            source = (source[0], inner)
            break
    cue = (u.toks[group.first].start, u.toks[index].end)
    relayed = _citing(u, opener)
    leading = opener == 0 or u.ends_stop(opener - 1) or (u.has("conjunctions", opener - 1) and opener == 1)
    if leading:
        end = _behind_citing(u, end)
        if end + 1 >= len(u) or u.low[end] not in (",", ":"):
            return None
        pieces = [_run(u, (end + 1, clause_end(u, end + 1, "that")))]
    else:
        if u.low[opener - 1] != "," and u.low[opener - 1] not in DASHES:
            return None
        start = _left_start(u, opener - 1, opener - 1)
        if opener - 1 - start < 2:
            return None
        pieces = [_run(u, (start, opener - 1))]
        if end < len(u) and u.low[end] == "," and (rest := _second_half(u, end + 1)) is not None:
            pieces.append(_run(u, rest))
    return Found(_run(u, source), cue, tuple(pieces), "verb", "according", lemma=form.lemma, relayed=relayed)


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
    end = clause_end(u, first, "that")
    return (first, end) if u.finite(first, end) else None


def _citing(u: Unit, first: int) -> tuple[Run, Run] | None:
    """ "…, citing X": cue and source of where the source has it from."""
    for index in range(first, len(u)):
        if u.quote[index] >= 0:
            continue
        length = phrase_at(u, index, "citing")
        if length:
            phrase = _source_phrase(u, index + length)
            if phrase is None:
                return None
            return ((u.toks[index].start, u.toks[index + length - 1].end), _run(u, phrase))
    return None


def _noun(u: Unit, index: int) -> Found | None:
    """ "The claim that …", "accusations of …", "his support for …"."""
    nouns = u.lex.nouns
    follow = index + 1
    if follow + 1 >= len(u) or u.quote[follow] >= 0:
        return None
    speech = u.low[index] in nouns.get("speech", ())
    owner = _owner(u, index)
    if u.low[follow] in nouns.get("clause", ()):
        end = clause_end(u, follow, "that")
        if not u.finite(follow + 1, end) or u.has("aux_be", follow + 1) or u.likely_finite(follow + 1):
            return None
        content = _run(u, (follow, end))
    elif u.low[follow] in nouns.get("content_prepositions", ()) and owner is not None and u.low[index] in nouns.get("stance", ()):
        content = _run(u, (follow + 1, clause_end(u, follow + 1, "object")))
    else:
        return None
    return Found(
        owner, (u.toks[index].start, u.toks[index].end), (content,), "noun", "that", "speech" if speech else "thought", lemma=u.low[index]
    )


def _owner(u: Unit, index: int) -> Run | None:
    """Whose claim it is: "Trump's claim", "her claim"."""
    back = index - 1
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


def _spoken_by_label(u: Unit) -> Found | None:
    """ "Putin: ..." at the beginning of a headline or of a line of dialogue."""
    first = 1 if len(u) and u.mark(0) else 0
    index = first
    while index < len(u) and index - first < 7 and u.low[index] != ":":
        token = u.toks[index]
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
    if u.low[first] in u.lex.words.get("not_speakers", ()) and u.low[first] not in u.lex.words.get("headline_sources", ()):
        return None
    last = len(u)
    while last - 1 > index + 1 and u.low[last - 1] in (".",):
        last -= 1
    return Found(
        (u.toks[first].start, u.toks[index - 1].end),
        (u.toks[index].start, u.toks[index].end),
        (_run(u, (index + 1, last)),),
        "colon",
        "colon",
    )


def _led_in(u: Unit, colon: int) -> Found | None:
    """A quotation behind a colon whose verb is no known cue: "he shrugged: “…”"."""
    quotation = u.opens(colon + 1)
    if quotation is None or quotation.end - quotation.start < 12:
        return None
    for index in range(max(0, colon - 8), colon):
        form = u.verb(index)
        if u.quote[index] < 0 and form is not None and "quote" in form.frames and not u.nominal(index):
            return None
    source = _clause_subject(u, colon)
    if source is None:
        return None
    return Found(source, (u.toks[colon].start, u.toks[colon].end), (_run(u, (colon + 1, _quotes_end(u, colon + 1))),), "colon", "quote")


def _unlisted(u: Unit, index: int) -> Found | None:
    """A verb that is no known cue right behind a quotation and its speaker: "“Never,” he thundered."."""
    token = u.toks[index]
    if not token.word or token.capital or u.low[index] in u.lex.verbs or index < 2 or not u.stop(index + 1):
        return None
    if not any(u.low[index].endswith(ending) for ending in u.lex.words.get("past_endings", ())):
        return None
    subject = subject_before(u, index)
    if subject is None or not _directly_after_quote(u, subject[0]) or u.quote[subject[0] - 1] < 0:
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
        _run(u, subject), (token.start, token.end), ((u.toks[_left_start(u, first, last)].start, u.toks[last].end),), "verb", "paren"
    )


def _signed(u: Unit, index: int) -> Found | None:
    """ "“…” — Name": a quotation with its speaker's name behind a dash."""
    if index == 0 or u.quote[index - 1] < 0 or not u.mark(index - 1):
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
    return Found(_run(u, (index + 1, end)), (u.toks[index].start, u.toks[index].end), (_run(u, (first, index)),), "dash", "quote")


def _run(u: Unit, span: tuple[int, int]) -> Run:
    first, last = span
    return (u.toks[first].start, u.toks[last - 1].end)


__all__ = ["Found", "find_in", "replace"]
