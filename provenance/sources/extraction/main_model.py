"""How likely each visible block of a page is main text: a small neural network over what stands in the block and around it.

The features are those of boilerplate detection (Kohlschütter et al., "Boilerplate Detection using Shallow Text Features", WSDM
2010): length, link density and element of a block and of its neighbours, together with what the page's markup says of it; one
hidden layer joins them. The weights are fitted by :mod:`provenance.sources.extraction.main_fit`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING, Any

from provenance.sources.extraction.visible import VisibleBlock

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

WEIGHTS = Path(__file__).with_name("main_weights.json")
_TAGS = ("p", "li", "tr", "div", "blockquote", "figcaption", "dd", "pre", "section", "h1", "h2", "h3")
_KINDS = {tag: number for number, tag in enumerate(_TAGS)}
_ENDS = frozenset(".!?…»”\"')。！？:")
_WINDOWS = (2, 5, 12)
_WIDEST = max(_WINDOWS)
_BESIDE = (-2, -1, 1, 2)
_SINGLE = 23
"""Features that are reckoned once, not for each window or neighbour."""
_SOLID = 80
"""Characters from which a block may be a paragraph of prose."""
_FAR = 99.0
_MOST = 5.0
"""Standard deviations beyond which a feature says no more."""


def likely(blocks: Sequence[VisibleBlock]) -> tuple[Floats, float]:
    """How likely each block is main text.

    Parameters
    ----------
    blocks:
        The visible blocks of a page, in order; at least one.

    Returns
    -------
    The probabilities, of shape ``(len(blocks),)``, and the doubt: characters expected to be judged wrongly for each one that is main
    text.
    """
    import numpy as np

    found = features(blocks)
    # rounded, so that the last digits of a sum, which differ between machines, decide nothing
    probabilities = np.round(judged(found, _weights()), 6)
    lengths = np.expm1(found[:, 0])
    wrong = float((np.minimum(probabilities, 1 - probabilities) * lengths).sum())
    return probabilities, wrong / max(1.0, float(lengths[probabilities > 0.4].sum()))


def judged(found: Floats, weights: Mapping[str, Floats]) -> Floats:
    """The probabilities, of shape ``(blocks,)``, that a network with the given weights gives features of shape ``(blocks, features)``."""
    import numpy as np

    scaled = found - weights["mean"]
    scaled *= weights["scale"]
    np.minimum(np.maximum(scaled, -_MOST, out=scaled), _MOST, out=scaled)
    hidden = scaled @ weights["inner"]
    hidden += weights["inner_bias"]
    np.maximum(hidden, 0.0, out=hidden)
    logits = hidden @ weights["outer"] + weights["outer_bias"]
    result: Floats = 1.0 / (1.0 + np.exp(-np.minimum(np.maximum(logits, -50.0), 50.0)))
    return result


@cache
def _weights() -> dict[str, Floats]:
    import numpy as np

    values: dict[str, Any] = json.loads(WEIGHTS.read_text("utf-8"))
    return {name: np.array(value, dtype=np.float64) for name, value in values.items()}


def features(blocks: Sequence[VisibleBlock]) -> Floats:
    """The features of each block, of shape ``(len(blocks), features)``; the first is the logarithm of its length plus one."""
    import numpy as np

    count = len(blocks)
    texts, names, links, marked, inside, told, deep = zip(*blocks, strict=True)
    length = np.fromiter(map(len, texts), np.float64, count)
    linked = np.fromiter(links, np.float64, count)
    linked /= np.maximum(1.0, length)
    furniture, article, content, depth = (np.fromiter(column, np.float64, count) for column in (marked, inside, told, deep))
    ended, stops = _punctuation(texts, length)
    kinds = np.fromiter(map(_KINDS.get, names, repeat(len(_TAGS))), np.intp, count)
    tags = _one_hot()[kinds]
    prose = tags[:, 0]
    content = np.minimum(4.0, content)
    solid = length * (1 - linked) * (length >= _SOLID) * (1 - furniture)
    log_solid = np.log1p(solid)
    total = solid.sum() + 1
    share = solid / total
    through = np.cumsum(share)
    places = np.arange(count)
    heads = np.flatnonzero(kinds == _KINDS["h1"])[:8]
    away = np.abs(places[:, None] - heads).min(axis=1) if len(heads) else np.full(count, _FAR)
    usual, typical, within = (float(column @ share) for column in (depth, content, article))
    shares = np.append(share @ tags, 0.0)
    # one feature after the other, in place: pages are short, and each array that is made costs more than what is reckoned in it
    found = np.zeros((_SINGLE + 5 * len(_WINDOWS) + 5 * len(_BESIDE) + len(_TAGS), count))
    np.log1p(length, out=found[0])
    found[1:5] = linked, furniture, article, ended
    np.log1p(stops, out=found[5])
    found[6:10] = content, length < 30, length > 150, through
    np.minimum(through, 1 - through, out=found[10])
    np.divide(places, count, out=found[11])
    found[12] = places >= heads[0] if len(heads) else 0.5
    np.log1p(np.minimum(away, _FAR), out=found[13])
    off = np.abs(depth - usual)
    np.minimum(10.0, off, out=found[14])
    found[15] = off < 1.5
    np.subtract(content, typical, out=found[16])
    np.abs(found[16], out=found[17])
    np.multiply(article, within, out=found[18])
    found[19], found[20] = within, np.log1p(total)
    found[21] = shares[kinds]
    found[22] = float(furniture @ length) / (length.sum() + 1)
    # sums up to each block, for as many blocks more on both sides as the widest window reaches over them
    sums = np.zeros((6, count + 2 * _WIDEST + 1))
    summed = sums[:, _WIDEST + 1 : _WIDEST + 1 + count]
    summed[0], summed[1] = solid, length
    np.multiply((linked, furniture, article, prose), length, out=summed[2:])
    np.cumsum(sums, axis=1, out=sums)
    row = _SINGLE
    for width in _WINDOWS:
        first, end = _WIDEST - width, _WIDEST + width + 1
        window = sums[:, end : end + count] - sums[:, first : first + count]
        np.log1p(window[0], out=found[row])
        np.divide(window[2:], window[1] + 1, out=found[row + 1 : row + 5])
        row += 5
    for shift in _BESIDE:
        here, there = (slice(-shift, None), slice(shift)) if shift < 0 else (slice(max(0, count - shift)), slice(shift, None))
        found[row : row + 3, here] = found[:3, there]
        found[row + 3, here], found[row + 4, here] = prose[there], log_solid[there]
        row += 5
    found[row:] = tags[:, :-1].T
    result: Floats = found.T
    return result


def _punctuation(texts: Sequence[str], length: Floats) -> tuple[Floats, Floats]:
    """Of each text, whether it ends like a sentence, and in how many places it has a comma or a full stop before a space."""
    import numpy as np

    # all at once, as numbers: to ask each text takes several times as long
    joined = "\n".join((*texts, ""))
    coding, width = ("ascii", "u1") if joined.isascii() else ("utf-32-le", "<u4")
    codes = np.frombuffer(joined.encode(coding, "surrogatepass"), width)
    ends = np.cumsum(length + 1).astype(np.intp) - 1
    starts = ends - length.astype(np.intp)
    before, after = codes[:-1], codes[1:]
    stops = ((before == ord(",")) | (before == ord("."))) & (after == ord(" "))
    return _closes()[codes[ends - 1]], np.add.reduceat(stops, starts, dtype=np.float64)


@cache
def _closes() -> Floats:
    """For each character, whether it ends a sentence."""
    import numpy as np

    table = np.zeros(sys.maxunicode + 1)
    table[list(map(ord, _ENDS))] = 1.0
    return table


@cache
def _one_hot() -> Floats:
    import numpy as np

    return np.eye(len(_TAGS) + 1)
