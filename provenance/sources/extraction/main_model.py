"""How likely each visible block of a page is main text: a small neural network over what stands in the block and around it.

The features are those of boilerplate detection (Kohlschütter et al., "Boilerplate Detection using Shallow Text Features", WSDM
2010): length, link density and element of a block and of its neighbours, together with what the page's markup says of it; one
hidden layer joins them. The weights are fitted by :mod:`provenance.sources.extraction.main_fit`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
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

    scaled = np.clip((found - weights["mean"]) * weights["scale"], -_MOST, _MOST)
    hidden = np.maximum(scaled @ weights["inner"] + weights["inner_bias"], 0.0)
    logits = hidden @ weights["outer"] + weights["outer_bias"]
    result: Floats = 1.0 / (1.0 + np.exp(-np.clip(logits, -50, 50)))
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
    length, linked, furniture, article, content, depth, ended, stops = np.array(
        [
            list(map(len, texts)),
            links,
            marked,
            inside,
            told,
            deep,
            [text[-1] in _ENDS for text in texts],
            [text.count(", ") + text.count(". ") for text in texts],
        ],
        dtype=np.float64,
    )
    linked /= np.maximum(1.0, length)
    kinds = np.array([_KINDS.get(name, len(_TAGS)) for name in names])
    tags = _one_hot()[kinds]
    prose = tags[:, 0]
    log, log_stops, content = np.log1p(length), np.log1p(stops), np.minimum(4.0, content)
    solid = length * (1 - linked) * (length >= _SOLID) * (1 - furniture)
    log_solid = np.log1p(solid)
    total = solid.sum() + 1
    share = solid / total
    through = np.cumsum(share)
    places = np.arange(count)
    heads = np.flatnonzero(kinds == _KINDS["h1"])[:8]
    away = np.abs(places[:, None] - heads).min(axis=1) if len(heads) else np.full(count, _FAR)
    after = places >= heads[0] if len(heads) else np.full(count, 0.5)
    usual, typical, within = (float(column @ share) for column in (depth, content, article))
    shares = np.append(share @ tags, 0.0)
    sums = np.zeros((count + 1, 6))
    np.cumsum(
        np.stack([solid, length, length * linked, length * furniture, length * article, length * prose], axis=1), axis=0, out=sums[1:]
    )
    around = []
    for width in _WINDOWS:
        window = sums[np.minimum(count, places + width + 1)] - sums[np.maximum(0, places - width)]
        around.append(np.log1p(window[:, :1]))
        around.append(window[:, 2:] / (window[:, 1:2] + 1))
    beside = np.zeros((count + 4, 5))
    beside[2 : count + 2] = np.stack([log, linked, furniture, prose, log_solid], axis=1)
    single = np.stack(
        [
            log, linked, furniture, article, ended, log_stops, content, length < 30, length > 150, through, np.minimum(through, 1 - through),
            places / count, after, np.log1p(np.minimum(away, _FAR)), np.minimum(10.0, np.abs(depth - usual)), np.abs(depth - usual) < 1.5,
            content - typical, np.abs(content - typical), article * within,
            np.full(count, within), np.full(count, np.log1p(total)), shares[kinds],
            np.full(count, float(furniture @ length) / (length.sum() + 1)),
        ],
        axis=1,
    )  # fmt: skip
    found: Floats = np.concatenate(
        [single, *around, beside[:count], beside[1 : count + 1], beside[3 : count + 3], beside[4:], tags[:, :-1]], axis=1
    )
    return found


@cache
def _one_hot() -> Floats:
    import numpy as np

    return np.eye(len(_TAGS) + 1)
