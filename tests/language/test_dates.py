"""Dates, periods and times in seven languages, and when a claim's follows from a source's."""

from __future__ import annotations

from datetime import date as Date

import pytest
from guards import no_hang
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.language.dates import Agreement, DateKind, DateMention, agree_dates, dates
from provenance.language.lexicon import languages

# A Sunday.
ANCHOR = Date(2020, 11, 22)

# language, text, words of the date, first and last day counted from the anchor, year as stated, kind
READINGS = [
    ("en", "It was signed on Nov. 19, 2020 there", "Nov. 19, 2020", "2020-11-19", "2020-11-19", 2020, "day"),
    ("en", "on the 19th of November it was", "the 19th of November", "2020-11-19", "2020-11-19", None, "day"),
    ("en", "on 19 November 2020", "19 November 2020", "2020-11-19", "2020-11-19", 2020, "day"),
    ("en", "on November 19th, 2020", "November 19th, 2020", "2020-11-19", "2020-11-19", 2020, "day"),
    ("en", "on Thursday, Nov. 19, they", "Thursday, Nov. 19", "2020-11-19", "2020-11-19", None, "day"),
    ("en", "On Aug. 27 he said", "Aug. 27", "2020-08-27", "2020-08-27", None, "day"),
    ("en", "At the end of August he said", "the end of August", "2020-08-21", "2020-08-31", None, "range"),
    ("en", "by mid-August 2019", "mid-August 2019", "2019-08-11", "2019-08-20", 2019, "range"),
    ("en", "in early 2019", "early 2019", "2019-01-01", "2019-04-30", 2019, "range"),
    ("en", "in May 2019", "May 2019", "2019-05-01", "2019-05-31", 2019, "month"),
    ("en", "they met in May", "May", "2020-05-01", "2020-05-31", None, "month"),
    ("en", "back in 2019 they met", "2019", "2019-01-01", "2019-12-31", 2019, "year"),
    ("en", "in the 1990s", "the 1990s", "1990-01-01", "1999-12-31", None, "range"),
    ("en", "in the third quarter of 2019", "the third quarter of 2019", "2019-07-01", "2019-09-30", 2019, "range"),
    ("en", "in Q3 2019", "Q3 2019", "2019-07-01", "2019-09-30", 2019, "range"),
    ("en", "in the spring of 2019", "the spring of 2019", "2019-03-01", "2019-05-31", 2019, "range"),
    ("en", "from 3 to 5 October 2020", "3 to 5 October 2020", "2020-10-03", "2020-10-05", 2020, "range"),
    ("en", "on 3–5 October", "3–5 October", "2020-10-03", "2020-10-05", None, "range"),
    ("en", "on October 3-5, 2020", "October 3-5, 2020", "2020-10-03", "2020-10-05", 2020, "range"),
    ("en", "from October 3 to November 5", "October 3 to November 5", "2020-10-03", "2020-11-05", None, "range"),
    ("en", "from 2015 to 2019", "2015 to 2019", "2015-01-01", "2019-12-31", None, "range"),
    ("en", "he said Friday that", "Friday", "2020-11-20", "2020-11-20", None, "weekday"),
    ("en", "he said last Sunday that", "last Sunday", "2020-11-15", "2020-11-15", None, "relative"),
    ("en", "he said next Monday", "next Monday", "2020-11-23", "2020-11-23", None, "relative"),
    ("en", "he left last month", "last month", "2020-10-01", "2020-10-31", None, "relative"),
    ("en", "he leaves this week", "this week", "2020-11-16", "2020-11-22", None, "relative"),
    ("en", "he left yesterday", "yesterday", "2020-11-21", "2020-11-21", None, "relative"),
    ("en", "he left three days ago", "three days ago", "2020-11-19", "2020-11-19", None, "relative"),
    ("en", "he left a year ago", "a year ago", "2019-01-01", "2019-12-31", None, "relative"),
    ("en", "stamped 2020-11-19 here", "2020-11-19", "2020-11-19", "2020-11-19", 2020, "day"),
    ("en", "stamped 19/11/2020 here", "19/11/2020", "2020-11-19", "2020-11-19", 2020, "day"),
    ("en", "stamped 11/19/2020 here", "11/19/2020", "2020-11-19", "2020-11-19", 2020, "day"),
    ("ru", "подписано 19 ноября 2020 года в Минске", "19 ноября 2020 года", "2020-11-19", "2020-11-19", 2020, "day"),
    ("ru", "подписано 19.11.2020 в Минске", "19.11.2020", "2020-11-19", "2020-11-19", 2020, "day"),
    ("ru", "сказал 27 августа", "27 августа", "2020-08-27", "2020-08-27", None, "day"),
    ("ru", "девятого августа прошли", "девятого августа", "2020-08-09", "2020-08-09", None, "day"),
    ("ru", "в конце августа сказал", "в конце августа", "2020-08-21", "2020-08-31", None, "range"),
    ("ru", "в середине августа сказал", "в середине августа", "2020-08-11", "2020-08-20", None, "range"),
    ("ru", "ушёл в прошлую среду", "прошлую среду", "2020-11-18", "2020-11-18", None, "relative"),
    ("ru", "ушёл в прошлом месяце", "прошлом месяце", "2020-10-01", "2020-10-31", None, "relative"),
    ("ru", "ушёл накануне", "накануне", "2020-11-21", "2020-11-21", None, "relative"),
    ("ru", "ушёл три дня назад", "три дня назад", "2020-11-19", "2020-11-19", None, "relative"),
    ("ru", "с 3 по 5 октября", "3 по 5 октября", "2020-10-03", "2020-10-05", None, "range"),
    ("ru", "в 1990-х годах", "1990-х годах", "1990-01-01", "1999-12-31", None, "range"),
    ("ru", "в III квартале 2019 года", "III квартале 2019 года", "2019-07-01", "2019-09-30", 2019, "range"),
    ("ru", "весной 2019 года", "весной 2019 года", "2019-03-01", "2019-05-31", 2019, "range"),
    ("ru", "сказал в пятницу", "пятницу", "2020-11-20", "2020-11-20", None, "weekday"),
    ("uk", "підписано 19 листопада 2020 року", "19 листопада 2020 року", "2020-11-19", "2020-11-19", 2020, "day"),
    ("uk", "наприкінці серпня сказав", "наприкінці серпня", "2020-08-21", "2020-08-31", None, "range"),
    ("uk", "минулого місяця", "минулого місяця", "2020-10-01", "2020-10-31", None, "relative"),
    ("de", "am 19. November 2020 unterzeichnet", "am 19. November 2020", "2020-11-19", "2020-11-19", 2020, "day"),
    ("de", "Ende August sagte er", "Ende August", "2020-08-21", "2020-08-31", None, "range"),
    ("de", "letzten Mittwoch", "letzten Mittwoch", "2020-11-18", "2020-11-18", None, "relative"),
    ("de", "vor drei Tagen", "vor drei Tagen", "2020-11-19", "2020-11-19", None, "relative"),
    ("fr", "signé le 19 novembre 2020", "le 19 novembre 2020", "2020-11-19", "2020-11-19", 2020, "day"),
    ("fr", "signé le 1er mars", "le 1er mars", "2020-03-01", "2020-03-01", None, "day"),
    ("fr", "parti la semaine dernière", "semaine dernière", "2020-11-09", "2020-11-15", None, "relative"),
    ("fr", "parti il y a trois jours", "il y a trois jours", "2020-11-19", "2020-11-19", None, "relative"),
    ("fr", "à la mi-août", "à la mi-août", "2020-08-11", "2020-08-20", None, "range"),
    ("es", "firmado el 19 de noviembre de 2020", "el 19 de noviembre de 2020", "2020-11-19", "2020-11-19", 2020, "day"),
    ("es", "a finales de agosto", "a finales de agosto", "2020-08-21", "2020-08-31", None, "range"),
    ("es", "se fue el mes pasado", "mes pasado", "2020-10-01", "2020-10-31", None, "relative"),
    ("es", "se fue hace tres días", "hace tres días", "2020-11-19", "2020-11-19", None, "relative"),
    ("pl", "podpisano 19 listopada 2020 r.", "19 listopada 2020 r.", "2020-11-19", "2020-11-19", 2020, "day"),
    ("pl", "pod koniec sierpnia", "pod koniec sierpnia", "2020-08-21", "2020-08-31", None, "range"),
    ("pl", "w ubiegłą środę", "ubiegłą środę", "2020-11-18", "2020-11-18", None, "relative"),
    ("pl", "trzy dni temu", "trzy dni temu", "2020-11-19", "2020-11-19", None, "relative"),
]


