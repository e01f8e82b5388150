"""Fit the weights: ``python -m provenance.comparison.calibrate --data FOLDER [--limit N] [--out FILE] [--keep FILE]``.

``FOLDER`` holds ``claims/<set>.jsonl.gz`` with human-labelled claims and the texts of their sources. Only sets whose licence
lets what is fitted on them be shipped are used: wp_citation (MIT), WiCE (ODC-BY), FactCheckBench and SummEdits (Apache-2.0),
MLQE-PE (CC0), TERRa (MIT), and scripted edits of their supported claims. Nothing of their texts goes into the weights' file.
"""

from __future__ import annotations

import argparse
import json
import pickle
import sys
import zlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from provenance.comparison.fitting.confidence import CONFIDENCE, confidence_row
from provenance.comparison.fitting.features import CLAIM, FACT
from provenance.comparison.fitting.fits import boosted, logistic, monotone
from provenance.comparison.fitting.samples import Sample, edited, paged, read
from provenance.comparison.fitting.word_features import AXES, WORD
from provenance.model import Span

# Share of each set in the fit of the claim's support; sets of one kind share.
SHARE = {
    "wp_citation_v1": 1.0, "wice_dev": 2.0, "wice_tokens_train": 0.4, "factcheckbench": 1.5, "summedits_news": 1.0, "summedits_podcast": 0.5,
    "summedits_ectsum": 1.0, "mlqe_ru_en_dev": 0.6, "terra_val": 0.3, "mlqe_ru_en_dev+pages": 1.0,
}  # fmt: skip
COST = {"summedits_news": 2.0, "summedits_ectsum": 1.4, "summedits_podcast": 1.3, "factcheckbench": 4.0}
"""How much more a contradicted claim counts than another that is not supported: to call it supported is the worst mistake."""
MARKED = {
    "wice_tokens_train": 1.0, "summedits_news": 1.0, "summedits_podcast": 0.6, "summedits_ectsum": 1.0,
    "mlqe_ru_en_dev": 0.4, "mlqe_ru_en_dev+pages": 0.4, "mlqe_ru_en_dev+edits": 0.3, "mlqe_ru_en_dev+pages+edits": 0.3,
}  # fmt: skip
"""Sets in which the unsupported words are marked, with their share."""
EDITED = ("mlqe_ru_en_dev", "wice_dev", "wp_citation_v1", "mlqe_ru_en_dev+pages", "summedits_news", "summedits_ectsum", "factcheckbench")
FOLDS = 5
AXES_FILE = Path(__file__).parent / "data" / "word_axes.npy"


@dataclass(frozen=True, slots=True)
class Seen:
    """A sample with what the comparison saw in it."""

    sample: Sample
    signals: Any


def encode_claims(samples: Sequence[Sample]) -> dict[str, Any]:
    """Unit vectors of the claims, each once."""
    from provenance.comparison.matching.encoder import encoder

    claims = sorted({sample.claim for sample in samples})
    return dict(zip(claims, encoder().sentences(claims), strict=True))


def word_tables(samples: Sequence[Sample]) -> list[Any]:
    """Trees for the probability that nothing supports a word, from the sets where people or edits marked the words.

    One table for each fold, fitted on the others, and last the one that is fitted on all of them: what judges the samples in
    the fits that follow must not have seen their words.
    """
    import numpy as np

    from provenance.comparison.comparing import Item
    from provenance.comparison.fitting.word_features import word_rows

    marked = [(s, marks) for s in samples if s.set in MARKED and (marks := _marks(s)) is not None]
    vectors = encode_claims([s for s, _ in marked])
    rows, truth, sets, folds = [], [], [], []
    for sample, marks in marked:
        item = Item(sample.claim, _extract(sample))
        if item.early is not None:
            continue
        match, found = item.details(vectors[sample.claim])
        for row, index in zip(word_rows(match, found), match.content, strict=True):
            token = match.tokens[index]
            rows.append(row)
            truth.append(float(any(token.start < span.end and span.start < token.end for span in marks)))
            sets.append(sample.set)
            folds.append(fold(sample))
    count: dict[str, int] = defaultdict(int)
    for name in sets:
        count[name] += 1
    weight = np.array([3000 * MARKED[name] / count[name] for name in sets])
    design, true, part = np.array(rows), np.array(truth), np.array(folds)
    kept = [part != held for held in range(FOLDS)] + [part >= 0]
    return [boosted(design[keep], true[keep], weight[keep], WORD) for keep in kept]


def _marks(sample: Sample) -> tuple[Span, ...] | None:
    """The words that nothing supports, where that is known: all of a claim that is laid on pages about other things."""
    if sample.meta.get("denied"):
        return None
    if sample.unsupported is None and sample.label == "unsupported" and sample.set.endswith("+pages"):
        return (Span(0, len(sample.claim)),)
    return () if sample.label == "supported" else sample.unsupported


