"""Walls that a page shows, and pages that only speak of them."""

from __future__ import annotations

import json

import pytest

from provenance.model import Extract, Status
from provenance.sources.extraction.extract import extract

SENTENCE = "The river authority said on Tuesday that the lower lock at Holmwick would stay closed until the eastern gate had been mended. "


def read(body: str, head: str = "<title>Lock closed</title>", data: dict[str, object] | None = None, lang: str = "en") -> Extract:
    script = (
        f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", "headline": "Lock closed", **data})}</script>'
        if data
        else ""
    )
    return extract(
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">{head}{script}</head><body>{body}</body></html>'.encode()
    )


def article(sentences: int) -> str:
    return "<article><h1>Lock closed</h1>" + "".join(f"<p>{i}. {SENTENCE}</p>" for i in range(sentences)) + "</article>"


def test_a_free_article_has_no_wall() -> None:
    assert read(article(6)).restricted is None


def test_teaser_of_an_article_that_is_not_free() -> None:
    assert read(article(2), data={"isAccessibleForFree": False}).restricted is Status.PAYWALLED


@pytest.mark.parametrize(
    ("said", "walled"),
    [
        ({"hasPart": {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".paywall"}}, True),
        ({"hasPart": [{"@type": "WebPageElement", "isAccessibleForFree": "False", "cssSelector": ".paid"}, "x"]}, True),
        ({"isAccessibleForFree": True, "hasPart": [{"isAccessibleForFree": True}, {"isAccessibleForFree": False}]}, True),
        ({"hasPart": {"@type": "WebPageElement", "isAccessibleForFree": True}}, False),
        ({"hasPart": {"@type": "WebPageElement", "cssSelector": ".gallery"}}, False),
        ({"hasPart": "https://news.test/part"}, False),
    ],
)
def test_a_section_that_is_not_free(said: dict[str, object], walled: bool) -> None:
    assert (read(article(2), data=said).restricted is Status.PAYWALLED) is walled
    assert read(article(60), data=said).restricted is None  # the whole text came


@pytest.mark.parametrize(
    "ask",
    [
        "Subscribe to continue reading",
        "Already a subscriber? Log in",
        "Доступно по подписке",
        "Diesen Artikel weiterlesen mit Plus",
        "Cet article est réservé aux abonnés",
    ],
)
def test_a_short_text_and_a_request_to_subscribe(ask: str) -> None:
    assert read(article(2) + f"<div class='offer'><p>{ask}</p></div>").restricted is Status.PAYWALLED


def test_a_login_in_the_head_of_a_short_article_is_no_wall() -> None:
    head = "<header><a href='/login'>Already a subscriber? Log in</a> <a href='/offer'>Subscribe to read more</a></header>"
    assert read(head + article(3)).restricted is None


def test_the_whole_article_with_a_newsletter_box_has_no_wall() -> None:
    assert read(article(30) + "<p>Subscribe to our newsletter</p>").restricted is None
    assert read(article(30) + "<p>Already a subscriber? Log in</p>").restricted is None


def test_an_article_as_long_as_it_says_it_is_has_no_wall() -> None:
    found = read(article(10), data={"isAccessibleForFree": False, "wordCount": 220})
    assert found.restricted is None
    assert not found.truncated


def test_an_article_that_may_be_cut_is_never_called_complete() -> None:
    found = read(article(18), data={"isAccessibleForFree": False})
    assert found.restricted is None
    assert found.truncated


def test_the_article_in_the_structured_data_is_the_text() -> None:
    whole = "\n".join(f"{i}. {SENTENCE.strip()}" for i in range(30))
    found = read(article(2), data={"isAccessibleForFree": False, "articleBody": whole})
    assert f"29. {SENTENCE.strip()}" in found.text
    assert found.restricted is None
    assert any("structured data" in note for note in found.notes)


def test_consent_wall() -> None:
    body = "<div class='cmp'><h1>Your privacy</h1><p>We and our 842 partners store cookies on your device to show you personalised advertising. Give your consent to go on.</p><button>Accept all cookies</button></div>"
    assert read(body, "<title>River News</title>").restricted is Status.CONSENT_WALL


def test_a_consent_banner_over_an_article_is_no_wall() -> None:
    found = read("<div class='cookie-consent'><p>We use cookies. Manage your consent.</p><button>Accept</button></div>" + article(8))
    assert found.restricted is None
    assert "cookies" not in found.text


def test_an_article_about_consent_is_no_wall() -> None:
    text = "".join(
        f"<p>{i}. The court ruled that a cookie banner must let people reject what they do not want to accept, the privacy office said.</p>"
        for i in range(9)
    )
    assert read(f"<article><h1>Court rules on cookies</h1>{text}</article>", "<title>Court rules on cookies</title>").restricted is None


@pytest.mark.parametrize(
    "body",
    [
        '<div id="root"></div><script src="/app.js"></script>',
        '<noscript>You need to enable JavaScript to run this app.</noscript><div id="root"></div><script src="/app.js"></script>',
        "<p>Please turn on JavaScript in your browser to read this page.</p><script src='/a.js'></script>",
        "<p>Для просмотра включите JavaScript в браузере</p><script src='/a.js'></script>",
    ],
)
def test_script_only(body: str) -> None:
    assert read(body, "<title>App</title>").restricted is Status.JS_ONLY


def test_an_article_with_a_noscript_hint_is_no_wall() -> None:
    assert read("<noscript>Please enable JavaScript</noscript><script src='/a.js'></script>" + article(4)).restricted is None


@pytest.mark.parametrize(
    ("title", "heading"),
    [
        ("Page not found | River News", "Sorry"),
        ("River News", "404"),
        ("Ошибка 404", "Страница не найдена"),
        ("Not found", ""),
        ("River News", "This page no longer exists"),
    ],
)
def test_a_page_that_says_there_is_none(title: str, heading: str) -> None:
    found = read(f"<h1>{heading}</h1><p>Try the search box or go back to the front page.</p>", f"<title>{title}</title>")
    assert found.restricted is Status.SOFT_404


def test_an_article_about_404_pages_is_no_soft_404() -> None:
    text = "".join(
        f"<p>{i}. Designers have made an art of the 404 page, which greets those who follow a broken link to a site.</p>" for i in range(9)
    )
    assert read(f"<article><h1>404 pages worth seeing</h1>{text}</article>", "<title>404 pages worth seeing</title>").restricted is None


@pytest.mark.parametrize("title", ["Just a moment...", "Attention Required! | Cloudflare", "Access denied"])
def test_bot_check(title: str) -> None:
    assert read("<p>Please wait.</p>", f"<title>{title}</title>").restricted is Status.BLOCKED


def test_login() -> None:
    body = "<h1>Log in</h1><form><input name=u><input type=password name=p><button>Go</button></form><p>Members of the club read more.</p>"
    assert read(body, "<title>Log in - River News</title>").restricted is Status.LOGIN_REQUIRED


def test_an_article_with_a_login_box_is_no_wall() -> None:
    assert read("<form><input type=password></form>" + article(5)).restricted is None


def test_parked_domain() -> None:
    assert (
        read("<h1>holmwick.example</h1><p>This domain is for sale. Make an offer today.</p>", "<title>holmwick.example</title>").restricted
        is Status.SOFT_404
    )
