"""Secrets are found by their names, and by having been secret elsewhere; other text stays as it is."""

from __future__ import annotations

import json
import re

import pytest
from guards import no_hang
from hypothesis import given
from hypothesis import strategies as st

from provenance.sources import scrubbing

SECRET = "s3cr3tValue0123456789"


@pytest.mark.parametrize(
    "url",
    [
        f"https://api.test/v1?api_key={SECRET}&page=2",
        f"https://api.test/v1?page=2&access_token={SECRET}",
        f"https://api.test/v1?X-Amz-Signature={SECRET}",
        f"https://api.test/v1?key={SECRET}",
        f"https://api.test/cb#id_token={SECRET}",
        f"https://me:{SECRET}@api.test/",
        f"https://{SECRET}:x@api.test/",
        f"https://login.test/?next=/a&amp;sid={SECRET}",
        f"https://shop.test/a;jsessionid={SECRET}",
    ],
)
def test_addresses(url: str) -> None:
    assert SECRET not in scrubbing.address(url)
    assert SECRET in scrubbing.secrets_of(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://a.test/story?id=741864&page=2",
        "https://a.test/?key=bridge",
        "https://a.test/authors/token-economy?q=secret+treaty",
        "https://web.archive.org/web/2020id_/http://a.test/x?y=1",
        "https://a.test/@user:name/post",
    ],
)
def test_other_addresses_stay(url: str) -> None:
    assert scrubbing.address(url) == url


@given(st.text(max_size=200))
def test_scrubbing_twice_is_scrubbing_once(text: str) -> None:
    once = scrubbing.address("https://a.test/?" + text)
    assert scrubbing.address(once) == once


def test_headers() -> None:
    given_headers = tuple(
        (name, f"Bearer {SECRET}")
        for name in (
            "Authorization",
            "Proxy-Authorization",
            "Cookie",
            "Set-Cookie",
            "X-Api-Key",
            "x-auth-token",
            "X-CSRF-Token",
            "Ocp-Apim-Api-Key",
            "apikey",
        )
    )
    plain = (("Content-Type", "text/html"), ("Location", f"/next?token={SECRET}"), ("X-Echo", f"you sent {SECRET}"), ("ETag", '"abc"'))
    kept = scrubbing.headers(given_headers + plain, scrubbing.secrets_of("https://a.test/", given_headers))
    assert SECRET not in repr(kept)
    assert [name for name, _ in kept] == ["Content-Type", "Location", "X-Echo", "ETag"]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (json.dumps({"user": {"access_token": SECRET, "name": "x"}}), "application/json"),
        (json.dumps(json.dumps({"password": SECRET})), "application/json"),
        (f"user=x&password={SECRET}&b=1", "application/x-www-form-urlencoded"),
        (f"<script>var c = {{'apiKey': '{SECRET}'}}</script>", "text/html"),
        (f'<input type="hidden" name="csrf_token" value="{SECRET}">', "text/html"),
        (f'<a href="/x?a=1&amp;sid={SECRET}">x</a>', "text/html"),
        (f"curl -H 'Authorization: Bearer {SECRET}'", "text/plain"),
        (f"git clone https://me:{SECRET}@git.test/x", "text/plain"),
    ],
)
def test_bodies(body: str, kind: str) -> None:
    clean = scrubbing.body(body.encode(), kind)
    assert SECRET.encode() not in clean
    if kind == "application/json":
        json.loads(clean)


def test_a_secret_known_from_elsewhere() -> None:
    assert scrubbing.body(f"<p>{SECRET}</p>".encode(), "text/html", {SECRET}) == b"<p>REDACTED</p>"


def test_other_bodies_stay_the_same_object() -> None:
    text = b'<p>The "secret" treaty, a token gesture; the password: swordfish. "Author": "A. Key"</p>'
    assert scrubbing.body(text, "text/html") is text
    assert scrubbing.body(b"%PDF token=abcdef", "application/pdf") == b"%PDF token=abcdef"


@pytest.mark.parametrize(
    "unit", [b"<input ", b"<input name=token ", b'"token":', b"?a=", b"&amp;token=", b"Bearer ", b"://a:b", b'\\"token\\"']
)
def test_long_hostile_bodies_do_not_hang(unit: bytes) -> None:
    with no_hang():
        clean = scrubbing.body(unit * (1_000_000 // len(unit)), "text/html")
    assert scrubbing.body(clean, "text/html") == clean


_ATOMS = [
    *(name.encode() for name in ("token", "api_key", "X-Api-Key", "sid", "passwd", "csrfmiddlewaretoken", "x-amz-signature", "AUTH", "title")),
    *(b'"', b"'", b'\\"', b"\\'", b":", b" : ", b"=", b"&", b"?", b";", b"&amp;", b"Bearer ", b"Basic ", b"abcd1234efgh5678ij"),
    *(b"://u:p@h/", b"://", b"@", b"/", b"\n", b" ", b"val", b"_", b"-", b"#"),
]  # fmt: skip


@given(st.lists(st.sampled_from(_ATOMS), max_size=25))
def test_looking_only_where_a_name_stands_misses_nothing(atoms: list[bytes]) -> None:
    text = b"".join(atoms)
    expected = text
    for pattern in (scrubbing._JSON, scrubbing._INPUT, scrubbing._BODY_PARAMETER, scrubbing._BEARER):
        expected = pattern.sub(lambda match: match.group(1) + b"REDACTED", expected)
    expected = scrubbing._BODY_CREDENTIALS.sub(rb"\1", expected)
    assert scrubbing.body(text, "text/html") == expected


@pytest.mark.parametrize(
    "written",
    [
        '{"%s": "%s"}',
        "{'%s':'%s'}",
        r"{\"%s\":\"%s\"}",
        '{"x":1,\n"%s" \n: "%s"}',
        "/a?%s=%s&x=1",
        "/a?x=1&amp;%s=%s",
        "/a;%s=%s?x",
        '""%s" : "%s',
    ],
)
@given(name=st.from_regex(re.compile(scrubbing._NAMES, re.I), fullmatch=True))
def test_every_secret_name_is_seen_in_a_body(written: str, name: str) -> None:
    text = (written % (name, SECRET)).encode()
    plain = scrubbing._BODY_PARAMETER.sub(rb"\1REDACTED", scrubbing._JSON.sub(rb"\1REDACTED", text))
    assert scrubbing.body(text, "text/html") == plain
    assert SECRET.encode() not in plain
