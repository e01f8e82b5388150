"""Whether two names mean the same person, place or body.

First the alias data decide, if they know both. Otherwise the words of the names are matched one by one: by their letters, by the data
on given names, by case forms, and across scripts by sound. A surname may stand for the full name; a given name that differs rules it
out. A likeness of letters alone is never enough: "Lukashenko" and «Лукашенков», "Smith" and "Smyth" are other names.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from provenance.language.folding import fold
from provenance.language.gazetteer import LONGEST_NAME, Entry, find, names_of, plain, table, unmarked
from provenance.language.sound import likeness, readings, skeleton
from provenance.language.words import russian, stem

_SLAVIC = re.compile(
    r"(?:[oeiyaw]v|[oea]va|ow|owa|ew|ewa|off|eff|in|ina|ine|sk[yiaj]{1,3}|sky[iy]|zki|cki|cka|ck[iy]{1,2}j?|skaya|skaja|skaïa|[ck]o|ka|kaya|vich|wicz|witsch|vitch|vych|vyc|"
    r"[uy]k|iuk|yuk|juk|chuk|tschuk|czuk|shvili|schwili|dze|yan|ian|jan|[aeiy]yev|iev|ïev|[aeiou][iy]|[yi])\Z"
)
_FOREIGN = re.compile(r"kh|zh|shch|tsch|sch|sz|cz|ts|dzh|iy|yy|oo|aa|[šžčćśźżńłěřğışțňďťđ]")
_FEMALE = ((r"ov", r"ova"), (r"ev", r"eva"), (r"in", r"ina"), (r"ski", r"skaa"), (r"ski", r"ska"), (r"n[iy]", r"naa"), (r"ci", r"ca"))
_NEARLY = 0.34
"""Of surnames that differ in one vowel: too little alone, enough beside a given name that agrees."""
_FILLERS = frozenset(
    [
        "of",
        "the",
        "and",
        "de",
        "la",
        "le",
        "les",
        "du",
        "del",
        "der",
        "die",
        "das",
        "von",
        "van",
        "for",
        "i",
        "и",
        "в",
        "на",
        "і",
        "та",
        "fur",
        "et",
        "y",
        "of",
    ]
)


@lru_cache(maxsize=65536)
def same_name(a: str, b: str) -> float:
    """The probability that two names mean the same entity.

    Args:
        a, b: names in any script, spelling, case form; with titles or without; a surname or a full name.

    Returns:
        A number in [0, 1], the same either way round: above 0.8 they may be taken for one, below 0.2 for two.
    """
    if max(len(a), len(b)) > LONGEST_NAME:
        return float(a == b)
    if a > b:
        a, b = b, a
    left, right = plain(bare_company(untitled(a)), marks=True), plain(bare_company(untitled(b)), marks=True)
    if not left or not right:
        return 1.0 if a == b and a else 0.0
    if left == right or plain(left) == plain(right):
        return 1.0
    known = _known(find(untitled(a)), find(untitled(b)))
    if known is not None:
        return known
    if _acronym(a, b) or _acronym(b, a):
        return 0.85
    return round(_people(left.split(), right.split()), 3)


_LEGAL = frozenset(
    [
        "inc",
        "incorporated",
        "corp",
        "corporation",
        "ltd",
        "limited",
        "plc",
        "llc",
        "llp",
        "lp",
        "co",
        "company",
        "ag",
        "gmbh",
        "kg",
        "kgaa",
        "se",
        "sa",
        "sas",
        "sarl",
        "spa",
        "srl",
        "nv",
        "bv",
        "oyj",
        "oy",
        "ab",
        "asa",
        "as",
        "group",
        "holdings",
        "holding",
        "pjsc",
        "ojsc",
        "jsc",
        "zrt",
        "nyrt",
        "doo",
        "sl",
        "spzoo",
        "ооо",
        "оао",
        "пао",
        "зао",
        "ао",
        "тов",
        "ват",
        "прат",
        "пат",
        "нао",
        "гк",
    ]
)
"""Legal forms of companies, and words that come and go with them."""


def bare_company(name: str) -> str:
    """A company's name without its legal form ("Ltd", "AG", «ПАО»), as long as anything else is left."""
    parts = name.split()
    low, high = 0, len(parts)
    while high - low > 1 and _legal(parts[high - 1]):
        high -= 1
    while high - low > 1 and "\u0400" <= parts[low][:1] <= "\u04ff" and _legal(parts[low]):
        low += 1
    return " ".join(parts[low:high]).strip(' ,«»“”"') if high - low < len(parts) and not find(name) else name


