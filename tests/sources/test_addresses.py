"""The guard, by the spelling of addresses and by the machines they lead to."""

from __future__ import annotations

import contextlib
import ipaddress
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from provenance.errors import UsageError
from provenance.model import Status
from provenance.sources.addressing.addresses import guard, is_public, parse, without_credentials
from provenance.sources.fetching.failures import Failure

# one network of each kind that is not public; the measuring data holds more
NETWORKS = (
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "224.0.0.0/4",
    "240.0.0.0/4",
    "168.63.129.16/32",
)


def verdict(url: str, resolve: dict[str, list[str]]) -> str:
    """What the guard says of an address and of everything its name leads to."""
    rules = guard()
    try:
        address = rules.check(url)
        answers = [str(address.ip)] if address.ip else resolve.get(address.host, resolve.get("*", []))
        return "allow" if rules.check_answers(address, map(ipaddress.ip_address, answers)) else "refuse"
    except Failure as failure:
        return "refuse" if failure.status in (Status.REFUSED, Status.UNSUPPORTED) else failure.status


def battery(shared: Path, group: str) -> Any:
    return json.loads((shared / "battery" / "battery.json").read_text("utf-8"))[group]


def test_every_address_of_the_battery(shared: Path) -> None:
    wrong = []
    for case in battery(shared, "ssrf_urls"):
        expected = "refuse" if case["expect"].startswith("refuse") else "allow"
        if verdict(case["url"], case["resolve"]) != expected:
            wrong.append((case["id"], case["url"]))
    assert wrong == []


def test_first_host_and_last_address_of_every_denied_network(shared: Path) -> None:
    public = []
    for text in battery(shared, "ssrf_deny_cidrs")["cidrs"]:
        network = ipaddress.ip_network(text)
        public += [ip for ip in (network[0], network[min(1, network.num_addresses - 1)], network[-1]) if is_public(ip)]
    assert public == []


@pytest.mark.parametrize("scheme", ["ftp", "file", "gopher", "javascript", "data", "mailto", "ws", "tel"])
def test_other_schemes_are_unsupported_not_dead(scheme: str) -> None:
    with pytest.raises(Failure) as caught:
        parse(f"{scheme}://example.org/x")
    assert caught.value.status is Status.UNSUPPORTED


def spellings(ip: ipaddress.IPv4Address) -> list[str]:
    """Notations of an IPv4 address that some program takes for it."""
    a, b, c, d = ip.packed
    number = int(ip)
    low = f"{ip.packed[2]:02x}{ip.packed[3]:02x}"
    high = f"{ip.packed[0]:02x}{ip.packed[1]:02x}"
    return [
        str(ip),
        f"{ip}.",
        str(number),
        hex(number),
        f"0{number:o}",
        f"0x{a:x}.0x{b:x}.0x{c:x}.0x{d:x}",
        f"0{a:o}.0{b:o}.0{c:o}.0{d:o}",
        f"{a}.{int.from_bytes(ip.packed[1:], 'big')}",
        f"{a}.{b}.{int.from_bytes(ip.packed[2:], 'big')}",
        f"[::ffff:{ip}]",
        f"[::{ip}]",
        f"[::ffff:0:{ip}]",
        f"[64:ff9b::{ip}]",
        f"[2002:{high}:{low}::1]",
        f"[::ffff:{high}:{low}]",
        str(ip).translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)}),
        "".join(f"%{ord(c):02x}" for c in str(ip)),
        f"user@{ip}",
    ]


@given(st.sampled_from(NETWORKS), st.integers(0, 2**32 - 1), st.integers(0, 17))
@example("127.0.0.0/8", 1, 1)
def test_no_notation_of_a_private_address_passes(network: str, offset: int, notation: int) -> None:
    block = ipaddress.IPv4Network(network)
    ip = block[offset % block.num_addresses]
    assert verdict(f"http://{spellings(ip)[notation]}/", {}) == "refuse"


@given(st.integers(0, 2**128 - 1))
def test_only_unicast_ipv6_is_public(number: int) -> None:
    ip = ipaddress.IPv6Address(number)
    if is_public(ip):
        assert number >> 125 == 1 or ip.ipv4_mapped is not None


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_a_failure(text: str) -> None:
    for candidate in (text, f"http://{text}", f"http://example.org/{text}"):
        with contextlib.suppress(Failure):
            address = parse(candidate)
            assert address.scheme in ("http", "https")
            assert address.host.isascii()
            assert "@" not in address.url.split("/")[2]


