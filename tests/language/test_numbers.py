"""Quantities in seven languages, and when a claim's follows from a source's."""

from __future__ import annotations

from decimal import Decimal

import pytest
from guards import no_hang
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.language.lexicon import languages
from provenance.language.numbers import Agreement, Kind, Quantity, agree, quantities

# language, text, words of the quantity, low, high (None: no bound), kind, unit
READINGS = [
    ("en", "It cost 1,200 in all", "1,200", "1200", "1200", "cardinal", None),
    ("en", "some 1 200 men", "some 1 200", "1200", "1200", "cardinal", None),
    ("en", "a rate of 3.5 percent", "3.5 percent", "3.5", "3.5", "percent", "percent"),
    ("en", "fell by 2 percentage points", "2 percentage points", "2", "2", "percentage_point", "percentage_point"),
    ("en", "an offer of four point two five per cent", "four point two five per cent", "4.25", "4.25", "percent", "percent"),
    ("en", "it took one point six million", "one point six million", "1600000", "1600000", "cardinal", None),
    ("de", "drei Komma fünf Prozent", "drei Komma fünf Prozent", "3.5", "3.5", "percent", "percent"),
    ("fr", "deux virgule cinq millions", "deux virgule cinq millions", "2500000", "2500000", "cardinal", None),
    ("es", "dos coma tres por ciento", "dos coma tres por ciento", "2.3", "2.3", "percent", "percent"),
    ("pl", "trzy przecinek pięć procent", "trzy przecinek pięć procent", "3.5", "3.5", "percent", "percent"),
    ("en", "four men", "four", "4", "4", "cardinal", None),
    ("en", "twenty-five tanks", "twenty-five", "25", "25", "cardinal", None),
    ("en", "two thousand men", "two thousand", "2000", "2000", "cardinal", None),
    ("en", "one hundred and five seats", "one hundred and five", "105", "105", "cardinal", None),
    (
        "en",
        "three million two hundred thousand and six votes",
        "three million two hundred thousand and six",
        "3200006",
        "3200006",
        "cardinal",
        None,
    ),
    ("en", "a hundred thousand people", "a hundred thousand", "100000", "100000", "cardinal", None),
    ("en", "two and a half million people", "two and a half million", "2500000", "2500000", "cardinal", None),
    ("en", "half a million people", "half a million", "500000", "500000", "cardinal", None),
    ("en", "a deal worth $3.5bn was struck", "$3.5bn", "3500000000", "3500000000", "money", "USD"),
    ("en", "they paid €20m for it", "€20m", "20000000", "20000000", "money", "EUR"),
    ("en", "more than 100 rubles", "more than 100 rubles", "100", None, "money", "RUB"),
    ("en", "between 50,000 and 100,000 people", "50,000 and 100,000", "50000", "100000", "cardinal", None),
    ("en", "50,000 to 100,000 people", "50,000 to 100,000", "50000", "100000", "cardinal", None),
    ("en", "about 3-5 million people", "about 3-5 million", "3000000", "5000000", "cardinal", None),
    ("en", "at least 40 were hurt", "at least 40", "40", None, "cardinal", None),
    ("en", "up to 40 were hurt", "up to 40", None, "40", "cardinal", None),
    ("en", "no fewer than 40 were hurt", "no fewer than 40", "40", None, "cardinal", None),
    ("en", "40 or more were hurt", "40 or more", "40", None, "cardinal", None),
    ("en", "dozens were hurt", "dozens", "24", "120", "vague", None),
    ("en", "tens of thousands marched", "tens of thousands", "20000", "100000", "vague", None),
    ("en", "a dozen eggs", "a dozen", "12", "12", "cardinal", None),
    ("en", "two thirds of them", "two thirds", "66.66666666666666666666666667", "66.66666666666666666666666667", "percent", "percent"),
    ("en", "his sixth term", "sixth", "6", "6", "ordinal", None),
    ("en", "her 21st goal", "21st", "21", "21", "ordinal", None),
    ("en", "Louis XIV was there", "XIV", "14", "14", "ordinal", None),
    ("en", "a 34-year-old man", "34-year-old", "34", "34", "age", "year"),
    ("en", "the driver, aged 34, fled", "aged 34", "34", "34", "age", "year"),
    ("en", "ten miles away", "ten miles", "10", "10", "measure", "mile"),
    ("en", "at 40 km/h", "40 km/h", "40", "40", "measure", "kmh"),
    ("en", "a three-year deal", "three-year", "3", "3", "measure", "year"),
    ("en", "it rose to 30 °C", "30 °C", "30", "30", "measure", "celsius"),
    ("en", "prices doubled", "doubled", "2", "2", "multiple", None),
    ("en", "three times as many", "three times", "3", "3", "multiple", None),
    ("en", "back in 2020 it was", "2020", "2020", "2020", "year", None),
    ("en", "under Article 5 it is", "5", "5", "5", "identifier", "article"),
    ("en", "the Covid-19 wave", "19", "19", "19", "identifier", "covid"),
    ("en", "several thousand men", "several thousand", "3000", "12000", "vague", None),
    ("en", "100m people live there", "100m", "100000000", "100000000", "cardinal", None),
    ("en", "at -5 °C it froze", "-5 °C", "-5", "-5", "measure", "celsius"),
    ("en", "a sixth term", "sixth", "6", "6", "ordinal", None),
    ("en", "a sixth of voters", "a sixth", "16.66666666666666666666666667", "16.66666666666666666666666667", "percent", "percent"),
    ("en", "it rose from 5 to 10 percent", "10 percent", "10", "10", "percent", "percent"),
    ("en", "debt went from 20 to 10 million euros", "20", "20000000", "20000000", "money", "EUR"),
    ("en", "debt went from 10 to 20 million euros", "10 to 20 million euros", "10000000", "20000000", "money", "EUR"),
    ("en", "it went from 500 to 2 million", "500", "500", "500", "cardinal", None),
    ("de", "die Schulden gingen von 20 auf 10 Millionen zurück", "20", "20000000", "20000000", "cardinal", None),
    ("fr", "la dette est passée de 3 à 1,5 million", "3", "3000000", "3000000", "cardinal", None),
    ("en", "a $300,000 contract", "$300,000", "300000", "300000", "money", "USD"),
    ("en", "the 1910 census", "1910", "1910", "1910", "year", None),
    ("en", "open 24/7 now", "24/7", "0", "0", "identifier", None),
    ("ru", "1 млн 200 тыс. рублей", "1 млн 200 тыс. рублей", "1200000", "1200000", "money", "RUB"),
    ("ru", "несколько тысяч человек", "несколько тысяч", "3000", "12000", "vague", None),
    ("ru", "около 3,5 млрд долларов", "около 3,5 млрд долларов", "3500000000", "3500000000", "money", "USD"),
    ("ru", "пришли двадцать пять человек", "двадцать пять", "25", "25", "cardinal", None),
    ("ru", "для четырёх семей", "четырёх", "4", "4", "cardinal", None),
    ("ru", "две тысячи рублей", "две тысячи рублей", "2000", "2000", "money", "RUB"),
    ("ru", "от 50 до 100 тыс. рублей", "50 до 100 тыс. рублей", "50000", "100000", "money", "RUB"),
    ("ru", "не менее 1 200 солдат", "не менее 1 200", "1200", None, "cardinal", None),
    ("ru", "вырос на 3 п.п. за год", "3 п.п.", "3", "3", "percentage_point", "percentage_point"),
    ("ru", "почти 5 процентов", "почти 5 процентов", "5", "5", "percent", "percent"),
    ("ru", "десятки тысяч людей", "десятки тысяч", "20000", "100000", "vague", None),
    ("ru", "на шестой срок", "шестой", "6", "6", "ordinal", None),
    ("ru", "в 6-й раз", "6-й", "6", "6", "ordinal", None),
    ("ru", "34-летний водитель", "34-летний", "34", "34", "age", "year"),
    ("ru", "в течение трёх лет", "трёх лет", "3", "3", "measure", "year"),
    ("ru", "выросли вдвое", "вдвое", "2", "2", "multiple", None),
    ("ru", "в три раза больше", "три раза", "3", "3", "multiple", None),
    ("ru", "полтора миллиона жителей", "полтора миллиона", "1500000", "1500000", "cardinal", None),
    ("ru", "с 2020 года", "2020", "2020", "2020", "year", None),
    ("uk", "двадцять п'ять солдатів", "двадцять п'ять", "25", "25", "cardinal", None),
    ("uk", "34-річний водій", "34-річний", "34", "34", "age", "year"),
    ("uk", "понад 3,5 млн гривень", "понад 3,5 млн гривень", "3500000", None, "money", "UAH"),
    ("de", "rund 3,5 Mrd. Euro", "rund 3,5 Mrd. Euro", "3500000000", "3500000000", "money", "EUR"),
    ("de", "es sind 1.200 Tonnen", "1.200 Tonnen", "1200", "1200", "measure", "tonne"),
    ("de", "fünfundzwanzig Soldaten", "fünfundzwanzig", "25", "25", "cardinal", None),
    ("de", "zweihundertfünfundvierzigtausend Menschen", "zweihundertfünfundvierzigtausend", "245000", "245000", "cardinal", None),
    ("de", "um 5 Prozentpunkte", "5 Prozentpunkte", "5", "5", "percentage_point", "percentage_point"),
    ("de", "seine 6. Amtszeit", "6.", "6", "6", "ordinal", None),
    ("de", "zwischen 50 und 100 Menschen", "50 und 100", "50", "100", "cardinal", None),
    ("fr", "quatre-vingt-dix-sept soldats", "quatre-vingt-dix-sept", "97", "97", "cardinal", None),
    ("fr", "vingt et un ans", "vingt et un ans", "21", "21", "measure", "year"),
    ("fr", "environ 3,5 milliards d'euros", "environ 3,5 milliards d'euros", "3500000000", "3500000000", "money", "EUR"),
    ("fr", "une trentaine de soldats", "une trentaine de", "30", "30", "cardinal", None),
    ("fr", "il est âgé de 34 ans", "âgé de 34 ans", "34", "34", "age", "year"),
    ("es", "veintidós soldados", "veintidós", "22", "22", "cardinal", None),
    ("es", "treinta y cinco personas", "treinta y cinco", "35", "35", "cardinal", None),
    ("es", "mil millones de dólares", "mil millones de dólares", "1000000000", "1000000000", "money", "USD"),
    ("es", "unos 1.200 kilos", "unos 1.200 kilos", "1200", "1200", "measure", "kg"),
    ("pl", "dwadzieścia pięć osób", "dwadzieścia pięć", "25", "25", "cardinal", None),
    ("pl", "ponad 3,5 mln złotych", "ponad 3,5 mln złotych", "3500000", None, "money", "PLN"),
    ("pl", "dziesiątki tysięcy osób", "dziesiątki tysięcy", "20000", "100000", "vague", None),
]