def word_axes(samples: Sequence[Sample]) -> Any:
    """Mean and principal axes of the vectors of the words of all claims, shape (1 + AXES, 512), as half floats."""
    import numpy as np

    from provenance.comparison.matching.encoder import encoder
    from provenance.comparison.matching.tokens import tokenize

    words = {t.text if t.capital else t.text.lower() for s in samples for t in tokenize(s.claim, None) if not t.stop}
    vectors = encoder().words(sorted(words))
    mean = vectors.mean(axis=0)
    axes = np.linalg.svd(vectors - mean, full_matrices=False)[2][:AXES]
    return np.vstack([mean, axes]).astype(np.float16)


def _extract(sample: Sample) -> Any:
    from provenance.model import Extract

    return Extract(sample.source)


def collect(samples: Sequence[Sample], words: Sequence[Any]) -> list[Seen]:
    """Signals for every sample; ``words`` are the trees for single words, one for each fold."""
    from provenance.comparison.comparing import Item

    vectors = encode_claims(samples)
    out: list[Seen] = []
    for number, sample in enumerate(samples):
        item = Item(sample.claim, _extract(sample))
        if item.early is None:
            out.append(Seen(sample, item.signals(vectors[sample.claim], words[fold(sample)])))
        if number % 500 == 499:
            print(f"{number + 1} of {len(samples)} pairs read", file=sys.stderr)  # noqa: T201
    return out


