"""Labelled pairs for fitting: read from folders of sets, with scripted edits of our own.

A set is a file of JSON lines ``{id, claim, source_text, label, lang_claim, meta}``, gzipped, as ``calibrate`` documents.
"""

from __future__ import annotations

import functools
import gzip
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from provenance.errors import UsageError
from provenance.model import Span

_NUMBER = re.compile(r"\b\d{1,4}\b")
_MONTHS = ("January", "February", "March", "April", "June", "July", "August", "September", "October", "November", "December")
_VERB = re.compile(r"\b(is|was|were|are|will|has|have|can)\b(?! not)")


@dataclass(frozen=True, slots=True)
class Sample:
    """One labelled pair."""

    set: str
    claim: str
    source: str
    label: str
    """``supported``, ``partial``, ``unsupported`` or ``contradicted``."""
    unsupported: tuple[Span, ...] | None = None
    """The words of the claim that nothing supports; ``None`` where nobody marked them."""
    meta: dict[str, Any] = field(default_factory=dict)


def read(folder: Path, name: str, limit: int | None, seed: int = 11) -> list[Sample]:
    """The samples of one set, at most ``limit``, chosen by ``seed``. Raises :class:`UsageError` if there is no such set."""
    path = folder / "claims" / f"{name}.jsonl.gz"
    if not path.is_file():
        raise UsageError(f"no set {name} in {folder}: give the folder that holds claims/{name}.jsonl.gz")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    if limit is not None and len(rows) > limit:
        rows = random.Random(seed).sample(rows, limit)  # noqa: S311
    return [Sample(name, r["claim"], r["source_text"], r["label"], _marked(r), r["meta"]) for r in rows]


def _marked(row: dict[str, Any]) -> tuple[Span, ...] | None:
    meta = row["meta"]
    if "bad_tokens" in meta:
        spans, position = [], 0
        for token, bad in zip(meta["tokens"], meta["bad_tokens"], strict=True):
            at = row["claim"].find(token, position)
            if at >= 0:
                position = at + len(token)
                if bad:
                    spans.append(Span(at, position))
        return tuple(spans)
    if "original" in meta:
        return tuple(_changed(meta["original"], row["claim"])) if row["label"] != "supported" else ()
    return None


def _changed(original: str, edited: str) -> Iterator[Span]:
    """Words of ``edited`` that ``original`` does not have there."""
    from difflib import SequenceMatcher

    before = re.findall(r"\w+", original)
    after = list(re.finditer(r"\w+", edited))
    for tag, _, _, low, high in SequenceMatcher(None, before, [m.group() for m in after], autojunk=False).get_opcodes():
        if tag != "equal":
            yield from (Span(*m.span()) for m in after[low:high])


def edited(samples: Sequence[Sample], seed: int = 5) -> list[Sample]:
    """Contradictions made from supported English claims: another number, month, person, country or city, a "not" put in or dropped."""
    rng = random.Random(seed)  # noqa: S311
    out: list[Sample] = []
    for sample in samples:
        if sample.label != "supported":
            continue
        claim = sample.claim
        number = _NUMBER.search(claim)
        if number:
            value = str(int(number.group()) + rng.choice((1, 3, 7)))
            out.append(_edit(sample, number.start(), number.end(), value))
        month = next((m for name in _MONTHS if (m := re.search(rf"\b{name}\b", claim))), None)
        if month:
            out.append(_edit(sample, month.start(), month.end(), rng.choice([m for m in _MONTHS if m != month.group()])))
        renamed = _renamed(sample, rng)
        if renamed is not None:
            out.append(renamed)
        verb = _VERB.search(claim)
        if verb and rng.random() < 0.35:
            out.append(_edit(sample, verb.end(), verb.end(), " not"))
        denied = _denied(sample) or _denied_in_russian(sample)
        if denied is not None:
            out.append(denied)
    return out


_CYRILLIC = re.compile(r"[а-яё]")
_SENTENCE = re.compile(r"[^.!?\n]+")
_WORD = re.compile(r"\w{4,}")


