"""``provenance claims`` for a reader: the draft's sentences with source, cue and claim marked, and what stands for each source.

In colour a source is bold cyan, a cue underlined yellow, a claim green; without colour they stand in ``<…>``, ``_…_`` and ``[…]``.
Where several claims share a sentence, small numbers tell whose part is whose.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import groupby
from typing import TYPE_CHECKING

from provenance.language.flow import Flow, flow
from provenance.language.sentences import sentences
from provenance.model import Attribution, Block, BlockKind, Claim, CueKind, Draft, Link, Reference, Role, Span
from provenance.reports.clean import one_line, shorten, visible, without_secrets
from provenance.reports.writing import console_of, count, line, place_of, text_of

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

_READ = frozenset((BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.BLOCKQUOTE, BlockKind.CAPTION, BlockKind.TABLE, BlockKind.HEADING))
_GUTTER = 7
_LONGEST = 4_000  # characters of a sentence that are shown
_SMALL = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_CUES = {
    CueKind.THOUGHT: "a belief or a wish, not a statement",
    CueKind.STANCE: "a stand for or against it",
    CueKind.DOCUMENT: "a text or figures that show it",
}


class _Part(IntEnum):
    """What a character is; where marks overlap the greater one shows."""

    NONE = 0
    CLAIM = 1
    CUE = 2
    SOURCE = 3


_STYLES = {_Part.NONE: "", _Part.CLAIM: "green", _Part.CUE: "underline yellow", _Part.SOURCE: "bold cyan"}
_SIGNS = {_Part.CLAIM: ("[", "]"), _Part.CUE: ("_", "_"), _Part.SOURCE: ("<", ">")}


@dataclass(slots=True)
class _Unit:
    """Sentences of one block that are shown together, and the claims that touch them."""

    block: Block
    run: Flow
    start: int
    end: int
    claims: list[int] = field(default_factory=list)


def render_claims(
    draft: Draft, claims: Sequence[Claim], links: Sequence[Link], *, colour: bool = False, width: int = 100, verbosity: int = 0
) -> str:
    """What ``provenance claims`` prints for one draft. Nothing from the draft can move the cursor or restyle the text.

    Parameters
    ----------
    draft:
        The draft.
    claims:
        Its claims, in the order of the text.
    links:
        Its links with their roles.
    colour:
        Whether escape sequences may be used.
    width:
        Columns of the terminal.
    verbosity:
        -1 one line a claim, 0 the sentences with claims in them, 1 every sentence, with notes and all other links.
    """
    draft, claims, links = without_secrets(draft), without_secrets(tuple(claims)), without_secrets(tuple(links))
    console = console_of(colour, width)
    if verbosity < 0:
        for claim in claims:
            line(console, f"{place_of(draft, claim.span)}: {_who(claim)}: {shorten(claim.text, 300)} → {_brief_reference(claim)}")
        return text_of(console)
    _write_head(console, draft, claims, verbosity)
    waiting: list[_Unit] = []  # headings under which nothing has been shown yet
    told: set[int] = set()
    for unit in _units(draft, claims):
        heading = unit.block.kind is BlockKind.HEADING
        if not unit.claims and verbosity < 1:
            if heading:
                waiting = [above for above in waiting if above.block.level < unit.block.level] + [unit]
            continue
        for above in waiting:
            _write_heading(console, above)
        waiting = []
        if heading and not unit.claims:
            _write_heading(console, unit)
            continue
        _write_unit(console, draft, unit, claims, colour)
        for index in unit.claims:
            if index not in told:
                told.add(index)
                _write_claim(console, claims[index], index if len(unit.claims) > 1 else None, unit.claims, verbosity)
    for index, claim in enumerate(claims):
        if index not in told:  # it stands where no sentences are shown, such as in a footnote
            line(console, "")
            line(console, f"{place_of(draft, claim.span)}: {shorten(claim.sentence, 600)}")
            _write_claim(console, claim, None, [index], verbosity)
    _write_links(console, links, verbosity)
    return text_of(console)


# ---- what is shown together ----------------------------------------------------------------------------------------


def _units(draft: Draft, claims: Sequence[Claim]) -> Iterator[_Unit]:
    """The draft's sentences in order; sentences that one claim touches are shown together."""
    spans = sorted((span.start, span.end, index) for index, claim in enumerate(claims) for span in (_spans(claim) or [claim.span]))
    active: list[tuple[int, int, int]] = []
    following = 0
    for block in sorted(draft.blocks, key=lambda block: block.span.start):
        if block.kind not in _READ:
            continue
        run = flow(draft.text, block.pieces)
        units: list[_Unit] = []
        active = [found for found in active if found[1] > block.span.start]
        for cut in sentences(run.text, draft.language) or (Span(0, len(run.text)),):
            whole = run.span(cut.start, cut.end) if cut.end > cut.start else block.span
            if len(block.pieces) == 1:  # else another block may stand in the middle of this one, and comes later
                active = [found for found in active if found[1] > whole.start]
            while following < len(spans) and spans[following][0] < whole.end:
                active.append(spans[following])
                following += 1
            pieces = run.spans(cut.start, cut.end) if len(block.pieces) > 1 else (whole,)
            touched = sorted({index for start, end, index in active if any(start < p.end and end > p.start for p in pieces)})
            if units and set(touched) & set(units[-1].claims):
                units[-1].end = cut.end
                units[-1].claims = sorted({*units[-1].claims, *touched})
            else:
                units.append(_Unit(block, run, cut.start, cut.end, touched))
        yield from units


