"""From the attributions of each paragraph to the claims of a draft."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date as Date

from provenance.claims.attribution import units
from provenance.claims.found import Found, Run
from provenance.claims.identity import claim_id, distinct
from provenance.claims.lexicon import UNKNOWN, Lexicon, lexicon
from provenance.claims.naming import Memory, Named
from provenance.claims.paragraphs import Part, carry, paragraphs
from provenance.claims.quotations import Quoted, overlapping
from provenance.language.flow import Flow
from provenance.model import Attribution, BlockKind, Claim, CueKind, Draft, Quotation, SourceKind, Span, Speech

_PROPOSITIONS = frozenset(["that", "bare", "paren", "quote", "colon", "according", "adverb"])
_DATED = re.compile(r"\d|day\b", re.I)
_TRAIL = " \t\n,;:–—-"
_ADJUNCT = 60  # characters that "On Friday, after talks in Minsk," may take
_MARKS = " \"“”«»„‟''`"
_LESS_SURE = "The draft's language has no rules of its own: the speaker is only the name nearest to the quotation."
_KEEP = 6000  # characters of running text kept to look back into


def assemble(draft: Draft, *, statements: bool = False) -> tuple[Claim, ...]:
    """The claims of a draft, without references; see :func:`provenance.claims.find_claims`."""
    lex = lexicon(draft.language or "en")
    from provenance.claims.references import reference_spans

    bearing = reference_spans(draft)
    parts = list(paragraphs(draft, lex))
    carry(parts)
    memory = Memory(lex)
    before = ""
    claims: list[tuple[Claim, Named | None]] = []
    for part in parts:
        memory.read(part.run.text)
        covered: list[Run] = []
        for index, item in enumerate(part.found):
            made = _claim(draft, part, index, item, memory, before, lex)
            if made is not None:
                claims.append(made)
                covered.extend(item.content)
                covered.append(item.cue)
        if part.block.kind is not BlockKind.HEADING:
            claims.extend((c, None) for c in _plain(bearing, part, covered, lex, statements))
        before = (before + " " + part.run.text)[-_KEEP:]
    claims.sort(key=lambda pair: (pair[0].span.start, pair[0].span.end))
    ids = distinct(claim_id(claim.text, claim.attribution.source if claim.attribution else "") for claim, _ in claims)
    return tuple(replace(claim, id=name) for (claim, _), name in zip(claims, ids, strict=True))


def _claim(
    draft: Draft, part: Part, index: int, item: Found, memory: Memory, before: str, lex: Lexicon
) -> tuple[Claim, Named | None] | None:
    run = part.run
    pieces = [p for p in (_tight(run.text, piece) for piece in item.content) if p is not None]
    carried = part.carried if part.carrier == index else []
    if not pieces and not carried:
        return None
    named, attribution_source = _source(run, item, memory, before, lex)
    spans = [span for piece in pieces for span in run.spans(*piece)]
    for other, piece in carried:
        spans.extend(other.spans(*piece))
    spans.sort(key=lambda s: s.start)
    cue_span = run.spans(*item.cue)[0]
    source_span = run.spans(*item.source)[0] if item.source is not None else None
    date, when = _date(draft, part, item, pieces, lex) if item.manner != "mark" else (None, "")
    attribution = Attribution(
        source=attribution_source,
        source_span=source_span,
        cue=run.text[slice(*item.cue)],
        cue_span=cue_span,
        content_spans=tuple(spans),
        kind=_speech(part, pieces, bool(carried)),
        speaker_or_outlet=named.kind if named else SourceKind.UNNAMED,
        date=date,
        when=when,
        relayed_from=_relayed(run, item, memory, before),
        hedged=item.hedged,
        cue_kind=CueKind(item.kind),
        denied=item.denied,
        note=_LESS_SURE if lex.language == UNKNOWN else "",
        told=memory.outlet(run.text[slice(*item.addressee)], before) if item.addressee is not None else "",
    )
    quotations = [
        _quotation(run, q)
        for q in sorted({q for piece in pieces for q in overlapping(part.outer, *piece)}, key=lambda q: q.start)
        if run.text[q.inner_start : q.inner_end].strip()
    ]
    quotations += [_quotation(other, _bare(other.text, a, b)) for other, (a, b) in carried]
    said = _said(part, item, pieces, lex)
    if carried:
        elsewhere = " ".join(other.text[a:b] for other, (a, b) in carried)
        before_it = carried[0][0].span(0, 1).start < run.span(0, 1).start
        said = " ".join(filter(None, [elsewhere, said] if before_it else [said, elsewhere]))
    whole = [cue_span, *spans, *([source_span] if source_span else [])]
    claim = Claim(
        id="",
        text=said,
        sentence=_sentence(part, item, pieces),
        heading=part.heading,
        span=Span(min(s.start for s in whole), max(s.end for s in whole)),
        attribution=attribution,
        quotations=tuple(quotations),
    )
    return claim, named


def _bare(text: str, start: int, end: int) -> Quoted:
    """A quotation's run without the marks at its ends."""
    first, last = start, end
    while first < last - 1 and text[first] in _MARKS:
        first += 1
    while last - 1 > first and text[last - 1] in _MARKS:
        last -= 1
    return Quoted(start, end, first, last, True)


