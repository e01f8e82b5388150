"""The morning's report: what is new, in every format, and nothing of a page that could do anything in any of them."""

from __future__ import annotations

import csv
import hashlib
import hmac
import io
import json
import re
import socketserver
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from xml.etree import ElementTree

import html5lib
import pytest
from mornings import invented
from newsroom import Newsroom, page

from provenance.audit.exporting import lines, written
from provenance.audit.morning import FORMATS, render
from provenance.audit.morning.charts import trend
from provenance.audit.morning.collect import collect
from provenance.audit.morning.deliver import Mailbox, mail, message, webhook
from provenance.audit.morning.nouns import Morning
from provenance.audit.nouns import EventKind
from provenance.config import Config
from provenance.errors import DeliveryError, UsageError
from provenance.model import Label

CLOSES = "The port of Harwick will close on 3 May 2026"
SHIPS = "The port of Harwick handled 120 ships last year"


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    with Newsroom(tmp_path, f"sqlite:///{tmp_path / 'audit.db'}") as made:
        made.pages["/close"] = page(f"{CLOSES}, the harbour office said.")
        made.pages["/ships"] = page(f"{SHIPS}, the harbour office said.")
        made.add(made.write("a.md", (CLOSES, "/close"), (SHIPS.replace("120", "420"), "/ships")))
        yield made


def collected(newsroom: Newsroom) -> Morning:
    return newsroom.database.transact(lambda c: collect(c, "default"))


def test_mornings_of_a_newsroom(newsroom: Newsroom) -> None:
    with pytest.raises(UsageError, match="no run"):
        collected(newsroom)
    newsroom.night(0)
    first = collected(newsroom)
    (article,) = first.articles
    assert [(c.kind, c.after) for c in article.claims] == [(EventKind.NEW_CLAIM, Label.CONTRADICTED)]  # what held is no news
    assert "420" in article.claims[0].text

    newsroom.night(1)
    assert collected(newsroom).is_quiet

    newsroom.pages["/close"] = page(f"{CLOSES.replace('3 May', '9 May')}, the harbour office said.")
    newsroom.pages["/ships"] = 404
    newsroom.night(2)
    third = collected(newsroom)
    (claim,) = third.articles[0].claims
    assert (claim.kind, claim.before, claim.after) == (EventKind.WORSE, Label.SUPPORTED, Label.CONTRADICTED)
    assert "changed since" in claim.because
    assert ("gone", "3 ") in claim.pieces
    (source,) = third.sources
    assert (source.kind, source.claims, len(source.cited_by)) == (EventKind.FAILING, 1, 1)
    assert [sum(point.labels.values()) for point in third.trend] == [2, 2, 2]
    assert third.rot[0].failing == 1
    for name in FORMATS:
        assert "Harwick" in render(third, name) or name == "prometheus"

    # the ledger tells it all again
    told = newsroom.database.transact(lambda c: list(lines(c, "default", everything=True)))
    assert [line["label"] for line in told if line["claim"] == claim.claim] == ["supported", "contradicted"]
    rows = list(csv.reader(io.StringIO("".join(written(iter(told), "csv")))))
    assert len(rows) == 1 + len(told)
    assert json.loads(next(written(iter(told), "jsonl")))["hash"] == told[0]["hash"]


HOSTILE = [
    "<script>alert(1)</script>",
    "</title></style><img src=x onerror=alert(1)>",
    "\x1b]0;owned\x07\x1b[2J\x9b31m",
    "‮gnp.exe⁦",
    "=cmd|' /C calc'!A0",
    "[click](javascript:alert(1)) ![x](https://evil.example/x.png) @everyone",
    "a\r\nSubject: forged\r\n\r\nbody",
    "]]>&bogus;<![CDATA[",
    '" audit="forged',
    "\x00\ud800￾",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_word_of_a_page_does_anything(text: str) -> None:
    for url in ("https://n.example/a", f"javascript:alert(1)//{text}"):
        morning = invented(text, url)
        shown = {name: render(morning, name) for name in FORMATS}
        document = html5lib.parse(shown["html"], namespaceHTMLElements=False)
        names = {str(element.tag) for element in document.iter()}
        assert not names & {"script", "img", "iframe", "object", "link", "form", "base"}
        assert len(document.findall(".//style")) == 1
        for element in document.iter():
            assert not [key for key in element.attrib if str(key).lower().startswith("on")]
            assert re.match(r"https?://", element.attrib.get("href", "https://")) is not None
        feed = ElementTree.fromstring(shown["atom"])
        assert len(feed.findall("{http://www.w3.org/2005/Atom}entry")) == 4
        assert all(link.get("href", "").startswith("http") for link in feed.iter("{http://www.w3.org/2005/Atom}link"))
        assert json.loads(shown["json"])["schema"] == "provenance.morning/1"
        for name in ("text", "markdown", "html", "atom"):
            assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e\u2066]", shown[name]), name
        for line in shown["markdown"].splitlines():
            assert not re.search(r"(?<!\\)\]\((?!<https?://)", line)
        assert all("words differ" in shown[name] for name in ("text", "markdown", "html", "atom"))
        for line in shown["prometheus"].splitlines():
            assert line.startswith(("# HELP ", "# TYPE ", "provenance_audit_"))


