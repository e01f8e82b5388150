"""The visible blocks of a page."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from guards import no_hang

from provenance.sources.extraction.markup import hidden_names, hides
from provenance.sources.extraction.visible import visible


def texts(html: str) -> list[str]:
    return [block.text for block in visible(f"<html><body>{html}</body></html>").blocks]


def test_blocks_part_where_a_visitor_sees_a_break() -> None:
    assert texts("<div>one <b>two</b><p>three</p>four</div><ul><li>five<li>six</ul>") == ["one two", "three", "four", "five", "six"]


def test_a_block_knows_its_links_and_its_place() -> None:
    found = visible(
        "<html><body><nav><a href='/a'>All news</a></nav><main><h2>Head</h2><p>Half <a href='/b'>link</a></p></main></body></html>"
    ).blocks
    assert [(block.text, block.furniture, block.article, block.heading) for block in found] == [
        ("All news", True, False, False),
        ("Head", False, True, True),
        ("Half link", False, True, False),
    ]
    assert [round(block.link_share, 2) for block in found] == [1.0, 0.0, 0.44]


def test_a_headline_in_the_page_header_is_no_furniture() -> None:
    found = visible("<html><body><header><a href='/'>Logo</a><h1>Lock closed</h1></header></body></html>").blocks
    assert [(block.text, block.furniture) for block in found] == [("Logo", True), ("Lock closed", False)]


def test_blocks_of_one_paragraph_share_its_links() -> None:
    found = visible("<html><body><p><a href='/a'>abc</a><br><br>defg</p></body></html>").blocks
    assert [(block.text, block.linked) for block in found] == [("abc", 3), ("defg", 0)]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>The toll was <s>14</s> 12.</p>", "The toll was 12."),
        ("<p>The toll was <del>14</del><ins>12</ins>.</p>", "The toll was 12."),
        ("<p><ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>字</p>", "漢字"),
        ("<p>In 2019<sup><a href='#n3'>3</a></sup> it closed.</p>", "In 2019 it closed."),
        ("<p>In 2019<a href='#n3'><sup>3</sup></a> it closed.</p>", "In 2019 it closed."),
        ("<p>In 2019<sup>[a]</sup> it closed.</p>", "In 2019 it closed."),
        ("<p>10<sup>6</sup> tonnes, 40 m<sup>2</sup></p>", "10 6 tonnes, 40 m2"),
        ("<p>the 5<sup>th</sup> lock</p>", "the 5th lock"),
        ("<p>un<wbr>breakable, H<sub>2</sub>O</p>", "unbreakable, H2O"),
    ],
)
def test_words_are_read_as_they_are_meant(html: str, text: str) -> None:
    assert texts(html) == [text]


def test_noscript_is_kept_apart() -> None:
    found = visible("<html><body><noscript>Please enable JavaScript</noscript><script>x</script><p>text</p></body></html>")
    assert found.noscript == "Please enable JavaScript"
    assert found.scripts == 1
    assert [block.text for block in found.blocks] == ["text"]


def test_control_characters_do_not_come_back_through_references() -> None:
    assert "\x1b" not in "".join(texts("<p>a&#27;[31mb&#x9b;</p>"))


@pytest.mark.parametrize(
    ("attributes", "hidden"),
    [
        ({"hidden": ""}, True),
        ({"hidden": "until-found"}, False),
        ({"aria-hidden": "false"}, False),
        ({"style": "DISPLAY : NONE"}, True),
        ({"style": "display:nonesuch"}, True),
        ({"style": "opacity:.05"}, False),
        ({"style": "font-size:0.5rem"}, False),
        ({"style": "background-color:#fff"}, False),
        ({"style": "color:#000; background-color: rgb(0, 0, 0)"}, True),
        ({"style": "left:-20px"}, False),
    ],
)
def test_hides(attributes: dict[str, str], hidden: bool) -> None:
    assert hides("p", attributes) is hidden


def test_style_sheets_hide_only_what_nothing_shows() -> None:
    sheet = """
    /* .comment { display:none } */
    .gone, p.away { display: none }  #box{visibility:hidden}
    .menu { display:none }  .open .menu { display:block }
    @media print { .screen { display:none } }
    .a .b { display:none }  .c:hover { display:none }
    """
    assert hidden_names(sheet) == {".gone", ".away", "#box"}


def test_tags_that_are_written_alike_are_still_each_in_its_place() -> None:
    html = """<html><body><p class=x>seen</p><style>.x{display:none}</style><p class=x>gone</p><p class=y>kept</p>
    <article><header class=h><p>in</p></header></article><header class=h><p>out</p></header></body></html>"""
    found = visible(html).blocks
    assert [(block.text, block.furniture) for block in found] == [("seen", False), ("kept", False), ("in", False), ("out", True)]


def test_a_page_knows_nothing_of_those_before_it() -> None:
    plain = "<html><body><p class=x>one <a href=/a>two</a></p><h1>three</h1></body></html>"
    first = visible(plain)
    for other in (
        "<style>.x{display:none}</style><nav><ul><li><pre><a href=/b>open",
        "<title>cut <script type=application/ld+json>{",
        "<i>" * 400_001 + "beyond the bound",
        "",
        "<p bgcolor=black><font color=white>white",
    ):
        visible(other)
        assert visible(plain) == first
        assert visible(plain).links == (("/a", "two"),)


def test_pages_are_read_in_several_threads_at_once() -> None:
    pages = [f"<html><body><h1>page {n}</h1>" + "".join(f"<p>words {n} {k}</p>" for k in range(50)) for n in range(40)]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(visible, pages))
    assert [[block.text for block in one.blocks] for one in found] == [
        [f"page {n}", *(f"words {n} {k}" for k in range(50))] for n in range(40)
    ]


@pytest.mark.parametrize(
    "html",
    [
        "<a " * 60_000,
        "<div>" * 200_000,
        "<h1>" * 100_000,
        "<!--" * 200_000,
        "<style>" + "/*" * 100_000,
        "<style>" + "{" * 200_000,
        "".join(f"<style>.a{n}{{display:none}}.b{n}{{display:block}}</style><p class=a{n}>x</p>" for n in range(8000)),
        "".join(f"<p class=author{n}>x" for n in range(20_000)),
        '<p style="' + "color:" * 50_000 + '">x</p>',
        "<p>" + "<sup>[1" * 30_000,
    ],
)
def test_hostile_pages_are_read_to_their_end(html: str) -> None:
    with no_hang():
        seen = visible(html)
    assert "<style" not in repr(seen)[:100_000]