def _denied(sample: Sample) -> Sample | None:
    """The claim as it is, with a "not" put into the sentence of the source that is most like it: the claim drops it."""
    words = set(_WORD.findall(sample.claim.lower()))
    if len(words) < 4:
        return None
    best = max(_SENTENCE.finditer(sample.source), key=lambda m: len(words & set(_WORD.findall(m.group().lower()))), default=None)
    if best is None or len(words & set(_WORD.findall(best.group().lower()))) < 0.5 * len(words):
        return None
    verb = _VERB.search(sample.source, best.start(), best.end())
    if verb is None:
        return None
    return _denying(sample, sample.source[: verb.end()] + " not" + sample.source[verb.end() :])


def _denied_in_russian(sample: Sample) -> Sample | None:
    """The same for a source that is one Russian sentence: a «не» before its first finite verb."""
    from provenance.language.words import words

    if sample.source.count(".") > 1 or not _CYRILLIC.search(sample.source):
        return None
    for word in words(sample.source):
        if "VERB" in _parses(word.text) and not sample.source[: word.span.start].rstrip().lower().endswith(("не", "ни")):
            return _denying(sample, sample.source[: word.span.start] + "не " + sample.source[word.span.start :])
    return None


@functools.cache
def _analyser() -> Any:
    import pymorphy3

    return pymorphy3.MorphAnalyzer(lang="ru")


def _parses(word: str) -> str:
    """The likeliest part of speech of a Russian word, in pymorphy3's names."""
    return str(_analyser().parse(word)[0].tag.POS)


def _denying(sample: Sample, source: str) -> Sample:
    return Sample(
        f"{sample.set}+edits", sample.claim, source, "contradicted", (Span(0, len(sample.claim)),), {**sample.meta, "denied": True}
    )


_OTHERS = {
    "person": ("Harriet Lindqvist", "Tomas Wierzba", "Claude Okafor", "Renata Valdivia", "Igor Solntsev"),
    "country": ("Uruguay", "Latvia", "Cambodia", "Botswana", "Norway"),
    "city": ("Montevideo", "Riga", "Bergen", "Osaka", "Adelaide"),
}
"""Names to put in another's place; a source that has one of them is given another."""


def _renamed(sample: Sample, rng: random.Random) -> Sample | None:
    """The claim with one of its names exchanged for one of the same kind that its source does not have."""
    from provenance.language.gazetteer import find
    from provenance.language.names import names
    from provenance.language.names_apart import surely_different

    options: list[tuple[Span, str]] = []
    for name in names(sample.claim, "en"):
        known = find(name.text)
        kind = known[0].kind if known else name.kind.value
        pool = _OTHERS.get("city" if kind == "place" else kind, ())
        fitting = [other for other in pool if other not in sample.source and surely_different(name.text, other)]
        if fitting:
            options.append((name.span, rng.choice(fitting)))
    if not options:
        return None
    span, other = rng.choice(options)
    return _edit(sample, span.start, span.end, other)


def paged(samples: Sequence[Sample], seed: int = 5, length: int = 12) -> list[Sample]:
    """Pages made of ``length`` sources in a row: a faithful claim is supported by the page that holds its source, and by no other."""
    rng = random.Random(seed)  # noqa: S311
    out: list[Sample] = []
    for number, sample in enumerate(samples):
        if sample.label != "supported":
            continue
        others = [s.source for s in rng.sample(list(samples), min(length, len(samples))) if s is not sample]
        if number % 2:
            others[rng.randrange(len(others) + 1) : 0] = [sample.source]
        out.append(
            Sample(f"{sample.set}+pages", sample.claim, "\n".join(others), "supported" if number % 2 else "unsupported", None, sample.meta)
        )
    return out


def _edit(sample: Sample, start: int, end: int, new: str) -> Sample:
    claim = sample.claim[:start] + new + sample.claim[end:]
    return Sample(f"{sample.set}+edits", claim, sample.source, "contradicted", (Span(start, start + len(new)),), sample.meta)
