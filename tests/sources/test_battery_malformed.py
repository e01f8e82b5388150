"""Malformed content, as far as it comes over the wire, case by case as the battery lists it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from battery import accounted_for, group
from conftest import Site, Web, reply

from provenance.model import Document, Extract, Status
from provenance.sources.resolver import Resolver
from provenance.sources.settings import FetchSettings

SENTENCE = "The harbour board voted on Monday to dredge the northern channel before the autumn storms begin."
TEXTS = {
    "windows-1252": "Le conseil du port a décidé lundi de draguer le chenal nord avant les tempêtes d’automne — enfin.",
    "gb18030": "港口委员会星期一投票决定在秋季风暴开始之前疏浚北航道，财务主管在会后告诉记者。",
    "shift_jis": "港湾委員会は月曜日、秋の嵐が始まる前に北水路を浚渫することを決めたと、会計係が記者団に語った。",
    "koi8-r": "Совет порта в понедельник решил углубить северный фарватер до начала осенних штормов, сообщил казначей.",
}


def html(*paragraphs: str, head: str = "") -> str:
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    return f"<!doctype html><html><head>{head}<title>x</title></head><body><article>{body}</article></body></html>"


def resolved(web: Web, body: bytes, content_type: str | None) -> Document:
    web.site.answers["*"] = reply(200, body, *([f"Content-Type: {content_type}"] if content_type else []))
    settings = FetchSettings(timeout=10, max_retries=0, jobs=0, ask_neighbours=False)
    with Resolver(settings, transport=web.network(), archives={}) as resolver:
        return resolver.resolve("http://a.test/page")


def text_of(document: Document) -> str:
    assert isinstance(document.content, Extract), document
    return document.content.full


def m01(web: Web) -> None:
    for content_type in ("text/html", None):
        assert "Cet été, le port" in text_of(resolved(web, html(f"Cet été, le port ferme. {SENTENCE}").encode(), content_type))


def m02(web: Web) -> None:
    meta = "<meta charset=windows-1251>"
    # mark, then header, then meta
    assert "été" in text_of(resolved(web, b"\xef\xbb\xbf" + html("Cet été. " + SENTENCE, head=meta).encode(), "text/html; charset=koi8-r"))
    body = html(TEXTS["koi8-r"], head=meta).encode("koi8-r")
    assert TEXTS["koi8-r"] in text_of(resolved(web, body, "text/html; charset=koi8-r"))
    assert TEXTS["koi8-r"] in text_of(resolved(web, html(TEXTS["koi8-r"], head=meta).encode("cp1251"), "text/html"))


def m03(web: Web) -> None:
    for charset in ("utf-7", "idna", "undefined", "unicode_escape", "punycode", "x" * 500, '"', "rot13", "zlib"):
        body = html(f"{SENTENCE} +ADw-script+AD4-alert(1)+ADw-/script+AD4-").encode()
        text = text_of(resolved(web, body, f"text/html; charset={charset}"))
        assert SENTENCE in text
        assert "<script" not in text


def m04(web: Web) -> None:
    for charset, text in TEXTS.items():
        assert text in text_of(resolved(web, html(text, text).encode(charset), f"text/html; charset={charset}"))
        assert text in text_of(resolved(web, html(text, text, head=f"<meta charset={charset}>").encode(charset), "text/html"))


def m05(web: Web) -> None:
    for noise in (b"\0" * 3, b"\xed\xa0\x80\xed\xb0\x80", b"\xef\xbf\xbe", "\u202e".encode() * 300_000):
        text = text_of(
            resolved(web, html(*[SENTENCE] * 30).encode().replace(b"<p>", b"<p>" + noise, 1) + noise, "text/html; charset=utf-8")
        )
        assert "dredge the northern channel" in text
        text.encode("utf-8")


def m09(web: Web) -> None:
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("a.txt", "x")
    for body, content_type, statuses in (
        (b"%PDF-1.7\n%broken", "text/html", {Status.PARSER_FAILED, Status.WRONG_TYPE, Status.EMPTY}),
        (b"\x89PNG\r\n\x1a\n" + bytes(300), "text/html", {Status.WRONG_TYPE}),
        (zipped.getvalue(), "text/html", {Status.WRONG_TYPE}),
        (b"", "text/html", {Status.EMPTY}),
        (b"", "application/pdf", {Status.EMPTY}),
    ):
        document = resolved(web, body, content_type)
        assert document.source.status in statuses, (content_type, document.source)
        assert document.source.message
    assert SENTENCE in text_of(resolved(web, html(SENTENCE).encode(), "application/pdf"))


def m10(web: Web) -> None:
    body = html(*(f"{number}. {SENTENCE}" for number in range(8))).encode()
    first, second = (resolved(web, body, "text/html; charset=utf-8") for _ in range(2))
    assert first.content == second.content
    assert first.source.sha256 == second.source.sha256


CASES: dict[str, Callable[[Web], None]] = {"M01": m01, "M02": m02, "M03": m03, "M04": m04, "M05": m05, "M09": m09, "M10": m10}
#: What is not about bytes is tested where pages are read and quotations compared.
ELSEWHERE = {
    "M06": "comparison/quotation/test_alignment.py::test_a_changed_quotation_is_still_found",
    "M07": "sources/test_extract.py::test_hidden_text_is_no_text_of_the_page",
    "M08": "sources/test_visible.py::test_noscript_is_kept_apart",
}


@pytest.mark.parametrize("case", CASES)
def test_the_battery(web: Web, site: Site, case: str) -> None:
    CASES[case](web)


def test_every_case_of_the_battery_is_somewhere(shared: Path) -> None:
    accounted_for(group(shared, "malformed_content"), CASES, ELSEWHERE)
