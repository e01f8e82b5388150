"""Markup in any disorder: nothing breaks, spans stay exact, and what stands in order behind it is read."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st
from office_files import docx, odt, paragraph

from provenance.draft.office import read_found
from provenance.formats import docx as word
from provenance.formats import odt as open_document

_WORD = (
    "p r t rPr pPr del ins moveFrom hyperlink fldChar instrText fldSimple tbl tr tc trPr tcPr cellDel footnoteReference footnote endnote "
    "txbxContent sdt sdtPr sdtContent showingPlcHdr pStyle numPr numId ilvl vanish br tab sym lastRenderedPageBreak commentReference "
    "vertAlign framePr rStyle outlineLvl altChunk"
)
WORD_ATTRIBUTES = [
    *('w:id="2"', 'w:val="1"', 'w:val="Title"', 'w:val="Liste"', 'w:val="superscript"', 'w:val="-3"', 'r:id="a"', 'w:type="separator"', ""),
    *(f'w:fldCharType="{kind}"' for kind in ("begin", "separate", "end")),
    *('w:instr="HYPERLINK x"', 'w:customMarkFollows="1"', 'w:char="F0B3"', 'w:dropCap="drop"'),
]
_OPEN_DOCUMENT = (
    "text:p text:h text:span text:a text:list text:list-item text:list-header text:note text:note-body text:note-citation table:table "
    "table:table-row table:table-cell draw:frame draw:text-box text:s text:tab text:line-break text:soft-page-break office:annotation "
    "text:tracked-changes text:section text:table-of-content text:reference-mark-start text:reference-mark-end text:bibliography-mark"
)
OPEN_DOCUMENT_ATTRIBUTES = [
    *('text:style-name="L1"', 'text:style-name="T8"', 'text:style-name="T9"', 'text:c="3"', 'text:outline-level="99"', ""),
    *('xlink:href="https://example.org/"', 'text:continue-numbering="true"', 'text:start-value="5"', 'text:display="none"'),
    'text:name="ZOTERO_ITEM CSL_CITATION {}"',
]
WORD, OPEN_DOCUMENT = _WORD.split(), _OPEN_DOCUMENT.split()
TEXTS = ["words ", 'HYPERLINK "u" ', "12", "&amp;", " ", "CITATION x"]


def disorder(chance: random.Random, names: list[str], attributes: list[str], prefix: str, depth: int) -> str:
    """Elements in one another at random, well-formed and nothing more."""
    parts = []
    for _ in range(chance.randint(0, 4)):
        if depth <= 0 or chance.random() < 0.2:
            parts.append(chance.choice(TEXTS))
        else:
            name = prefix + chance.choice(names)
            parts.append(f"<{name} {chance.choice(attributes)}>{disorder(chance, names, attributes, prefix, depth - 1)}</{name}>")
    return "".join(parts)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9), st.integers(2, 9))
def test_word_in_disorder(seed: int, depth: int) -> None:
    chance = random.Random(seed)
    odd = disorder(chance, WORD, WORD_ATTRIBUTES, "w:", depth)
    notes = {2: disorder(chance, WORD, WORD_ATTRIBUTES, "w:", 4)}
    content = read_found(word.to_html(docx([odd, paragraph("The end.")], links={"a": "https://example.org/"}, footnotes=notes)))
    assert "The end." in content.text
    assert all(link.span.of(content.text) == link.text for link in content.links if link.text)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9), st.integers(2, 9))
def test_opendocument_in_disorder(seed: int, depth: int) -> None:
    odd = disorder(random.Random(seed), OPEN_DOCUMENT, OPEN_DOCUMENT_ATTRIBUTES, "", depth)
    content = read_found(open_document.to_html(odt([odd, "<text:p>The end.</text:p>"])))
    assert "The end." in content.text
    assert all(link.span.of(content.text) == link.text for link in content.links if link.text)