@pytest.mark.parametrize(("language", "text", "words", "low", "high", "kind", "unit"), READINGS)
def test_reads_a_quantity(language: str, text: str, words: str, low: str | None, high: str | None, kind: str, unit: str | None) -> None:
    found = {quantity.text: quantity for quantity in quantities(text, language)}
    assert words in found
    quantity = found[words]
    assert quantity.span.of(text) == words
    assert (quantity.low, quantity.high) == (Decimal(low or "-Infinity"), Decimal(high or "Infinity"))
    assert (quantity.kind, quantity.unit) == (kind, unit)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "One of them left, and one might say so."),
        ("en", "He was elected on Nov. 19, 2020, at 14:30."),
        ("en", "She left three days ago, in the 1990s style."),
        ("ru", "Один из них ушёл."),
        ("ru", "19 ноября 2020 года в 14:30"),
        ("de", "Ein Mann kam am 3. Mai mit einer Frau."),
        ("fr", "Un homme et une femme sont venus le 3 mai."),
        ("es", "Un hombre llegó el 3 de mayo con una mujer."),
        ("pl", "Jeden z nich przyszedł 3 maja."),
    ],
)
def test_articles_pronouns_and_dates_are_no_amounts(language: str, text: str) -> None:
    assert quantities(text, language) == ()


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "1,200 tons", "1 200 tonnes"),
        ("en", "25 men", "twenty-five men"),
        ("en", "$3.5bn", "3.5 billion dollars"),
        ("en", "1.2 million people", "1,200,000 people"),
    ],
)
def test_one_amount_has_one_reading(language: str, one: str, other: str) -> None:
    left, right = quantities(one, language)[0], quantities(other, language)[0]
    assert (left.low, left.high, left.kind, left.unit) == (right.low, right.high, right.kind, right.unit)


