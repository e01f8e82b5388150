"""The battery's cases of malformed content, one by one. A case that nothing here answers to fails."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from guards import no_hang
from pdfs import page_of, shown

from provenance import compare
from provenance.model import Label, Status
from provenance.sources.extraction.charset import decode
from provenance.sources.extraction.extract import Unreadable, extract
from provenance.sources.extraction.visible import visible
from provenance.sources.extraction.workers import Extractor

SAID = "The minister said that the agreement would be signed in the spring of next year."
FILLER = "The harbour office has published the minutes of its meeting, which lasted for two hours on Monday."


def page(inner: str, head: str = "") -> str:
    return f"<!doctype html><html lang=en><head>{head}<title>Minutes</title></head><body><article><p>{FILLER}</p>{inner}</article></body></html>"


def m01() -> None:
    assert "un été à Orléans" in extract(page("<p>un été à Orléans</p>").encode(), content_type="text/html").full


def m02() -> None:
    text = "Соглашение подписано, сообщили в министерстве."
    body = page(f"<p>{text}</p>", "<meta charset=koi8-r>")
    by_header = extract(body.encode("cp1251"), content_type="text/html; charset=windows-1251")
    assert text in by_header.full
    assert any("cp1251" in note and "koi8-r" in note for note in by_header.notes)
    assert text in extract(b"\xef\xbb\xbf" + body.encode(), content_type="text/html; charset=windows-1251").full
    assert text in extract(body.encode("koi8-r"), content_type="text/html").full
    assert text in extract(b"\xff\xfe" + body.encode("utf-16-le"), content_type="text/html; charset=utf-8").full


def m03() -> None:
    for name in ("utf-7", "idna", "undefined", "unicode_escape", "punycode", "raw_unicode_escape", "rot13", "base64", "no-such"):
        for head, declared in (("", f"text/html; charset={name}"), (f"<meta charset={name}>", "text/html")):
            body = page("<p>+ADw-script+AD4-alert(1)+ADw-/script+AD4- \\u003cscript\\u003e été</p>", head).encode()
            found = extract(body, content_type=declared)
            assert "<script" not in found.full
            assert "été" in found.full


def m04() -> None:
    for codec, words in (
        ("windows-1252", "L’accord sera signé à l’été, a déclaré le ministre"),
        ("gb18030", "部长表示协议将于明年春天签署"),
        ("shift_jis", "大臣は協定に来春署名すると述べた"),
        ("koi8-r", "министр сказал, что соглашение будет подписано весной"),
    ):
        for body, declared in (
            (page(f"<p>{words}</p>").encode(codec), f"text/html; charset={codec}"),
            (page(f"<p>{words}</p>", f"<meta charset={codec}>").encode(codec), "text/html"),
        ):
            assert compare(f"“{words}”", extract(body, content_type=declared)).label is Label.SUPPORTED


def m05() -> None:
    odd = "\0a\ud800b\ufffe&#0;&#xd800;&#xfffe;" + "\u202e" * 1_000_000
    body = page(f"<p>{odd}</p><p>{SAID}</p>").encode("utf-8", "surrogatepass")
    with no_hang():
        found = extract(body, content_type="text/html")
    assert SAID in found.full
    json.loads(json.dumps({"text": found.full}, ensure_ascii=False).encode("utf-8"))
    assert not re.search("[\0\ud800-\udfff\ufffe]", found.full)


def m06() -> None:
    written = "The\u00a0minister said that the agree\u00adment would be of\u200bficial—and “ﬁnal”—by １５ May"
    quoted = 'The minister said that the agreement would be official - and "final" - by 15 May'
    source = extract(page(f"<p>{written}.</p>").encode(), content_type="text/html; charset=utf-8")
    found = compare(f"“{quoted}”", source)
    assert found.label is Label.SUPPORTED
    evidence = found.evidence[0]
    assert source.full[evidence.start : evidence.end] == evidence.text
    assert evidence.text.startswith("The\u00a0minister")


def _hidden(wrappings: tuple[str, ...]) -> None:
    for wrapping in wrappings:
        found = extract(page(wrapping.format(SAID)).encode(), content_type="text/html")
        assert SAID not in found.full, wrapping
        assert compare(f"“{SAID}”", found).label is not Label.SUPPORTED


def m07() -> None:
    _hidden(
        (
            "<p style='display:none'>{}</p>",
            "<p hidden>{}</p>",
            "<p style='font-size:0'>{}</p>",
            "<p style='color:white;background:#fff'>{}</p>",
            "<p style='color:#ffffff'>{}</p>",
            "<p aria-hidden='true'>{}</p>",
        )
    )


def m08() -> None:
    _hidden(("<noscript><p>{}</p></noscript>", "<!-- {} -->", "<template><p>{}</p></template>", "<iframe srcdoc='<p>{}</p>'></iframe>"))


def m09() -> None:
    assert SAID in extract(page_of(shown(SAID)), content_type="text/html").text
    assert extract(page(f"<p>{SAID}</p>").encode(), content_type="application/pdf").truncated
    for body, status in (
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 64, Status.WRONG_TYPE),
        (b"PK\x03\x04" + b"\0" * 64, Status.WRONG_TYPE),
        (b"", Status.EMPTY),
        (page_of(shown("")), Status.EMPTY),
    ):
        for declared in ("text/html", "application/pdf"):
            with pytest.raises(Unreadable) as caught:
                extract(body, content_type=declared)
            assert caught.value.status is status


def m10() -> None:
    body = page(f"<p>{SAID}</p>").encode()
    with Extractor(workers=2) as extractor:
        one, other = extractor.extract_many([(body, "text/html", "https://a.example/1"), (body, "text/html", "https://a.example/2")])
    assert one == other == extract(body, content_type="text/html")


CASES: dict[str, Callable[[], None]] = {
    "M01": m01, "M02": m02, "M03": m03, "M04": m04, "M05": m05, "M06": m06, "M07": m07, "M08": m08, "M09": m09, "M10": m10,
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_malformed_content(case: str) -> None:
    CASES[case]()


def test_every_case_of_the_battery_is_answered(shared: Path) -> None:
    cases = json.loads((shared / "battery" / "battery.json").read_text("utf-8"))["malformed_content"]
    assert {case["id"] for case in cases} == set(CASES)


# ---- broken markup -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "broken",
    [
        "<p>{}",
        "<p><b><i>{}</p>",
        "<table><p>{}</table>",
        "<div " + "class='" + "x " * 200_000 + "'>{}</div>",
        "<p data-x='" + "&amp;" * 200_000 + "'>{}</p>",
        "<div>" * 5000 + "{}",
        "<table><tr><td>" * 600 + "{}",
        "</div></div></p></html></body>{}",
        "<p>{}</p><!-- never closed",
        "<p>{}</p><script>never closed",
        "<p\0 class=x>{}</p>",
        "<select><option>x</select><p>{}</p>",
        "<p>{}</p>" + "<a href=x>" * 30_000,
        "<svg><desc>x</desc></svg><math><mi>x</mi></math><p>{}</p>",
    ],
    ids=range(14),
)
def test_broken_markup_loses_nothing(broken: str) -> None:
    with no_hang():
        found = extract(page(broken.format(SAID)).encode(), content_type="text/html")
    assert SAID in found.full
    assert FILLER in found.full


def test_a_table_of_100_000_rows_is_read_without_trafilatura() -> None:
    rows = "".join(f"<tr><td>Row {n}</td><td>{n * 7}</td></tr>" for n in range(100_000))
    with no_hang():
        found = extract(page(f"<table>{rows}</table><p>{SAID}</p>").encode(), content_type="text/html")
    assert SAID in found.full
    assert "Row 99999\t699993" in found.full
    assert not found.truncated


def test_100_000_attributes_on_one_tag_are_read_in_a_moment() -> None:
    many = " ".join(f'data-{number}="{number}"' for number in range(100_000))
    with no_hang():
        found = extract(page(f"<p {many}>{SAID}</p>").encode(), content_type="text/html")
    assert SAID in found.full
    assert FILLER in found.text


def test_a_page_cut_off_says_so() -> None:
    found = extract(page("<i></i>" * 500_000 + SAID).encode(), content_type="text/html")
    assert found.truncated
    assert FILLER in found.full


def test_every_byte_of_a_mislabelled_page_is_kept() -> None:
    assert decode(page("<p>été</p>").encode(), "text/html; charset=iso-8859-1").text.count("été") == 1
    assert visible(page("<p>&eacute;t&#233; &#x1F600;</p>")).blocks[-1].text == "été 😀"
