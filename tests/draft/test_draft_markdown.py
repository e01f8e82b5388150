"""Markdown as a reader sees it."""

from __future__ import annotations

import contextlib
from datetime import date

import pytest
from guards import no_hang

from provenance.draft import read_text
from provenance.errors import DraftError
from provenance.model import BlockKind, Draft, How


def markdown(text: str) -> Draft:
    return read_text(text, format="markdown")


def urls(draft: Draft) -> list[str]:
    return [link.url for link in draft.links]


def test_marks_go_and_words_stay() -> None:
    draft = markdown(
        "# The *deal* of [Minsk](https://a.example/m) &amp; co\n\nIt **was** `so` and \\*not\\* ~~otherwise~~.  \nA new line.\n"
    )
    assert draft.text == "The deal of Minsk & co\n\nIt was so and *not* otherwise.\nA new line."
    assert draft.title == "The deal of Minsk & co"


def test_every_kind_of_link() -> None:
    draft = markdown(
        "See [one](https://a.example/1 'Title'), [two][r], [r], [three](<https://a.example/3 x>), <https://a.example/4>,\n"
        "https://a.example/5_b_c, [![picture](p.png)](https://a.example/6) and <a href='https://a.example/7'>seven</a>.\n\n[r]: https://a.example/r\n"
    )
    assert [(link.url, link.text, link.how) for link in draft.links] == [
        ("https://a.example/1", "one", How.LINK),
        ("https://a.example/r", "two", How.LINK),
        ("https://a.example/r", "r", How.LINK),
        ("https://a.example/3 x", "three", How.LINK),
        ("https://a.example/4", "", How.BARE),
        ("https://a.example/5_b_c", "", How.BARE),
        ("https://a.example/6", "picture", How.LINK),
        ("https://a.example/7", "seven", How.LINK),
    ]


def test_addresses_stay_as_written() -> None:
    draft = markdown("[a](https://пример.example/я?b=%20c&amp;d=1) and [b](/relative) and [c](mailto:a@b.example) and [d](#part)")
    assert urls(draft) == ["https://пример.example/я?b=%20c&d=1", "/relative"]


def test_what_is_no_link() -> None:
    draft = markdown(
        "`https://a.example/1` it is.\n\n```\nhttps://a.example/2\n```\n\n    https://a.example/3\n\n<!-- https://a.example/4 [x](https://a.example/5) -->\n\nfile.py and a@b.example\n"
    )
    assert draft.links == ()
    assert "a.example/4" not in draft.text


def test_footnotes_lead_to_what_they_cite() -> None:
    draft = markdown(
        "He said so.[^1] She did not.[^note] Both^[See https://a.example/3.] left.\n\n[^1]: The [deal](https://a.example/1), and https://a.example/2.\n[^note]: No link.\n"
    )
    marks = [(link.url, link.label, link.span.of(draft.text)) for link in draft.links if link.how is How.FOOTNOTE]
    assert marks == [
        ("https://a.example/1", "1", "[1]"),
        ("https://a.example/2", "1", "[1]"),
        ("https://a.example/3", "note 3", "[note 3]"),
    ]
    assert [piece.of(draft.text) for piece in draft.blocks[0].pieces] == ["He said so.", "She did not.", "Both", "left."]
    notes = [block.label for block in draft.blocks if block.kind is BlockKind.FOOTNOTE]
    assert notes == ["1", "note", "note 3"]
    assert all("footnote" in link.context for link in draft.links if link.how is not How.FOOTNOTE)


def test_numbered_source_list() -> None:
    draft = markdown(
        "He said so [1]. She did not [2][3].\n\n## Sources\n\n1. [Agency](https://a.example/1)\n2. https://a.example/2\n3. A letter.\n"
    )
    marks = [(link.url, link.label) for link in draft.links if link.how is How.BIBLIOGRAPHY]
    assert marks == [("https://a.example/1", "1"), ("https://a.example/2", "2")]
    assert all("bibliography" in link.context for link in draft.links if link.how in (How.LINK, How.BARE))


