"""Awkward pages of our own: what of each article is read, and what of its menus could be taken as evidence.

``pages/pages.json`` gives for each page the sentences of its article and words of its menus, lists of related links, banners and
comments, all written by us.
"""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from provenance import compare
from provenance.model import Extract, Label
from provenance.sources.extraction.extract import extract

PAGES = Path(__file__).parent / "pages"
TABLE: dict[str, dict[str, Any]] = json.loads((PAGES / "pages.json").read_text("utf-8"))
FLOORS = tomllib.loads((Path(__file__).parents[1] / "floors.toml").read_text("utf-8"))["extraction"]["pages"]


def read(name: str) -> Extract:
    return extract((PAGES / f"{name}.html").read_bytes(), content_type=TABLE[name]["content_type"], url=f"https://paper.example/{name}")


def folded(text: str) -> str:
    return " ".join(text.split())


def evidence(found: Extract) -> str:
    """The full text without its furniture."""
    full = found.full
    for span in found.furniture:
        full = full[: span.start] + "\n" * (span.end - span.start) + full[span.end :]
    return folded(full)


def test_every_page_is_in_the_table() -> None:
    assert {path.stem for path in PAGES.glob("*.html")} == set(TABLE)
    assert len(TABLE) >= 20


@pytest.mark.parametrize("name", TABLE)
def test_nothing_of_the_article_is_lost(name: str) -> None:
    found = read(name)
    assert found.restricted is None
    usable = evidence(found)
    assert [sentence for sentence in TABLE[name]["article"] if sentence not in usable] == []


def test_articles_and_menus_are_told_apart() -> None:
    counts = dict.fromkeys(("sentences", "in_text", "usable", "menu", "menu_usable", "menu_in_text"), 0)
    for name, marked in TABLE.items():
        found = read(name)
        text, usable = folded(found.text), evidence(found)
        counts["sentences"] += len(marked["article"])
        counts["in_text"] += sum(sentence in text for sentence in marked["article"])
        counts["usable"] += sum(sentence in usable for sentence in marked["article"])
        counts["menu"] += len(marked["menu"])
        counts["menu_usable"] += sum(words in usable for words in marked["menu"])
        counts["menu_in_text"] += sum(words in text for words in marked["menu"])
    figures = {
        "text_recall": counts["in_text"] / counts["sentences"],
        "evidence_recall": counts["usable"] / counts["sentences"],
        "menu_kept_out": 1 - counts["menu_usable"] / counts["menu"],
        "menu_kept_out_of_text": 1 - counts["menu_in_text"] / counts["menu"],
    }
    print(f"\n{len(TABLE)} awkward pages, {counts}: " + ", ".join(f"{name} {value:.4f}" for name, value in figures.items()))
    assert FLOORS
    for name, floor in FLOORS.items():
        assert figures[name] >= floor, f"{name} {figures[name]:.4f} is below its floor {floor}"


def test_a_menu_supports_no_claim() -> None:
    found = read("split_by_ads")
    assert compare("“Cheap insurance for your boat, compare prices now”", found).label is not Label.SUPPORTED
    assert compare("“Each of them can carry ninety cars and four hundred passengers”", found).label is Label.SUPPORTED