def _legal(word: str) -> bool:
    return fold(word).text.replace(".", "").strip(",") in _LEGAL


def _known(ours: tuple[Entry, ...], theirs: tuple[Entry, ...]) -> float | None:
    """What the alias data say, if they know both names."""
    if not ours or not theirs:
        return None
    keys = {entry.key for entry in theirs}
    if any(entry.key in keys for entry in ours):
        return 0.98 if len(ours) == len(theirs) == 1 else 0.9
    for one, other in ((ours, theirs), (theirs, ours)):
        for entry in one:
            if entry.kind == "role" and any(there.key.endswith(f"+{entry.key}") for there in other):
                return 0.7  # "the Interior Ministry" may be any country's
    return 0.02


def untitled(name: str) -> str:
    """A name without the offices and nationalities in front of it."""
    parts = name.split()
    titles = title_words()
    cut = 0
    while cut < len(parts) - 1 and (_is_title(parts[cut], titles) or (cut + 1 < len(parts) - 1 and _leads_to_title(parts, cut, titles))):
        cut += 1
    rest = " ".join(parts[cut:])
    return rest if cut and not find(name) else name


def _leads_to_title(parts: list[str], at: int, titles: frozenset[str]) -> bool:
    from provenance.language.gazetteer import adjectives, countries

    word = plain(parts[at])
    return bool(adjectives().find(word) or countries().find(word)) and any(_is_title(part, titles) for part in parts[at + 1 : at + 3])


def _is_title(word: str, titles: frozenset[str]) -> bool:
    bare = fold(word).text.strip(".,")
    return bare in titles or ("\u0400" <= bare[:1] <= "\u04ff" and stem(bare) in titles and len(stem(bare)) > 3)


@cache
def title_words() -> frozenset[str]:
    """Words before a name that are no part of it, in lower case; Cyrillic ones also without their endings."""
    listed = [fold(word).text for word in str(table("people.toml")["titles"]).split()]
    return frozenset(listed) | frozenset(stem(word) for word in listed if "\u0400" <= word[0] <= "\u04ff")


@cache
def _given() -> dict[str, frozenset[str]]:
    known: dict[str, set[str]] = {}
    for line in str(table("people.toml")["given"]).strip().splitlines():
        listed = [plain(word) for word in line.split()]
        for word in listed:
            for form in {word, stem(word)} if "\u0400" <= word[0] <= "\u04ff" else {word}:
                known.setdefault(form, set()).add(listed[0])
    for word in map(plain, str(table("people.toml")["more_given"]).split()):
        for form in {word, stem(word)} if "\u0400" <= word[0] <= "\u04ff" else {word}:
            known.setdefault(form, {readings(word)[0].lower()})
    return {word: frozenset(keys) for word, keys in known.items()}


def _loose(word: str) -> bool:
    """Whether the data have a given name without its forms in other scripts."""
    return bool(given_name(word)) and not any(key in _grouped() for key in given_name(word))


def given_key(word: str) -> frozenset[str]:
    """The keys of a given name whose forms and short forms the data list; empty for all others."""
    return frozenset(key for key in given_name(word) if key in _grouped())


@cache
def _grouped() -> frozenset[str]:
    return frozenset(plain(line.split()[0]) for line in str(table("people.toml")["given"]).strip().splitlines())


def given_name(word: str) -> frozenset[str]:
    """The given names that ``word`` is a form or spelling of, each by its key; empty if the data know none."""
    bare = plain(word)
    found = _given().get(bare)
    if found is None and "\u0400" <= bare[:1] <= "\u04ff":
        found = _given().get(stem(bare))
    if found is None and _POLISH_ENDING.search(bare):
        found = _given().get(_POLISH_ENDING.sub("", bare))
    return found or frozenset()


_POLISH_ENDING = re.compile(r"(?<=[a-z]{4})(?:em|owi)\Z")


def _acronym(short: str, long: str) -> bool:
    letters = short.replace(".", "")
    if not (2 <= len(letters) <= 8 and letters.isupper() and letters.isalpha()):
        return False
    words = [word for word in re.findall(r"\w+", long) if word.lower() not in _FILLERS]
    return len(words) > 1 and "".join(word[0].upper() for word in words) == letters


