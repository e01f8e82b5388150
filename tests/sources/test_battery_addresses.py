"""The guard against the battery: every address fetched for real, with a watch on what is looked up, dialled and connected to."""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from battery import accounted_for, group
from conftest import PUBLIC, Site, Web, reply, serving
from guards import no_hang
from hypothesis import given, settings
from hypothesis import strategies as st
from spies import connects

from provenance.model import Status, Unavailable
from provenance.sources.addressing.addresses import guard, is_public
from provenance.sources.addressing.lookups import Lookups
from provenance.sources.fetching.failures import Failure
from provenance.sources.fetching.response import Response

PAGE = b"<html><body><p>The mayor opened the bridge.</p></body></html>"

#: Everything that IANA's registries call special, and what clouds use: each with a name for the notations below.
REFUSED_V4 = [
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.88.99.0/24",
    "192.168.0.0/16",
    "192.175.48.0/24",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "240.0.0.0/4",
    "255.255.255.255/32",
    "168.63.129.16/32",
]
REFUSED_V6 = [
    "::/96",
    "::ffff:0:0:0/96",
    "64:ff9b::/96",
    "64:ff9b:1::/48",
    "100::/64",
    "2001::/23",
    "2001:db8::/32",
    "2002::/16",
    "3fff::/20",
    "5f00::/16",
    "fc00::/7",
    "fe80::/10",
    "fec0::/10",
    "ff00::/8",
]


def refused(result: Response | Unavailable) -> Unavailable:
    assert isinstance(result, Unavailable), result
    assert result.status in (Status.REFUSED, Status.UNSUPPORTED), result
    assert result.reason
    assert "\n" not in result.reason
    return result


# ---- spellings -----------------------------------------------------------------------------------------------------


def test_every_address_of_the_battery(web: Web, site: Site, shared: Path) -> None:
    site.answers["*"] = reply(200, PAGE)
    fetched: set[str] = set()
    for case in group(shared, "ssrf_urls").values():
        names = {host: [answers] for host, answers in case["resolve"].items() if host != "*"}
        anyone = case["resolve"].get("*", [] if case["resolve"] else [PUBLIC])
        web.names = names
        web.dialled.clear()

        def look_up(host: str, port: int, names: dict[str, list[list[str]]] = names, anyone: list[str] = anyone, **_: object) -> object:
            return [(None, None, None, "", (ip, port)) for ip in (names[host][0] if host in names else anyone)]

        network = web.network()
        network._lookups = Lookups(look_up)  # type: ignore[arg-type]
        secure = case["url"].startswith("https:")  # the server here speaks no TLS
        fetcher = web.fetcher(timeout=0.5 if secure else 10.0)
        fetcher._transport = network
        with connects() as seen:
            result = fetcher.fetch(case["url"])
        if case["expect"].startswith("refuse"):
            assert isinstance(result, Unavailable), case
            assert result.status in (Status.REFUSED, Status.UNSUPPORTED, Status.UNREACHABLE), (case, result)
            assert web.dialled == seen == [], case
        else:
            if secure:
                assert isinstance(result, Unavailable)
                assert result.status in (Status.TLS_ERROR, Status.TIMED_OUT)
            else:
                assert isinstance(result, Response), (case, result)
            assert all(is_public(ipaddress.ip_address(ip)) for ip in web.dialled), case
            assert len(web.dialled) == len(seen) == 1
            fetched.add(case["id"])
    assert len(fetched) >= 10  # the public ones, so that a guard which refuses everything does not pass


def test_first_host_and_last_address_of_every_network(web: Web, shared: Path) -> None:
    fetcher = web.fetcher()
    import json

    cidrs = json.loads((shared / "battery" / "battery.json").read_text("utf-8"))["ssrf_deny_cidrs"]["cidrs"]
    assert len(cidrs) > 30
    with connects() as seen:
        for text in cidrs:
            network = ipaddress.ip_network(text)
            for ip in {network[0], network[min(1, network.num_addresses - 1)], network[-1]}:
                refused(fetcher.fetch(f"http://[{ip}]/" if ip.version == 6 else f"http://{ip}/"))
                web.names["inner.test"] = [[str(ip)]]
                refused(fetcher.fetch("http://inner.test/"))
    assert web.dialled == seen == []


def test_the_networks_of_this_file_are_the_battery_s(shared: Path) -> None:
    import json

    cidrs = json.loads((shared / "battery" / "battery.json").read_text("utf-8"))["ssrf_deny_cidrs"]["cidrs"]
    # an IPv4-mapped address is the IPv4 address that it names: it is drawn as a notation
    assert set(cidrs) == {*REFUSED_V4, *REFUSED_V6, "::ffff:0:0/96"}


_FULL_WIDTH = {ord(str(n)): chr(0xFF10 + n) for n in range(10)}
_CIRCLED = {ord(str(n)): "⓪①②③④⑤⑥⑦⑧⑨"[n] for n in range(10)}
_ARABIC = {ord(str(n)): chr(0x0660 + n) for n in range(10)}


