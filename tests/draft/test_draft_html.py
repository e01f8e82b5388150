"""HTML as a visitor sees it."""

from __future__ import annotations

import contextlib
import gzip
import json
import re
from collections import Counter
from datetime import date
from itertools import islice
from pathlib import Path

import pytest
from guards import no_hang

from provenance.draft import read_text
from provenance.errors import DraftError
from provenance.model import BlockKind, Draft, How


def html(text: str) -> Draft:
    return read_text(text, format="html")


def shown(draft: Draft) -> list[tuple[str, str]]:
    return [(block.kind.value, " ".join(piece.of(draft.text) for piece in block.pieces)) for block in draft.blocks]


PAGE = """<!DOCTYPE html>
<html lang="ru-RU"><head><title>The deal | Site</title>
<meta property="og:title" content="The deal of the year"><link rel="canonical" href="https://site.example/news/1">
<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "datePublished": "2020-11-20T10:00:00+03:00"}]}</script>
<style>p { color: red }</style></head><body>
<header><a href="/">Home</a></header><nav><ul><li><a href="/world">World</a></li></ul></nav>
<main><article><h1>The deal of
   the year</h1>
<p>The first&nbsp;paragraph says
   <a href="https://agency.example/1">the agency
   reported</a> it.</p><p hidden>Not seen</p><p style="display: none">Nor this</p>
<figure><img src="x.jpg" alt="y"><figcaption>A bridge. <a href="https://pictures.example/9">Agency</a></figcaption></figure>
<blockquote><p>It is <em>so</em>.</p></blockquote>
<ul><li>One</li><li>Two<ol><li>Three</li></ol></li></ul>
<table><tr><th>Who</th><td>What</td></tr></table>
<pre>a  =  1
b</pre>
<div class="related-articles"><a href="/news/2">Another story of theirs</a></div>
</article></main><aside><p>Beside it</p></aside><footer>© Site <a href="/about">About</a></footer></body></html>"""


def test_a_page() -> None:
    draft = html(PAGE)
    assert (draft.title, draft.language, draft.date) == ("The deal of the year", "ru", date(2020, 11, 20))
    assert shown(draft) == [
        ("furniture", "Home"),
        ("furniture", "World"),
        ("heading", "The deal of the year"),
        ("paragraph", "The first\u00a0paragraph says the agency reported it."),
        ("caption", "A bridge. Agency"),
        ("blockquote", "It is so."),
        ("list_item", "One"),
        ("list_item", "Two"),
        ("list_item", "Three"),
        ("table", "Who"),
        ("table", "What"),
        ("code", "a  =  1\nb"),
        ("furniture", "Another story of theirs"),
        ("furniture", "Beside it"),
        ("furniture", "© Site About"),
    ]
    assert [(link.url, link.context[:1]) for link in draft.links] == [
        ("https://site.example/news/1", ("head",)),
        ("https://site.example/", ("header",)),
        ("https://site.example/world", ("li",)),
        ("https://agency.example/1", ("article",)),
        ("https://pictures.example/9", ("figcaption",)),
        ("https://site.example/news/2", ("related",)),
        ("https://site.example/about", ("footer",)),
    ]
    assert draft.links[2].context == ("li", "nav")


def test_places_lead_into_the_file() -> None:
    draft = html(PAGE)
    lines = PAGE.split("\n")
    for link in draft.links[1:]:
        first = link.text.split()[0]
        assert lines[link.span.line - 1][link.span.column - 1 :].startswith(first)  # type: ignore[operator]


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("https://www.google.com/url?q=https://a.example/1%3Fb%3D2&amp;sa=D", "https://a.example/1?b=2"),
        ("https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fa.example%2F1&amp;data=x", "https://a.example/1"),
        ("https://l.facebook.com/l.php?u=https%3A%2F%2Fa.example%2F1&amp;h=x", "https://a.example/1"),
        ("https://vk.com/away.php?to=https%3A%2F%2Fa.example%2F1", "https://a.example/1"),
        ("//a.example/1", "https://a.example/1"),
        (" https://a.example/1\n", "https://a.example/1"),
        ("../2", "https://base.example/a/2"),
    ],
)
def test_addresses_unwrapped_and_resolved(href: str, url: str) -> None:
    draft = html(f'<base href="https://base.example/a/b/"><p>See <a href="{href}">this</a>.</p>')
    assert [link.url for link in draft.links] == [url]


def test_what_is_no_link() -> None:
    draft = html(
        '<p>See <a href="javascript:x()">a</a> <a href="mailto:a@b.example">b</a> <a name="x">c</a>.</p><!-- <a href="https://a.example">d</a> --><pre>https://a.example/1</pre><script>"https://a.example/2"</script><img src="https://a.example/3">'
    )
    assert draft.links == ()