def _people(a: list[str], b: list[str]) -> float:
    """Two names word by word."""
    a, b = _nominatives(a, b)
    a = [word for word in a if word not in _FILLERS] or a
    b = [word for word in b if word not in _FILLERS] or b
    if len(a) > len(b):
        a, b = b, a
    if len(a) == 1:
        return _single(a[0], b)
    scores = [[word_match(word, other) for other in b] for word in a]
    free = set(range(len(b)))
    total: list[float] = []
    for row in scores:
        if not free:
            break
        best = max(sorted(free), key=lambda place: (row[place], place))
        total.append(row[best])
        if row[best] > 0.3:
            free.discard(best)
    if (
        len(total) > 1
        and _NEARLY <= total[-1] < 0.75
        and (total[-1] >= 0.45 or _script(a[-1]) != _script(b[-1]))
        and min(total[:-1]) >= 0.85
    ):
        total[-1] = 0.9  # a man's surname in the genitive looks like a woman's: the given name tells
    worst = min(total)
    if worst >= 0.75:
        same_end = total[-1] == 0.9 or scores[-1][-1] >= 0.75 or scores[-1][0] >= 0.75 or scores[0][-1] >= 0.75
        return min(worst, 0.97) if same_end else 0.4 * worst
    if scores[-1][-1] >= 0.75 and len(a) > 1:
        ahead = max(scores[0][:-1])
        if 0.3 < ahead < 0.75:
            return 0.5 * ahead  # the given names may be one
        return 0.03
    return min(0.15, worst * 0.3)


def _nominatives(a: list[str], b: list[str]) -> tuple[list[str], list[str]]:
    """Both names, less a Polish genitive that runs through all of one ("Donalda Tuska" beside "Donald Tusk")."""
    for one, other in ((a, b), (b, a)):
        if len(one) == len(other) > 1 and all(word == base + "a" and len(base) > 2 for word, base in zip(one, other, strict=True)):
            return (other, other)
    return a, b


def _single(word: str, name: list[str]) -> float:
    """One word against a name: most likely a surname, which stands last, or first in some languages."""
    if len(word) < 2:
        return 0.0
    last = word_match(word, name[-1])
    if len(name) == 1:
        return last
    first = word_match(word, name[0])
    if last >= first:
        return last * 0.95
    return first * (0.5 if given_name(name[0]) else 0.75)


@lru_cache(maxsize=65536)
def word_match(a: str, b: str) -> float:
    """The probability that two words of names, as :func:`plain` leaves them, are forms of one."""
    if a == b or unmarked(a) == unmarked(b):
        return 1.0
    if len(a) == 1 or len(b) == 1:
        return 0.8 if {reading[:1] for reading in readings(a)} & {reading[:1] for reading in readings(b)} else 0.0
    ours_given, theirs_given = given_name(a), given_name(b)
    if ours_given and theirs_given and not (_script(a) != _script(b) and (_loose(a) or _loose(b))):
        return 0.95 if ours_given & theirs_given else 0.05
    ours, theirs = _bases(a), _bases(b)
    best = 0.0
    for one, sure in ours:
        for other, as_sure in theirs:
            score = 0.95 if unmarked(one) == unmarked(other) else _sounded(one, other)
            best = max(best, score * sure * as_sure)
    if best < 0.75 and (sounds := _gender(a, b)):
        return max(sounds, best)
    return best


def _sounded(a: str, b: str) -> float:
    alike = likeness(a, b)
    if alike == 0.0:
        return 0.0
    bones = max(len(skeleton(readings(word)[0])) for word in (a, b))
    akin = bones > 3 and alike > 0.75 and likeness(a.replace("o", "a").replace("о", "а"), b.replace("o", "a").replace("о", "а")) > 0.94
    if _script(a) != _script(b):
        latin = b if _script(a) else a
        if _SLAVIC.search(latin) and not given_name(latin):  # spelt by rule, so that other vowels are another name
            return 0.95 if alike > 0.93 else 0.85 if akin else _NEARLY if alike > 0.8 and bones > 2 else 0.3
        if bones < 2:
            return 0.9 if alike > 0.9 else 0.2
        if alike > 0.85:
            return 0.95
        return 0.88 if alike > 0.7 and bones > 3 else 0.75 if alike > 0.55 and bones > 3 else 0.5 if alike > 0.7 and bones == 3 else 0.3
    if alike > 0.94:  # one sound in one script: two romanisations, or two names
        return 0.93 if _romanised(a) or _romanised(b) else 0.3
    if akin and _romanised(a) and _romanised(b):  # Belarusian and Russian spelling of one name
        return 0.9 if a[-1] + b[-1] in ("oa", "ao") else 0.8
    return 0.3 * alike


def _script(word: str) -> bool:
    return "\u0400" <= word[0] <= "\u04ff"


def _romanised(word: str) -> bool:
    """Whether a word may be a transliteration, which spells one sound in several ways."""
    return _script(word) or bool(_SLAVIC.search(word) or _FOREIGN.search(word))