_HOSTS = st.text("abcdefghijklmnopqrstuvwxyz0123456789-_.:[]@%ßé。①", min_size=1, max_size=20)
_RESTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@settings(max_examples=400)
@given(_HOSTS, _RESTS)
@example("a.test", "/%zz%")
@example("a.test", "/ ?#")
@example("[::ffff:8.8.8.8]", ":8080/x")
@example("bücher.example", "/")
def test_what_is_sent_goes_to_the_host_that_was_checked(host: str, rest: str) -> None:
    import requests
    from urllib3.util import parse_url

    try:
        address = guard().check(f"http://{host}{rest}")
    except Failure:
        return
    sent = parse_url(requests.Request("GET", address.url).prepare().url or "")
    assert (sent.host or "").strip("[]") == address.host
    assert (sent.port or 80) == address.port
    assert sent.auth is None


@pytest.mark.parametrize(
    ("url", "normal"),
    [
        ("HTTP://Example.ORG:80/a#part", "http://example.org/a"),
        ("https://bücher.example/ü", "https://xn--bcher-kva.example/%C3%BC"),
        ("https://почта.рф/", "https://xn--80a1acny.xn--p1ai/"),
        ("  https://example.org/a/../b?q=1  ", "https://example.org/b?q=1"),
        ("https://[2606:4700::6810:84e5]/", "https://[2606:4700::6810:84e5]/"),
        ("https://web.archive.org/web/2020id_/https://example.org/x", "https://web.archive.org/web/2020id_/https://example.org/x"),
    ],
)
def test_normal_spelling(url: str, normal: str) -> None:
    assert guard().check(url).url == normal


@pytest.mark.parametrize(
    "url",
    [
        "http://public.example:80/?@10.1.1.1:22/",
        "http://public.example#@10.1.1.1/",
        "http://public.example?@10.1.1.1",
        "http://public.example:80#+@10.1.1.1:22/",
        "http://public.example\\@10.1.1.1/",
        "http://public.example:80:80/",
        "http:public.example/",
        "http:////public.example/",
        "http://public.example%2f@10.1.1.1/",
        "http://@public.example/",
        "http://public.exa\tmple/",
        "http://public.example\r\nHost: x/",
        "http://public .example/",
        "http://-public.example/",
        "http://public..example/",
        "http://public,example.com/",
        "http://300.1.1.1/",
        "http://4294967296/",
        "http://[::1%25lo]/",
        "http://router/",
        "http://site.onion/",
        "http://public.example:6379/",
        "//public.example/",
        "http+unix://public.example/",
    ],
)
def test_what_no_honest_citation_spells(url: str) -> None:
    assert verdict(url, {"*": ["93.184.215.14"]}) == "refuse"


@pytest.mark.parametrize(
    "url",
    [
        "https://public.example/?email=me@other.example&x=1",
        "https://public.example/@author/story?ref=@other",
        "https://public.example/a#:~:text=ten%20soldiers",
        "https://public.example/?u=http://me@10.1.1.1:80/",
        "https://public.example:8443/a,b;c=(d)!'*",
        "http://8.8.8.8/",
        "http://[2606:4700::1111]/",
        "https://sub_domain.public.example/",
        "https://xn--80ak6aa92e.example/",
    ],
)
def test_what_honest_citations_spell(url: str) -> None:
    assert verdict(url, {"*": ["93.184.215.14"]}) == "allow"


def test_allow_host_opens_exactly_one_host() -> None:
    rules = guard(["127.0.0.1:8123", "intra.local", "::1"])
    assert rules.check("http://127.0.0.1:8123/x").port == 8123
    assert rules.check("http://0x7f.1:8123/x").host == "127.0.0.1"
    assert rules.check("http://intra.local:9999/").host == "intra.local"
    assert rules.check("http://[::1]:5/").host == "::1"
    address = rules.check("http://intra.local/")
    rules.check_ip(address, ipaddress.ip_address("10.0.0.1"))
    for other in (
        "http://127.0.0.1:8124/",
        "http://127.0.0.2:8123/",
        "http://x.intra.local/",
        "http://[::ffff:127.0.0.1]:1/",
        "http://localhost:8123/",
    ):
        with pytest.raises(Failure):
            rules.check(other)


@pytest.mark.parametrize("value", ["", "http://x/", "a/b", "a b", "host:port", "x?y", "user@x"])
def test_allow_host_must_name_a_host(value: str) -> None:
    with pytest.raises(UsageError):
        guard([value])


def test_one_private_answer_spoils_the_lot() -> None:
    rules = guard()
    address = rules.check("http://example.org/")
    with pytest.raises(Failure):
        rules.check_answers(address, [ipaddress.ip_address("93.184.215.14"), ipaddress.ip_address("::1")])
    mapped = ipaddress.ip_address("::ffff:8.8.8.8")
    assert rules.check_answers(address, [mapped, mapped]) == (ipaddress.ip_address("8.8.8.8"),)


def test_credentials_are_not_printed() -> None:
    assert without_credentials("https://user:pw@example.org/a@b") == "https://example.org/a@b"
    with pytest.raises(Failure) as caught:
        parse("https://user:hunter22@example.org/")
    assert "hunter22" not in caught.value.reason
