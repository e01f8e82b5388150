"""Addresses in running text: exact ends, mended starts."""

from __future__ import annotations

from itertools import pairwise

import pytest
from guards import no_hang
from hypothesis import given
from hypothesis import strategies as st

from provenance.draft.addresses import addresses

CASES = [
    ("See https://a.example/x.", ["https://a.example/x"]),
    ("See https://a.example/x, then", ["https://a.example/x"]),
    ("(see https://a.example/x)", ["https://a.example/x"]),
    ("[https://a.example/x]", ["https://a.example/x"]),
    ("«https://a.example/x»", ["https://a.example/x"]),
    ("‘https://a.example/x’", ["https://a.example/x"]),
    ("“https://a.example/x”, he said", ["https://a.example/x"]),
    ('"https://a.example/x".', ["https://a.example/x"]),
    ("https://a.example/x's text", ["https://a.example/x"]),
    ("https://a.example/x…", ["https://a.example/x"]),
    ("https://en.wiki.example/Minsk_(city)", ["https://en.wiki.example/Minsk_(city)"]),
    ("(https://en.wiki.example/Minsk_(city))", ["https://en.wiki.example/Minsk_(city)"]),
    ("https://a.example/a?b=1&c=%20d#e!", ["https://a.example/a?b=1&c=%20d#e"]),
    ("https://президент.рф/news/1.", ["https://президент.рф/news/1"]),
    ("https://bücher.example/straße", ["https://bücher.example/straße"]),
    ("www.interfax.ru/russia/1,", ["https://www.interfax.ru/russia/1"]),
    ("http%3A%2F%2Fa.example%2Fx", ["http://a.example/x"]),
    ("https:/a.example/x", ["https://a.example/x"]),
    ("https:/x", []),
    ("https://", []),
    ("http://http://", []),
    ("the file.py and e.g.the like, a@b.example", []),
    ("https://a.example/go?u=https://b.example/y", ["https://a.example/go?u=https://b.example/y"]),
    ("https://127.0.0.1:8080/x and https://[::1]/y", ["https://127.0.0.1:8080/x", "https://[::1]/y"]),
    ("ftp://files.example/a.txt", ["ftp://files.example/a.txt"]),
    ("https://a.example/path-", ["https://a.example/path-"]),
    ("https://a.example/x;https://b.example/y", ["https://a.example/x;https://b.example/y"]),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_exact_ends(text: str, expected: list[str]) -> None:
    assert [found.url for found in addresses(text)] == expected


def test_span_is_what_was_written() -> None:
    text = "He wrote (www.a.example/x), and then https://b.example/y."
    assert [found.span.of(text) for found in addresses(text)] == ["www.a.example/x", "https://b.example/y"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://a.example/news/2020/\n11/20/the-deal\n", "https://a.example/news/2020/11/20/the-deal"),
        ("https://a.example/news/the-long-\nname-of-it.html\n", "https://a.example/news/the-long-name-of-it.html"),
        ("https://a.example/news/1\nlegal portal.\n", "https://a.example/news/1"),
        ("https://a.example/news/\n12\n", "https://a.example/news/"),  # a page number
        ("https://a.example/news/1\nhttps://b.example/2", "https://a.example/news/1"),
        ("https://a.example/news/1\n\nmore/of/it", "https://a.example/news/1"),
    ],
)
def test_wrapped_over_lines(text: str, expected: str) -> None:
    found = addresses(text, wrapped=True)[0]
    assert found.url == expected
    assert found.span.of(text).replace("\n", "") == expected


@given(st.text(alphabet="htps:/w.a1é)(]['’” \n%3AF", max_size=300))
def test_spans_are_in_order_and_apart(text: str) -> None:
    found = addresses(text, wrapped=True)
    for before, after in pairwise(found):
        assert before.span.end <= after.span.start
    for one in found:
        assert one.span.of(text).strip() == one.span.of(text) != ""
        assert one.url.split("://")[0].lower() in ("http", "https", "ftp")


@pytest.mark.parametrize("unit", ["http://", "www.", "https://a.example/((((", "https://a.example/))))", "%3A%2F%2F"])
def test_hostile_runs_are_read_to_their_end(unit: str) -> None:
    text = unit * (2_000_000 // len(unit))
    with no_hang():
        found = addresses(text, wrapped=True)
    assert all(one.span.of(text) for one in found)
