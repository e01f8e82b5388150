"""Fit ``data/swaps.json``: ``python -m provenance.comparison.lexical.fit_swaps --data FOLDER [--out FILE]``.

``FOLDER`` holds ``claims/summedits_*.jsonl.gz`` (SummEdits, Apache-2.0): summaries, each edited so that it stays true or becomes false.
Every content word that was exchanged for one other is a case; it counts less the more words of its sentence were exchanged, since
only the sentence was labelled, and the oftener the same exchange comes up. Nothing of the texts goes into the file.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path

from provenance.comparison.fitting.fits import logistic
from provenance.comparison.fitting.samples import Sample, read
from provenance.comparison.lexical.dictionary import LANGUAGE
from provenance.comparison.lexical.swaps import PAIR, pair_row
from provenance.language.words import is_stopword

SETS = ("summedits_news", "summedits_ectsum", "summedits_podcast")
_WORD = re.compile(r"[\w'-]+")


def exchanged(sample: Sample) -> Iterator[tuple[str, str, int]]:
    """Words of the claim with what they were exchanged for, and how many places of the claim were edited."""
    before = _WORD.findall(sample.meta["original"])
    after = _WORD.findall(sample.claim)
    edits = [e for e in SequenceMatcher(None, before, after, autojunk=False).get_opcodes() if e[0] != "equal"]
    for _, low, high, start, end in edits:
        if high - low != 1 or end - start != 1 or (after[start][:1].isupper() and start):
            continue
        new, old = after[start].lower(), before[low].lower()
        if not any(ch.isdigit() for ch in new + old) and not is_stopword(new, LANGUAGE) and not is_stopword(old, LANGUAGE):
            yield new, old, len(edits)


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit and write; returns 0."""
    import numpy as np

    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent.parent / "data" / "swaps.json")
    options = parser.parse_args(arguments)
    samples = [s for name in SETS for s in read(options.data, name, None) if s.label in ("supported", "contradicted")]
    cases = [(new, old, count, s.label == "contradicted") for s in samples for new, old, count in exchanged(s)]
    often = Counter((new, old, wrong) for new, old, _, wrong in cases)
    weight = np.array([2 / count / often[new, old, wrong] ** 0.5 for new, old, count, wrong in cases])
    rows = np.array([pair_row(new, old) for new, old, _, _ in cases])
    table = logistic(rows, np.array([float(wrong) for *_, wrong in cases]), weight, PAIR, ridge=3.0)
    note = f"fitted on {len(cases)} exchanged words of {', '.join(SETS)}"
    options.out.write_text(json.dumps({"provenance": note, "pair": table}, indent=1) + "\n", encoding="utf-8")
    print(note, file=sys.stderr)  # noqa: T201
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
