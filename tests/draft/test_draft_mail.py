"""Mail and web archives: the writer's words are the draft; what is quoted, signed or attached is told apart."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8

import pytest
from guards import no_hang
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.draft import read_bytes
from provenance.errors import DraftError
from provenance.model import BlockKind, Draft, How

OWN = (
    "The harbour office said on Monday that the ferry would stop on 12 March. A spokeswoman told the Coast Post that forty people "
    "would lose their work, and that the boats would be sold in autumn.\n\nAccording to the union, no plan had been shown to the crew. "
    "It asked for a meeting with the mayor before the end of the month.\n"
)
QUOTED = "The minister said that everything was as it should be, and no one had to worry about it.\n"


def mail(text: str = OWN, subject: str = "The ferry", charset: str = "utf-8", **headers: str) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"] = "Ann Reed <ann@post.example>"
    message["To"] = "desk@post.example"
    message["Subject"] = subject
    message["Date"] = "Tue, 03 Mar 2026 23:30:00 +0100"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text, charset=charset)
    return message


def read(message: EmailMessage | bytes, path: str = "draft.eml") -> Draft:
    return read_bytes(message if isinstance(message, bytes) else message.as_bytes(), path=path)


def told(draft: Draft, *kinds: BlockKind) -> str:
    return "\n".join(piece.of(draft.text) for block in draft.blocks if block.kind in kinds for piece in block.pieces)


def own(draft: Draft) -> str:
    return told(draft, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.HEADING, BlockKind.BLOCKQUOTE)


def test_headers_and_words() -> None:
    draft = read(mail(subject="Re: AW: Fähre – тест"))
    assert (draft.format, draft.title, str(draft.date)) == ("eml", "Fähre – тест", "2026-03-03")
    assert draft.text.strip() == OWN.strip()
    assert draft.language == "en"


@pytest.mark.parametrize(
    ("text", "charset"),
    [
        ("Министр сказал, что порт закроют 3 мая.", "koi8-r"),
        ("Міністр сказав, що порт закриють 3 травня.", "windows-1251"),
        ("Le ministre a dit que c’était l’été.", "windows-1252"),
        ("El ministro dijo que sí, mañana.", "iso-8859-1"),
        ("大臣は港を閉鎖すると述べた。", "iso-2022-jp"),
        ("He said “so” 😀 and left.", "utf-8"),
    ],
)
@pytest.mark.parametrize("transfer", ["base64", "quoted-printable", "8bit"])
def test_charsets_and_transfer_encodings(text: str, charset: str, transfer: str) -> None:
    body = (text + "\n").encode(charset)
    if transfer != "8bit":
        import base64
        import quopri

        body = base64.encodebytes(body) if transfer == "base64" else quopri.encodestring(body)
    head = f"From: a@b.example\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: {transfer}\r\n\r\n"
    assert read(head.encode() + body).text.strip() == text


def test_a_wrong_charset_is_found_out() -> None:
    head = (
        b"From: a@b.example\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=us-ascii\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    )
    words = "Министр сказал, что порт закроют, а паром продадут."
    assert words in read(head + words.encode()).text
    assert words in read(head.replace(b"us-ascii", b"no-such-thing") + words.encode("cp1251")).text


def test_html_is_taken_for_its_links() -> None:
    message = mail()
    message.add_alternative(
        f'<html><body><p>{OWN.replace(chr(10), " ")} <a href="https://union.example/a">says</a></p></body></html>', subtype="html"
    )
    draft = read(message)
    assert [link.url for link in draft.links] == ["https://union.example/a"]
    stub = mail()
    stub.add_alternative("<p>Your reader shows no HTML.</p>", subtype="html")
    assert read(stub).text.strip() == OWN.strip()


def test_attachments_are_named_and_left() -> None:
    message = mail()
    message.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="plan.pdf")
    message.add_attachment("Words that are attached.", filename="more.txt")
    draft = read(message)
    assert "attached" not in draft.text
    assert any("plan.pdf" in note and "more.txt" in note for note in draft.notes)


def test_only_attachments() -> None:
    message = mail("\n")
    message.add_attachment(b"PK", maintype="application", subtype="zip", filename="draft.zip")
    with pytest.raises(DraftError, match=r"draft\.zip"):
        read(message)


def test_an_encrypted_mail() -> None:
    body = b"From: a@b.example\r\nMIME-Version: 1.0\r\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data\r\n\r\nMIAG"
    with pytest.raises(DraftError, match="encrypted"):
        read(body)


@pytest.mark.parametrize(
    "intro",
    [
        "On Mon, 2 Mar 2026 at 10:00, Bo Lind <bo@post.example> wrote:",
        "On Mon, 2 Mar 2026 at 10:00, Bo Lind\n<bo@post.example> wrote:",
        "Am 02.03.2026 um 10:00 schrieb Bo Lind:",
        "Le lun. 2 mars 2026 à 10:00, Bo Lind <bo@post.example> a écrit :",
        "El lun, 2 mar 2026 a las 10:00, Bo Lind (<bo@post.example>) escribió:",
        "2 марта 2026 г., в 10:00, Бу Линд <bo@post.example> написал:",
        "пн, 2 бер. 2026 р. о 10:00 Бо Лінд <bo@post.example> пише:",
        "pon., 2 mar 2026 o 10:00 Bo Lind <bo@post.example> napisał(a):",
    ],
)
def test_an_answer_is_not_what_it_answers(intro: str) -> None:
    draft = read(
        mail(f"{OWN}\n{intro}\n\n> {QUOTED}>\n> > An older one.\n\nSo much for that.\n\n-- \nAnn Reed\nhttps://post.example/ann\n")
    )
    assert "union" in own(draft)
    assert "So much for that." in own(draft)
    for words in ("minister", "older", "Lind", "Лин", "Лін", "Ann Reed"):
        assert words not in own(draft)
    assert "The minister said" in told(draft, BlockKind.FURNITURE)
    assert "\n>" not in draft.text
    assert any("left out" in note for note in draft.notes)


def test_a_short_answer_points_to_the_draft_below() -> None:
    draft = read(mail(f"Please check this.\n\nOn Monday, Bo wrote:\n> {OWN.replace(chr(10), chr(10) + '> ')}"))
    assert "The harbour office said" in told(draft, BlockKind.BLOCKQUOTE)
    assert any("read as the draft" in note for note in draft.notes)


@pytest.mark.parametrize(
    "head",
    [
        "---------- Forwarded message ---------\nFrom: Bo Lind <bo@post.example>\nDate: Mon, 2 Mar 2026\nSubject: The ferry\nTo: <ann@post.example>\n\n\n",
        "Begin forwarded message:\n\n> From: Bo Lind <bo@post.example>\n> Subject: The ferry\n> \n> ",
        "-----Original Message-----\nFrom: Bo Lind\nSent: Monday\nTo: Ann\nSubject: The ferry\n\n",
    ],
)
def test_what_is_passed_on_is_the_draft(head: str) -> None:
    inner = OWN.replace("\n", "\n> ") if head.endswith("> ") else OWN
    draft = read(mail(head + inner, subject="Fwd: The ferry"))
    assert draft.title == "The ferry"
    assert "The harbour office said" in told(draft, BlockKind.PARAGRAPH)
    assert "Lind" not in own(draft)


def test_an_outlook_answer() -> None:
    text = (
        f"{OWN}\n________________________________\nFrom: Bo Lind <bo@post.example>\nSent: Monday\nTo: Ann\nSubject: The ferry\n\n{QUOTED}"
    )
    draft = read(mail(text))
    assert "minister" not in own(draft)
    assert "union" in own(draft)


@pytest.mark.parametrize(
    "tail",
    [
        '<div class="gmail_quote"><div class="gmail_attr">On Monday, Bo wrote:<br></div><blockquote type="cite">{}</blockquote></div>',
        '<div class="moz-cite-prefix">Am Montag schrieb Bo:</div><blockquote type="cite">{}</blockquote>',
        '<div><div style="border:none;border-top:solid #E1E1E1 1.0pt"><p>From: Bo<br>Sent: Monday</p></div></div><p>{}</p>',
        '<hr><div id="divRplyFwdMsg"><b>From:</b> Bo</div><div>{}</div>',
        '<div class="yahoo_quoted">{}</div>',
    ],
)
def test_answers_in_html(tail: str) -> None:
    message = mail()
    body = f'<p>{OWN}</p><div class="gmail_signature">Ann, <a href="https://post.example/ann">Post</a></div>' + tail.format(
        f'{QUOTED * 8}<a href="https://ministry.example/a">here</a>'
    )
    message.add_alternative(f"<html><body>{body}</body></html>", subtype="html")
    draft = read(message)
    assert "union" in own(draft)
    assert "minister" not in own(draft)
    assert "Ann" not in own(draft)
    contexts = {link.url: link.context for link in draft.links}
    assert "reply" in contexts["https://ministry.example/a"]
    assert "signature" in contexts["https://post.example/ann"]


def test_a_mail_in_a_mail() -> None:
    inner = mail(OWN, subject="The inner one", Content_Language="en-GB")
    outer = mail("See below.", subject="Fwd: something")
    outer.add_attachment(inner)
    draft = read(outer)
    assert draft.title == "The inner one"
    assert "The harbour office said" in own(draft)
    assert [block.span.of(draft.text) for block in draft.blocks if block.kind is BlockKind.HEADING] == ["The inner one"]
    for _ in range(12):
        shell = mail("Passed on.", subject="Fwd")
        shell.add_attachment(outer)
        outer = shell
    assert any("message/rfc822" in note for note in read(outer).notes)


def test_raw_utf8_and_broken_headers() -> None:
    message = mail(subject="Ünsere Fähre").as_bytes(policy=SMTPUTF8)
    assert "Ünsere Fähre".encode() in message
    assert read(message).title == "Ünsere Fähre"
    odd = b"From: a@b.example\r\nSubject: =?utf-8?b?bad base64?= \x1b[31m\x00\r\nDate: never\r\nContent-Type: ;;;=\r\nMIME-Version: 1.0\r\n\r\nHe said so.\r\n"
    draft = read(odd)
    assert draft.text.strip() == "He said so."
    assert draft.title is None or draft.title.isprintable()
    assert draft.date is None


@pytest.mark.parametrize(
    "body",
    [
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + b"--x\r\n\r\nhi\r\n" * 100_000 + b"--x--\r\n",
        b"".join(b"Content-Type: multipart/mixed; boundary=x%d\r\n\r\n--x%d\r\n" % (n, n) for n in range(5_000)) + b"\r\nhi",
        b"Content-Type: message/rfc822\r\n\r\n" * 5_000 + b"hi",
        b"Subject: " + b"=?utf-8?q?=41?= " * 200_000 + b"\r\n\r\nhi\r\n",
        b"Content-Type: text/plain; " + b"a*0=b; " * 200_000 + b"\r\n\r\nhi\r\n",
        b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n" + b"A" * 4_000_000,
        b"Subject: x\r\n\r\n" + b"> " * 1_000_000 + b"\r\n",
        b"Subject: x\r\n\r\n" + b"From: a\nTo: b\n" * 20_000,
        b"Subject: x\r\n\r\n" + b"On Monday, Bo wrote:\n" * 20_000,
    ],
    ids=["parts", "nested parts", "nested mails", "subject", "parameters", "base64", "signs", "headers", "intros"],
)
def test_hostile_mail_is_read_or_refused(body: bytes) -> None:
    with no_hang():
        try:
            outcome = read(b"From: a@b.example\r\nMIME-Version: 1.0\r\n" + body).text
        except DraftError as error:
            outcome = str(error)
    assert outcome


LINES = st.lists(
    st.sampled_from(
        [
            "He said so, w{}w.",
            "> w{}w was quoted",
            ">> w{}w deeper",
            "",
            "-- ",
            "w{}w https://a.example/x w{}w",
            "On Monday, Bo wrote:",
            "-----Original Message-----",
            "From: w{}w",
            "To: w{}w",
            "Forwarded message",
            "w{}w “ж😀”",
            "[1] w{}w https://b.example",
            "Sources",
            "Sent from my phone",
        ]
    ),
    min_size=1,
    max_size=25,
)


@given(LINES)
@settings(deadline=None, max_examples=12)
def test_no_word_is_lost_and_every_span_is_exact(lines: list[str]) -> None:
    numbers = iter(range(1000))
    words = "\n".join(line.replace("{}", "#") for line in lines)
    while "#" in words:
        words = words.replace("#", str(next(numbers)), 1)
    try:
        draft = read(mail(words + "\n"))
    except DraftError:
        assert not words.strip()
        return
    shown = draft.text.split("\n")
    for count in range(next(numbers)):
        assert f"w{count}w" in draft.text
    for block in draft.blocks:
        for piece in block.pieces:
            assert piece.of(draft.text).strip()
            assert shown[(piece.line or 0) - 1][(piece.column or 0) - 1 :].startswith(piece.of(draft.text).split("\n")[0])
    for link in draft.links:
        if link.how is How.BARE:
            assert link.span.of(draft.text) == link.url


def archive(page: str, url: str = "https://coast.example/ferry") -> bytes:
    message = EmailMessage(policy=SMTP)
    message["From"] = "<Saved by Blink>"
    message["Snapshot-Content-Location"] = url
    message["Subject"] = "Ferry to stop"
    message["Date"] = "Tue, 03 Mar 2026 10:00:00 -0000"
    message.set_content(page, subtype="html", cte="quoted-printable")
    message.add_related(b"\x89PNG", maintype="image", subtype="png", cid="<a@b>")
    return message.as_bytes()


@pytest.mark.parametrize("name", ["page.mhtml", "page.mht", "page.txt", "-"])
def test_a_web_archive(name: str) -> None:
    page = '<html lang="en"><title>Ferry</title><body><h1>Ferry to stop</h1><p>He <a href="/news/1">said</a> so – twice.</p></body></html>'
    draft = read_bytes(archive(page), path=name)
    assert (draft.format, draft.title) == ("mhtml", "Ferry to stop")
    assert "He said so – twice." in draft.text
    urls = {link.url: link.context for link in draft.links}
    assert "https://coast.example/news/1" in urls
    assert "canonical" in urls["https://coast.example/ferry"]


def test_an_archive_without_a_page() -> None:
    with pytest.raises(DraftError, match="no web archive"):
        read_bytes(b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: image/png\r\n\r\nx", path="a.mhtml")