def test_a_mail_holds_the_report_and_no_forged_header() -> None:
    made = message(invented("a\r\nBcc: evil@example.org"), ["desk@example.org"], "audit@example.org")
    assert made["Bcc"] is None
    assert sorted(part.get_content_type() for part in made.walk()) == ["multipart/alternative", "text/html", "text/plain"]
    with pytest.raises(UsageError):
        message(invented(), ["desk@example.org\r\nBcc: evil@example.org"], "audit@example.org")


@pytest.mark.parametrize("address", ["http://h", "smtp://u:secret@h", "smtp://", "smtp://h:x"])
def test_a_mail_server_is_named_without_its_password(address: str) -> None:
    with pytest.raises(UsageError) as caught:
        Mailbox.of(address)
    assert "secret" not in str(caught.value)


class MailServer(socketserver.StreamRequestHandler):
    """Takes one mail, without TLS."""

    taken: list[bytes] = []  # noqa: RUF012 - one server at a time

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        for line in self.rfile:
            word = line.strip().upper()[:4]
            if word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                body = []
                while (part := self.rfile.readline()) not in (b".\r\n", b""):
                    body.append(part)
                self.taken.append(b"".join(body))
                self.wfile.write(b"250 taken\r\n")
            elif word == b"QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            else:
                self.wfile.write(b"250 fine\r\n")


def test_the_report_is_mailed_and_a_password_never_without_tls(monkeypatch: pytest.MonkeyPatch) -> None:
    MailServer.taken.clear()
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), MailServer) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        box = Mailbox.of(f"smtp://desk@127.0.0.1:{server.server_address[1]}")
        monkeypatch.delenv("PROVENANCE_SMTP_PASSWORD", raising=False)
        mail(invented(), ["desk@example.org"], "audit@example.org", box)
        monkeypatch.setenv("PROVENANCE_SMTP_PASSWORD", "hush-hush")
        with pytest.raises(DeliveryError, match="no TLS"):
            mail(invented(), ["desk@example.org"], "audit@example.org", box)
        server.shutdown()
    (taken,) = MailServer.taken
    assert b"Subject: desk Words: 1 claim worse" in taken
    with pytest.raises(DeliveryError, match="did not take"):
        mail(invented(), ["desk@example.org"], "audit@example.org", box)


def test_the_webhook_gets_signed_json(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[tuple[bytes, str]] = []
    answer = [204]

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            taken.append((self.rfile.read(int(self.headers["Content-Length"])), self.headers.get("X-Provenance-Signature-256", "")))
            self.send_response(answer[0])
            self.send_header("Location", "http://127.0.0.1:9/")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    with HTTPServer(("127.0.0.1", 0), Hook) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/hook?token=sesame-sesame"
        monkeypatch.setenv("PROVENANCE_WEBHOOK_SECRET", "shared")
        webhook(invented(), url, Config())
        for answer[0] in (500, 302):
            with pytest.raises(DeliveryError, match=f"HTTP status {answer[0]}") as caught:
                webhook(invented(), url, Config())
            assert "sesame" not in str(caught.value)
        server.shutdown()
    body, signature = taken[0]
    assert json.loads(body)["headline"].startswith("desk Words")
    assert signature == "sha256=" + hmac.new(b"shared", body, hashlib.sha256).hexdigest()
    assert len(taken) == 3  # no redirect was followed, nothing was sent twice


def test_a_trend_needs_two_runs_and_adds_up() -> None:
    points = invented().trend
    assert trend(points[:1]) is None
    made = trend(points)
    assert made is not None
    assert [band.label for band in made.bands] == ["contradicted", "not_found", "supported"]
    assert "3 supported" in made.told