@pytest.mark.parametrize(("language", "text", "words", "start", "end", "year", "kind"), READINGS)
def test_reads_a_date(language: str, text: str, words: str, start: str, end: str, year: int | None, kind: str) -> None:
    found = {mention.text: mention for mention in dates(text, language, ANCHOR)}
    assert words in found
    mention = found[words]
    assert mention.span.of(text) == words
    assert (mention.start, mention.end) == (Date.fromisoformat(start), Date.fromisoformat(end))
    assert (mention.year, mention.kind) == (year, kind)


@pytest.mark.parametrize(
    ("language", "text", "minute"),
    [
        ("en", "It began at 14:30.", 870),
        ("en", "It began at 2 p.m. sharp", 840),
        ("en", "It began at noon.", 720),
        ("ru", "Началось в 14:30.", 870),
        ("ru", "Началось в 9 часов вечера.", 1260),
        ("de", "Es begann um 14 Uhr.", 840),
        ("de", "Es begann um 14.30 Uhr.", 870),
        ("fr", "Il a commencé à 14h30.", 870),
        ("pl", "Zaczęło się o 14:30.", 870),
    ],
)
def test_reads_a_time(language: str, text: str, minute: int) -> None:
    assert [(mention.kind, mention.minute) for mention in dates(text, language)] == [(DateKind.TIME, minute)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "You may go, and May I come too?"),
        ("en", "They march on. The sun shines for a second."),
        ("en", "About 2000 people came with 1999 dollars."),
        ("en", "Version 1.2.3 costs 12.5."),
        ("en", "In the last weeks it rained."),
        ("en", "The over-sixties like it more than women in their late thirties."),
        ("ru", "Окружающая среда важна."),
        ("de", "Es kostet 2020 Euro."),
        ("fr", "Il marche vite."),
    ],
)
def test_words_that_only_look_like_dates(language: str, text: str) -> None:
    assert dates(text, language, ANCHOR) == ()


