"""The words of the corpus: facts, pages and articles of our own, in English and Russian, the same ones for the same seed."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from html import escape

LANGUAGES = ("en", "ru")


@dataclass(frozen=True, slots=True)
class Fact:
    """What a page says of its town, how it reads after a change, and who says so."""

    kind: str
    """What of it can change: ``number``, ``date``, ``name`` or ``negation``."""
    first: str
    """The sentence without its full stop; articles say the same."""
    other: str
    """The same with the detail changed: it cannot be true together with ``first``."""
    speaker: str
    """Who is named for it."""


_HEADS = ("Har", "Mor", "Bel", "Stan", "Wex", "Col", "Tor", "Ash", "Lin", "Dun", "Pen", "Kel", "Rad", "Sut", "Mar", "Fen", "Gal", "Hol")
_MIDDLES = ("", "ing", "er", "en", "a", "is")
_TAILS = ("wick", "vale", "ford", "bury", "stead", "mouth", "ham", "ley", "port", "by", "field", "combe")
_MONTHS = {
    "en": ("May", "June", "July", "August", "September", "October"),
    "ru": ("мая", "июня", "июля", "августа", "сентября", "октября"),
}
_RU_HEADS = ("Бело", "Красно", "Ново", "Старо", "Верхне", "Нижне", "Средне", "Велико", "Мало", "Светло", "Сухо", "Тихо")
_RU_TAILS = ("горск", "реченск", "озёрск", "камск", "донск", "морск", "польск", "борск", "дольск", "лесск", "бродск", "устьинск")
_PEOPLE = {
    "en": (
        *("Anna Keller", "Peter Lindgren", "Maria Jansen", "Thomas Ward", "Helen Brooks", "Daniel Frost", "Ruth Palmer", "Simon Hale"),
        *("Laura Bishop", "Martin Crane", "Judith Stone", "Oliver Marsh"),
    ),
    "ru": (
        *("Анна Ковалёва", "Пётр Лебедев", "Мария Соколова", "Иван Гордеев", "Ольга Белова", "Сергей Фомин", "Нина Орлова"),
        *("Павел Зимин", "Вера Титова", "Олег Марков"),
    ),
}


def _number(draw: random.Random, most: int) -> tuple[str, str]:
    """A number and another one far from it."""
    first = draw.randrange(110, most)
    other = first + draw.choice((-1, 1)) * draw.randrange(20, 90)
    return str(first), str(other)


def _date(draw: random.Random, language: str) -> tuple[str, str]:
    day, month = draw.randrange(2, 27), draw.choice(_MONTHS[language])
    other = day + draw.choice((-1, 1)) * draw.randrange(1, 1 + min(day - 1, 28 - day, 9)) if 2 < day < 27 else day + 2
    year = " года" if language == "ru" else ""
    return f"{day} {month} 2026{year}", f"{other} {month} 2026{year}"


def fact(draw: random.Random, language: str) -> Fact:
    """A fact of a town that nobody else has in a corpus of some thousands."""
    if language == "ru":
        return _russian(draw)
    town = draw.choice(_HEADS) + draw.choice(_MIDDLES) + draw.choice(_TAILS)
    kind = draw.choice(("number", "number", "date", "name", "negation"))
    if kind == "number":
        text, speaker = draw.choice(
            (
                ("The port of {town} handled {x} ships last year", "the harbour office"),
                ("The new hospital in {town} will have {x} beds", "the health board"),
                ("The repair of the town hall in {town} will cost {x} million euros", "the city treasury"),
                ("The tram company of {town} will hire {x} drivers this autumn", "the tram company"),
            )
        )
        one, two = _number(draw, 980)
    elif kind == "date":
        text, speaker = draw.choice(
            (
                ("The bridge in {town} will close on {x}", "the roads office"),
                ("The museum of {town} will open its new wing on {x}", "the museum"),
            )
        )
        one, two = _date(draw, language)
    elif kind == "name":
        text, speaker = draw.choice(
            (
                ("{x} will lead the library of {town} from next spring", "the library board"),
                ("{x} was elected mayor of {town} on Sunday", "the election office"),
            )
        )
        one, two = draw.sample(_PEOPLE[language], 2)
    else:
        text, one, two, speaker = draw.choice(
            (
                ("The council of {town} {x} the plan for the tram line", "approved", "did not approve", "the council"),
                ("The water of the lake near {town} {x} safe for swimmers", "is", "is not", "the health office"),
            )
        )
    return Fact(kind, text.format(town=town, x=one), text.format(town=town, x=two), speaker)


def _russian(draw: random.Random) -> Fact:
    town = draw.choice(_RU_HEADS) + draw.choice(_RU_TAILS)
    kind = draw.choice(("number", "number", "date", "name", "negation"))
    if kind == "number":
        text, speaker = draw.choice(
            (
                ("Порт города {town} принял за прошлый год {x} судов", "сообщила администрация порта"),
                ("Ремонт вокзала в городе {town} обойдётся в {x} миллионов рублей", "сообщила городская казна"),
                ("Новая больница в городе {town} рассчитана на {x} мест", "сообщил департамент здравоохранения"),
            )
        )
        one, two = _number(draw, 980)
    elif kind == "date":
        text, speaker = draw.choice(
            (
                ("Мост в городе {town} закроют {x}", "сообщило дорожное управление"),
                ("Музей города {town} откроет новый зал {x}", "сообщил музей"),
            )
        )
        one, two = _date(draw, "ru")
    elif kind == "name":
        text, speaker = "Директором библиотеки города {town} станет {x}", "сообщил городской совет"
        one, two = draw.sample(_PEOPLE["ru"], 2)
    else:
        text, one, two, speaker = "Совет города {town} {x} план трамвайной линии", "одобрил", "не одобрил", "сообщил городской совет"
    return Fact(kind, text.format(town=town, x=one), text.format(town=town, x=two), speaker)


# ---- what stands around ----------------------------------------------------------------------------------------------

_PARTS = {
    "en": (
        (
            "Along the old quay | In the narrow streets behind the market | On wet evenings | Near the railway yard | Up on the hill | "
            "Between the two churches | Down by the weir | Outside the school | At the edge of the park | In the covered arcade"
        ),
        (
            "neighbours stop to talk | bicycles lean against the fence | the smell of bread hangs in the air | children play with a ball | "
            "gulls pick at the baskets | a brass band practises | vendors fold their awnings | the lamps come on one by one"
        ),
        (
            "while the wind shakes the lime trees. | and nobody seems to be in a hurry. | as they have done for as long as anyone recalls. | before the shutters go down. | "
            "though the benches want paint. | and the river goes on as ever. | until the bells ring."
        ),
    ),
    "ru": (
        (
            "Вдоль старой набережной | В узких улицах за рынком | Сырыми вечерами | Возле железнодорожных складов | На холме | "
            "Между двумя церквями | Внизу у плотины | Перед школой | На краю парка | В крытой галерее"
        ),
        (
            "соседи останавливаются поговорить | велосипеды стоят у забора | пахнет свежим хлебом | дети играют в мяч | "
            "чайки копаются в корзинах | репетирует духовой оркестр | торговцы складывают навесы | один за другим загораются фонари"
        ),
        (
            "а ветер качает липы. | и никто никуда не спешит. | как было всегда, сколько люди помнят. | пока не закроют ставни. | "
            "хотя скамейки пора красить. | и река течёт как прежде. | пока не зазвонят колокола."
        ),
    ),
}


def paragraph(draw: random.Random, language: str) -> str:
    """A few sentences in which nobody says anything and nothing can be checked."""
    heads, middles, tails = (part.split(" | ") for part in _PARTS[language])
    comma = ", " if language == "ru" else " "
    return " ".join(
        f"{draw.choice(heads)} {draw.choice(middles)}{comma}{draw.choice(tails)}" for _ in range(draw.choice((2, 3, 3, 4, 5, 7)))
    )


_WORDS = {
    "en": ("Town and country", "News", "Sport", "Weather", "Contact", "Read more", "All rights reserved by the town paper"),
    "ru": ("Город и область", "Новости", "Спорт", "Погода", "Контакты", "Читайте также", "Все права принадлежат городской газете"),
}
_REMOVED = {
    "en": "The editors have taken this report out of the archive. Readers who want to know why may write to the town paper.",
    "ru": "Редакция убрала этот материал из архива. Читатели, которые хотят узнать причину, могут написать в городскую газету.",
}
_NOTICE = {
    "en": "Correction: an earlier version of this report contained an error, which was put right.",
    "ru": "Уточнение: в первой версии этого материала была ошибка, она исправлена.",
}


@lru_cache(maxsize=20_000)
def page(seed: int, language: str, says: str, *, notice: bool = False, removed: bool = False, edition: int = 0) -> str:
    """A page as a newspaper's server gives it; its length and what surrounds its sentence follow from ``seed``.

    Parameters
    ----------
    seed
        Of the page.
    language
        One of :data:`LANGUAGES`.
    says
        The sentence that matters, without its full stop.
    notice, removed
        Whether it carries a notice of a correction; whether its text was taken away.
    edition
        What stands beside the text differs from edition to edition, and a paragraph at its end is new in each but the first.
    """
    draw = random.Random(seed)
    words = _WORDS[language]
    body = [paragraph(draw, language) for _ in range(draw.choice((3, 4, 5, 6, 8, 10, 14, 22)))]
    at = draw.randrange(1, len(body))
    body.insert(at, f"{says}. {paragraph(draw, language)}")
    title = " ".join(paragraph(draw, language).split()[:6])
    beside = random.Random(seed * 1000 + edition)
    if edition:
        body.append(paragraph(beside, language))
    if removed:
        body = [_REMOVED[language]]
    if notice:
        body.append(_NOTICE[language])
    menu = "".join(f'<li><a href="/{number}/">{escape(word)}</a></li>' for number, word in enumerate(words[:5]))
    teasers = "".join(
        f'<li><a href="/more/{beside.randrange(9999)}">{escape(" ".join(paragraph(beside, language).split()[:7]))}</a></li>'
        for _ in range(4)
    )
    text = "".join(f"<p>{escape(part)}</p>" for part in body)
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"><title>{escape(title)}</title></head><body>'
        f"<header><nav><ul>{menu}</ul></nav></header><main><article><h1>{escape(title)}</h1>{text}</article></main>"
        f"<aside><h2>{words[5]}</h2><ul>{teasers}</ul></aside><footer><p>{words[6]}</p></footer></body></html>"
    )


# ---- articles --------------------------------------------------------------------------------------------------------


def article(seed: int, language: str, claims: Sequence[tuple[str, str, str]], written: date | None = None) -> tuple[str, str]:
    """An article that cites pages.

    Parameters
    ----------
    seed
        By which template and filling are chosen.
    language
        One of :data:`LANGUAGES`.
    claims
        What it claims, who is named for it, and the address, each.
    written
        The date that it bears, if any.

    Returns
    -------
    tuple
        The ending of its file, and its text.
    """
    draw = random.Random(seed)
    title = " ".join(paragraph(draw, language).split()[:5])
    template = draw.choice(("inline", "footnotes", "html"))
    blocks, notes = [paragraph(draw, language)], []
    for number, (says, speaker, url) in enumerate(claims, 1):
        if template == "footnotes":
            blocks.append(f"{_said(language, says, speaker)}.[^{number}]")
            notes.append(f"[^{number}]: {url}")
        elif template == "html":
            blocks.append(f"{_said(language, says, f'<a href={url!r}>{speaker}', '</a>')}.")
        else:
            blocks.append(f"{_said(language, says, f'[{speaker}', f']({url})')}.")
        if draw.random() < 0.5:
            blocks.append(paragraph(draw, language))
    if template == "html":
        body = "".join(f"<p>{block}</p>" for block in blocks)
        head = f'<html lang="{language}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        head += f'<meta property="article:published_time" content="{written}"></head>' if written else "</head>"
        return "html", f"{head}<body><article><h1>{escape(title)}</h1>{body}</article></body></html>\n"
    front = f"---\ndate: {written}\n---\n\n" if written else ""
    return "md", f"{front}# {title}\n\n" + "\n\n".join(blocks + notes) + "\n"


def _said(language: str, says: str, speaker: str, end: str = "") -> str:
    # Russian speakers come with their verb
    return f"{says}, {speaker}{end}" if language == "ru" else f"{says}, {speaker} said{end}"
