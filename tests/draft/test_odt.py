"""OpenDocument texts: what their author means to be read, and where it stands."""

from __future__ import annotations

from datetime import date
from xml.sax.saxutils import quoteattr

import pytest
from office_files import odt

from provenance.draft import read_bytes
from provenance.errors import DraftError
from provenance.model import BlockKind, Draft, How, Span


def read(body: bytes, path: str = "story.odt") -> Draft:
    draft = read_bytes(body, path=path)
    for link in draft.links:
        assert not link.text or link.span.of(draft.text) == link.text
    return draft


def p(*inner: str, style: str = "") -> str:
    about = f' text:style-name="{style}"' if style else ""
    return f"<text:p{about}>{''.join(inner)}</text:p>"


def link(url: str, words: str) -> str:
    return f"<text:a xlink:href={quoteattr(url)}>{words}</text:a>"


def blocks(draft: Draft) -> list[tuple[str, int, str]]:
    return [(block.kind.value, block.level, " ".join(piece.of(draft.text) for piece in block.pieces)) for block in draft.blocks]


def test_tracked_changes_comments_and_hidden_words() -> None:
    tracked = (
        "<text:tracked-changes><text:changed-region><text:deletion>"
        + p("was closed")
        + "</text:deletion></text:changed-region></text:tracked-changes>"
    )
    draft = read(
        odt(
            [
                tracked,
                p(
                    'The bridge <text:change text:change-id="a"/><text:change-start text:change-id="b"/>stays open',
                    '<text:change-end text:change-id="b"/><office:annotation><dc:creator>A</dc:creator>'
                    + p("Really?")
                    + "</office:annotation>",
                    '<text:span text:style-name="T9"> secretly</text:span>, the mayor said.',
                ),
                '<text:section text:display="none">' + p("Hidden.") + "</text:section>",
                '<text:section text:name="x">' + p("Shown.") + "</text:section>",
            ]
        )
    )
    assert draft.text == "The bridge stays open, the mayor said.\n\nShown."
    assert draft.notes == ("tracked changes were read as accepted", "comments were left out")


def test_kinds_of_paragraphs() -> None:
    lists = (
        '<text:list text:style-name="L1"><text:list-item>' + p("First") + "<text:list><text:list-item>" + p("Inside")
        + "</text:list-item></text:list></text:list-item><text:list-item>" + p("Second") + p("goes on")
        + "</text:list-item></text:list>"
    )  # fmt: skip
    table = "<table:table><table:table-row><table:table-cell>" + p("Cell") + "</table:table-cell></table:table-row></table:table>"
    contents = "<text:table-of-content><text:index-body>" + p("Water rises 2") + "</text:index-body></text:table-of-content>"
    draft = read(
        odt(
            [
                p("The Great Flood", style="Title"),
                '<text:h text:outline-level="2" text:style-name="P99">Water rises</text:h>',
                contents,
                p("We saw it coming.", style="P1"),
                lists,
                table,
            ]
        )
    )
    assert blocks(draft) == [
        ("heading", 1, "The Great Flood"),
        ("heading", 2, "Water rises"),
        ("furniture", 0, "Water rises 2"),
        ("blockquote", 1, "We saw it coming."),
        ("list_item", 1, "First"),
        ("list_item", 2, "Inside"),
        ("list_item", 1, "Second"),
        ("list_item", 1, "goes on"),
        ("table", 0, "Cell"),
    ]
    assert draft.title == "The Great Flood"


def test_links_of_every_kind() -> None:
    zotero = 'ZOTERO_ITEM CSL_CITATION {"citationItems":[{"itemData":{"DOI":"10.1000/182"}}]} RNDx'
    draft = read(
        odt(
            [
                p("It says ", link("https://example.org/a?b=1&c=2", "in the <text:span>re</text:span>port"), " of May."),
                p("As ", '<text:bibliography-mark text:url="https://example.org/b">[Ode20]</text:bibliography-mark>', " found."),
                p(f"So <text:reference-mark-start text:name={quoteattr(zotero)}/>(Ode 2020)", f"<text:reference-mark-end text:name={quoteattr(zotero)}/>."),
                p("To ", link("#part2", "a place inside"), "."),
            ]
        )
    )  # fmt: skip
    assert [(found.text, found.url) for found in draft.links] == [
        ("in the report", "https://example.org/a?b=1&c=2"),
        ("[Ode20]", "https://example.org/b"),
        ("(Ode 2020)", "https://doi.org/10.1000/182"),
    ]


