"""Files of every kind: what is read, what is refused, and that nothing ever blocks."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from guards import no_hang

from provenance.draft import read, read_bytes, read_text
from provenance.draft.file import MAX_BYTES
from provenance.errors import DraftError

RUSSIAN = "Министр заявил в пятницу, что соглашение подписано в Минске. По его словам, оно вступило в силу сразу."
UKRAINIAN = "Міністр заявив у п’ятницю, що угоду підписано. За його словами, її оприлюднять їхні юристи."
GERMAN = "Der Minister für Äußeres erklärte, das Abkommen über größere Übungen sei gültig."
POLISH = "Rzeczniczka powiedziała, że umowę podpisano w Łodzi, a jej treść ogłoszą później."
FRENCH = "Le ministre a déclaré que l’accord serait signé à l’été, après des réunions prévues."


def refusal(body: bytes, path: str = "draft.txt", **more: str) -> str:
    with pytest.raises(DraftError) as caught:
        read_bytes(body, path=path, **more)
    message = str(caught.value)
    assert "\n" not in message
    assert message.startswith(f"{path}: ")
    return message


@pytest.mark.parametrize("body", [b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\0" * 100, b" \r\n\t\n", b"\xef\xbb\xbf \n"])
def test_nothing_in_it(body: bytes) -> None:
    message = refusal(body)
    assert "empty" in message or "no words" in message


@pytest.mark.parametrize("name", ["d.md", "d.txt", "d.html", "d"])
@pytest.mark.parametrize(
    ("body", "word"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "PNG"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "PDF"),
        (b"\xff\xd8\xff\xe0" + bytes(200), "JPEG"),
        (b"\x7fELF" + bytes(200), "program"),
        (bytes(range(256)) * 20, "binary"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old Word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"{\\rtf1\\ansi He said so.}", "rich text"),
    ],
)
def test_binary_is_seen_whatever_the_name(name: str, body: bytes, word: str) -> None:
    assert word in refusal(body, name)


@pytest.mark.parametrize(
    ("inside", "word"),
    [
        ("word/document.xml", "Word"),
        ("content.xml", "OpenDocument"),
        ("xl/workbook.xml", "Excel"),
        ("ppt/presentation.xml", "PowerPoint"),
        ("a.md", "ZIP"),
    ],
)
def test_office_files_are_told_apart(inside: str, word: str) -> None:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        archive.writestr(inside, "<x/>")
    message = refusal(body.getvalue(), "draft.md")
    assert word in message
    assert "; " in message  # what to do next


@pytest.mark.parametrize("name", ["a.docx", "a.docm", "a.pdf", "a.odt"])
@pytest.mark.parametrize(
    ("body", "what"), [(b"plain words in a file of another name", "perhaps a text"), (b"<!doctype html><p>So.", "HTML")]
)
def test_what_a_document_only_pretends_to_be(name: str, body: bytes, what: str) -> None:
    message = refusal(body, name)
    assert "whatever its name says" in message
    assert what in message


@pytest.mark.parametrize("name", ["a.doc", "a.rtf", "a.epub"])
def test_formats_that_are_not_read(name: str) -> None:
    assert "save" in refusal(b"plain words in a file of another name", name)


def test_mail_is_seen_without_its_ending() -> None:
    mail = b"From: a@b.example\r\nTo: c@d.example\r\nMIME-Version: 1.0\r\nSubject: x\r\n\r\nHe said so.\r\n"
    draft = read_bytes(mail, path="draft.txt")
    assert (draft.format, draft.text.strip()) == ("eml", "He said so.")


def test_html_of_another_name() -> None:
    draft = read_bytes(b"<!doctype html><html><body><p>He said <b>so</b>.</p></body></html>", path="page.txt")
    assert draft.format == "html"
    assert draft.text == "He said so."
    assert any("HTML" in note for note in draft.notes)
    fragment = read_bytes(b"<p>He said so.</p>\n<p>She did not.</p>", path="page.md")
    assert fragment.format == "html"


def test_plain_text_of_html_name() -> None:
    draft = read_bytes(b"He said so.\n\nShe did not.", path="page.html")
    assert draft.format == "text"
    assert draft.notes


def test_asked_format_wins_over_content() -> None:
    assert read_bytes(b"<p>He said so.</p><p>x</p>", path="a.html", format="text").format == "text"
    assert read_bytes(b"**He** said so.", path="a.txt", format="md").text == "He said so."


def test_unknown_format() -> None:
    assert "markdown" in refusal(b"He said so.", format="tex")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN, "utf-8"),
        (RUSSIAN, "utf-8-sig"),
        (RUSSIAN, "utf-16"),
        (RUSSIAN, "utf-16-le"),
        (RUSSIAN, "utf-16-be"),
        ("He said so, and no more than that.", "utf-16-le"),
        ("He said so, and no more than that.", "utf-16-be"),
        (RUSSIAN, "utf-32"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8_r"),
        ("Он сказал", "cp1251"),
        (UKRAINIAN, "cp1251"),
        (GERMAN, "latin-1"),
        (GERMAN, "cp1252"),
        (FRENCH, "cp1252"),
        (POLISH, "cp1250"),
        (POLISH, "iso8859_2"),
        ("He said “it was so” on the café’s door – and left…", "cp1252"),
        ("Prezident řekl, že dohoda začne platit příští týden.", "cp1250"),
        ("El señor dijo que mañana", "latin-1"),
        ("Да, сказал он.", "cp866"),
        ("Ο υπουργός δήλωσε ότι η συμφωνία", "cp1253"),
        ("Bakan dün anlaşmayı imzaladığını söyledi", "cp1254"),
        ("部长星期五说协议已经签署。" * 6, "gb18030"),
        ("日本の大臣は金曜日に合意に署名したと述べた。" * 4, "shift_jis"),
    ],
)
def test_encodings(text: str, encoding: str) -> None:
    draft = read_bytes(text.encode(encoding))
    assert draft.text == text
    assert bool(draft.notes) == (encoding not in ("utf-8", "utf-8-sig", "utf-16", "utf-32"))


def test_declared_encoding() -> None:
    page = f'<html><head><meta charset="windows-1251"><title>x</title></head><body><p>{RUSSIAN}</p></body></html>'
    assert read_bytes(page.encode("cp1251"), path="a.html").text == RUSSIAN
    wrong = page.replace("windows-1251", "utf-8")
    assert read_bytes(wrong.encode("cp1251"), path="a.html").text == RUSSIAN
    assert read_bytes(page.replace("windows-1251", "utf-16").encode(), path="a.html").text == RUSSIAN


def test_a_few_bad_bytes_in_utf8() -> None:
    draft = read_bytes(RUSSIAN.encode() + b" \xff\xfe " + RUSSIAN.encode())
    assert draft.text.count("�") == 2
    assert "not valid UTF-8" in draft.notes[0]


def test_reading_from_disk(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"---\ntitle: T\n---\n\nHe said so.\n")
    draft = read(path)
    assert (draft.path, draft.format, draft.title, draft.text) == (str(path), "markdown", "T", "He said so.")
    assert len(draft.sha256) == 64
    link = tmp_path / "link.md"
    link.symlink_to(path)
    assert read(link).sha256 == draft.sha256


def test_no_file(tmp_path: Path) -> None:
    for path in (tmp_path / "none.md", tmp_path, tmp_path / ("x" * 300), Path("bad\0name")):
        with pytest.raises(DraftError, match=r"no such file|a folder|cannot be opened|no such"):
            read(path)


@pytest.mark.parametrize("path", ["/dev/zero", "/dev/null", "/etc/passwd", "/proc/self/mem", "file:///etc/passwd", "https://a.example/x"])
def test_devices_addresses_and_system_files(path: str) -> None:
    with pytest.raises(DraftError, match=r"give|save"):
        read(path)


def test_messages_stay_on_one_line(tmp_path: Path) -> None:
    path = tmp_path / "two\nlines\x1b[31m.txt"
    with pytest.raises(DraftError) as missing:
        read(path)
    path.write_bytes(b"")
    with pytest.raises(DraftError) as empty:
        read(path)
    for caught in (missing, empty):
        assert str(caught.value).isprintable()


def test_link_to_a_system_file(tmp_path: Path) -> None:
    link = tmp_path / "a.md"
    link.symlink_to("/etc/shadow")
    with pytest.raises(DraftError, match="system file"):
        read(link)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_never_blocks(tmp_path: Path) -> None:
    path = tmp_path / "pipe.md"
    os.mkfifo(path)
    with no_hang(), pytest.raises(DraftError, match="pipe"):
        read(path)


def test_too_large(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(DraftError, match="MiB"):
        read(path)
    with pytest.raises(DraftError, match="MiB"):
        read_bytes(b"a" * (MAX_BYTES + 1))


def test_a_file_that_changes_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"He said so.")
    really_read = os.read
    left = [1]

    def growing(handle: int, size: int) -> bytes:
        body = really_read(handle, size)
        if body.startswith(b"He said") and left[0]:
            left[0] -= 1
            with path.open("ab") as file:
                file.write(b" And so.")
        return body

    monkeypatch.setattr(os, "read", growing)
    assert read(path).text == "He said so. And so."
    left[0] = 1000
    with pytest.raises(DraftError, match="being written"):
        read(path)


def test_text_of_nothing() -> None:
    for text in ("", "\ufeff", "\0\0", " \n"):
        with pytest.raises(DraftError, match="no words"):
            read_text(text)


def test_same_file_same_draft() -> None:
    body = f"# A\n\n{RUSSIAN} [x](https://a.example)\n".encode()
    assert read_bytes(body, path="a.md") == read_bytes(body, path="a.md")


def test_import_is_light() -> None:
    code = "import provenance.draft, sys; print([m for m in ('bs4', 'lxml', 'markdown_it', 'linkify_it', 'charset_normalizer') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
