"""How much of real articles is found, against what people marked as the article (article-extraction-benchmark)."""

from __future__ import annotations

import gzip
import json
import re
import tomllib
import unicodedata
from collections import Counter
from pathlib import Path

from lxml import html as lxml_html

from provenance.model import Extract
from provenance.sources.extraction.extract import extract

FLOORS = tomllib.loads((Path(__file__).resolve().parents[1] / "floors.toml").read_text("utf-8"))["extraction"]
SAMPLE = 40


def folded(text: str) -> str:
    """Without white space: the marked texts have some where the page's markup has tags."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def sentences(text: str) -> list[str]:
    found = (sentence for line in text.split("\n") for sentence in re.split(r"(?<=[.!?])\s+", line))
    return [folded(sentence) for sentence in found if len(sentence.split()) >= 5]


def links(html: str, body: str) -> list[str]:
    """The words of every link of four words or more that does not stand in the article: menus, related and recommended pages."""
    anchors = (
        " ".join(anchor.text_content().split()) for anchor in lxml_html.document_fromstring(html.encode("utf-8", "replace")).iter("a")
    )
    return [words for words in {folded(anchor) for anchor in anchors if len(anchor.split()) >= 4} if words not in body]


def without_furniture(found: Extract) -> str:
    """The text that may be evidence."""
    full = found.full
    for span in found.furniture:
        full = full[: span.start] + " " * (span.end - span.start) + full[span.end :]
    return full


def measured(row: dict[str, str]) -> Counter[str]:
    found = extract(row["html"].encode("utf-8", "replace"), content_type="text/html; charset=utf-8", url=row["url"])
    text, full, usable, body = folded(found.text), folded(found.full), folded(without_furniture(found)), folded(row["body"])
    counts: Counter[str] = Counter()
    for sentence in sentences(row["body"]):
        counts.update(marked=1, in_text=sentence in text, in_full=sentence in full, usable=sentence in usable)
    for sentence in sentences(found.text):
        counts.update(characters=len(sentence), leaked=0 if sentence in body else len(sentence))
    for words in links(row["html"], body):
        counts.update(links=1, links_usable=words in usable)
    return counts


def figures(counts: Counter[str]) -> dict[str, float]:
    return {
        "text_recall": counts["in_text"] / counts["marked"],
        "full_recall": counts["in_full"] / counts["marked"],
        "evidence_recall": counts["usable"] / counts["marked"],
        "clean_text": 1 - counts["leaked"] / counts["characters"],
        "links_kept_out": 1 - counts["links_usable"] / counts["links"],
    }


def test_article_sentences_are_found(shared: Path) -> None:
    with gzip.open(shared / "data/pages/aeb.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    counted = [measured(row) for row in rows]
    every, sampled = figures(sum(counted, Counter())), figures(sum(counted[:: max(1, len(rows) // SAMPLE)], Counter()))
    print(
        f"\nextraction on {len(rows)} pages, {sum(c['marked'] for c in counted)} marked sentences, {sum(c['links'] for c in counted)} links outside: "
    )
    for part, found in (("aeb_all", every), ("aeb", sampled)):
        print(f"{part}: " + ", ".join(f"{name} {value:.4f}" for name, value in found.items()))
        for name, floor in FLOORS[part].items():
            assert found[name] >= floor, f"{part}: {name} {found[name]:.4f} is below its floor {floor}"
