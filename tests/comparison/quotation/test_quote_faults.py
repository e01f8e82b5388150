"""One word in two forms, and what left-out words do."""

from __future__ import annotations

import pytest

from provenance.comparison.quotation import cuts as quote_cuts
from provenance.comparison.quotation.alignment import prepare
from provenance.comparison.quotation.changes import ChangeKind
from provenance.comparison.quotation.forms import accented, counted, glued, inflected, misspelt, romanised, same_name_spelling, same_words
from provenance.comparison.quotation.quotes import check_quotation
from provenance.comparison.quotation.words import spelling_key, words_for

SAME_SPELLING = [
    ("colour", "color"), ("honourable", "honorable"), ("organise", "organize"), ("organisation", "organization"), ("analyse", "analyze"),
    ("travelled", "traveled"), ("centre", "center"), ("grey", "gray"), ("programme", "program"), ("kiev", "kyiv"), ("1,200", "1200"),
    ("1.200.000", "1200000"), ("3,5", "3.5"), ("neighbourhoods", "neighborhoods"),
]  # fmt: skip
OTHER_WORDS = [
    ("four", "for"), ("rise", "rize"), ("filled", "filed"), ("hour", "hor"), ("wise", "wize"), ("12", "120"), ("1,200", "12,00"), ("3.14", "314"),
    ("called", "caled"), ("promise", "promize"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "two"), SAME_SPELLING)
def test_spelling_variants(one: str, two: str) -> None:
    assert spelling_key(one) == spelling_key(two)


@pytest.mark.parametrize(("one", "two"), OTHER_WORDS)
def test_other_words(one: str, two: str) -> None:
    assert spelling_key(one) != spelling_key(two)


@pytest.mark.parametrize(
    ("one", "two"),
    [("Zelenskyy", "Zelensky"), ("Zelenskiy", "Zelensky"), ("Lukashenka", "Lukashenko"), ("Erdoğan", "Erdogan"), ("Kharkov", "Kharkow")],
)
def test_spellings_of_one_name(one: str, two: str) -> None:
    assert same_name_spelling(one, two)
    assert same_name_spelling(two, one)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Russia", "Russian"),
        ("Iran", "Iraq"),
        ("Austria", "Australia"),
        ("Niger", "Nigeria"),
        ("Slovakia", "Slovenia"),
        ("johnson", "Johnson"),
        ("Canada", "Canadians"),
    ],
)
def test_two_names(one: str, two: str) -> None:
    assert not same_name_spelling(one, two)


def test_romanised_keeps_names_apart() -> None:
    names = ["Petrov", "Ivanov", "Minsk", "Pinsk", "Brest", "Gomel"]
    assert len({romanised(name) for name in names}) == len(names)


@pytest.mark.parametrize(
    ("one", "two", "language", "slip"),
    [("goverment", "government", "en", True), ("agreememt", "agreement", "en", True), ("marital", "martial", "en", False), ("county", "country", "en", False),
     ("ships", "ship", "en", False), ("соглошение", "соглашение", "ru", True), ("Abkomen", "Abkommen", "de", True), ("goverment", "government", "xx", False)],
)  # fmt: skip
def test_misspelt(one: str, two: str, language: str, slip: bool) -> None:
    assert misspelt(one, two, language) is slip


@pytest.mark.parametrize(
    ("one", "two", "language", "case_only"),
    [("соглашением", "соглашение", "ru", True), ("суда", "судом", "ru", True), ("ушел", "уходит", "ru", False), ("новая", "новой", "ru", True), ("порт", "пирс", "ru", False),
     ("großen", "großer", "de", True), ("vertrags", "vertrag", "de", True), ("fordern", "fördern", "de", False), ("ship", "ships", "en", False)],
)  # fmt: skip
def test_inflected(one: str, two: str, language: str, case_only: bool) -> None:
    assert inflected(one, two, language) is case_only


def test_accents() -> None:
    assert accented("naive", "naïve", "en")
    assert accented("faehre", "fähre", "de")
    assert not accented("schon", "schön", "de")
    assert not accented("ou", "où", "fr")
    assert not accented("мои", "мой", "ru")


def test_glued() -> None:
    assert glued("harbour", "harbourThe")
    assert glued("The", "harbourThe")
    assert not glued("Donald", "McDonald")
    assert not glued("harbour", "harbours")


def test_same_words_needs_as_many() -> None:
    assert same_words(["Organised", "labour"], ["organized", "labor"], "en")
    assert not same_words(["labour"], ["labour", "day"], "en")


# ---- what was cut ------------------------------------------------------------------------------------------------------

