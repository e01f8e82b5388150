"""robots.txt: the battery's cases one by one, and what else sites do with it."""

from __future__ import annotations

import dataclasses
import socket
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from battery import accounted_for, group
from conftest import PUBLIC, Site, Web, reply
from guards import no_hang
from hypothesis import given
from hypothesis import strategies as st

from provenance.config import USER_AGENT, USER_AGENT_WITHOUT_ROBOTS, Config, RecordMode
from provenance.model import Document, Status, Unavailable
from provenance.sources.cassettes.recordings import list_records
from provenance.sources.fetching.response import Response
from provenance.sources.fetching.robots import LONGEST_DELAY, parse, product
from provenance.sources.resolver import Resolver
from provenance.sources.settings import FetchSettings

PAGE = b"<html><body><p>The mayor opened the bridge.</p></body></html>"
NAME = "provenance-checker"


def rules(*lines: str) -> bytes:
    return reply(200, "\r\n".join(lines).encode(), "Content-Type: text/plain")


def asked(web: Web, robots: object, url: str = "http://a.test/x", **settings: object) -> Response | Unavailable:
    """What comes of a page of a site with such a robots.txt."""
    web.site.answers.update({"/robots.txt": robots, "*": reply(200, PAGE, "Content-Type: text/html")})  # type: ignore[dict-item]
    return web.fetcher(**{"obey_robots": True, **settings}).fetch(url)


def refused(web: Web, result: Response | Unavailable, status: Status) -> Unavailable:
    """The failure, if the page itself was not asked for."""
    assert isinstance(result, Unavailable), result
    assert result.status is status, result
    assert "--ignore-robots" in result.reason or status is Status.REFUSED or status is Status.RATE_LIMITED
    assert all(path.startswith(("/robots", "/r")) for path in web.site.paths()), web.site.paths()
    return result


def allowed(web: Web, result: Response | Unavailable) -> Response:
    assert isinstance(result, Response), result
    assert result.body == PAGE
    assert web.site.paths()[-1] == "/x"
    return result


# ---- the battery ---------------------------------------------------------------------------------------------------


def q01(web: Web) -> None:
    result = refused(web, asked(web, rules("User-agent: *", "Disallow: /x")), Status.ROBOTS_DISALLOWED)
    assert "robots.txt of a.test" in result.reason
    assert "\n" not in result.reason
    assert (result.http_status, result.fetched) == (None, "2024-05-06T07:08:09Z")
    assert web.site.paths() == ["/robots.txt"]


def q02(web: Web) -> None:
    for code in (404, 410):
        allowed(web, asked(web, reply(code, b"no")))


def q03(web: Web) -> None:
    for code in (401, 403):
        allowed(web, asked(web, reply(code, b"no")))


def q04(web: Web) -> None:
    refused(web, asked(web, reply(429, b"", "Retry-After: 90")), Status.RATE_LIMITED)


def q05(web: Web) -> None:
    for answer in (reply(500), reply(503), lambda connection, _: time.sleep(0.6)):
        web.site.requests.clear()
        web.site.answers["/robots.txt"] = answer
        fetcher = web.fetcher(obey_robots=True, timeout=0.4)
        with no_hang():
            first = fetcher.fetch("http://a.test/x")
        refused(web, first, Status.TEMPORARY)
        refused(web, fetcher.fetch("http://a.test/y"), Status.TEMPORARY)
        assert web.site.paths() == ["/robots.txt"]  # not asked again in this run


def q06(web: Web) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        web.site.port = closed.getsockname()[1]
    result = web.fetcher(obey_robots=True).fetch("http://a.test/x")
    assert isinstance(result, Unavailable)
    assert result.status is Status.UNREACHABLE


def q07(web: Web) -> None:
    for number in range(1, 5):
        web.site.answers[f"/robots{number}"] = reply(301, b"", f"Location: /robots{number + 1}")
    web.site.answers["/robots5"] = rules("User-agent: *", "Disallow: /x")
    first = reply(301, b"", "Location: http://b.test/robots1")
    result = asked(web, first)
    refused(web, result, Status.ROBOTS_DISALLOWED)
    assert web.site.paths() == ["/robots.txt", *(f"/robots{number}" for number in range(1, 6))]
    # a sixth is one too many: then there are no rules
    web.site.answers["/robots5"] = reply(301, b"", "Location: /robots6")
    allowed(web, asked(web, first))


