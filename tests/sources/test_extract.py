"""What a source's bytes become, whatever kind of file they are."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.errors import ProvenanceError
from provenance.model import PageLink, PageLinks, Status
from provenance.sources.extraction.extract import Unreadable, extract
from provenance.sources.extraction.main_text import fold_words

PARAGRAPHS = (
    "The river authority closed the lower lock on Tuesday after divers found a crack in the eastern gate.",
    "Barges of more than 400 tonnes will be turned back at Holmwick until the gate has been welded.",
    "“We do not expect the repair to take longer than nine days,” the harbour master, Ines Varga, told the council.",
    "The council set aside 1,200,000 crowns for the work and for the ferry that will run in the meantime.",
)


def page(*paragraphs: str, head: str = "", before: str = "", after: str = "") -> bytes:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    html = f'<!doctype html><html lang="en"><head><title>Lock closed</title>{head}</head><body>{before}<article><h1>Lock closed</h1>{body}</article>{after}</body></html>'
    return html.encode()


def test_main_text_is_the_page_s_own_words_in_page_order() -> None:
    found = extract(page(*PARAGRAPHS), content_type="text/html; charset=utf-8")
    positions = [found.text.index(paragraph) for paragraph in PARAGRAPHS]
    assert positions == sorted(positions)
    assert "\n\n".join(PARAGRAPHS) in found.text
    assert found.title == "Lock closed"
    assert found.language == "en"
    assert not found.truncated
    assert found.restricted is None


def test_menus_banners_and_related_links_are_only_in_the_rest_and_marked() -> None:
    found = extract(
        page(
            *PARAGRAPHS,
            before='<nav><ul><li><a href="/w">Weather</a></li><li><a href="/s">Sports results</a></li></ul></nav>'
            '<div class="cookie-banner">We use cookies. <button>Accept all cookies</button></div>',
            after='<aside class="related"><h3>Related</h3><a href="/x">Ferry strike enters its second week</a></aside>',
        )
    )
    for furniture in ("Sports results", "Accept all cookies", "Ferry strike enters its second week"):
        assert furniture not in found.text
        assert furniture in found.rest
        at = found.full.index(furniture)
        assert any(span.start <= at < span.end for span in found.furniture)
    marked = "".join(span.of(found.full) for span in found.furniture)
    assert not any(paragraph in marked for paragraph in PARAGRAPHS)


def test_what_the_heuristics_drop_is_in_the_rest() -> None:
    aside = "Correction: an earlier version of this report gave the wrong weight for barges."
    found = extract(page(*PARAGRAPHS, after=f"<div><small>{aside}</small></div>"))
    assert aside in found.full


def test_the_rest_repeats_nothing_of_the_main_text() -> None:
    found = extract(page(*PARAGRAPHS, after=f"<div class='sidebar'><p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[0]}</p></div>"))
    assert found.full.count(PARAGRAPHS[0]) == 1


@pytest.mark.parametrize(
    "hidden",
    [
        "<p hidden>{}</p>",
        '<p style="display:none">{}</p>',
        '<p style="visibility: hidden">{}</p>',
        '<p style="font-size:0">{}</p>',
        '<p style="font-size: 0px; color:red">{}</p>',
        '<p style="opacity:0">{}</p>',
        '<p style="opacity:0.0;">{}</p>',
        '<p style="color:#fff;background:white">{}</p>',
        '<p style="color: transparent">{}</p>',
        '<p style="color: white">{}</p>',
        '<p><font color="#FFFFFF">{}</font></p>',
        '<p style="text-indent:-9999px">{}</p>',
        '<div aria-hidden="true"><p>{}</p></div>',
        "<template><p>{}</p></template>",
        "<noscript><p>{}</p></noscript>",
        "<!-- <p>{}</p> -->",
        "<script>var text = '{}';</script>",
        '<iframe srcdoc="<p>{}</p>"></iframe>',
        "<dialog><p>{}</p></dialog>",
        "<style>.quiet {{ display: none }}</style><p class='quiet'>{}</p>",
        "<style>p#gone{{color:red;visibility:hidden}}</style><p id='gone'>{}</p>",
    ],
)
def test_hidden_text_is_no_text_of_the_page(hidden: str) -> None:
    secret = "The minister has secretly agreed to pay the whole sum."
    found = extract(page(*PARAGRAPHS, after=hidden.format(secret)))
    assert secret not in found.full
    assert PARAGRAPHS[-1] in found.full


@pytest.mark.parametrize("shown", ['<p style="opacity:0.8">{}</p>', '<p style="font-size:0.9em">{}</p>', '<details><summary>More</summary><p>{}</p></details>',
                                   '<p style="color:#fff;background:#003366">{}</p>', "<style>.a .b{{display:none}} @media print {{ .c {{display:none}} }}</style><p class='b c'>{}</p>"])  # fmt: skip
def test_shown_text_is_text_of_the_page(shown: str) -> None:
    plain = "The ferry will leave from the northern quay every half hour."
    assert plain in extract(page(*PARAGRAPHS, after=shown.format(plain))).full


def test_inline_markup_leaves_no_trace_and_breaks_no_word() -> None:
    found = extract(
        page(
            "The <b>Hol</b>mwick <a href='/l'>lock</a>, built in <em>1931</em>, is <i>not</i> open<sup><a href='#n'>[2]</a></sup>.",
            *PARAGRAPHS,
        )
    )
    assert "The Holmwick lock, built in 1931, is not open." in found.full


def test_table_cells_and_line_breaks_part_words() -> None:
    lines = "The ferry leaves at nine from the northern quay<br>and at ten from the southern quay<br><br>On Sundays there is no ferry at all before the noon bell"
    found = extract(page(PARAGRAPHS[0], lines, PARAGRAPHS[1], after="<table><tr><td>Holmwick</td><td>400 t</td></tr></table>"))
    assert lines.replace("<br>", "\n") in found.full
    assert "Holmwick\t400 t" in found.full


@pytest.mark.parametrize("depth", [100, 400, 3000, 20_000])
def test_text_below_any_depth_is_found(depth: int) -> None:
    deep = "At the very bottom of the page there is a sentence that must not be lost."
    body = f"<html><body><p>{PARAGRAPHS[0]}</p>{'<div>' * depth}<p>{deep}</p>{'</div>' * depth}<p>{PARAGRAPHS[1]}</p></body></html>"
    found = extract(body.encode())
    assert deep in found.full
    assert PARAGRAPHS[1] in found.full
    assert not found.truncated


def test_a_page_that_is_too_large_says_so() -> None:
    found = extract(b"<html><body><p>" + b"word " * 4_000_000 + b"</p><p>end</p></body></html>", content_type="text/html")
    assert found.truncated


def test_same_bytes_same_extract() -> None:
    body = page(*PARAGRAPHS, before="<nav><a href='/'>Home</a></nav>")
    assert extract(body, url="https://example.org/a") == extract(body, url="https://example.org/a")


def test_links_are_absolute_and_hidden_ones_are_left_out() -> None:
    found = extract(
        page(
            "See <a href='/law/12'>the <b>decree</b></a> and <a href='javascript:x()'>x</a>.",
            after="<div hidden><a href='/spam'>spam</a></div>",
        ),
        url="https://example.org/news/1",
    )
    assert [(link.url, link.text) for link in found.links] == [("https://example.org/law/12", "the decree")]


def test_links_of_a_page_are_what_a_tuple_of_them_is() -> None:
    pairs = [("https://a.example/", "one"), ("https://b.example/", ""), ("https://c.example/\nx", "two\nlines")]
    links, same = PageLinks.of(pairs), (*(PageLink(*pair) for pair in pairs[:2]), PageLink("https://c.example/x", "two lines"))
    assert links == same
    assert links == PageLinks(links.urls, links.texts)
    assert hash(links) == hash(same)
    assert (len(links), links[0], links[-2:], list(links)) == (3, same[0], same[-2:], list(same))
    assert same[0] in links
    assert links != same[:2]
    assert PageLinks.of(()) == ()
    assert not PageLinks.of(())
    assert PageLinks.of([("https://a.example/", "")]) == (PageLink("https://a.example/", ""),)


@given(st.text(max_size=60) | st.text("aB9_’“ é\u00a0Ж\n", max_size=60))
def test_words_are_runs_of_letters_and_digits(text: str) -> None:
    assert fold_words(text) == re.findall(r"[^\W_]+", text.casefold())


# ---- other kinds of file -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"", "text/html", Status.EMPTY),
        (b" \n\t ", None, Status.EMPTY),
        (b"\xef\xbb\xbf", "text/html", Status.EMPTY),
        (b"<html><body></body></html>", "text/html", Status.EMPTY),
        (b"%PDF-1.7\n1 0 obj", "text/html", Status.WRONG_TYPE),
        (b"PK\x03\x04\x14\x00", "application/pdf", Status.WRONG_TYPE),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "image/png", Status.WRONG_TYPE),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "text/html", Status.WRONG_TYPE),
        (b"\x1f\x8b\x08\x00", "text/html", Status.WRONG_TYPE),
        (b"words" + b"\0" * 400, "text/plain", Status.WRONG_TYPE),
        (b"some words", "image/png", Status.WRONG_TYPE),
    ],
)
def test_what_is_no_text_is_said_to_be_none(body: bytes, content_type: str | None, status: Status) -> None:
    with pytest.raises(Unreadable) as caught:
        extract(body, content_type=content_type)
    assert caught.value.status is status
    assert str(caught.value) == caught.value.reason
    assert isinstance(caught.value, ProvenanceError)


def test_html_is_recognised_whatever_the_server_calls_it() -> None:
    for content_type in ("application/pdf", "application/octet-stream", "text/plain", None):
        assert PARAGRAPHS[2] in extract(page(*PARAGRAPHS), content_type=content_type).text


def test_plain_text_is_left_as_it_is() -> None:
    found = extract(b"One line of it.\r\n\r\nAnd a second, with <b> in it.\r\n", content_type="text/plain")
    assert found.text == "One line of it.\n\nAnd a second, with <b> in it."


def test_a_feed_gives_its_items() -> None:
    feed = f"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>River news</title><item><title>Lock closed</title>
    <link>https://example.org/1</link><description>&lt;p&gt;{PARAGRAPHS[0]}&lt;/p&gt;</description></item></channel></rss>"""
    found = extract(feed.encode(), content_type="application/rss+xml")
    assert found.title == "River news"
    assert PARAGRAPHS[0] in found.text
    assert "<p>" not in found.text
    assert [link.url for link in found.links] == ["https://example.org/1"]


