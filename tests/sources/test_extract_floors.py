"""How much of real articles is found, against what people marked as the article (article-extraction-benchmark)."""

from __future__ import annotations

import gzip
import json
import re
import tomllib
import unicodedata
from pathlib import Path

import pytest

from provenance.sources.extract import Unreadable, extract

FLOORS = Path(__file__).resolve().parents[1] / "floors.toml"
SAMPLE = 40


def folded(text: str) -> str:
    """Without white space: the marked texts have some where the page's markup has tags."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def sentences(text: str) -> list[str]:
    found = (sentence for line in text.split("\n") for sentence in re.split(r"(?<=[.!?])\s+", line))
    return [folded(sentence) for sentence in found if len(sentence.split()) >= 5]


def test_article_sentences_are_found(shared: Path) -> None:
    floors = tomllib.loads(FLOORS.read_text("utf-8")).get("extraction", {}).get("aeb") if FLOORS.is_file() else None
    if not floors:
        pytest.skip("tests/floors.toml sets no floors for extraction")
    with gzip.open(shared / "data/pages/aeb.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    rows = rows[:: max(1, len(rows) // SAMPLE)]
    marked = in_text = in_full = words = leaked = 0
    for row in rows:
        try:
            found = extract(row["html"].encode("utf-8", "replace"), content_type="text/html; charset=utf-8", url=row["url"])
        except Unreadable as error:
            pytest.fail(f"{row['url']}: {error}")
        text, full, body = folded(found.text), folded(found.full), folded(row["body"])
        for sentence in sentences(row["body"]):
            marked += 1
            in_text += sentence in text
            in_full += sentence in full
        for sentence in sentences(found.text):
            words += len(sentence)
            leaked += 0 if sentence in body else len(sentence)
    figures = {"text_recall": in_text / marked, "full_recall": in_full / marked, "clean_text": 1 - leaked / words}
    print(
        f"\nextraction on {len(rows)} pages, {marked} marked sentences: "
        + ", ".join(f"{name} {value:.4f}" for name, value in figures.items())
    )
    for name, floor in floors.items():
        assert figures[name] >= floor, f"{name} {figures[name]:.4f} is below its floor {floor}"