@st.composite
def dotted(draw: st.DrawFn, ip: ipaddress.IPv4Address) -> str:
    """An IPv4 address in one to four parts, each decimal, octal or hexadecimal, as inet_aton reads it."""
    parts = draw(st.integers(1, 4))
    numbers = [*ip.packed[: parts - 1], int.from_bytes(ip.packed[parts - 1 :], "big")]
    forms = [str, lambda n: f"0{n:o}", lambda n: f"0x{n:x}", lambda n: f"0X{n:08X}", lambda n: f"00{n:o}"]
    written = ".".join(draw(st.sampled_from(forms))(number) for number in numbers)
    return written + draw(st.sampled_from(["", "", "."]))


def embedded(ip: ipaddress.IPv4Address) -> list[str]:
    """An IPv4 address inside IPv6 ones: mapped, compatible, translated, NAT64 (two prefixes), 6to4, Teredo (upside down)."""
    high, low = int(ip) >> 16, int(ip) & 0xFFFF
    turned = int(ip) ^ 0xFFFFFFFF
    return [
        f"[::ffff:{ip}]",
        f"[::ffff:{high:x}:{low:x}]",
        f"[0:0:0:0:0:FFFF:{high:04X}:{low:04X}]",
        f"[::{ip}]",
        f"[::ffff:0:{ip}]",
        f"[64:ff9b::{ip}]",
        f"[64:ff9b:1::{ip}]",
        f"[2002:{high:x}:{low:x}::1]",
        f"[2001:0:4136:e378:8000:63bf:{turned >> 16:x}:{turned & 0xFFFF:x}]",
        f"[2001:0000:{high:x}:{low:x}::]",
    ]


@st.composite
def refused_hosts(draw: st.DrawFn) -> str:
    """The host part of an address that leads into a refused range, in any notation."""
    if draw(st.booleans()):
        network = ipaddress.IPv4Network(draw(st.sampled_from(REFUSED_V4)))
        ip = network[draw(st.integers(0, network.num_addresses - 1))]
        notation = draw(st.integers(0, 3))
        if notation == 0:
            return draw(dotted(ip))
        if notation == 1:
            host = draw(st.sampled_from(embedded(ip)))
            return host.replace("]", draw(st.sampled_from(["]", "]", "%25eth0]", "%1]"])))
        if notation == 2:
            digits = draw(st.sampled_from([_FULL_WIDTH, _CIRCLED, _ARABIC]))
            return str(ip).translate(digits).replace(".", draw(st.sampled_from([".", "。", "．", "｡"])))
        return "".join(f"%{ord(c):02x}" if draw(st.booleans()) else c for c in str(ip))
    network6 = ipaddress.IPv6Network(draw(st.sampled_from(REFUSED_V6)))
    ip6 = network6[draw(st.integers(0, network6.num_addresses - 1))]
    written = draw(st.sampled_from([ip6.compressed, ip6.exploded, ip6.exploded.upper()]))
    if draw(st.booleans()):
        written = ":".join(ip6.exploded.split(":")[:6]) + f":{ipaddress.IPv4Address(int(ip6) & 0xFFFFFFFF)}"
    return f"[{written}{draw(st.sampled_from(['', '', '%25lo', '%eth0', '%251']))}]"


@settings(max_examples=1000, deadline=None)
@given(
    refused_hosts(),
    st.sampled_from(["http", "https", "HTTP"]),
    st.sampled_from(["", ":80", ":443", ":8080", ":080"]),
    st.sampled_from(["/", "", "/x?y#z"]),
)
def test_no_notation_of_a_refused_range_passes(host: str, scheme: str, port: str, rest: str) -> None:
    with pytest.raises(Failure) as caught:
        guard().check(f"{scheme}://{host}{port}{rest}")
    assert caught.value.status is Status.REFUSED


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2**32 - 1).map(ipaddress.IPv4Address).filter(is_public), st.data())
def test_every_notation_of_a_public_address_is_that_address(ip: ipaddress.IPv4Address, data: st.DataObject) -> None:
    address = guard().check(f"http://{data.draw(dotted(ip))}/")
    assert address.ip == ip
    assert address.url == f"http://{ip}/"


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.sampled_from(REFUSED_V4).map(ipaddress.IPv4Network).flatmap(lambda n: st.integers(0, n.num_addresses - 1).map(n.__getitem__)),
        st.sampled_from(REFUSED_V6).map(ipaddress.IPv6Network).flatmap(lambda n: st.integers(0, n.num_addresses - 1).map(n.__getitem__)),
    ),
    st.booleans(),
)
def test_no_answer_of_a_name_server_leads_there(ip: ipaddress.IPv4Address | ipaddress.IPv6Address, mixed: bool) -> None:
    rules = guard()
    address = rules.check("http://a.example/")
    answers = [ipaddress.ip_address(PUBLIC), ip] if mixed else [ip]
    with pytest.raises(Failure) as caught:
        rules.check_answers(address, answers)
    assert caught.value.status is Status.REFUSED


# ---- names ---------------------------------------------------------------------------------------------------------