def test_footnotes() -> None:
    draft = html(
        '<p>He said so.<sup><a href="#n1">[1]</a></sup> She too<a href="#n2">2</a>.</p><ol><li id="n1">See <a href="https://a.example/1">this</a>. <a href="#r">↩</a></li><li id="n2">https://a.example/2</li></ol>'
    )
    marks = [(link.url, link.label, link.text) for link in draft.links if link.how is How.FOOTNOTE]
    assert marks == [("https://a.example/1", "1", "[1]"), ("https://a.example/2", "2", "2")]
    assert [block.label for block in draft.blocks if block.kind is BlockKind.FOOTNOTE] == ["1", "2"]
    assert shown(draft)[0] == ("paragraph", "He said so. She too .")


def test_raised_numbers_that_are_links() -> None:
    draft = html('<p>He said so.<sup><a href="https://a.example/1">1</a></sup></p>')
    assert [(link.how, link.label) for link in draft.links] == [(How.FOOTNOTE, "1")]


def test_entities_and_odd_markup() -> None:
    draft = html("<p>a &lt; b &amp;&amp; c&shy;d &#1046; &unknown; 3 < 4</p><p>unclosed <b>bold<p>next</p>")
    assert draft.text == "a < b && c\u00add Ж &unknown; 3 < 4\n\nunclosed bold\n\nnext"


def test_line_breaks() -> None:
    assert html("<p>one<br>two<br><br>three</p>").text == "one\ntwo\n\nthree"


def test_article_inside_a_wrapper_with_a_misleading_name() -> None:
    prose = "".join(f"<p>The spokesman said in sentence {n} that the post near the bridge would stay open.</p>" for n in range(9))
    draft = html(
        f'<body><div class="with-sidebar"><h1>Head of it all</h1>{prose}</div><div class="sidebar"><p>Subscribe to us</p></div></body>'
    )
    assert [kind for kind, _ in shown(draft)] == ["heading"] + ["paragraph"] * 9 + ["furniture"]


@pytest.mark.parametrize(
    "text",
    [
        "<p>x</p>" + "<a " * 300_000,
        "<p>x</p>" + '<a b="' * 200_000,
        "<p>x" + "<!-" * 300_000,
        "<p>" + "< " * 300_000 + "x",
        "<div>" * 20_000 + "x",
        "<p>" + "&amp;x" * 50_000,
        "<p " + "a=1 " * 50_000 + ">x",
        "<script>" * 20_000 + "x",
        "</" * 200_000 + "x",
    ],
)
def test_hostile_markup_is_read_or_refused(text: str) -> None:
    with no_hang(), contextlib.suppress(DraftError):
        draft = html(text)
        assert all(piece.of(draft.text) for block in draft.blocks for piece in block.pieces)


def test_depth_loses_nothing() -> None:
    assert "deep inside" in html("<div>" * 1500 + "deep inside" + "</div>" * 1500).text


def test_too_many_tags() -> None:
    with pytest.raises(DraftError, match="tags"):
        html("<p>x" * 300_001)


def test_links_that_stand_alone_are_teasers() -> None:
    draft = html(
        '<article><h1><a href="https://a.example/0">Head</a></h1><p>He said so.</p><ul><li><a href="https://a.example/1">Another story of theirs</a></li></ul><h2>Sources</h2><ul><li><a href="https://a.example/2">Letter</a></li></ul></article>'
    )
    assert shown(draft) == [
        ("heading", "Head"),
        ("paragraph", "He said so."),
        ("furniture", "Another story of theirs"),
        ("heading", "Sources"),
        ("list_item", "Letter"),
    ]


def test_real_pages(shared: Path) -> None:
    """How much of the article on real pages is read, and how much of what is read is not the article (in words)."""
    recall, leak, pages = 0.0, 0.0, 0
    with gzip.open(shared / "data" / "pages" / "aeb.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in islice(lines, 0, None, 6):
            page = json.loads(line)
            draft = html(page["html"])
            read = Counter(
                word
                for block in draft.blocks
                if block.kind not in (BlockKind.FURNITURE, BlockKind.CODE)
                for piece in block.pieces
                for word in re.findall(r"\w+", piece.of(draft.text).lower())
            )
            marked = Counter(re.findall(r"\w+", page["body"].lower()))
            shared_words = (read & marked).total()
            recall += shared_words / marked.total()
            leak += 1 - shared_words / read.total()
            pages += 1
    assert pages >= 30
    assert recall / pages >= 0.985
    assert leak / pages <= 0.22
