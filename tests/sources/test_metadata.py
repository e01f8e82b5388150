"""What a page says about itself."""

from __future__ import annotations

import json
from typing import Any

import pytest

from provenance.sources.extraction.metadata import guess, iso_date, language_code, read_metadata

URL = "https://news.example.org/river/lock-closed"


def page(head: str = "", body: str = "<p>text</p>", root: str = ' lang="en"') -> str:
    return f"<!doctype html><html{root}><head>{head}</head><body>{body}</body></html>"


def ld(data: Any) -> str:
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


ARTICLE = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Lock closed at Holmwick",
    "author": [{"@type": "Person", "name": "Ana Petrova"}, {"@type": "Person", "name": "J. Lind"}],
    "publisher": {"@type": "Organization", "name": "River News"},
    "datePublished": "2021-03-02T08:15:00+01:00",
    "dateModified": "2021-03-03",
    "inLanguage": "en-GB",
}


def test_structured_data_comes_first() -> None:
    found = read_metadata(page('<meta property="og:title" content="Other"><meta name="author" content="Other">' + ld(ARTICLE)), URL)
    assert (found.title, found.author, found.publisher) == ("Lock closed at Holmwick", "Ana Petrova, J. Lind", "River News")
    assert (found.published, found.modified) == ("2021-03-02T08:15:00+01:00", "2021-03-03")


@pytest.mark.parametrize(
    "data",
    [[ARTICLE], {"@graph": [{"@type": "WebSite", "name": "x"}, {"@type": "WebPage", "name": "y", "datePublished": "1999-01-01"}, ARTICLE]}],
)
def test_the_article_is_found_among_other_objects(data: Any) -> None:
    assert read_metadata(page(ld(data)), URL).published == "2021-03-02T08:15:00+01:00"


def test_of_several_articles_the_page_s_own_counts() -> None:
    other = {**ARTICLE, "headline": "Other", "url": "https://news.example.org/other"}
    own = {**ARTICLE, "headline": "Own", "url": URL}
    assert read_metadata(page(ld([other, own])), URL).title == "Own"


def test_broken_structured_data_does_not_hide_the_rest() -> None:
    head = (
        '<script type="application/ld+json">{"@type": "NewsArticle", </script><script type="application/ld+json">'
        + "[" * 5000
        + "</script>"
    )
    assert read_metadata(page(head + ld(ARTICLE)), URL).title == "Lock closed at Holmwick"


def test_meta_elements() -> None:
    found = read_metadata(
        page(
            '<title>Lock closed - River News</title><meta property="og:site_name" content="River News"><meta property="og:title" content="Lock closed - River News">'
            '<meta property="article:published_time" content="2021-03-02T08:15:00Z"><meta name="author" content="Ana Petrova">'
            '<link rel="canonical" href="/river/lock-closed?x=1">'
        ),
        URL,
    )
    assert (found.title, found.author, found.publisher) == ("Lock closed", "Ana Petrova", "River News")
    assert found.published == "2021-03-02T08:15:00+00:00"
    assert found.canonical_url == "https://news.example.org/river/lock-closed?x=1"


def test_a_page_that_says_nothing_says_nothing() -> None:
    found = read_metadata("<p>text</p>")
    assert (found.title, found.author, found.published, found.publisher, found.language, found.canonical_url) == (None,) * 6


def test_base_and_refresh() -> None:
    found = read_metadata(page('<base href="https://cdn.example.org/x/"><meta http-equiv="refresh" content="3; URL=\'next\'">'), URL)
    assert found.base == "https://cdn.example.org/x/"
    assert found.refresh == "https://cdn.example.org/x/next"


def test_relative_addresses_without_a_base_are_dropped() -> None:
    assert read_metadata(page('<link rel="canonical" href="/a">')).canonical_url is None


def test_commented_out_metadata_is_not_metadata() -> None:
    assert read_metadata(page("<!-- " + ld(ARTICLE) + "<title>Old</title> --><title>New</title>")).title == "New"


def test_lone_surrogates_in_escapes_do_not_pass() -> None:
    found = read_metadata(page('<script type="application/ld+json">{"@type":"Article","headline":"a\\ud800b"}</script>'))
    assert found.title == "ab"


@pytest.mark.parametrize(
    ("value", "free"), [(False, False), ("False", False), ("http://schema.org/False", False), (True, True), ("true", True)]
)
def test_is_accessible_for_free(value: Any, free: bool) -> None:
    assert read_metadata(page(ld({**ARTICLE, "isAccessibleForFree": value}))).free is free


@pytest.mark.parametrize(
    ("value", "date"),
    [
        ("2020-12-18", "2020-12-18"),
        ("20201218", "2020-12-18"),
        ("2020/12/8", "2020-12-08"),
        ("2020-12-18T10:15:30.123+0300", "2020-12-18T10:15:30+03:00"),
        ("2020-12-18 10:15:30 UTC", "2020-12-18T10:15:30+00:00"),
        ("2020-12-18T10:15Z", "2020-12-18T10:15:00+00:00"),
        ("Fri, 18 Dec 2020 10:15:30 GMT", "2020-12-18T10:15:30+00:00"),
        ("2020-13-45", None),
        ("yesterday", None),
        ("", None),
        ("0001-01-01", None),
    ],
)
def test_iso_date(value: str, date: str | None) -> None:
    assert iso_date(value) == date


@pytest.mark.parametrize(
    ("tag", "code"), [("ru-RU", "ru"), ("EN_us", "en"), ("zh-Hant-TW", "zh"), ("de, en", "de"), ("eng", None), ("", None)]
)
def test_language_code(tag: str, code: str | None) -> None:
    assert language_code(tag) == code


def test_the_layout_is_asked_where_the_page_states_nothing() -> None:
    body = '<article><h1>Lock closed</h1><p class="byline">By <a rel="author" href="/p">Ana Petrova</a></p><time datetime="2021-03-02" class="published">2 March 2021</time><p>Text.</p></article>'
    found = guess(page(body=body), URL)
    assert found.author == "Ana Petrova"
    assert found.published == "2021-03-02"


def test_what_scripts_and_comments_say_is_no_metadata() -> None:
    found = read_metadata(
        page(
            "<title>a</title><script>var x = '<meta name=author content=no>';</script><!-- <meta name=author content=no> -->", "<h1>b</h1>"
        )
    )
    assert (found.title, found.author) == ("a", None)
