"""Content that stands before a cue, on both sides of it, or around a gap."""

from __future__ import annotations

from provenance.claims.clause import DASHES, Unit
from provenance.claims.content import Content
from provenance.claims.extent import clause_end, phrase_at
from provenance.claims.found import Run, run_of
from provenance.claims.lexicon import VerbForm


def left_content(
    u: Unit, anchor: int, inverted: bool, content: Content | None, form: VerbForm, *, middle: bool = False, last: bool = False
) -> Run | None:
    """What stands before source and cue as their content: ``"...," X said`` and ``..., X said``.

    ``last``: whether the sentence ends with source and cue, so that nothing else can be what was said.
    """
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
        ending = quoted - 1
        while ending > 0 and u.mark(ending):
            ending -= 1
        if not comma and not inverted and u.low[ending] not in (",", ".", "?", "!", "…") and u.low[ending] not in DASHES:
            return None
        start = left_start(u, first, quoted)
        for probe in range(first - 1, start, -1):  # another quotation, with a cue of its own, stands before
            said = u.verb(probe)
            if u.quote[probe] < 0 and said is not None and "paren" in said.frames and u.quote[start] >= 0:
                start = first
                break
        short = u.toks[quoted].end - u.toks[first].start < 36
        if short and start < first and not u.finite(start, first) and (u.has("prepositions", start) or u.has("time_words", start)):
            return None  # "On “The Morning Hour,” X said …"
        return (u.toks[start].start, u.toks[quoted].end)
    if "paren" not in form.frames:
        return None
    if not comma and u.low[index] not in ("?", "!"):
        return None
    if comma and index > 0 and u.low[index] in DASHES and u.low[index - 1] == ",":
        index -= 1
    if content is not None and content.frame not in ("bare", "quote"):
        return None
    if content is not None and not (middle and content.frame == "quote"):
        return None
    start = left_start(u, index, index)
    if comma and index > 1 and u.has("relatives", index - 1) and not u.has("that", index - 1):
        start = index - 1  # "…, which, X said, is …"
        return (u.toks[start].start, u.toks[start].end)
    end = index if comma else index + 1
    if middle and end > start and _starts_sentence_part(u, start, end):
        return (u.toks[start].start, u.toks[end - 1].end)
    if content is not None and u.low[start].endswith(("ing", *u.lex.words.get("past_endings", ()))):
        return None  # "Asked about it, X said: “…”"
    if end - start < 2 or (not u.finite(start, end) and end - start < 4):
        return None
    if u.has("subordinators", start) and not inverted and not last and u.low[start] not in ("so", "what", "how", "that"):
        return None
    sure = last and end - start >= 4  # "Im vergangenen Jahr kamen viele Besucher, teilte X mit.", "On Monday the ferry sank, X said."
    if (u.has("prepositions", start) or u.low[start].endswith("ing")) and not u.finite(start, end) and not sure:
        return None
    return (u.toks[start].start, u.toks[end - 1].end)


def _starts_sentence_part(u: Unit, start: int, end: int) -> bool:
    """Whether words before ", X said," are the beginning of what is said and no adjunct of saying it ("Last May, she said, …")."""
    if u.low[start].endswith(("ing", *u.lex.words.get("past_endings", ()))) and not u.has("pronouns", start) and end - start > 1:
        return False  # "Asked about it, X said, …"
    if any(u.has(name, start) for name in ("prepositions", "time_words", "subordinators", "adverbs")) and not u.has("determiners", start):
        return u.finite(start, end) and not u.has("subordinators", start)
    return not any(u.has("time_words", i) for i in range(start, end))


def left_start(u: Unit, first: int, last: int) -> int:
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


def cue_end(u: Unit, start: int, form: VerbForm) -> int:
    """Behind the cue, its adverbs and its adjuncts ("told reporters on Friday"): where a second piece may begin."""
    index = start
    while (
        index < len(u) and not u.stop(index) and u.low[index] not in (",", ";", ":") and u.low[index] not in DASHES and u.quote[index] < 0
    ):
        if index - start > 30:
            break
        index += 1
    return index