A, D, N = Agreement.AGREE, Agreement.DIFFER, Agreement.INCOMPARABLE

AGREEMENTS = [
    ("en", "85 %", "en", "85.19 %", A),
    ("en", "about 85 %", "en", "85.19 %", A),
    ("en", "86 %", "en", "85.19 %", D),
    ("en", "85.19 %", "en", "85 %", N),
    ("en", "50,000 to 100,000", "en", "40,000 to 120,000", D),
    ("en", "40,000 to 120,000", "en", "40,000 to 120,000", A),
    ("en", "dozens", "en", "36", A),
    ("en", "dozens", "en", "4", D),
    ("en", "36", "en", "dozens", N),
    ("en", "500", "en", "dozens", D),
    ("en", "tens of thousands", "ru", "40 000", A),
    ("en", "tens of thousands", "ru", "десятки тысяч", A),
    ("en", "hundreds", "ru", "десятки тысяч", D),
    ("en", "more than 100", "en", "120", A),
    ("en", "more than 100", "en", "95", D),
    ("en", "more than 100", "en", "100", N),
    ("en", "more than 100", "en", "more than 100", A),
    ("en", "more than 100", "en", "5,000,000", N),
    ("en", "at least 100", "en", "100", A),
    ("en", "at least 100", "ru", "не менее 100", A),
    ("en", "at least 100", "ru", "не более 100", D),
    ("en", "up to 100", "en", "87", A),
    ("en", "up to 100", "en", "140", D),
    ("en", "4 years", "en", "4.2 years", A),
    ("en", "4 years", "en", "5 years", D),
    ("en", "four", "ru", "четырёх", A),
    ("en", "four", "ru", "пятеро", D),
    ("en", "1.2 million", "en", "1,187,432", A),
    ("en", "1.3 million", "en", "1,187,432", D),
    ("en", "1,187,432", "en", "1.2 million", N),
    ("en", "5 percent", "en", "5 percentage points", D),
    ("en", "$20m", "en", "€20m", D),
    ("en", "$20m", "ru", "20 млн долларов", A),
    ("en", "$3.5bn", "ru", "3,5 млрд долларов", A),
    ("en", "$3.5bn", "de", "3,5 Mio. Dollar", D),
    ("en", "sixth", "en", "six", N),
    ("en", "sixth", "ru", "шестой", A),
    ("en", "fifth", "ru", "шестой", D),
    ("en", "6th", "fr", "sixième", A),
    ("en", "10 miles", "en", "16 km", A),
    ("en", "10 miles", "en", "10 km", D),
    ("en", "18 months", "en", "1.5 years", A),
    ("en", "5 kg", "en", "5 km", N),
    ("en", "86 °F", "en", "30 °C", A),
    ("en", "aged 34", "ru", "34-летний", A),
    ("en", "aged 34", "ru", "35-летний", D),
    ("en", "34-year-old", "de", "34-jährige", A),
    ("en", "a third", "en", "33.4 %", A),
    ("en", "a third", "en", "48 %", D),
    ("en", "half", "de", "50,8 Prozent", A),
    ("en", "twice", "ru", "вдвое", A),
    ("en", "doubled", "ru", "в три раза", D),
    ("en", "200", "en", "201", A),
    ("en", "201", "en", "200", D),
    ("en", "nearly 100", "en", "97", A),
    ("en", "nearly 100", "en", "60", D),
    ("en", "100", "en", "about 100", A),
    ("en", "100", "en", "more than 100", N),
    ("en", "Article 5", "ru", "статья 5", A),
    ("en", "Article 5", "ru", "статья 6", D),
    ("en", "20 tonnes", "en", "20 %", N),
    ("en", "in 2020 he", "ru", "в 2019 году", D),
    ("en", "two thousand", "de", "zweitausend", A),
    ("en", "twenty-five", "pl", "dwadzieścia pięć", A),
    ("en", "twenty-five", "uk", "двадцять шість", D),
    ("en", "97", "fr", "quatre-vingt-dix-sept", A),
    ("en", "one billion dollars", "es", "mil millones de dólares", A),
    ("ru", "1 200 тонн", "de", "1.200 Tonnen", A),
    ("en", "several thousand", "ru", "тысячи", A),
    ("en", "18.6M people", "en", "18.6 million people", A),
    ("en", "several thousand", "en", "dozens", D),
]


