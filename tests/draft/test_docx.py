"""Word documents: what their author means to be read, and where it stands."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from office_files import archive, deleted, docx, field, inserted, item, paragraph, run

from provenance.draft import read_bytes, read_text
from provenance.errors import DraftError
from provenance.model import BlockKind, Draft, How, Span


def read(body: bytes, path: str = "story.docx", **more: str) -> Draft:
    draft = read_bytes(body, path=path, **more)
    for block in draft.blocks:
        assert all(piece.of(draft.text).strip() for piece in block.pieces)
    for link in draft.links:
        assert not link.text or link.span.of(draft.text) == link.text
    return draft


def blocks(draft: Draft) -> list[tuple[str, int, str]]:
    return [(block.kind.value, block.level, " ".join(piece.of(draft.text) for piece in block.pieces)) for block in draft.blocks]


def test_tracked_changes_are_read_as_accepted() -> None:
    draft = read(
        docx(
            [
                paragraph("The bridge ", deleted("was closed"), inserted(run("stays open")), ", the mayor said."),
                paragraph('<w:moveFrom w:id="3"><w:r><w:t>She left on Monday.</w:t></w:r></w:moveFrom>', "The council agreed."),
                paragraph('<w:moveTo w:id="4"><w:r><w:t>She left on Monday.</w:t></w:r></w:moveTo>'),
            ]
        )
    )
    assert draft.text == "The bridge stays open, the mayor said.\n\nThe council agreed.\n\nShe left on Monday."
    assert "tracked changes were read as accepted" in draft.notes


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    gone = '<w:rPr><w:del w:id="5" w:author="A"/></w:rPr>'
    draft = read(
        docx(
            [
                paragraph("The vote, ", properties=gone),
                paragraph("she said, was fair.", style="Zitat"),
                paragraph(deleted("Nobody came."), properties=gone),
                paragraph("Last words ", properties=gone),
                "<w:tbl><w:tr><w:tc>" + paragraph("A cell.") + "</w:tc></w:tr></w:tbl>",
            ]
        )
    )
    assert blocks(draft) == [("blockquote", 1, "The vote, she said, was fair."), ("paragraph", 0, "Last words"), ("table", 0, "A cell.")]


def test_a_former_style_is_no_style() -> None:
    changed = '<w:pPrChange w:id="1"><w:pPr><w:pStyle w:val="berschrift2"/></w:pPr></w:pPrChange>'
    assert blocks(read(docx([paragraph("Plain now.", properties=changed)]))) == [("paragraph", 0, "Plain now.")]


def test_deleted_rows_and_cells_are_left_out() -> None:
    row = "<w:tr>{}<w:tc>{}" + paragraph("{}") + "</w:tc><w:tc>" + paragraph("Kept {}") + "</w:tc></w:tr>"
    table = row.format("", "", "One", 1) + row.format('<w:trPr><w:del w:id="6"/></w:trPr>', "", "Two", 2)
    table += row.format("", '<w:tcPr><w:cellDel w:id="7"/></w:tcPr>', "Three", 3)
    draft = read(docx(["<w:tbl>" + table + "</w:tbl>", paragraph("After it.")]))
    assert [words for _, _, words in blocks(draft)] == ["One", "Kept 1", "Kept 3", "After it."]


def test_comments_and_hidden_words_are_left_out() -> None:
    draft = read(
        docx(
            [
                paragraph(
                    '<w:commentRangeStart w:id="0"/>',
                    "Prices rose",
                    '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>',
                    run(" (check this!)", "<w:vanish/>"),
                    run(" secretly", '<w:rStyle w:val="Geheim"/>'),
                    run(" by a third.", '<w:vanish w:val="0"/>'),
                ),
                paragraph("Nobody sees this.", style="Geheim"),
                "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>" + paragraph("Click here.") + "</w:sdtContent></w:sdt>",
                "<w:sdt><w:sdtPr/><w:sdtContent>" + paragraph("Filled in.") + "</w:sdtContent></w:sdt>",
            ],
            parts={"word/comments.xml": "<w:comments xmlns:w='x'><w:comment>Really?</w:comment></w:comments>"},
        )
    )
    assert draft.text == "Prices rose by a third.\n\nFilled in."
    assert "comments were left out" in draft.notes


def test_kinds_of_paragraphs() -> None:
    draft = read(
        docx(
            [
                paragraph("The Great Flood", style="Title"),
                paragraph("Water rises", style="Zwischentitel"),
                paragraph("By its outline", style="Outlined"),
                paragraph("By its own", properties='<w:outlineLvl w:val="3"/>'),
                paragraph("No heading", properties='<w:outlineLvl w:val="9"/>'),
                paragraph("By a name alone", style="Heading5"),
                paragraph("We saw it coming.", style="Zitat"),
                paragraph("The river in May.", style="Beschriftung"),
                paragraph("Water rises 2", style="Verzeichnis1"),
                item("First", 1),
                item("Inside", 1, 1),
                item("Point", 2),
                paragraph("By style", style="Liste"),
                item("Out of the list", 0),
            ]
        )
    )
    assert blocks(draft) == [
        ("heading", 1, "The Great Flood"),
        ("heading", 2, "Water rises"),
        ("heading", 3, "By its outline"),
        ("heading", 4, "By its own"),
        ("paragraph", 0, "No heading"),
        ("heading", 5, "By a name alone"),
        ("blockquote", 1, "We saw it coming."),
        ("caption", 0, "The river in May."),
        ("furniture", 0, "Water rises 2"),
        ("list_item", 1, "First"),
        ("list_item", 2, "Inside"),
        ("list_item", 1, "Point"),
        ("list_item", 1, "By style"),
        ("paragraph", 0, "Out of the list"),
    ]
    assert draft.title == "The Great Flood"


LINKS = [
    ('<w:hyperlink r:id="rId9"><w:r><w:t>the </w:t></w:r><w:r><w:t>report</w:t></w:r></w:hyperlink>', "https://example.org/report?a=1&b=2"),
    ('<w:hyperlink r:id="rId9" w:anchor="p4"><w:r><w:t>the report</w:t></w:r></w:hyperlink>', "https://example.org/report?a=1&b=2#p4"),
    (field('HYPERLINK "https://example.org/f" \\o "A tip, \\"quoted\\"" \\t "_blank"', "the report"), "https://example.org/f"),
    (field(' HYPERLINK  "https://example.org/long/address" ', "the ", "report", pieces=7), "https://example.org/long/address"),
    (field('HYPERLINK \\l "part2" "https://example.org/f"', "the report"), "https://example.org/f#part2"),
    (field("HYPERLINK https://example.org/bare", "the report"), "https://example.org/bare"),
    (field('HYPERLINK "https://example.org/f"', "the ", field("PAGE", "report")), "https://example.org/f"),
    (
        "<w:fldSimple w:instr=' HYPERLINK \"https://example.org/s\" '><w:r><w:t>the report</w:t></w:r></w:fldSimple>",
        "https://example.org/s",
    ),
    (
        field('ADDIN ZOTERO_ITEM CSL_CITATION {"citationItems":[{"itemData":{"title":"x","URL":"https://example.org/z"}}]}', "the report"),
        "https://example.org/z",
    ),
    (field('ADDIN CSL_CITATION {"citationItems":[{"itemData":{"DOI":"10.1000/182"}}]}', "the report"), "https://doi.org/10.1000/182"),
    ("<w:ins>" + field('HYPERLINK "https://example.org/i"', "the report") + "</w:ins>", "https://example.org/i"),
]


@pytest.mark.parametrize(("markup", "url"), LINKS)
def test_every_kind_of_link(markup: str, url: str) -> None:
    draft = read(docx([paragraph("It says so in ", markup, " of May.")], links={"rId9": "https://example.org/report?a=1&b=2"}))
    assert draft.text == "It says so in the report of May."
    assert [(link.text, link.url, link.how) for link in draft.links] == [("the report", url, How.LINK)]


def test_a_citation_of_several_works_leads_to_each() -> None:
    works = ",".join(f'{{"itemData":{{"URL":"https://example.org/{at}"}}}}' for at in (1, 2, 2))
    cited = field(f'ADDIN ZOTERO_ITEM CSL_CITATION {{"citationItems":[{works}]}}', "(Ode 2020; ", "Weber 2021)")
    draft = read(docx([paragraph("So it is ", cited, "."), paragraph("Other ", cited, cited)]))
    assert [(link.text, link.url[-1]) for link in draft.links] == [("(Ode 2020; Weber 2021)", at) for at in "12"] + [
        ("(Ode 2020; Weber 2021)(Ode 2020; Weber 2021)", at) for at in "12"
    ]


def test_citations_of_word_lead_to_its_own_list_of_sources() -> None:
    space = "http://schemas.openxmlformats.org/officeDocument/2006/bibliography"
    listed = "".join(
        f"<b:Source><b:Tag>{tag}</b:Tag><b:Title>A title</b:Title>{more}</b:Source>"
        for tag, more in (("Ode20", "<b:URL>https://example.org/ode</b:URL>"), ("Web21", "<b:DOI>10.1000/5</b:DOI>"), ("Pap99", ""))
    )
    parts = {"customXml/item1.xml": f'<b:Sources xmlns:b="{space}">{listed}</b:Sources>', "customXml/item2.xml": "<broken"}
    draft = read(
        docx(
            [
                paragraph(
                    "So it is ", field("CITATION Ode20 \\p 4 \\m Web21 \\m Pap99 \\l 1033", "(Ode, 2020; Weber, 2021; Pape, 1999)"), "."
                )
            ],
            parts=parts,
        )
    )
    words = "(Ode, 2020; Weber, 2021; Pape, 1999)"
    assert [(link.text, link.url) for link in draft.links] == [(words, "https://example.org/ode"), (words, "https://doi.org/10.1000/5")]


def test_raised_figures_are_powers_or_marks_and_make_no_number_larger() -> None:
    high = '<w:vertAlign w:val="superscript"/>'
    draft = read(
        docx(
            [
                paragraph("Some 10", run("6", high), " people on 4 km", run("2", high), " saw the 5", run("th", high), " flood."),
                paragraph("It was old.", run("2", high), " It broke.", run("1,2", high)),
                paragraph("Linked", '<w:hyperlink r:id="r1"><w:r><w:rPr>' + high + "</w:rPr><w:t>3</w:t></w:r></w:hyperlink>", "."),
                paragraph("Sources", style="berschrift2"),
                item("https://example.org/1", 1),
                item("https://example.org/2", 1),
            ],
            links={"r1": "https://example.org/3"},
        )
    )
    assert draft.text.startswith("Some 10⁶ people on 4 km² saw the 5th flood.\n\nIt was old.² It broke.1,2\n\nLinked3.")
    marks = [(link.text, link.url[-1], link.how.value) for link in draft.links if link.how in (How.BIBLIOGRAPHY, How.FOOTNOTE)]
    assert marks == [("²", "2", "bibliography"), ("1,2", "1", "bibliography"), ("1,2", "2", "bibliography"), ("3", "3", "footnote")]


def test_a_large_first_letter_belongs_to_its_word() -> None:
    draft = read(docx([paragraph("O", properties='<w:framePr w:dropCap="drop" w:lines="3"/>'), paragraph("nce it rained.")]))
    assert draft.text == "Once it rained."


@pytest.mark.parametrize(
    "markup",
    [
        '<w:hyperlink r:id="none"><w:r><w:t>the report</w:t></w:r></w:hyperlink>',
        '<w:hyperlink w:anchor="here"><w:r><w:t>the report</w:t></w:r></w:hyperlink>',
        field('HYPERLINK \\l "here"', "the report"),
        field("REF _Ref1 \\h", "the report"),
        field("ADDIN ZOTERO_ITEM CSL_CITATION {broken", "the report"),
        "<w:dir w:val='rtl'><w:r><w:t>the report</w:t></w:r></w:dir>",
        "<w:smartTag><w:r><w:t>the </w:t></w:r></w:smartTag><m:oMath><m:r><m:t>report</m:t></m:r></m:oMath>",
        "<w:ruby><w:rt><w:r><w:t>above</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>the report</w:t></w:r></w:rubyBase></w:ruby>",
        "<w:r><w:t>the</w:t><w:tab/><w:t>re</w:t><w:softHyphen/><w:t>port</w:t></w:r>",
    ],
)
def test_no_words_are_lost_where_there_is_no_link(markup: str) -> None:
    draft = read(docx([paragraph("It says so in ", markup, " of May.")]))
    assert draft.text == "It says so in the report of May."
    assert draft.links == ()


def test_an_instruction_that_never_ends_swallows_nothing() -> None:
    begun = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK "https://example.org</w:instrText></w:r>'
    draft = read(docx([paragraph("Before it. ", begun), paragraph("After it.")]))
    assert draft.text == "Before it.\n\nAfter it."


def test_notes_are_bound_to_their_marks() -> None:
    draft = read(
        docx(
            [
                paragraph("The dam broke in May.", '<w:r><w:footnoteReference w:id="2"/></w:r>', " Nobody was hurt."),
                paragraph(
                    "It was old", '<w:r><w:endnoteReference w:id="2"/></w:r>', ", as said",
                    '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="5"/><w:t>*</w:t></w:r>', "."
                ),
                paragraph("Not here.", '<w:del><w:r><w:footnoteReference w:id="7"/></w:r></w:del><w:r><w:footnoteReference w:id="99"/></w:r>'),
            ],
            footnotes={
                2: paragraph("<w:r><w:footnoteRef/></w:r>", " River report, ", '<w:hyperlink r:id="rId1"><w:r><w:t>page 4</w:t></w:r></w:hyperlink>'),
                5: paragraph("See https://example.org/two.") + paragraph("And more."),
                7: paragraph("Dropped https://example.org/dropped."),
            },
            endnotes={2: paragraph("The engineer, https://example.org/three")},
            links={"rId1": "https://example.org/one"},
        )
    )  # fmt: skip
    assert "The dam broke in May.[1] Nobody was hurt." in draft.text
    assert "dropped" not in draft.text.lower()
    marks = [(link.span.of(draft.text), link.url) for link in draft.links if link.how is How.FOOTNOTE]
    assert marks == [("[1]", "https://example.org/one"), ("[2]", "https://example.org/three"), ("[3]", "https://example.org/two")]
    notes = [(block.label, block.span.of(draft.text)) for block in draft.blocks if block.kind is BlockKind.FOOTNOTE]
    assert notes == [
        ("1", "River report, page 4"),
        ("2", "The engineer,"),  # the address is bound, not read aloud
        ("3", "See https://example.org/two."),
        ("3", "And more."),
    ]
    said = [text for kind, _, text in blocks(draft) if kind == "paragraph"]
    assert said == ["The dam broke in May. Nobody was hurt.", "It was old , as said .", "Not here."]


def test_numbered_sources_are_counted_as_word_counts_them() -> None:
    draft = read(
        docx(
            [
                paragraph("The dam is old [2]. It broke [3]."),
                paragraph("Sources", style="berschrift2"),
                item("https://example.org/1", 3),
                paragraph("A remark between."),
                item("https://example.org/2", 3),
                item("https://example.org/3", 3),
            ]
        )
    )
    marks = [(link.span.of(draft.text), link.url) for link in draft.links if link.how is How.BIBLIOGRAPHY]
    assert marks == [("[2]", "https://example.org/2"), ("[3]", "https://example.org/3")]


def test_a_list_begins_where_it_is_told_to() -> None:
    draft = read(docx([paragraph("Sources", style="berschrift2"), item("Seven", 4), item("Eight", 4), item("Nine", 1)]))
    assert [block.label for block in draft.blocks] == ["", "7", "8", "9"]


def test_text_boxes_stand_behind_their_paragraph_and_only_once() -> None:
    box = (
        "<w:txbxContent>"
        + paragraph("In the box, ", '<w:hyperlink r:id="r1"><w:r><w:t>linked</w:t></w:r></w:hyperlink>', ".")
        + "</w:txbxContent>"
    )
    both = (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    draft = read(docx([paragraph("Before ", both, "and after.")], links={"r1": "https://example.org/box"}))
    assert draft.text == "Before and after.\n\nIn the box, linked."
    assert [link.url for link in draft.links] == ["https://example.org/box"]


def test_pages_are_those_of_the_last_layout() -> None:
    broken = "<w:r><w:lastRenderedPageBreak/><w:t>over the page.</w:t></w:r>"
    draft = read(
        docx(
            [paragraph("One."), paragraph("Goes ", broken), paragraph("<w:r><w:lastRenderedPageBreak/></w:r>", "Three."), paragraph("End.")]
        )
    )
    assert [(draft.blocks[at].span.page, draft.blocks[at].span.line) for at in range(4)] == [(1, 1), (1, 2), (3, 3), (3, 4)]
    at = draft.text.index("over")
    assert (draft.placed(Span(at, at + 4)).page, draft.placed(Span(at, at + 4)).column) == (2, 6)
    assert draft.blocks[0].span.column == 1
    assert read(docx([paragraph("One.")])).blocks[0].span.page is None


def test_a_line_is_a_paragraph_and_a_column_counts_in_it() -> None:
    draft = read(docx([paragraph("A & B <c>."), paragraph(""), paragraph("One line.<", "<w:r><w:br/></w:r>", "Two & lines.")]))
    assert draft.text == "A & B <c>.\n\nOne line.<\nTwo & lines."
    at = draft.text.index("lines.")
    placed = draft.placed(Span(at, at + 6))
    assert (placed.line, placed.column) == (2, 18)
    assert (draft.placed(Span(4, 5)).line, draft.placed(Span(4, 5)).column) == (1, 5)


def test_the_cells_of_a_row_share_its_line() -> None:
    cell = "<w:tc>{}</w:tc>".format
    rows = [
        cell(paragraph("Said")) + cell(paragraph("By whom")),
        cell(paragraph("It rains.") + paragraph("Often.")) + cell(paragraph("Weber")),
    ]
    draft = read(docx([paragraph("A table."), f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>", paragraph("After it.")]))
    assert [(block.span.of(draft.text), block.span.line, block.span.column) for block in draft.blocks] == [
        ("A table.", 1, 1),
        ("Said", 2, 1),
        ("By whom", 2, 7),
        ("It rains.", 3, 1),
        ("Often.", 3, 12),
        ("Weber", 3, 20),
        ("After it.", 4, 1),
    ]


def test_symbols_of_old_fonts() -> None:
    signs = '<w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:t> 30, </w:t><w:sym w:font="Wingdings" w:char="F04A"/><w:sym w:font="Symbol" w:char="61"/></w:r>'
    assert read(docx([paragraph("At ", signs)])).text == "At ≥ 30, α"


def test_properties() -> None:
    core = (
        "<dc:title>The Flood</dc:title><dc:language>uk-UA</dc:language>"
        "<dcterms:created>2026-03-01T08:00:00Z</dcterms:created><dcterms:modified>2026-03-02T10:00:00Z</dcterms:modified>"
    )
    draft = read(docx([paragraph("1994–1997")], core=core))
    assert (draft.title, draft.date, draft.language, draft.format) == ("The Flood", date(2026, 3, 2), "uk", "docx")
    late = core.replace("2026-03-02", "2026-05-02").replace("The Flood", "Document1")
    english = read(docx([paragraph("The minister said on Friday that the bridge would stay open until the end of the year.")], core=late))
    assert (english.title, english.date, english.language) == (None, date(2026, 5, 2), "en")
    assert any("--date" in note and "2026-03-01" in note for note in english.notes)
    template = "<dcterms:created>2013-12-23T23:15:00Z</dcterms:created>"
    assert read(docx([paragraph("He said so.")], core=template)).date is None


def test_macros_are_left_alone() -> None:
    draft = read(docx([paragraph("He said so.")], parts={"word/vbaProject.bin": b"\xd0\xcf\x11\xe0 Sub AutoOpen"}), "story.docm")
    assert (draft.text, draft.format) == ("He said so.", "docx")
    assert "its macros were not read" in draft.notes


def test_the_strict_namespaces_of_the_standard_are_read_too() -> None:
    body = docx(
        [paragraph("He said ", '<w:hyperlink r:id="r1"><w:r><w:t>so</w:t></w:r></w:hyperlink>', ".")], links={"r1": "https://example.org/"}
    )
    with zipfile.ZipFile(io.BytesIO(body)) as made:
        entries = {name: made.read(name) for name in made.namelist()}
    swap = [
        (b"http://schemas.openxmlformats.org/wordprocessingml/2006/main", b"http://purl.oclc.org/ooxml/wordprocessingml/main"),
        (b"http://schemas.openxmlformats.org/officeDocument/2006/", b"http://purl.oclc.org/ooxml/officeDocument/"),
    ]
    for name, words in entries.items():
        for old, new in swap:
            words = words.replace(old, new)
        entries[name] = words
    draft = read(archive(entries))
    assert (draft.text, draft.links[0].url) == ("He said so.", "https://example.org/")


def test_it_is_seen_whatever_its_name() -> None:
    draft = read(docx([paragraph("He said so.")]), "story.md")
    assert draft.format == "docx"
    assert any("whatever its name says" in note for note in draft.notes)
    with pytest.raises(DraftError, match="is bytes, not characters"):
        read_text("He said so.", format="docx")
