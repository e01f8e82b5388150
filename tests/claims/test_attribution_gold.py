"""Attributions in six languages against the pieces of ``tests/claims/gold``, by the measure that English is held to."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from provenance import find_claims
from provenance.model import Span

HERE = Path(__file__).parent
LANGUAGES = ("ru", "uk", "de", "fr", "es", "pl")
_MARK = re.compile(r"\{([sct])(\d+) |\}")


@dataclass
class Marked:
    """One attribution of a gold piece: the characters of its source, cue and content."""

    source: set[int] = field(default_factory=set)
    cue: set[int] = field(default_factory=set)
    content: set[int] = field(default_factory=set)


FLOORS = HERE.parent / "floors.toml"


def pieces(language: str) -> list[tuple[bool, str, list[Marked]]]:
    """For each piece of a language's gold file whether it is held back, its text, and its attributions."""
    out = []
    held, lines = False, []
    for line in [*(HERE / "gold" / f"{language}.txt").read_text(encoding="utf-8").splitlines(), "---"]:
        if not line.startswith("---"):
            lines.append(line)
            continue
        out.append((held, *unmarked("\n\n".join(lines))))
        held, lines = line.endswith("held"), []
    return out


def unmarked(text: str) -> tuple[str, list[Marked]]:
    """A marked piece's plain text and its attributions."""
    plain, at = "", 0
    opened: list[tuple[str, str, int]] = []
    found: dict[str, Marked] = defaultdict(Marked)
    for mark in _MARK.finditer(text):
        plain += text[at : mark.start()]
        at = mark.end()
        if mark.group(1):
            opened.append((mark.group(1), mark.group(2), len(plain)))
            continue
        what, number, start = opened.pop()
        part = {"s": "source", "c": "cue", "t": "content"}[what]
        getattr(found[number], part).update(range(start, len(plain)))
    assert not opened, text
    for marked in found.values():
        marked.content -= marked.source | marked.cue
    return plain + text[at:], list(found.values())


def _characters(spans: tuple[Span, ...]) -> set[int]:
    return {index for span in spans for index in range(span.start, span.end)}


def score(texts: list[tuple[str, list[Marked]]], language: str, *, show: bool = False) -> dict[str, float]:
    """Precision, recall and F1 with a content overlap of at least half, and the share of right sources among those found."""
    gold = found = hits = named = right = 0
    for text, marked in texts:
        wanted = [m for m in marked if m.content]
        made = [c.attribution for c in find_claims(text, language=language) if c.attribution is not None]
        contents = [_characters(a.content_spans) for a in made]
        gold, found = gold + len(wanted), found + len(made)
        overlaps = [
            (len(w.content & c) / len(w.content | c), i, j) for i, w in enumerate(wanted) for j, c in enumerate(contents) if w.content & c
        ]
        taken: dict[int, int] = {}
        for overlap, i, j in sorted(overlaps, reverse=True):
            if overlap < 0.5 or i in taken or j in taken.values():
                continue
            taken[i] = j
            span = made[j].source_span
            if wanted[i].source:
                named += 1
                right += span is not None and bool(wanted[i].source & set(range(span.start, span.end)))
        hits += len(taken)
        if show:
            for i, w in enumerate(wanted):
                if i not in taken:
                    print("  missed", repr("".join(text[k] for k in sorted(w.cue))), repr("".join(text[k] for k in sorted(w.content))))
            for j, a in enumerate(made):
                if j not in taken.values():
                    print("  false ", repr(a.cue), [text[s.start : s.end] for s in a.content_spans])
    precision, recall = hits / max(1, found), hits / max(1, gold)
    return {
        "gold": gold,
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / max(1e-9, precision + recall),
        "source_right": right / max(1, named),
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_gold(language: str) -> None:
    floors = tomllib.loads(FLOORS.read_text(encoding="utf-8"))["attributions"]["gold"][language]
    figures = score([(text, marked) for _, text, marked in pieces(language)], language)
    print(language, {name: round(value, 3) for name, value in figures.items()})
    below = {name: (figures[name], floor) for name, floor in floors.items() if figures[name] < floor}
    assert not below, f"below the floor (measured, floor): {below}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_gold_has_enough_sentences_and_some_without_attribution(language: str) -> None:
    texts = [(text, marked) for _, text, marked in pieces(language)]
    sentences = [s for text, _ in texts for s in re.split(r"(?<=[.!?»”“])\s+", text) if s.strip()]
    assert len(sentences) >= 25
    assert sum(held for held, _, _ in pieces(language)) * 3 == len(texts)
    said = sum(len(marked) for _, marked in texts)
    assert 25 <= said < 2 * len(sentences)


def test_marks_are_taken_out_and_counted_right() -> None:
    text, (first, second) = unmarked("{t1 The bridge, {c1 said} {s1 he}, fell}. {s2 She} {c2 said} {t2 no}.")
    assert text == "The bridge, said he, fell. She said no."
    assert "".join(text[i] for i in sorted(first.content)) == "The bridge,  , fell"
    assert "".join(text[i] for i in sorted(second.cue)) == "said"
