"""What is to come and what was, told by a word's form."""

from __future__ import annotations

import pytest

from provenance.language.tense import future, past


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ru", "получит вступит купит построят"),
        ("uk", "отримає увійдуть працюватиме завершиться продасть"),
        ("pl", "otrzyma wejdzie zbuduje kupią odbędzie"),
        ("fr", "recevra entrera seront finira paraîtra pourra"),
        ("es", "recibirá entrarán será irán"),
    ],
)
def test_futures(language: str, words: str) -> None:
    assert [word for word in words.split() if not future(word, language)] == []


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ru", "получил строит стан может"),
        ("uk", "отримали купує стан під має"),
        ("pl", "otrzymał buduje stan ma"),
        ("fr", "montra tira livra front caméra contra a"),
        ("es", "atrás detrás recibe"),
        ("de", "erhält"),
        ("xx", "will"),
    ],
)
def test_what_is_no_future(language: str, words: str) -> None:
    assert [word for word in words.split() if future(word, language)] == []


@pytest.mark.parametrize(
    ("language", "clause", "verb", "expected"),
    [
        ("ru", "суд рассмотрел дело", "рассмотрел", True),
        ("ru", "суд рассмотрит дело", "рассмотрит", False),
        ("uk", "суд розглянув справу", "розглянув", True),
        ("pl", "sąd rozpatrzył sprawę", "rozpatrzył", True),
        ("fr", "la cour a examiné l affaire", "examiné", True),
        ("fr", "une affaire examiné", "examiné", False),
        ("es", "el tribunal examinó el caso", "examinó", True),
        ("es", "el caso ya ha sido examinado", "examinado", True),
        ("de", "das gericht hat den fall verhandelt", "verhandelt", True),
        ("de", "das gericht verhandelt den fall", "verhandelt", False),
        ("de", "das gericht verhandelte den fall", "verhandelte", True),
        ("en", "the court heard the case", "heard", False),
    ],
)
def test_the_past(language: str, clause: str, verb: str, expected: bool) -> None:
    words = tuple(clause.split())
    assert past(words, words.index(verb), language) is expected