def only(text: str, language: str) -> Quantity:
    found = quantities(text, language)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(("claim_language", "claim", "source_language", "source", "expected"), AGREEMENTS)
def test_a_claim_follows_or_not(claim_language: str, claim: str, source_language: str, source: str, expected: Agreement) -> None:
    assert agree(only(claim, claim_language), only(source, source_language)) is expected


@given(st.integers(1, 10**12), st.sampled_from([",", " ", "\u202f", "'"]))
def test_group_marks_do_not_change_a_number(value: int, mark: str) -> None:
    grouped = f"{value:,}".replace(",", mark)
    assert only(f"{grouped} litres", "en").low == value


@given(st.decimals(min_value=2, max_value=10**6, places=2))
def test_a_quantity_follows_from_itself(value: Decimal) -> None:
    quantity = only(f"{value} km", "en")
    assert agree(quantity, quantity) is A


PIECES = st.lists(
    st.sampled_from(
        [
            "1",
            "2,000",
            "3.5",
            "%",
            "$",
            "€",
            "km",
            "million",
            "млн",
            "тысяч",
            "twenty",
            "five",
            "-",
            "–",
            "to",
            "and",
            "between",
            "от",
            "до",
            "the",
            "34",
            "year",
            "old",
            "aged",
            "2020",
            "May",
            ".",
            ",",
            ";",
            "about",
            "около",
            "vingt",
            "et",
            "un",
            "fünfundzwanzig",
            "Mrd",
            "19.11.2020",
            "14:30",
            "XIV",
            "half",
            "a",
            "third",
            "°C",
            "п.п.",
            "6th",
            "6-й",
            "№",
            "5",
            "+",
            "(",
            ")",
            "одна",
            "dos",
            "mil",
        ]
    ),
    max_size=14,
)