def _gender(a: str, b: str) -> float:
    """Ivanov and Ivanova: one surname of a man and a woman, or the man's in the genitive."""
    for one in readings(a)[:4]:
        for other in readings(b)[:4]:
            for short, long in ((one, other), (other, one)):
                for male, female in _FEMALE:
                    if re.search(male + r"\Z", short) and re.sub(male + r"\Z", female, short) == long:
                        return 0.5
    return 0.0


_FEMININE = re.compile(r"(?:(?:[оеё]в|[иы]н)а|(?:[oe][vw]|in)a)\Z")  # a woman's surname, or the genitive of a man's
_CASES = (
    (re.compile(r"(?<=[оеёи]в|[иы]н)(?:у|ым|е|ы|ых|ыми)\Z"), "", 0.97),
    (re.compile(r"(?<=[оеё]в|[иы]н)(?:а|ой)\Z"), "", 0.68),
    (re.compile(r"(?<=[оеё]в|[иы]н)(?:ой|у|ою|ої|ій)\Z"), "а", 0.9),
    (re.compile(r"(?<=[сцдзт]к)(?:ого|ому|им|ом|ім|ими)\Z"), "ий", 0.97),
    (re.compile(r"(?<=[сцдзт]к)(?:ой|ую|ою|ої|ій|у)\Z"), "ая", 0.97),
    (re.compile(r"(?<=н)(?:ого|ому|ым|ом|им)\Z"), "ый", 0.95),
    (re.compile(r"(?<=[бвгджзклмнпрстфхцчшщ])(?:а|у|ом|ем|ем|ою|е|ові|еві|ові)\Z"), "", 0.93),
    (re.compile(r"(?:я|ю|ем|ем|е|ем)\Z"), "й", 0.93),
    (re.compile(r"(?:я|ю|ем|ём|е)\Z"), "ь", 0.93),
    (re.compile(r"(?:ы|и|е|у|ой|ою|ою|і|ої)\Z"), "а", 0.93),
    (re.compile(r"(?:и|е|ю|ей|ею)\Z"), "я", 0.9),
    (re.compile(r"(?:ы|у|ой|е|и|ою|ком|ку|ка)\Z"), "о", 0.9),
)
_POLISH = (
    (re.compile(r"(?<=[scz]k)(?:iego|iemu|im)\Z"), "i", 0.97),
    (re.compile(r"(?:iego|iemu|im)\Z"), "i", 0.9),
    (re.compile(r"(?:a|owi|em|ie|ą)\Z"), "", 0.75),
    (re.compile(r"(?:i|ie|e|y|o)\Z"), "a", 0.9),
    (re.compile(r"(?:a|owi|em|i)\Z"), "o", 0.85),
    (re.compile(r"s\Z"), "", 0.85),
)


@lru_cache(maxsize=32768)
def _bases(word: str) -> tuple[tuple[str, float], ...]:
    """The word and what it may be a case form of, each with how sure that is."""
    found = {word: 1.0}
    if _script(word):
        if len(word) > 3:
            for parse in russian().parse(word)[:3]:
                grammemes = parse.tag.grammemes
                if {"Surn", "Name", "Geox", "Orgn", "Patr"} & grammemes and "plur" not in grammemes:
                    form = parse.normal_form.replace("ё", "е")
                    sure = 0.97 if "femn" not in grammemes or form[-1:] in "ая" or "Name" in grammemes else 0.55
                    found[form] = max(found.get(form, 0.0), min(sure, 0.68) if _FEMININE.search(word) else sure)
            for pattern, ending, sure in _CASES:
                form = pattern.sub(ending, word)
                if form != word and len(form) > 2:
                    a_woman_s = form == word[:-1] and _FEMININE.search(word)
                    found[form] = max(found.get(form, 0.0), min(sure, 0.68) if a_woman_s else sure)
    elif len(word) > 4:
        for pattern, ending, sure in _POLISH:
            form = pattern.sub(ending, word)
            if form != word and len(form) > 3:
                a_woman_s = form == word[:-1] and _FEMININE.search(word)
                found[form] = max(found.get(form, 0.0), min(sure, 0.6) if a_woman_s else sure)
    return tuple(found.items())


def aliases(name: str) -> frozenset[str]:
    """All names that the data give for what ``name`` names, as written there, in every language, and ``name`` itself.

    Args:
        name: a name in any language and case form.
    """
    found = find(untitled(name))
    keys = {entry.key for entry in found}
    return frozenset((name, *(other for key in sorted(keys) for other in names_of(key))))