def test_the_next_month_counts_from_the_date_before_it() -> None:
    text = "On Aug. 27 he spoke. The next month he left."
    for anchor in (None, ANCHOR):
        later = dates(text, "en", anchor)[1]
        assert (later.text, later.first, later.last) == ("The next month", (9, 1), (9, 30))
        assert agree_dates(only("Sept. 14", "en"), later) is Agreement.INCOMPARABLE
        assert agree_dates(later, only("Sept. 14", "en")) is Agreement.AGREE
        assert agree_dates(later, only("Oct. 14", "en")) is Agreement.DIFFER
    assert dates("The next month he left.", "en", ANCHOR)[0].start is None


def test_without_an_anchor_a_relative_date_stays_open() -> None:
    for mention in dates("On Friday, last month and on Aug. 27", "en"):
        assert mention.start is None
        assert mention.end is None


A, D, N = Agreement.AGREE, Agreement.DIFFER, Agreement.INCOMPARABLE
AGREEMENTS = [
    ("en", "Aug. 27", "en", "August 27", A),
    ("en", "Aug. 27", "en", "August 28", D),
    ("en", "Aug. 27", "en", "At the end of August", A),
    ("en", "Aug. 10", "en", "At the end of August", D),
    ("en", "Aug. 27", "ru", "в конце августа", A),
    ("en", "at the end of August", "ru", "27 августа", A),
    ("en", "in August", "en", "August 27", A),
    ("en", "August 27", "en", "in August", N),
    ("en", "August 27", "en", "in September", D),
    ("en", "Nov. 19, 2020", "ru", "19 ноября 2020 года", A),
    ("en", "Nov. 19, 2020", "ru", "19 ноября 2019 года", D),
    ("en", "Nov. 19, 2020", "ru", "19 ноября", A),
    ("en", "Nov. 19", "ru", "19 ноября 2020 года", A),
    ("en", "Nov. 19", "ru", "20 ноября 2020 года", D),
    ("en", "in 2020", "en", "Nov. 19, 2020", A),
    ("en", "in 2019", "en", "Nov. 19, 2020", D),
    ("en", "Nov. 19, 2020", "en", "in 2020", N),
    ("en", "in the 1990s", "en", "in 1994", A),
    ("en", "in the 1990s", "en", "in 2003", D),
    ("en", "in 1994", "en", "in the 1990s", N),
    ("en", "in the third quarter of 2020", "en", "in August 2020", A),
    ("en", "from 3 to 5 May 2020", "ru", "с 3 по 5 мая 2020 года", A),
    ("en", "from 3 to 5 May 2020", "ru", "с 3 по 6 мая 2020 года", D),
    ("en", "on Friday", "en", "Nov. 20, 2020", N),
    ("en", "on Friday", "en", "Nov. 19, 2020", D),
    ("en", "on Friday", "ru", "в пятницу", A),
    ("en", "on Friday", "ru", "в субботу", N),
    ("en", "last month", "en", "in October 2020", N),
    ("en", "yesterday", "ru", "вчера", A),
    ("en", "yesterday", "ru", "завтра", N),
    ("en", "at 14:30", "ru", "в 14:30", A),
    ("en", "at 14:30", "ru", "в 15:30", D),
    ("en", "at 14:30", "en", "in 2020", N),
    ("en", "in mid-August", "de", "am 15. August", A),
    ("en", "in mid-August", "de", "am 30. August", D),
    ("en", "on 3 May", "fr", "le 3 mai", A),
    ("en", "on 3 May", "es", "el 4 de mayo", D),
    ("en", "on 3 May", "pl", "3 maja", A),
    ("en", "on 3 May", "uk", "3 травня", A),
    ("en", "Dec. 31", "en", "Jan. 1", D),
]