HIDES = [
    # source with | where the quotation begins and ends, what the cut does
    ("en", "We will not |close the gate| in May.", ChangeKind.CUT_NEGATION),
    ("en", "We will not ever |close the gate| in May.", ChangeKind.CUT_NEGATION),
    ("en", "Nobody said that |the gate is closed|.", ChangeKind.CUT_NEGATION),
    ("en", "There is no |evidence of a leak|.", ChangeKind.CUT_NEGATION),
    ("en", "|The gate will close| only if it rains.", ChangeKind.CUT_CONDITION),
    ("en", "|The gate will close|, provided that it rains.", ChangeKind.CUT_CONDITION),
    ("en", "If it rains, |the gate will close|.", ChangeKind.CUT_CONDITION),
    ("en", "If |the gate will close in May we lose a crop|.", ChangeKind.CUT_CONDITION),
    ("ru", "Мы не |закроем ворота| в мае.", ChangeKind.CUT_NEGATION),
    ("ru", "Неправда, что |ворота закрыты|.", ChangeKind.CUT_NEGATION),
    ("ru", "|Ворота будут закрыты|, если пойдёт дождь.", ChangeKind.CUT_CONDITION),
    ("uk", "Ми не |закриємо ворота| в травні.", ChangeKind.CUT_NEGATION),
    ("de", "Ich glaube nicht, dass |das Tor geschlossen ist|.", ChangeKind.CUT_NEGATION),
    ("de", "|Das Tor wird geschlossen|, falls es regnet.", ChangeKind.CUT_CONDITION),
    ("fr", "|La porte sera fermée| à condition qu'il pleuve.", ChangeKind.CUT_CONDITION),
    ("es", "No |vamos a cerrar la puerta|.", ChangeKind.CUT_NEGATION),
    ("pl", "|Brama będzie zamknięta|, chyba że przestanie padać.", ChangeKind.CUT_CONDITION),
    # harmless twins
    ("en", "We did not repair |the old iron gate|.", None),
    ("en", "It did not rain, so |we closed the gate|.", None),
    ("en", "He did not come, but |the gate was closed|.", None),
    ("en", "It was No. 3 when |the gate was closed|.", None),
    ("en", "It is not only green, |the gate is new|.", None),
    ("en", "We repair |the old iron gate| if it rains", None),
    ("en", "|The gate was open| until 2005.", None),
    ("en", "There is no denying that |the gate is old and heavy|.", None),
    ("en", "|He kept the gate| until the outbreak of the war.", None),
    ("en", "|The gate will stay closed| until the water falls.", ChangeKind.CUT_CONDITION),
    ("en", "|The big gates leaked in the spring but the small ones| did not.", ChangeKind.CUT_NEGATION),
    ("en", "|The gate will close| even if it rains.", None),
    ("en", "|The gate will close|. If it rains, stay home.", None),
    ("en", "It did not rain. |The gate will close|.", None),
    ("ru", "Дождя не было, и |ворота закрыли|.", None),
    ("ru", "Кроме того, |ворота закрыли вечером|.", None),
    ("de", "Es hat nicht geregnet, aber |das Tor ist geschlossen|.", None),
]  # fmt: skip


@pytest.mark.parametrize(("language", "marked", "kind"), HIDES, ids=[case[1] for case in HIDES])
def test_cuts(language: str, marked: str, kind: ChangeKind | None) -> None:
    first, middle, last = marked.split("|")
    source, words = prepare(first + middle + last), words_for(language)
    start = len(prepare(first).keys)
    end = start + len(prepare(middle).keys)
    before = None if source.begins_sentence(start) else quote_cuts.before(source, words, start, end)
    found = before or quote_cuts.behind(source, words, start, end)
    assert (found[0] if found else None) is kind


GAPS = [
    ("en", "The board has |not| asked for money.", ChangeKind.CUT_NEGATION),
    ("en", "We close the gate |if it rains and| on Sundays.", ChangeKind.CUT_CONDITION),
    ("en", "We like the plan |unless it rains. Later| we went home.", ChangeKind.CUT_CONDITION),
    ("en", "The gate|, which nobody likes,| is new.", None),
    ("en", "We like the plan |and do not fear it. Later| we went home.", None),
    ("en", "Neither the gate |nor the fence| is new.", None),
    ("en", "The gate |by the river| is new.", None),
    ("en", "The board|, not the ministry,| paid.", None),
    ("en", "I am careful|, I do not drink,| take drugs or smoke.", ChangeKind.CUT_NEGATION),
    ("ru", "Башня|, которую не все любят,| закрыта.", None),
    ("de", "Der Turm|, den nicht jeder mag,| ist geschlossen.", None),
    ("ru", "Совет |не| просил денег.", ChangeKind.CUT_NEGATION),
    ("ru", "Ворота |у реки| закрыты.", None),
    ("de", "Der Rat hat |das Tor nicht| geschlossen.", ChangeKind.CUT_NEGATION),
]  # fmt: skip


@pytest.mark.parametrize(("language", "marked", "kind"), GAPS, ids=[case[1] for case in GAPS])
def test_gaps(language: str, marked: str, kind: ChangeKind | None) -> None:
    first, middle, last = marked.split("|")
    source = prepare(first + middle + last)
    start = len(prepare(first).keys)
    end = start + len(prepare(middle).keys)
    found = quote_cuts.between(source, words_for(language), start, end, len(source))
    assert (found[0] if found else None) is kind


@pytest.mark.parametrize("language", ["en", "de", "ru", "uk", "fr", "es", "pl"])
def test_word_lists_are_whole(language: str) -> None:
    words = words_for(language)
    assert words.language == language
    for group in (words.slight, words.negation, words.divider, words.opener, words.verb, words.common, words.own, words.fitting):
        assert group
        assert all(word == word.casefold() and " " not in word for word in group)
    assert words.condition == tuple(sorted(words.condition, key=lambda phrase: (-len(phrase), phrase)))
    assert not words.negation & words.slight - {"no"}


def test_a_language_without_lists_uses_those_of_english() -> None:
    assert words_for("xx").negation == words_for("en").negation


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("25 acre site", "25 acre", False),
        ("fifteen", "15", True),
        ("2.5 million", "2,500,000", True),
        ("fifteen ships", "15 boats", False),
        ("sixteen", "15", False),
    ],
)
def test_counted(one: str, two: str, same: bool) -> None:
    assert (counted(one, "en") == counted(two, "en")) is same


def test_words_beside_an_equal_number_still_count() -> None:
    source = "At the 25-acre garden, farmers and retired teachers grow beans for the whole town."
    match = check_quotation("At the 25-acre teachers grow beans for the whole town", source)
    assert not match.faithful