def _spans(claim: Claim) -> list[Span]:
    """All that a claim marks in the text."""
    found: list[Span] = []
    attribution = claim.attribution
    while attribution is not None:
        found.extend(span for span in (attribution.source_span, attribution.cue_span, *attribution.content_spans) if span is not None)
        attribution = attribution.relayed_from
    return found


def _parts(unit: _Unit, claims: Sequence[Claim]) -> list[tuple[_Part, int]]:
    """For each character of a unit what it is, and of which claim."""
    parts = [(_Part.NONE, -1)] * (unit.end - unit.start)

    def put(span: Span | None, part: _Part, index: int) -> None:
        if span is None:
            return
        first = bisect_right(unit.run.ends, span.start) - unit.start
        stop = bisect_left(unit.run.origin, span.end, hi=len(unit.run.text)) - unit.start
        for at in range(max(0, first), min(len(parts), stop)):
            if part >= parts[at][0]:
                parts[at] = (part, index)

    # the wider first, so that a claim inside of another one shows
    wide = sorted(unit.claims, key=lambda index: (-sum(s.end - s.start for s in _contents(claims[index])), index))
    for index in wide:
        for span in _contents(claims[index]):
            put(span, _Part.CLAIM, index)
    for index in wide:
        attribution = claims[index].attribution
        while attribution is not None:
            put(attribution.cue_span, _Part.CUE, index)
            put(attribution.source_span, _Part.SOURCE, index)
            attribution = attribution.relayed_from
    return parts


def _contents(claim: Claim) -> tuple[Span, ...]:
    return (claim.attribution.content_spans if claim.attribution else ()) or (claim.span,)


# ---- writing -------------------------------------------------------------------------------------------------------


def _write_head(console: Console, draft: Draft, claims: Sequence[Claim], verbosity: int) -> None:
    from rich.text import Text

    about = [draft.format, draft.language or "language unknown", draft.date.isoformat() if draft.date else "no date"]
    title = f": {shorten(draft.title, 120)}" if draft.title else ""
    line(console, f"{one_line(draft.path)}{title} ({', '.join(about)})", style="bold")
    if not claims:
        line(console, "No claim in it leans on a source.")
    else:
        kinds = Counter(c.attribution.speaker_or_outlet.value if c.attribution else "plain statement" for c in claims)
        bare = sum(not any(r.url for r in c.references) for c in claims)
        told = ", ".join(f"{n} {kind}" if n == 1 or kind == "unnamed" else f"{n} {kind}s" for kind, n in kinds.most_common())
        line(
            console,
            f"{count(len(claims), 'claim')} that lean{'s' if len(claims) == 1 else ''} on a source: {told}; {bare} without a reference",
        )
        legend = Text("marked: ", style="dim")
        for part, word in ((_Part.SOURCE, "source"), (_Part.CUE, "cue"), (_Part.CLAIM, "claim")):
            _append(legend, word, part, "", console)
            legend.append("  ")
        console.print(legend)
    if verbosity > 0:
        for note in draft.notes:
            line(console, f"note: {one_line(note)}", style="dim")


def _write_heading(console: Console, unit: _Unit) -> None:
    line(console, "")
    line(console, f"{'#' * max(1, min(6, unit.block.level))} {shorten(unit.run.text, 200)}", style="bold magenta")


def _write_unit(console: Console, draft: Draft, unit: _Unit, claims: Sequence[Claim], colour: bool) -> None:
    from rich.table import Table
    from rich.text import Text

    words = visible(unit.run.text[unit.start : unit.end]).replace("\n", " ").replace("\t", " ")[:_LONGEST]
    parts = _parts(unit, claims)[: len(words)]
    shown = Text()
    at = 0
    for (part, index), group in groupby(parts):
        length = sum(1 for _ in group)
        _append(shown, words[at : at + length], part, _number(index, unit.claims) if part else "", console)
        at += length
    if len(words) == _LONGEST:
        shown.append("…")
    if not unit.claims:
        shown.stylize("dim")
    line(console, "")
    table = Table.grid(padding=(0, 1))
    table.add_column(width=_GUTTER - 1, style="dim", no_wrap=True, justify="right")
    table.add_column(overflow="fold", ratio=1)
    table.add_row(Text(_gutter(draft, unit)), shown)
    console.print(table)