def only(text: str, language: str, anchor: Date | None = None) -> DateMention:
    found = dates(text, language, anchor)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(("claim_language", "claim", "source_language", "source", "expected"), AGREEMENTS)
def test_a_claim_follows_or_not(claim_language: str, claim: str, source_language: str, source: str, expected: Agreement) -> None:
    assert agree_dates(only(claim, claim_language), only(source, source_language)) is expected


@pytest.mark.parametrize(
    ("claim", "source", "expected"),
    [
        ("on Friday", "Nov. 20, 2020", A),
        ("on Friday", "Nov. 19, 2020", D),
        ("last month", "on Oct. 5", A),
        ("last month", "on Nov. 5, 2020", D),
        ("yesterday", "on Saturday", A),
        ("yesterday", "on Nov. 21", A),
        ("last month", "in October", A),
    ],
)
def test_the_anchor_makes_relative_dates_comparable(claim: str, source: str, expected: Agreement) -> None:
    assert agree_dates(only(claim, "en", ANCHOR), only(source, "en", ANCHOR)) is expected


@given(st.dates(Date(1000, 1, 1), Date(2199, 12, 31)))
def test_every_day_is_read_back_in_every_order(day: Date) -> None:
    months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
    name = months[day.month - 1]
    for text in (
        day.isoformat(),
        f"{day.day:02}.{day.month:02}.{day.year}",
        f"{day.day} {name} {day.year}",
        f"{name} {day.day}, {day.year}",
    ):
        mention = only(text, "en")
        assert (mention.start, mention.end) == (day, day)
        assert agree_dates(mention, mention) is A


PIECES = st.lists(
    st.sampled_from(
        [
            "1",
            "3",
            "31",
            "19.",
            "2020",
            "May",
            "Nov.",
            "27",
            "August",
            "the",
            "end",
            "of",
            "last",
            "Friday",
            "month",
            "-",
            "–",
            "to",
            "from",
            "14:30",
            "p.m.",
            ",",
            ".",
            "/",
            "19.11.2020",
            "2020-11-19",
            "90",
            "s",
            "x",
            "в",
            "конце",
            "августа",
            "мая",
            "прошлой",
            "неделе",
            "года",
            "назад",
            "vor",
            "Tagen",
            "am",
            "letzten",
            "il",
            "y",
            "a",
            "jours",
            "dernier",
            "Q3",
            "III",
            "квартал",
            "quarter",
            "1990s",
            "yesterday",
            "29",
            "February",
            "early",
        ]
    ),
    max_size=12,
)


@given(
    PIECES,
    st.sampled_from([*languages(), "xx", None]),
    st.sampled_from(["", " "]),
    st.sampled_from([None, ANCHOR, Date(1, 1, 1), Date(9999, 12, 31)]),
)
@settings(max_examples=300, deadline=None)
def test_spans_are_exact_and_do_not_overlap(pieces: list[str], language: str | None, glue: str, anchor: Date | None) -> None:
    text = glue.join(pieces)
    end = 0
    for mention in dates(text, language, anchor):
        assert mention.span.of(text) == mention.text != ""
        assert mention.span.start >= end
        assert (mention.start is None) == (mention.end is None)
        assert mention.start is None or mention.end is None or mention.start <= mention.end
        agree_dates(mention, mention)
        end = mention.span.end


@given(st.text(max_size=80))
@settings(deadline=None)
def test_any_text_is_read(text: str) -> None:
    for mention in dates(text, None, ANCHOR):
        assert mention.span.of(text) == mention.text


@pytest.mark.parametrize("piece", ["1 ", "May ", "1-", "the ", "last ", "2020-", "1."])
def test_hostile_text_is_read_to_its_end(piece: str) -> None:
    text = piece * (40_000 // len(piece))
    with no_hang():
        found = dates(text, "en", ANCHOR)
    assert all(item.span.of(text) == item.text for item in found)
