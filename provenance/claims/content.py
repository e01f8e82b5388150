"""What is said: where the content of a cue begins and ends."""

from __future__ import annotations

from dataclasses import dataclass

from provenance.claims.clause import DASHES, Unit
from provenance.claims.extent import clause_end, phrase_at
from provenance.claims.lexicon import VerbForm

_ADJUNCT_REACH = 28


@dataclass(frozen=True, slots=True)
class Content:
    """A run of tokens that holds what is said, and how it was introduced."""

    first: int
    last: int
    """Excluded."""
    frame: str
    addressee: tuple[int, int] | None = None


def content_after(u: Unit, first: int, form: VerbForm, *, finite_cue: bool = True) -> Content | None:
    """The content that follows a cue whose last token is ``first - 1``.

    Args:
        u: the sentence.
        first: first token behind the verb group.
        form: the cue's verb form; its frames say what may follow.
        finite_cue: whether the cue is a finite verb (participles take less).
    """
    index = first
    frames = form.frames
    while u.adverb(index) and not u.has("determiners", index) and not u.has("wh", index):
        index += 1
    if u.has("expletives", index) and index + 2 < len(u) and u.low[index + 1] == ",":
        index += 1  # German "heißt es, dass …"
        first = index
    plain = _begin(u, index, form, first)
    if plain is not None and not ("addressee" in frames and plain.frame in ("bare", "object", "to")):
        return plain
    if "addressee" in frames or "to_addressee" in frames:
        told = _addressee(u, index)
        if told is not None:
            after = told[1]
            inner = _begin(u, after, form, after) or _behind_adjunct(u, after, form)
            if inner is not None:
                if inner.frame == "object":
                    return None if "demanded" in frames else plain
                return Content(inner.first, inner.last, inner.frame, told)
            if "demanded" in frames:
                return None
    if plain is not None:
        return plain
    return _behind_adjunct(u, index, form) or _behind_citing(u, index, form)


def _behind_citing(u: Unit, index: int, form: VerbForm) -> Content | None:
    """Content behind where the source has it from: "reported Friday, citing X, which cited Y, that …"."""
    comma = index
    while comma < len(u) and comma - index < 8 and u.low[comma] != "," and u.quote[comma] < 0 and not u.stop(comma):
        comma += 1
    if comma + 1 >= len(u) or u.low[comma] != "," or not phrase_at(u, comma + 1, "citing"):
        return None
    for probe in range(comma + 2, min(len(u), comma + 60)):
        if u.low[probe] == "," and u.quote[probe] < 0 and u.has("that", probe + 1) and "that" in form.frames:
            return Content(probe + 1, clause_end(u, probe + 1, "that"), "that")
    return None


def _begin(u: Unit, index: int, form: VerbForm, cue_end: int) -> Content | None:
    """Content that begins right at ``index``."""
    if index >= len(u):
        return None
    frames = form.frames
    low = u.low[index]
    if low == ":" or (low == "," and (u.opens(index + 1) is not None)):
        if ("quote" in frames or "that" in frames) and not u.stop(index + 1):
            if low == "," or u.opens(index + 1) is not None:
                return _from_quote(u, index + 1)
            return Content(index + 1, clause_end(u, index + 1, "colon"), "colon")
        return None
    if low == "," and u.has("that", index + 1) and not u.stop(index + 2):
        low, index = u.low[index + 1], index + 1
    elif (low == "," and "bare" in frames and index == cue_end and u.lex.words.get("comma_clause") and _starts_phrase(u, index + 1)) or (
        low == "," and "wh" in frames and u.lex.words.get("comma_clause") and u.has("wh", index + 1)
    ):
        index += 1
        low = u.low[index]
    if u.opens(index) is not None:
        if "quote" in frames or "that" in frames or "object" in frames:
            return _from_quote(u, index)
        return None
    if u.has("that", index):
        if "that" in frames and not u.stop(index + 1) and (u.low[index + 1] != "," or u.opens(index + 2) is not None):
            return Content(index, clause_end(u, index, "that"), "that")
        if "object" in frames:
            return Content(index, clause_end(u, index, "object"), "object")
        return None
    if low in form.prepositions and index + 1 < len(u) and u.toks[index + 1].start > u.toks[index].end - 1:
        if u.stop(index + 1) or u.low[index + 1] == ",":
            return None
        if u.has("that", index + 1):
            return Content(index + 1, clause_end(u, index + 1, "that"), "that")
        return Content(index + 1, clause_end(u, index + 1, "object"), "preposition")
    if "wh" in frames and u.has("wh", index) and not u.has("contrast", index):
        return Content(index, clause_end(u, index, "that"), "wh")
    if u.has("to", index):
        if "to" in frames and index + 1 < len(u) and u.toks[index + 1].word and not u.has("determiners", index + 1):
            return Content(index, clause_end(u, index, "to"), "to")
        return None
    if "infinitive" in frames and _infinitive(u, index):
        return Content(index, clause_end(u, index, "to"), "to")
    if "patient" in frames and u.has("object_prepositions", index):
        return Content(index, clause_end(u, index, "object"), "object")
    if not _starts_phrase(u, index):
        return None
    if "bare" in frames:
        end = clause_end(u, index, "that")
        if (
            u.finite(index + 1, _first_break(u, index + 1, end))
            or u.contracted(index)
            or (end - index > 2 and form.lemma in u.lex.words.get("clause_verbs", ()))
        ):
            return Content(index, end, "bare")
    if "object" in frames or "patient" in frames:
        return Content(index, clause_end(u, index, "object"), "object")
    return None


