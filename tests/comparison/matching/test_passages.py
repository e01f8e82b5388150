"""Sentences of a source, their places and their ranking."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.comparison.matching.clauses import clauses
from provenance.comparison.matching.encoder import encoder
from provenance.comparison.matching.passages import prepare_source, rank
from provenance.comparison.matching.tokens import tokenize

TEXT = "The harbour was closed in May.\n\nIda Holm, the mayor, blamed the cost. Nobody expected it.\n\nRelated: a new tram line"


def test_sentences_are_exact_and_know_whether_they_are_main_text() -> None:
    main = TEXT.index("Related")
    reading = prepare_source(TEXT, main, "en")
    assert [TEXT[s.start : s.end] for s in reading.sentences][:2] == [
        "The harbour was closed in May.",
        "Ida Holm, the mayor, blamed the cost.",
    ]
    assert [s.main for s in reading.sentences] == [True, True, True, False]
    for sentence in reading.sentences:
        for token in sentence.tokens:
            assert TEXT[token.start : token.end] == token.text


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=600))
def test_every_word_of_any_text_has_its_place(text: str) -> None:
    reading = prepare_source(text, len(text), "en")
    last = 0
    for sentence in reading.sentences:
        assert last <= sentence.start < sentence.end <= len(text)
        last = sentence.end
        for token in sentence.tokens:
            assert text[token.start : token.end] == token.text
            assert sentence.start <= token.start <= token.end <= sentence.end


def test_the_passage_is_found_in_another_language() -> None:
    source = "Погода завтра будет солнечной. Парламент принял закон о рыболовстве. Цены на хлеб не изменились."
    reading = prepare_source(source, len(source), "ru")
    claim = "Parliament passed a law on fishing."
    ranked = rank(claim, tokenize(claim, "en"), encoder().sentences([claim])[0], reading, same_language=False)
    best = reading.sentences[ranked[0].index]
    assert source[best.start : best.end].startswith("Парламент")


def test_a_long_source_is_not_encoded_whole() -> None:
    text = " ".join(f"Sentence number {i} speaks of nothing in particular." for i in range(400)) + " The otter stole a watch."
    reading = prepare_source(text, len(text), "en")
    claim = "An otter stole a watch."
    ranked = rank(claim, tokenize(claim, "en"), encoder().sentences([claim])[0], reading, same_language=True)
    assert "otter" in text[reading.sentences[ranked[0].index].start :]
    assert len(reading.vectors) < 100


def test_clauses_hold_every_content_word_once() -> None:
    claim = "The mayor, who was elected in May, resigned on Friday and the council chose a successor."
    tokens = tokenize(claim, "en")
    parts = clauses(claim, tokens)
    assert sorted(i for part in parts for i in part) == [i for i, t in enumerate(tokens) if not t.stop]
    assert len(parts) >= 2


def test_a_date_is_not_torn_apart() -> None:
    claim = "The treaty was signed by both ministers on Nov. 19, 2020 in the old town hall of Vienna."
    tokens = tokenize(claim, "en")
    parts = clauses(claim, tokens)
    place = {tokens[i].text: number for number, part in enumerate(parts) for i in part}
    assert place["19"] == place["2020"]


def test_the_order_of_a_batch_does_not_matter() -> None:
    import numpy as np

    texts = ["one sentence here", "а вот и другая", "third"]
    forward, backward = encoder().sentences(texts), encoder().sentences(texts[::-1])
    assert np.array_equal(forward, backward[::-1])