def test_notes_are_bound_to_their_marks() -> None:
    note = '<text:note text:note-class="{}"><text:note-citation>1</text:note-citation><text:note-body>{}</text:note-body></text:note>'
    draft = read(
        odt(
            [
                p(
                    "The dam broke in May.",
                    note.format("footnote", p("River report, ", link("https://example.org/one", "page 4"))),
                    " Nobody was hurt.",
                ),
                p("It was old", note.format("endnote", p("The engineer, https://example.org/two") + p("And more.")), "."),
                p("Not here.", note.format("footnote", p(""))),
            ]
        )
    )
    assert "The dam broke in May.[1] Nobody was hurt." in draft.text
    marks = [(found.span.of(draft.text), found.url) for found in draft.links if found.how is How.FOOTNOTE]
    assert marks == [("[1]", "https://example.org/one"), ("[2]", "https://example.org/two")]
    notes = [(block.label, block.span.of(draft.text)) for block in draft.blocks if block.kind is BlockKind.FOOTNOTE]
    assert notes == [("1", "River report, page 4"), ("2", "The engineer,"), ("2", "And more.")]
    assert draft.text.splitlines()[4] == "Not here."


def test_numbered_sources() -> None:
    entries = "".join(f"<text:list-item>{p(f'https://example.org/{at}')}</text:list-item>" for at in (1, 2))
    more = "".join(f"<text:list-item>{p(f'https://example.org/{at}')}</text:list-item>" for at in (3, 4))
    draft = read(
        odt(
            [
                p("The dam is old [2]. It broke [3]."),
                '<text:h text:outline-level="1">Sources</text:h>',
                f'<text:list text:style-name="L2" xml:id="one">{entries}</text:list>',
                p("A remark between."),
                f'<text:list text:style-name="L2" text:continue-list="one">{more}</text:list>',
            ]
        )
    )
    marks = [(found.span.of(draft.text), found.url) for found in draft.links if found.how is How.BIBLIOGRAPHY]
    assert marks == [("[2]", "https://example.org/2"), ("[3]", "https://example.org/3")]


def test_boxes_blanks_breaks_and_pages() -> None:
    box = "<draw:frame><draw:text-box>" + p("In the box.") + "</draw:text-box><svg:title>A picture</svg:title></draw:frame>"
    draft = read(
        odt(
            [
                p("Before ", box, "and<text:s/>after<text:tab/>it.<text:line-break/>A new line."),
                p("Goes <text:soft-page-break/>over."),
                "<text:soft-page-break/>",
                p("Three."),
            ]
        )
    )
    assert draft.text == "Before and after it.\nA new line.\n\nIn the box.\n\nGoes over.\n\nThree."
    at = draft.text.index("over")
    placed = draft.placed(Span(at, at + 4))
    assert (placed.line, placed.column, placed.page) == (3, 6, 2)
    assert (draft.blocks[-1].span.line, draft.blocks[-1].span.page) == (4, 3)


def test_raised_figures() -> None:
    draft = read(
        odt([p('Some 10<text:span text:style-name="T8">6</text:span> people, the 5<text:span text:style-name="T8">th</text:span>.')])
    )
    assert draft.text == "Some 10⁶ people, the 5th."


def test_properties() -> None:
    meta = (
        "<dc:title>The Flood</dc:title><dc:date>2026-03-02T10:00:00.5</dc:date><meta:creation-date>2026-03-01T10:00:00</meta:creation-date>"
    )
    draft = read(odt([p("He said so.")], meta=meta + "<dc:language>de-DE</dc:language>"))
    assert (draft.title, draft.date, draft.format) == ("The Flood", date(2026, 3, 2), "odt")


def test_macros_and_other_kinds() -> None:
    assert "its macros were not read" in read(odt([p("He said so.")], parts={"Basic/Standard/Module1.xml": "<x/>"})).notes
    for kind, word in (("spreadsheet", "spreadsheet"), ("presentation", "presentation"), ("chart", "another kind")):
        with pytest.raises(DraftError, match=word):
            read(odt([p("x")], parts={"mimetype": f"application/vnd.oasis.opendocument.{kind}"}))
