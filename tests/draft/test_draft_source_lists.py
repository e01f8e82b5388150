"""Numbered source lists: marks in the prose lead to the addresses of their entries, in every format that people write them in."""

from __future__ import annotations

import pytest

from provenance.draft import read_text
from provenance.model import BlockKind, Draft, How

A, B, C = "https://a.example/1", "https://b.example/2", "https://c.example/3"


def marks(draft: Draft) -> list[tuple[str, str]]:
    return [(link.text, link.url) for link in draft.links if link.how in (How.BIBLIOGRAPHY, How.FOOTNOTE)]


def prose(draft: Draft) -> str:
    return " ".join(piece.of(draft.text) for block in draft.blocks if block.kind is BlockKind.PARAGRAPH for piece in block.pieces)


LISTS = [
    f"[1] {A}\n[2] B – {B}\n[3] {C}\n",
    f"[1]: {A}\n\n[2]: {B}\n\n[3]: {C}\n",
    f"1. {A}\n2. The second, {B}\n3. <{C}>\n",
    f"1) {A}\n2) {B}\n3) {C}\n",
    f"1. The first. {A}\n\n2. The second. {B}\n\n3. The third. {C}\n",
]


@pytest.mark.parametrize("heading", ["## Sources\n\n", "Sources:\n\n", "**References**\n\n", "Источники\n\n", "Quellen:\n", ""])
@pytest.mark.parametrize("entries", LISTS)
@pytest.mark.parametrize("format", ["text", "markdown"])
def test_lists_at_the_end(heading: str, entries: str, format: str) -> None:
    if heading == "Quellen:\n" and format == "markdown":
        heading += "\n"
    text = f"The mayor said so [1]. The union denied it.[2] Both met on Monday [1, 3], and twice more [1–3].\n\n{heading}{entries}"
    draft = read_text(text, format=format)
    expected = [("[1]", A), ("[2]", B), ("[1, 3]", A), ("[1, 3]", C), ("[1–3]", A), ("[1–3]", B), ("[1–3]", C)]
    if format == "markdown" and "]: " in entries:  # definitions of reference links: single numbers are links to Markdown itself
        expected[:2] = [("1", A), ("2", B)]
    assert marks(draft) == expected
    if ("1", A) not in expected:
        assert prose(draft).startswith("The mayor said so . The union denied it. Both met on Monday , and")


@pytest.mark.parametrize(
    ("sign", "entries"),
    [
        ("¹ ² ³", "1. {}\n2. {}\n3. {}"),
        ("(1) (2) (3)", "(1) {}\n(2) {}\n(3) {}"),
        ("【1】 【2†L3-L9】 【3:0†source】", "[1] {}\n[2] {}\n[3] {}"),
    ],
)
@pytest.mark.parametrize("format", ["text", "markdown"])
def test_other_marks(sign: str, entries: str, format: str) -> None:
    first, second, third = sign.split()
    text = f"The mayor said so{first}. The union{second} denied it{third}. It is 12 km² wide.\n\nSources:\n\n{entries.format(A, B, C)}\n"
    draft = read_text(text, format=format)
    assert [url for _, url in marks(draft)] == [A, B, C]
    assert "km²" in prose(draft)


def test_raised_numbers_of_a_page() -> None:
    page = (
        "<article><h1>Quay</h1><p>The mayor said so<sup>1</sup>, the union<sup>[2]</sup> denied it<sup>1, 3</sup>. It is 12 km<sup>2</sup>.</p>"
        f'<h2>Sources</h2><ol><li><a href="{A}">The first</a></li><li>B, {B}</li><li>{C}</li></ol></article>'
    )
    draft = read_text(page, format="html")
    assert marks(draft) == [("1", A), ("[2]", B), ("1, 3", A), ("1, 3", C)]
    assert prose(draft) == "The mayor said so , the union denied it . It is 12 km2."


def test_numbers_that_are_links() -> None:
    draft = read_text(f"He said so [[1]]({A}). She did not.[2]({B}) They killed [4]({C}) of them, and [12]({C}).\n", format="markdown")
    assert marks(draft) == [("[1]", A), ("2", B)]
    assert "They killed 4 of them" in prose(draft)


def test_what_is_no_mark() -> None:
    draft = read_text("In [1] he said so [5]. Then [sic] 10² and “[1]”.\n\n1. It is one.\n2. It is two.\n", format="markdown")
    assert marks(draft) == []
    assert "[5]" in prose(draft)


def test_pandoc_citations_stay() -> None:
    text = "As @reed2020 says [@lind, p. 3; see -@holm].\n\nHe said so.[^1]\n\n[^1]: See [a](https://a.example/1).\n"
    draft = read_text(text, format="markdown")
    assert "As @reed2020 says [@lind, p. 3; see -@holm]." in prose(draft)
    assert marks(draft) == [("[1]", A)]


def test_a_heading_of_sources_is_no_title() -> None:
    assert read_text(f"He said so [1].\n\n# Sources\n\n1. {A}\n", format="markdown").title is None