def _infinitive(u: Unit, index: int) -> bool:
    """Whether an infinitive without a particle stands here: French "espère gagner", Russian «намерен вернуть»."""
    if u.has("negations", index):
        index += 1
    if index + 1 >= len(u) or u.toks[index].capital or not u.toks[index].word:
        return False
    return u.has("infinitives", index) or any(
        len(u.low[index]) > len(ending) + 2 and u.low[index].endswith(ending) for ending in u.lex.words.get("infinitive_endings", ())
    )


def _first_break(u: Unit, first: int, end: int) -> int:
    """Where a relative clause or a comma ends the words in which a clause should show its verb."""
    for index in range(first, end):
        if u.quote[index] < 0 and (u.has("relatives", index) or u.low[index] in (",", ";") or u.low[index] in DASHES):
            return index
    return end


def _starts_phrase(u: Unit, index: int) -> bool:
    """Whether a noun phrase or clause may begin here."""
    token = u.toks[index]
    low = u.low[index]
    if u.contracted(index) and not low.endswith("n't"):
        return True
    if u.has("determiners", index) or u.has("pronouns", index) or u.has("objects", index) or low[:1].isdigit() or low[:1] in "$€£":
        return not u.has("time_words", index) or (u.has("determiners", index) and not u.has("time_words", index + 1))
    if not token.word:
        return False
    if u.has("time_words", index):
        return False
    return not any(
        u.has(name, index)
        for name in ("prepositions", "conjunctions", "subordinators", "relatives", "adverbs", "aux_be", "aux_have", "modals")
    )


def _from_quote(u: Unit, index: int) -> Content:
    """Content that begins with a quotation: the quotation, and the rest of the clause if it goes on."""
    end = u.after_quote(index)
    if end >= len(u) or u.ends_stop(end - 1):
        return Content(index, end, "quote")
    inner = u.low[end - 2] if end - 2 >= index else ""
    if inner == "," or u.low[end] in (",", ";") or u.low[end] in DASHES:
        return Content(index, end, "quote")
    return Content(index, max(end, clause_end(u, end, "quote")), "quote")


