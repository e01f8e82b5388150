"""Office files that mean harm, or are broken: one clear line each, in bounds, and nothing fetched, run or written."""

from __future__ import annotations

import io
import warnings
import zipfile
from pathlib import Path

import pytest
from guards import no_hang
from office_files import archive, docx, item, odt, paragraph, run

from provenance.draft import read_bytes
from provenance.errors import DraftError
from provenance.formats.package import MAX_ENTRIES

SAID = paragraph("He said so.")
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def refusal(body: bytes, path: str = "story.docx") -> str:
    with no_hang(), pytest.raises(DraftError) as caught:
        read_bytes(body, path=path)
    message = str(caught.value)
    assert "\n" not in message
    assert message.startswith(f"{path}: ")
    assert "; " in message  # what to do next
    return message


def main(body: str, doctype: str = "") -> bytes:
    names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    return docx("", main=f"{doctype}<w:document {names}><w:body>{body}</w:body></w:document>")


def content(body: str, doctype: str = "") -> bytes:
    space = "urn:oasis:names:tc:opendocument:xmlns"
    names = f'xmlns:office="{space}:office:1.0" xmlns:text="{space}:text:1.0"'
    return odt(
        "",
        content=f"{doctype}<office:document-content {names}><office:body><office:text>{body}</office:text></office:body></office:document-content>",
    )


LAUGHS = "<!DOCTYPE x [<!ENTITY a0 'ha'>" + "".join(f"<!ENTITY a{at} '{f'&a{at - 1};' * 10}'>" for at in range(1, 11)) + "]>"
QUADRATIC = "<!DOCTYPE x [<!ENTITY a10 '" + "x" * 100_000 + "'>]>"
CYCLIC = "<!DOCTYPE x [<!ENTITY a10 '&b;'><!ENTITY b '&a10;'>]>"
EXTERNAL = '<!DOCTYPE x [<!ENTITY a10 SYSTEM "file:///etc/hostname">]>'
FETCHED = '<!DOCTYPE x [<!ENTITY a10 SYSTEM "http://127.0.0.1:9/x">]>'
DTD = '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">'


@pytest.mark.parametrize("doctype", [LAUGHS, QUADRATIC, CYCLIC, EXTERNAL, FETCHED, DTD])
def test_entities_are_refused_before_they_are_read(doctype: str) -> None:
    many = "&a10;" * (100_000 if doctype is QUADRATIC else 1) if "SYSTEM" not in doctype or "ENTITY" in doctype else ""
    assert "declares a document type" in refusal(main(f"<w:p><w:r><w:t>A{many}B</w:t></w:r></w:p>", doctype))
    assert "declares a document type" in refusal(content(f"<text:p>A{many}B</text:p>", doctype), "story.odt")


@pytest.mark.parametrize(
    "part", ["word/styles.xml", "word/numbering.xml", "docProps/core.xml", "word/_rels/document.xml.rels", "_rels/.rels"]
)
def test_entities_in_the_other_parts(part: str) -> None:
    assert f"declares a document type in {part}" in refusal(docx([SAID], parts={part: LAUGHS + "<x>&a10;</x>"}))


@pytest.mark.parametrize("part", ["styles.xml", "meta.xml", "META-INF/manifest.xml"])
def test_entities_in_the_other_parts_of_opendocument(part: str) -> None:
    assert f"declares a document type in {part}" in refusal(
        odt(["<text:p>So.</text:p>"], parts={part: LAUGHS + "<x>&a10;</x>"}), "story.odt"
    )


def zeros(size: int) -> bytes:
    """A document whose main part unpacks to ``size`` bytes that say nothing."""
    return main("<w:p>" + " " * size + "</w:p>")


@pytest.mark.parametrize(
    ("body", "word"),
    [
        (zeros(60 * 2**20), "unpacks to 60 MiB"),
        (zeros(20 * 2**20), "bomb"),
        (main("<w:a/>" * 600_500), "more than 600,000 elements"),
        (main("<w:p>" * 100_000 + "</w:p>" * 100_000), "nests deeper than"),
        (main(paragraph("He said so, and said so again. " * 3) * 30_000), "characters of text"),
        (main("<w:p><w:r><w:t>x</w:t></w:r></w:p>" * 60_000), "paragraphs, cells, links"),
        (odt("", content=" " * (60 * 2**20)), "unpacks to 60 MiB"),
        (content("<text:p>He said so, and said so again.</text:p>" * 90_000), "characters of text"),
    ],
)
def test_bombs(body: bytes, word: str) -> None:
    assert len(body) < 2**20
    assert word in refusal(body, "story.docx" if b"word/" in body[:4096] else "story.odt")


