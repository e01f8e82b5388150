"""The parts of a page that may name its author or its date."""

from __future__ import annotations

import pytest
from guards import no_hang

from provenance.model import Extract
from provenance.sources.extraction import clues
from provenance.sources.extraction.extract import extract
from provenance.sources.extraction.visible import visible

PROSE = (
    "<p>The lower lock at Holmwick was closed on Tuesday, the river authority said in a notice to the barge owners of the valley.</p>" * 8
)


def read(parts: str) -> Extract:
    html = f"<html lang=en><head><title>Lock closed</title></head><body><article><h1>Lock closed</h1>{parts}{PROSE}</article></body></html>"
    return extract(html.encode(), content_type="text/html; charset=utf-8", url="https://holmwick.test/lock")


@pytest.mark.parametrize(
    ("parts", "author"),
    [
        ('<div class="article-byline">By <a href="/p/1">Ada Marsh</a></div>', "Ada Marsh"),
        ('<a rel="author" href="/p/1">Ada Marsh</a>', "Ada Marsh"),
        ('<p class="byline">By <b>Ada</b> <i>O&#39;Marsh</i></p>', "Ada O'Marsh"),
        ('<p>Words</p><span itemprop="author"><b>Ada</b> Marsh</span>', "Ada Marsh"),
        ('<div id="comments"><span class="author">Troll Tomson</span></div>', None),
        ('<div class="byline" hidden>By Ada Marsh</div>', None),
        ('<div class="box">Ada Marsh</div>', None),
    ],
)
def test_a_byline_is_found_by_its_marks(parts: str, author: str | None) -> None:
    assert read(parts).author == author


@pytest.mark.parametrize(
    ("parts", "date"),
    [
        ('<time datetime="2021-03-04T10:00:00Z">4 March</time>', "2021-03-04"),
        ('<div class="postDate">4 March 2021</div>', "2021-03-04"),
        ('<input type="hidden" class="published_date" value="2021-03-04 10:00:00">', "2021-03-04"),
        ("<p>Notice of 2021-03-04</p>", "2021-03-04"),
        ("<p>The notice has no date.</p>", None),
    ],
)
def test_a_dateline_is_found_by_its_marks(parts: str, date: str | None) -> None:
    published = read(parts).published
    assert (published[:10] if published else None) == date


def test_marks_are_read_word_by_word() -> None:
    assert clues.by_marks(["story", "byline"]) == 2
    assert clues.by_marks(["comment", "author"]) == 2
    assert clues.by_marks(["comment", "list"]) == 1
    assert clues.by_marks(["overtime", "story"]) == 0


def test_what_is_gathered_is_bounded_whatever_the_page_marks() -> None:
    html = "<html><body>" + "<div class=author>" * 5000 + "word " * 50_000 + "</div>" * 5000 + "<p class=date>word word</p>" * 5000
    seen = visible(html)
    page = clues.page(seen.head, seen.clues, ())
    assert page.count("word") < 5000
    assert len(page) < 200_000
    assert page.count("<div") == page.count("</div")


def test_no_page_makes_it_large() -> None:
    attributes = " ".join(f"a{n}=1" for n in range(20_000))
    metas = f"<meta content=x name=author {attributes}>" * 3
    data = "<script type='application/ld+json'>" + "[" * 100_000 + "</script>"
    dates = "<p>Notice of 2021-03-04 and more</p>" * 20_000
    with no_hang():
        seen = visible(f"<html><head>{metas}{data * 5}</head><body>{dates}")
        page = clues.page(seen.head, seen.clues, [block.text for block in seen.blocks])
    assert len(page) < 400_000
    assert page.count("<p>") <= 200


def test_gathered_words_stay_words() -> None:
    seen = visible('<html><body><p class="byline" title="&quot;><script>">&lt;b&gt; Ada &amp; Bo</p></body></html>')
    page = clues.page(seen.head, seen.clues, ("<i>2021-03-04</i>",))
    assert "&lt;b&gt; Ada &amp; Bo" in page
    assert "<script>" not in page
    assert "&lt;i&gt;2021-03-04" in page
