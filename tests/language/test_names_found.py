"""Where names stand in a text, by language, and that their spans are exact."""

from __future__ import annotations

import pytest
from guards import no_hang
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.language.names import NameKind, mentioned_countries, names

CASES = [
    ("en", "Russian President Vladimir Putin flew to Minsk.", ["Vladimir Putin:person", "Minsk:place"]),
    ("en", "The Russian National Guard will work with the Belarusian interior ministry.", ["Russian National Guard:organisation", "Belarusian interior ministry:organisation"]),
    ("en", "Belarus’ police force had no comment, RFE/RL said.", ["Belarus’ police force:organisation", "RFE/RL:organisation"]),
    ("en", "Yesterday the opposition marched again. Thousands were held.", []),
    ("en", "Foreign Minister Sergei Lavrov and Ursula von der Leyen did not meet.", ["Sergei Lavrov:person", "Ursula von der Leyen:person"]),
    ("en", "Analysts at the Institute for the Study of War disagreed.", ["Institute for the Study of War:organisation"]),
    ("en", "The Ministry of Internal Affairs of the Republic of Belarus denied it.", ["Ministry of Internal Affairs of the Republic of Belarus:organisation"]),
    ("en", "On Friday the European Union imposed sanctions.", ["European Union:organisation"]),
    ("en", "A photo of the square. EPA / TASS", ["EPA:organisation", "TASS:organisation"]),
    ("ru", "Президент России Владимир Путин прибыл в Минск.", ["Владимир Путин:person", "Минск:place"]),
    ("ru", "Росгвардия и МВД Белоруссии подписали документ, пишет «Интерфакс».", ["Росгвардия:organisation", "МВД Белоруссии:organisation", "Интерфакс:organisation"]),
    ("ru", "Вчера Лукашенко улетел в Сочи. Тысячи человек вышли на улицы.", ["Лукашенко:person", "Сочи:place"]),
    ("ru", "Министерство внутренних дел Республики Беларусь молчит.", ["Министерство внутренних дел Республики Беларусь:organisation"]),
    ("uk", "Президент Володимир Зеленський приїхав до Києва.", ["Володимир Зеленський:person", "Києва:place"]),
    ("de", "Der russische Präsident Wladimir Putin reiste nach Minsk.", ["Wladimir Putin:person", "Minsk:place"]),
    ("de", "Die Behörden schwiegen über die Vereinbarung.", []),
    ("de", "Das belarussische Innenministerium und die Europäische Union stritten.", ["belarussische Innenministerium:organisation", "Europäische Union:organisation"]),
    ("fr", "Le président russe Vladimir Poutine est arrivé à Minsk.", ["Vladimir Poutine:person", "Minsk:place"]),
    ("fr", "Le ministère biélorusse de l’Intérieur se tait.", ["ministère biélorusse de l’Intérieur:organisation"]),
    ("es", "El presidente ruso, Vladímir Putin, llegó a Minsk.", ["Vladímir Putin:person", "Minsk:place"]),
    ("es", "El Ministerio del Interior de Bielorrusia calla.", ["Ministerio del Interior de Bielorrusia:organisation"]),
    ("pl", "Prezydent Władimir Putin przyleciał wczoraj wieczorem do Mińska.", ["Władimir Putin:person", "Mińska:place"]),
    ("pl", "Jak podaje Interfax, białoruskie MSW milczy.", ["Interfax:organisation", "białoruskie MSW:organisation"]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "wanted"), CASES)
def test_names_of_a_sentence(language: str, text: str, wanted: list[str]) -> None:
    assert [f"{name.text}:{name.kind.value}" for name in names(text, language)] == wanted


def test_one_key_for_one_body_in_every_language() -> None:
    written = {
        "en": "It is the Belarusian Interior Ministry.",
        "ru": "Это заявило МВД Белоруссии.",
        "de": "Es ist das belarussische Innenministerium.",
        "fr": "C’est le ministère biélorusse de l’Intérieur.",
        "es": "Es el Ministerio del Interior de Bielorrusia.",
        "pl": "To jest białoruskie MSW.",
        "uk": "Це заявило МВС Білорусі.",
    }
    for language, text in written.items():
        assert [name.key for name in names(text, language)] == ["by+interior_ministry"], language


def test_a_surname_takes_the_kind_of_the_full_name() -> None:
    found = names("Engineer Zofia Brzozowska spoke first. Later Brzozowska left.", "en")
    assert [(name.text, name.kind) for name in found] == [("Zofia Brzozowska", NameKind.PERSON), ("Brzozowska", NameKind.PERSON)]


def test_countries_are_mentioned_by_noun_adjective_and_people() -> None:
    text = "Russian troops left Belarus, and Ukrainians cheered."
    assert [(name.text, name.key) for name in mentioned_countries(text, "en")] == [
        ("Russian", "ru"),
        ("Belarus", "by"),
        ("Ukrainians", "ua"),
    ]
    text = "Российские войска покинули Белоруссию."
    assert [(name.text, name.key) for name in mentioned_countries(text, "ru")] == [("Российские", "ru"), ("Белоруссию", "by")]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "The",
                "Minsk",
                "of",
                "and",
                "Putin",
                "said",
                "Белоруссии",
                "МВД",
                ".",
                ",",
                "«",
                "»",
                "U.S.",
                "l’",
                "Ministry",
                "12",
                "\n",
                "é",
                "von",
            ]
        ),
        max_size=25,
    )
)
def test_spans_are_exact_and_in_order(parts: list[str]) -> None:
    text = " ".join(parts)
    for language in (None, "en", "ru"):
        last = 0
        for name in names(text, language):
            assert name.span.of(text) == name.text
            assert name.text.strip() == name.text != ""
            assert name.span.start >= last
            assert name.key
            last = name.span.end


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_taken(text: str) -> None:
    for name in names(text):
        assert name.span.of(text) == name.text


@pytest.mark.parametrize("unit", ["Minsk ", "A B ", "-A", "Ministry of "])
def test_hostile_text_is_searched_to_its_end(unit: str) -> None:
    text = unit * (20_000 // len(unit))
    with no_hang():
        found = names(text, "en")
    assert all(name.span.of(text) == name.text for name in found)