def _quotation(run: Flow, q: Quoted) -> Quotation:
    start, end = q.inner_start, q.inner_end
    while run.text[start].isspace():
        start += 1
    while run.text[end - 1].isspace():
        end -= 1
    return Quotation(run.text[start:end], run.span(start, end))


def _tight(text: str, piece: Run) -> Run | None:
    start, end = piece
    while start < end and text[start] in _TRAIL:
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:"):
        end -= 1
    return (start, end) if start < end else None


def _source(run: Flow, item: Found, memory: Memory, before: str, lex: Lexicon) -> tuple[Named | None, str]:
    if item.source is None:
        return None, ""
    start, end = item.source
    antecedent = run.text[slice(*item.antecedent)] if item.antecedent is not None else None
    named = memory.resolve(run.text[start:end], before + " " + run.text[:start], antecedent, item.lemma)
    return named, named.name


def _relayed(run: Flow, item: Found, memory: Memory, before: str) -> Attribution | None:
    """The chain of sources that this one has it from, nearest first."""
    links = [*([item.relayed] if item.relayed else []), *item.further]
    chain: Attribution | None = None
    for cue, source in reversed(links):
        named = memory.resolve(run.text[slice(*source)], before + " " + run.text[: source[0]])
        chain = Attribution(
            source=named.name,
            source_span=run.spans(*source)[0],
            cue=run.text[slice(*cue)],
            cue_span=run.spans(*cue)[0],
            content_spans=(),
            kind=Speech.INDIRECT,
            speaker_or_outlet=named.kind,
            relayed_from=chain,
        )
    return chain


def _speech(part: Part, pieces: Sequence[Run], carried: bool) -> Speech:
    inside = sum(max(0, min(b, q.end) - max(a, q.start)) for a, b in pieces for q in overlapping(part.outer, a, b))
    total = sum(b - a for a, b in pieces)
    if not inside:
        return Speech.DIRECT if carried else Speech.INDIRECT
    return Speech.DIRECT if inside >= total - 2 * len(pieces) else Speech.MIXED


def _said(part: Part, item: Found, pieces: Sequence[Run], lex: Lexicon) -> str:
    """The claim's words: what is said; with source and cue where these are part of what is claimed ("X denied that …")."""
    run = part.run
    if item.frame in _PROPOSITIONS and not item.denied:
        text = _without_that(" ".join(run.text[a:b] for a, b in pieces), lex)
    else:
        whole = [*pieces, item.cue, *([item.source] if item.source else [])]
        first, last = min(a for a, _ in whole), max(b for _, b in whole)
        text = run.text[first:last]
        if item.frame == "gap":
            said = [run.text[a:b] for a, b in pieces[1:]]  # the first piece is "that" or "which"
            text = " ".join([run.text[slice(*item.antecedent)] if item.antecedent else run.text[slice(*pieces[0])], *said])
        elif item.frame == "mark":
            text = _sentence(part, item, pieces)
    return " ".join(text.split())


def _without_that(text: str, lex: Lexicon) -> str:
    """A clause as a sentence of its own: "that it rains" is said as "it rains"."""
    low = text[:8].lower().replace("’", "'")
    for word in sorted(lex.words.get("that", ())):
        if low.startswith(word if word.endswith("'") else f"{word} "):
            return text[len(word) :].lstrip()
    return text


