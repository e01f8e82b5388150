"""How real each event of a sentence is, by the operators that govern it."""

from __future__ import annotations

import pytest
from guards import no_hang
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.comparison.matching.tokens import tokenize
from provenance.comparison.polarity.events import Events, events

STATUS = [
    ("en", "He refused to pay the debt.", {"pay": ("will", -1)}),
    ("en", "He did not refuse to pay.", {"pay": ("will", 1)}),
    ("en", "She rejected calls for an election.", {"election": ("will", -1)}),
    ("en", "She did not rule out a rise.", {"rise": ("may", 1)}),
    ("en", "He denied that officials had ignored advice.", {"ignored": ("admit", -1)}),
    ("en", "Lorries will stay banned until spring.", {}),
    ("en", "The union asked the ministry to pay for it.", {"pay": ("want", 1)}),
    ("en", "They may not appeal.", {"appeal": ("let", -1)}),
    ("en", "He denied it and promised a review.", {"review": ("will", 1)}),
    ("en", "It was seen in women but not in men.", {"men": ("do", -1)}),
    ("ru", "Громов вину не признал и намерен обжаловать приговор.", {"обжаловать": ("will", 1), "вину": ("admit", -1)}),
    ("ru", "Он не намерен сокращать людей.", {"сокращать": ("will", -1)}),
    ("de", "Er weigerte sich, das Schwimmbad zu retten.", {"retten": ("will", -1)}),
    ("de", "Eine Fusion lehnte der Rat ab.", {"Fusion": ("will", -1)}),
    ("fr", "Il a refusé de prolonger le contrat.", {"prolonger": ("will", -1)}),
    ("es", "El banco se comprometió a bajar los peajes.", {"bajar": ("will", 1)}),
    ("pl", "Prezes odmówił zapłacić karę.", {"zapłacić": ("will", -1)}),
    ("uk", "Уряд відмовився підвищити тариф.", {"підвищити": ("will", -1)}),
]


def read(text: str, language: str) -> tuple[dict[str, tuple[str, int]], Events]:
    tokens = tokenize(text, language)
    found = events(text, language, tokens)
    return {tokens[i].text: status for i, status in found.status.items()}, found


@pytest.mark.parametrize(("language", "text", "status"), STATUS)
def test_status(language: str, text: str, status: dict[str, tuple[str, int]]) -> None:
    found, _ = read(text, language)
    assert {word: found.get(word) for word in status} == status


def test_what_nothing_governs_is_a_fact() -> None:
    found, whole = read("The council sold the depot.", "en")
    assert found == {}
    assert whole.of(1) == ("do", 1)


@no_hang()
@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["he", "refused", "to", "not", "deny", "that", "may", "ban", "promised", "calls", "for", ",", "and", ".", "war", "Ann", "3"]
        ),
        max_size=25,
    )
)
def test_any_row_of_words_is_read(words: list[str]) -> None:
    text = " ".join(words)
    tokens = tokenize(text, "en")
    found = events(text, "en", tokens)
    assert all(sign in (1, -1) for _, sign in found.status.values())
    assert all(0 <= i < len(tokens) for event in found.events for i in (*event.words, *event.heads, *event.reach))


def test_a_lifted_ban_allows() -> None:
    assert read("The mayor lifted the ban on swimming in the lake.", "en")[0] == {"swimming": ("let", 1)}
    assert read("The mayor lifted the trophy.", "en")[0] == {}
    assert read("The union refused to end the strike.", "en")[0] == {"end": ("will", -1)}
