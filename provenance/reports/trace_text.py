"""A trace for the terminal: one tree a claim, from the draft to where its trail ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from provenance.model import CreditedIn, Hop, Label, Source, Trace, Trail, TrailEnd, Voice
from provenance.reports.clean import one_line, shorten
from provenance.reports.graph_parts import host_of
from provenance.reports.tracing import all_hops
from provenance.reports.words import MARKS, NAMES, STATUS_NAMES
from provenance.reports.writing import console_of, count, line, place_of, text_of

if TYPE_CHECKING:
    from rich.text import Text
    from rich.tree import Tree

END_NAMES = {
    TrailEnd.ORIGIN: "origin",
    TrailEnd.NO_SOURCE: "ends here",
    TrailEnd.UNLINKED: "ends here",
    TrailEnd.UNREADABLE: "not read",
    TrailEnd.UNSAID: "ends here",
    TrailEnd.CYCLE: "circle",
    TrailEnd.SEEN: "above",
    TrailEnd.DEPTH: "not followed",
    TrailEnd.LIMIT: "not followed",
}
_STYLES = {
    Label.SUPPORTED: "green",
    Label.PARTLY_SUPPORTED: "yellow",
    Label.CONTRADICTED: "red",
    Label.MISQUOTED: "magenta",
    Label.NOT_FOUND: "red",
    Label.NOT_CHECKABLE: "blue",
}
_SHORT = 160


def render(trace: Trace, *, colour: bool = False, width: int = 100, verbosity: int = 0) -> str:
    """Write the trees; the arguments as for :class:`provenance.reports.Renderer`, -1 gives one line a hop, 1 all passages in full."""
    console = console_of(colour, width)
    sources = {source.id: source for source in trace.sources}
    for trail in trace.trails:
        console.print(_tree(trace, trail, sources, verbosity), soft_wrap=verbosity < 0)
        for key in trail.meets:
            line(console, f"  ↳ {_several(trail, key)} have it from {_name(sources[key], key)}: they count as one voice")
        line(console, "")
    for voice in trace.voices:
        line(console, _voice(voice, sources), style="bold")
    if trace.voices:
        line(console, "")
    for part in _summary(trace):
        line(console, part)
    return text_of(console)


def _tree(trace: Trace, trail: Trail, sources: dict[str, Source], verbosity: int) -> Tree:
    from rich.text import Text
    from rich.tree import Tree

    head = Text(f"{place_of(trace.draft, trail.claim.span)}  ", style="dim")
    words = one_line(trail.claim.text) if verbosity > 0 else shorten(trail.claim.text, _SHORT)
    tree = Tree(head.append(Text(words, style="not dim bold")), guide_style="dim")
    if trail.why:
        tree.add(Text(f"? {one_line(trail.why)}"))
    stack = [(tree, hop) for hop in reversed(trail.hops)]
    while stack:
        above, hop = stack.pop()
        branch = above.add(_hop(hop, sources, verbosity))
        stack.extend((branch, further) for further in reversed(hop.hops))
    return tree


def _hop(hop: Hop, sources: dict[str, Source], verbosity: int) -> Text:
    from rich.text import Text

    source = sources.get(hop.source)
    label = hop.comparison.label
    text = Text()
    if source is None or hop.end is TrailEnd.CYCLE:
        text.append("· ", style="dim")
    else:
        text.append(f"{MARKS[label]} {NAMES[label]}", style=_STYLES[label]).append("  ")
    name = _name(source, hop.source) if source else one_line(hop.credit.name) or host_of(hop.credit.url)
    text.append(name, style="bold")
    text.append(f"  {', '.join(_about(hop, source))}", style="dim")
    if verbosity >= 0:
        for part, style in _details(hop, source, verbosity):
            text.append("\n").append(part, style=style)
    if hop.end is not None:
        separator = "  " if verbosity < 0 else "\n"
        text.append(f"{separator}■ {END_NAMES[hop.end]}: {one_line(hop.why)}", style="italic")
    return text


def _about(hop: Hop, source: Source | None) -> Iterator[str]:
    """Where it stands, how it was read, and in what words the page before credits it."""
    if source is not None:
        yield host_of(source.final_url or source.url)
        if hop.end is not TrailEnd.CYCLE:
            yield STATUS_NAMES[source.status]
        if source.language:
            yield f"in {one_line(source.language)}"
        if source.published:
            yield one_line(source.published[:10])
    elif hop.credit.url:
        yield host_of(hop.credit.url)
    if hop.credit.place is CreditedIn.CREDIT_LINE:
        yield f"by the credit “{shorten(hop.credit.words, 60)}”"
    elif hop.credit.name and source is not None and one_line(hop.credit.name) not in (source.publisher or ""):
        yield f"credited as “{shorten(hop.credit.name, 60)}”"


def _details(hop: Hop, source: Source | None, verbosity: int) -> Iterator[tuple[str, str]]:
    if source is None or hop.end in (TrailEnd.CYCLE, TrailEnd.SEEN):
        return
    if source.archive is not None and source.status.was_read:
        yield f"copy of {one_line(source.archive.captured)}: {one_line(source.archive.why)}", "dim"
    if hop.copy_of:
        yield "carries the same text as a page before", "dim"
    for passage in hop.comparison.evidence[: 3 if verbosity > 0 else 1]:
        yield f"“{one_line(passage.text) if verbosity > 0 else shorten(passage.text, _SHORT)}”", ""
    for difference in hop.comparison.differences[: 6 if verbosity > 0 else 2]:
        claimed, said = one_line(difference.claim) or "—", one_line(difference.source) or "—"
        yield f"≠ {one_line(difference.detail) or difference.kind.value}: {shorten(claimed, 60)} | {shorten(said, 60)}", "bold"
    if verbosity > 0:
        yield one_line(source.final_url or source.url), "dim"


def _name(source: Source, key: str) -> str:
    return one_line(source.publisher or source.title or host_of(source.final_url or source.url)) or key


def _several(trail: Trail, key: str) -> str:
    reached = sum(1 for hop in trail.hops if any(one.source == key for one in all_hops([hop])))
    return f"{reached} of the {len(trail.hops)} sources" if reached < len(trail.hops) else f"all {reached} sources"


def _voice(voice: Voice, sources: dict[str, Source]) -> str:
    names = ", ".join(_name(sources[key], key) for key in voice.sources if key in sources)
    by = f" by {one_line(voice.agency)}" if voice.agency else ""
    return f"One voice: {names} carry the same text{by} (at least {voice.shared:.0%} of it)"


def _summary(trace: Trace) -> Iterator[str]:
    hops = [hop for trail in trace.trails for hop in all_hops(trail.hops)]
    read = sum(1 for source in trace.sources if source.status.was_read)
    yield (
        f"{count(len(trace.trails), 'claim')}, {count(len(hops), 'hop')}, {count(len(trace.sources), 'source')} "
        f"({read} read), followed {trace.depth} deep"
    )
    ends = Counter(hop.end for hop in hops if hop.end is not None)
    told = {
        TrailEnd.ORIGIN: "at the origin",
        TrailEnd.NO_SOURCE: "at a page that names no source",
        TrailEnd.UNLINKED: "at a name without a link",
        TrailEnd.UNREADABLE: "at a page that could not be read",
        TrailEnd.UNSAID: "at a page that does not say it",
        TrailEnd.CYCLE: "in a circle",
        TrailEnd.DEPTH: "at the depth asked for (see --depth)",
        TrailEnd.LIMIT: "at the number of sources (see --max-sources)",
    }
    parts = [f"{ends[end]} {words}" for end, words in told.items() if ends[end]]
    if parts:
        yield f"trails end: {', '.join(parts)}"
