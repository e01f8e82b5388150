"""How likely each visible block of a page is main text: a logistic regression over what stands in the block and around it.

The features are those of boilerplate detection (Kohlschütter et al., "Boilerplate Detection using Shallow Text Features", WSDM
2010): length, link density and element of a block and of its neighbours, together with what the page's markup says of it. The
weights are fitted by :mod:`provenance.sources.extraction.main_fit`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
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

    mean, scale, weights, bias = _weights()
    found = features(blocks)
    # in a fixed order of summation, so that a replay gives the same on every machine
    logits = ((found - mean) / scale * weights).sum(axis=1) + bias
    probabilities = 1.0 / (1.0 + np.exp(-np.clip(logits, -50, 50)))
    lengths = np.expm1(found[:, 0])
    wrong = float((np.minimum(probabilities, 1 - probabilities) * lengths).sum())
    return probabilities, wrong / max(1.0, float(lengths[probabilities > 0.4].sum()))


@cache
def _weights() -> tuple[Floats, Floats, Floats, float]:
    import numpy as np

    values: dict[str, Any] = json.loads(WEIGHTS.read_text("utf-8"))
    mean, scale, weights = (np.array(values[name], dtype=np.float64) for name in ("mean", "scale", "weights"))
    return mean, scale, weights, float(values["bias"])


def features(blocks: Sequence[VisibleBlock]) -> Floats:
    """The features of each block, of shape ``(len(blocks), features)``."""
    import numpy as np

    count = len(blocks)
    texts = [block.text for block in blocks]
    length = np.array([len(text) for text in texts], dtype=np.float64)
    linked = np.array([block.linked for block in blocks], dtype=np.float64) / np.maximum(1.0, length)
    furniture = np.array([block.furniture for block in blocks], dtype=np.float64)
    article = np.array([block.article for block in blocks], dtype=np.float64)
    ended = np.array([text[-1] in _ENDS for text in texts], dtype=np.float64)
    stops = np.array([text.count(", ") + text.count(". ") for text in texts], dtype=np.float64)
    content = np.minimum(4.0, np.array([block.content for block in blocks], dtype=np.float64))
    depth = np.array([block.depth for block in blocks], dtype=np.float64)
    kinds = np.array([_KINDS.get(block.tag, len(_TAGS)) for block in blocks])
    tags = np.eye(len(_TAGS) + 1)[kinds][:, :-1]
    prose, heading = tags[:, 0], tags[:, -3:].sum(axis=1)
    log = np.log1p(length)
    solid = length * (1 - linked) * (length >= _SOLID) * (1 - furniture)
    total = solid.sum() + 1
    through = np.cumsum(solid) / total
    places = np.arange(count, dtype=np.float64)
    heads = np.flatnonzero(tags[:, -3])
    away = np.abs(places[:, None] - heads[None, :8]).min(axis=1) if len(heads) else np.full(count, _FAR)
    after = (places >= heads[0]).astype(np.float64) if len(heads) else np.full(count, 0.5)
    columns = [
        log, log**2, linked, furniture, article, ended, np.log1p(stops), heading, after, np.log1p(np.minimum(away, _FAR)),
        through, np.minimum(through, 1 - through), places / count, length < 30, length > 150, linked > 0.5,
        *(log * one for one in (linked, furniture, article, ended, heading, after, through)), furniture * article, furniture * ended,
    ]  # fmt: skip
    sums = np.stack([solid, length, length * linked, length * furniture, length * article, length * prose], axis=1)
    running = np.concatenate([np.zeros((1, 6)), np.cumsum(sums, axis=0)])
    for width in _WINDOWS:
        low, high = np.maximum(0, np.arange(count) - width), np.minimum(count, np.arange(count) + width + 1)
        around = running[high] - running[low]
        columns.append(np.log1p(around[:, 0]))
        columns.extend((around[:, 2:] / (around[:, 1:2] + 1)).T)
    beside = np.pad(np.stack([log, linked, furniture, prose, np.log1p(solid)], axis=1), ((2, 2), (0, 0)))
    for shift in (0, 1, 3, 4):
        columns.extend(beside[shift : shift + count].T)
    usual = float((depth * solid).sum() / total)
    typical = float((content * solid).sum() / total)
    columns += [
        content,
        content > 0,
        content - typical,
        np.abs(content - typical),
        np.minimum(10.0, np.abs(depth - usual)),
        np.abs(depth - usual) < 1.5,
        log * content,
        (np.abs(depth - usual) < 1.5) * log,
        (np.abs(content - typical) < 0.5) * log,
    ]
    inside = float((article * solid).sum() / total)
    shares = np.append((solid[:, None] * tags).sum(axis=0) / total, 0.0)
    columns += [
        np.full(count, inside), article * inside, (1 - article) * inside, np.full(count, np.log1p(total)),
        furniture * float((furniture * length).sum() / (length.sum() + 1)), shares[kinds],
    ]  # fmt: skip
    found: Floats = np.concatenate([np.stack(columns, axis=1).astype(np.float64), tags], axis=1)
    return found