def test_xml_entities_are_not_expanded() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]><l><p>Just a line.</p><p>&b;</p><p>&f;</p></l>'
    assert extract(bomb, content_type="application/xml").text == "Just a line."


def test_json_gives_its_strings() -> None:
    data = json.dumps(
        {"headline": "Lock closed again", "n": 4, "body": [PARAGRAPHS[0], {"x": PARAGRAPHS[1]}], "u": "https://example.org/a b"}
    )
    found = extract(data.encode(), content_type="application/json")
    assert found.text == "\n\n".join(("Lock closed again", PARAGRAPHS[0], PARAGRAPHS[1]))


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(st.binary(max_size=400), st.text(alphabet="<>/!-pdivtable \"'=&;#x0aé\u202e", max_size=300).map(str.encode)),
    st.sampled_from(["text/html", None, "text/plain", "application/xml"]),
)
def test_no_bytes_break_it(body: bytes, content_type: str | None) -> None:
    try:
        found = extract(body, content_type=content_type)
    except Unreadable:
        return
    json.dumps(found.full).encode("ascii")
    found.full.encode("utf-8")
    for span in found.furniture:
        assert span.of(found.full).strip()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.text(alphabet=st.characters(categories=("L", "Nd")), min_size=3, max_size=12), min_size=3, max_size=40, unique=True),
    st.integers(1, 6),
)
def test_every_visible_word_is_read_once(words: list[str], size: int) -> None:
    groups = [words[i : i + size] for i in range(0, len(words), size)]
    body = (
        "<html><body>"
        + "".join(f"<{'p' if i % 2 else 'div'}>{' '.join(group)}</{'p' if i % 2 else 'div'}>" for i, group in enumerate(groups))
        + "</body></html>"
    )
    full = extract(body.encode()).full
    for group in groups:
        assert " ".join(group) in full