def _sentence(part: Part, item: Found, pieces: Sequence[Run]) -> str:
    whole = [*pieces, item.cue]
    first, last = min(a for a, _ in whole), max(b for _, b in whole)
    touched = [(a, b) for a, b in part.sentences if a < last and first < b]
    if not touched:
        return " ".join(part.run.text[first:last].split())
    return " ".join(part.run.text[touched[0][0] : touched[-1][1]].split())


def _date(draft: Draft, part: Part, item: Found, pieces: Sequence[Run], lex: Lexicon) -> tuple[Date | None, str]:
    """The day of the report and its words, from what stands beside source and cue and is no part of the content."""
    from provenance.language.dates import dates

    first, last = _bounds(part, item)
    text = part.run.text
    taken = [*pieces, *([item.source] if item.source else [])]
    head = min([item.cue, *taken])[0]
    rest = [text[first:head]] if 0 < head - first <= _ADJUNCT else []
    behind = min([a for a, _ in taken if a >= item.cue[1]], default=last)
    rest.append(text[item.cue[1] : min(behind, item.cue[1] + 2 * _ADJUNCT)])
    if item.source is not None and item.source[0] >= item.cue[1]:
        behind = min([a for a, _ in pieces if a >= item.source[1]], default=last)
        rest.append(text[item.source[1] : min(behind, item.source[1] + 2 * _ADJUNCT)])
    elif item.source is not None and 3 < item.cue[0] - item.source[1] <= _ADJUNCT and not _verbs(text[item.source[1] : item.cue[0]], lex):
        rest.append(text[item.source[1] : item.cue[0]][-_ADJUNCT:])
    said = ""
    for words in rest:
        if not _DATED.search(words) and draft.language in (None, "en"):
            continue
        for mention in dates(words, draft.language, draft.date):
            if not said and mention.month is not None:
                said = mention.text
            if mention.start is not None and mention.start == mention.end and not mention.approximate:
                return mention.start, said
    return None, said


def _verbs(words: str, lex: Lexicon) -> bool:
    """Whether another clause stands in these words."""
    low = words.lower().split()
    return any(word in lex.words.get(name, ()) for word in low for name in ("aux_be", "modals", "conjunctions"))


def _bounds(part: Part, item: Found) -> Run:
    at = item.cue[0]
    for a, b in part.sentences:
        if a <= at < b:
            return a, b
    return item.cue


def _plain(bearing: Sequence[Span], part: Part, covered: Sequence[Run], lex: Lexicon, statements: bool) -> Iterator[Claim]:
    """Sentences without an attribution: those that bear a reference (``bearing``, in order), and all others if they are wanted."""
    if part.taken:
        return
    outer = part.outer
    begun, ended = part.block.span.start, part.block.span.end
    links = [span for span in bearing if span.start < ended and span.end > begun]
    for start, end in units(part.run.text, part.sentences, outer, lex):
        if any(a < end and start < b for a, b in covered):
            continue
        tight = _tight(part.run.text, (start, end))
        if tight is None:
            continue
        spans = part.run.spans(*tight)
        bears = any(span.overlaps(link) for span in spans for link in links)
        text = part.run.text[slice(*tight)]
        if not (bears or (statements and part.block.kind is not BlockKind.TABLE)) or not _declares(text, lex):
            continue
        yield Claim(
            id="",
            text=text,
            sentence=text,
            heading=part.heading,
            span=Span(spans[0].start, spans[-1].end),
            attribution=None,
            quotations=tuple(
                _quotation(part.run, q)
                for q in outer
                if q.start < end and start < q.end and part.run.text[q.inner_start : q.inner_end].strip()
            ),
        )


def _declares(text: str, lex: Lexicon) -> bool:
    """Whether a sentence states something: it has a few words, ends like a sentence and is no question."""
    words = re.findall(r"[^\W\d_]+", text)
    if len(words) < 4 or text.rstrip("\"”»’') ").endswith("?"):
        return False
    return text.rstrip("\"”»’')] 0123456789").endswith((".", "!", "…", ":")) or len(words) > 7