def test_a_lie_about_the_size_is_found_out() -> None:
    body = bytearray(zeros(20 * 2**20))
    with zipfile.ZipFile(io.BytesIO(body)) as made:
        size = made.getinfo("word/document.xml").file_size
    for at in _all(body, size.to_bytes(4, "little")):
        body[at : at + 4] = (1000).to_bytes(4, "little")
    assert "damaged" in refusal(bytes(body)) or "bomb" in refusal(bytes(body))


def _all(body: bytearray, what: bytes) -> list[int]:
    found, at = [], body.find(what)
    while at >= 0:
        found.append(at)
        at = body.find(what, at + 1)
    return found


def test_what_is_not_read_costs_nothing() -> None:
    pictures = {f"word/media/{at}.png": bytes(20 * 2**20) for at in range(4)}
    with no_hang():
        assert read_bytes(docx([SAID], parts=pictures), path="story.docx").text == "He said so."


def test_names_that_lead_out_are_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = tmp_path / "a" / "b"
    inside.mkdir(parents=True)
    monkeypatch.chdir(inside)
    strays = {"../../out.txt": "x", "/abs.txt": "x", "..\\back.txt": "x", "C:\\x.txt": "x", "word/../../up.xml": "x"}
    draft = read_bytes(docx([SAID], parts=strays), path="story.docx")
    assert draft.text == "He said so."
    assert any("lead out of it" in note for note in draft.notes)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a", "b"]


def twice(name: str, whole: bytes, second: str) -> bytes:
    out = io.BytesIO(whole)
    with warnings.catch_warnings(), zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as made:
        warnings.simplefilter("ignore")
        made.writestr(name, second)
    return out.getvalue()


@pytest.mark.parametrize("name", ["word/document.xml", "WORD/Document.XML", "word/styles.xml"])
def test_a_part_that_is_there_twice_is_not_trusted(name: str) -> None:
    assert "more than once" in refusal(twice(name, docx([SAID]), "<x/>"))


def test_a_picture_that_is_there_twice_does_no_harm() -> None:
    body = twice("word/media/a.png", docx([SAID], parts={"word/media/a.png": "x"}), "y")
    assert read_bytes(body, path="story.docx").text == "He said so."


def test_too_many_entries() -> None:
    body = archive({**{f"x/{at}": "" for at in range(MAX_ENTRIES)}, "word/document.xml": "<x/>"})
    assert "entries" in refusal(body)


def test_protected_with_a_password() -> None:
    compound = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1500) + "EncryptedPackage".encode("utf-16-le") + bytes(500)
    assert "password" in refusal(compound)
    zipped = bytearray(docx([SAID]))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for at in _all(zipped, signature):
            zipped[at + offset] |= 1
    assert "password" in refusal(bytes(zipped))
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry '
        'manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry></manifest:manifest>'
    )
    assert "password" in refusal(
        odt(["<text:p>So.</text:p>"], parts={"META-INF/manifest.xml": manifest, "content.xml": b"\x8a\x11"}), "a.odt"
    )


def test_nothing_outside_the_file_is_fetched() -> None:
    # No server answers at these addresses, and the confined process would have to fail on them if it asked.
    outside = "".join(
        f'<Relationship Id="o{at}" Type="{RELATIONS}/{kind}" Target="http://127.0.0.1:9/{kind}" TargetMode="External"/>'
        for at, kind in enumerate(("attachedTemplate", "image", "styles", "footnotes", "oleObject", "frame", "subDocument"))
    )
    chunk = f'<Relationship Id="chunk" Type="{RELATIONS}/aFChunk" Target="chunk.html"/>'
    body = [
        SAID,
        '<w:altChunk r:id="chunk"/>',
        '<w:p><w:r><w:drawing><a:blip xmlns:a="urn:a" r:link="o1"/></w:drawing></w:r></w:p>',
        paragraph("<w:fldSimple w:instr=' INCLUDETEXT \"file:///etc/hostname\" '><w:r><w:t>Kept result.</w:t></w:r></w:fldSimple>"),
        paragraph("<w:fldSimple w:instr=' DDEAUTO c:\\\\x.exe '><w:r><w:t>Old.</w:t></w:r></w:fldSimple>"),
    ]
    draft = read_bytes(docx(body, document_rels=outside + chunk, parts={"word/chunk.html": "<p>Hidden chunk</p>"}), path="story.docx")
    assert draft.text == "He said so.\n\nKept result.\n\nOld."
    assert any("altChunk" in note for note in draft.notes)
    assert draft.links == ()


