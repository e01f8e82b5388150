"""From bytes to exact spans: encodings, line ends, right-to-left text and emoji, through every format that is text."""

from __future__ import annotations

import base64
import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.claims import find_claims
from provenance.draft import read_bytes
from provenance.model import Draft

RUSSIAN = ("Паром остановят 12 марта, заявил мэр.", 'По словам Анны Ридовой, "лодки продадут осенью".')
FRENCH = ("Le bac s’arrêtera le 12 mars, a déclaré le maire.", "« Personne n’a été consulté », a dit Zoé Müller.")
MIXED = ("The ferry 🚢 will stop, the mayor 👩‍💼 said.", "«המעבר סגור», said the office; «المعبر مغلق 🇺🇦», said the guard.")
FORMATS = ("text", "markdown", "html", "eml")
ENCODINGS = [
    (RUSSIAN, name)
    for name in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1251", "koi8_r", "iso8859_5", "cp866")
] + [(FRENCH, name) for name in ("utf-8", "utf-16-le", "cp1252", "mac_roman")]


def body(format: str, lines: tuple[str, str], end: str = "\n", charset: str = "") -> str:
    """A file of a format with the first text in line 3 and the second in line 5."""
    first, second = lines
    if format == "html":
        meta = f'<meta charset="{charset}">' if charset else ""
        return end.join([f"<html><head>{meta}</head><body>", "", f"<p>{first}</p>", "", f"<p>{second}</p>", "</body></html>", ""])
    head = ["# Ferry", ""] if format == "markdown" else ["Ferry", ""]
    return end.join([*head, first, "", second, ""])


def in_bytes(format: str, lines: tuple[str, str], encoding: str, end: str = "\n", charset: str = "") -> bytes:
    words = body("text" if format == "eml" else format, lines, end, charset).encode(encoding)
    if format != "eml":
        return words
    name = codecs.lookup(encoding).name
    head = (
        f"From: a@b.example\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset={name}\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    )
    return head.encode() + base64.encodebytes(words)


def check(draft: Draft, lines: tuple[str, str]) -> None:
    """Each of the two texts is a block of its own, exact and in its line."""
    found = {block.span.of(draft.text): block.span for block in draft.blocks}
    for words, number in zip(lines, (3, 5), strict=True):
        assert words in found, (words, sorted(found))
        assert found[words].line == number
        assert found[words].column == (4 if draft.format == "html" else 1)


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize(("lines", "encoding"), ENCODINGS)
def test_encodings(format: str, lines: tuple[str, str], encoding: str) -> None:
    check(read_bytes(in_bytes(format, lines, encoding), format=format), lines)


@pytest.mark.parametrize("encoding", ["windows-1251", "koi8-r", "utf-8", "utf-16-le", "iso-8859-5"])
def test_a_page_declares_its_encoding(encoding: str) -> None:
    draft = read_bytes(in_bytes("html", RUSSIAN, encoding, charset=encoding), path="page.html")
    check(draft, RUSSIAN)
    wrong = in_bytes("html", RUSSIAN, "utf-8", charset="windows-1251")
    assert read_bytes(wrong, path="page.html", charset="utf-8").text.count(RUSSIAN[0]) == 1


@pytest.mark.parametrize("format", FORMATS)
def test_bytes_that_are_no_utf8_stand_as_such(format: str) -> None:
    whole = in_bytes("text" if format == "eml" else format, RUSSIAN, "utf-8")
    broken = whole.replace("марта".encode(), "ма".encode() + b"\xff" + "рта".encode())
    if format == "eml":
        head = (
            b"From: a@b.example\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        )
        broken = head + broken
    draft = read_bytes(broken, format=format)
    assert "Паром остановят 12 ма\ufffdрта, заявил мэр." in draft.text
    assert any("not valid UTF-8" in note for note in draft.notes)


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\u0085"])
def test_line_ends(format: str, end: str) -> None:
    if format in ("markdown", "html") and end in ("\u2028", "\u0085"):
        pytest.skip("no line ends to Markdown and HTML: their blocks do not end there")
    draft = read_bytes(in_bytes(format, FRENCH, "utf-8", end), format=format)
    check(draft, FRENCH)
    lf = read_bytes(in_bytes(format, FRENCH, "utf-8"), format=format)
    assert [(c.id, c.span.line, c.span.column) for c in find_claims(draft)] == [(c.id, c.span.line, c.span.column) for c in find_claims(lf)]


@pytest.mark.parametrize("format", FORMATS)
def test_right_to_left_text_and_emoji_move_nothing(format: str) -> None:
    for encoding in ("utf-8", "utf-16"):
        draft = read_bytes(in_bytes(format, MIXED, encoding), format=format)
        check(draft, MIXED)
        for claim in find_claims(draft):
            attribution = claim.attribution
            assert attribution is not None
            assert attribution.cue_span is not None
            assert attribution.cue_span.of(draft.text) == "said"
            assert attribution.source_span is not None
            assert attribution.source_span.of(draft.text) in ("the mayor", "the office", "the guard")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("words", ["w😀😀w.", "😀😀😀😀😀 w."])
def test_utf16_without_a_mark_may_hold_many_emoji(words: str, encoding: str) -> None:
    check(read_bytes(in_bytes("text", (words, words + words), encoding), format="text"), (words, words + words))


WORDS = st.text(st.sampled_from("aé жüш ا ש 中 😀 👩‍💼 «»“”'-,"), min_size=1, max_size=30).map(
    lambda words: "w" + " ".join(words.split()) + "w."
)


@given(
    WORDS,
    WORDS,
    st.sampled_from(FORMATS),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-be"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
@settings(deadline=None, max_examples=60)
def test_words_come_back_from_any_unicode(first: str, second: str, format: str, encoding: str, end: str) -> None:
    lines = (f"One {first}", f"Two {second}")
    if format == "eml":
        encoding = "utf-8"  # a process for each: one encoding will do
    check(read_bytes(in_bytes(format, lines, encoding, end), format=format), lines)
