"""Whatever a document says, in whatever script: each span gives back exactly the words it names, and a place that leads there."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st
from office_files import docx, field, inserted, odt, paragraph, run

from provenance.draft import office
from provenance.draft.file import File
from provenance.draft.office import read_found
from provenance.draft.parts import Content
from provenance.formats import docx as word
from provenance.formats import odt as open_document
from provenance.model import Draft, How, Span

_LETTERS = st.one_of(
    st.sampled_from("abc XYZ 123 .,;:!? «»„“”’&<>\"'()[] – — …"),
    st.sampled_from("Привіт שלום مرحبا 你好 नमस्ते ё é ñ ß"),
    st.sampled_from("👩‍👩‍👧‍👦 🇺🇦 é̂ \u200f \u202b \u00a0 \u2009 \u00ad \ue000 \ue0017\ue001 \U0001f600"),
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"),
)
WORDS = st.text(_LETTERS, min_size=1, max_size=30)
URLS = st.sampled_from(
    ["https://example.org/a", "https://example.org/b?x=1&y=2#z", "https://пример.example/путь", "http://example.com/a(b)c'd"]
)


@dataclass(frozen=True)
class Piece:
    """Words of a paragraph, linked if ``url`` is not empty; ``form`` chooses how the file writes it."""

    words: str
    url: str
    form: int


PIECES = st.builds(Piece, WORDS, st.one_of(st.just(""), URLS), st.integers(0, 3))
DOCUMENTS = st.lists(st.lists(PIECES, min_size=1, max_size=5), min_size=1, max_size=5)


def as_word(document: list[list[Piece]]) -> bytes:
    links: dict[str, str] = {}

    def told(piece: Piece) -> str:
        if not piece.url:
            return (run, lambda words: inserted(run(words)), halves, run)[piece.form](piece.words)
        if piece.form % 2:
            return field(f'HYPERLINK "{piece.url}" \\h', *(run(part) for part in (piece.words[:2], piece.words[2:])), pieces=piece.form)
        key = links.setdefault(piece.url, f"rId{len(links) + 50}") if piece.url not in links.values() else ""
        key = key or next(known for known, url in links.items() if url == piece.url)
        return f'<w:hyperlink r:id="{key}">{halves(piece.words)}</w:hyperlink>'

    body = [paragraph(*map(told, pieces)) for pieces in document]
    return docx(body, links={key: url for url, key in links.items()})


def halves(words: str) -> str:
    return run(words[: len(words) // 2]) + run(words[len(words) // 2 :])


def as_open_document(document: list[list[Piece]]) -> bytes:
    from xml.sax.saxutils import escape, quoteattr

    def told(piece: Piece) -> str:
        words = f"<text:span>{escape(piece.words)}</text:span>" if piece.form % 2 else escape(piece.words)
        return f"<text:a xlink:href={quoteattr(piece.url)}>{words}</text:a>" if piece.url else words

    return odt(["<text:p>" + "".join(map(told, pieces)) + "</text:p>" for pieces in document])


def squeezed(words: str) -> str:
    return "".join(words.split())


def links_of(document: list[list[Piece]]) -> list[tuple[str, str]]:
    """Words and addresses of the links, neighbours with one address taken together."""
    found: list[tuple[str, str]] = []
    for pieces in document:
        last = ""
        for piece in pieces:
            if piece.url and piece.url == last:
                found[-1] = (found[-1][0] + squeezed(piece.words), piece.url)
            elif piece.url:
                found.append((squeezed(piece.words), piece.url))
            last = piece.url
    return [(words, url) for words, url in found if words]


def holds(content: Content, document: list[list[Piece]]) -> None:
    text = content.text
    whole = ["".join(piece.words for piece in pieces) for pieces in document]
    assert squeezed(text) == "".join(squeezed(words) for words in whole)
    links = [link for link in content.links if link.how in (How.LINK, How.FOOTNOTE) and link.text]  # a linked figure is a mark
    # a link over nothing but blanks, right behind another, is given the words of that one
    links = [link for before, link in pairwise([None, *links]) if link is not None and (before is None or before.span != link.span)]
    assert [(squeezed(link.text), link.url) for link in links] == links_of(document)
    for link in content.links:
        assert link.span.of(text) == link.text or not link.text
    for block in content.blocks:
        for piece in block.pieces:
            assert piece.of(text).strip()
    draft = Draft("x", "docx", text, "", places=content.places)
    if set("".join(whole)) & {"\u2028", "\u2029"}:
        return  # two of them in a row part a paragraph: its line then has two blocks
    paragraphs = text.split("\n\n")
    for at, char in enumerate(text):
        if char != "\n":
            placed = draft.placed(Span(at, at + 1))
            assert placed.line is not None
            assert placed.column is not None
            assert paragraphs[placed.line - 1][placed.column - 1] == char


@settings(max_examples=120, deadline=None)
@given(DOCUMENTS)
def test_spans_of_word_documents_are_exact(document: list[list[Piece]]) -> None:
    holds(read_found(word.to_html(as_word(document))), document)


@settings(max_examples=120, deadline=None)
@given(DOCUMENTS)
@example([[Piece("0", "https://example.org/b?x=1&y=2#z", 0), Piece(" ", "https://example.org/a", 0)]])
def test_spans_of_opendocument_texts_are_exact(document: list[list[Piece]]) -> None:
    holds(read_found(open_document.to_html(as_open_document(document))), document)


def test_the_confined_process_gives_the_same() -> None:
    document = [[Piece("Привіт 👩‍👩‍👧‍👦, he said in ", "", 0), Piece("the «שלום» report", "https://example.org/a", 1)]]
    body = as_word(document)
    reader = office.Office("provenance.formats.docx:to_html", "a Word document")
    assert reader(File("x.docx", "", body=body)) == read_found(word.to_html(body))
