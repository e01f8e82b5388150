"""What stands in the provenance graph: draft → who reported → who they cite, gathered from a check report or a trace."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from provenance.model import (
    Attribution,
    CheckedClaim,
    Claim,
    Draft,
    DraftReport,
    Hop,
    Label,
    Report,
    Source,
    SourceKind,
    Status,
    Trace,
    TrailEnd,
    Voice,
)
from provenance.reports.clean import one_line, safe_href
from provenance.reports.words import STATUS_NAMES, WORST_FIRST

DRAFT = "draft"
"""Key of the draft's own node."""


@dataclass(frozen=True, slots=True)
class Node:
    """A draft or a source in the graph."""

    key: str
    name: str
    place: str
    """Host of its address, or what it is."""
    href: str | None = None
    label: Label | None = None
    """The worst verdict on a claim that leans on it; ``None`` for the draft and for what is only named."""
    count: str = ""
    """How many claims that verdict holds for: ``2 of 5 claims``."""
    note: str = ""
    """What became of it, in words: an archived copy, the origin, a copy of another's text."""
    read: bool = True
    """Whether a text of it was read; what was not read is drawn with a broken line."""


@dataclass(frozen=True, slots=True)
class Edge:
    """From who says it to whom they credit."""

    start: str
    end: str
    words: str = ""
    """The words that credit them; empty if only a link does."""


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes in the order in which they are met, the draft first, and the edges between them."""

    title: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def gather(subject: Report | DraftReport | Trace) -> Graph:
    """What stands in the graph of a report, of one draft of it, or of a trace."""
    if isinstance(subject, Trace):
        return _of_trace(subject)
    if isinstance(subject, DraftReport):
        return _of_draft(subject)
    if len(subject.drafts) == 1:
        return _of_draft(subject.drafts[0])
    parts = [_of_draft(draft) for draft in subject.drafts]
    kept = _Gathering("Where the claims of several drafts come from")
    for number, part in enumerate(parts):
        for node in part.nodes:
            kept.node(replace(node, key=_numbered(node.key, number)))
        for edge in part.edges:
            kept.edge(_numbered(edge.start, number), _numbered(edge.end, number), edge.words)
    return kept.done()


def _numbered(key: str, number: int) -> str:
    return f"{key}{number}" if key == DRAFT else key


class _Gathering:
    """Nodes and edges, each once, in the order in which they come."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._nodes: dict[str, Node] = {}
        self._edges: dict[tuple[str, str], Edge] = {}

    def node(self, node: Node) -> str:
        self._nodes.setdefault(node.key, node)
        return node.key

    def edge(self, start: str, end: str, words: str = "") -> None:
        if start != end and (start, end) not in self._edges:
            self._edges[start, end] = Edge(start, end, words)

    def done(self) -> Graph:
        return Graph(self._title, tuple(self._nodes.values()), tuple(self._edges.values()))


def _draft_node(draft: Draft) -> Node:
    href = safe_href(draft.path)
    return Node(DRAFT, one_line(draft.title or draft.path), "the draft", href)


def host_of(url: str) -> str:
    """The host of an address as a reader knows it; of anything else, the name itself."""
    try:
        name = urlsplit(url).hostname if "://" in url else None
    except ValueError:
        name = None
    return one_line((name or url).removeprefix("www."))


def _source_node(source: Source, labels: Sequence[Label], notes: Iterable[str] = ()) -> Node:
    worst = min(labels, key=WORST_FIRST.index) if labels else None
    some = labels.count(worst) if worst is not None else 0
    count = f"{some} of {len(labels)} claims" if len(labels) > 1 else ""
    state = STATUS_NAMES[source.status] if source.status is not Status.OK else ""
    name = source.publisher or source.title or host_of(source.final_url or source.url)
    return Node(
        source.id,
        one_line(name) or host_of(source.url),
        host_of(source.final_url or source.url),
        _href(source),
        worst,
        count,
        "; ".join(filter(None, [state, *notes])),
        source.status.was_read,
    )


def _href(source: Source) -> str | None:
    """Where a reader finds what was read: the archived copy, else the page."""
    return safe_href(source.archive.url if source.archive else source.final_url or source.url) or safe_href(source.url)


def _named_node(name: str) -> Node:
    return Node(f"named:{name.casefold()}", one_line(name) or "nobody named", "only named, no link", read=False)


# ---- a checked draft -------------------------------------------------------------------------------------------------