def _addressee(u: Unit, index: int) -> tuple[int, int] | None:
    """Whom it was said to: a pronoun, a name, or a short noun phrase."""
    if index >= len(u) or u.quote[index] >= 0:
        return None
    if u.has("objects", index):
        return (index, index + 1)
    if not _starts_phrase(u, index):
        return None
    start = index
    prepositions = u.lex.words.get("name_prepositions", frozenset())
    capital = u.toks[index].capital
    while index < len(u) and index - start < 14:
        low = u.low[index]
        if index > start and (quotation := u.opens(index)) is not None and quotation.end - quotation.start <= 40:
            behind = u.after_quote(index)
            named = u.toks[index - 1].word and behind + 1 < len(u) and (u.has("that", behind) or u.low[behind] in (",", ":"))
            if named and (u.low[behind] == ":" or u.has("that", behind) or u.has("that", behind + 1)):
                index = behind  # "told the agency “Horizon” that …"
                break
        if u.quote[index] >= 0 or u.has("that", index) or u.has("to", index):
            break
        if low in ("'", "’", "&", "/") or (
            low in ("and", "of") and index > start and index + 1 < len(u) and (u.toks[index + 1].capital or low == "of")
        ):
            index += 1
            continue
        if not u.toks[index].word and not low[:1].isdigit():
            break
        if index > start and low in prepositions and index + 1 < len(u) and u.toks[index + 1].capital:
            index += 1
            continue
        if index > start and low not in ("'s",):
            if (
                u.has("determiners", index)
                or u.has("pronouns", index)
                or u.has("wh", index)
                or u.has("prepositions", index)
                or u.has("time_words", index)
                or u.has("conjunctions", index)
            ) and u.low[index - 1] != "of":
                break
            if (
                capital
                and not u.toks[index].capital
                and not u.toks[index - 1].low.endswith("'s")
                and u.low[index - 1] != "of"
                and not u.has("addressees", index)
                and not (index + 1 < len(u) and u.toks[index + 1].capital and u.toks[index + 1].word and not u.has("time_words", index + 1))
            ):
                break
            if (
                not capital
                and u.toks[index].capital
                and u.low[index - 1] not in ("the", "of", "a", "an", "at", "in", "from", "for")
                and not u.toks[index - 1].capital
            ):
                break
        index += 1
    return (start, index) if index > start else None


def _behind_adjunct(u: Unit, index: int, form: VerbForm) -> Content | None:
    """Content after "on Friday", "in an interview with ...": found by its "that", its colon or its quotation mark."""
    if index >= len(u):
        return None
    if not (u.has("adjuncts", index) or u.has("time_words", index) or u.low[index] == ","):
        return None
    if u.low[index] == "," and u.has("that", index + 1):
        return None
    limit = min(len(u), index + _ADJUNCT_REACH)
    comma = u.low[index] == ","
    if comma and not (u.has("adjuncts", index + 1) or u.has("gerunds", index + 1)):
        return None
    probe = index
    seen_noun = False
    while probe < limit:
        low = u.low[probe]
        if low in (";",) or (u.stop(probe)):
            return None
        if low == ":" or u.opens(probe) is not None or (low == "," and u.opens(probe + 1) is not None):
            if low == ":" and u.stop(probe + 1):
                return None
            quotation = u.opens(probe)
            title = (
                quotation is not None
                and low != ":"
                and u.toks[probe - 1].word
                and (u.has("prepositions", probe - 1) or u.toks[probe - 1].capital)
            )
            if quotation is not None and low != ":" and (title or quotation.end - quotation.start < 24):
                probe = u.after_quote(probe)
                continue
            return _begin(u, probe, form, probe)
        if u.has("that", probe) and "that" in form.frames and probe > index and (not u.has("prepositions", probe - 1)):
            return Content(probe, clause_end(u, probe, "that"), "that")
        if (
            low == ","
            and probe > index
            and u.lex.words.get("comma_clause")
            and "bare" in form.frames
            and _starts_phrase(u, min(probe + 1, limit - 1))
        ):
            return Content(probe + 1, clause_end(u, probe + 1, "that"), "bare")
        if low == "," and probe > index and u.has("that", probe + 1) and "that" in form.frames:
            return Content(probe + 1, clause_end(u, probe + 1, "that"), "that")
        if low == "," and probe > index and not comma:
            follow = probe + 1
            if "bare" in form.frames and _starts_phrase(u, follow) and u.has("pronouns", follow):
                break
        if (
            probe > index
            and "bare" in form.frames
            and seen_noun
            and (u.has("time_words", probe - 1) or u.toks[probe - 1].capital)
            and _clause_here(u, probe)
        ):
            return Content(probe, clause_end(u, probe, "that"), "bare")
        if u.toks[probe].word and not u.has("prepositions", probe):
            seen_noun = True
        if probe > index + 2 and u.likely_finite(probe) and not u.has("relatives", probe - 1):
            return None
        probe += 1
    return None


def _clause_here(u: Unit, index: int) -> bool:
    """Whether a clause with its own subject begins at ``index``: a pronoun or determiner, and soon a finite verb."""
    if not (u.has("subject_pronouns", index) or u.has("determiners", index) or (u.toks[index].capital and not u.toks[index - 1].capital)):
        return False
    if u.has("subject_pronouns", index):
        return True
    return u.finite(index + 1, min(len(u), index + 8))