@pytest.mark.parametrize("depth", [300, 2_000])
def test_deep_markup_is_read_whole(depth: int) -> None:
    for around in (("<w:ins>", "</w:ins>"), ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>")):
        deep = around[0] * depth + SAID + around[1] * depth
        assert read_bytes(docx([SAID, deep, SAID]), path="story.docx").text == "\n\n".join(["He said so."] * 3)
    cells = ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>")
    draft = read_bytes(docx([cells[0] * 300 + SAID + cells[1] * 300, SAID]), path="story.docx")
    assert draft.text == "He said so.\n\nHe said so."
    boxes = ("<w:p><w:r><w:txbxContent>", "</w:txbxContent></w:r></w:p>")
    assert read_bytes(docx([boxes[0] * 300 + SAID + boxes[1] * 300, SAID]), path="story.docx").text == "He said so.\n\nHe said so."


def test_fields_in_fields_without_end() -> None:
    begun = '<w:r><w:fldChar w:fldCharType="begin"/><w:fldChar w:fldCharType="separate"/></w:r>'
    assert "nests fields" in refusal(docx([paragraph(begun * 1_000)]))


@pytest.mark.parametrize("name", ["story.docx", "story.odt"])
def test_a_picture_or_a_program_with_the_name_of_a_document(name: str) -> None:
    assert "PNG" in refusal(b"\x89PNG\r\n\x1a\n" + bytes(range(256)), name)
    assert "program" in refusal(b"\x7fELF" + bytes(200), name)
    assert "Excel" in refusal(archive({"xl/workbook.xml": "<x/>", "[Content_Types].xml": "<x/>"}), name)


DAMAGED = {
    "cut off": lambda: docx([SAID])[:-200],
    "no directory": lambda: b"PK\x03\x04word/" + bytes(range(256)) * 20,
    "not well-formed": lambda: docx("", main="<w:document><w:body>"),
    "no text of Word": lambda: docx("", main="<html/>"),
    "no main part": lambda: archive({"[Content_Types].xml": "<Types/>", "word/styles.xml": "<x/>"}),
    "empty main part": lambda: docx("", main=" "),
    "wrong bytes": lambda: docx([SAID], parts={"word/document.xml": b"\xff\xfe\x00"}),
    "a picture": lambda: docx([SAID], parts={"word/document.xml": b"\x89PNG\r\n"}),
}


@pytest.mark.parametrize("what", DAMAGED)
def test_damaged(what: str) -> None:
    refusal(DAMAGED[what]())


def test_damage_inside_a_part() -> None:
    body = bytearray(docx([paragraph("".join(chr(97 + at * at % 26) for at in range(5000)))]))
    at = body.index(b"word/document.xml") + 200
    body[at : at + 40] = bytes(40)
    assert "damaged" in refusal(bytes(body))


@pytest.mark.parametrize(
    "odd",
    [
        '<w:p><w:r><w:sym w:char="zz"/><w:sym/></w:r></w:p>',
        '<w:p><w:r><w:fldChar w:fldCharType="end"/><w:fldChar w:fldCharType="separate"/><w:fldChar/></w:r></w:p>',
        "<w:r><w:instrText>HYPERLINK</w:instrText></w:r>",
        '<w:p><w:pPr><w:outlineLvl w:val="x"/><w:numPr><w:ilvl w:val="-9999999999"/><w:numId w:val="1"/></w:numPr></w:pPr></w:p>',
        item("", 1, 99) + item("", 777),
        "<w:trPr><w:del/></w:trPr><w:cellDel/><w:showingPlcHdr/></w:x>".replace("</w:x>", ""),
        "<w:footnote w:id='1'><w:p/></w:footnote><w:hyperlink/><w:tc/><w:tr/>",
        "<w:p><w:p><w:p><w:r><w:tab/></w:r></w:p></w:p></w:p>",
        "<w:p><w:r><w:footnoteReference/></w:r></w:p>",
    ],
)
def test_odd_markup_loses_nothing_else(odd: str) -> None:
    draft = read_bytes(docx([SAID, odd, paragraph(run("She did not."))]), path="story.docx")
    assert draft.text == "He said so.\n\nShe did not."


def test_a_style_that_is_its_own_parent() -> None:
    loop = (
        '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:style w:styleId="a"><w:name w:val="a"/><w:basedOn w:val="b"/></w:style>'
        '<w:style w:styleId="b"><w:name w:val="b"/><w:basedOn w:val="a"/></w:style></w:styles>'
    )
    assert read_bytes(docx([paragraph("He said so.", style="a")], parts={"word/styles.xml": loop}), path="story.docx").text == "He said so."


def test_a_document_without_words_says_so() -> None:
    assert "no words" in refusal(docx([paragraph("")]))