def q08(web: Web) -> None:
    result = asked(web, reply(301, b"", "Location: http://169.254.169.254/robots.txt"))
    refused(web, result, Status.REFUSED)
    assert set(web.dialled) == {PUBLIC}
    assert web.site.paths() == ["/robots.txt"]


def q09(web: Web) -> None:
    pdf = rules("User-agent: *", "Disallow: /*.pdf$ ")
    refused(web, asked(web, pdf, "http://a.test/report.pdf"), Status.ROBOTS_DISALLOWED)
    assert isinstance(asked(web, pdf, "http://a.test/report.pdf?x=1"), Response)


def q10(web: Web) -> None:
    refused(web, asked(web, rules("\ufeffUser-agent: *", "Disallow: /x")), Status.ROBOTS_DISALLOWED)


def q11(web: Web) -> None:
    long = b"User-agent: *\nDisallow: /x\n#" + b"y" * 1_000_000 + b"\n"
    body = long + b"Disallow: /other\n" * ((10_000_000 - len(long)) // 17)
    with no_hang():
        refused(web, asked(web, reply(200, body)), Status.ROBOTS_DISALLOWED)
        web.site.requests.clear()
        allowed(web, asked(web, reply(200, b"User-agent: *\nAllow: /" + b"x" * 1_000_000 + b"\n" + b"Disallow: /x\n" * 700_000)))


def q12(web: Web) -> None:
    web.site.answers.update({"/robots.txt": rules("User-agent: *", "Crawl-delay: 99999"), "*": reply(200, PAGE)})
    fetcher = web.fetcher(obey_robots=True)
    for path in ("x", "y"):
        result = fetcher.fetch(f"http://a.test/{path}")
        assert isinstance(result, Response)
        assert "99999 s" in result.note
    assert max(web.slept) == pytest.approx(LONGEST_DELAY, abs=1)


def q13(web: Web) -> None:
    page = b"<!doctype html><html><body><pre>\nUser-agent: *\nDisallow: /\n</pre></body></html>"
    allowed(web, asked(web, reply(200, page, "Content-Type: text/html")))


CASES: dict[str, Callable[[Web], None]] = {
    "Q01": q01,
    "Q02": q02,
    "Q03": q03,
    "Q04": q04,
    "Q05": q05,
    "Q06": q06,
    "Q07": q07,
    "Q08": q08,
    "Q09": q09,
    "Q10": q10,
    "Q11": q11,
    "Q12": q12,
    "Q13": q13,
}


@pytest.mark.parametrize("case", CASES)
def test_the_battery(web: Web, case: str) -> None:
    CASES[case](web)


def test_every_case_of_the_battery_is_here(shared: Path) -> None:
    accounted_for(group(shared, "robots"), CASES, {})


# ---- once, and for every hop ---------------------------------------------------------------------------------------


def test_asked_once_for_each_origin(web: Web, site: Site) -> None:
    site.answers.update({"/robots.txt": rules("User-agent: *", "Disallow: /private"), "*": reply(200, PAGE)})
    fetcher = web.fetcher(obey_robots=True)
    for url in ("http://a.test/1", "http://a.test/2", "http://a.test:8080/3", "http://b.test/4", "http://b.test/private/5"):
        fetcher.fetch(url)
    assert site.paths() == ["/robots.txt", "/1", "/2", "/robots.txt", "/3", "/robots.txt", "/4"]
    assert b"user-agent: provenance-checker/" in site.requests[0].lower()


def test_every_hop_has_its_own_rules(web: Web, site: Site) -> None:
    def answer(connection: socket.socket, request: bytes) -> None:
        strict = b"Host: b.test" in request
        connection.sendall(rules("User-agent: *", f"Disallow: {'/' if strict else '/none'}"))

    site.answers.update({"/robots.txt": answer, "/x": reply(302, b"", "Location: http://b.test/y"), "/y": reply(200, PAGE)})
    result = web.fetcher(obey_robots=True).fetch("http://a.test/x")
    assert isinstance(result, Unavailable)
    assert (result.status, result.final_url) == (Status.ROBOTS_DISALLOWED, "http://b.test/y")
    assert site.paths() == ["/robots.txt", "/x", "/robots.txt"]


def test_a_server_that_cannot_be_reached_is_asked_anew(web: Web, site: Site) -> None:
    working, site.port = site.port, 9
    fetcher = web.fetcher(obey_robots=True)
    assert isinstance(fetcher.fetch("http://a.test/x"), Unavailable)
    site.port = working
    site.answers["/x"] = reply(200, PAGE)
    assert isinstance(fetcher.fetch("http://a.test/x"), Response)


def test_a_name_that_leads_into_a_private_network(web: Web) -> None:
    web.names["inner.test"] = [["10.0.0.1"]]
    result = web.fetcher(obey_robots=True).fetch("http://inner.test/x")
    assert isinstance(result, Unavailable)
    assert result.status is Status.REFUSED
    assert web.dialled == []


@pytest.mark.parametrize("url", ["https://web.archive.org/web/2020id_/https://a.test/x", "https://doi.org/10.1000/182"])
def test_services_for_programs_are_asked_without(url: str) -> None:
    from provenance.sources.addressing.addresses import parse as address_of
    from provenance.sources.fetching.deadlines import Deadline
    from provenance.sources.fetching.robots import Robots

    def never(url: str, deadline: Deadline) -> Response:
        raise AssertionError(url)

    with Deadline(1) as deadline:
        assert Robots(never, USER_AGENT).check(address_of(url), deadline).parser is None


def test_what_is_at_hand_is_not_asked_for(web: Web, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.answers["*"] = reply(200, PAGE)
    fetcher = web.fetcher(obey_robots=True)
    monkeypatch.setattr(fetcher._transport, "at_hand", lambda address, headers: address.url.endswith("/kept"), raising=False)
    for path in ("kept", "new"):
        assert isinstance(fetcher.fetch(f"http://a.test/{path}"), Response)
    assert site.paths() == ["/kept", "/robots.txt", "/new"]


# ---- what it says --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "path", "permitted"),
    [
        ("", "/", True),
        ("User-agent: *\nDisallow:", "/x", True),
        ("User-agent: *\nDisallow: /", "/x", False),
        ("Disallow: /", "/x", True),
        ("User-agent: *\nDisallow: /\nAllow: /x", "/x", True),
        ("User-agent: *\nDisallow: /a\n\nUser-agent: provenance-checker\nDisallow: /b", "/a", True),
        ("User-agent: *\nDisallow: /a\n\nUser-agent: provenance-checker\nDisallow: /b", "/b", False),
        ("User-agent: Provenance-Checker/9.9\nDisallow: /", "/a", False),
        ("User-agent: provenance\nDisallow: /", "/a", True),
        ("User-agent: checker\nDisallow: /", "/a", True),
        ("User-agent: Googlebot\nUser-agent: provenance-checker\nDisallow: /", "/a", False),
        ("User-agent: Googlebot\nDisallow: /\n", "/a", True),
        ("user agent: *\ndisallow: /a", "/a", False),
        ("User-agent: * # everyone\nDisallow: /a # all of it", "/a", False),
        ("User-agent: *\rDisallow: /a\r", "/a", False),
        ("User-agent: *\nDisallow: /%D0%BF", "/п", False),
        ("User-agent: *\nDisallow: /search?", "/search?q=1", False),
        ("User-agent: *\nDisallow: /search?", "/search", True),
        ("Sitemap: https://a.test/s.xml\nUser-agent: *\nDisallow: /a", "/a", False),
        ("\0\0\0\nUser-agent: *\nDisallow: /a", "/a", False),
        ("{'not': 'robots'}", "/a", True),
    ],
)
def test_who_is_meant_and_what_is_forbidden(text: str, path: str, permitted: bool) -> None:
    parsed = parse(text.encode(), NAME)
    assert parsed is not None
    assert parsed.can_fetch(f"http://a.test{path}", NAME) is permitted


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (USER_AGENT, NAME),
        ("NewsDesk/2.1 (+https://a.test)", "newsdesk"),
        ("Mozilla/5.0 (compatible; DeskBot/1.0)", "deskbot"),
        ("", ""),
        ("1x", ""),
    ],
)
def test_the_name_that_rules_are_addressed_by(user_agent: str, name: str) -> None:
    assert product(user_agent) == name