def _append(text: Text, words: str, part: _Part, number: str, console: Console) -> None:
    """Add words with their mark; blanks at either end stay outside of it."""
    bare = words.strip()
    if part is _Part.NONE or not bare:
        text.append(words)
        return
    lead = len(words) - len(words.lstrip())
    before, after = _SIGNS[part] if console.no_color else ("", "")
    text.append(words[:lead])
    text.append(f"{before}{number}", style="dim" if not before else "")
    text.append(bare, style=_STYLES[part])
    text.append(after)
    text.append(words[lead + len(bare) :])


def _number(index: int, together: Sequence[int]) -> str:
    return str(together.index(index) + 1).translate(_SMALL) if len(together) > 1 else ""


def _gutter(draft: Draft, unit: _Unit) -> str:
    span = draft.placed(unit.run.span(unit.start, max(unit.start + 1, min(unit.end, len(unit.run.text)))))
    page = f"p{span.page}:" if span.page is not None else ""
    return f"{page}{span.line}"


def _write_claim(console: Console, claim: Claim, index: int | None, together: Sequence[int], verbosity: int) -> None:
    lead = f"{_number(index, together)} " if index is not None else ""
    _indented(console, f"{lead}{_who(claim)}{_about(claim)}", "")
    relayed = claim.attribution.relayed_from if claim.attribution else None
    while relayed is not None:
        cue = f", “{shorten(relayed.cue, 40)}”" if relayed.cue else ""
        _indented(console, f"has it from {shorten(relayed.source, 120) or 'nobody named'} ({relayed.speaker_or_outlet.value}){cue}", "")
        relayed = relayed.relayed_from
    for reference in claim.references:
        _indented(console, f"→ {_reference(reference)}", "blue" if reference.url else "red")
    if not claim.references:
        _indented(console, "→ no reference: add a link, or give the source's text with --source FILE", "red")
    if verbosity > 0:
        _indented(console, f"id {claim.id}: {shorten(claim.text, 400)}", "dim")


def _indented(console: Console, words: str, style: str) -> None:
    from rich.padding import Padding
    from rich.text import Text

    console.print(Padding(Text(words, style=style, overflow="fold"), (0, 0, 0, _GUTTER + 1)))


def _who(claim: Claim) -> str:
    if claim.attribution is None:
        return "the draft itself"
    return shorten(claim.attribution.source, 120) or "nobody named"


def _about(claim: Claim) -> str:
    """What else is known of who said it and how."""
    attribution = claim.attribution
    if attribution is None:
        return ", a statement that only bears a reference"
    told = [f"{attribution.kind.value} speech"]
    if attribution.cue_kind in _CUES:
        told = [_CUES[attribution.cue_kind]]
    if attribution.denied:
        told.append("DENIED: the source is said to deny it, or not to have said it")
    if attribution.hedged:
        told.append("HEDGED: the draft itself does not stand by it (“reportedly”)")
    if attribution.told:
        told.append(f"told {shorten(attribution.told, 60)}")
    told.extend(_dates(attribution))
    return f" ({attribution.speaker_or_outlet.value}): {'; '.join(told)}"


def _dates(attribution: Attribution) -> list[str]:
    if attribution.date:
        return [attribution.date.isoformat()]
    return [shorten(attribution.when, 40)] if attribution.when else []


def _reference(reference: Reference) -> str:
    return f"{one_line(reference.url)} ({reference.how.value})" if reference.url else "no address: the source is only named"


def _brief_reference(claim: Claim) -> str:
    urls = list(dict.fromkeys(one_line(r.url) for r in claim.references if r.url))
    return " ".join(urls) or "no reference"


def _write_links(console: Console, links: Sequence[Link], verbosity: int) -> None:
    others = [link for link in links if link.role is not Role.CITATION]
    unused = sum(1 for link in links if link.role is Role.CITATION)
    if not others and (verbosity < 1 or not unused):
        return
    line(console, "")
    if verbosity < 1:
        roles = Counter(link.role.value for link in others)
        told = ", ".join(f"{n} {role}" for role, n in sorted(roles.items()))
        line(
            console,
            f"{count(len(others), 'link')} that {'is no citation' if len(others) == 1 else 'are no citations'}: {told} (-v lists them)",
            style="dim",
        )
        return
    line(console, "Links", style="bold")
    for link in links:
        line(console, f"  {link.role.value}: {one_line(link.url)} ({one_line(link.reason)})")