def _of_draft(report: DraftReport) -> Graph:
    kept = _Gathering(f"Where the claims of “{one_line(report.draft.title or report.draft.path)}” come from")
    kept.node(_draft_node(report.draft))
    by_url = {source.url: source for source in report.sources}
    labels = _labels(report.claims)
    for checked in report.claims:
        before = DRAFT
        for name, urls in _ways(checked, by_url):
            keys = [kept.node(_source_node(by_url[url], labels.get(by_url[url].id, []))) for url in urls]
            keys = keys or [kept.node(_named_node(name))]
            for key in keys:
                kept.edge(before, key, name)
            before = keys[0]
    for source in report.sources:
        kept.node(_source_node(source, labels.get(source.id, [])))
    for source in report.sources:
        for other in source.cites:
            kept.edge(source.id, other)
    return kept.done()


def _labels(claims: Iterable[CheckedClaim]) -> dict[str, list[Label]]:
    labels: dict[str, list[Label]] = {}
    for checked in claims:
        for finding in checked.findings:
            labels.setdefault(finding.source, []).append(finding.comparison.label)
    return labels


def _ways(checked: CheckedClaim, by_url: dict[str, Source]) -> Iterator[tuple[str, list[str]]]:
    """The chain that the draft itself tells, from who is nearest to it to the origin: each name with the addresses that stand for it."""
    claim = checked.claim
    bound = [reference for reference in claim.references if reference.url in by_url]
    chain = list(_chain(claim))
    known = {one.source for one in chain}
    # a source given by hand, or a link that stands for no name, belongs to who is nearest
    by_hand = [finding.source for finding in checked.findings]
    loose = [reference.url for reference in bound if reference.source not in known]
    if not bound:
        loose = [url for url, source in by_url.items() if source.id in by_hand]
    if not chain:
        if loose:
            yield "", loose
        return
    named_only = {reference.source for reference in claim.references if not reference.url}
    for number, one in enumerate(chain):
        urls = [reference.url for reference in bound if reference.source == one.source] + (loose if number == 0 else [])
        # a speaker whom nothing stands for is no source that one could open: the next in the chain takes the place
        if urls or one.source in named_only or (one.source and one.speaker_or_outlet in (SourceKind.OUTLET, SourceKind.DOCUMENT)):
            yield one.source, list(dict.fromkeys(urls))


def _chain(claim: Claim) -> Iterator[Attribution]:
    one = claim.attribution
    for _ in range(6):
        if one is None:
            return
        yield one
        one = one.relayed_from


# ---- a trace ---------------------------------------------------------------------------------------------------------


END_NOTES = {
    TrailEnd.ORIGIN: "origin",
    TrailEnd.NO_SOURCE: "names no source",
    TrailEnd.UNLINKED: "",
    TrailEnd.UNREADABLE: "",
    TrailEnd.UNSAID: "",
    TrailEnd.CYCLE: "leads back",
    TrailEnd.SEEN: "",
    TrailEnd.DEPTH: "not followed further",
    TrailEnd.LIMIT: "not followed further",
}


def _of_trace(trace: Trace) -> Graph:
    kept = _Gathering(f"Where the claims of “{one_line(trace.draft.title or trace.draft.path)}” come from, hop by hop")
    kept.node(_draft_node(trace.draft))
    sources = {source.id: source for source in trace.sources}
    met: dict[str, list[Hop]] = {}
    for trail in trace.trails:
        for _, hop in _hops(DRAFT, trail.hops):
            if hop.source:
                met.setdefault(hop.source, []).append(hop)
    for trail in trace.trails:
        for start, hop in _hops(DRAFT, trail.hops):
            source = sources.get(hop.source)
            if source is None:
                kept.edge(start, kept.node(_named_node(hop.credit.name)), hop.credit.name)
                continue
            hops = met.get(hop.source, [])
            notes = dict.fromkeys(filter(None, (END_NOTES[h.end] for h in hops if h.end is not None)))
            notes.update(dict.fromkeys(_voices(source.id, trace.voices, sources)))
            if any(hop.end is not TrailEnd.CYCLE for hop in hops):
                notes.pop(END_NOTES[TrailEnd.CYCLE], None)
            judged = [h.comparison.label for h in hops if h.end not in (TrailEnd.SEEN, TrailEnd.CYCLE)]
            node = _source_node(source, judged, notes)
            kept.edge(start, kept.node(node), hop.credit.name)
    return kept.done()


def _hops(start: str, hops: Iterable[Hop]) -> Iterator[tuple[str, Hop]]:
    for hop in hops:
        yield start, hop
        if hop.source:
            yield from _hops(hop.source, hop.hops)


def _voices(source: str, voices: Iterable[Voice], sources: dict[str, Source]) -> Iterator[str]:
    for voice in voices:
        if source in voice.sources:
            if voice.agency and voice.agency not in (sources[source].publisher or ""):
                yield f"text by {one_line(voice.agency)}"
            elif not voice.agency:
                others = [sources[other] for other in voice.sources if other != source and other in sources]
                names = ", ".join(host_of(other.final_url or other.url) for other in others[:2])
                yield f"same text as {names}"