def fit(seen: Sequence[Seen]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The claim's and the differing detail's regression, in JSON form. Classes weigh the same within each set."""
    import numpy as np

    def weights(keep: Sequence[Seen], positive: Sequence[bool], share: Any) -> Any:
        count: dict[tuple[str, bool], int] = defaultdict(int)
        for one, truth in zip(keep, positive, strict=True):
            count[one.sample.set, truth] += 1
        return np.array(
            [
                200
                * share(one.sample.set)
                / (2 * count[one.sample.set, truth])
                * (COST.get(one.sample.set, 1.0) if one.sample.label == "contradicted" else 1.0)
                for one, truth in zip(keep, positive, strict=True)
            ]
        )

    plain = [s for s in seen if s.sample.set in SHARE]
    supported = [s.sample.label == "supported" for s in plain]
    claim = logistic(
        np.array([s.signals.claim_row for s in plain]),
        np.array(supported, dtype=float),
        weights(plain, supported, SHARE.__getitem__),
        CLAIM,
        ridge=200.0,
    )
    rows, truth, shares = [], [], []
    for one in seen:
        for fact, row in zip(one.signals.facts, one.signals.fact_rows, strict=True):
            verdict = _contradicts(one.sample, fact.span) if row is not None else None
            if verdict is not None:
                rows.append(row)
                truth.append(float(verdict))
                shares.append(1.0)
    against = logistic(np.array(rows), np.array(truth), np.array(shares), FACT, ridge=5.0)
    return claim, against


def _lines(table: dict[str, Any]) -> str:
    """JSON with one line for each list, so that a new fit can be read as a difference."""
    parts = []
    for name, value in table.items():
        body = (
            json.dumps(value)
            if not isinstance(value, dict)
            else "{\n" + ",\n".join(f"  {json.dumps(k)}: {json.dumps(v)}" for k, v in value.items()) + "\n }"
        )
        parts.append(f" {json.dumps(name)}: {body}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _contradicts(sample: Sample, span: Span) -> bool | None:
    """Whether a differing detail at ``span`` is the reason why the sample's claim is wrong; ``None`` if nobody knows."""
    if sample.label == "supported":
        return False
    if sample.label == "contradicted" and sample.unsupported:
        return any(span.overlaps(other) for other in sample.unsupported) or None
    return None


def fold(sample: Sample) -> int:
    """Samples that share a source share a fold, so that no source is judged by weights fitted on it."""
    return zlib.crc32(sample.source[:2000].encode()) % FOLDS


LIMITS = {"differs": 0.35, "contradicted": 0.68, "bound": 0.55, "supported": 0.478, "related": 0.45, "word": 0.27}


def table_of(word: Any, claim: Any, against: Any, confidence: Any, support: Any, note: str) -> dict[str, Any]:
    """The JSON form of all weights."""
    return {
        "provenance": {"text": note, "sets": {**SHARE, **{f"{name}+edits": 1.0 for name in EDITED}}}, "word": word, "claim": claim,
        "fact": against, "thresholds": LIMITS, "support": support, "confidence": confidence,
    }  # fmt: skip


EXACT = {
    "supported": {"supported"}, "partial": {"partly_supported"}, "unsupported": {"not_found", "partly_supported"},
    "contradicted": {"contradicted", "misquoted"},
}  # fmt: skip
"""Labels that the human label allows."""


REAL = {"wp_citation_v1": 250.0, "wice_dev": 400.0, "wice_tokens_train": 15.0}
"""Weight of a set in the calibration; sets like a real draft with its sources weigh more, those with one label only less."""


def reliability(judged: Sequence[tuple[Seen, Any, Any]]) -> tuple[Any, Any]:
    """Trees for whether a label is right, and the curve of support, from decisions out of fold."""
    import numpy as np

    count: dict[str, int] = defaultdict(int)
    for one, _, _ in judged:
        count[one.sample.set] += 1

    def share(name: str) -> float:
        return (25.0 if name.endswith("+edits") else REAL.get(name, 100.0)) / count[name]

    rows = np.array([row for _, _, row in judged])
    right = np.array([float(c.label.value in EXACT[s.sample.label]) for s, c, _ in judged])
    shares = np.array([share(s.sample.set) for s, _, _ in judged])
    confidence = boosted(rows, right, shares, CONFIDENCE, trees=200, depth=4)
    scores = np.array([float(row[0]) for _, _, row in judged])
    truth = np.array([float(s.sample.label == "supported") for s, _, _ in judged])
    weight = np.array([share(s.sample.set) for s, _, _ in judged])
    return confidence, monotone(scores, truth, weight)


def calibrate(seen: Sequence[Seen], word: Any, note: str) -> dict[str, Any]:
    """All weights from what was seen: regressions on everything, curves from decisions out of fold."""
    from provenance.comparison.decide import choose
    from provenance.comparison.entailment.embedded import Embedded
    from provenance.comparison.fitting.weights import parse

    judged: list[tuple[Seen, Any, Any]] = []
    for held in range(FOLDS):
        claim, against = fit([s for s in seen if fold(s.sample) != held])
        weights = parse(table_of(word, claim, against, None, [], note))
        model = Embedded(weights)
        for one in seen:
            if fold(one.sample) != held:
                continue
            choice = choose(one.signals, model.judge([one.signals])[0], weights)
            judged.append((one, choice, confidence_row(one.signals, choice.label, choice.support, choice.against)))
    confidence, support = reliability(judged)
    report([(s.sample, c) for s, c, _ in judged])
    claim, against = fit(seen)
    return table_of(word, claim, against, confidence, support, note)


def report(judged: Sequence[tuple[Sample, Any]]) -> None:
    """Print, for every set, what the decisions out of fold came to."""
    sets: dict[str, list[tuple[Sample, Any]]] = defaultdict(list)
    for sample, comparison in judged:
        sets[sample.set].append((sample, comparison))
    for name, rows in sorted(sets.items()):
        said = [c.label.value == "supported" for _, c in rows]
        true = [s.label == "supported" for s, _ in rows]
        right = sum(a for a, t in zip(said, true, strict=True) if t) / max(1, sum(true))
        spared = sum(not a for a, t in zip(said, true, strict=True) if not t) / max(1, len(true) - sum(true))
        accused = sum(c.label.value in EXACT["contradicted"] for (_, c), t in zip(rows, true, strict=True) if t) / max(1, sum(true))
        caught = [c.label.value for s, c in rows if s.label == "contradicted"]
        found = sum(x in EXACT["contradicted"] for x in caught) / max(1, len(caught))
        missed = sum(x == "supported" for x in caught) / max(1, len(caught))
        exact = sum(c.label.value in EXACT[s.label] for s, c in rows) / len(rows)
        print(  # noqa: T201
            f"{name:28s} n {len(rows):5d}  balanced {(right + spared) / 2:.3f}  exact {exact:.3f}  accused {accused:.3f}  "
            f"contradicted: found {found:.3f} called supported {missed:.3f}"
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit and write; returns 0."""
    import numpy as np

    from provenance.comparison.fitting.forms import trees

    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--limit", type=int, help="most pairs of one set")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "data" / "weights.json")
    parser.add_argument("--keep", type=Path, help="keep what was seen here, to fit again without reading the pairs again")
    parser.add_argument("--axes", action="store_true", help="lay the axes of words anew as well")
    options = parser.parse_args(arguments)
    if options.keep and options.keep.is_file():
        word, seen = pickle.loads(options.keep.read_bytes())  # noqa: S301  a file of one's own
    else:
        samples = [s for name in SHARE if "+" not in name for s in read(options.data, name, options.limit)]
        samples += paged([s for s in samples if s.set == "mlqe_ru_en_dev"])
        if options.axes or not AXES_FILE.is_file():
            np.save(AXES_FILE, word_axes(samples))
        samples += edited([s for s in samples if s.set in EDITED])
        *folds, word = word_tables(samples)
        seen = collect(samples, [trees(table, WORD) for table in folds])
        if options.keep:
            options.keep.write_bytes(pickle.dumps((word, seen)))
    note = f"fitted on {len(seen)} pairs of {', '.join(sorted(SHARE))} and scripted edits of them"
    options.out.write_text(_lines(calibrate(seen, word, note)), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