def test_numbers_as_reference_links() -> None:
    draft = markdown("He said so [1].\n\n[1]: https://a.example/1 'Agency'\n")
    assert [(link.url, link.how, link.label) for link in draft.links] == [("https://a.example/1", How.FOOTNOTE, "1")]
    assert "1" not in " ".join(piece.of(draft.text) for piece in draft.blocks[0].pieces)


def test_blocks() -> None:
    draft = markdown(
        "## Two\n\nA.\n\n> B.\n>\n> > C.\n\n- D\n  - E\n\n1. F\n\n| G | H |\n|---|---|\n| I | J |\n\n![K](k.png)\n\n```\nL\n```\n\n<div>M <b>N</b></div>\n"
    )
    assert [(block.kind.value, block.level, block.pieces[0].of(draft.text)) for block in draft.blocks] == [
        ("heading", 2, "Two"),
        ("paragraph", 0, "A."),
        ("blockquote", 1, "B."),
        ("blockquote", 2, "C."),
        ("list_item", 1, "D"),
        ("list_item", 2, "E"),
        ("list_item", 1, "F"),
        ("table", 0, "G"),
        ("table", 0, "H"),
        ("table", 0, "I"),
        ("table", 0, "J"),
        ("caption", 0, "K"),
        ("code", 0, "L"),
        ("paragraph", 0, "M N"),
    ]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('---\ntitle: "A: b"\ndate: 2020-11-20T10:00:00Z\nlang: ru-RU\n---\n', ("A: b", date(2020, 11, 20), "ru")),
        ("---\r\ntitle: 'It''s'\r\npublished: 2020/11/2\r\nlanguage: de\r\n---\r\n", ("It's", date(2020, 11, 2), "de")),
        ('+++\ntitle = "T"\ndate = 2020-11-20\nlang = "pl"\n+++\n', ("T", date(2020, 11, 20), "pl")),
        ("---\ntitle: T # really\nlist:\n  - a\nlang: fr\n...\n", ("T", None, "fr")),
        ("---\ndate: 2020-13-45\ntitle: T\nlang: uk\n---\n", ("T", None, "uk")),
    ],
)
def test_front_matter(head: str, expected: tuple[str, date | None, str]) -> None:
    draft = markdown(f"{head}\n# Heading\n\nHe said so.\n")
    assert (draft.title, draft.date, draft.language) == expected
    assert draft.text == "Heading\n\nHe said so."
    assert draft.blocks[0].pieces[0].line == head.count("\n") + 2


def test_given_date_and_language_win() -> None:
    draft = read_text("---\ndate: 2020-11-20\nlang: ru\n---\n\nHe said so.\n", format="markdown", language="en", date=date(2021, 1, 2))
    assert (draft.language, draft.date) == ("en", date(2021, 1, 2))


def test_front_matter_is_never_executed() -> None:
    bomb = (
        "---\na: &a x\n"
        + "".join(f"k{n}: *a\n" for n in range(200))
        + "title: !!python/object/apply:os.system ['true']\n---\n\nHe said so.\n"
    )
    draft = markdown(bomb)
    assert draft.title is None
    assert draft.text == "He said so."
    assert len(markdown("---\n" + "&a " * 250_000 + "\n---\n\nHe said so.\n").text) > 0


def test_a_rule_is_no_front_matter() -> None:
    assert "He said so" in markdown("---\n\nHe said so, and no more.\n\n---\n\nShe too.\n").text


@pytest.mark.parametrize(
    "text",
    [
        ">" * 20_000 + " a",
        "[" * 50_000 + " a",
        "*a_ " * 20_000,
        "`" * 9999 + " a " + "` " * 9999,
        "- " * 5000 + "a",
        "![" * 20_000 + "a",
        "<a " * 20_000 + "a",
        "a\n" * 5 + "|" * 20_000,
    ],
)
def test_hostile_marks_are_read_or_refused(text: str) -> None:
    with no_hang(), contextlib.suppress(DraftError):
        draft = markdown(text)
        assert all(piece.of(draft.text) for block in draft.blocks for piece in block.pieces)


def test_one_endless_line() -> None:
    with pytest.raises(DraftError, match="plain text"):
        markdown("He said so. " * 200_000)