@given(PIECES, st.sampled_from([*languages(), "xx", None]), st.sampled_from(["", " "]))
@settings(max_examples=300, deadline=None)
def test_spans_are_exact_and_do_not_overlap(pieces: list[str], language: str | None, glue: str) -> None:
    text = glue.join(pieces)
    end = 0
    for quantity in quantities(text, language):
        assert quantity.span.of(text) == quantity.text != ""
        assert quantity.span.start >= end
        assert quantity.low <= quantity.high
        end = quantity.span.end


@given(st.text(max_size=80))
@settings(deadline=None)
def test_any_text_is_read(text: str) -> None:
    for quantity in quantities(text):
        assert quantity.span.of(text) == quantity.text
        assert quantity.kind in Kind


@pytest.mark.parametrize("piece", ["1 ", "1", "1,", "1-", "twenty ", "about ", "one hundred and ", "$", "May ", "1."])
def test_hostile_text_is_read_to_its_end(piece: str) -> None:
    text = piece * (80_000 // len(piece))
    with no_hang():
        found = quantities(text, "en")
    assert all(item.span.of(text) == item.text for item in found)


def test_unknown_language_reads_digits_and_signs_only() -> None:
    assert [quantity.text for quantity in quantities("xyz 3.5 % abc $20 four", "xx")] == ["3.5 %", "$20"]
