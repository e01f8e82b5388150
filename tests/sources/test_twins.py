"""AMP and mobile addresses, shorteners, identifiers and other ways round to a page."""

from __future__ import annotations

import pytest
from conftest import Site, Web, reply

from provenance.model import Document, Extract, Status
from provenance.sources.addressing.twins import full_addresses
from provenance.sources.resolver import Resolver
from provenance.sources.settings import FetchSettings

HTML = "Content-Type: text/html; charset=utf-8"
TEXT = "The ferry between the two banks runs from six in the morning until midnight, the harbour master said on Monday. " * 6
PAGE = reply(200, f"<html lang=en><body><article><h1>Ferry</h1><p>{TEXT}</p></article></body></html>".encode(), HTML)


def resolved(web: Web, url: str, timeout: float = 10.0) -> Document:
    settings = FetchSettings(timeout=timeout, max_retries=0, jobs=0, ask_neighbours=False)
    with Resolver(settings, transport=web.network(), archives={}) as resolver:
        return resolver.resolve(url)


@pytest.mark.parametrize(
    ("url", "full"),
    [
        ("https://news.test/2024/ferry/amp", ("https://news.test/2024/ferry",)),
        ("https://news.test/2024/ferry/amp/", ("https://news.test/2024/ferry",)),
        ("https://news.test/amp/2024/ferry", ("https://news.test/2024/ferry",)),
        ("https://news.test/2024/amp/ferry", ("https://news.test/2024/ferry",)),
        ("https://news.test/ferry.amp.html", ("https://news.test/ferry.html",)),
        ("https://news.test/ferry?id=1&amp=1", ("https://news.test/ferry?id=1",)),
        ("https://news.test/ferry?outputType=amp", ("https://news.test/ferry",)),
        ("https://amp.news.test/ferry", ("https://www.news.test/ferry", "https://news.test/ferry")),
        ("https://m.news.test/ferry?id=1", ("https://www.news.test/ferry?id=1", "https://news.test/ferry?id=1")),
        ("https://en.m.wikipedia.org/wiki/Ferry", ("https://en.wikipedia.org/wiki/Ferry",)),
        ("https://news.test/ferry", ()),
        ("https://news.test/champ", ()),
        ("https://news.test/amp", ()),
        ("https://news.test/amplifiers/amp-7", ()),
        ("https://news.test/ferry?amplitude=1", ()),
        ("https://m.test/ferry", ()),
        ("https://me@m.news.test/ferry", ()),
        ("mailto:m.news.test/amp", ()),
    ],
)
def test_full_addresses(url: str, full: tuple[str, ...]) -> None:
    assert full_addresses(url) == full


def test_the_full_page_of_an_amp_page_that_was_given_up(web: Web, site: Site) -> None:
    site.answers.update({"/ferry/amp": reply(404, b"no"), "/ferry": PAGE})
    document = resolved(web, "http://news.test/ferry/amp")
    source = document.source
    assert (source.status, source.url, source.final_url) == (Status.MOVED, "http://news.test/ferry/amp", "http://news.test/ferry")
    assert isinstance(document.content, Extract)
    assert "AMP" in source.note
    assert source.message == ""


def test_a_mobile_page_that_is_there_is_read(web: Web, site: Site) -> None:
    site.answers["/ferry"] = PAGE
    document = resolved(web, "http://m.news.test/ferry")
    assert (document.source.status, document.source.note) == (Status.OK, "")
    assert web.looked_up == ["m.news.test"]


def test_a_page_that_is_gone_everywhere_is_gone(web: Web, site: Site) -> None:
    document = resolved(web, "http://m.news.test/ferry")
    assert document.source.status is Status.NOT_FOUND
    assert web.looked_up == ["m.news.test", "www.news.test", "news.test"]


def test_a_full_page_is_guarded(web: Web, site: Site) -> None:
    web.names.update({"www.inner.test": [["10.0.0.1"]], "inner.test": [["127.0.0.1"]]})
    document = resolved(web, "http://m.inner.test/ferry")
    assert document.source.status is Status.NOT_FOUND
    assert len(web.dialled) == 1


@pytest.mark.parametrize("code", [301, 302, 307])
def test_short_addresses_lead_to_their_page(web: Web, site: Site, code: int) -> None:
    site.answers.update({"/3xYz": reply(code, b"", "Location: http://news.test/2024/ferry?utm_source=x"), "*": PAGE})
    source = resolved(web, "http://short.test/3xYz").source
    assert (source.status, source.url) == (Status.MOVED, "http://short.test/3xYz")
    assert source.final_url == "http://news.test/2024/ferry?utm_source=x"
    assert [(hop.url, hop.status) for hop in source.redirects] == [("http://short.test/3xYz", code)]


def test_an_identifier_leads_to_its_page(web: Web, site: Site) -> None:
    # https is not spoken by these servers; what is dialled is the resolver of DOIs
    source = resolved(web, "doi:10.1000/182", timeout=0.5).source
    assert source.url == "doi:10.1000/182"
    assert web.looked_up == ["doi.org"]
    assert source.final_url == "https://doi.org/10.1000/182"


def test_canonical_links_are_told_and_not_followed(web: Web, site: Site) -> None:
    head = "<link rel=canonical href='http://news.test/2024/ferry'><link rel=amphtml href='http://news.test/amp'>"
    site.answers["*"] = reply(200, f"<html><head>{head}</head><body><article><p>{TEXT}</p></article></body></html>".encode(), HTML)
    source = resolved(web, "http://news.test/ferry?ref=1").source
    assert (source.final_url, source.canonical_url) == ("http://news.test/ferry?ref=1", "http://news.test/2024/ferry")
    assert site.paths() == ["/ferry?ref=1"]
