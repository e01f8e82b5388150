"""The words of dates in one language: the ``[dates]`` table of its file, compiled once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from provenance.language.lexicon import Phrases, elides, flag, inverted, section
from provenance.language.numerals import number_words
from provenance.language.scan import scan


@dataclass(frozen=True)
class DateWords:
    """The ``[dates]`` table of a language, ready to be looked up."""

    months: dict[str, int]
    abbreviations: dict[str, int]
    weekdays: dict[str, int]
    weekday_abbreviations: dict[str, int]
    ambiguous: frozenset[str]
    ambiguous_weekdays: frozenset[str]
    before_weekday: frozenset[str]
    before_month: frozenset[str]
    of: frozenset[str]
    day_articles: frozenset[str]
    year_links: frozenset[str]
    year_after: frozenset[str]
    year_before: frozenset[str]
    year_determiners: frozenset[str]
    counted: frozenset[str]
    decade_suffixes: frozenset[str]
    of_a_life: frozenset[str]
    """What makes a decade somebody's: "in her sixties" is an age."""
    capitalised: bool
    month_first: bool
    order: str
    parts: Phrases[str]
    around: Phrases[str]
    relative: Phrases[str]
    shift: Phrases[str]
    shift_after: Phrases[str]
    anaphoric: Phrases[str]
    periods: Phrases[str]
    seasons: Phrases[str]
    decades: Phrases[str]
    quarter_words: Phrases[str]
    quarter_prefix: frozenset[str]
    ago_after: Phrases[str]
    ago_before: Phrases[str]
    ahead_before: Phrases[str]
    ahead_after: Phrases[str]
    ago_articles: frozenset[str]
    ago_bare: frozenset[str]
    shiftable: frozenset[str]
    unshiftable: frozenset[str]
    """Plural forms: "the last weeks" is no date."""
    ranges: dict[str, dict[str, list[str]]]
    time_before: frozenset[str]
    meridiem: Phrases[str]
    clock: Phrases[str]
    oclock: frozenset[str]
    oclock_alone: bool
    """Whether "14 Uhr" is a time without more."""
    hour_marks: frozenset[str]
    """Letters between hour and minute ("14h30")."""
    starters: frozenset[str]


@cache
def date_words(language: str) -> DateWords:
    """The compiled ``[dates]`` table of ``language``; empty tables for a language without a file."""
    table = section(language, "dates")
    elision = elides(language)

    def numbered(key: str) -> dict[str, int]:
        return {form: int(value) for form, value in inverted(table.get(key, {}))}

    def read(key: str) -> Phrases[str]:
        return Phrases(list(inverted(table.get(key, {}))), elision)

    def listed(*path: str) -> Phrases[str]:
        return Phrases([(form, "") for form in _at(table, *path)], elision)

    def words(*path: str) -> frozenset[str]:
        return frozenset(_at(table, *path))

    times = table.get("times", {})
    numbers = section(language, "numbers")
    months, abbreviations = numbered("months"), numbered("month_abbreviations")
    weekdays, short_weekdays = numbered("weekdays"), numbered("weekday_abbreviations")
    single = {
        *months,
        *abbreviations,
        *weekdays,
        *short_weekdays,
        *words("quarters", "prefix"),
        *words("ago", "articles"),
        *words("ago", "bare"),
    }
    pairs = [*inverted(table.get("parts", {})), *inverted(table.get("around", {})), *inverted(table.get("relative", {}))]
    pairs += [
        *inverted(table.get("shift", {})),
        *inverted(table.get("anaphoric", {})),
        *inverted(table.get("seasons", {})),
        *inverted(table.get("decades", {})),
    ]
    pairs += [(form, "") for key in ("noon", "midnight") for form in times.get(key, ())]
    pairs += [(form, "") for path in (("ago", "before"), ("ago", "ahead_before")) for form in _at(table, *path)]
    pairs += [(form, "") for form in table.get("day_articles", ())]
    if table.get("shift_after"):
        pairs += [*inverted(table.get("periods", {}))]
    heads = Phrases(pairs, elision)
    number = number_words(language)
    # Behind an article, the second word of a phrase tells whether to look closer.
    seconds = {heard[1].low for form, _ in pairs if len(heard := scan(form, elision)) > 1 and heard[0].low in table.get("day_articles", ())}
    starters = frozenset({*single, *heads.firsts(), *seconds, *number.ordinals, *number.cardinals})
    return DateWords(
        months=months,
        abbreviations=abbreviations,
        weekdays=weekdays,
        weekday_abbreviations=short_weekdays,
        ambiguous=words("ambiguous"),
        ambiguous_weekdays=words("ambiguous_weekdays", "forms"),
        before_weekday=words("ambiguous_weekdays", "before"),
        before_month=words("before_month"),
        of=words("of"),
        day_articles=words("day_articles"),
        year_links=words("year_links"),
        year_after=words("year_after"),
        year_before=frozenset(numbers.get("year_before", ())),
        year_determiners=frozenset(numbers.get("year_determiners", ())),
        counted=frozenset(numbers.get("counted", ())),
        decade_suffixes=words("decade_suffixes"),
        of_a_life=words("of_a_life"),
        capitalised=bool(table.get("capitalised", False)),
        month_first=bool(table.get("month_first", False)),
        order=flag(language, "order", "dmy"),
        parts=read("parts"),
        around=read("around"),
        relative=read("relative"),
        shift=read("shift"),
        shift_after=read("shift_after"),
        anaphoric=read("anaphoric"),
        periods=read("periods"),
        seasons=read("seasons"),
        decades=read("decades"),
        quarter_words=listed("quarters", "words"),
        quarter_prefix=words("quarters", "prefix"),
        ago_after=listed("ago", "after"),
        ago_before=listed("ago", "before"),
        ahead_before=listed("ago", "ahead_before"),
        ahead_after=listed("ago", "ahead_after"),
        ago_articles=words("ago", "articles"),
        ago_bare=words("ago", "bare"),
        shiftable=words("shiftable", "units"),
        unshiftable=words("shiftable", "never"),
        ranges={opening: dict(links) for opening, links in table.get("ranges", {}).items()},
        time_before=words("times", "before"),
        meridiem=Phrases([(form, key) for key in ("am", "pm") for form in times.get(key, ())], elision),
        clock=Phrases([(form, key) for key in ("noon", "midnight") for form in times.get(key, ())], elision),
        oclock=words("times", "oclock"),
        oclock_alone=bool(times.get("oclock_alone", False)),
        hour_marks=words("times", "hour_marks"),
        starters=starters,
    )


def _at(table: object, *path: str) -> list[str]:
    for key in path:
        table = table.get(key, {}) if isinstance(table, dict) else {}
    return list(table) if isinstance(table, list) else []
