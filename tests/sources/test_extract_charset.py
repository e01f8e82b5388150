"""Bytes to characters: what is declared, what is true, and what is never believed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.sources.extraction.charset import decode, web_codec

RUSSIAN = "Соглашение вступает в силу со дня его подписания, сообщили в министерстве."


def html(text: str, meta: str = "") -> str:
    return f"<html><head>{meta}<title>x</title></head><body><p>{text}</p></body></html>"


def test_silence_means_utf8() -> None:
    assert "été" in decode(html("été").encode(), "text/html").text


@pytest.mark.parametrize("codec", ["windows-1251", "koi8-r", "iso-8859-5", "cp866", "utf-8"])
def test_the_header_is_believed(codec: str) -> None:
    assert RUSSIAN in decode(html(RUSSIAN).encode(codec), f"text/html; charset={codec}").text


@pytest.mark.parametrize(("codec", "text"), [("gb18030", "双方签署了协议"), ("shift_jis", "協定に署名した"), ("euc-kr", "협정에 서명했다"), ("big5", "雙方簽署協議"), ("windows-1252", "un accord signé")])  # fmt: skip
def test_meta_is_believed(codec: str, text: str) -> None:
    assert text in decode(html(text, f'<meta charset="{codec}">').encode(codec)).text


def test_mark_beats_header_beats_meta() -> None:
    body = html(RUSSIAN, '<meta charset="koi8-r">')
    assert RUSSIAN in decode(b"\xef\xbb\xbf" + body.encode(), "text/html; charset=windows-1251").text
    found = decode(body.encode("windows-1251"), "text/html; charset=windows-1251")
    assert RUSSIAN in found.text
    assert any("koi8-r" in note for note in found.notes)
    assert RUSSIAN in decode(b"\xff\xfe" + html(RUSSIAN).encode("utf-16-le")).text


def test_bytes_that_are_utf8_are_not_read_as_latin1() -> None:
    found = decode(html("été à Zürich").encode(), "text/html; charset=ISO-8859-1")
    assert "été à Zürich" in found.text
    assert any("UTF-8" in note for note in found.notes)


def test_latin1_means_windows_1252() -> None:
    assert "“yes” – he said" in decode("“yes” – he said".encode("cp1252"), "text/html; charset=iso-8859-1").text


@pytest.mark.parametrize(
    "label",
    ["utf-7", "idna", "undefined", "unicode_escape", "punycode", "rot13", "base64", "raw_unicode_escape", "nonsense", "utf-8-sig\0"],
)
def test_what_is_no_encoding_of_the_web_is_passed_over(label: str) -> None:
    assert web_codec(label) is None
    found = decode(b"<p>+ADw-script+AD4- plain words</p>", f"text/html; charset={label}")
    assert "<script" not in found.text
    assert "plain words" in found.text


def test_undeclared_cyrillic_is_recognised() -> None:
    assert RUSSIAN in decode(html(RUSSIAN * 5).encode("windows-1251")).text


def test_a_few_broken_bytes_do_not_change_the_encoding() -> None:
    found = decode(html(RUSSIAN * 40).encode() + b"\xff", "text/html; charset=utf-8")
    assert RUSSIAN in found.text
    assert found.damaged


@settings(max_examples=200, deadline=None)
@given(
    st.binary(max_size=300),
    st.sampled_from([None, "text/html; charset=utf-8", "text/html; charset=windows-1251", "text/html; charset=utf-16"]),
)
def test_any_bytes_become_characters_that_can_be_written(body: bytes, content_type: str | None) -> None:
    text = decode(body, content_type).text
    text.encode("utf-8")
    assert not set(text) & {"\x00", "\x1b", "\x07", "\ufffe"}


@given(st.text(alphabet=st.characters(min_codepoint=0x20, max_codepoint=0x24FF, exclude_categories=("Cs", "Cc")), max_size=200))
def test_utf8_comes_back_unchanged(text: str) -> None:
    found = decode(text.encode(), "text/html; charset=utf-8")
    assert found.text == text.removeprefix("\ufeff")
    assert not found.damaged


@pytest.mark.parametrize("number", range(256))
def test_characters_that_no_page_may_hold_are_taken_out(number: int) -> None:
    gone = chr(number) in {*map(chr, range(0x20)), "\x7f"} - set("\t\n\r\f")
    assert decode(f"before {chr(number)}\tbehind\n".encode()).text == f"before {'' if gone else chr(number)}\tbehind\n"