def second_piece(u: Unit, index: int, *, direct: bool, half: bool = False) -> tuple[int, int] | None:
    """The content's second half after ``..., X said,``.

    Args:
        u: the sentence.
        index: the token that ends the cue and its adjuncts.
        direct: whether the comma follows the cue itself; what follows an adjunct or an inverted subject may be an apposition.
        half: whether the first piece is no clause without the second.
    """
    if index >= len(u) or u.stop(index):
        follow = index + 1
        while follow < len(u) and u.low[follow] in DASHES:
            follow += 1
        if index < len(u) and follow < len(u) and u.opens(follow) is not None:
            return (follow, quotes_end(u, follow))
        return None
    follow = index if u.quote[index] >= 0 else index + 1
    if follow >= len(u):
        return None
    if u.opens(follow) is not None and (direct or u.low[index] in (",", ":") or u.low[index] in DASHES):
        return (follow, quotes_end(u, follow))
    # an apposition or relative clause may stand between: look for the quotation that goes on behind it
    for probe in range(follow, min(len(u), follow + 40)):
        if u.opens(probe) is not None and u.low[probe - 1] in (",", ":", ".", "—", "–", "--"):
            return (probe, quotes_end(u, probe))
        if u.stop(probe) and not (probe + 1 < len(u) and u.opens(probe + 1) is not None):
            break
        form = u.verb(probe)
        if form is not None and "gerund" in form.features and "quote" in form.frames and u.quote[probe] < 0:
            break  # ", adding, “…”" has a cue of its own
    if not direct or u.low[index] != ",":
        return None
    if half and not u.has("relatives", follow):
        return (follow, clause_end(u, follow, "that"))
    form = u.verb(follow)
    if (form is not None and "gerund" in form.features) or u.low[follow].endswith("ing"):
        return None
    if phrase_at(u, follow, "according") or phrase_at(u, follow, "citing"):
        return None
    if u.has("conjunctions", follow) and not u.finite(follow, min(len(u), follow + 8)):
        return None
    if u.has("relatives", follow) and not u.has("that", follow):
        return None
    if any(u.has(name, follow) for name in ("adverbs", "adjuncts", "time_words", "prepositions")) and not u.has("that", follow):
        return None
    end = clause_end(u, follow, "that")
    return (follow, end) if end - follow > 1 else None


def quotes_end(u: Unit, index: int) -> int:
    """Behind the quotation at token ``index`` and what of the clause goes on after it."""
    end = u.after_quote(index)
    if end < len(u) and not u.ends_stop(end - 1) and not u.stop(end) and u.low[end] not in (",", ";"):
        end = clause_end(u, end, "quote")
    return end


def before_comma(u: Unit, content: Content) -> int:
    """The end of content that a relative clause's closing comma bounds."""
    for index in range(content.first + 1, content.last):
        if u.closes(index) and u.low[index - 1] == "," and index + 1 < content.last:
            return index + 1
        if u.low[index] == "," and u.quote[index] < 0 and index + 1 < len(u) and not u.low[index + 1][:1].isdigit():
            return index
    return content.last


def in_relative(u: Unit, subject: tuple[int, int]) -> bool:
    """Whether the cue stands in a relative clause set off by a comma: ", who said …,"."""
    at = subject[0] if u.has("relatives", subject[0]) else subject[0] - 1
    return at > 0 and u.has("relatives", at) and u.low[at - 1] == ","


def gapped(u: Unit, subject: tuple[int, int], start: int, form: VerbForm) -> tuple[Run, ...] | None:
    """ "An election that the opposition insists was stolen": what is said is divided by source and cue."""
    relative = subject[0] - 1
    if (
        relative < 1
        or not (u.has("relatives", relative) or u.has("wh", relative))
        or not {"bare", "object"} & form.frames
        or start >= len(u)
    ):
        return None
    described = u.has("as", start) and "object" in form.frames
    if not described and "bare" not in form.frames:
        return None
    if not (described or u.has("aux_be", start) or u.has("aux_have", start) or u.has("modals", start) or u.likely_finite(start)):
        return None
    end = clause_end(u, start, "that")
    if in_relative(u, subject):
        end = before_comma(u, Content(start, end, "gap"))
    rest = run_of(u, (start, end))
    return (run_of(u, (relative, relative + 1)), rest)
