"""Drawing a provenance graph as SVG: layers from left to right, one box a source.

A layered drawing after Sugiyama, Tagawa and Toda (1981), in its simplest form: layers by longest path, order in a layer by the mean
of the neighbours before, long edges through places of their own, so that they pass no box.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from unicodedata import east_asian_width
from xml.sax.saxutils import escape, quoteattr

from provenance.model import Label
from provenance.reports.clean import one_line
from provenance.reports.graph_parts import DRAFT, Edge, Graph, Node
from provenance.reports.words import NAMES

MOST_IN_LAYER = 14
MOST_LAYERS = 8
MOST_EDGES = 120
BOX_WIDTH = 212
GAP_X, GAP_Y = 84, 18
PASS_HEIGHT = 10
MARGIN = 12
COLUMNS = 27
"""Letters of a line in a box."""

# the colours of the page, where the graph is a file of its own
_STYLE = """
svg { color: #1b1b1f; background: #fff; font-family: system-ui, sans-serif; }
.supported { color: #17632f; } .partly_supported { color: #7a5200; } .contradicted { color: #a3141e; }
.misquoted { color: #86198f; } .not_found { color: #9a3412; } .not_checkable { color: #345064; }
a:focus-visible rect, a:hover rect { stroke-width: 3; }
@media (prefers-color-scheme: dark) {
  svg { color: #ececf0; background: #16171a; }
  .supported { color: #7ddc9a; } .partly_supported { color: #f2c76b; } .contradicted { color: #ff9a9f; }
  .misquoted { color: #eca6f2; } .not_found { color: #ffb28a; } .not_checkable { color: #a9cbe3; }
}
"""

# each verdict has a shape that needs no colour and no font; drawn in a square of 16
_SHAPES = {
    Label.SUPPORTED: '<circle cx="8" cy="8" r="7"/><path d="M4.5 8.5 7 11l4.5-5.5"/>',
    Label.PARTLY_SUPPORTED: '<circle cx="8" cy="8" r="7"/><path d="M8 1a7 7 0 0 0 0 14z" fill="currentColor"/>',
    Label.CONTRADICTED: '<path d="M5 1h6l4 4v6l-4 4H5l-4-4V5z"/><path d="m5 5 6 6m0-6-6 6"/>',
    Label.MISQUOTED: '<path d="M1 1h14v14H1z"/><path d="M6 5c-2 1-2 2-2 4h3V6M12 5c-2 1-2 2-2 4h3V6"/>',
    Label.NOT_FOUND: '<circle cx="8" cy="8" r="7"/><path d="M3 13 13 3"/>',
    Label.NOT_CHECKABLE: '<circle cx="8" cy="8" r="7" stroke-dasharray="3 2"/><path d="M6 6.5a2 2 0 1 1 2 2v1.5m0 1.5v.6"/>',
}


@dataclass(frozen=True, slots=True)
class _Spot:
    """A place in the drawing: a box, or where a long edge passes a layer."""

    key: str
    layer: int
    top: float = 0.0
    height: float = PASS_HEIGHT
    box: bool = False

    @property
    def left(self) -> float:
        return MARGIN + self.layer * (BOX_WIDTH + GAP_X)

    @property
    def middle(self) -> float:
        return self.top + self.height / 2


def draw(graph: Graph, *, prefix: str = "graph", alone: bool = False) -> str:
    """The graph as an ``<svg>`` element, ending with a line feed.

    Parameters
    ----------
    graph:
        What to draw. Of many sources in one layer the last are put together into "and N more".
    prefix:
        Begins the ids.
    alone:
        Whether it is a file of its own, with the colours for light and dark in it; inside a page they are the page's matter.
    """
    graph, layers = _bounded(graph, _layers(graph))
    spots, ways = _placed(graph, layers)
    nodes = {node.key: node for node in graph.nodes}
    width = MARGIN * 2 + (1 + max((s.layer for s in spots.values()), default=0)) * (BOX_WIDTH + GAP_X) - GAP_X
    height = MARGIN + max((s.top + s.height for s in spots.values()), default=0.0)
    own = f"{prefix}-{hashlib.sha256(repr(graph).encode('utf-8', 'replace')).hexdigest()[:8]}"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="graph" role="group" aria-labelledby="{own}-title" aria-describedby="{own}-desc" '
        f'viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}" font-size="13">',
        f'<title id="{own}-title">{_text(graph.title)}</title>',
        f'<desc id="{own}-desc">{_text(_description(graph))}</desc>',
    ]
    if alone:
        parts.append(f"<style>{_STYLE}</style>")
    parts.append(
        f'<defs><marker id="{own}-tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto">'
        '<path d="M0 1 9 5 0 9" fill="none" stroke="currentColor"/></marker></defs>'
    )
    parts.append('<g class="edges" fill="none" stroke="currentColor" stroke-opacity="0.6">')
    parts.extend(
        _edge(edge, ways[edge.start, edge.end], spots, nodes, f"{own}-tip") for edge in graph.edges if (edge.start, edge.end) in ways
    )
    parts.append("</g>")
    parts.extend(_box(nodes[spot.key], spot) for spot in spots.values() if spot.box)
    parts.append("</svg>")
    return "\n".join(parts) + "\n"


def _text(text: str) -> str:
    """Text for between tags: no control character, nothing that XML cannot hold."""
    return escape(_sound(text))


def _sound(text: str) -> str:
    return one_line(text).replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")


def _description(graph: Graph) -> str:
    """The graph in words, for who cannot see it: who leads to whom, with the verdict."""
    names = {node.key: node for node in graph.nodes}
    lines = []
    for edge in graph.edges[:40]:
        if edge.start in names and edge.end in names:
            end = names[edge.end]
            verdict = f" ({NAMES[end.label]})" if end.label else ""
            lines.append(f"{_cut(names[edge.start].name, 60)} → {_cut(end.name, 60)}{verdict}")
    more = len(graph.edges) - 40
    return "; ".join(lines) + (f"; and {more} more links" if more > 0 else "")


# ---- layers ----------------------------------------------------------------------------------------------------------


def _layers(graph: Graph) -> dict[str, int]:
    """The layer of each node: the longest way to it from a draft; edges that lead back are left out of the count."""
    after: dict[str, list[str]] = {node.key: [] for node in graph.nodes}
    for edge in graph.edges:
        if edge.start in after and edge.end in after:
            after[edge.start].append(edge.end)
    order: list[str] = []
    state: dict[str, int] = {}
    back: set[tuple[str, str]] = set()
    for root in after:
        stack: list[tuple[str, Iterator[str]]] = []
        if root not in state:
            state[root] = 1
            stack.append((root, iter(after[root])))
        while stack:
            key, rest = stack[-1]
            for other in rest:
                if other not in state:
                    state[other] = 1
                    stack.append((other, iter(after[other])))
                    break
                if state[other] == 1:
                    back.add((key, other))
            else:
                state[key] = 2
                order.append(key)
                stack.pop()
    layers = {node.key: 0 if node.key.startswith(DRAFT) else 1 for node in graph.nodes}
    for key in reversed(order):
        for other in after[key]:
            if (key, other) not in back:
                layers[other] = min(MOST_LAYERS - 1, max(layers[other], layers[key] + 1))
    return layers


def _bounded(graph: Graph, layers: dict[str, int]) -> tuple[Graph, dict[str, int]]:
    """The graph with what is too much of a layer put together into one node."""
    kept: list[Node] = []
    merged: dict[str, str] = {}
    placed: dict[str, int] = {}
    for layer in sorted(set(layers.values())):
        here = [node for node in graph.nodes if layers[node.key] == layer]
        some = here if len(here) <= MOST_IN_LAYER else here[: MOST_IN_LAYER - 1]
        kept.extend(some)
        placed.update(dict.fromkeys((node.key for node in some), layer))
        if len(some) < len(here):
            rest = here[len(some) :]
            key = f"{DRAFT if layer == 0 else ''}more:{layer}"
            kept.append(Node(key, f"and {len(rest)} more", "not drawn: see the report" if layer else "drafts"))
            placed[key] = layer
            merged.update(dict.fromkeys((node.key for node in rest), key))
    edges: dict[tuple[str, str], Edge] = {}
    for edge in graph.edges:
        start, end = merged.get(edge.start, edge.start), merged.get(edge.end, edge.end)
        if start in placed and end in placed and start != end and len(edges) < MOST_EDGES:
            edges.setdefault((start, end), replace(edge, start=start, end=end))
    return Graph(graph.title, tuple(kept), tuple(edges.values())), placed


def _placed(graph: Graph, layers: dict[str, int]) -> tuple[dict[str, _Spot], dict[tuple[str, str], list[str]]]:
    """Where each box stands, and over which spots each edge leads."""
    columns: list[list[_Spot]] = [[] for _ in range(1 + max(layers.values(), default=0))]
    for node in graph.nodes:
        columns[layers[node.key]].append(_Spot(node.key, layers[node.key], height=_height(node), box=True))
    ways: dict[tuple[str, str], list[str]] = {}
    before: dict[str, list[str]] = {}
    for edge in graph.edges:
        way = [edge.start]
        for layer in range(layers[edge.start] + 1, layers[edge.end]):
            key = f"pass:{len(ways)}:{layer}"
            columns[layer].append(_Spot(key, layer))
            before.setdefault(key, []).append(way[-1])
            way.append(key)
        if layers[edge.end] > layers[edge.start]:
            before.setdefault(edge.end, []).append(way[-1])
        ways[edge.start, edge.end] = [*way, edge.end]
    total = max((sum(spot.height for spot in column) + GAP_Y * max(0, len(column) - 1) for column in columns), default=0.0)
    spots: dict[str, _Spot] = {}
    for column in columns:
        rank = {spot.key: number for number, spot in enumerate(column)}
        mean = {s.key: _mean([spots[b].middle for b in before.get(s.key, []) if b in spots], total / 2) for s in column}
        column.sort(key=lambda spot: (mean[spot.key], rank[spot.key]))
        height = sum(spot.height for spot in column) + GAP_Y * max(0, len(column) - 1)
        top = MARGIN + (total - height) / 2
        for spot in column:
            spots[spot.key] = replace(spot, top=top)
            top += spot.height + GAP_Y
    return spots, ways


def _height(node: Node) -> float:
    return 14 + 16 * len(_lines(node)) + (26 if node.label is not None else 0)


def _mean(values: list[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


# ---- elements --------------------------------------------------------------------------------------------------------


def _edge(edge: Edge, way: list[str], spots: dict[str, _Spot], nodes: dict[str, Node], tip: str) -> str:
    points = [spots[key] for key in way]
    first, last = points[0], points[-1]
    words = f" (“{_cut(edge.words, 60)}”)" if edge.words else ""
    title = f"<title>{_text(f'{_cut(nodes[edge.start].name, 60)} → {_cut(nodes[edge.end].name, 60)}{words}')}</title>"
    if last.layer <= first.layer:  # leads back, or stays in its layer: through the gap between
        x, end = first.left if last.layer < first.layer else first.left + BOX_WIDTH, last.left + BOX_WIDTH
        bend = -GAP_X / 2 if last.layer < first.layer else GAP_X / 2
        y, low = first.middle + 14, last.middle + 14
        path = f"M{x:g} {y:g} C{x + bend:g} {y:g} {end + GAP_X / 2:g} {low:g} {end:g} {low:g}"
        return f'<path d="{path}" stroke-dasharray="2 4" marker-end="url(#{tip})">{title}</path>'
    path = f"M{first.left + BOX_WIDTH:g} {first.middle:g}"
    x, y = first.left + BOX_WIDTH, first.middle
    for spot in points[1:]:
        path += f" C{x + GAP_X / 2:g} {y:g} {spot.left - GAP_X / 2:g} {spot.middle:g} {spot.left:g} {spot.middle:g}"
        x, y = spot.left, spot.middle
        if not spot.box:
            x += BOX_WIDTH
            path += f" H{x:g}"
    return f'<path d="{path}" marker-end="url(#{tip})">{title}</path>'


def _box(node: Node, spot: _Spot) -> str:
    left, top = spot.left, spot.top
    verdict = NAMES[node.label] if node.label else ""
    third = " · ".join(filter(None, [verdict, node.count]))
    whole = "; ".join(filter(None, [node.name, node.place, third, node.note]))
    broken = "" if node.read else ' stroke-dasharray="6 4"'
    weight = 2.5 if node.key.startswith(DRAFT) else 1.2
    parts = [
        f"<title>{_text(_cut(whole, 400))}</title>",
        f'<rect x="{left:g}" y="{top:g}" width="{BOX_WIDTH}" height="{spot.height:g}" rx="6" fill="currentColor" fill-opacity="0.04" '
        f'stroke="currentColor" stroke-width="{weight:g}"{broken}/>',
    ]
    for number, (line, strong) in enumerate(_lines(node)):
        look = 'font-weight="600"' if strong else 'font-size="11"'
        columns = COLUMNS if strong else COLUMNS + 6
        parts.append(
            f'<text x="{left + 10:g}" y="{top + 20 + 16 * number:g}" fill="currentColor" {look}>{_text(_cut(line, columns))}</text>'
        )
    if node.label is not None:
        low = top + spot.height - 26
        parts.append(
            f'<g class="{node.label.value}"><g transform="translate({left + 10:g} {low:g})" fill="none" stroke="currentColor" stroke-width="1.6">{_SHAPES[node.label]}</g>'
            f'<text x="{left + 32:g}" y="{low + 12.5:g}" fill="currentColor" font-size="12">{_text(_cut(third, COLUMNS + 3))}</text></g>'
        )
    body = "".join(parts)
    if node.href is None:
        return f'<g class="node">{body}</g>'
    return f'<a class="node" href={quoteattr(_sound(node.href))} target="_blank" rel="noopener noreferrer nofollow">{body}</a>'


def _lines(node: Node) -> list[tuple[str, bool]]:
    """The lines of a box above its verdict, each with whether it is the name."""
    names = [node.name]
    if node.label is None and len(node.name) > COLUMNS and (cut := node.name.rfind(" ", 0, COLUMNS)) > 0:
        names = [node.name[:cut], node.name[cut + 1 :]]
    rest = [line for line in (node.place, node.note) if line and line != node.name]
    return [*((name, True) for name in names), *((line, False) for line in rest)][:3]


def _cut(text: str, columns: int) -> str:
    """``text`` cut to a number of letters, wide ones counted twice."""
    flat = _sound(text)
    room = columns
    for number, letter in enumerate(flat):
        room -= 2 if east_asian_width(letter) in "WF" else 1
        if room < 0:
            return flat[: max(1, number - 1)].rstrip() + "…"
    return flat