def answered(web: Web, *answers: list[str], path: str = "/", **more: object) -> Response | Unavailable:
    web.names["a.test"] = [list(answer) for answer in answers]
    web.site.answers.setdefault("*", reply(200, PAGE))
    return web.fetcher(**more).fetch(f"http://a.test{path}")


def n01(web: Web) -> None:
    result = answered(web, [PUBLIC], ["127.0.0.1"])
    assert isinstance(result, Response)
    assert (web.dialled, web.looked_up) == ([PUBLIC], ["a.test"])  # looked up once, and what was checked was dialled


def n02(web: Web) -> None:
    refused(answered(web, [PUBLIC, "10.0.0.1"]))
    assert web.dialled == []


def n03(web: Web) -> None:
    refused(answered(web, ["0.0.0.0", "2001:4860:4860::8844"]))
    assert web.dialled == []


def n04(web: Web) -> None:
    refused(answered(web, ["0.0.0.0", "2001:db8::face"]))
    assert web.dialled == []


def n05(web: Web) -> None:
    refused(answered(web, [PUBLIC, "::1"]))
    assert web.dialled == []


def n06(web: Web) -> None:
    web.site.answers["/"] = reply(302, b"", "Location: /again")
    result = refused(answered(web, [PUBLIC], ["169.254.169.254"]))
    assert len(result.redirects) == 1
    assert web.dialled == [PUBLIC]


def n07(web: Web) -> None:
    web.site.answers["/"] = reply(503)
    refused(answered(web, [PUBLIC], ["10.0.0.1"], max_retries=2))
    assert web.dialled == [PUBLIC]


def n08(web: Web) -> None:
    fetcher = web.fetcher(timeout=0.3)
    fetcher._transport._lookups = Lookups(lambda *_, **__: time.sleep(2) or [])  # type: ignore[attr-defined]
    with no_hang(20):
        result = fetcher.fetch("http://a.test/")
    assert isinstance(result, Unavailable)
    assert result.status is Status.UNREACHABLE


def n09(web: Web) -> None:
    def failing(code: int) -> Callable[..., object]:
        def look_up(*_: object, **__: object) -> object:
            raise socket.gaierror(code, "no")

        return look_up

    for code, status in ((socket.EAI_NONAME, Status.UNREACHABLE), (socket.EAI_AGAIN, Status.TEMPORARY)):
        fetcher = web.fetcher()
        fetcher._transport._lookups = Lookups(failing(code))  # type: ignore[attr-defined,arg-type]
        result = fetcher.fetch("http://a.test/")
        assert isinstance(result, Unavailable)
        assert result.status is status
    result = answered(web, [])
    assert isinstance(result, Unavailable)
    assert result.status is Status.UNREACHABLE


def n10(web: Web) -> None:
    # the proxy of the environment (see below) would dial for us
    refused(answered(web, ["10.0.0.1"]))
    refused(web.fetcher().fetch("http://10.0.0.1/"))
    assert isinstance(web.fetcher().fetch("http://b.test/"), Response)
    assert web.dialled == [PUBLIC]


NAMES: dict[str, Callable[[Web], None]] = {
    "N01": n01,
    "N02": n02,
    "N03": n03,
    "N04": n04,
    "N05": n05,
    "N06": n06,
    "N07": n07,
    "N08": n08,
    "N09": n09,
    "N10": n10,
}


@pytest.mark.parametrize("case", NAMES)
def test_answers_of_name_servers(web: Web, case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(Site({"*": reply(200, b"proxy")})) as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        with connects() as seen:
            NAMES[case](web)
        assert len(seen) == len(web.dialled)
        assert proxy.requests == []


def test_every_case_of_name_servers_is_here(shared: Path) -> None:
    accounted_for(group(shared, "ssrf_dns"), NAMES, {})


# ---- what is allowed -----------------------------------------------------------------------------------------------


def test_an_allowed_host_opens_no_other(web: Web, site: Site) -> None:
    with serving(Site({"*": reply(200, b"canary")})) as canary:
        allowed = f"127.0.0.1:{site.port}"
        site.answers.update(
            {
                "/ok": reply(200, PAGE),
                "/port": reply(302, b"", f"Location: http://127.0.0.1:{canary.port}/"),
                "/name": reply(302, b"", f"Location: http://localhost:{site.port}/ok"),
                "/other": reply(302, b"", "Location: http://127.0.0.2/"),
                "/metadata": reply(302, b"", "Location: http://169.254.169.254/"),
            }
        )
        fetcher = web.fetcher(allow=[allowed])
        with connects() as seen:
            assert isinstance(fetcher.fetch(f"http://{allowed}/ok"), Response)
            for path in ("port", "name", "other", "metadata"):
                refused(fetcher.fetch(f"http://{allowed}/{path}"))
            web.names["inner.test"] = [["127.0.0.1"]]
            refused(fetcher.fetch(f"http://inner.test:{site.port}/"))
            refused(fetcher.fetch("http://inner.test/"))
        assert canary.requests == []
        assert len(seen) == 5
