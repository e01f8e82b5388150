"""Writes small Word and OpenDocument files for the tests, part by part."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/>{more}</w:style>'
    for key, name, more in (
        ("Normal", "Normal", ""),
        ("Title", "Title", '<w:basedOn w:val="Normal"/>'),
        ("berschrift2", "heading 2", '<w:basedOn w:val="Normal"/>'),
        ("Zwischentitel", "Zwischentitel", '<w:basedOn w:val="berschrift2"/>'),
        ("Outlined", "Part", '<w:pPr><w:outlineLvl w:val="2"/></w:pPr>'),
        ("Zitat", "Quote", ""),
        ("Beschriftung", "caption", ""),
        ("Verzeichnis1", "toc 1", ""),
        ("Geheim", "Secret", "<w:rPr><w:vanish/></w:rPr>"),
        ("Liste", "My list", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'),
    )
)
_LEVELS = "".join(
    f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{{0}}"/><w:lvlText w:val="{{1}}"/></w:lvl>'.replace("%1", f"%{at + 1}")
    for at in range(3)
)
NUMBERING = (
    '<w:abstractNum w:abstractNumId="0">' + _LEVELS.format("decimal", "%1.") + "</w:abstractNum>"
    '<w:abstractNum w:abstractNumId="1">' + _LEVELS.format("bullet", "•") + "</w:abstractNum>"
    '<w:abstractNum w:abstractNumId="2">' + _LEVELS.format("decimal", "[%1]") + "</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num>'
    '<w:num w:numId="4"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>'
)


def run(words: str, properties: str = "") -> str:
    """A run of words."""
    return f'<w:r>{f"<w:rPr>{properties}</w:rPr>" if properties else ""}<w:t xml:space="preserve">{escape(words)}</w:t></w:r>'


def paragraph(*inner: str, style: str = "", properties: str = "") -> str:
    """A paragraph; inner parts that are no markup are made runs."""
    about = (f'<w:pStyle w:val="{style}"/>' if style else "") + properties
    parts = "".join(part if part.startswith("<") else run(part) for part in inner if part)
    return f"<w:p>{f'<w:pPr>{about}</w:pPr>' if about else ''}{parts}</w:p>"


def item(words: str, list_id: int, level: int = 0) -> str:
    """A paragraph of a list."""
    return paragraph(words, properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>')


def inserted(*inner: str) -> str:
    """A tracked insertion."""
    return f'<w:ins w:id="1" w:author="A" w:date="2026-03-02T10:00:00Z">{"".join(inner)}</w:ins>'


def deleted(words: str) -> str:
    """A tracked deletion."""
    return f'<w:del w:id="2" w:author="A"><w:r><w:delText xml:space="preserve">{escape(words)}</w:delText></w:r></w:del>'


def field(instruction: str, *results: str, pieces: int = 1) -> str:
    """A complex field, its instruction cut into ``pieces`` runs."""
    size = -(-len(instruction) // pieces)
    cut = [instruction[at : at + size] for at in range(0, len(instruction), size)]
    told = "".join(f'<w:r><w:instrText xml:space="preserve">{escape(words)}</w:instrText></w:r>' for words in cut)
    shown = "".join(part if part.startswith("<") else run(part) for part in results)
    sign = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    return sign("begin") + told + sign("separate") + shown + sign("end")


def docx(
    body: str | Sequence[str],
    *,
    links: Mapping[str, str] | None = None,
    footnotes: Mapping[int, str] | None = None,
    endnotes: Mapping[int, str] | None = None,
    core: str = "",
    main: str = "",
    parts: Mapping[str, bytes | str] | None = None,
    document_rels: str = "",
) -> bytes:
    """A Word document.

    Parameters
    ----------
    body:
        Paragraphs and tables.
    links:
        Addresses by relationship id, of the text and its notes.
    footnotes, endnotes:
        Paragraphs by id.
    core:
        Inner markup of the core properties.
    main:
        The whole main part, in place of ``body``.
    parts:
        Further entries of the archive, or others in place of the usual ones.
    document_rels:
        Further relationships of the main part.
    """
    rels = "".join(
        f'<Relationship Id="{key}" Type="{R}/hyperlink" Target={quoteattr(url)} TargetMode="External"/>'
        for key, url in (links or {}).items()
    )
    inside = "".join(
        f'<Relationship Id="x{kind}" Type="{R}/{kind}" Target="{kind}.xml"/>' for kind in ("styles", "numbering", "footnotes", "endnotes")
    )
    entries: dict[str, bytes | str] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": f'<Relationships xmlns="{_RELS}"><Relationship Id="a" Type="{R}/officeDocument" Target="word/document.xml"/>'
        '<Relationship Id="b" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" '
        'Target="docProps/core.xml"/></Relationships>',
        "docProps/core.xml": '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">{core}</cp:coreProperties>',
        "word/document.xml": main or f"<w:document {_NAMES}><w:body>{''.join(body)}</w:body></w:document>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_RELS}">{rels}{inside}{document_rels}</Relationships>',
        "word/styles.xml": f"<w:styles {_NAMES}>{STYLES}</w:styles>",
        "word/numbering.xml": f"<w:numbering {_NAMES}>{NUMBERING}</w:numbering>",
    }
    for kind, notes in (("footnote", footnotes), ("endnote", endnotes)):
        if notes is not None:
            told = f'<w:{kind} w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:{kind}>'
            told += "".join(f'<w:{kind} w:id="{number}">{text}</w:{kind}>' for number, text in notes.items())
            entries[f"word/{kind}s.xml"] = f"<w:{kind}s {_NAMES}>{told}</w:{kind}s>"
            entries[f"word/_rels/{kind}s.xml.rels"] = f'<Relationships xmlns="{_RELS}">{rels}</Relationships>'
    return archive({**entries, **(parts or {})})


_ODF = "".join(
    f' xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("style", "style"),
        ("draw", "drawing"),
        ("svg", "svg-compatible"),
        ("meta", "meta"),
    )
)
_ODF += ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'
ODT_STYLES = (
    '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Quotations"/>'
    '<style:style style:name="T8" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>'
    '<style:style style:name="T9" style:family="text"><style:text-properties text:display="none"/></style:style>'
    '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>'
    '<text:list-level-style-bullet text:level="2" text:bullet-char="•"/></text:list-style>'
    '<text:list-style style:name="L2"><text:list-level-style-number text:level="1" style:num-format="1" style:num-prefix="[" '
    'style:num-suffix="]"/></text:list-style>'
)


def odt(body: str | Sequence[str], *, meta: str = "", content: str = "", parts: Mapping[str, bytes | str] | None = None) -> bytes:
    """An OpenDocument text: ``body`` its paragraphs, ``meta`` inner markup of its properties, ``content`` its main part as a whole."""
    entries: dict[str, bytes | str] = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": content
        or f"<office:document-content{_ODF}><office:automatic-styles>{ODT_STYLES}</office:automatic-styles>"
        f"<office:body><office:text>{''.join(body)}</office:text></office:body></office:document-content>",
        "meta.xml": f"<office:document-meta{_ODF}><office:meta>{meta}</office:meta></office:document-meta>",
        "META-INF/manifest.xml": '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
    }
    return archive({**entries, **(parts or {})})


def archive(entries: Mapping[str, bytes | str]) -> bytes:
    """A ZIP archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, words in entries.items():
            made.writestr(name, words, zipfile.ZIP_STORED if name == "mimetype" else None)
    return out.getvalue()
