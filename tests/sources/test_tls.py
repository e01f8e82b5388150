"""Certificates: the host name is what is checked, though an IP address is dialled; nothing is ever fetched unverified."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Site, Web, reply, serving

from provenance.model import Status, Unavailable
from provenance.sources.addressing.addresses import guard
from provenance.sources.fetching.fetch import Fetcher
from provenance.sources.fetching.response import Response
from provenance.sources.settings import FetchSettings

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="needs the openssl command to make certificates")


def openssl(*arguments: str, folder: Path) -> None:
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True, timeout=30)


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An authority, and certificates for a.test of which one has expired."""
    folder = tmp_path_factory.mktemp("tls")
    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    openssl("req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=Test authority", "-days", "2", folder=folder)
    openssl("req", *key, "-keyout", "site.key", "-out", "site.csr", "-subj", "/CN=a.test", folder=folder)
    (folder / "names").write_text("subjectAltName=DNS:a.test\nbasicConstraints=CA:FALSE\n")
    signed = ("x509", "-req", "-in", "site.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-extfile", "names")
    openssl(*signed, "-days", "2", "-out", "good.pem", folder=folder)
    openssl(*signed, "-days", "-1", "-out", "expired.pem", folder=folder)
    openssl("req", "-x509", "-key", "site.key", "-in", "site.csr", "-days", "2", "-out", "self.pem", folder=folder)
    return folder


def wrapped(folder: Path, name: str, seen: list[str | None]) -> Callable[[socket.socket], socket.socket]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / f"{name}.pem", folder / "site.key")
    context.sni_callback = lambda _sock, server_name, _context: seen.append(server_name)
    return lambda connection: context.wrap_socket(connection, server_side=True)


@pytest.mark.parametrize(
    ("name", "host", "trusted", "status"),
    [
        ("good", "a.test", True, None),
        ("good", "b.test", True, Status.TLS_ERROR),
        ("expired", "a.test", True, Status.TLS_ERROR),
        ("self", "a.test", True, Status.TLS_ERROR),
        ("good", "a.test", False, Status.TLS_ERROR),
    ],
    ids=["good", "another host", "expired", "self-signed", "unknown authority"],
)
def test_certificates(certificates: Path, name: str, host: str, trusted: bool, status: Status | None) -> None:
    seen: list[str | None] = []
    site = Site({"*": reply(200, b"<p>secret page</p>")})
    with serving(site, wrapped(certificates, name, seen)):
        web = Web(site)
        network = web.network(verify=str(certificates / "ca.pem") if trusted else None)
        result = Fetcher(network, guard(), FetchSettings(timeout=3, max_retries=2), sleep=web.slept.append).fetch(f"https://{host}/x")
    assert seen == [host]  # once: a certificate that is not valid is not tried again
    if status is None:
        assert isinstance(result, Response)
        assert b"Host: a.test\r\n" in site.requests[0]
    else:
        assert isinstance(result, Unavailable)
        assert result.status is status
        assert site.requests == []


def test_from_https_to_http(certificates: Path) -> None:
    with (
        serving(Site({"*": reply(302, b"", "Location: http://b.test/")}), wrapped(certificates, "good", [])) as secure,
        serving(Site({"*": reply(200, b"x")})) as plain,
    ):
        web = Web(secure)
        dials = {443: secure, 80: plain}
        network = web.network(verify=str(certificates / "ca.pem"))
        network._dial = lambda ip, port, timeout: socket.create_connection(("127.0.0.1", dials[port].port), timeout)
        result = Fetcher(network, guard(), FetchSettings(timeout=3)).fetch("https://a.test/")
    assert isinstance(result, Response)
    assert "from https to http" in result.note


def test_a_request_over_a_kept_secure_connection_has_a_deadline_of_its_own(certificates: Path) -> None:
    def handler(connection: socket.socket, request: bytes) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        connection.recv(65536)
        connection.recv(65536)  # until the other end goes

    with serving(Site({"*": handler}), wrapped(certificates, "good", [])) as site:
        web = Web(site)
        fetcher = Fetcher(web.network(verify=str(certificates / "ca.pem")), guard(), FetchSettings(timeout=1.0, max_retries=0))
        assert isinstance(fetcher.fetch("https://a.test/1"), Response)
        result = fetcher.fetch("https://a.test/2")
    assert isinstance(result, Unavailable)
    assert result.status is Status.TIMED_OUT
    assert len(web.dialled) == 1
