"""Finding the words: tokens with exact places, runs, regions, sentence beginnings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.comparison.quotation import text as quote_text
from provenance.comparison.quotation.alignment import PreparedText, locate, prepare

LOGBOOK = (
    "The survey ship Clara left Bergen at dawn with nineteen people aboard. Her captain, A. Lindqvist, kept a careful log of every sounding. "
    "Off the Faroe bank the echo sounder drew a ridge that no chart had shown. Two days later the weather broke, and the crew lashed the winch "
    "to the deck. On the ninth day the ship turned home with eleven crates of cores.\n\nThe museum now keeps the log in a glass case."
)


def read(text: str) -> list[tuple[str, str]]:
    prepared = prepare(text)
    return [(key, prepared.word(number)) for number, key in enumerate(prepared.keys)]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("It's 1,200 ships; 3.5 % more", "it's 1200 ships 3.5 % more"),
        ("We can’t, won’t and shan’t", "we can not will not and shall not"),
        ("They’re here, I’m there, you’ll see", "they are here i am there you will see"),
        ("well-known co\u00adlour e\u0301te\u0301", "well known color été"),
        ("2.500,00 12.345 1'000'000", "2.500,00 12345 1000000"),
        ("первый (2-й) ещё", "первый 2 й еще"),
        ("東京タワー", "東 京 タ ワ ー"),
        ("end.Next_word", "end next word"),
        ("", ""),
    ],
)
def test_keys(text: str, keys: str) -> None:
    assert prepare(text).keys == keys.split()


def test_tokens_name_their_words() -> None:
    assert read("“Don’t” organise 1,200") == [("do", "Do"), ("not", "n’t"), ("organize", "organise"), ("1200", "1,200")]


@given(st.text(max_size=300))
def test_tokens_lie_in_order_and_inside(text: str) -> None:
    prepared = prepare(text)
    position = 0
    for number, key in enumerate(prepared.keys):
        assert key
        assert position <= prepared.start(number) < prepared.end(number) <= len(text)
        position = prepared.start(number)
    assert prepared.joined == f" {' '.join(prepared.keys)} "
    for number, offset in enumerate(prepared.offsets[: len(prepared)]):
        assert prepared.number(offset) == number
        assert prepared.joined[offset] == " "


@given(st.data())
def test_find_finds_every_place(data: st.DataObject) -> None:
    words = data.draw(st.lists(st.sampled_from(["oak", "elm", "ash", "oaks"]), min_size=1, max_size=40))
    prepared = prepare(" ".join(words))
    keys = data.draw(st.lists(st.sampled_from(["oak", "elm", "ash"]), min_size=1, max_size=3))
    first = data.draw(st.integers(0, len(words)))
    last = data.draw(st.integers(0, len(words)))
    expected = [at for at in range(first, last - len(keys) + 1) if words[at : at + len(keys)] == keys]
    assert prepared.find(keys, first, last) == expected


def test_find_stops_at_its_limit() -> None:
    assert len(prepare("oak " * 500).find(["oak"], limit=7)) == 7


@pytest.mark.parametrize(
    ("text", "word", "begins"),
    [
        ("One ended. Two began.", 2, True),
        ("One ended, two began.", 2, False),
        ("Signed by A. Lindqvist.", 3, False),
        ("Signed by Dr. Lindqvist.", 3, False),
        ("A list\n\nof things", 2, True),
        ("A line\nof things", 2, False),
        ("He asked “Why?” Nobody knew.", 3, True),
        ("It was 3.5 percent", 2, False),
        ("Сказал он. Она ушла.", 2, True),
        ("One ended. two began.", 2, False),
    ],
)
def test_sentence_beginnings(text: str, word: int, begins: bool) -> None:
    assert prepare(text).begins_sentence(word) is begins


def test_edges_are_sentence_beginnings() -> None:
    prepared = prepare("one two")
    assert prepared.begins_sentence(0)
    assert prepared.begins_sentence(2)


def place(quotation: str, source: str) -> str:
    prepared = prepare(source)
    best = locate(prepare(quotation).keys, prepared)[0]
    return prepared.span(best.start, best.end).of(source)


@pytest.mark.parametrize(
    ("quotation", "there"),
    [
        ("the echo sounder drew a ridge that no map had shown", "the echo sounder drew a ridge that no"),
        ("turned home with twelve crates of cores", "turned home with"),
        ("the crew tied the heavy winch to the deck", "winch to the deck"),
    ],
)
def test_a_changed_quotation_is_still_found(quotation: str, there: str) -> None:
    assert there in place(quotation, LOGBOOK)


def test_a_garbled_quotation_is_found_approximately() -> None:
    garbled = "the echa soundar drow a redge thet na chert hed shawn"
    assert "sounder drew a ridge" in place(garbled, LOGBOOK)


def test_nothing_like_it() -> None:
    assert locate(prepare("orchestra tickets cost almost nothing yesterday evening").keys, prepare(LOGBOOK)) == []


def test_left_out_words_do_not_part_a_region() -> None:
    region = locate(prepare("The survey ship Clara left Bergen with nineteen people aboard").keys, prepare(LOGBOOK))[0]
    assert region.matched == 10
    assert len(region.runs) == 2


@given(st.lists(st.sampled_from(LOGBOOK.split()), min_size=3, max_size=30))
def test_regions_are_consistent(words: list[str]) -> None:
    prepared = prepare(LOGBOOK)
    keys = prepare(" ".join(words)).keys
    for region in locate(keys, prepared):
        assert 0 <= region.start <= region.end <= len(prepared)
        assert region.matched <= len(keys)
        here = there = 0
        for run in region.runs:
            assert run.here >= here
            assert run.there >= there
            assert keys[run.here : run.here + run.length] == prepared.keys[run.there : run.there + run.length]
            here, there = run.here + run.length, run.there + run.length


def test_a_source_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []
    fold = quote_text.fold

    def counting(text: str) -> object:
        calls.append(len(text))
        return fold(text)

    monkeypatch.setattr(quote_text, "fold", counting)
    prepared = prepare(LOGBOOK)
    assert calls == []
    for _ in range(5):
        locate(["survey", "ship", "clara"], prepared)
    assert calls == [len(LOGBOOK)]


def test_look_ups_grow_with_the_quotation_not_with_the_source(monkeypatch: pytest.MonkeyPatch) -> None:
    searches: list[int] = []
    find = PreparedText.find

    def counting(self: PreparedText, keys: list[str], first: int = 0, last: int | None = None, limit: int = 48) -> list[int]:
        searches.append(len(keys))
        return find(self, keys, first, last, limit)

    monkeypatch.setattr(PreparedText, "find", counting)
    quotation = prepare("Off the Faroe bank the echo sounder drew a ridge that no map had shown").keys
    counts = []
    for copies in (1, 20, 200):
        searches.clear()
        filler = " ".join(f"Entry {number} mentions rope and tar." for number in range(copies))
        locate(quotation, prepare(f"{filler} {LOGBOOK} {filler}"))
        counts.append(len(searches))
    assert max(counts) <= len(quotation)
    assert counts[0] == counts[2]


def test_a_word_repeated_for_ever_does_not_multiply_the_work() -> None:
    prepared = prepare("tar " * 20_000)
    regions = locate(["tar"] * 2_000, prepared)
    assert regions
    assert regions[0].matched == 2_000


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The ship is in the harbour and it was not painted", "en"),
        ("Das Schiff ist nicht mit der Fähre gekommen", "de"),
        ("Он не был на корабле и это видно", "ru"),
        ("xyzzy", None),
    ],
)
def test_language_by_common_words(text: str, language: str | None) -> None:
    assert prepare(text).language == language


def test_given_language_wins() -> None:
    assert prepare("The ship is in the harbour", language="nl").language == "nl"
