"""HTML as programs save and export it: Google Docs, Word's filtered HTML, browsers."""

from __future__ import annotations

import pytest
from guards import no_hang

from provenance.claims.roles import roles
from provenance.draft import read_bytes, read_text
from provenance.errors import DraftError
from provenance.model import BlockKind, Draft, Role

GOOGLE = (
    '<html><head><meta content="text/html; charset=UTF-8" http-equiv="content-type"></head><body class="doc-content">'
    '<p class="c1"><span>The mayor said the quay was closed.</span><sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup>'
    '<sup><a href="#cmnt1" id="cmnt_ref1">[a]</a></sup><span> She told </span><span><a class="c4" '
    'href="https://www.google.com/url?q=https://coast.example/a?b%3D1&amp;sa=D&amp;source=editors&amp;ust=1&amp;usg=x">the Coast Post</a></span> so.</p>'
    '<hr class="c2"><div><p><a href="#ftnt_ref1" id="ftnt1">[1]</a><span> City hall, </span><a '
    'href="https://www.google.com/url?q=https://hall.example/n&amp;sa=D">notice</a></p><p><span>It goes on.</span></p></div>'
    '<div class="c9" style="border:1px solid black;margin:5px"><p><a href="#cmnt_ref1" id="cmnt1">[a]</a><span>Is that so? '
    "See https://remark.example/x</span></p></div></body></html>"
)
WORD = (
    "<html><head><title>Quay</title></head><body lang=EN-US><div class=WordSection1><p class=MsoNormal>The mayor said<span "
    'class=MsoCommentReference><a class=msocomanchor id="_anchor_1" href="#_msocom_1" name="_msoanchor_1">[A1]</a></span> the quay '
    'was closed.<a style=\'mso-footnote-id:ftn1\' href="#_ftn1" name="_ftnref1" title=""><span class=MsoFootnoteReference><span '
    'style=\'x\'>[1]</span></span></a> It opens later<a href="#_edn1" name="_ednref1"><sup>[i]</sup></a>.</p></div><div><br clear=all>'
    '<hr align=left size=1 width="33%"><div id=ftn1><p class=MsoFootnoteText><a href="#_ftnref1" name="_ftn1"><span '
    'class=MsoFootnoteReference>[1]</span></a> City hall, <a href="https://hall.example/n">notice</a>.</p></div></div><div><div id=edn1>'
    '<p class=MsoEndnoteText><a href="#_ednref1" name="_edn1">[i]</a> See https://b.example/q.</p></div></div>'
    "<div style='mso-element:comment-list'><hr class=msocomoff><div style='mso-element:comment'><div id=\"_com_1\" class=msocomtxt>"
    '<a name="_msocom_1"></a><p class=MsoCommentText><a href="#_msoanchor_1" class=msocomoff>[A1]</a>Check this!</p></div></div></div></body></html>'
)


def read_aloud(draft: Draft, kind: BlockKind = BlockKind.PARAGRAPH) -> str:
    return " ".join(piece.of(draft.text) for block in draft.blocks if block.kind is kind for piece in block.pieces)


def marks(draft: Draft) -> list[tuple[str, str]]:
    return [(link.text, link.url) for link in draft.links if link.label and "footnote" not in link.context]


def test_google_docs() -> None:
    draft = read_text(GOOGLE, format="html")
    assert read_aloud(draft) == "The mayor said the quay was closed. She told the Coast Post so."
    assert read_aloud(draft, BlockKind.FOOTNOTE) == "City hall, notice It goes on."
    assert marks(draft) == [("[1]", "https://hall.example/n")]
    told = next(link for link in draft.links if link.text == "the Coast Post")
    assert told.url == "https://coast.example/a?b=1"
    assert told.wrapped.startswith("https://www.google.com/url?q=https://coast.example/a?b%3D1&sa=D")
    assert "Is that so" not in draft.text
    assert "remark" not in "".join(link.url for link in draft.links)
    assert "comment" in draft.notes[0]


def test_word_filtered_html() -> None:
    draft = read_text(WORD, format="html")
    assert read_aloud(draft) == "The mayor said the quay was closed. It opens later ."
    assert marks(draft) == [("[1]", "https://hall.example/n"), ("[i]", "https://b.example/q")]
    assert "Check this" not in draft.text
    assert draft.notes[0].startswith("1 comment ")


@pytest.mark.parametrize(
    "head",
    [
        "<!DOCTYPE html>\n<!-- saved from url=(0031)https://coast.example/news/quay -->\n<html>",
        "<!DOCTYPE html> <html><!--\n Page saved with SingleFile \n url: https://coast.example/news/quay \n saved date: Tue Mar 03 2026\n-->",
        "<!-- Saved from https://coast.example/news/quay at 2026-03-03 using monolith v2 -->\n<html>",
        '<html data-scrapbook-source="https://coast.example/news/quay" lang="en">',
    ],
)
def test_a_page_says_where_it_was_saved(head: str) -> None:
    page = f'{head}<body><p>The mayor <a href="/b">said</a> so, and <a href="https://coast.example/news/quay#top">we</a> wrote it.</p></body></html>'
    draft = read_text(page, format="html")
    decided = {link.url: about.role for link, about in zip(draft.links, roles(draft), strict=True)}
    assert decided["https://coast.example/b"] is Role.CITATION
    assert decided["https://coast.example/news/quay"] is Role.NAVIGATION
    assert decided["https://coast.example/news/quay#top"] is Role.NAVIGATION


def test_the_address_that_it_was_fetched_from() -> None:
    page = b'<html><body><p>He <a href="b.html">said</a> so.</p></body></html>'
    draft = read_bytes(page, path="https://c.example/a/", address="https://c.example/a/1.html", format="html")
    assert [(link.url, "canonical" in link.context) for link in draft.links] == [
        ("https://c.example/a/1.html", True),
        ("https://c.example/a/b.html", False),
    ]
    based = page.replace(b"<body>", b'<head><base href="/x/"></head><body>')
    assert read_bytes(based, address="https://c.example/a/1.html", format="html").links[1].url == "https://c.example/x/b.html"


def test_the_charset_that_it_was_sent_with() -> None:
    words = "Министр сказал, что паром продадут."
    page = f'<html><head><meta charset="utf-8"></head><body><p>{words}</p></body></html>'
    for charset in ("windows-1251", "koi8-r", "utf-16", "utf-16be", "utf-8"):
        body = page.encode({"utf-16": "utf-16-le"}.get(charset, charset))
        assert read_bytes(body, format="html", charset=charset).text == words
    assert read_bytes(page.encode(), format="html", charset="no-such-charset").text == words


@pytest.mark.parametrize(
    "body",
    [
        '<p><a href="#cmnt1" id="cmnt_ref1">[a]</a>' * 5_000,
        '<div><a href="#cmnt_ref1" id="cmnt1">[a]</a>' * 1_500 + "said so",
        "<div>" + '<span id="a">x</span>' * 10_000 + "</div>",
        "<div>" + '<a id="a" href="#b">1</a>' * 10_000 + "</div>",
        '<div><a id="a">1</a>' + "<b>so</b>" * 15_000 + "</div>",
        "<sup>1</sup>" * 10_000,
        "<!-- saved from url=(" + "0" * 100_000,
    ],
)
def test_hostile_exports(body: str) -> None:
    with no_hang():
        try:
            text = read_text(f"<p>He said so.</p>{body}", format="html").text
        except DraftError as error:
            text = str(error)
    assert text