def test_many_names_above_many_rules_take_no_more_than_they_weigh() -> None:
    body = "".join(f"User-agent: a{n}\n" for n in range(15_000)) + "User-agent: *\n" + "Disallow: /x*z*$\n" * 16_000
    with no_hang():
        parsed = parse(body.encode(), NAME)
        assert parsed is not None
        assert parsed.can_fetch("http://a.test/" + "xy" * 4000, NAME)


@given(st.binary(max_size=300) | st.text("uUseragent-:* \n\rDisallow/$#%\ufeff", max_size=200).map(str.encode))
def test_no_bytes_break_it(body: bytes) -> None:
    parsed = parse(body, NAME)
    assert parsed is None or isinstance(parsed.can_fetch("http://a.test/x?y", NAME), bool)


def test_a_request_rate_is_a_delay(web: Web, site: Site) -> None:
    site.answers.update({"/robots.txt": rules("User-agent: *", "Request-rate: 1/4", "Crawl-delay: 2"), "*": reply(200, PAGE)})
    fetcher = web.fetcher(obey_robots=True)
    for path in ("x", "y"):
        assert isinstance(fetcher.fetch(f"http://a.test/{path}"), Response)
    assert max(web.slept) == pytest.approx(4, abs=1)


# ---- settings and cassettes ----------------------------------------------------------------------------------------


