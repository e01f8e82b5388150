"""The morning's report by mail and to a webhook. What cannot be delivered is said in one line; the report itself is not lost."""

from __future__ import annotations

import hashlib
import hmac
import os
import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import unquote, urlsplit

from provenance.audit.morning import html, text
from provenance.audit.morning.json import render as render_json
from provenance.audit.morning.nouns import Morning
from provenance.audit.morning.words import headline
from provenance.config import Config
from provenance.errors import DeliveryError, UsageError
from provenance.reports.clean import one_line

SMTP_PASSWORD = "PROVENANCE_SMTP_PASSWORD"  # noqa: S105 - the variable's name
WEBHOOK_SECRET = "PROVENANCE_WEBHOOK_SECRET"  # noqa: S105
SECONDS = 30.0
SIGNATURE = "X-Provenance-Signature-256"
"""``sha256=`` and the HMAC-SHA256 of the body in hexadecimal, as GitHub signs its webhooks."""


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A server that takes mail, out of ``smtp://USER@HOST:PORT`` (STARTTLS) or ``smtps://…`` (TLS from the start)."""

    host: str
    port: int
    user: str
    tls: bool
    """From the start."""

    @classmethod
    def of(cls, address: str) -> Mailbox:
        """Read an address.

        Raises
        ------
        UsageError
            It is none, or holds a password: that goes into ``PROVENANCE_SMTP_PASSWORD``.
        """
        parts = urlsplit(address)
        try:
            port = parts.port
        except ValueError:
            port = -1
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname or port == -1:
            raise UsageError("--smtp is no mail server: write smtp://USER@HOST:587 or smtps://USER@HOST")
        if parts.password is not None:
            raise UsageError(f"a password has no place in --smtp: put it into the variable {SMTP_PASSWORD}")
        tls = parts.scheme == "smtps"
        return cls(parts.hostname, port or (465 if tls else 587), unquote(parts.username or ""), tls)


def message(morning: Morning, to: Sequence[str], sender: str) -> EmailMessage:
    """The mail: plain text, and the same as HTML."""
    for address in (*to, sender):
        if "@" not in address or any(ord(letter) < 33 for letter in address):
            raise UsageError(f"{one_line(address)[:100]!r} is no mail address")
    made = EmailMessage()
    made["Subject"] = one_line(headline(morning))[:200]
    made["From"] = sender
    made["To"] = ", ".join(to)
    made["Date"] = formatdate(localtime=False)
    made["Message-ID"] = make_msgid(domain="provenance.invalid")
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(text.render(morning))
    made.add_alternative(html.render(morning), subtype="html")
    return made


def mail(morning: Morning, to: Sequence[str], sender: str, box: Mailbox) -> None:
    """Send the report.

    Raises
    ------
    UsageError
        An address is none.
    DeliveryError
        The server does not take it. A password is never sent without TLS.
    """
    made = message(morning, to, sender)
    password = os.environ.get(SMTP_PASSWORD, "")
    context = ssl.create_default_context()
    try:
        server = (
            smtplib.SMTP_SSL(box.host, box.port, timeout=SECONDS, context=context)
            if box.tls
            else smtplib.SMTP(box.host, box.port, timeout=SECONDS)
        )
        with server:
            if not box.tls:
                server.ehlo()
                if server.has_extn("starttls"):
                    server.starttls(context=context)
                    server.ehlo()
                elif password:
                    raise DeliveryError(
                        f"the mail server {box.host} offers no TLS, so the password was not sent: use smtps://, or another server"
                    )
            if box.user and password:
                server.login(box.user, password)
            server.send_message(made)
    except (OSError, smtplib.SMTPException) as error:
        raise DeliveryError(
            f"the mail server {box.host} did not take the report ({one_line(str(error))[:150]}): check --smtp and send it again"
        ) from error


def webhook(morning: Morning, url: str, config: Config) -> None:
    """Send the report as JSON, signed if ``PROVENANCE_WEBHOOK_SECRET`` is set; over the guard, so that ``--allow-host`` counts.

    Raises
    ------
    DeliveryError
        The address is refused, cannot be reached, or does not answer with success.
    """
    from provenance.sources.fetching.posting import post

    body = render_json(morning).encode("utf-8")
    headers = [("Content-Type", "application/json"), ("X-Provenance-Event", "morning")]
    secret = os.environ.get(WEBHOOK_SECRET, "")
    if secret:
        headers.append((SIGNATURE, "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()))
    failure = post(url, body, headers, config)
    if failure is not None:
        raise DeliveryError(f"the webhook did not take the report: {failure}")
