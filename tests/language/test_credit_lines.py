"""Lines that credit a newsroom for a whole text, and lines that only look like it."""

from __future__ import annotations

import pytest

from provenance.language.credit_lines import credit_lines, newsroom

CREDITS = {
    "LONDON (Reuters) - The bank raised its rate.": ["Reuters"],
    "KYIV, Ukraine (AP) — Two people were hurt.": ["AP"],
    "Berlin (dpa/lsw) - Die Bahn streicht Züge.": ["dpa"],
    "PARIS (AFP) — Le train est supprimé.": ["AFP"],
    "Москва. 18 декабря. INTERFAX.RU - Соглашение подписано.": ["INTERFAX.RU"],
    "МОСКВА, 18 дек — РИА Новости. Соглашение подписано.": ["РИА Новости"],
    "МОСКВА, 18 декабря. /ТАСС/. Соглашение подписано.": ["ТАСС"],
    "With reporting by Reuters, AP, and dpa": ["Reuters", "AP", "dpa"],
    "(Reporting by Reuters)": ["Reuters"],
    "The strike ended on Sunday. (AP)": ["AP"],
    "Reuters contributed to this report.": ["Reuters"],
    "Die Züge fallen aus. (mit Material von dpa)": ["dpa"],
    "Quelle: dpa": ["dpa"],
    "Источник: Интерфакс": ["Интерфакс"],
    "По материалам Интерфакса и ТАСС": ["Интерфакса", "ТАСС"],
    "Джерело: УНІАН": ["УНІАН"],
    "За матеріалами Укрінформ": ["Укрінформ"],
    "(avec AFP)": ["AFP"],
    "Fuente: EFE": ["EFE"],
    "Źródło: PAP": ["PAP"],
    "Source: Nord-Info": ["Nord-Info"],
}
OTHERS = (
    "Photo: Reuters",
    "EPA / TASS",
    "The strike ended. (photo: AFP)",
    "Reporting by Jane Smith; editing by Joe Bloggs",
    "Reuters reported on Friday that the bank would raise its rate.",
    "The company (Reuters owns it) said so.",
    "Mit Reuters sprach der Minister am Freitag.",
    "Avec des amis, il est parti.",
    "Source: the ministry said on Friday that it was so.",
    "From London (a city) - he came.",
    "He joined Reuters (NYSE)",
    "",
)


@pytest.mark.parametrize("line", CREDITS)
def test_who_is_credited(line: str) -> None:
    found = credit_lines(f"First line.\n{line}\nThe report goes on for a while.")
    assert [one.name for one in found] == CREDITS[line]


@pytest.mark.parametrize("line", OTHERS)
def test_who_is_not(line: str) -> None:
    assert credit_lines(f"First line.\n{line}\nThe report goes on for a while.") == ()


def test_spans_are_exact_and_names_are_told_once() -> None:
    text = "PARIS (AFP) — Le train est supprimé.\n\nIl neige.\n(avec AFP)"
    (found,) = credit_lines(text)
    assert found.span.of(text).startswith("PARIS (AFP)")
    assert found.known


def test_names_of_one_newsroom_fall_together() -> None:
    assert newsroom("Интерфакс") == newsroom("Interfax") == newsroom("INTERFAX.RU")
    assert newsroom("AP") == newsroom("The Associated Press")
    assert newsroom("Nord-Info") != newsroom("Interfax")


@pytest.mark.parametrize("text", ["(" * 5000, "A " * 20_000, "Source: " * 3000, "/" * 10_000, "МОСКВА, " * 5000, "x (" + "a, " * 9000])
def test_hostile_lines_take_no_time(text: str) -> None:
    assert len(credit_lines(text)) <= 1


def test_an_agency_in_brackets_signs_a_text_only_at_its_end() -> None:
    long = "The customs officers unloaded the ship in the harbour of Lestva, and it took them the whole day, since the crane had been sold in June. "
    caption = "Customs officers unload a ship. (AP)"
    assert credit_lines(f"{caption}\n{long}\n{long}") == ()
    assert [one.name for one in credit_lines(f"{long}\n{long}(AP)\nShare this")] == ["AP"]


def test_a_country_is_no_newsroom() -> None:
    assert credit_lines("The lamp is by Balmond Studio (United Kingdom)") == ()