def test_ignored_when_told_so(web: Web, site: Site) -> None:
    site.answers.update({"/robots.txt": rules("User-agent: *", "Disallow: /"), "*": reply(200, PAGE)})
    settings = FetchSettings.of(Config(ignore_robots=True))
    with Resolver(dataclasses.replace(settings, jobs=0, ask_neighbours=False), transport=web.network(), archives={}) as resolver:
        assert resolver.resolve("http://a.test/x").source.status.was_read
    assert site.paths() == ["/x"]
    sent = site.requests[0].decode()
    assert f"User-Agent: {USER_AGENT_WITHOUT_ROBOTS}\r\n" in sent
    assert "robots" not in sent


def test_obeyed_and_named_by_default() -> None:
    settings = FetchSettings.of(Config())
    assert settings.obey_robots
    assert "honours robots.txt and Retry-After" in settings.user_agent
    assert FetchSettings.of(Config(ignore_robots=True, user_agent="mine/1")).user_agent == "mine/1"


def resolved(web: Web, path: Path, mode: RecordMode, monkeypatch: pytest.MonkeyPatch, *urls: str) -> list[Document]:
    monkeypatch.setattr("provenance.sources.resolver.Network", lambda guard, **_: web.network())
    settings = FetchSettings(cassette=path, record_mode=mode, jobs=0, max_retries=0, ask_neighbours=False, obey_robots=True)
    with Resolver(settings, archives={}, now=lambda: "2024-05-06T07:08:09Z") as resolver:
        return list(resolver.resolve_many([(url, None) for url in urls]))


def test_recorded_and_replayed_alike(web: Web, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(connection: socket.socket, request: bytes) -> None:
        host = request.split(b"Host: ")[1].split(b".test")[0].decode()
        connection.sendall({"a": rules("User-agent: *", "Disallow: /no"), "b": reply(503), "c": reply(404)}[host])

    site.answers.update({"/robots.txt": answer, "*": reply(200, PAGE, "Content-Type: text/html")})
    urls = ("http://a.test/x", "http://a.test/no", "http://b.test/x", "http://c.test/x")
    path = tmp_path / "web.warc.gz"
    live = resolved(web, path, RecordMode.ONCE, monkeypatch, *urls)
    assert [d.source.status for d in live] == [Status.OK, Status.ROBOTS_DISALLOWED, Status.TEMPORARY, Status.OK]
    assert live[1].source.capture is not None  # the robots.txt that forbids it
    assert sum(record.url.endswith("/robots.txt") for record in list_records(path)) == 3
    site.requests.clear()
    assert resolved(web, path, RecordMode.NONE, monkeypatch, *urls) == live
    assert site.requests == []


def test_a_replay_without_a_recorded_robots_txt_refuses_nothing(
    web: Web, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.answers["*"] = reply(200, PAGE, "Content-Type: text/html")
    monkeypatch.setattr("provenance.sources.resolver.Network", lambda guard, **_: web.network())
    path = tmp_path / "web.warc.gz"
    settings = FetchSettings(cassette=path, record_mode=RecordMode.ONCE, jobs=0, max_retries=0, ask_neighbours=False)
    with Resolver(settings, archives={}, now=lambda: "2024-05-06T07:08:09Z") as resolver:
        live = resolver.resolve("http://a.test/x")
    (replayed,) = resolved(web, path, RecordMode.NONE, monkeypatch, "http://a.test/x")
    assert replayed == live
    assert (replayed.source.note, replayed.source.message) == ("", "")
